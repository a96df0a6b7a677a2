"""The phone's end of one SCCP connection, sans I/O.

A `Station` registers by itself, says `KeepAlive` by itself and hands everything else to its owner
as events. The order of its registration is that of recorded phones, without their pauses: each
question waits for the answer to the one before, as a 7912 was seen to do.
"""

from __future__ import annotations

from harness.protocols.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.sccp.codec import Message, decode, encode
from harness.protocols.sccp.events import (
    Disconnected,
    KeepAliveAnswered,
    MessageReceived,
    MessageSent,
    Misbehaved,
    Registered,
    Rejected,
    StationEvent,
)
from harness.protocols.sccp.framing import Framer, header_version
from harness.protocols.sccp.messages import (
    ButtonTemplate,
    ButtonTemplateReq,
    CapabilitiesReq,
    CapabilitiesRes,
    ConfigStatReq,
    EnhancedAlarm,
    HeadsetStatus,
    IpPort,
    KeepAlive,
    KeepAliveAck,
    RegisterAck,
    RegisterAvailableLines,
    RegisterReject,
    SoftKeySetReq,
    SoftKeyTemplateReq,
    TimeDateReq,
    Unregister,
    UnregisterAck,
    VersionReq,
)
from harness.protocols.sccp.numbers import UnregisterStatus
from harness.protocols.sccp.profiles import StationProfile, alarm_of, register_of
from harness.protocols.sccp.registration import (
    BEFORE_SERVICE,
    ONLY_WHERE_LISTED,
    QUESTION_OF,
    TALKING,
    TRANSITIONS,
    Stage,
    questions,
    speaks_for_phone,
)

__all__ = [
    "Disconnected",
    "KeepAliveAnswered",
    "MessageReceived",
    "MessageSent",
    "Misbehaved",
    "Registered",
    "Rejected",
    "Stage",
    "Station",
    "StationEvent",
    "StationProfile",
]

VERSION_WITHOUT_NEGOTIATION = 3
"""What an agent speaks whose `RegisterAck` names no version."""

MISSES = 3
"""Unanswered keep-alives after which the agent is taken for dead. ASSUMED for phones."""

DEFAULT_KEEP_ALIVE = 30


