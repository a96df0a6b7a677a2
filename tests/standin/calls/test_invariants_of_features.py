"""As ``test_invariants``, with lines that are forwarded and phones that keep quiet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from harness.protocols.csta.events import (
    DoNotDisturbEvent,
    ForwardingEvent,
    MessageWaitingEvent,
)
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.csta.services import (
    GenerateDigits,
    GetDoNotDisturb,
    GetForwarding,
    SetDoNotDisturb,
    SetForwarding,
    SetMessageWaitingIndicator,
)
from harness.protocols.csta.types import ConnectionID
from harness.protocols.sccp.numbers import SoftKey
from harness.standin.calls.commands import Notify
from harness.standin.calls.events import KeyPressed
from harness.standin.softkeys import DO_NOT_DISTURB
from tests.standin.calls.test_invariants import (
    ABOUT,
    CALLS,
    DIALLED,
    ENOUGH,
    NUMBERS,
    STATIONS,
    Parties,
)


class Forwarders(Parties):
    def __init__(self) -> None:
        super().__init__()
        self.told: dict[tuple[str, str], object] = {}
        """By monitor and feature: what its device has, by what the monitor was told."""
        self.lit: dict[str, bool] = {}
        """By number: whether an application has lit its message lamp."""

    def start(self, number: str, session: int) -> str:
        cross_ref = super().start(number, session)
        self.told |= {(cross_ref, what): now for what, now in self.features_of(number).items()}
        return cross_ref

    def features_of(self, number: str) -> dict[str, object]:
        forwarding: Any = self.switch.asks(GetForwarding(device=number))
        quiet = self.switch.asks(GetDoNotDisturb(device=number))
        return {
            "forwarding": forwarding.forwarding_list[0].forward_dn,
            "do not disturb": getattr(quiet, "do_not_disturb_on", None),
            "message waiting": self.lit.get(number, False),
        }

    def notified(self, command: Notify) -> None:
        super().notified(command)
        event, cross_ref = command.event, command.monitor.cross_ref
        if isinstance(event, ForwardingEvent):
            assert event.forward_status == bool(event.forward_to)
            self.changed(cross_ref, "forwarding", event.forward_to)
        elif isinstance(event, DoNotDisturbEvent):
            self.changed(cross_ref, "do not disturb", event.do_not_disturb_on)
        elif isinstance(event, MessageWaitingEvent):
            self.changed(cross_ref, "message waiting", event.message_waiting_on)

    def changed(self, cross_ref: str, what: str, now: object) -> None:
        assert self.told.get((cross_ref, what)) != now, "told where nothing changed"
        self.told[cross_ref, what] = now

    @rule(number=NUMBERS, to=DIALLED)
    def forwards(self, number: str, to: str) -> None:
        self.asks(SetForwarding(device=number, activate_forward=bool(to), forward_dn=to))

    @rule(station=STATIONS, about=ABOUT, to=DIALLED)
    def forwards_by_key(self, station: str, about: int, to: str) -> None:
        self.does(KeyPressed(station, SoftKey.CFWD_ALL, *self.about(station, about)))
        self.dials(station, to)

    @rule(number=NUMBERS, busy=DIALLED, late=DIALLED)
    def configures(self, number: str, busy: str, late: str) -> None:
        """As on the command line: what was forwarded by hand stays in the configuration."""
        known = [self.switch.engine.find(each.number) for each in self.configuration.numbers]
        self.configuration = replace(
            self.configuration,
            numbers=tuple(
                replace(each, forward_busy=busy, forward_no_answer=late, no_answer_seconds=9.0)
                if each.number == number
                else each
                for each in known
                if each is not None
            ),
        )
        self.does(self.configuration)

    @rule(number=NUMBERS, on=st.booleans())
    def disturbs(self, number: str, on: bool) -> None:
        self.asks(SetDoNotDisturb(device=number, do_not_disturb_on=on))

    @rule(station=STATIONS, about=ABOUT)
    def presses_dnd(self, station: str, about: int) -> None:
        self.silenced |= {(station, reference) for reference in self.desks[station].calls}
        self.does(KeyPressed(station, DO_NOT_DISTURB, *self.about(station, about)))

    @rule(number=NUMBERS, on=st.booleans())
    def lights_the_message_lamp(self, number: str, on: bool) -> None:
        request = SetMessageWaitingIndicator(device=number, message_waiting_on=on)
        if not isinstance(self.asks(request), CSTAErrorCode):
            self.lit[number] = on

    @rule(call=CALLS, number=NUMBERS)
    def sends_digits(self, call: int, number: str) -> None:
        where = ConnectionID(self.id_of(call), number)
        self.asks(GenerateDigits(connection_to_send_digits=where, characters_to_send="1#"))

    @invariant()
    def what_was_told_is_what_the_services_tell(self) -> None:
        for cross_ref, story in self.stories.items():
            for what, now in self.features_of(story.device).items():
                # Refused while no phone is there; who began to listen then has to ask again.
                if self.told[cross_ref, what] is None:
                    self.told[cross_ref, what] = now
                assert now in (self.told[cross_ref, what], None)


TestForwarders = Forwarders.TestCase
TestForwarders.settings = ENOUGH
