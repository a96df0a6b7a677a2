"""What every service row is made of: who and what is meant, and why it may not be.

A guard says why a service is refused now, or nothing; an effect answers first and then lets the
call move. The rows stand in ``services`` and in the modules it gathers them from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from harness.protocols.csta.faults import Fault
from harness.protocols.csta.names import LocalConnectionState, OperationFault, StateFault
from harness.protocols.csta.types import ConnectionID
from harness.standin.calls.commands import Respond
from harness.standin.calls.events import Requester
from harness.standin.calls.model import Connection, Exchange
from harness.standin.defects import Defect

Guard = Callable[[Exchange, Requester, Any], Fault | None]
Effect = Callable[[Exchange, Requester, Any], None]


@dataclass(frozen=True, slots=True)
class Service:
    """One row: when the service is refused, and what it does when it is not."""

    guard: Guard
    effect: Effect


def answer(exchange: Exchange, requester: Requester, response: object) -> None:
    """Answer a service."""
    exchange.commands.append(Respond(requester, response))


def device_fault(exchange: Exchange, number: str, unknown: Fault) -> Fault | None:
    """Why an application may do nothing at all with a device."""
    known = exchange.numbers.get(number)
    if known is None:
        return unknown
    if known.watched or Defect.UNWATCHED_LINE_CONTROLLED in exchange.defects:
        return None
    return OperationFault.PRIVILEGE_VIOLATION_SPECIFIED_DEVICE


def connection_fault(exchange: Exchange, wanted: ConnectionID) -> Fault | None:
    """Why there is no such connection, or no right to it."""
    try:
        number = int(wanted.call_id)
    except ValueError:
        return OperationFault.INVALID_CONNECTION_ID
    call = exchange.calls.get(number)
    if call is None:
        was = 0 < number <= exchange.last_call
        return StateFault.NO_CONNECTION_TO_CLEAR if was else OperationFault.INVALID_CONNECTION_ID
    if wanted.device_id not in call.connections:
        return OperationFault.INVALID_DEVICE_ID
    return device_fault(exchange, wanted.device_id, OperationFault.INVALID_DEVICE_ID)


def connection_of(exchange: Exchange, wanted: ConnectionID) -> Connection:
    """The connection that a guard has found to be there."""
    return exchange.calls[int(wanted.call_id)].connections[wanted.device_id]


def fault_unless(
    exchange: Exchange, wanted: ConnectionID, state: LocalConnectionState, otherwise: Fault
) -> Fault | None:
    """Why a connection is not there, or not in ``state``; a call that is over is the latter."""
    fault = connection_fault(exchange, wanted)
    if fault is StateFault.NO_CONNECTION_TO_CLEAR:
        return otherwise
    if fault is None and connection_of(exchange, wanted).state is not state:
        return otherwise
    return fault
