"""A command line of a plan's own, typed at as an engineer would: nothing is verified for her.

It begins in user EXEC, and is logged out when the plan ends. ``terminal.types("sip")`` answers with
the mode it led to, ``terminal.refuses("sipp")`` with what stands from the caret on.
"""

from __future__ import annotations

from harness.router.cli import Answer, CommandLine
from harness.router.dialogue import Prompt, refusal
from harness.router.modes import mode_named
from harness.topology import Credentials

USER = "user EXEC"
PRIVILEGED = "privileged EXEC"
_ASKED = r"ssword"


class TerminalDesk:
    """One terminal."""

    def __init__(self, line: CommandLine, credentials: Credentials) -> None:
        self._line = line
        self._credentials = credentials
        self.mode = PRIVILEGED
        """Where the terminal stands: ``user EXEC``, ``global configuration``, …"""
        self.printed = ""
        """What the last line printed."""
        self._before = Prompt("")
        self.types("disable")

    @property
    def has_secret(self) -> bool:
        """Whether the bench's router guards privileged EXEC with a secret that is known."""
        return self._credentials.enable is not None

    def types(self, line: str) -> str:
        """Type a line; returns the mode it led to."""
        self._type(line, self._secret())
        return self.mode

    def refuses(self, line: str) -> str:
        """Why the router does not take a line: what stands from the caret on, or its words.

        Empty when it takes it.
        """
        before = self._type(line, self._secret())
        found = refusal(line, self.printed, before)
        if found is None:
            return ""
        return found.answer if found.at is None else line[found.at :]

    def enables_with(self, password: str) -> bool:
        """Whether this password, three times if it is asked for, opens privileged EXEC."""
        self._type("enable", password)
        return self.mode == PRIVILEGED

    def _secret(self) -> str:
        secret = self._credentials.enable
        return secret.get_secret_value() if secret is not None else ""

    def _type(self, line: str, password: str) -> Prompt:
        before = self._before
        answers = (Answer(_ASKED, password), Answer(r"filename \[", ""))
        self.printed, prompt = self._line.type(line, answers)
        self._before = prompt
        exec_modes = {"EXEC": PRIVILEGED, "user EXEC": USER}
        self.mode = exec_modes.get(prompt.mode) or mode_named(prompt.mode)
        return before

    def hears(self) -> str:
        """What the router has printed by itself up to now: log lines, debug output."""
        self._type("", "")
        return self.printed

    def leave(self) -> None:
        """Log out, from whatever mode."""
        if self.mode not in (USER, PRIVILEGED):
            self._type("end", "")
        self._line.close()
