"""What ``show ephone`` says of a phone: its registration, and its lines as the engine has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.protocols.csta.names import LocalConnectionState
from harness.standin.attachments import Attachment
from harness.standin.calls.model import Connection
from harness.standin.configuration import RouterConfiguration
from harness.standin.operations import LineStatus, PhoneStatus
from harness.standin.phone_models import TYPE_NAMES

_S = LocalConnectionState
ConnectionsOf = Callable[[str], list[Connection]]
Lines = tuple[tuple[int, str], ...]


def registered(
    attachment: Attachment, configuration: RouterConfiguration, connections_of: ConnectionsOf
) -> PhoneStatus:
    """A phone in service."""
    session, register = attachment.session, attachment.session.register
    at = connections_at(attachment, connections_of)
    active = [each for each in at if each.state is _S.CONNECTED and each.call.answered]
    return PhoneStatus(
        tag=attachment.tag,
        mac=attachment.mac,
        state="REGISTERED",
        ip=attachment.remote[0],
        port=attachment.remote[1],
        type_name=TYPE_NAMES.get(register.device_type, "Unknown") if register else "Unknown",
        phone_version=register.protocol_version if register else 0,
        server_version=session.version,
        max_streams=register.max_streams if register else 0,
        socket=attachment.socket,
        keepalives=session.keep_alives,
        offhook=any(each.state not in (_S.ALERTING, _S.HOLD) for each in at),
        ringing=any(each.state is _S.ALERTING for each in at),
        lines=line_statuses(attachment.lines, configuration, connections_of, idle="IDLE"),
        active_call=_active_call(active[0], configuration) if active else "",
    )


def absent(
    tag: int,
    mac: str,
    lines: Lines,
    configuration: RouterConfiguration,
    connections_of: ConnectionsOf,
    *,
    deceased: bool,
) -> PhoneStatus:
    """A phone that is not in service."""
    return PhoneStatus(
        tag,
        mac,
        "DECEASED" if deceased else "UNREGISTERED",
        lines=line_statuses(lines, configuration, connections_of, idle="DOWN"),
    )


def connections_at(attachment: Attachment, connections_of: ConnectionsOf) -> list[Connection]:
    """What a phone has and what rings at it."""
    return [
        connection
        for _, number in attachment.lines
        for connection in connections_of(number)
        if connection.station in (None, attachment.name)
    ]


def line_statuses(
    lines: Lines,
    configuration: RouterConfiguration,
    connections_of: ConnectionsOf,
    *,
    idle: str,
) -> tuple[LineStatus, ...]:
    """Every channel of every line; ``idle`` is the state of one without a call."""
    statuses: list[LineStatus] = []
    for button, number in lines:
        dn = configuration.dn_by_number(number)
        states = [_line_state(each) for each in connections_of(number)]
        rest = "IDLE" if configuration.notified(number) else idle
        states += [rest] * ((dn.channels if dn else 1) - len(states))
        statuses.extend(
            LineStatus(button, dn.tag if dn else 0, number, channel, state)
            for channel, state in enumerate(states, start=1)
        )
    return tuple(statuses)


def _active_call(connection: Connection, configuration: RouterConfiguration) -> str:
    dn = configuration.dn_by_number(connection.device)
    far = connection.call.others(connection)[0].device
    return f"call ID {connection.call.id}, DN {dn.tag if dn else 0}, {far}"


_LINE_STATES: Mapping[LocalConnectionState, str] = {
    _S.INITIATED: "SEIZE",
    _S.ALERTING: "RINGING",
    _S.HOLD: "HOLD",
    _S.FAIL: "SEIZE",
}


def _line_state(connection: Connection) -> str:
    if connection.state is not _S.CONNECTED:
        return _LINE_STATES[connection.state]
    if connection.call.answered:
        return "CONNECTED"
    return "SEIZE" if connection.call.failure else "ALERTING"
