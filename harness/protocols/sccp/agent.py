"""The call agent's end of one SCCP connection, sans I/O.

A `StationSession` knows what may be said when; it answers `KeepAlive` and notices a phone's death.
Whom to serve, and what to answer to everything else, its owner decides.
"""

from __future__ import annotations

from collections import deque
from enum import StrEnum

from harness.protocols.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.sccp.codec import MESSAGES, Message, decode, encode
from harness.protocols.sccp.events import (
    Gone,
    MessageReceived,
    MessageSent,
    Misbehaved,
    SessionEvent,
)
from harness.protocols.sccp.framing import Framer, header_version
from harness.protocols.sccp.messages import (
    CapabilitiesReq,
    KeepAlive,
    KeepAliveAck,
    Register,
    RegisterAck,
    RegisterReject,
    RegisterTokenAck,
    RegisterTokenReject,
    Unregister,
    UnregisterAck,
    VersionRes,
)
from harness.protocols.sccp.numbers import UnregisterStatus
from harness.protocols.sccp.registration import BEFORE_SERVICE, is_phones, speaks_for_phone

__all__ = [
    "Gone",
    "MessageReceived",
    "MessageSent",
    "Misbehaved",
    "SessionEvent",
    "SessionState",
    "StationSession",
]

MISSES = 3
"""Keep-alive intervals after which CME declares a phone ``DECEASED`` (command ``keepalive``)."""

VERSION_WITHOUT_NEGOTIATION = 3
"""What a phone speaks whose `Register` names no version."""

FIRST_VERSION_WITH_ALL_FEATURES = 11
FEATURE_OCTET = 0x20
SOME_FEATURES = 0xFEF1
ALL_FEATURES = 0xFFF1

ALWAYS_ZERO = frozenset(
    {RegisterAck, RegisterReject, CapabilitiesReq, VersionRes, KeepAliveAck, UnregisterAck}
)
"""Messages whose header carries 0 whatever was negotiated: captures of CUCM and CME."""

UNASKED = frozenset({KeepAliveAck, RegisterReject, RegisterTokenAck, RegisterTokenReject})
"""What an agent may say to a phone it does not serve."""


class SessionState(StrEnum):
    """Where the agent stands with one phone."""

    CONNECTED = "connected"
    ASKED = "asked for service"
    SERVED = "served"
    REJECTED = "rejected"
    GONE = "gone"


