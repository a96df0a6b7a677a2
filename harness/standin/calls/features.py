"""Features of a line and its phone: forwarding, do not disturb, the message lamp, digits.

Where a line is forwarded stands in the configuration, which the command line shows and changes,
too; this module is told of such a change and asks for one (`Reconfigure`). Do not disturb belongs
to a phone and all its lines, the message lamp to a number (ASSUMED of CME, whose phones have a DND
key each). Each change is shown on the phones and reported once; none is reported where nothing
changed (``reference/csta.md`` §3.3 rows 28 to 30).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from harness.protocols.csta.events import (
    BackInServiceEvent,
    DoNotDisturbEvent,
    Event,
    ForwardingEvent,
    MessageWaitingEvent,
    OutOfServiceEvent,
)
from harness.protocols.csta.names import Cause, ForwardingType, LocalConnectionState
from harness.standin.calls import feature_screens
from harness.standin.calls.commands import Monitor, Notify, Reconfigure
from harness.standin.calls.events import DirectoryNumber
from harness.standin.calls.model import Call, Connection, Exchange
from harness.standin.defects import Defect
from harness.topology.dialect import SERVICE_STATE_EVENTS

_S = LocalConnectionState


def _report(exchange: Exchange, number: str, make: Callable[[Monitor], Event]) -> None:
    for monitor in exchange.monitors.values():
        if monitor.device == number:
            exchange.commands.append(Notify(monitor, make(monitor)))


# Forwarding --------------------------------------------------------------------------------------


def may_forward(exchange: Exchange, number: str, target: str) -> bool:
    """Whether all calls for ``number`` can be sent to ``target``. ASSUMED: to any other number."""
    known = exchange.find(target)
    return known is not None and known.number != number


def forward(exchange: Exchange, number: str, target: str) -> None:
    """Send all calls for ``number`` to ``target`` from now on; to nobody when it is empty."""
    known = exchange.numbers[number]
    if known.forward_all == target:
        return
    exchange.numbers[number] = replace(known, forward_all=target)
    exchange.commands.append(Reconfigure(number, target))
    forwarding_changed(exchange, number)


def forwarding_changed(exchange: Exchange, number: str) -> None:
    """Show and report where calls for ``number`` go now."""
    target = exchange.numbers[number].forward_all
    if Defect.FORWARDING_NOT_SHOWN not in exchange.defects:
        feature_screens.forwarded(exchange, number)
    _report(
        exchange,
        number,
        lambda monitor: ForwardingEvent(
            monitor_cross_ref_id=monitor.cross_ref,
            device=number,
            forwarding_type=ForwardingType.FORWARD_IMMEDIATE,
            forward_status=bool(target),
            forward_to=target,
        ),
    )


def compare(
    exchange: Exchange, before: dict[str, DirectoryNumber], after: dict[str, DirectoryNumber]
) -> None:
    """Show and report what a new configuration changed in the forwarding of known numbers."""
    for number in before.keys() & after.keys():
        if before[number].forward_all != after[number].forward_all:
            forwarding_changed(exchange, number)


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a number sends a call, and why."""

    number: str
    cause: Cause


def onward(exchange: Exchange, call: Call, target: DirectoryNumber) -> Onward | None:
    """Where a number sends a call before it alerts there; ``None`` when it takes it itself."""
    busy = target.number in call.connections or not exchange.takes_another_call(target.number)
    if target.forward_all and Defect.FORWARDING_IGNORED not in exchange.defects:
        return Onward(target.forward_all, Cause.CALL_FORWARD_IMMEDIATE)
    if target.forward_busy and busy and Defect.FORWARD_BUSY_IGNORED not in exchange.defects:
        wrong = Defect.FORWARD_BUSY_AS_ALL in exchange.defects
        cause = Cause.CALL_FORWARD_IMMEDIATE if wrong else Cause.CALL_FORWARD_BUSY
        return Onward(target.forward_busy, cause)
    return None


# Do not disturb ----------------------------------------------------------------------------------


def is_undisturbed(exchange: Exchange, number: str) -> bool:
    """Whether every phone with the number keeps quiet."""
    stations = {station for station, _ in exchange.appearances(number)}
    return bool(stations) and stations <= exchange.undisturbed


