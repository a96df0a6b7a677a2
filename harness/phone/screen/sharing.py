"""One copy of what a router teaches every phone alike, for all the phones of a process. Pure.

Soft-key tables and the lamps and prompts of idle phones are equal from phone to phone; thousands
of them would otherwise each keep their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

from harness.phone.screen.values import Key, Value

Table = TypeVar("Table", bound=tuple[Any, ...])
_SMALL = 2
"""Mappings with more entries are those of a call, and not worth remembering."""


@lru_cache(256)
def shared(table: Table) -> Table:
    """The first table that was equal to this one."""
    return table


def with_entry(mapping: Mapping[Key, Value], key: Key, value: Value) -> Mapping[Key, Value]:
    """The mapping with that entry; small ones, as idle phones have them, exist once."""
    changed = {**mapping, key: value}
    return _one_copy(tuple(changed.items())) if len(changed) <= _SMALL else changed


@lru_cache(256)
def _one_copy(items: tuple[tuple[Key, Value], ...]) -> Mapping[Key, Value]:
    return MappingProxyType(dict(items))
