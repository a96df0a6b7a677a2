from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from harness.errors import DeadlineExceeded, HarnessError, RouterUnreachable
from harness.phone.models import MODELS, profile_of
from harness.phone.picture import svg
from harness.phone.screen import Screen, elapse, fold, text
from harness.protocols.errors import RemoteProtocolError
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.agent import StationSession
from harness.protocols.sccp.codec import MESSAGES, Message, decode, encode
from harness.protocols.sccp.events import (
    Disconnected,
    MessageReceived,
    Misbehaved,
    Registered,
)
from harness.protocols.sccp.framing import Framer
from harness.protocols.sccp.numbers import (
    CallType,
    LampMode,
    PhoneCallState,
    ResetType,
    RingDuration,
    RingMode,
    SoftKeySet,
    Stimulus,
    Tone,
)
from harness.protocols.sccp.registration import is_phones
from harness.protocols.sccp.station import MISSES, Stage, Station
from harness.runtime.clock import Deadline
from harness.runtime.journal import Kind
from harness.standin.phone_models import dressed
from tests.phone.conftest import SETS, SOFT_KEYS, Bench

KEEP_ALIVE = 30
VERSIONS = (3, 5, 9, 11, 12, 17)
MUTATIONS = 10_000
BATCH = 50

RINGING: tuple[Message, ...] = (
    sccp.CallState(PhoneCallState.RING_IN, 1, 7),
    sccp.SelectSoftKeys(1, 7, SoftKeySet.RING_IN),
    sccp.CallInfo("Bob", "202", "Alice", "201", 1, 7, CallType.INBOUND),
    sccp.DisplayPromptStatus(0, "\x80\x17202", 1, 7),
    sccp.SetLamp(Stimulus.LINE, 1, LampMode.BLINK),
    sccp.SetRinger(RingMode.INSIDE, RingDuration.NORMAL, 1, 7),
)
IDLE: tuple[Message, ...] = (
    sccp.SetRinger(RingMode.OFF, RingDuration.NORMAL, 0, 0),
    sccp.SetLamp(Stimulus.LINE, 1, LampMode.OFF),
    sccp.ClearPromptStatus(1, 7),
    sccp.CallState(PhoneCallState.ON_HOOK, 1, 7),
    sccp.SelectSoftKeys(0, 0, SoftKeySet.ON_HOOK),
)
OTHERS: tuple[Message, ...] = (
    sccp.StartTone(Tone.INSIDE_DIAL_TONE, 0, 1, 7),
    sccp.StopTone(1, 7),
    sccp.DisplayNotify(3, "a notice"),
    sccp.DisplayPriNotify(10, 5, "an urgent one"),
    sccp.ClearNotify(),
    sccp.ForwardStat(1, 1, 1, "203"),
    sccp.DialedNumber("202", 1, 7),
    sccp.BackSpace(1, 7),
    sccp.ActivateCallPlane(1),
    sccp.OpenReceiveChannel(7, 1, 20, 4, call_reference=7),
    sccp.StartMediaTransmission(7, 1, "127.0.0.1", 9, call_reference=7),
    sccp.StopMediaTransmission(7, 1, 7),
    sccp.CloseReceiveChannel(7, 1, 7),
    sccp.ConnectionStatisticsReq("202", 7, 0),
    sccp.SetSpeakerMode(1),
    sccp.Reset(ResetType.RESET),
    sccp.UnregisterAck(),
    sccp.KeepAliveAck(),
    sccp.RegisterReject("No ephone"),
)


def answers(message: object) -> list[Message]:
    match message:
        case sccp.ButtonTemplateReq():
            return [sccp.ButtonTemplate.of([(1, Stimulus.LINE), (1, Stimulus.SPEED_DIAL)])]
        case sccp.SoftKeyTemplateReq():
            return [sccp.SoftKeyTemplateRes.of(SOFT_KEYS)]
        case sccp.SoftKeySetReq():
            return [sccp.SoftKeySetRes.of(SETS), sccp.SelectSoftKeys(0, 0, 0)]
        case sccp.ConfigStatReq():
            return [sccp.ConfigStat("SEP001E4A34A35F")]
        case sccp.LineStatReq(line_number=line):
            return [sccp.LineStat(line, "201", "Alice", "Alice")]
        case sccp.ForwardStatReq(line_number=line):
            return [sccp.ForwardStat(0, line)]
        case sccp.SpeedDialStatReq(speed_dial_number=number):
            return [sccp.SpeedDialStat(number, "202", "Bob")]
        case sccp.TimeDateReq():
            return [sccp.DefineTimeDate(2026, 3, 2, 4, 9, 5, 0)]
        case _:
            return []


