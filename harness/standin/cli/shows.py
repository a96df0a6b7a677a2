"""What the telephony ``show`` commands print, from the running system's status values.

``show cti call``, ``gcid`` and ``line-node`` follow the header texts and field widths of the
Command Reference; ``show cti session`` is ASSUMED throughout, since no source prints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from harness.standin.configuration import RouterConfiguration
from harness.standin.macs import dotted_mac
from harness.standin.operations import (
    CallLegStatus,
    CallStatus,
    CtiSessionStatus,
    LineStatus,
    PhoneStatus,
    SessionManagerStatus,
)

CTI_IS_SHUT = ["CTI is shut down"]

# -- CTI ---------------------------------------------------------------------------------------

_SESSION = "{:<10}  {:<25}  {:<10}  {:<21}  {:<9}  {:<7}  {:<8}  {}"
_SESSION_HEAD = (
    "session id",
    "application",
    "line",
    "remote address",
    "transport",
    "state",
    "since",
    "monitored",
)
_SESSION_RULE = tuple("=" * width for width in (10, 25, 10, 21, 9, 7, 8, 9))


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def cti_session(sessions: Iterable[CtiSessionStatus]) -> Iterator[str]:
    """``show cti session``."""
    rows = [
        _SESSION.format(
            each.number,
            each.application,
            each.line,
            each.remote,
            each.transport,
            each.state,
            _clock(each.since_seconds),
            ",".join(each.monitored),
        ).rstrip()
        for each in sessions
    ]
    if not rows:
        yield "no active CTI session"
        return
    yield _SESSION.format(*_SESSION_HEAD).rstrip()
    yield _SESSION.format(*_SESSION_RULE)
    yield from rows


def session_servers(managers: Iterable[SessionManagerStatus]) -> Iterator[str]:
    """``show voice register session-server``: who is registered; nothing where nobody is.

    Layout of 8.x (CME Command Reference); the reference number is the registration's.
    """
    for each in managers:
        keepalive = f"keepalive {each.keepalive}"
        yield f"Feature server {each.tag}, {keepalive}, register-uri {each.register_id}"
        yield f"Session reg_number {each.number}, refID {each.number:08X}"


def _legs(calls: Iterable[CallStatus]) -> list[tuple[str, CallLegStatus]]:
    return [(call.gcid, leg) for call in calls for leg in call.legs]


def cti_call(configuration: RouterConfiguration, calls: Iterable[CallStatus]) -> Iterator[str]:
    """``show cti call``: every number that may be watched, its calls below it."""
    legs = _legs(calls)
    watched = [
        dn.number
        for _, dn in sorted(configuration.ephone_dns.items())
        if dn.number and configuration.watched(dn.number)
    ]
    yield "DN         CallID GCID                                Calling    Called     State"
    yield "=========  ====== =================================== ========== ========== ====="
    for number in dict.fromkeys([*watched, *(leg.dn for _, leg in legs)]):
        yield f"{number:<10}"
        for gcid, leg in legs:
            if leg.dn == number:
                yield (
                    f"{'':<10} {leg.call_id:<6} {gcid:<35} {leg.calling:<10} "
                    f"{leg.called:<10} {leg.state}"
                )


def cti_gcid(calls: Iterable[CallStatus]) -> Iterator[str]:
    """``show cti gcid``."""
    standing = list(calls)
    if not standing:
        yield "no active GCID"
        return
    yield "GCID                                 callIDs"
    yield "===================================  ================="
    for call in standing:
        yield f"{call.gcid:<35}  {''.join(f'{leg.call_id}, ' for leg in call.legs)}"


def cti_line_node(
    sessions: Iterable[CtiSessionStatus], calls: Iterable[CallStatus]
) -> Iterator[str]:
    """``show cti line-node``: the numbers that CTI has taken up, with their calls."""
    legs = [leg for _, leg in _legs(calls)]
    numbers = [number for each in sessions for number in (each.line, *each.monitored)]
    yield "line dn             number of call instance"
    yield "================    ======================="
    yield f"{'':<20}0"
    for number in dict.fromkeys([*numbers, *(leg.dn for leg in legs)]):
        own = [leg for leg in legs if leg.dn == number]
        yield f"{number:<20}{len(own)}"
        for leg in own:
            calling, called = (
                ("*" if leg.dn == party else "") for party in (leg.calling, leg.called)
            )
            yield (
                f"        callID {leg.call_id}({leg.call_id:X} ),  "
                f"{calling}cg = {leg.calling}, {called}cd = {leg.called}"
            )


# -- phones ------------------------------------------------------------------------------------

_TELECASTERS = frozenset({"7910", "7940", "7960"})
_LINE_BUTTONS = {"7940": 2, "7941": 2, "7960": 6, "7961": 6, "7970": 8, "7971": 8}
_CAPABILITIES = 8


def _type_token(type_name: str) -> str:
    return f"Telecaster {type_name}" if type_name in _TELECASTERS else type_name


def ephones(phones: Iterable[PhoneStatus]) -> Iterator[str]:
    """``show ephone``: one block a phone."""
    shown = list(phones)
    for phone in shown:
        yield from _phone(phone)
        yield ""
    if not shown:
        yield "No ephone in specified type/condition."


def _phone(phone: PhoneStatus) -> Iterator[str]:
    active = next((line.button for line in phone.lines if line.state in {"CONNECTED", "SEIZE"}), 0)
    media = int(any(line.state == "CONNECTED" for line in phone.lines))
    versions = (
        f" in SCCP ver {phone.phone_version}/{phone.server_version} max_streams={phone.max_streams}"
        if phone.registered
        else ""
    )
    yield (
        f"ephone-{phone.tag}[{phone.tag - 1}] Mac:{dotted_mac(phone.mac)} "
        f"TCP socket:[{phone.socket}] activeLine:{active} whisperLine:0 {phone.state}{versions}"
    )
    yield (
        f"mediaActive:{media} whisper_mediaActive:0 startMedia:{media} "
        f"offhook:{int(phone.offhook)} ringing:{int(phone.ringing)} "
        f"reset:0 reset_sent:0 paging 0 debug:0 caps:{_CAPABILITIES if phone.registered else 0}"
    )
    if phone.registered:
        buttons = _LINE_BUTTONS.get(phone.type_name, 6)
        yield (
            f"IP:{phone.ip} {phone.port} {_type_token(phone.type_name)}  "
            f"keepalive {phone.keepalives} max_line {buttons} available_line {buttons}"
            f"{' DnD' if phone.do_not_disturb else ''}"
        )
    else:
        yield "IP:0.0.0.0 0 Unknown 0  keepalive 0 max_line 0"
    for _, channels in groupby(phone.lines, key=lambda line: line.button):
        yield from _button(list(channels))
    if phone.active_call:
        yield f"Active {phone.active_call}"
    yield "Preferred Codec: g711ulaw"
    yield "Lpcor Type: none"


def _button(channels: list[LineStatus]) -> Iterator[str]:
    first = channels[0]
    states = "".join(f"CH{line.channel}   {line.state:<13}" for line in channels)
    yield f"button {first.button}: cw:1 ccw:(0 0) "
    yield f"  dn {first.dn_tag}  number {first.number} {states}"


def ephone_summary(
    configuration: RouterConfiguration, phones: Iterable[PhoneStatus], conferences: int = 0
) -> Iterator[str]:
    """``show ephone summary``; its last lines are published, its columns are ASSUMED."""
    shown = list(phones)
    for phone in shown:
        yield (
            f"ephone-{phone.tag}[{phone.tag - 1}] Mac:{dotted_mac(phone.mac)} "
            f"TCP socket:[{phone.socket}] {phone.state}"
        )
        kind = _type_token(phone.type_name) or "Unknown"
        yield f"IP:{phone.ip} {kind} keepalive {phone.keepalives}"
    counts = {
        state: sum(phone.state == state for phone in shown)
        for state in ("REGISTERED", "UNREGISTERED", "DECEASED")
    }
    telephony = configuration.telephony
    most = telephony.max_conferences
    yield ""
    yield (
        f"Max {telephony.max_ephones}, Registered {counts['REGISTERED']}, "
        f"Unregistered {counts['UNREGISTERED']}, Deceased {counts['DECEASED']}, "
        f"Sockets {counts['REGISTERED']}"
    )
    yield f"Max Conferences {most} with {conferences} active ({most} allowed)"
    yield "Skinny Music On Hold Status"
    yield "Active MOH clients 0 (max 72), Media Clients 0"
    yield "No MOH file loaded"
