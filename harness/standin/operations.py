"""What the command line may ask of the running system, and how the system answers.

The CLI knows the switch only through `Operations`; the switch knows nothing of the CLI. Every
status is a frozen picture of one moment, with the words that ``show`` prints already chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LineStatus:
    """One line button of a phone, as ``show ephone`` prints it."""

    button: int
    dn_tag: int
    """The ephone-dn's tag; 0 for a number that a logout or user profile lends."""
    number: str
    channel: int
    """1, or 2 for the second call of a ``dual-line``."""
    state: str
    """``IDLE``, ``SEIZE``, ``RINGING``, ``ALERTING``, ``CONNECTED``, ``HOLD`` or ``DOWN``."""


@dataclass(frozen=True, slots=True)
class PhoneStatus:
    """One phone: an ephone of the configuration, or a stranger that registered by itself."""

    tag: int
    mac: str
    """Twelve hexadecimal digits, upper case."""
    state: str
    """``REGISTERED``, ``UNREGISTERED`` (never came, or said goodbye) or ``DECEASED``."""
    ip: str = "0.0.0.0"
    port: int = 0
    type_name: str = ""
    """The model as the configuration names it: ``7960``."""
    phone_version: int = 0
    """The protocol version the phone offered."""
    server_version: int = 0
    """The version in use."""
    max_streams: int = 0
    socket: int = -1
    keepalives: int = 0
    offhook: bool = False
    ringing: bool = False
    lines: tuple[LineStatus, ...] = ()
    active_call: str = ""
    """``call ID 7, DN 1, 202`` or empty."""
    do_not_disturb: bool = False

    @property
    def registered(self) -> bool:
        """Whether the phone is in service now."""
        return self.state == "REGISTERED"


@dataclass(frozen=True, slots=True)
class CtiSessionStatus:
    """One CSTA session: one SIP dialog of an application."""

    number: int
    application: str
    """The SIP URI of the From header."""
    line: str
    remote: str
    """``address:port``."""
    transport: str
    """``UDP`` or ``TCP``."""
    state: str
    """``OPENING`` (2xx not yet acknowledged), ``ACTIVE``."""
    since_seconds: int
    monitored: tuple[str, ...]
    """The numbers of its running monitors, in the order they were started."""


@dataclass(frozen=True, slots=True)
class SessionManagerStatus:
    """One application that registered as a ``voice register session-server``."""

    tag: int
    register_id: str
    keepalive: int
    """Seconds that the configuration grants it."""
    number: int
    """The registration's own, kept while it is refreshed."""
    contact: str
    remote: str
    """``address:port``."""
    cti_aware: bool


@dataclass(frozen=True, slots=True)
class CallLegStatus:
    """One connection of a call."""

    dn: str
    call_id: int
    calling: str
    called: str
    state: str
    """``ACT``, ``HLD``, ``RNG``, ``DIAL`` or ``FAIL``."""


@dataclass(frozen=True, slots=True)
class CallStatus:
    """One call that stands now."""

    gcid: str
    """32 hexadecimal digits, grouped as IOS prints a Gcid."""
    legs: tuple[CallLegStatus, ...]


@dataclass(frozen=True, slots=True)
class Announcement:
    """A line that the running system has for the router's log."""

    text: str
    flag: str = ""
    """The debug flag it belongs to; empty for a log message."""


Announce = Callable[[Announcement], None]


class Operations(Protocol):
    """The running system, as far as the command line reaches."""

    def phones(self) -> list[PhoneStatus]:
        """Every phone known, in order of its tag."""
        ...

    def cti_sessions(self) -> list[CtiSessionStatus]:
        """Every CSTA session, in order of its number."""
        ...

    def session_managers(self) -> list[SessionManagerStatus]:
        """Every application that is registered, in order of its session-server's tag."""
        ...

    def calls(self) -> list[CallStatus]:
        """Every call that stands."""
        ...

    def conferences(self) -> int:
        """How many conferences stand."""
        ...

    def clear_cti_session(self, number: int) -> bool:
        """End one session with a BYE; false when there is no such session."""
        ...

    def configuration_changed(self, what: str) -> None:
        """A configuration line was accepted; ``what`` is that line, for the log only."""
        ...

    def restart_phone(self, tag: int) -> bool:
        """Tell a phone to re-register (SCCP Reset, restart); false when it is not in service."""
        ...

    def reset_phone(self, tag: int) -> bool:
        """Tell a phone to boot anew (SCCP Reset, reset); false when it is not in service."""
        ...

    def user_at(self, tag: int) -> str:
        """Who is logged in at that ephone (extension mobility); empty when nobody is."""
        ...

    def log_in(self, user: str, tag: int, *, password: str | None = None) -> str:
        """Log a user in at an ephone; returns the refusal, or nothing.

        Without a password it is the administrator's word.
        """
        ...

    def log_out(self, user: str) -> str:
        """Log a user out wherever he is; returns the refusal, or nothing."""
        ...

    def reload(self) -> None:
        """The router boots: every call, session and connection is gone without a farewell."""
        ...
