"""A plan's strand in the dialect of the bench: what is awaited there, and with which causes.

A plan is written for every router that keeps to the standard: an event that a switch may leave out
is a `maybe`, a cause it may choose is one of several. The dialect says what this router does; so
the plan becomes as strict as that, and no stricter. Pure; the plan's own terms are left as they
are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TypeVar

from harness.expect.csta import (
    ConnectionCleared,
    Delivered,
    Diverted,
    Established,
    Failed,
    Originated,
    ServiceInitiated,
)
from harness.expect.device_events import (
    BackInService,
    DoNotDisturb,
    Forwarding,
    MessageWaiting,
    OutOfService,
)
from harness.expect.patterns import (
    DevicePattern,
    EventPattern,
    ExpectedCause,
    Maybe,
    Pattern,
    number_of,
)
from harness.protocols.csta.names import Cause
from harness.topology import dialect as points
from harness.topology.dialect import Dialect, Point

Term = Pattern | Maybe
Caused = TypeVar("Caused", bound=EventPattern)

_FORWARDED = frozenset({Cause.CALL_FORWARD_IMMEDIATE, Cause.CALL_FORWARD_BUSY})
_ORDINARY = frozenset({Cause.NEW_CALL, Cause.NORMAL, Cause.MAKE_CALL})
_FOR_A_SERVICE = frozenset({Cause.CONSULTATION, Cause.SINGLE_STEP_TRANSFER})
_UNHEARD = frozenset({Cause(each) for each in points.PROMPT_TIMEOUT.choices})


class Coming(Enum):
    """Whether the dialect has an event that a plan speaks of."""

    ALWAYS = auto()
    NEVER = auto()
    PERHAPS = auto()
    AS_WRITTEN = auto()
    """The dialect does not say; the plan does."""


@dataclass(frozen=True, slots=True)
class Row:
    """One point that decides whether an event comes."""

    point: Point
    comes: str
    """The choice by which it comes; it does not by any other."""
    meant: Callable[[Pattern, str], bool]
    """Whether the point is about this pattern at the monitor of this number."""
    only_optional: bool = False
    """Whether it decides only what the plan leaves open."""


def _is(*kinds: type) -> Callable[[Pattern, str], bool]:
    return lambda pattern, _: isinstance(pattern, kinds)


def _failed(cause: Cause) -> Callable[[Pattern, str], bool]:
    """For that cause, or for one of several that the plan would take."""
    return lambda pattern, _: isinstance(pattern, Failed) and cause in _set(pattern.cause)


def _anothers_leaving(pattern: Pattern, monitored: str) -> bool:
    if not isinstance(pattern, ConnectionCleared) or pattern.releasing is None:
        return False
    return number_of(pattern.releasing) != monitored


def _sent_on(*, at_forwarder: bool) -> Callable[[Pattern, str], bool]:
    def meant(pattern: Pattern, monitored: str) -> bool:
        if not isinstance(pattern, Diverted) or pattern.diverting is None:
            return False
        own = number_of(pattern.diverting) == monitored
        return pattern.cause in _FORWARDED and own == at_forwarder

    return meant


EVENTS: tuple[Row, ...] = (
    Row(points.SERVICE_INITIATED, "sent", _is(ServiceInitiated)),
    Row(points.CONNECTION_CLEARED, "both", _anothers_leaving, only_optional=True),
    Row(points.FAILED_BUSY, "sent", _failed(Cause.BUSY)),
    Row(points.FAILED_UNKNOWN, "sent", _failed(Cause.NUMBER_UNALLOCATED)),
    Row(points.DIVERTED_AT_FORWARDER, "told", _sent_on(at_forwarder=True), only_optional=True),
    Row(points.DIVERTED_AT_CALLER, "told", _sent_on(at_forwarder=False), only_optional=True),
    Row(points.FORWARDING_EVENT, "sent", _is(Forwarding)),
    Row(points.DO_NOT_DISTURB_EVENT, "sent", _is(DoNotDisturb)),
    Row(points.MESSAGE_WAITING_EVENT, "sent", _is(MessageWaiting)),
    Row(points.SERVICE_STATE_EVENTS, "sent", _is(OutOfService, BackInService)),
)

_STATES = frozenset({OutOfService.shape.event, BackInService.shape.event})


def unasked(dialect: Dialect) -> frozenset[str]:
    """Events that may come to any monitor at any time: no plan of calls speaks of them."""
    return _STATES if dialect.speaks(points.SERVICE_STATE_EVENTS, "sent") else frozenset()


def adapted(terms: Iterable[Term], *, monitored: str, dialect: Dialect) -> tuple[Term, ...]:
    """The terms of a strand at the monitor of a number, as this dialect tells them."""
    return tuple(_adapted(terms, monitored, dialect))


def _adapted(terms: Iterable[Term], monitored: str, dialect: Dialect) -> Iterator[Term]:
    for term in terms:
        optional = isinstance(term, Maybe)
        pattern = term.pattern if isinstance(term, Maybe) else term
        comes = _comes(pattern, monitored, dialect, optional=optional)
        if comes is Coming.NEVER:
            continue
        if not isinstance(pattern, DevicePattern):
            pattern = _with_cause(pattern, dialect)
        perhaps = comes is Coming.PERHAPS or (optional and comes is Coming.AS_WRITTEN)
        yield Maybe(pattern) if perhaps else pattern


def _comes(pattern: Pattern, monitored: str, dialect: Dialect, *, optional: bool) -> Coming:
    for row in EVENTS:
        if row.meant(pattern, monitored) and (optional or not row.only_optional):
            if dialect.speaks(row.point, row.comes):
                return Coming.ALWAYS
            return Coming.PERHAPS if _has_choice(pattern) else Coming.NEVER
    return Coming.AS_WRITTEN


def _has_choice(pattern: Pattern) -> bool:
    """Whether it is a failure for one of several causes, of which the dialect drops only one."""
    return isinstance(pattern, Failed) and len(_set(pattern.cause)) > 1


# Causes -----------------------------------------------------------------------------------------

Causes = frozenset[Cause]


def _one_ordinary(causes: Causes, dialect: Dialect) -> Causes:
    """Of the causes of an ordinary call only the one that this router writes."""
    if not causes >= _ORDINARY:
        return causes
    return (causes - _ORDINARY) | {Cause(dialect[points.ORDINARY_CAUSE])}


def _for_a_service(causes: Causes, dialect: Dialect) -> Causes:
    meaning = causes & _FOR_A_SERVICE
    if not meaning or not causes >= _ORDINARY:
        return causes
    return meaning if dialect.speaks(points.SERVICE_CAUSE, "told") else causes - meaning


def _abandoned(causes: Causes, dialect: Dialect) -> Causes:
    if causes != {Cause.CALL_CANCELLED}:
        return causes
    return frozenset({Cause(dialect[points.ABANDONED_CAUSE])})


def _prompted(causes: Causes, dialect: Dialect) -> Causes:
    if causes != _UNHEARD:
        return causes
    return frozenset({Cause(dialect[points.PROMPT_TIMEOUT])})


CAUSES: Mapping[type, tuple[Callable[[Causes, Dialect], Causes], ...]] = {
    Originated: (_for_a_service, _one_ordinary),
    Delivered: (_for_a_service, _one_ordinary),
    Established: (_one_ordinary,),
    ConnectionCleared: (_abandoned, _prompted),
}
"""What the dialect makes of the causes that a plan allows in an event."""


def _with_cause(pattern: Caused, dialect: Dialect) -> Caused:
    allowed = _set(pattern.cause) or pattern.shape.causes
    causes = allowed
    for narrow in CAUSES.get(type(pattern), ()):
        causes = narrow(causes, dialect)
    return pattern if causes == allowed else replace(pattern, cause=causes)  # type: ignore[type-var]


def _set(cause: ExpectedCause) -> Causes:
    if cause is None:
        return frozenset()
    return cause if isinstance(cause, frozenset) else frozenset({cause})
