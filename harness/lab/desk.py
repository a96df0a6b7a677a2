"""A phone on a desk as a plan meets it: what a hand does, what an eye and an ear expect.

Imperatives act (``bob.phone.answer()``), the third person expects (``bob.phone.rings(…)``),
adjectives ask (``bob.phone.is_ringing``).
"""

from __future__ import annotations

from collections.abc import Callable

from harness.expect import conditions
from harness.expect.conditions import Condition, Shown
from harness.expect.ladder import Bench
from harness.expect.patterns import HasNumber, number_of
from harness.lab.terms import Term
from harness.phone.phone import Phone
from harness.phone.screen import Screen


class Desk:
    """The emulated phone of one party."""

    def __init__(self, bench: Bench, phone: Phone) -> None:
        self._bench = bench
        self._phone = phone

    def lift(self) -> None:
        """Take the handset off."""
        self._phone.lift()

    def hang_up(self) -> None:
        """Put the handset back."""
        self._phone.hang_up()

    def dial(self, whom: HasNumber | str) -> None:
        """Key in a party's number, or any digits, one key after the other."""
        self._phone.dial(number_of(whom))

    def call(self, whom: HasNumber | str) -> None:
        """Lift the handset and dial."""
        self.lift()
        self.dial(whom)

    def answer(self) -> None:
        """Lift the handset of a ringing phone."""
        self._phone.answer()

    def press(self, soft_key: str) -> None:
        """Press the soft key with that label."""
        self._phone.press(soft_key)

    @property
    def screen(self) -> Screen:
        """What the phone shows, rings and lights now."""
        return self._phone.screen

    @property
    def is_ringing(self) -> bool:
        """Whether the ringer sounds."""
        return self.screen.is_ringing

    @property
    def is_idle(self) -> bool:
        """Whether no call is on the display."""
        return self.screen.is_idle

    def rings(self, *, showing: HasNumber | str | None = None) -> Term:
        """It rings, blinks the line's lamp and shows who calls."""
        sentence = "rings" if showing is None else f"rings showing {_name(showing)}"
        return self._condition(sentence, lambda: conditions.ringing(self.screen, showing))

    def shows(self, shown: Shown, *, called: HasNumber | str | None = None) -> Term:
        """The display says so, with the lamp that goes with it."""
        sentence = f"shows {shown.name}" + (f" to {_name(called)}" if called else "")
        return self._condition(sentence, lambda: conditions.showing(self.screen, shown, called))

    def talks_to(self, other: HasNumber | str) -> Term:
        """The display shows a conversation with that party."""
        return self._condition(
            f"talks to {_name(other)}", lambda: conditions.talking(self.screen, other)
        )

    def falls_idle(self) -> Term:
        """No call, no ring, no lamp, no open speaker."""
        return self._condition("falls idle", lambda: conditions.idle(self.screen))

    def _condition(self, sentence: str, unmet: Callable[[], str | None]) -> Term:
        condition = Condition(f"{self._phone.name}.phone", sentence, unmet)
        return Term(self._bench, condition)


def _name(party: HasNumber | str) -> str:
    return party if isinstance(party, str) else party.name
