"""Each call feature on both models at every version of the server, over real sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from harness.phone.phone import Phone
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import LampMode, PhoneCallState, Tone
from harness.runtime.journal import Kind
from tests.phone.standing import Bench, configured, soon, standing

VERSIONS = (3, 5, 9, 11, 12, 17, 20, 22)
NUMBERS = {"7961": "201", "7960": "202", "third": "203"}
CONFIGURATION = """
telephony-service
 max-ephones 4
 max-dn 20
 voicemail 203
ephone-dn 1 dual-line
 number 201
 name Alice
 mwi-type both
ephone-dn 2 dual-line
 number 202
 name Bob
 mwi-type both
ephone-dn 3 dual-line
 number 203
ephone-dn 9
 number 209
 mwi on
ephone 1
 mac-address 001E.4A34.A35F
 type 7961
 speed-dial 1 203 label Carol
 button 1:1
ephone 2
 mac-address 000F.8FC7.B681
 type 7960
 speed-dial 1 203 label Carol
 button 1:2
ephone 3
 mac-address 0019.E7FF.1E30
 type 7961
 button 1:3
"""


@dataclass
class Desks:
    """One server, and the phones of Alice (7961), Bob (7960) and Carol."""

    bench: Bench
    phones: dict[str, Phone]

    def until(self, look: Callable[[], object], awaited: str) -> None:
        self.bench.until(look, awaited)

    def talks(self, *phones: Phone) -> None:
        self.until(lambda: all(map(talking, phones)), "a conversation")

    def rings(self, phone: Phone) -> None:
        self.until(lambda: phone.screen.is_ringing, "a ring")

    def rest(self) -> None:
        self.until(lambda: all(each.screen.is_idle for each in self.phones.values()), "rest")

    def connect(self, caller: Phone, called: Phone) -> None:
        caller.dial(number_of(self, called))
        self.rings(called)
        called.answer()
        self.talks(caller, called)


def number_of(desks: Desks, phone: Phone) -> str:
    return next(NUMBERS[name] for name, each in desks.phones.items() if each is phone)


def talking(phone: Phone) -> bool:
    call = phone.screen.active_call
    return call is not None and call.state is PhoneCallState.CONNECTED


def states(phone: Phone) -> list[PhoneCallState]:
    return sorted(call.state for call in phone.screen.calls)


@pytest.fixture(scope="session")
def servers() -> Iterator[Callable[[int], Desks]]:
    """Servers by version, each begun when it is first wanted."""
    known: dict[int, Desks] = {}
    with ExitStack() as stack:

        def server(version: int) -> Desks:
            if version not in known:
                bench = stack.enter_context(standing(version, configured(CONFIGURATION)))
                newest = 22 if version > 17 else None
                phones = {
                    "7961": bench.phone("7961", "001E4A34A35F", sccp_version=newest),
                    "7960": bench.phone("7960", "000F8FC7B681"),
                    "third": bench.phone("7961", "0019E7FF1E30"),
                }
                for phone in phones.values():
                    phone.boot_and_register(soon("a registration"))
                known[version] = Desks(bench, phones)
            return known[version]

        yield server


@pytest.fixture(params=VERSIONS, ids=lambda version: f"v{version}")
def desks(request: pytest.FixtureRequest, servers: Callable[[int], Desks]) -> Iterator[Desks]:
    found = servers(request.param)
    begun = found.bench.journal.cursor
    yield found
    for phone in found.phones.values():
        while phone.screen.active_call is not None:
            phone.hang_up()
            found.until(lambda phone=phone: phone.screen.active_call is None, "a free hand")
    faults = [each for each in found.bench.journal.entries(begun) if each.kind is Kind.FAULT]
    assert not faults
    assert not found.bench.router.journal.entries()
    found.rest()


@pytest.fixture(params=["7960", "7961"])
def phone(request: pytest.FixtureRequest, desks: Desks) -> Phone:
    """The model that does it."""
    return desks.phones[request.param]


@pytest.fixture
def other(phone: Phone, desks: Desks) -> Phone:
    """The other model."""
    return desks.phones["7960" if phone.model.name == "7961" else "7961"]


@pytest.fixture
def third(desks: Desks) -> Phone:
    return desks.phones["third"]


def test_each_phone_registers_with_its_line_and_its_keys(desks: Desks, phone: Phone) -> None:
    assert phone.is_registered
    assert phone.screen.lines[0].number == number_of(desks, phone)
    assert [(key.label, key.number) for key in phone.screen.keys] == [("Carol", "203")]
    assert "NewCall" in phone.screen.soft_keys
    offered = {ack.max_protocol_version for ack in desks.bench.received(sccp.RegisterAck)}
    assert {phone._link.version} == {min(phone.model.protocol_version, *offered)}


def test_a_call_is_made_answered_and_ended(desks: Desks, phone: Phone, other: Phone) -> None:
    phone.dial(number_of(desks, other))
    desks.rings(other)
    assert other.screen.calls[0].calling_number == number_of(desks, phone)
    assert other.screen.lines[0].lamp is LampMode.BLINK
    other.answer()
    desks.talks(phone, other)
    desks.until(lambda: phone.media.heard_from and other.media.heard_from, "both voices")
    phone.hang_up()
    desks.rest()


def test_a_call_is_held_and_resumed(desks: Desks, phone: Phone, other: Phone) -> None:
    desks.connect(phone, other)
    phone.press("Hold")
    desks.until(lambda: states(phone) == [PhoneCallState.HOLD], "a held call")
    assert phone.screen.lines[0].lamp is LampMode.WINK
    phone.press("Resume")
    desks.talks(phone, other)
    phone.hang_up()


def test_a_second_call_is_begun_and_swapped_with_the_first(
    desks: Desks, phone: Phone, other: Phone, third: Phone
) -> None:
    desks.connect(phone, other)
    phone.press("Hold")
    phone.press("NewCall")
    phone.dial("203")
    desks.rings(third)
    third.answer()
    desks.talks(phone, third)
    phone.select(number_of(desks, other))
    phone.press("Resume")
    desks.until(
        lambda: (
            talking(phone)
            and phone.screen.active_call is not None
            and number_of(desks, other)
            in (
                phone.screen.active_call.called_number,
                phone.screen.active_call.calling_number,
            )
        ),
        "the first call back",
    )
    assert states(phone) == [PhoneCallState.CONNECTED, PhoneCallState.HOLD]
    other.hang_up()
    third.hang_up()


def test_a_waiting_call_is_answered(desks: Desks, phone: Phone, other: Phone, third: Phone) -> None:
    desks.connect(phone, other)
    third.dial(number_of(desks, phone))
    desks.until(lambda: phone.screen.ringing_call is not None, "a call that waits")
    phone.press("Answer")
    both = [PhoneCallState.CONNECTED, PhoneCallState.HOLD]
    desks.until(lambda: states(phone) == both and talking(third), "one held, one answered")
    third.hang_up()
    other.hang_up()


def test_a_call_is_transferred(desks: Desks, phone: Phone, other: Phone, third: Phone) -> None:
    desks.connect(phone, other)
    phone.press("Trnsfer")
    phone.dial("203")
    desks.rings(third)
    third.answer()
    desks.talks(phone, third)
    phone.press("Trnsfer")
    desks.talks(other, third)
    desks.until(lambda: phone.screen.is_idle, "who transferred at rest")
    third.hang_up()


def test_three_confer(desks: Desks, phone: Phone, other: Phone, third: Phone) -> None:
    desks.connect(phone, other)
    phone.press("Confrn")
    phone.dial("203")
    desks.rings(third)
    third.answer()
    desks.talks(phone, third)
    phone.press("Confrn")
    desks.talks(phone, other, third)
    desks.until(
        lambda: all(
            "Conference" in each.screen.active_call.prompt
            for each in (phone, other, third)
            if each.screen.active_call is not None
        ),
        "three that read Conference",
    )
    phone.hang_up()


def test_all_calls_are_forwarded_and_taken_again(
    desks: Desks, phone: Phone, other: Phone, third: Phone
) -> None:
    phone.press("CFwdAll")
    phone.dial("203#")
    desks.until(lambda: phone.screen.lines[0].forwarded_to == "203", "a forwarded line")
    desks.until(lambda: phone.screen.is_idle, "rest")
    other.dial(number_of(desks, phone))
    desks.rings(third)
    other.hang_up()
    desks.rest()
    phone.press("CFwdAll")
    desks.until(lambda: not phone.screen.lines[0].forwarded_to, "a line of its own")


def test_a_phone_keeps_quiet(desks: Desks, phone: Phone, other: Phone) -> None:
    phone.press("DND")
    desks.until(lambda: "DND" in phone.screen.notification, "a quiet phone")
    other.dial(number_of(desks, phone))
    desks.until(lambda: phone.screen.ringing_call is not None, "a silent call")
    assert not phone.screen.is_ringing
    desks.until(lambda: "DND" in other.screen.prompt, "the caller told")
    other.hang_up()
    desks.rest()
    phone.press("DND")
    desks.until(lambda: "DND" not in phone.screen.notification, "a phone that rings")


def test_the_last_number_is_dialled_again(desks: Desks, phone: Phone, third: Phone) -> None:
    phone.dial("203")
    desks.rings(third)
    phone.hang_up()
    desks.rest()
    phone.press("Redial")
    desks.rings(third)
    phone.hang_up()


def test_a_speed_dial_calls(desks: Desks, phone: Phone, third: Phone) -> None:
    phone.press_speed_dial("Carol")
    desks.rings(third)
    assert third.screen.calls[0].calling_number == number_of(desks, phone)
    phone.hang_up()


def test_a_waiting_message_is_lit_heard_and_fetched(
    desks: Desks, phone: Phone, third: Phone
) -> None:
    number = number_of(desks, phone)
    set_message_waiting(desks, number, on=True)
    desks.until(lambda: phone.screen.message_waiting, "a lit lamp")
    phone.lift()
    desks.until(lambda: phone.screen.tone is Tone.MESSAGE_WAITING_DIAL_TONE, "a stuttering tone")
    phone.hang_up()
    desks.rest()
    phone.press_messages()
    desks.rings(third)
    phone.hang_up()
    set_message_waiting(desks, number, on=False)
    desks.until(lambda: not phone.screen.message_waiting, "a dark lamp")


def set_message_waiting(desks: Desks, number: str, *, on: bool) -> None:
    """As an application does; there is none here."""
    from harness.standin.calls import features

    async def switched() -> None:
        router = desks.bench.router
        exchange = router._switch._engine._exchange
        exchange.commands = []
        features.message_waiting(exchange, number, on=on)
        for command in exchange.commands:
            router._switch.stations.send(command)
        router._flush()

    desks.bench.loop.call(switched(), soon("a lamp"))
