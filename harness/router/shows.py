"""``show …`` texts → values. Pure.

Layouts from the command references (cme-ios.md 3); that of ``show cti session`` is ASSUMED,
since no public sample exists: the stand-in prints it and this module reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from harness.errors import RemoteProtocolError

_NO_SESSIONS = ("no active CTI session", "CTI is shut down", "")


@dataclass(frozen=True, slots=True)
class CtiSession:
    """One row of ``show cti session``."""

    number: int
    """The session id: what ``clear cti session id`` takes."""
    application: str
    line: str
    remote: str
    transport: str
    state: str
    since_seconds: int
    monitored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionServerShown:
    """One application that ``show voice register session-server`` lists as registered."""

    tag: int
    register_id: str
    keepalive: int
    """Seconds."""


@dataclass(frozen=True, slots=True)
class CtiCall:
    """One leg of a call in ``show cti call``."""

    dn: str
    call_id: int
    gcid: str
    calling: str
    called: str
    state: str


@dataclass(frozen=True, slots=True)
class EphoneLine:
    """One directory number on a button, with the state of each of its channels."""

    button: int
    dn: int
    number: str
    channels: tuple[str, ...]

    @property
    def state(self) -> str:
        """The first channel's state that is not ``IDLE``; ``IDLE`` when all are."""
        return next((channel for channel in self.channels if channel != "IDLE"), "IDLE")


@dataclass(frozen=True, slots=True)
class EphoneShown:
    """One block of ``show ephone``."""

    tag: int
    mac: str
    """Twelve upper-case hexadecimal digits."""
    state: str
    """``REGISTERED``, ``UNREGISTERED`` or ``DECEASED``."""
    address: str
    port: int
    type_name: str
    offhook: bool
    ringing: bool
    lines: tuple[EphoneLine, ...]
    do_not_disturb: bool = False

    @property
    def is_registered(self) -> bool:
        """Whether the phone is in service."""
        return self.state == "REGISTERED"


@dataclass(frozen=True, slots=True)
class VersionShown:
    """What ``show version`` says that a bench cares about."""

    version: str
    software: str
    """The feature set: ``C2800NM-ADVENTERPRISEK9-M``."""
    platform: str
    hostname: str
    uptime: str


def version(text: str) -> VersionShown:
    """Read ``show version``.

    Raises:
        RemoteProtocolError: the text names no version.
    """
    banner = re.search(r"Software \((\S+?)\), .*?Version ([^\s,]+)", text)
    if banner is None:
        raise RemoteProtocolError("`show version` names no IOS version")
    platform = re.search(r"^[Cc]isco (\S+) .*memory", text, re.MULTILINE)
    uptime = re.search(r"^(\S+) uptime is (.+)$", text, re.MULTILINE)
    return VersionShown(
        version=banner[2],
        software=banner[1],
        platform=platform[1] if platform else "",
        hostname=uptime[1] if uptime else "",
        uptime=uptime[2].strip() if uptime else "",
    )


def cti_sessions(text: str) -> tuple[CtiSession, ...]:
    """Read ``show cti session``.

    Raises:
        RemoteProtocolError: a row is not of the layout this module knows.
    """
    if text.strip() in _NO_SESSIONS:
        return ()
    return tuple(_cti_session(row) for row in _rows_under_rule(text, "show cti session"))


_SESSION_SERVER = re.compile(
    r"^Feature server (\d+), keepalive (\d+), register-uri (\S+)", re.MULTILINE
)


def session_servers(text: str) -> tuple[SessionServerShown, ...]:
    """Read ``show voice register session-server``, which lists only who is registered."""
    return tuple(
        SessionServerShown(int(tag), name, int(keepalive))
        for tag, keepalive, name in _SESSION_SERVER.findall(text)
    )


def _rows_under_rule(text: str, command: str) -> list[str]:
    lines = [line.rstrip() for line in text.splitlines()]
    rules = [place for place, line in enumerate(lines) if line.strip() and not line.strip("= ")]
    if not rules:
        raise RemoteProtocolError(f"`{command}` prints no table: {text.strip()[:60]!r}")
    return [line for line in lines[rules[0] + 1 :] if line]


def _cti_session(row: str) -> CtiSession:
    cells = row.split(maxsplit=7)
    since = _elapsed(cells[6]) if len(cells) >= 7 else None
    if since is None or not cells[0].isdecimal():
        raise RemoteProtocolError(f"`show cti session` has a row of another layout: {row!r}")
    return CtiSession(
        number=int(cells[0]),
        application=cells[1],
        line=cells[2],
        remote=cells[3],
        transport=cells[4],
        state=cells[5],
        since_seconds=since,
        monitored=tuple(re.split(r"[,\s]+", cells[7]))
        if len(cells) > 7 and cells[7] != "-"
        else (),
    )


def _elapsed(text: str) -> int | None:
    parts = re.fullmatch(r"(\d+):(\d\d):(\d\d)", text)
    if parts is None:
        return None
    hours, minutes, seconds = (int(part) for part in parts.groups())
    return (hours * 60 + minutes) * 60 + seconds


_CTI_LEG = re.compile(
    r"(?:(?P<dn>\S+)\s+)??(?P<call_id>\d+)\s+(?P<gcid>(?:[0-9A-F]{8}-){3}[0-9A-F]{8})\s+"
    r"(?:(?P<calling>\S+)\s+)?(?:(?P<called>\S+)\s+)?(?P<state>[A-Z]+)"
)


