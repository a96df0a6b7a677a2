"""As ``test_invariants``, with all at once: seven numbers on five phones, two lines each on three.

Lines are shared, forwarded and kept quiet, a number has a second one, buttons are overlaid; phones
get other lines, and numbers or their watch leave the configuration while calls and monitors stand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import rule

from harness.standin.calls.events import DirectoryNumber, LinesAssigned, Overlay
from tests.standin.calls.test_invariants import (
    ENOUGH,
    NUMBERS,
    RARELY,
    SESSIONS,
    STATIONS,
    Lines,
)
from tests.standin.calls.test_invariants_of_features import Forwarders
from tests.standin.calls.test_invariants_of_shared_lines import Sharers

ANY = st.sampled_from(["201", "202", "203", "207", "208"])
WITHOUT = st.sampled_from(["without number", "without watch"])


class House(Forwarders, Sharers):
    phones: ClassVar[dict[str, Lines]] = {
        "A": ((1, "201"), (2, "207")),
        "B": ((1, "202"),),
        "C": ((1, "203"), (2, "207")),
        "D": ((1, "202"), (2, "203")),
        "E": ((1, "205"),),
    }
    overlays: ClassVar[dict[str, tuple[Overlay, ...]]] = {
        "E": (Overlay(1, ("208", "209"), call_waiting=False),)
    }
    numbers: ClassVar[tuple[DirectoryNumber, ...]] = (
        DirectoryNumber("201", name="Alice", watched=True, carried=True),
        DirectoryNumber("202", name="Bob", aliases=("222",), watched=True, carried=True),
        DirectoryNumber("203", name="Carol", watched=True, carried=True, incoming=1),
        DirectoryNumber("204", watched=True, notified=True),
        DirectoryNumber("205", carried=True),
        DirectoryNumber("207", watched=True, carried=True, beeps=False),
        DirectoryNumber("208", carried=True),
        DirectoryNumber("209", carried=True, hears_waiting=False),
    )
    monitored: ClassVar[tuple[str, ...]] = ("201", "202", "203", "207")
    dialled: ClassVar[tuple[str, ...]] = (
        *("201", "202", "203", "204", "205", "207", "208", "222", "999", ""),
    )

    @rule(station=STATIONS, line=st.integers(1, 2), does=RARELY)
    def has_its_lines_changed(self, station: str, line: int, does: bool) -> None:
        """On the command line, and felt at once."""
        if not does:
            return
        lines = self.phones[station]
        desk = self.desks[station]
        desk.lines = lines if desk.lines != lines else lines[line - 1 :] or lines
        self.does(LinesAssigned(station, desk.lines, self.overlays.get(station, ())))

    @rule(number=ANY, how=WITHOUT, does=RARELY)
    def is_not_configured_for_a_while(self, number: str, how: str, does: bool) -> None:
        """Its phones keep the line, as those with a user's profile do until they restart."""
        if does:
            self.changes(number, how)

    @rule(number=NUMBERS, how=WITHOUT, session=st.sampled_from(SESSIONS))
    def is_configured_anew(self, number: str, how: str, session: int) -> None:
        """What comes back comes without the monitors that it had."""
        if number in self.watched:
            self.changes(number, how)
            self.holds()
            self.changes(number, how)
            self.holds()
            self.starts_a_monitor(number, session)

    def changes(self, number: str, how: str) -> None:
        """A number is taken out of the configuration, or only its watch; or it is put back."""
        known = [self.switch.engine.find(each.number) for each in self.numbers]
        now = {each.number: each for each in known if each is not None}
        if number not in now:
            now[number] = next(each for each in self.numbers if each.number == number)
        elif how == "without number":
            del now[number]
        else:
            now[number] = replace(now[number], watched=not now[number].watched)
        self.configuration = replace(self.configuration, numbers=tuple(now.values()))
        self.does(self.configuration)


TestHouse = House.TestCase
TestHouse.settings = ENOUGH
