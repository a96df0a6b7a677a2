"""A phone on a desk as a plan meets it: what a hand does, what an eye and an ear expect.

Imperatives act (``bob.phone.answer()``), the third person expects (``bob.phone.rings(…)``),
adjectives ask (``bob.phone.is_ringing``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from harness.errors import PhoneRejected
from harness.expect import conditions, desk_conditions, feature_conditions
from harness.expect.conditions import Condition, Shown
from harness.expect.ladder import Bench
from harness.expect.patterns import HasNumber, number_of
from harness.lab.pages_desk import DirectoriesDesk, ServicesDesk
from harness.lab.terms import Term
from harness.phone.ears import Ear
from harness.phone.media import Media
from harness.phone.phone import Phone
from harness.phone.screen import Screen
from harness.runtime.clock import Deadline


class HasPhone(Protocol):
    """Somebody whose phone can be heard."""

    @property
    def name(self) -> str:
        """What the plan calls the party."""
        ...

    @property
    def phone(self) -> Desk:
        """The phone on the desk."""
        ...


class Desk:
    """The emulated phone of one party."""

    def __init__(
        self, bench: Bench, phone: Phone, *, registration: Callable[[str], Deadline]
    ) -> None:
        self._bench = bench
        self._phone = phone
        self._registration = registration

    def __repr__(self) -> str:
        return f"Desk with {self._phone.name}'s {self.model}"

    @property
    def mac(self) -> str:
        """Twelve upper-case hexadecimal digits."""
        return self._phone.mac

    @property
    def model(self) -> str:
        """What it is: ``7960`` or ``7961``."""
        return self._phone.model.name

    @property
    def services(self) -> ServicesDesk:
        """The Services key, and extension mobility behind it."""
        return ServicesDesk(self._bench, self._phone)

    @property
    def directories(self) -> DirectoriesDesk:
        """The Directories key."""
        return DirectoriesDesk(self._bench, self._phone)

    def plug_in(self) -> None:
        """Give it its cable: it boots, asks for service, and is served or turned away."""
        name = self._phone.name
        with suppress(PhoneRejected):
            self._phone.boot_and_register(self._registration(f"{name}'s phone in service"))

    def unplug(self) -> None:
        """Pull its cable: nobody is told."""
        self._phone.unplug()

    def sign_off(self) -> None:
        """Leave the router's service with a goodbye."""
        self._phone.close()

    def lift(self, by: Ear = "handset") -> None:
        """Take the handset off, or press the speaker's or the headset's key."""
        self._phone.lift(by)

    def switch_to(self, by: Ear) -> None:
        """Go on with the call by handset, speaker or headset."""
        self._phone.switch_to(by)

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

    def press_line(self, instance: int) -> None:
        """Press a line key."""
        self._phone.press_line(instance)

    def press_speed_dial(self, label: str) -> None:
        """Press the key with that label beside it."""
        self._phone.press_speed_dial(label)

    def press_messages(self) -> None:
        """Press the messages key."""
        self._phone.press_messages()

    def select(self, other: HasNumber | str) -> None:
        """Move to the call with that party; the soft keys are that call's from now on."""
        self._phone.select(number_of(other))

    def press(self, soft_key: str) -> None:
        """Press the soft key with that label."""
        self._phone.press(soft_key)

    def forward_all(self, *, to: HasNumber | str) -> None:
        """Press CFwdAll and key in where all calls shall go, ``#`` at the end."""
        self._phone.press("CFwdAll")
        self._phone.dial(f"{number_of(to)}#")

    def speak(self) -> None:
        """Say something, wherever the router wants its voice to go."""
        self._phone.speak()

    @property
    def screen(self) -> Screen:
        """What the phone shows, rings and lights now."""
        return self._phone.screen

    @property
    def media(self) -> Media:
        """Its voice ports."""
        return self._phone.media

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

    def stops_ringing(self) -> Term:
        """Its ringer is off."""
        return self._condition(
            "stops ringing", lambda: "the ringer still sounds" if self.is_ringing else None
        )

    def shows(self, shown: Shown, *, called: HasNumber | str | None = None) -> Term:
        """The display says so, with the lamp that goes with it."""
        words = conditions.in_words(shown)
        sentence = f"shows {words} to {_name(called)}" if called else f"shows {words}"
        return self._condition(sentence, lambda: conditions.showing(self.screen, shown, called))

    def talks_to(self, other: HasNumber | str) -> Term:
        """The display shows a conversation with that party."""
        return self._condition(
            f"talks to {_name(other)}", lambda: conditions.talking(self.screen, other)
        )

    def comes_into_service(self, *, line: HasNumber | str) -> Term:
        """It registers, once more than before, and shows that number beside its first key."""
        number = number_of(line)
        return self._condition(
            f"comes into service with line {number}", self._not_in_service_anew(number)
        )

    def comes_back(self, *, line: HasNumber | str) -> Term:
        """The same, after the router has cut it off."""
        number = number_of(line)
        condition = Condition(
            f"{self._phone.name}.phone",
            f"comes back into service with line {number}",
            self._not_in_service_anew(number),
            excuses="disconnected",
        )
        return Term(self._bench, condition)

    def _not_in_service_anew(self, number: str) -> Callable[[], str | None]:
        before = self._phone.registrations

        def unmet() -> str | None:
            if not self._phone.is_registered:
                return f"it is not in service; its display says {self.screen.prompt or 'nothing'}"
            if self._phone.registrations == before:
                return "it did not register again"
            if self._phone.registrations != before + 1:
                return f"it registered {self._phone.registrations - before} times"
            numbers = [line.number for line in self.screen.lines]
            told = ", ".join(numbers) or "none"
            return None if numbers[:1] == [number] else f"its lines are {told}"

        return unmet

    def is_turned_away(self) -> Term:
        """It is not served, and its display says why."""

        def unmet() -> str | None:
            if self._phone.is_registered:
                return "the router serves it"
            return None if self.screen.prompt else "it is not served, and its display says nothing"

        return self._condition("is turned away", unmet)

    def goes_dark(self) -> Term:
        """Nothing is on its display, and nobody serves it."""

        def unmet() -> str | None:
            if self._phone.is_registered:
                return "the router serves it"
            return conditions.dark(self.screen)

        return self._condition("goes dark", unmet)

    def loses_its_router(self) -> Term:
        """The router ends its connection without a word of reset."""

        def unmet() -> str | None:
            return "the router still serves it" if self._phone.is_registered else None

        condition = Condition(
            f"{self._phone.name}.phone", "loses its router", unmet, excuses="disconnected"
        )
        return Term(self._bench, condition)

    def hears(self, other: HasPhone) -> Term:
        """The other phone's voice comes out of it: packets, not only messages about them."""
        return self._condition(
            f"hears {other.name}",
            lambda: conditions.hearing(self.media, other.phone.media, other.name),
        )

    def shows_conference(self) -> Term:
        """The display shows a conference in which it takes part."""
        return self._condition(
            "shows a conference", lambda: feature_conditions.conferring(self.screen)
        )

    def hears_call_waiting(self) -> Term:
        """In its conversation it hears that another call waits."""
        return self._condition(
            "hears the call waiting tone", lambda: feature_conditions.call_waits(self.screen)
        )

    def hears_no_call_waiting(self) -> Term:
        """Nothing is heard in its conversation of a call that waits."""
        return self._condition(
            "hears no call waiting tone",
            lambda: feature_conditions.no_call_waits(self.screen),
            needs_fence=True,
        )

    def falls_silent(self) -> Term:
        """Its own voice goes nowhere."""
        return self._condition("falls silent", lambda: conditions.silent(self.media))

    def shows_forwarded_to(self, whom: HasNumber | str) -> Term:
        """It shows that all calls of its line go to that party."""
        return self._condition(
            f"shows its line forwarded to {_name(whom)}",
            lambda: feature_conditions.forwarded(self.screen, whom),
        )

    def shows_no_forwarding(self) -> Term:
        """It shows no forwarding."""
        return self._condition(
            "shows no forwarding", lambda: feature_conditions.forwarded(self.screen, None)
        )

    def shows_do_not_disturb(self, *, on: bool = True) -> Term:
        """Its display says do not disturb, or no longer does."""
        return self._condition(
            f"shows do not disturb {'on' if on else 'off'}",
            lambda: feature_conditions.undisturbed(self.screen, on=on),
        )

    def shows_message_waiting(self, *, on: bool = True) -> Term:
        """Its message lamp is lit, or dark."""
        return self._condition(
            f"has its message lamp {'lit' if on else 'dark'}",
            lambda: feature_conditions.message_waiting(self.screen, on=on),
        )

    def stays_silent(self, *, showing: HasNumber | str) -> Term:
        """It shows who calls, and does not ring."""
        return self._condition(
            f"stays silent showing {_name(showing)}",
            lambda: feature_conditions.silent(self.screen, showing),
            needs_fence=True,
        )

    def hears_digits(self, digits: str) -> Term:
        """Exactly these digits are heard in its call; none when empty."""
        return self._condition(
            f"hears the digits {digits}" if digits else "hears no digit",
            lambda: feature_conditions.heard(self.screen, digits),
            needs_fence=True,
        )

    def offers(self, *soft_keys: str, but_not: Sequence[str] = ()) -> Term:
        """Its display shows these soft keys, whatever else, and none of the others."""
        return self._condition(
            f"offers {', '.join(soft_keys)}",
            lambda: desk_conditions.offered(self.screen, soft_keys, but_not),
        )

    def shows_no_call_of(self, other: HasNumber | str) -> Term:
        """Nothing on its display tells of a call with that party."""
        return self._condition(
            f"shows no call of {_name(other)}",
            lambda: desk_conditions.no_call_of(self.screen, other),
            needs_fence=True,
        )

    def has_speed_dial(self, label: str, *, to: HasNumber | str) -> Term:
        """A key beside its display bears that label and that party's number."""
        return self._condition(
            f"has the speed dial {label} to {_name(to)}",
            lambda: desk_conditions.speed_dial(self.screen, label, to),
        )

    def has_no_speed_dial(self, label: str) -> Term:
        """No key beside its display bears that label."""
        return self._condition(
            f"has no speed dial {label}",
            lambda: desk_conditions.no_speed_dial(self.screen, label),
        )

    def hears_dial_tone(self, *, stuttering: bool = False) -> Term:
        """It may dial, and hears whether messages wait."""
        return self._condition(
            f"hears {'a stuttering' if stuttering else 'an ordinary'} dial tone",
            lambda: desk_conditions.dial_tone(self.screen, stutters=stuttering),
        )

    def says(self, words: str) -> Term:
        """These words are part of its status line."""
        return self._condition(f"says {words}", lambda: desk_conditions.saying(self.screen, words))

    def falls_idle(self) -> Term:
        """No call, no ring, no lamp, no open speaker."""
        return self._condition("falls idle", lambda: conditions.idle(self.screen))

    def _condition(
        self, sentence: str, unmet: Callable[[], str | None], *, needs_fence: bool = False
    ) -> Term:
        witness = f"{self._phone.name}.phone"
        condition = Condition(witness, sentence, unmet, needs_fence=needs_fence)
        return Term(self._bench, condition)


def _name(party: HasNumber | str) -> str:
    return party if isinstance(party, str) else party.name
