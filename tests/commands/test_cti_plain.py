import io

import pytest

from harness.commands.cti_plain import converse
from tests.commands.ctibench import desk


@pytest.fixture
def at():
    with desk(client="moc") as made:
        yield made


def script(at, text, *, patience=5.0):
    out = io.StringIO()
    code = converse(at.control, at.journal, text.splitlines(), out, patience=patience)
    return code, [line[13:] for line in out.getvalue().splitlines()]


def test_a_script_makes_a_call_and_waits_for_what_it_brings(at):
    code, lines = script(
        at, "call 202   # Bob\n\nwait Delivered\nclear\nwait ConnectionClearedEvent"
    )

    assert code == 0
    assert lines[0] == "> call 202"
    assert any(line.startswith("= call ") for line in lines)
    assert any("202 rings: 201 calls 202 (the line is connected" in line for line in lines)
    assert lines[-1] == "= ConnectionClearedEvent"


def test_what_was_refused_or_did_not_come_is_told_and_counts(at):
    code, lines = script(at, "answer 4711\nwait Held\nwait", patience=0.05)

    assert code == 1
    assert "! AnswerCall was refused: operation/invalidConnectionID" in lines
    assert "! the event Held did not come within 0.05 s" in lines
    assert "! wait for which event? wait Delivered" in lines


def test_help_is_a_line_each(at):
    _, lines = script(at, "help")

    assert any(line.startswith("= call NUMBER [prompt]") for line in lines)
