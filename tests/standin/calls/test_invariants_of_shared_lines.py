"""As ``test_invariants``, with a phone more, which has the lines of two others."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from harness.protocols.csta.names import AutoOriginate, LocalConnectionState
from harness.protocols.sccp.numbers import PhoneCallState, SoftKey
from harness.standin.calls.events import (
    DigitPressed,
    KeyPressed,
    LinePressed,
    NumberDialled,
    OffHook,
    OnHook,
    StationGone,
    StationRegistered,
)
from tests.standin.calls.test_invariants import DIALLED, KEYS, Parties
from tests.standin.switching import PHONES

S = LocalConnectionState
SHARING = "D"
LINES = ((1, "202"), (2, "203"))
LINE = st.sampled_from([line for line, _ in LINES])
ELSEWHERE = {PhoneCallState.CALL_REMOTE_MULTILINE, PhoneCallState.HOLD}


class Sharers(Parties):
    def __init__(self) -> None:
        super().__init__()
        self.calls_on_screen[SHARING] = {}
        self.channels[SHARING] = []
        self.rings[SHARING] = False
        self.does(StationRegistered(SHARING, LINES))

    @rule(line=LINE)
    def another_phone_lifts(self, line: int) -> None:
        self.does(OffHook(SHARING, line))

    @rule()
    def another_phone_hangs_up(self) -> None:
        self.does(OnHook(SHARING))

    @rule(key=KEYS)
    def another_phone_presses(self, key: SoftKey) -> None:
        self.does(KeyPressed(SHARING, key))

    @rule(line=LINE)
    def another_phone_presses_a_line_key(self, line: int) -> None:
        self.does(LinePressed(SHARING, line))

    @rule(digit=st.sampled_from("0123#"))
    def another_phone_presses_a_digit(self, digit: str) -> None:
        self.does(DigitPressed(SHARING, digit))

    @rule(number=DIALLED.filter(bool), line=LINE)
    def another_phone_dials(self, number: str, line: int) -> None:
        self.does(NumberDialled(SHARING, number, line))

    @rule()
    def another_phone_opens_its_channels_late(self) -> None:
        self.opens_its_channels_late(SHARING)

    @rule()
    def another_phone_reboots(self) -> None:
        self.does(StationGone(SHARING))
        self.calls_on_screen[SHARING].clear()
        self.rings[SHARING] = False
        self.does(StationRegistered(SHARING, LINES))

    @invariant()
    def no_connection_is_in_two_calls_of_a_phone_at_once(self) -> None:
        for station in (*PHONES, SHARING):
            active = [
                each
                for call in self.switch.engine.calls
                for each in call.connections.values()
                if each.station == station and each.state not in (S.HOLD, S.ALERTING)
            ]
            assert len(active) <= 1

    @invariant()
    def every_phone_of_a_line_shows_every_call_of_the_line(self) -> None:
        for station, numbers in (*((s, {n}) for s, n in PHONES.items()), (SHARING, {"202", "203"})):
            connections = [
                each for number in numbers for each in self.switch.engine.connections_of(number)
            ]
            shown = self.calls_on_screen[station]
            standing = {each.reference for each in connections}
            unheard = {
                each.reference
                for each in connections
                if station in {late for late, _ in each.unheard}
            }
            assert standing - unheard <= set(shown)
            keyed_in = {shown[each] for each in set(shown) - standing}
            assert keyed_in <= {PhoneCallState.OFF_HOOK}, "for CFwdAll only"
            for each in connections:
                if each.station not in (None, station):
                    assert shown[each.reference] in ELSEWHERE

    def teardown(self) -> None:
        for _ in range(4):
            self.does(KeyPressed(SHARING, SoftKey.RESUME))
            self.does(KeyPressed(SHARING, SoftKey.END_CALL))
        super().teardown()


TestSharers = Sharers.TestCase
TestSharers.settings = settings(max_examples=40, stateful_step_count=40)


def test_a_blind_transfer_over_two_lines_is_understood_from_its_events() -> None:
    sharers = Sharers()
    sharers.monitors({"201"}, {}, 0.0, blind=True)
    sharers.make_call("201", "202", AutoOriginate.DO_NOT_PROMPT)
    sharers.another_phone_presses_a_line_key(1)
    sharers.another_phone_presses(SoftKey.TRANSFER)
    assert sharers.stories["203"] == {"2": {"203": S.INITIATED}}
    sharers.another_phone_dials("204", 1)
    assert sharers.stories["202"] == sharers.stories["203"] == {}
    sharers.what_the_events_say_is_what_the_snapshot_says()
