"""From a connected line to a prompt: who may come in over Telnet and the console. No socket.

The words and their order are IOS's: ``User Access Verification``, ``Username:``, ``Password:``;
three tries, then the line is cut. What a line asks for is in its block of the configuration.
"""

from __future__ import annotations

from collections.abc import Callable

from harness.standin.cli import banners, lines
from harness.standin.cli.editing import LONGEST
from harness.standin.cli.host import CliHost, Terminal
from harness.standin.cli.session import CliSession

_TRIES = 3


class LineSession:
    """One line: the login, then the session behind it.

    Args:
        host: the router.
        line: its block in the configuration: ``line vty 0 4``.
        remote: who is at the other end.
        hang_up: cuts the line.
        wake: called when there is something to write that nobody typed for.
    """

    def __init__(
        self,
        host: CliHost,
        *,
        line: str,
        remote: str,
        hang_up: Callable[[], None],
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._host = host
        self._line = line
        self._remote = remote
        self._hang_up = hang_up
        self._wake = wake
        self._session: CliSession | None = None
        self._out: list[str] = []
        self._typed = ""
        self._user: str | None = None
        self._left = _TRIES
        self._after_return = False
        self._now = 0.0

    def _said(self, word: str) -> str | None:
        """The rest of this line's command that begins with ``word``."""
        return lines.said(self._host.configuration, self._line, word)

    def begin(self, now: float) -> None:
        """Somebody is there: ask who, or let him in."""
        self._now = now
        how = self._said("login")
        self._out.append(banners.shown(self._host.configuration, "motd"))
        if how is None and self._line.startswith("line con"):
            self._enter("", 1)
            return
        if how is None or (not how and self._said("password") is None):
            self._out.append("\r\n\r\nPassword required, but none set\r\n")
            self._hang_up()
            return
        self._out.append(banners.shown(self._host.configuration, "login"))
        self._out.append("\r\n\r\nUser Access Verification\r\n\r\n")
        self._ask()

    def _ask(self) -> None:
        self._user = None if self._said("login") == "local" else ""
        self._out.append("Username: " if self._user is None else "Password: ")

    def receive_data(self, octets: bytes, now: float) -> None:
        """Take typed characters."""
        self._now = now
        for place, character in enumerate(octets.decode("latin-1")):
            if self._session is not None:
                self._session.receive_data(octets[place:], now)
                return
            second = self._after_return and character in "\n\0"
            self._after_return = character == "\r"
            if not second:
                self._take(character)

    def _take(self, character: str) -> None:
        if character in "\r\n":
            text, self._typed = self._typed, ""
            self._out.append("\r\n")
            self._answered(text)
        elif character in "\b\x7f":
            if self._typed and self._user is None:
                self._out.append("\b \b")
            self._typed = self._typed[:-1]
        elif character.isprintable() and len(self._typed) < LONGEST:
            self._typed += character
            if self._user is None:
                self._out.append(character)

    def _answered(self, text: str) -> None:
        if self._user is None:
            self._user = text or None
            self._out.append("Password: " if text else "Username: ")
            return
        if self._user:
            privilege = self._host.authenticate(self._user, text)
        else:
            privilege = 1 if text == self._said("password") else None
        if privilege is not None:
            self._enter(self._user, privilege)
            return
        self._left -= 1
        self._out.append("% Login invalid\r\n\r\n" if self._user else "")
        if self._left:
            self._ask()
        else:
            self._out.append("% Bad passwords\r\n")
            self._hang_up()

    def _enter(self, user: str, privilege: int) -> None:
        terminal = self._attached(user, privilege)
        terminal.on_close.append(self._hang_up)
        self._session = CliSession(terminal)
        self._session.wake = self._wake
        self._session.connection_made(self._now)

    def _attached(self, user: str, privilege: int) -> Terminal:
        if self._line.startswith("line con"):
            return self._host.attach_console(privilege=privilege)
        return self._host.attach(user=user, remote=self._remote, privilege=privilege)

    def connection_lost(self, now: float) -> None:
        """The line is gone."""
        if self._session is not None:
            self._session.connection_lost(now)

    def data_to_send(self) -> bytes:
        """Everything to be written now."""
        text = "".join(self._out)
        self._out.clear()
        behind = self._session.data_to_send() if self._session is not None else b""
        return text.encode("latin-1", "replace") + behind

    def get_timer(self) -> float | None:
        """No timer of its own: the host cuts off who is idle for too long."""
        return None

    def handle_timer(self, now: float) -> None:
        """Nothing is ever due."""
