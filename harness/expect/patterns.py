"""What a plan says of one event: some fields given, the rest any. Pure.

A pattern explains its refusal (``cause is 'busy', expected 'newCall'``). `Call` is a name for a
call that the switch has not numbered yet: it binds, per witness, on the first full match and must
agree for ever after.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from harness.expect.renaming import call_ids, list_differences
from harness.protocols.csta.device_ids import directory_number
from harness.protocols.csta.names import Cause, LocalConnectionState


class HasNumber(Protocol):
    """A party, as far as a pattern cares."""

    @property
    def name(self) -> str:
        """What the plan calls the party."""
        ...

    @property
    def number(self) -> str:
        """The party's directory number."""
        ...


Expected = HasNumber | str | None
ExpectedCause = Cause | frozenset[Cause] | None


@dataclass(eq=False, slots=True)
class Call:
    """A name for a call; each witness may know it under an identifier of its own."""

    name: str = "call"
    _ids: dict[str, str] = field(default_factory=dict)

    def id_at(self, witness: str) -> str | None:
        """The callID that this witness was told, if it was told one."""
        return self._ids.get(witness)

    @property
    def ids(self) -> frozenset[str]:
        """Every callID that some witness knows it by."""
        return frozenset(self._ids.values())

    def bind(self, witness: str, call_id: str) -> None:
        """Fix the callID for this witness."""
        self._ids[witness] = call_id

    def __str__(self) -> str:
        return next(iter(self._ids.values()), self.name)

    def __repr__(self) -> str:
        told = ", ".join(f"{call_id} at {witness}" for witness, call_id in self._ids.items())
        return f"Call {self.name} ({told or 'nobody was told of it'})"


@dataclass(frozen=True, slots=True)
class EventShape:
    """How one CSTA event is read: a table's row (ECMA-269 clause 17.2; fields as in ECMA-323)."""

    event: str
    """The event's type as it stands on the wire."""
    connection: str
    """The field with the connection that the event is about."""
    subject: str
    """The field with the device at the end of that connection."""
    at_subject: LocalConnectionState
    """localConnectionInfo that the subject's own monitor is told."""
    elsewhere: LocalConnectionState
    """localConnectionInfo that the other parties' monitors are told."""
    causes: frozenset[Cause]
    """Causes that are ordinary for it and not worth a word in a plan."""
    secondary: str = ""
    """The field with a second connection that the event is about."""
    connections: str = ""
    """The field that lists what became of the connections of both."""
    stays: bool = False
    """Whether the subject is still in the call that came of both."""


@dataclass(frozen=True, slots=True)
class DeviceEventShape:
    """How a CSTA event about a device is read: it has neither connection nor cause."""

    event: str
    """The event's type as it stands on the wire."""
    subject: str
    """The field with the device that it is about."""
    facts: tuple[str, ...]
    """The fields that say what became of it, as a ladder shows them."""


class EventPattern(Protocol):
    """A pattern for one event of a call on one monitor."""

    @property
    def call(self) -> Call:
        """The call it is about."""
        ...

    @property
    def shape(self) -> EventShape:
        """How its event is read."""
        ...

    @property
    def cause(self) -> ExpectedCause:
        """The cause the plan insists on, or some of them; ``None`` leaves any ordinary one."""
        ...

    @property
    def local(self) -> LocalConnectionState | None:
        """The localConnectionInfo the plan insists on; ``None`` leaves the table's."""
        ...

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """The device fields of the event and whom the plan expects there."""
        ...


@runtime_checkable
class DevicePattern(Protocol):
    """A pattern for one event about a device on one monitor."""

    @property
    def shape(self) -> DeviceEventShape:
        """How its event is read."""
        ...

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """The device fields of the event and whom the plan expects there."""
        ...

    def facts(self) -> Iterable[tuple[str, Collection[object]]]:
        """The further fields and what may stand in them."""
        ...


Pattern = EventPattern | DevicePattern


@dataclass(frozen=True, slots=True)
class Maybe:
    """A pattern for an event that the standard leaves optional."""

    pattern: Pattern


def maybe(pattern: Pattern) -> Maybe:
    """An event that may come at this place of a strand, or not at all."""
    return Maybe(pattern)


def number_of(party: HasNumber | str) -> str:
    """The directory number of a party, or of a number given as text."""
    return party if isinstance(party, str) else party.number


def call_of(pattern: Pattern) -> Call | None:
    """The call that a pattern is about; ``None`` when it is about a device."""
    return None if isinstance(pattern, DevicePattern) else pattern.call


def call_id_of(event: object, shape: EventShape | DeviceEventShape) -> str | None:
    """The callID in the connection that the event is about, if it is about one."""
    if isinstance(shape, DeviceEventShape):
        return None
    connection = getattr(event, shape.connection, None)
    return getattr(connection, "call_id", None)


def differences(
    pattern: Pattern, event: object, *, monitored: str, known_call_id: str | None
) -> list[str]:
    """Why the event is not what the pattern says; empty when it is.

    ``monitored`` is the directory number of the line whose monitor reported the event.
    """
    shape = pattern.shape
    if type(event).__name__ != shape.event:
        return [f"{plain(type(event).__name__)} came, expected {describe(pattern)}"]
    if isinstance(pattern, DevicePattern):
        return [*_device_differences(pattern, event), *_fact_differences(pattern, event)]
    return [
        *_call_differences(event, pattern.shape, monitored, known_call_id),
        *(
            _device_differences(pattern, event)
            or _connection_differences(event, pattern.shape)
            or list_differences(event, pattern.shape, monitored=monitored)
        ),
        *_cause_differences(pattern, event),
        *_local_differences(pattern, event, monitored),
    ]


