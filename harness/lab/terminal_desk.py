"""A command line of a plan's own, typed at as an engineer would: nothing is verified for her.

It begins in user EXEC, and is logged out when the plan ends. ``terminal.types("sip")`` answers with
the mode it led to; ``takes``, ``refuses`` and ``leads_to`` insist.
"""

from __future__ import annotations

from harness.lab.router_desk import HasPhone
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

    def __repr__(self) -> str:
        return f"Terminal in {self.mode}"

    @property
    def has_secret(self) -> bool:
        """Whether the bench's router guards privileged EXEC with a secret that is known."""
        return self._credentials.enable is not None

    def types(self, line: str) -> str:
        """Type a line; returns the mode it led to."""
        self._type(line, self._secret())
        return self.mode

    def takes(self, line: str) -> None:
        """Type a line that the router has to know.

        Raises:
            AssertionError: it does not.
        """
        mode = self.mode
        refused = self._refusal_of(line)
        if refused:
            raise AssertionError(f"router: {line!r} is refused {_where(line, refused)} in {mode}")

    def refuses(self, line: str, *, at: str = "") -> None:
        """Type a line that the router must not take.

        Args:
            line: the line.
            at: what stands from the caret on, or what the router says instead; not looked at
                when empty.

        Raises:
            AssertionError: it takes it, or refuses something else of it.
        """
        mode = self.mode
        refused = self._refusal_of(line)
        if not refused:
            raise AssertionError(f"router: {line!r} is taken in {mode}; a refusal was expected")
        if at and refused != at:
            raise AssertionError(
                f"router: {line!r} is refused {_where(line, refused)}, expected {at!r}"
            )

    def leads_to(self, line: str, mode: str) -> None:
        """Type a line that leads to a mode, or stays in it.

        Raises:
            AssertionError: it leads elsewhere, or is refused.
        """
        refused = self._refusal_of(line)
        if self.mode != mode:
            led = f"is refused at {refused!r} in" if refused else "leads to"
            raise AssertionError(f"router: {line!r} {led} {self.mode}, expected {mode}")

    def _refusal_of(self, line: str) -> str:
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

    def heard(self, message: str, whom: HasPhone) -> None:
        """Insist that a log message about somebody's phone came to this terminal.

        Raises:
            AssertionError: it did not.
        """
        logged = [line for line in self.hears().splitlines() if message in line]
        name = f"SEP{whom.phone.mac}"
        if not any(name in line for line in logged):
            instead = f"but {'; '.join(logged)}" if logged else "and no other such message"
            raise AssertionError(
                f"router: no %{message} of {whom.name}'s phone {name} was logged, {instead}"
            )

    def leave(self) -> None:
        """Log out, from whatever mode."""
        if self.mode not in (USER, PRIVILEGED):
            self._type("end", "")
        self._line.close()


def _where(line: str, refused: str) -> str:
    """Where the caret points, or what is said where there is none."""
    place = "with the caret at" if line.endswith(refused) else "by saying"
    return f"{place} {refused!r}"
