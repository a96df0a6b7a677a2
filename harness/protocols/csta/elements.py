"""How an element of CSTA XML is declared: one decorator, and the table it fills.

::

    @request("callControlServList/holdCall")
    class HoldCall:
        call_to_be_held: ConnectionID
        connection_reservation: bool | None = None

The class is made a frozen, slotted, keyword-only dataclass and entered in `ELEMENTS` under its
name, which is the root element's name. Its fields, in order, are the element's children; a field's
name is the child's in snake case. That is all a new service, response or event needs: ``xml`` and
``session`` read the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


class Kind(Enum):
    """What a root element is."""

    REQUEST = "request"
    RESPONSE = "response"
    EVENT = "event"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Element:
    """One row of the table.

    ``spellings``: the root names understood; the first is the one written.
    ``feature``: where GetCSTAFeaturesResponse lists it, as ``group/name``; empty if nowhere.
    """

    type: type
    kind: Kind
    spellings: tuple[str, ...]
    feature: str = ""


#: Every declared element, by its class.
ELEMENTS: dict[type, Element] = {}

#: The same rows, by every root name understood.
BY_NAME: dict[str, Element] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def request(feature: str = "") -> Callable[[type[T]], type[T]]:
    """Declare a service request; its answer is the class of the same name plus ``Response``."""
    return _declare(Kind.REQUEST, feature=feature)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def response(cls: type[T]) -> type[T]:
    """Declare the positive answer to a service."""
    return _declare(Kind.RESPONSE)(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(feature: str = "", *, spellings: tuple[str, ...] = ()) -> Callable[[type[T]], type[T]]:
    """Declare an event; ``spellings`` where the wire's name is not the class's."""
    return _declare(Kind.EVENT, feature=feature, spellings=spellings)


@dataclass_transform(frozen_default=True)
def fault(cls: type[T]) -> type[T]:
    """Declare a negative answer; the one kind whose fields may be given by position."""
    return _declare(Kind.FAULT, kw_only=False)(cls)


def kind_of(value: object) -> Kind | None:
    """What ``value`` is on the wire, or ``None`` for a value that is no root element."""
    row = ELEMENTS.get(type(value))
    return row.kind if row else None


def name_of(kind: type) -> str:
    """The root element's name that is written for a class."""
    return ELEMENTS[kind].spellings[0]


def response_to(service: type) -> type:
    """The class of the positive answer to a service (ECMA-323: request plus ``Response``)."""
    return BY_NAME[service.__name__ + "Response"].type


def _declare(
    kind: Kind, *, feature: str = "", spellings: tuple[str, ...] = (), kw_only: bool = True
) -> Callable[[type[T]], type[T]]:
    def decorate(cls: type[T]) -> type[T]:
        made = dataclass(frozen=True, slots=True, kw_only=kw_only, repr=False)(cls)
        made.__repr__ = brief_repr  # type: ignore[method-assign]
        row = Element(made, kind, spellings or (made.__name__,), feature)
        ELEMENTS[made] = row
        BY_NAME.update((spelling, row) for spelling in row.spellings)
        return made

    return decorate


def brief_repr(value: object) -> str:
    """``HeldEvent(monitor_cross_ref_id='1', …)`` without what is absent."""
    return f"{type(value).__name__}({', '.join(_shown(value))})"


def _shown(value: object) -> Iterator[str]:
    for each in fields(value):  # type: ignore[arg-type]
        content = getattr(value, each.name)
        if each.default is MISSING or content != each.default:
            yield (
                f"{each.name}={content!s}"
                if isinstance(content, Enum)
                else (f"{each.name}={content!r}")
            )
