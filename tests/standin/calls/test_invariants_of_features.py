"""As ``test_invariants``, with lines that are forwarded and phones that keep quiet."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from harness.protocols.csta.events import DoNotDisturbEvent, ForwardingEvent
from harness.protocols.csta.services import (
    GenerateDigits,
    GetDoNotDisturb,
    GetForwarding,
    SetDoNotDisturb,
    SetForwarding,
)
from harness.protocols.csta.types import ConnectionID
from harness.standin.calls.commands import Notify, Respond
from harness.standin.calls.events import Configured, KeyPressed, Requester, ServiceRequested
from harness.standin.softkeys import DO_NOT_DISTURB
from tests.standin.calls.test_invariants import CALLS, DIALLED, NUMBERS, STATIONS, Parties


class Forwarders(Parties):
    def __init__(self) -> None:
        super().__init__()
        self.forwarded: dict[str, str] = {}
        self.quiet: dict[str, bool] = {}

    def notified(self, command: Notify) -> None:
        event, number = command.event, command.monitor.device
        if isinstance(event, ForwardingEvent):
            assert self.forwarded.get(number, "") != event.forward_to, "told where nothing changed"
            assert event.forward_status == bool(event.forward_to)
            self.forwarded[number] = event.forward_to
        elif isinstance(event, DoNotDisturbEvent):
            assert self.quiet.get(number, False) != event.do_not_disturb_on
            self.quiet[number] = event.do_not_disturb_on
        super().notified(command)

    @rule(number=NUMBERS, to=DIALLED)
    def forwards(self, number: str, to: str) -> None:
        self.asks(SetForwarding(device=number, activate_forward=bool(to), forward_dn=to))

    @rule(number=NUMBERS, busy=DIALLED, late=DIALLED)
    def configures(self, number: str, busy: str, late: str) -> None:
        known = [self.switch.engine.find(each) for each in ("201", "202", "203", "204", "205")]
        numbers = tuple(each for each in known if each is not None)
        self.does(
            Configured(
                tuple(
                    replace(each, forward_busy=busy, forward_no_answer=late, no_answer_seconds=9.0)
                    if each.number == number
                    else each
                    for each in numbers
                )
            )
        )

    @rule(number=NUMBERS, on=st.booleans())
    def disturbs(self, number: str, on: bool) -> None:
        self.asks(SetDoNotDisturb(device=number, do_not_disturb_on=on))

    @rule(station=STATIONS)
    def presses_dnd(self, station: str) -> None:
        self.does(KeyPressed(station, DO_NOT_DISTURB))

    @rule(call=CALLS, number=NUMBERS)
    def sends_digits(self, call: int, number: str) -> None:
        where = ConnectionID(self.id_of(call), number)
        self.asks(GenerateDigits(connection_to_send_digits=where, characters_to_send="1#"))

    @invariant()
    def what_was_told_is_what_the_services_tell(self) -> None:
        for number in self.running:
            item = self.answer(GetForwarding(device=number)).forwarding_list[0]  # type: ignore[attr-defined]
            assert item.forward_dn == self.forwarded.get(number, "")
            quiet = self.answer(GetDoNotDisturb(device=number))
            assert getattr(quiet, "do_not_disturb_on", None) == self.quiet.get(number, False)

    def answer(self, service: object) -> object:
        commands = self.switch.does(ServiceRequested(Requester(1, "r"), service))
        [answer] = [each.answer for each in commands if isinstance(each, Respond)]
        return answer


TestForwarders = Forwarders.TestCase
TestForwarders.settings = settings(max_examples=40, stateful_step_count=40)