@dataclass
class Pair:
    """A phone's station and the agent's end, joined by a wire that a test can cut into."""

    version: int = 9
    model: str = "7961"
    now: float = 1000.0
    screen: Screen = field(default_factory=Screen)
    events: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        profile = profile_of(
            MODELS[self.model], device="SEP001E4A34A35F", mac="001E4A34A35F", ip="10.0.0.7",
            alarm="",
        )  # fmt: skip
        self.station = Station(profile)
        self.session = StationSession()
        self.station.connection_made(self.now)

    def heard(self, octets: bytes) -> None:
        """Octets reach the phone; its screen follows, as its link makes it."""
        self.station.receive_data(octets, self.now)
        while (event := self.station.next_event()) is not None:
            self.events.append(event)
            if isinstance(event, MessageReceived):
                self.screen = fold(self.screen, event.message, self.now)
            elif isinstance(event, Disconnected):
                self.screen = Screen()

    def turn(self) -> bytes:
        """What the agent says next to all that the phone has said."""
        self.session.receive_data(self.station.data_to_send(), self.now)
        while (event := self.session.next_event()) is not None:
            if not isinstance(event, MessageReceived):
                continue
            if isinstance(event.message, sccp.Register):
                self.session.accept(
                    version=self.version, keep_alive=KEEP_ALIVE, date_template="D.M.Y", now=self.now
                )
            for answer in answers(event.message):
                self.session.send(dressed(answer, self.session.version))
        return self.session.data_to_send()

    def register(self) -> None:
        while octets := self.turn():
            self.heard(octets)

    def frame(self, message: Message) -> bytes:
        version = self.station.version
        return encode(dressed(message, version), version=version, header_version=version)

    @property
    def is_registered(self) -> bool:
        return any(isinstance(event, Registered) for event in self.events)


@cache
def registered(version: int, ringing: int = 0) -> Pair:
    """In service, and told so many messages of a ringing call."""
    if ringing:
        pair = idle_pair(version, ringing - 1)
        pair.heard(pair.frame(RINGING[ringing - 1]))
    else:
        pair = Pair(version)
        pair.register()
    assert pair.station.state is Stage.REGISTERED
    return pair


def idle_pair(version: int, ringing: int = 0) -> Pair:
    first = registered(version, ringing)
    pair, station = copy(first), copy(first.station)
    station._framer, station._outbox, station._events = Framer(), b"", []
    pair.station, pair.events = station, []
    return pair


# --- mutations --------------------------------------------------------------------------------


def _flip(octets: bytearray, chance: random.Random) -> None:
    octets[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)


def _overwrite(octets: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(octets))
    octets[place : place + 4] = chance.choice(
        (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x80\0\0\0", chance.randbytes(4))
    )


def _cut(octets: bytearray, chance: random.Random) -> None:
    del octets[chance.randrange(len(octets)) :]


def _insert(octets: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(octets) + 1)
    octets[place:place] = chance.randbytes(chance.randrange(1, 9))


def _delete(octets: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(octets))
    del octets[place : place + chance.randrange(1, 9)]


def _rename(octets: bytearray, chance: random.Random) -> None:
    """Another message's number before the same body."""
    octets[8:12] = chance.choice(sorted(MESSAGES)).to_bytes(4, "little")


def _shorten_body(octets: bytearray, chance: random.Random) -> None:
    """A body cut anywhere with a length that fits it."""
    del octets[chance.randrange(12, len(octets) + 1) :]
    octets[0:4] = (len(octets) - 8).to_bytes(4, "little")


MUTATORS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip, _overwrite, _cut, _insert, _delete, _rename, _shorten_body,
)  # fmt: skip


def mutated(octets: bytes, chance: random.Random) -> bytes:
    changed = bytearray(octets)
    for _ in range(chance.randrange(1, 4)):
        if len(changed) > 12:
            chance.choice(MUTATORS)(changed, chance)
    return bytes(changed)


def refused_frames(pair: Pair) -> int:
    return sum(isinstance(event, Misbehaved) for event in pair.events)


