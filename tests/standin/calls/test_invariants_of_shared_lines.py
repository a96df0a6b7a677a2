"""As ``test_invariants``, with a phone more, which has the lines of two others."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import rule

from harness.protocols.csta.names import AutoOriginate, LocalConnectionState
from harness.protocols.csta.services import AlternateCall
from harness.protocols.sccp.numbers import SoftKey
from harness.standin.calls.events import KeyPressed, LinePressed, OffHook
from tests.standin.calls.test_invariants import ENOUGH, NUMBERS, STATIONS, Lines, Parties

S = LocalConnectionState


class Sharers(Parties):
    phones: ClassVar[dict[str, Lines]] = Parties.phones | {"D": ((1, "202"), (2, "203"))}

    @rule(calling=NUMBERS, line=st.integers(1, 2), taking=STATIONS, by_key=st.booleans())
    def gets_a_call_and_passes_it_on(
        self, calling: str, line: int, taking: str, by_key: bool
    ) -> None:
        """From one phone of a line to another one, which takes what the first holds."""
        called = dict(self.desks["D"].lines).get(line, "")
        self.make_call(calling, called, AutoOriginate.DO_NOT_PROMPT)
        self.does(OffHook("D", line))
        self.does(KeyPressed("D", SoftKey.HOLD))
        lines = [each for each, number in self.desks[taking].lines if number == called]
        if lines and by_key:
            self.does(KeyPressed(taking, SoftKey.RESUME))
        elif lines:
            self.does(LinePressed(taking, lines[0]))

    @rule(line=st.integers(1, 2))
    def swaps_what_two_phones_have(self, line: int) -> None:
        """One phone of a line holds a call, another one talks in a second one."""
        called = dict(self.desks["D"].lines).get(line, "")
        free = [each for each in self.monitored if each != called and not self.at(each)]
        if len(free) > 1 and called in self.monitored:
            self.make_call(free[0], called, AutoOriginate.DO_NOT_PROMPT)
            self.does(OffHook("D", line))
            self.does(KeyPressed("D", SoftKey.HOLD))
            self.get_talking(free[1], called)
            held, active = self.pair(called, 0)
            self.asks(AlternateCall(held_call=held, active_call=active))


TestSharers = Sharers.TestCase
TestSharers.settings = ENOUGH


def sharers_with_calls_of(number: str) -> Sharers:
    sharers = Sharers()
    sharers.begins(dual={number}, keeping={}, recall=0.0, blind=True, dialect={}, ending="by hand")
    return sharers


def test_a_blind_transfer_over_two_lines_is_understood_from_its_events() -> None:
    sharers = sharers_with_calls_of("201")
    sharers.make_call("201", "202", AutoOriginate.DO_NOT_PROMPT)
    sharers.does(LinePressed("D", 1))
    sharers.does(KeyPressed("D", SoftKey.TRANSFER))
    stories = {each.device: each for each in sharers.stories.values()}
    assert stories["203"].calls == {"2": {"203": S.INITIATED}}
    sharers.dials("D", "204", 1)
    assert stories["202"].calls == stories["203"].calls == {}
    sharers.what_the_events_say_is_what_the_snapshot_says()
