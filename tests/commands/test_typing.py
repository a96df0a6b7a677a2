from pathlib import Path

import pytest

from harness.commands.typing import TAKEN, CommandTypist
from harness.ledger.printed import FILE_NAME, load

PLANS = Path(__file__).parents[2] / "testplans"
EXAMPLES = [each for each in load(PLANS / FILE_NAME) if each.place.endswith("example")]


def pushed(typist, passage):
    """The passage's lines, misprints corrected, typed in configuration mode."""
    typist.type("configure terminal")
    for line in (*passage.prepared, *passage.lines):
        text = getattr(line, "typed", line)
        misprint = getattr(line, "misprint", None)
        said = typist.type(misprint.instead if misprint is not None else text)
        assert said == TAKEN, text
    typist.type("end")


@pytest.mark.parametrize("passage", EXAMPLES, ids=lambda passage: passage.place)
def test_an_example_pushed_saved_reloaded_and_pushed_again_is_the_same_configuration(passage):
    typist = CommandTypist()
    pushed(typist, passage)
    first = typist.host.running()
    typist.type("write memory")

    typist.host.reload()
    after_reload = typist.host.running()
    typist.log_in()
    pushed(typist, passage)

    assert after_reload == first
    assert typist.host.running() == first
    for line in passage.lines:
        if line.becomes:
            assert line.becomes in {" ".join(each.split()) for each in first.splitlines()}


def test_a_line_is_taken_refused_or_incomplete():
    typist = CommandTypist(as_user=True)

    assert typist.type("enable") == TAKEN
    assert typist.prompt == "Router#"
    assert typist.type("clear csta session") == 'refused at "sta session"'
    assert typist.type("show cti") == "incomplete"
    assert typist.type("c") == "Ambiguous command"
    assert typist.type("configure terminal") == TAKEN
    assert typist.prompt == "Router(config)#"