@settings(max_examples=MUTATIONS // BATCH, derandomize=True, database=None)
@given(
    st.integers(0, 2**32),
    st.sampled_from(VERSIONS),
    st.sampled_from([*RINGING, *IDLE, *OTHERS]),
)
def test_no_mutation_of_a_valid_message_hangs_a_phone_or_keeps_a_wrong_screen(
    seed: int, version: int, message: Message
) -> None:
    chance = random.Random(seed)
    valid = idle_pair(version).frame(message)
    for _ in range(BATCH):
        pair = idle_pair(version, chance.randrange(len(RINGING) + 1))
        before = pair.screen
        pair.heard(mutated(valid, chance))

        if pair.station.state is Stage.REGISTERED:
            assert pair.screen == _told(before, pair.events)
        _assert_drawable(pair.screen, pair.model, pictures=chance.random() < 0.02)
        elapse(pair.screen, pair.now + 5)
        _assert_it_ends(pair)


def _told(screen: Screen, events: list[object]) -> Screen:
    """What the messages that were read make of a screen; those refused leave nothing on it."""
    for event in events:
        if isinstance(event, MessageReceived):
            screen = fold(screen, event.message, 1000.0)
    return screen


def _assert_drawable(screen: Screen, model: str, *, pictures: bool) -> None:
    assert text(screen)
    if pictures:
        etree.fromstring(svg(MODELS[model], screen).encode())


def _assert_it_ends(pair: Pair) -> None:
    """With nothing more from the router the phone is out of service, and dark, in due time."""
    limit = pair.now + (MISSES + 2) * KEEP_ALIVE
    while pair.station.state is not Stage.CLOSED:
        due = pair.station.get_timer()
        if due is None:
            assert pair.station.state is Stage.REJECTED
            return
        assert due <= limit, pair.station.state
        pair.now = due
        pair.station.handle_timer(due)
        pair.heard(b"")
    assert pair.screen == Screen()


def test_a_message_that_is_refused_leaves_the_screen_as_it_was() -> None:
    pair = idle_pair(9)
    for message in RINGING:
        pair.heard(pair.frame(message))
    shown = pair.screen
    for message in IDLE[1:]:
        cut = bytearray(pair.frame(message)[:14])
        cut[0:4] = (6).to_bytes(4, "little")
        pair.heard(bytes(cut))

    assert refused_frames(pair) == len(IDLE[1:])
    assert pair.screen == shown
    assert pair.screen.is_ringing


# --- out of state -----------------------------------------------------------------------------


def _frames(octets: bytes) -> Iterator[bytes]:
    while octets:
        size = int.from_bytes(octets[:4], "little") + 8
        yield octets[:size]
        octets = octets[size:]


ENDS_A_REGISTRATION = {sccp.RegisterReject, sccp.UnregisterAck, sccp.RegisterAck}


@pytest.mark.parametrize("model", list(MODELS))
@pytest.mark.parametrize("version", [3, 9, 17])
def test_any_message_at_any_moment_of_a_registration_leaves_it_to_be_completed(
    model: str, version: int
) -> None:
    agents = [number for number in MESSAGES if not is_phones(number)]
    intruders = [*RINGING, *IDLE, *OTHERS] + [
        message for number in agents if (message := _blank(number)) is not None
    ]
    intruders = [each for each in intruders if type(each) not in ENDS_A_REGISTRATION]
    assert len({type(each) for each in intruders}) > 50
    for intruder in intruders:
        for moment in range(3):
            pair = Pair(version, model)
            said = 0
            while octets := pair.turn():
                for frame in _frames(octets):
                    if said % 5 == moment:
                        pair.heard(encode(intruder, version=pair.station.version))
                    pair.heard(frame)
                    said += 1
            assert pair.is_registered, (intruder, moment)
            assert pair.station.state is Stage.REGISTERED


def _blank(number: int) -> Message | None:
    """That message with a body of zeros, of the first size that makes it."""
    for size in range(0, 900, 4):
        try:
            message = decode(number, bytes(size), version=9)
        except RemoteProtocolError:
            continue
        return message
    return None


@pytest.mark.parametrize("kind", [sccp.RegisterAck, sccp.RegisterReject, sccp.UnregisterAck])
def test_what_belongs_into_another_stage_is_the_agents_error_and_ends_nothing(kind: type) -> None:
    pair = idle_pair(9)
    message = {
        sccp.RegisterAck: sccp.RegisterAck(30, "M/D/Y", 30, max_protocol_version=3),
        sccp.RegisterReject: sccp.RegisterReject("go away"),
        sccp.UnregisterAck: sccp.UnregisterAck(),
    }[kind]
    pair.heard(pair.frame(message))

    assert refused_frames(pair) == 1
    assert pair.station.state is Stage.REGISTERED
    assert pair.station.version == 9


def test_an_agent_that_answers_late_is_reported_once_and_still_registers_the_phone() -> None:
    pair = Pair()
    for _ in range(12):
        octets = pair.turn()
        due = pair.now + pair.station.profile.patience
        pair.now = due
        pair.station.handle_timer(due)
        pair.heard(octets)
    pair.register()

    assert pair.is_registered
    assert refused_frames(pair) >= 5
    assert all("no answer within 10 s" in str(e.error) for e in pair.events
               if isinstance(e, Misbehaved))  # fmt: skip


# --- a real socket ----------------------------------------------------------------------------


def soon(awaited: str = "it", seconds: float = 5) -> Deadline:
    return Deadline.after(seconds, awaited)


@pytest.mark.parametrize("model", list(MODELS))
def test_messages_cut_at_every_octet_of_a_real_stream_make_the_same_screens(
    bench: Bench, model: str
) -> None:
    phone = bench.registered(model)
    session, carrier = bench.router.sessions[-1]
    rest = phone.screen
    ring, idle = (
        b"".join(encode(dressed(each, session.version), version=session.version) for each in burst)
        for burst in (RINGING, IDLE)
    )
    arrived = asyncio.Event()
    bench.wire.subscribe(lambda _: bench.loop.loop.call_soon_threadsafe(arrived.set))

    async def say(octets: bytes, until: Callable[[], bool]) -> None:
        session.send_unchecked(octets)
        carrier.flush()
        while not until():
            arrived.clear()
            await arrived.wait()

    def heard() -> int:
        return sum(
            len(frame.octets) for frame in bench.frames if frame.destination == carrier.remote
        )

    async def at_every_octet() -> int:
        screens = 0
        for cut in range(1, len(ring)):
            bench.frames.clear()
            await say(ring[:cut], lambda cut=cut: heard() == cut)  # type: ignore[misc]
            await say(ring[cut:], lambda: heard() == len(ring))
            screens += phone.screen.is_ringing
            bench.frames.clear()
            await say(idle, lambda: heard() == len(idle))
            screens += phone.screen == rest
        return screens

    seen = bench.loop.call(at_every_octet(), soon("every cut", 20))
    assert seen == 2 * (len(ring) - 1)
    assert not bench.entries(Kind.FAULT)


def test_a_hundred_messages_in_one_segment_are_each_read(bench: Bench) -> None:
    phone = bench.registered()
    bench.router.say(*((*RINGING, *IDLE) * 10))
    bench.router.say(*RINGING)
    bench.until(lambda: phone.screen.is_ringing, "the last ring")
    phone.fence(soon("a fence"))

    rings = [entry.value for entry in bench.entries(Kind.RECEIVED)
             if isinstance(entry.value, sccp.SetRinger)]  # fmt: skip
    assert len(rings) == 21
    assert phone.screen.calls[0].calling_number == "202"


@pytest.mark.parametrize("answered", range(9))
def test_a_router_that_vanishes_while_a_phone_registers_is_an_error_at_once(
    bench: Bench, answered: int
) -> None:
    bench.router.vanishes_after = answered
    phone = bench.phone()

    with pytest.raises(RouterUnreachable, match="lost its router while it registered"):
        phone.boot_and_register(soon("a registration"))

    assert phone.screen == Screen()
    bench.router.vanishes_after = None
    phone.boot_and_register(soon("a registration"))
    assert phone.screen.lines[0].number == "201"


@pytest.mark.parametrize("answered", [0, 3, 6])
def test_a_router_that_falls_silent_costs_no_more_than_the_deadline(
    bench: Bench, answered: int
) -> None:
    bench.router.falls_silent_after = answered
    phone = bench.phone()

    with pytest.raises(DeadlineExceeded):
        phone.boot_and_register(soon("a registration", 0.1))

    bench.router.falls_silent_after = None
    phone.boot_and_register(soon("a registration"))
    assert phone.screen.lines[0].number == "201"
    assert phone.registrations == 1


def test_a_stream_that_makes_no_sense_ends_the_connection_and_darkens_the_screen(
    bench: Bench,
) -> None:
    phone = bench.registered()
    bench.router.say(*RINGING)
    bench.until(lambda: phone.screen.is_ringing, "a ring")
    bench.router.say_octets("ffffffff 00000000 11010000")
    bench.until(lambda: not phone.screen.calls, "a dark screen")

    assert phone.screen == Screen()
    assert not phone.is_registered
    assert {entry.name for entry in bench.entries(Kind.FAULT)} == {
        "RemoteProtocolError",
        "disconnected",
    }
    with pytest.raises(HarnessError):
        phone.fence(soon("a fence", 0.2))