class StationSession:
    """The call agent's end of one connection."""

    def __init__(self) -> None:
        self.state = SessionState.CONNECTED
        self.register: Register | None = None
        """What the phone said of itself last."""
        self.version = 0
        """The negotiated protocol version; 0 before `accept`."""
        self.keep_alives = 0
        """How many the phone has said."""
        self._header_version = 0
        self._framer = Framer()
        self._outbox: list[bytes] = []
        self._events: deque[SessionEvent] = deque()
        self._interval = 0.0
        self._dead_at: float | None = None

    # --- the machine's shape ------------------------------------------------------------------

    def receive_data(self, octets: bytes, now: float) -> None:
        """Take the next octets of the stream, cut anywhere."""
        self._framer.feed(octets)
        while self.state is not SessionState.GONE:
            try:
                frame = self._framer.next()
            except RemoteProtocolError as error:
                self._events.append(Misbehaved(error))
                self._leave("framing")
                return
            if frame is None:
                return
            try:
                message = decode(frame.number, frame.body, version=self.version)
                self._receive(frame.number, message, now)
            except RemoteProtocolError as error:
                self._events.append(Misbehaved(error))

    def connection_lost(self, now: float) -> None:
        """The phone closed, or the connection broke."""
        del now
        self._leave("closed")

    def data_to_send(self) -> bytes:
        """Everything to be written now."""
        octets = b"".join(self._outbox)
        self._outbox.clear()
        return octets

    def get_timer(self) -> float | None:
        """When the phone is taken for dead."""
        return self._dead_at

    def handle_timer(self, now: float) -> None:
        """Take the phone for dead if it kept silent for three intervals."""
        if self._dead_at is not None and now >= self._dead_at:
            self._leave("keep-alive")

    def next_event(self) -> SessionEvent | None:
        """The next thing that happened; ``None`` when all is told."""
        return self._events.popleft() if self._events else None

    # --- what the agent wants -----------------------------------------------------------------

    def accept(self, *, version: int, keep_alive: int, date_template: str, now: float) -> None:
        """Serve the phone that asked: `RegisterAck` and `CapabilitiesReq`.

        The lower of ``version`` and the phone's is spoken from now on. ``keep_alive`` is in
        seconds. ASSUMED: the feature bits, which CME does not publish, are those that real phones
        accept from chan-sccp.

        Raises:
            LocalProtocolError: it did not ask.
        """
        if self.state is not SessionState.ASKED or self.register is None:
            raise LocalProtocolError(f"RegisterAck while {self.state.value}")
        offered = self.register.protocol_version or VERSION_WITHOUT_NEGOTIATION
        self.version = min(version, offered)
        self._header_version = header_version(self.version)
        self.state = SessionState.SERVED
        self._interval = float(keep_alive)
        self._dead_at = now + MISSES * self._interval
        every = self.version >= FIRST_VERSION_WITH_ALL_FEATURES
        self._say(
            RegisterAck(
                keep_alive_interval=keep_alive,
                date_template=date_template,
                secondary_keep_alive_interval=keep_alive,
                max_protocol_version=version,
                unknown=FEATURE_OCTET,
                phone_features=ALL_FEATURES if every else SOME_FEATURES,
            )
        )
        self._say(CapabilitiesReq())

    def reject(self, text: str) -> None:
        """Refuse the phone that asked; it shows the text.

        Raises:
            LocalProtocolError: it did not ask.
        """
        if self.state is not SessionState.ASKED:
            raise LocalProtocolError(f"RegisterReject while {self.state.value}")
        self.state = SessionState.REJECTED
        self._say(RegisterReject(text))

    def send(self, message: Message) -> None:
        """Say something. `UnregisterAck` with status OK ends the service.

        Raises:
            LocalProtocolError: it is no agent's message, or the phone is not served.
        """
        if speaks_for_phone(message):
            raise LocalProtocolError(f"{type(message).__name__} is the phone's to say")
        if self.state is not SessionState.SERVED and type(message) not in UNASKED:
            raise LocalProtocolError(f"{type(message).__name__} while {self.state.value}")
        self._say(message)
        if isinstance(message, UnregisterAck) and message.status == UnregisterStatus.OK:
            self.state = SessionState.CONNECTED
            self._dead_at = None

    def send_unchecked(self, octets: bytes) -> None:
        """Write octets as they are: the door for a stand-in that misbehaves on purpose."""
        self._outbox.append(octets)

    # --- inside -------------------------------------------------------------------------------

    def _receive(self, number: int, message: Message, now: float) -> None:
        kind = type(message)
        self._events.append(MessageReceived(message))
        if number in MESSAGES and not is_phones(number):
            raise RemoteProtocolError(f"{kind.__name__} from a phone")
        if isinstance(message, KeepAlive):
            self.keep_alives += 1
            if self._dead_at is not None:
                self._dead_at = now + MISSES * self._interval
            self._say(KeepAliveAck())
        elif isinstance(message, Register):
            self.register = message
            self.state = SessionState.ASKED
            self._dead_at = None
        elif self.state is not SessionState.SERVED and kind not in BEFORE_SERVICE | {Unregister}:
            raise RemoteProtocolError(f"{kind.__name__} while {self.state.value}")

    def _say(self, message: Message) -> None:
        word = 0 if type(message) in ALWAYS_ZERO else self._header_version
        self._outbox.append(encode(message, version=self.version, header_version=word))
        self._events.append(MessageSent(message))

    def _leave(self, reason: str) -> None:
        if self.state is SessionState.GONE:
            return
        self.state = SessionState.GONE
        self._dead_at = None
        self._events.append(Gone(reason))
