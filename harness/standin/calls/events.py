"""What happens to the switch: the engine's input."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DirectoryNumber:
    """One number that the router knows, as the configuration has it."""

    number: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    """Further numbers that reach it (``number … secondary``)."""
    channels: int = 1
    """How many calls fit on it."""
    incoming: int | None = None
    """How many of these calls that come in may use; ``None``: all (``huntstop channel``)."""
    hears_waiting: bool = True
    """Whether a conversation on it hears that another call waits (``call-waiting beep``)."""
    beeps: bool = True
    """Whether its calls are heard waiting."""
    watched: bool = False
    """``cti watch``: an application may monitor and control it."""
    notified: bool = False
    """``cti notify``: it is up even without a phone."""
    heard_waiting: bool = False
    """``mwi-type audio`` or ``both``: its dial tone tells of a waiting message."""
    carried: bool = False
    """Whether some configured phone has it on a button."""
    forward_all: str = ""
    """Where all its calls go; empty when it takes them itself."""
    forward_busy: str = ""
    """Where they go while it is busy."""
    forward_no_answer: str = ""
    """Where they go when nobody answers …"""
    no_answer_seconds: float = 0.0
    """… for so long."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long the switch waits, in seconds (``telephony-service``, ``timeouts …``)."""

    interdigit: float = 10.0
    ringing: float = 180.0
    busy: float = 10.0
    make_call_prompt: float = 15.0
    transfer_recall: float = 0.0
    """How long a transferred call may ring before it comes back; 0 lets it ring on."""


@dataclass(frozen=True, slots=True)
class Conferencing:
    """How conferences are held: where they are mixed, how many, and who may leave its own."""

    mixer: tuple[str, int] | None = None
    """Where every party sends its voice; ``None`` when nobody mixes."""
    most: int = 8
    """How many at a time (``max-conferences``)."""
    keeping: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By phone that has ``keep-conference``: its further keywords."""


@dataclass(frozen=True, slots=True)
class Configured:
    """The numbers and timeouts from now on; replaces what was known."""

    numbers: tuple[DirectoryNumber, ...]
    timeouts: Timeouts = Timeouts()
    conferencing: Conferencing = Conferencing()
    prompts: bool = True
    """Whether Make Call may ask the caller to lift the handset first."""
    blind_transfer: bool = False
    """Whether a transfer by key is done as soon as the number is whole (``full-blind``)."""
    promotes_numbers: bool = True
    """Whether events name a secondary number's primary one in its place."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """One line button for several numbers; the first one stands among the phone's lines."""

    line: int
    numbers: tuple[str, ...]
    """The others, in the order in which they take calls."""
    call_waiting: bool = False
    """Whether a further call is heard while the button is in use (``button 1c…``)."""


@dataclass(frozen=True, slots=True)
class StationRegistered:
    """A phone is in service; ``lines`` are pairs of line instance and directory number."""

    station: str
    lines: tuple[tuple[int, str], ...]
    overlays: tuple[Overlay, ...] = ()


@dataclass(frozen=True, slots=True)
class LinesAssigned:
    """A phone in service has other numbers on its buttons now."""

    station: str
    lines: tuple[tuple[int, str], ...]
    overlays: tuple[Overlay, ...] = ()


@dataclass(frozen=True, slots=True)
class StationGone:
    """A phone is out of service."""

    station: str


@dataclass(frozen=True, slots=True)
class OffHook:
    """A hand lifted the handset or pressed the speaker key."""

    station: str
    line: int = 0
    reference: int = 0


@dataclass(frozen=True, slots=True)
class OnHook:
    """A hand replaced the handset."""

    station: str
    line: int = 0
    reference: int = 0


@dataclass(frozen=True, slots=True)
class LinePressed:
    """A hand pressed a line button."""

    station: str
    line: int


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A hand pressed a soft key (or the fixed key of the same meaning)."""

    station: str
    key: int
    """A `SoftKey`, or the event that the soft-key template gave a key of the router's own."""
    line: int = 0
    reference: int = 0


@dataclass(frozen=True, slots=True)
class DigitPressed:
    """A hand pressed one key of the dial pad: ``0`` to ``9``, ``*`` or ``#``."""

    station: str
    digit: str


@dataclass(frozen=True, slots=True)
class NumberDialled:
    """A phone sent a whole number at once (en bloc)."""

    station: str
    number: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class ChannelOpened:
    """A phone listens for a call's media at this address."""

    station: str
    channel: int
    """The pass-through party id of the request that it acknowledges."""
    address: str
    port: int


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asked: a CSTA session and the token by which it knows the request."""

    session: int
    token: Hashable = None


@dataclass(frozen=True, slots=True)
class ServiceRequested:
    """An application asks for a CSTA service; device identifiers are directory numbers."""

    requester: Requester
    service: object
    """A request of ``protocols.csta.services``."""


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A CSTA session is over, and with it its monitors."""

    session: int


@dataclass(frozen=True, slots=True)
class TimePassed:
    """What `CallEngine.get_timer` announced is due."""


Event = (
    Configured
    | StationRegistered
    | LinesAssigned
    | StationGone
    | OffHook
    | OnHook
    | LinePressed
    | KeyPressed
    | DigitPressed
    | NumberDialled
    | ChannelOpened
    | ServiceRequested
    | SessionEnded
    | TimePassed
)
