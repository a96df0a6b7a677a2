"""The events of ECMA-269 about devices as a plan names them: ``DoNotDisturb(bob, on=True)``.

One class and one row of the table each, as in ``csta``; they have neither call nor cause.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar, Protocol

from harness.expect.patterns import DeviceEventShape, Expected
from harness.protocols.csta.names import ForwardingType


class HasDeviceShape(Protocol):
    """What every pattern's class has whose event is about a device."""

    shape: ClassVar[DeviceEventShape]


@dataclass(frozen=True, slots=True)
class Forwarding:
    """A line's forwarding of all calls was switched; to nobody: off (ECMA-269 Forwarding)."""

    device: Expected
    _: KW_ONLY
    to: Expected = None
    shape: ClassVar[DeviceEventShape] = DeviceEventShape(
        "ForwardingEvent", "device", ("forward_status", "forward_to")
    )

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "device", self.device
        yield "forward_to", self.to

    def facts(self) -> Iterable[tuple[str, Collection[object]]]:
        """Its further fields; CME knows one type of forwarding, and may leave it unsaid."""
        yield "forward_status", (self.to is not None,)
        yield "forwarding_type", (ForwardingType.FORWARD_IMMEDIATE, None)


@dataclass(frozen=True, slots=True)
class DoNotDisturb:
    """A device's do not disturb was switched (ECMA-269 Do Not Disturb)."""

    device: Expected
    _: KW_ONLY
    on: bool
    shape: ClassVar[DeviceEventShape] = DeviceEventShape(
        "DoNotDisturbEvent", "device", ("do_not_disturb_on",)
    )

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "device", self.device

    def facts(self) -> Iterable[tuple[str, Collection[object]]]:
        """Its further fields."""
        yield "do_not_disturb_on", (self.on,)


@dataclass(frozen=True, slots=True)
class MessageWaiting:
    """A device's message lamp was switched (ECMA-269 Message Waiting)."""

    device: Expected
    _: KW_ONLY
    on: bool
    shape: ClassVar[DeviceEventShape] = DeviceEventShape(
        "MessageWaitingEvent", "target_device", ("message_waiting_on",)
    )

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "target_device", self.device

    def facts(self) -> Iterable[tuple[str, Collection[object]]]:
        """Its further fields."""
        yield "message_waiting_on", (self.on,)


@dataclass(frozen=True, slots=True)
class OutOfService:
    """A device can no longer be reached: its phone is gone (ECMA-269 Out of Service)."""

    device: Expected
    shape: ClassVar[DeviceEventShape] = DeviceEventShape("OutOfServiceEvent", "device", ())

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "device", self.device

    def facts(self) -> Iterable[tuple[str, Collection[object]]]:
        """It has no further fields."""
        return ()


@dataclass(frozen=True, slots=True)
class BackInService:
    """A device can be reached again: its phone has come (ECMA-269 Back in Service)."""

    device: Expected
    shape: ClassVar[DeviceEventShape] = DeviceEventShape("BackInServiceEvent", "device", ())

    def devices(self) -> Iterable[tuple[str, Expected]]:
        """Its device fields."""
        yield "device", self.device

    def facts(self) -> Iterable[tuple[str, Collection[object]]]:
        """It has no further fields."""
        return ()


DEVICE_PATTERNS: tuple[type[HasDeviceShape], ...] = (
    Forwarding, DoNotDisturb, MessageWaiting, OutOfService, BackInService,
)  # fmt: skip