class Station:
    """The phone's end of one connection; a new connection takes a new station."""

    __slots__ = (
        "_answered", "_asked", "_events", "_framer", "_header_version", "_impatient_at",
        "_interval", "_keep_alive_at", "_missed", "_outbox", "_said", "_template", "_to_ask",
        "profile", "state", "version",
    )  # fmt: skip

    def __init__(self, profile: StationProfile) -> None:
        self.profile = profile
        self.state = Stage.DISCONNECTED
        self.version = 0
        """The negotiated protocol version; 0 before `RegisterAck`."""
        self._header_version = 0
        self._framer = Framer()
        self._outbox = b""
        self._events: list[StationEvent] = []
        self._template: ButtonTemplate | None = None
        self._to_ask: tuple[Message, ...] = ()
        self._asked: Message | None = None
        self._impatient_at: float | None = None
        self._interval = float(DEFAULT_KEEP_ALIVE)
        self._keep_alive_at: float | None = None
        self._said = 0
        self._answered = 0
        self._missed = 0

    # --- the machine's shape ------------------------------------------------------------------

    def connection_made(self, now: float) -> None:
        """The connection stands, or is about to: ask for service."""
        if self.state is not Stage.DISCONNECTED:
            raise LocalProtocolError("a station has one connection")
        self._enter(Stage.REGISTERING, now)

    def receive_data(self, octets: bytes, now: float) -> None:
        """Take the next octets of the stream, cut anywhere."""
        self._framer.feed(octets)
        while self.state is not Stage.CLOSED:
            try:
                frame = self._framer.next()
            except RemoteProtocolError as error:
                self._events.append(Misbehaved(error))
                self._close("framing")
                return
            if frame is None:
                return
            try:
                message = decode(frame.number, frame.body, version=self.version)
                self._receive(message, now)
            except RemoteProtocolError as error:
                self._events.append(Misbehaved(error))

    def connection_lost(self, now: float) -> None:
        """The agent closed, or the connection broke."""
        del now
        self._close("closed")

    def data_to_send(self) -> bytes:
        """Everything to be written now."""
        octets, self._outbox = self._outbox, b""
        return octets

    def get_timer(self) -> float | None:
        """The next `KeepAlive`, or the end of patience with a question."""
        keep_alive, impatient = self._keep_alive_at, self._impatient_at
        if keep_alive is None or impatient is None:
            return impatient if keep_alive is None else keep_alive
        return min(keep_alive, impatient)

    def handle_timer(self, now: float) -> None:
        """Say `KeepAlive`, give up on a dead agent, or report a question without an answer."""
        if self._impatient_at is not None and now >= self._impatient_at:
            self._impatient_at = None
            awaited = self._asked if self._asked is not None else self.state.value
            problem = f"{awaited}: no answer within {self.profile.patience:g} s"
            self._events.append(Misbehaved(RemoteProtocolError(problem)))
        if self._keep_alive_at is not None and now >= self._keep_alive_at:
            if self._missed >= MISSES:
                self._close("keep-alive")
                return
            self._missed += 1
            self._keep_alive_at = now + self._interval
            self._say_keep_alive()

    def next_event(self) -> StationEvent | None:
        """The next thing that happened; ``None`` when all is told."""
        return self._events.pop(0) if self._events else None

    # --- what the phone wants -----------------------------------------------------------------

    def send(self, message: Message) -> None:
        """Say something.

        Raises:
            LocalProtocolError: it is no phone's message, or the stage forbids it.
        """
        if not speaks_for_phone(message):
            raise LocalProtocolError(f"{type(message).__name__} is the call agent's to say")
        connected = self.state not in {Stage.DISCONNECTED, Stage.CLOSED}
        if not connected or not (self.state in TALKING or type(message) in BEFORE_SERVICE):
            raise LocalProtocolError(f"{type(message).__name__} while {self.state.value}")
        self._say(message)

    def send_unchecked(self, octets: bytes) -> None:
        """Write octets as they are: the door for plans that misbehave on purpose."""
        self._outbox += octets

    def keep_alive_now(self, now: float) -> int:
        """Say a `KeepAlive` besides the regular ones and return its number.

        What the agent had sent before its answer has arrived when `KeepAliveAnswered` comes with
        this number.

        Raises:
            LocalProtocolError: there is no connection.
        """
        del now
        if self.state in {Stage.DISCONNECTED, Stage.CLOSED}:
            raise LocalProtocolError(f"KeepAlive while {self.state.value}")
        return self._say_keep_alive()

    def unregister(self, now: float) -> None:
        """Leave; `Disconnected` follows when the agent agrees.

        Raises:
            LocalProtocolError: not registered.
        """
        if self.state not in TALKING:
            raise LocalProtocolError(f"Unregister while {self.state.value}")
        self._enter(Stage.UNREGISTERING, now)

    # --- the dialogue -------------------------------------------------------------------------

    def _receive(self, message: Message, now: float) -> None:
        kind = type(message)
        self._events.append(MessageReceived(message))
        following = TRANSITIONS.get((self.state, kind))
        if following is None and kind in ONLY_WHERE_LISTED:
            raise RemoteProtocolError(f"{kind.__name__} while {self.state.value}")
        match message:
            case KeepAliveAck():
                self._keep_alive_answered()
            case RegisterAck():
                self._accepted(message, now)
            case RegisterReject(text=text):
                self._events.append(Rejected(text))
            case CapabilitiesReq():
                self._say(CapabilitiesRes.of(self.profile.capabilities))
            case ButtonTemplate():
                self._template = message
            case UnregisterAck(status=status) if status != UnregisterStatus.OK:
                following = Stage.REGISTERED
            case _:
                pass
        if following is not None:
            self._enter(following, now)
        elif self.state is Stage.STATUS and kind in QUESTION_OF:
            self._answered_with(QUESTION_OF[kind](message), now)

    def _accepted(self, ack: RegisterAck, now: float) -> None:
        offered = ack.max_protocol_version or VERSION_WITHOUT_NEGOTIATION
        self.version = min(self.profile.protocol_version, offered)
        if self.profile.header_version_rule == "negotiated":
            self._header_version = header_version(self.version)
        self._interval = float(ack.keep_alive_interval or DEFAULT_KEEP_ALIVE)
        self._keep_alive_at = now + self._interval

    def _enter(self, stage: Stage, now: float) -> None:
        was, self.state = self.state, stage
        self._asked = None
        waits = stage not in {Stage.REGISTERED, Stage.REJECTED, Stage.CLOSED}
        self._impatient_at = now + self.profile.patience if waits else None
        for message in self._opening(stage):
            self._say(message)
        if stage is Stage.STATUS:
            buttons = self._template.definition if self._template else ()
            self._template = None
            self._to_ask = (*questions(buttons, self.profile.registers_available_lines),)
            self._ask_next(now)
        elif stage is Stage.REGISTERED and was is Stage.CLOCK:
            self._events.append(Registered())
        elif stage is Stage.CLOSED:
            self._close("unregistered")

    def _opening(self, stage: Stage) -> list[Message]:
        """What the station says when it enters a stage."""
        profile = self.profile
        match stage:
            case Stage.REGISTERING:
                xml = [EnhancedAlarm(profile.xml_alarm)] if profile.xml_alarm else []
                opening = [alarm_of(profile), *xml, register_of(profile)]
                return [*opening, IpPort()] if profile.sends_ip_port else opening
            case Stage.BUTTONS:
                headset = [HeadsetStatus()] if profile.sends_headset_status else []
                version = [VersionReq()] if profile.asks_version else []
                return [*headset, *version, ButtonTemplateReq()]
            case Stage.SOFT_KEYS:
                return [SoftKeyTemplateReq()]
            case Stage.SOFT_KEY_SETS:
                return [SoftKeySetReq()]
            case Stage.CONFIGURATION:
                return [ConfigStatReq()]
            case Stage.CLOCK:
                return [TimeDateReq()]
            case Stage.UNREGISTERING:
                return [Unregister()]
            case _:
                return []

    def _ask_next(self, now: float) -> None:
        while self._to_ask:
            message, *rest = self._to_ask
            self._to_ask = (*rest,)
            self._say(message)
            if not isinstance(message, RegisterAvailableLines):
                self._asked = message
                self._impatient_at = now + self.profile.patience
                return
        self._enter(Stage.CLOCK, now)

    def _answered_with(self, question: Message, now: float) -> None:
        if question == self._asked:
            self._ask_next(now)

    def _keep_alive_answered(self) -> None:
        if self._answered == self._said:
            raise RemoteProtocolError("KeepAliveAck without a KeepAlive")
        self._answered += 1
        self._missed = 0
        self._events.append(KeepAliveAnswered(self._answered))

    # --- out ----------------------------------------------------------------------------------

    def _say_keep_alive(self) -> int:
        self._said += 1
        self._say(KeepAlive())
        return self._said

    def _say(self, message: Message) -> None:
        self._outbox += encode(message, version=self.version, header_version=self._header_version)
        self._events.append(MessageSent(message))

    def _close(self, reason: str) -> None:
        if self.state is Stage.CLOSED and reason != "unregistered":
            return
        self.state = Stage.CLOSED
        self._keep_alive_at = None
        self._impatient_at = None
        self._events.append(Disconnected(reason))