def do_not_disturb(exchange: Exchange, stations: Iterable[str], *, on: bool) -> None:
    """Let phones keep quiet, or ring again."""
    changed = [each for each in dict.fromkeys(stations) if (each in exchange.undisturbed) != on]
    numbers = {number: None for each in changed for number in exchange.numbers_at(each)}
    exchange.undisturbed = (
        exchange.undisturbed | {*changed} if on else exchange.undisturbed - {*changed}
    )
    for station in changed:
        feature_screens.do_not_disturb(exchange, station, on=on)
    compare_do_not_disturb(exchange, numbers)


def compare_do_not_disturb(exchange: Exchange, numbers: Iterable[str]) -> None:
    """Report which of these numbers keep quiet now, or no longer: a phone has or lost them, too.

    Of a number without a phone in service nothing new is known (ASSUMED).
    """
    for number in numbers:
        on = is_undisturbed(exchange, number)
        if exchange.appearances(number) and on != (number in exchange.quiet):
            exchange.quiet ^= {number}
            _report_do_not_disturb(exchange, number, on=on)


def _report_do_not_disturb(exchange: Exchange, number: str, *, on: bool) -> None:
    told = not on if Defect.DND_EVENT_INVERTED in exchange.defects else on
    _report(
        exchange,
        number,
        lambda monitor: DoNotDisturbEvent(
            monitor_cross_ref_id=monitor.cross_ref, device=number, do_not_disturb_on=told
        ),
    )


# The message lamp --------------------------------------------------------------------------------


def message_waiting(exchange: Exchange, number: str, *, on: bool) -> None:
    """Switch the message lamp of a number, on every phone that has it."""
    if (number in exchange.messages_waiting) == on:
        return
    exchange.messages_waiting ^= {number}
    if Defect.MESSAGE_LAMP_STAYS_DARK not in exchange.defects:
        for station, line in _lamps_of(exchange, number):
            feature_screens.message_waiting(exchange, station, line, on=on)
    if Defect.MESSAGE_WAITING_NOT_TOLD in exchange.defects:
        return
    _report(
        exchange,
        number,
        lambda monitor: MessageWaitingEvent(
            monitor_cross_ref_id=monitor.cross_ref, target_device=number, message_waiting_on=on
        ),
    )


def _lamps_of(exchange: Exchange, number: str) -> list[tuple[str, int]]:
    if Defect.MESSAGE_LAMP_ELSEWHERE in exchange.defects:
        return next(at for each, at in exchange.homes.items() if each != number)
    return exchange.appearances(number)


# Digits into a call ------------------------------------------------------------------------------


def send_digits(exchange: Exchange, connection: Connection, digits: str) -> None:
    """Let the far parties of a call hear digits; whoever holds the call does not."""
    heard = digits[:-1] if Defect.LAST_DIGIT_LOST in exchange.defects else digits
    hearing = connection.call.others(connection)
    if Defect.DIGITS_ECHOED in exchange.defects:
        hearing.append(connection)
    for other in hearing:
        if other.state is _S.CONNECTED:
            feature_screens.digits_heard(exchange, other, heard)


# A phone comes into service ----------------------------------------------------------------------


def registered(exchange: Exchange, station: str) -> None:
    """Tell a phone what holds of its features; where its lines go it has asked for itself."""
    if any(exchange.numbers[each].forward_all for each in exchange.numbers_at(station)):
        exchange.tell(station, feature_screens.idle_prompt(exchange, station))
    if station in exchange.undisturbed:
        feature_screens.do_not_disturb(exchange, station, on=True)
    for line, number in exchange.stations[station].lines.items():
        if number in exchange.messages_waiting:
            feature_screens.message_waiting(exchange, station, line, on=True)


def service_state(exchange: Exchange, numbers: Iterable[str], *, up: bool) -> None:
    """Report numbers whose last phone has gone, or whose first one has come."""
    if exchange.dialect.speaks(SERVICE_STATE_EVENTS, "not-sent"):
        return
    kind = BackInServiceEvent if up else OutOfServiceEvent
    for number in numbers:
        if len(exchange.appearances(number)) == int(up):
            _report(
                exchange,
                number,
                lambda monitor, number=number: kind(  # type: ignore[misc]
                    monitor_cross_ref_id=monitor.cross_ref, device=number
                ),
            )
