from __future__ import annotations

import pytest
from pydantic import SecretStr

from harness.lab.terminal_desk import TerminalDesk
from harness.router.dialogue import Prompt
from harness.topology import Credentials

INVALID = f"{' ' * len('Router#')}{{}}^\n% Invalid input detected at '^' marker."


class ScriptedLine:
    """A command line that answers from a table; what it is not told leaves it where it stands."""

    def __init__(self, answers: dict[str, tuple[str, str]]) -> None:
        self.answers = answers
        self.prompt = "Router#"
        self.typed: list[str] = []
        self.closed = False

    def type(self, line, answers):
        self.typed.append(line)
        said, self.prompt = self.answers.get(line, ("", self.prompt))
        return said, Prompt(self.prompt)

    def close(self) -> None:
        self.closed = True


def desk(**answers: tuple[str, str]) -> tuple[TerminalDesk, ScriptedLine]:
    line = ScriptedLine(
        {
            "disable": ("", "Router>"),
            "enable": ("", "Router#"),
            "configure terminal": ("Enter configuration commands", "Router(config)#"),
            "end": ("", "Router#"),
            **answers,
        }
    )
    known = Credentials(username="ann", password=SecretStr("a"), enable=SecretStr("b"))
    return TerminalDesk(line, known), line  # type: ignore[arg-type]


def test_it_begins_in_user_exec_and_knows_where_it_stands():
    made, _ = desk()

    assert made.mode == "user EXEC"
    assert made.types("enable") == "privileged EXEC"
    assert made.types("configure terminal") == "global configuration"


def test_a_line_that_leads_elsewhere_is_named_with_both_modes():
    made, _ = desk(sip=("", "Router(conf-voi-serv)#"))

    with pytest.raises(AssertionError, match="'sip' leads to voice service, expected SIP"):
        made.leads_to("sip", "SIP")


def test_a_line_that_is_refused_leads_nowhere():
    made, _ = desk(sip=(INVALID.format(""), "Router>"))

    with pytest.raises(AssertionError, match="'sip' is refused at 'sip' in user EXEC, expected"):
        made.leads_to("sip", "SIP")


def test_a_refusal_is_told_by_what_stands_from_the_caret_on():
    made, _ = desk(**{"show cit": (INVALID.format(" " * 6), "Router#")})
    made.types("enable")

    made.refuses("show cit", at="it")
    with pytest.raises(AssertionError, match="caret at 'it', expected 'cit'"):
        made.refuses("show cit", at="cit")
    with pytest.raises(AssertionError, match="'show cit' is refused .* at 'it' in privileged"):
        made.takes("show cit")


def test_a_line_that_is_taken_against_expectation_is_named():
    made, _ = desk()

    made.takes("show clock")
    with pytest.raises(AssertionError, match="'show clock' is taken in user EXEC"):
        made.refuses("show clock")


def test_it_leaves_configuration_before_it_logs_out():
    made, line = desk()
    made.types("configure terminal")

    made.leave()

    assert line.typed[-1] == "end"
    assert line.closed
