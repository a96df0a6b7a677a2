"""``debug``, ``undebug`` and ``show debugging``: the flags, and what turning them on prints.

The enable texts of ``debug cti core``, ``debug ephone detail``, ``register`` and ``state`` are
published (CME Command Reference); the others follow them and are ASSUMED.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harness.standin.cli.host import Terminal
from harness.standin.cli.syntax import Value
from harness.standin.cli.talk import Talk, say
from harness.standin.defects import Defect

CTI = ("callcontrol", "core", "dmgr", "lm", "protoif", "session", "xml")
CALLMONITOR = ("core", "detail", "errors", "events", "hwconf", "info", "xml")
EPHONE = ("alarm", "detail", "error", "keepalive", "message", "raw", "register", "state")
CCSIP = ("calls", "error", "events", "messages", "states")

_CTI_NAMES = {"callcontrol": "Call Control", "core": "Core", "dmgr": "DMGR", "lm": "LM"}


def _cti(flag: str) -> str:
    return f"{_CTI_NAMES.get(flag, flag.capitalize())} CTI debug flags are on"


def _callmonitor(flag: str) -> str:
    return f"Call Monitor {flag} debugging is on"


def _ephone(flag: str) -> str:
    shown = "EPHONE state" if flag == "state" else f"Ephone {flag}"
    return f"{shown} debugging is enabled"


def _ccsip(flag: str) -> str:
    return f"SIP {flag} tracing is enabled"


def _table() -> Iterator[tuple[str, str]]:
    groups = (("cti", CTI, _cti), ("callmonitor", CALLMONITOR, _callmonitor))
    for name, flags, text in (*groups, ("ephone", EPHONE, _ephone), ("ccsip", CCSIP, _ccsip)):
        yield from ((f"{name} {flag}", text(flag)) for flag in flags)


ENABLED: Mapping[str, str] = dict(_table())
"""By flag, what is printed when it is turned on."""

_HEADS = {
    "cti": "CTI:",
    "callmonitor": "CALLMON:",
    "ephone": "EPHONE:",
    "ccsip": "SIP:",
}

FLAGS = (
    f"what:{{cti {{all|{'|'.join(CTI)}}}|callmonitor {{all|{'|'.join(CALLMONITOR)}}}"
    f"|ephone {{{'|'.join(EPHONE)}}}|ccsip {{all|{'|'.join(CCSIP)}}}}}"
)
"""What may follow ``debug``."""


def _flags(arguments: Mapping[str, Value]) -> tuple[str, ...]:
    group, _, flag = str(arguments["what"]).partition(" ")
    if flag == "all":
        return tuple(each for each in ENABLED if each.startswith(f"{group} "))
    return (f"{group} {flag}",)


def turn_on(terminal: Terminal, arguments: Mapping[str, Value]) -> Talk:
    """``debug …``."""
    for flag in _flags(arguments):
        terminal.host.log.debugs.add(flag)
        yield ENABLED[flag]


def turn_off(terminal: Terminal, arguments: Mapping[str, Value]) -> Talk:
    """``no debug …`` and ``undebug …``."""
    for flag in _flags(arguments):
        terminal.host.log.debugs.discard(flag)
        yield _ended(ENABLED[flag])


def _ended(text: str) -> str:
    """ASSUMED: the guides print only what turning on says."""
    if text.endswith("enabled"):
        return f"{text.removesuffix('enabled')}disabled"
    return f"{text.removesuffix('on')}off"


def turn_all_off(terminal: Terminal, arguments: Mapping[str, Value]) -> Talk:
    """``undebug all`` and ``no debug all``."""
    del arguments
    if Defect.UNDEBUG_ALL_IGNORED not in terminal.host.defects:
        terminal.host.log.debugs.clear()
    return say(["All possible debugging has been turned off"])


def show(terminal: Terminal) -> Iterator[str]:
    """``show debugging``; nothing when nothing is on."""
    on = terminal.host.log.debugs
    for group, head in _HEADS.items():
        flags = [flag for flag in ENABLED if flag in on and flag.startswith(f"{group} ")]
        if flags:
            yield head
            yield from (f"  {ENABLED[flag]}" for flag in flags)