def cti_calls(text: str) -> tuple[CtiCall, ...]:
    """Read ``show cti call``; directory numbers without a call are not in the result.

    The row of a call stands beside its directory number or on the next line; the published copies
    lost their indents, so both are read.

    Raises:
        RemoteProtocolError: a row is not of the layout this module knows.
    """
    if text.strip() in _NO_SESSIONS:
        return ()
    calls: list[CtiCall] = []
    dn = ""
    for row in _rows_under_rule(text, "show cti call"):
        leg = _CTI_LEG.fullmatch(row.strip())
        if leg is None:
            if len(row.split()) != 1:
                raise RemoteProtocolError(f"`show cti call` has a row of another layout: {row!r}")
            dn = row.strip()
            continue
        dn = leg["dn"] or dn
        calls.append(
            CtiCall(
                dn,
                int(leg["call_id"]),
                leg["gcid"],
                leg["calling"] or "",
                leg["called"] or "",
                leg["state"],
            )
        )
    return tuple(calls)


_EPHONE = re.compile(
    r"^ephone-(?P<tag>\d+)(?:\[\d+\])? Mac:(?P<mac>[0-9A-Fa-f.]{14}) .*?"
    r"(?P<state>REGISTERED|UNREGISTERED|DECEASED)\b.*$",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"^IP:(\d+\.\d+\.\d+\.\d+)\*? \*?(\d+) (.*?)\s+keepalive", re.MULTILINE)
_BUTTON = re.compile(r"button (\d+):")
_DN = re.compile(r"dn (\d+)\s+number (\S+)((?:\s+CH\d+\s+\w+)*)")


def ephones(text: str) -> tuple[EphoneShown, ...]:
    """Read ``show ephone`` in its 7.x and 8.x layouts; a phone not listed is not in the result."""
    heads = list(_EPHONE.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return tuple(
        _ephone(head, text[head.start() : end]) for head, end in zip(heads, ends, strict=False)
    )


def _ephone(head: re.Match[str], block: str) -> EphoneShown:
    address = _ADDRESS.search(block)
    return EphoneShown(
        tag=int(head["tag"]),
        mac=head["mac"].replace(".", "").upper(),
        state=head["state"],
        address=address[1] if address else "0.0.0.0",
        port=int(address[2]) if address else 0,
        type_name=address[3].strip() if address else "",
        offhook=_flag(block, "offhook"),
        ringing=_flag(block, "ringing"),
        lines=_ephone_lines(block),
        do_not_disturb=re.search(r"\bDnD\b", block) is not None,
    )


_CONFERENCES = re.compile(r"^Max Conferences \d+ with (\d+) active", re.MULTILINE)


def conferences(text: str) -> int | None:
    """Read ``show ephone summary``: how many conferences stand; ``None`` where it does not say."""
    told = _CONFERENCES.search(text)
    return int(told[1]) if told else None


def forwardings(text: str) -> dict[str, str]:
    """Read ``call-forward all`` from a running configuration: the target by directory number."""
    found: dict[str, str] = {}
    for block in re.split(r"^(?=ephone-dn )", text, flags=re.MULTILINE):
        number = re.search(r"^ number (\S+)", block, re.MULTILINE)
        target = re.search(r"^ call-forward all (\S+)", block, re.MULTILINE)
        if number and target:
            found[number[1]] = target[1]
    return found


def _flag(block: str, name: str) -> bool:
    return re.search(rf"\b{name}:[1-9]", block) is not None


def _ephone_lines(block: str) -> tuple[EphoneLine, ...]:
    lines: list[EphoneLine] = []
    button = 0
    for text in block.splitlines():
        key = _BUTTON.search(text)
        button = int(key[1]) if key else button
        for dn, number, channels in _DN.findall(text):
            states = tuple(re.findall(r"CH\d+\s+(\w+)", channels))
            lines.append(EphoneLine(button, int(dn), number, states))
    return tuple(lines)


_FILE = re.compile(r"^\s*\d+\s+[-drwx]{4}\s+(\d+)\s+.*?\s(\S+)\s*$", re.MULTILINE)


def files(text: str) -> dict[str, int]:
    """Read ``dir flash:``: the size in octets by file name."""
    return {name: int(size) for size, name in _FILE.findall(text)}


_CLOCK = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.\d+)? \S+ \w{3} (\w{3})\w* +(\d{1,2}) (\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def clock(text: str) -> datetime:
    """Read ``show clock``, in the router's own zone; it may never have been set.

    Raises:
        RemoteProtocolError: the text is no time.
    """
    found = _CLOCK.search(text)
    if found is None or found[4] not in _MONTHS:
        raise RemoteProtocolError(f"`show clock` prints no time: {text.strip()[:60]!r}")
    hour, minute, second, _, day, year = found.groups()
    month = _MONTHS.index(found[4]) + 1
    return datetime(  # noqa: DTZ001 - compared only with other times of this router
        int(year), month, int(day), int(hour), int(minute), int(second)
    )


_FREE = re.compile(r"\((\d+) bytes free\)")


def free_octets(text: str) -> int | None:
    """Read the room left from ``dir flash:``; ``None`` when it does not say."""
    found = _FREE.search(text)
    return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class PendingRollback:
    """A change that takes itself back unless somebody confirms it."""

    user: str
    minutes: int


def pending_rollback(text: str) -> PendingRollback | None:
    """Read ``show archive config rollback timer``; ``None`` when nothing is pending."""
    minutes = re.search(r"Timer value: (\d+) min", text)
    user = re.search(r"User: (\S+)", text)
    if minutes is None:
        return None
    return PendingRollback(user[1] if user else "", int(minutes[1]))


def scheduled_reload(text: str) -> str:
    """Read ``show reload``: what is scheduled, as the router words it; empty when nothing is."""
    found = re.search(r"^Reload scheduled .*\S", text, re.MULTILINE)
    return found[0] if found else ""
