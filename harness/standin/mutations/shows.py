"""Rows over what ``show`` is told, and over what ``clear`` reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

Statuses = list[Any]


@dataclass(frozen=True, slots=True)
class ShowRow:
    """``show`` lists something else."""

    name: str
    effect: str
    breaks: str
    of: str
    """``phones``, ``cti_sessions``, ``session_managers`` or ``calls``."""
    change: Callable[[Statuses], Statuses]


@dataclass(frozen=True, slots=True)
class ClearRow:
    """``clear cti session`` reaches other sessions than it should."""

    name: str
    effect: str
    breaks: str
    reaches: Callable[[int, list[int]], list[int]]
    """The number that was given, and all there are, to those that are ended."""


def without_last(statuses: Statuses) -> Statuses:
    """The latest is missing."""
    return statuses[:-1]


def without_state(state: str) -> Callable[[Statuses], Statuses]:
    """Those in one state are missing."""
    return lambda statuses: [each for each in statuses if each.state != state]


def in_state(state: str, *, are: str) -> Callable[[Statuses], Statuses]:
    """Those in one state are listed in another."""
    return lambda statuses: [
        replace(each, state=are) if each.state == state else each for each in statuses
    ]


def with_all(**fields: object) -> Callable[[Statuses], Statuses]:
    """Each has these fields."""
    return lambda statuses: [replace(each, **fields) for each in statuses]


def lines_in(state: str, *, are: str) -> Callable[[Statuses], Statuses]:
    """Phones' lines in one state are listed in another."""

    def change(phones: Statuses) -> Statuses:
        return [
            replace(
                phone,
                lines=tuple(
                    replace(line, state=are) if line.state == state else line
                    for line in phone.lines
                ),
            )
            for phone in phones
        ]

    return change


def lines_at(state: str, *, are: str) -> Callable[[Statuses], Statuses]:
    """The lines of phones in one state are all listed in one state of their own."""

    def change(phones: Statuses) -> Statuses:
        return [
            replace(phone, lines=tuple(replace(line, state=are) for line in phone.lines))
            if phone.state == state
            else phone
            for phone in phones
        ]

    return change


def each_leg_alone(calls: Statuses) -> Statuses:
    """The legs of a call are listed as calls of their own, each with another identifier."""
    return [
        replace(call, gcid=f"{leg.dn:0>8}{call.gcid[8:]}", legs=(leg,))
        for call in calls
        for leg in call.legs
    ]


def calling_themselves(calls: Statuses) -> Statuses:
    """Each call is listed as if the caller had called himself."""
    return [
        replace(call, legs=tuple(replace(leg, called=leg.calling) for leg in call.legs))
        for call in calls
    ]