def _call_differences(
    event: object, shape: EventShape, monitored: str, known: str | None
) -> list[str]:
    if not call_id_of(event, shape):
        return [f"{shape.connection} has no callID"]
    told = call_ids(event, shape, monitored=monitored, known=known).before
    if known is not None and told != known:
        return [f"callID is {told!r}, expected {known!r}"]
    return []


def _device_differences(pattern: Pattern, event: object) -> list[str]:
    told = [(name, directory_number(getattr(event, name)), who) for name, who in pattern.devices()]
    return [
        f"{_xml(name)} is {number!r}, expected {_who(expected)}"
        for name, number, expected in told
        if expected is not None and number != number_of(expected)
    ]


def _connection_differences(event: object, shape: EventShape) -> list[str]:
    device = directory_number(getattr(getattr(event, shape.connection), "device_id", ""))
    subject = directory_number(getattr(event, shape.subject))
    if device == subject:
        return []
    named = f"deviceID of {_xml(shape.connection)} is {device!r}"
    return [f"{named}, but {_xml(shape.subject)} is {subject!r}"]


def _fact_differences(pattern: DevicePattern, event: object) -> list[str]:
    return [
        f"{_xml(name)} is {_value(getattr(event, name))}, expected {_any_of(allowed)}"
        for name, allowed in pattern.facts()
        if getattr(event, name) not in allowed
    ]


def _causes(cause: Cause | frozenset[Cause]) -> frozenset[Cause]:
    return cause if isinstance(cause, frozenset) else frozenset({cause})


def _cause_differences(pattern: EventPattern, event: object) -> list[str]:
    allowed = pattern.shape.causes if pattern.cause is None else _causes(pattern.cause)
    told = getattr(event, "cause", None)
    if told in allowed:
        return []
    return [f"cause is {_value(told)}, expected {_any_of(allowed)}"]


def _local_differences(pattern: EventPattern, event: object, monitored: str) -> list[str]:
    expected = pattern.local
    if expected is None:
        own = directory_number(getattr(event, pattern.shape.subject)) == monitored
        expected = pattern.shape.at_subject if own else pattern.shape.elsewhere
    told = getattr(event, "local_connection_info", None)
    if told == expected:
        return []
    return [f"localConnectionInfo is {_value(told)}, expected {_value(expected)}"]


def describe(pattern: Pattern | Maybe | Call) -> str:
    """The pattern as a line of a ladder: ``Delivered(call, alerting=bob)``."""
    if isinstance(pattern, Call):
        return f"anything of {pattern}"
    if isinstance(pattern, Maybe):
        return f"maybe {describe(pattern.pattern)}"
    if isinstance(pattern, DevicePattern):
        return f"{plain(pattern.shape.event)}({', '.join(_device_parts(pattern))})"
    parts = [str(pattern.call)]
    parts += [f"{_short(name)}={_who(who)}" for name, who in pattern.devices() if who is not None]
    if pattern.cause is not None:
        parts.append(f"cause={' or '.join(sorted(_causes(pattern.cause)))}")
    if pattern.local is not None:
        parts.append(f"local={pattern.local}")
    return f"{plain(pattern.shape.event)}({', '.join(parts)})"


def _device_parts(pattern: DevicePattern) -> Iterable[str]:
    for name, who in pattern.devices():
        if who is not None:
            yield _who(who) if name == pattern.shape.subject else f"{_short(name)}={_who(who)}"
    for name, allowed in pattern.facts():
        if name in pattern.shape.facts:
            yield f"{_short(name)}={_any_of(allowed)}"


def describe_event(event: object, shapes: Mapping[str, EventShape | DeviceEventShape]) -> str:
    """An event as a line of a ladder: ``Delivered(78, alerting=202, cause=newCall, …)``."""
    name = type(event).__name__
    shape = shapes.get(name)
    parts: list[str] = []
    if isinstance(shape, DeviceEventShape):
        parts.append(directory_number(getattr(event, shape.subject)))
        facts = ((each, getattr(event, each)) for each in shape.facts)
        parts += [f"{_short(each)}={_value(told)}" for each, told in facts if told != ""]
    elif shape is not None:
        parts.append(str(call_id_of(event, shape)))
        parts.append(f"{_short(shape.subject)}={directory_number(getattr(event, shape.subject))}")
    for attribute, label in (("cause", "cause"), ("local_connection_info", "local")):
        value = getattr(event, attribute, None)
        if value is not None:
            parts.append(f"{label}={value}")
    return f"{plain(name)}({', '.join(parts)})"


def plain(event_name: str) -> str:
    """An event's name as people say it: ``Delivered``."""
    return event_name.removesuffix("Event")


def _short(field_name: str) -> str:
    return _xml(field_name.removesuffix("_device"))


def _xml(field_name: str) -> str:
    head, *rest = field_name.split("_")
    return head + "".join("ID" if word == "id" else word.capitalize() for word in rest)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "missing" if value is None else repr(str(value))


def _any_of(values: Collection[object]) -> str:
    return " or ".join(sorted(_value(value) for value in values))


def _who(party: HasNumber | str | None) -> str:
    if party is None or isinstance(party, str):
        return repr(party)
    return f"{party.name} ({party.number})"
