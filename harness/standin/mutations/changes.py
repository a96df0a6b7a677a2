"""What may become of one value that leaves the router: a function to what leaves instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

Change = Callable[[Any], tuple[Any, ...]]
"""A value to the values that leave in its place."""


def lost(value: object) -> tuple[Any, ...]:
    """Nothing leaves."""
    del value
    return ()


def doubled(value: object) -> tuple[Any, ...]:
    """It leaves twice."""
    return (value, value)


def saying(**fields: object) -> Change:
    """Some of its fields say something else."""

    def change(value: Any) -> tuple[Any, ...]:
        return (replace(value, **fields),)

    return change


def swapped(one: str, other: str) -> Change:
    """Two of its fields have changed places."""

    def change(value: Any) -> tuple[Any, ...]:
        return (replace(value, **{one: getattr(value, other), other: getattr(value, one)}),)

    return change


def negated(name: str) -> Change:
    """A yes has become a no."""

    def change(value: Any) -> tuple[Any, ...]:
        return (replace(value, **{name: not getattr(value, name)}),)

    return change


def instead(other: object) -> Change:
    """Another value leaves."""

    def change(value: object) -> tuple[Any, ...]:
        del value
        return (other,)

    return change


def agrees(value: object, fields: Mapping[str, object]) -> bool:
    """Whether a value has these fields."""
    return all(getattr(value, name, None) == wanted for name, wanted in fields.items())
