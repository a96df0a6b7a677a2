"""The configuration modes: what each is called in the prompt, and its rows.

The prompts are those real routers show; the document and the CME books spell some of them
differently (``config-voi-serv``, ``config-voi-sip``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from harness.standin.cli import platform_rows, telephony_rows, voice_rows
from harness.standin.cli.matching import Grammar
from harness.standin.cli.rows import Row, Rows

EXIT = Row("exit")
END = Row("end")
DO = Row("do command:LINE")
_EVERYWHERE: Rows = (EXIT, END, DO)


@dataclass(frozen=True, slots=True)
class Mode:
    """One configuration mode."""

    prompt: str
    rows: Rows


GLOBAL = "global"

MODES: Mapping[str, Mode] = {
    GLOBAL: Mode(
        "config",
        (
            *platform_rows.FIRST,
            *voice_rows.VOICE,
            *platform_rows.MIDDLE,
            *telephony_rows.PHONES,
            *platform_rows.LAST,
        ),
    ),
    "dhcp": Mode("dhcp-config", platform_rows.DHCP_POOL),
    "archive": Mode("config-archive", platform_rows.ARCHIVE),
    "archive-log": Mode("config-archive-log-cfg", platform_rows.ARCHIVE_LOG),
    "interface": Mode("config-if", platform_rows.INTERFACE),
    "line": Mode("config-line", platform_rows.LINE),
    "xml-transport": Mode("conf-xml-trans", platform_rows.XML_TRANSPORT),
    "xml-application": Mode("conf-xml-app", platform_rows.XML_APPLICATION),
    "control-plane": Mode("config-cp", platform_rows.CONTROL_PLANE),
    "voice-card": Mode("config-voicecard", platform_rows.VOICE_CARD),
    "voice-port": Mode("config-voiceport", platform_rows.VOICE_PORT),
    "dial-peer": Mode("config-dial-peer", platform_rows.DIAL_PEER),
    "register-dn": Mode("config-register-dn", voice_rows.REGISTER_DN),
    "register-pool": Mode("config-register-pool", voice_rows.REGISTER_POOL),
    "sip-ua": Mode("config-sip-ua", platform_rows.SIP_UA),
    "voice-service": Mode("conf-voi-serv", voice_rows.VOICE_SERVICE),
    "sip": Mode("conf-serv-sip", voice_rows.SIP),
    "register-global": Mode("config-register-global", voice_rows.REGISTER_GLOBAL),
    "session-server": Mode("config-register-fs", voice_rows.SESSION_SERVER),
    "logout-profile": Mode("config-logout-profile", voice_rows.LOGOUT_PROFILE),
    "user-profile": Mode("config-user-profile", voice_rows.USER_PROFILE),
    "telephony-service": Mode("config-telephony", telephony_rows.TELEPHONY),
    "ephone-dn-template": Mode("config-ephone-dn-template", telephony_rows.DN_TEMPLATE),
    "ephone-dn": Mode("config-ephone-dn", telephony_rows.EPHONE_DN),
    "ephone": Mode("config-ephone", telephony_rows.EPHONE),
}


@cache
def grammar(mode: str) -> Grammar[Row]:
    """What may be typed in a mode."""
    rows = [row for row in (*MODES[mode].rows, *_EVERYWHERE) if isinstance(row, Row)]
    return Grammar((row.syntax, row) for row in rows)


@cache
def negative_grammar(mode: str) -> Grammar[Row]:
    """What may be typed in a mode after ``no`` or ``default``."""
    rows = [row for row in MODES[mode].rows if isinstance(row, Row) and row.unset]
    return Grammar((row.negative, row) for row in rows)


def lines_of_mode(mode: str, block: Any) -> Iterator[str]:
    """A block's own lines in the running configuration, without those of blocks below it."""
    for row in MODES[mode].rows:
        if isinstance(row, Row):
            yield from row.lines(block)


_PROMPT_FIELD = 30
_HOSTNAME_FIELD = 20


def prompt(hostname: str, mode: str | None, *, privileged: bool = True) -> str:
    """The prompt of a mode; ``None`` is EXEC.

    In configuration the whole prompt has at most 30 characters, of which the host name has 20
    (Configuration Fundamentals, ``hostname`` and its examples).
    """
    if mode is None:
        return f"{hostname}{'#' if privileged else '>'}"
    host = hostname[:_HOSTNAME_FIELD]
    room = _PROMPT_FIELD - len(host) - len("()#")
    return f"{host}({MODES[mode].prompt[:room]})#"
