"""Conferences of three: two calls of one party become one in which everybody hears everybody.

The party that pressed the key is the creator. By default the conference ends with it, and its key
lets the last party go (CME command reference, keep-conference); whoever else leaves, the other two
talk on. As in ``progress`` nothing here asks whether a step is allowed: `problem` says it for
``hands``. Applications have no service for it (document, Supported Services and Events).
"""

from __future__ import annotations

from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.standin.calls import bridging, leaving, merging, phrases, reports, screens
from harness.standin.calls.model import Call, Connection, Exchange
from harness.standin.defects import Defect

_S = LocalConnectionState

PARTIES = 3
"""How many a software conference takes (CME administrator guide, conferencing)."""


def problem(exchange: Exchange, held: Connection, active: Connection) -> str:
    """Why two calls cannot be one conference, in the words of the display; empty when they can."""
    far, near = held.call.others(held), active.call.others(active)
    if not near or not active.call.answered:
        return phrases.CANNOT_CONFERENCE
    if 1 + len(far) + len(near) > PARTIES and Defect.FOURTH_PARTY_JOINS not in exchange.defects:
        return phrases.TOO_MANY_PARTIES
    # ASSUMED: nobody joins twice, not even the creator's own number from another phone.
    if {each.device for each in far} & {active.device, *(each.device for each in near)}:
        return phrases.INVALID_PARTICIPANT
    standing = sum(bool(call.creator) for call in exchange.calls.values())
    if exchange.conferencing.mixer is None or standing >= exchange.conferencing.most:
        return phrases.NO_BRIDGE
    return ""


def join(exchange: Exchange, held: Connection, active: Connection) -> None:
    """Everybody of two calls is in one from now on."""
    call = merging.joint_call(exchange, held, active)
    waiting, speaking = held.call, active.call
    added = speaking.others(active)
    parties = [active, *waiting.others(held), *added]
    joined = [reports.Joined(each.device, old=each.call.id, new=call.id) for each in parties]
    for party in parties:
        screens.media_ended(exchange, party)
    leaving.leave(exchange, held)
    primary, secondary = reports.id_of(held), reports.id_of(active)
    for party in parties:
        party.call = call
    call.connections = {each.device: each for each in parties}
    call.calling = call.creator = active.device
    call.consults = waiting.consults
    for each in {waiting, speaking} - {call}:
        exchange.forget(each)
    for party in parties:
        screens.joined(exchange, party)
    told = parties[:-1] if Defect.CONFERENCED_EVENT_MISSING in exchange.defects else parties
    if held.device != active.device:  # another line of the creator's phone: its part is over
        told = [held, *told]
    conference = reports.Conference(primary, secondary, added[-1].device, joined)
    reports.conferenced(exchange, conference, told)


def is_creator(connection: Connection) -> bool:
    """Whether a conference is that party's."""
    return bool(connection.call.creator) and connection.call.creator == connection.device


def drop_last(exchange: Exchange, creator: Connection) -> None:
    """The creator lets the party go that came last."""
    *_, last = creator.call.others(creator)
    leave(exchange, last, Cause.NORMAL_CLEARING)


def may_drop_last(exchange: Exchange, creator: Connection) -> bool:
    """Whether the creator's key lets the last party go (``keep-conference`` may say no)."""
    manners = exchange.conferencing.keeping.get(creator.station or "")
    return manners is None or "drop-last" in manners


def leave(
    exchange: Exchange, connection: Connection, cause: Cause, *, by_key: bool = False
) -> None:
    """A party leaves; the others go on, unless the conference was its own and ends with it.

    ``by_key``: by EndCall, which means less to a creator who may leave than hanging up does.
    """
    ends = is_creator(connection) and not _may_leave(exchange, connection, by_key=by_key)
    if not ends and Defect.MEMBER_LEAVES_OTHERS_DROP in exchange.defects:
        ends = True
    if ends and Defect.CONFERENCE_OUTLIVES_CREATOR in exchange.defects:
        ends = False
    call = connection.call
    others = call.others(connection)
    told = [connection, *others]
    if Defect.LEAVER_NOT_TOLD in exchange.defects and not ends:
        told = [connection]
    leaving.drop(exchange, connection, told, cause)
    if ends:
        _end(exchange, call, cause)
    elif len(others) < PARTIES:
        _talk_on(exchange, call)


def _may_leave(exchange: Exchange, creator: Connection, *, by_key: bool) -> bool:
    manners = exchange.conferencing.keeping.get(creator.station or "")
    return manners is not None and (not by_key or "endcall" in manners)


def _end(exchange: Exchange, call: Call, cause: Cause) -> None:
    remaining = list(call.connections.values())
    bridging.end(exchange, call, remaining)
    while remaining:
        party = remaining[0]
        leaving.drop(exchange, party, list(remaining), cause)
        remaining.pop(0)
    exchange.forget(call)


def _talk_on(exchange: Exchange, call: Call) -> None:
    """Two are left: an ordinary conversation, from phone to phone."""
    one, other = call.connections.values()
    bridging.end(exchange, call, [one, other])
    call.creator = ""
    call.calling, call.called = one.device, other.device
    call.first_called = other.device
    for party in (one, other):
        screens.joined(exchange, party)
