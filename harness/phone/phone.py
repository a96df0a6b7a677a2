"""A phone on the desk: what a hand does with it, what an eye and an ear notice.

Verbs are called from a plan's thread and return when the phone has said what it says; the effects
land in the journal. A hand can only press what is shown: a verb that needs a dial tone or a soft
key waits for it as a person does, and says what the phone showed instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from harness.errors import DeadlineExceeded, LocalProtocolError
from harness.phone import ears, eyes
from harness.phone.booting import Bootstrap
from harness.phone.browsing import Browsing
from harness.phone.ears import Ear
from harness.phone.link import Link
from harness.phone.media import Media
from harness.phone.models import LINE_KEYS, MODELS
from harness.phone.picture import svg
from harness.phone.screen import CallOnScreen, Screen, text
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import (
    KeypadButton,
    SoftKey,
    Stimulus,
)
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.runtime.wire import Address, Wire

Found = TypeVar("Found")

ON_HOOK_NAMES_BUTTON_BELOW = 15
"""Protocol version from which `OnHook` no longer names the line's button."""
KEYS = {**{str(digit): digit for digit in range(10)}, "*": 14, "#": 15}
_NO_HEX = re.compile(r"[^0-9A-Fa-f]")


class Phone:
    """One emulated 7960 or 7961."""

    def __init__(
        self,
        name: str,
        *,
        model: str,
        mac: str,
        tftp: Address,
        loop: BackgroundLoop,
        journal: Journal,
        wire: Wire,
        local_ip: str = "127.0.0.1",
        server: Address | None = None,
        patience: float = 5.0,
        speech_packets: int = 3,
        sccp_version: int | None = None,
    ) -> None:
        """A phone without power.

        Args:
            name: the party's name; the phone is the witness ``<name>.phone``.
            model: ``7960`` or ``7961``.
            mac: in any of the usual spellings.
            tftp: where it looks for its configuration.
            loop: runs everything the phone does.
            journal: told of every act, message and change of the screen.
            wire: told of every octet.
            local_ip: the address it registers with and opens its ports on.
            server: the call agent; ``None`` reads it from the configuration file.
            patience: seconds a verb waits for what it needs.
            sccp_version: what its firmware offers; that of the model's usual load when left out.
            speech_packets: RTP packets of silence sent when a call's voice begins.

        Raises:
            LocalProtocolError: no such model, or no MAC.
        """
        digits = _NO_HEX.sub("", mac).upper()
        if model not in MODELS or len(digits) != 12:
            raise LocalProtocolError(
                f"{name}'s phone is a {model!r} with the MAC {mac!r}; models are"
                f" {' and '.join(MODELS)}, a MAC has twelve hexadecimal digits"
            )
        self.name = name
        self.mac = digits
        usual = MODELS[model]
        self.model = usual if sccp_version is None else usual.offering(sccp_version)
        self.device = f"SEP{digits}"
        self.witness = f"{name}.phone"
        self._loop = loop
        self._journal = journal
        self._wire = wire
        self._local_ip = local_ip
        self._patience = patience
        self._closed = False
        self._ear: Ear = "handset"
        self._pages: Browsing | None = None
        self._link = Link(
            device=self.device,
            model=self.model,
            mac=digits,
            bootstrap=Bootstrap(
                device_name=self.device,
                device_type=self.model.device_type,
                trust_lists=tuple(name.format(mac=digits) for name in self.model.trust_lists),
                tftp=tftp,
                local_ip=local_ip,
                wire=wire,
                witness=self.witness,
            ),
            server=server,
            local_ip=local_ip,
            journal=journal,
            wire=wire,
            witness=self.witness,
            speech_packets=speech_packets,
        )

    # --- in and out of service --------------------------------------------------------------------

    def boot_and_register(self, deadline: Deadline) -> None:
        """Plug it in: it fetches its files, connects and registers.

        Raises:
            PhoneRejected: the router shows it the door.
            RouterUnreachable: TFTP or the call agent does not answer.
            DeadlineExceeded: the registration was not complete in time.
        """
        self._closed = False
        self._loop.call(self._link.come_into_service(), deadline)

    def unplug(self) -> None:
        """Pull the cable, which is its power too: no goodbye on any layer, the screen is dark.

        The router does not know until it misses keep-alives or the phone comes back.
        """
        self._leave_pages()
        self._loop.call(self._link.unplug(), self._soon("to lose power"))

    def close(self) -> None:
        """Unregister, and leave no task and no socket; harmless twice, and before any boot."""
        if not self._closed:
            self._closed = True
            self._leave_pages()
            self._loop.call(self._link.close(), self._soon("to leave"))

    def _leave_pages(self) -> None:
        if self._pages is not None:
            self._pages.close()

    def fence(self, deadline: Deadline) -> None:
        """Return when everything the router sent before this moment has arrived.

        Raises:
            DeadlineExceeded: a keep-alive was not answered in time.
        """
        self._loop.call(self._link.fence(), deadline)

    # --- what an eye notices ----------------------------------------------------------------------

    @property
    def ear(self) -> Ear:
        """What it was last spoken into."""
        return self._ear

    @property
    def screen(self) -> Screen:
        """What it shows, rings and lights now."""
        return self._link.screen

    @property
    def is_registered(self) -> bool:
        """Whether the router serves it."""
        return self._link.is_registered

    @property
    def registrations(self) -> int:
        """How often it has come into service."""
        return self._link.registrations

    @property
    def media(self) -> Media:
        """Its voice ports and what they counted."""
        return self._link.media

    @property
    def pages(self) -> Browsing:
        """Its Services and Directories keys, and the pages behind them."""
        if self._pages is None:
            self._pages = Browsing(
                self._link, local_ip=self._local_ip, loop=self._loop, journal=self._journal,
                wire=self._wire, awaiting=self._await, soon=self._soon,
            )  # fmt: skip
        return self._pages

    def picture(self) -> str:
        """The phone as an SVG."""
        return svg(self.model, self.screen, ear=self._ear)

    # --- what a hand does -------------------------------------------------------------------------

    def lift(self, by: Ear = "handset") -> None:
        """Take the handset off, or press the speaker's or the headset's key.

        A ringing call is answered by that.
        """
        call = self.screen.ringing_call
        place = (call.line, call.reference) if call else (0, 0)
        self._ear = by
        words = ears.told(self.model, by, on=True)
        self._act("lift", *words, sccp.OffHook(*place), text=by if by != "handset" else "")

    def hang_up(self) -> None:
        """Put the handset back, or press the key that was pressed: the call at the ear ends."""
        call = self.screen.active_call
        self._act(
            "hang_up",
            sccp.OnHook(self._hook_place(call), call.reference if call else 0),
            *ears.told(self.model, self._ear, on=False),
        )

    def switch_to(self, by: Ear) -> None:
        """Go on with the call at the ear by handset, speaker or headset.

        Raises:
            LocalProtocolError: there is no call to go on with.
        """
        self._await(lambda: self.screen.active_call, f"a call to go on with by {by}")
        before, self._ear = self._ear, by
        self._act("switch_to", *ears.moved(self.model, before, by), text=by)

    def dial(self, number: str) -> None:
        """Key in a number, digit by digit, once there is a dial tone.

        From an idle phone the handset is lifted first.

        Raises:
            LocalProtocolError: a character that no key has, or no dial tone to dial into.
        """
        buttons = [self._button(character) for character in number]
        if self.screen.is_idle and not self._link.lifted:
            self.lift()
        call = self._await(lambda: eyes.dialable(self.screen), f"a dial tone to dial {number}")
        place = call.line, call.reference
        presses = (sccp.KeypadButton(button, *place) for button in buttons)
        self._act("dial", *presses, text=number)

    def dial_en_bloc(self, number: str, *, line: int = 1) -> None:
        """Key in a number on hook and press the dial key: it goes out in one message."""
        self._act("dial_en_bloc", sccp.EnblocCall(number, line), text=number)

    def press(self, key: str | SoftKey) -> None:
        """Press a soft key, by its caption or its number; it acts on the selected call.

        Raises:
            LocalProtocolError: the phone does not show that key.
        """
        event, label = self._await(
            lambda: eyes.key(self.screen, key), f"the soft key {_spoken(key)}"
        )
        if event == eyes.KEY_OF_A_PAGE:
            self.pages.press(label)
            return
        call = self.screen.selected_call
        place = (call.line, call.reference) if call else (0, 0)
        self._without_a_hand()
        self._act("press", sccp.SoftKeyEvent(event, *place), text=label)

    def select(self, number: str) -> None:
        """Move with the navigation key to the call with that number; the soft keys are its own.

        Raises:
            LocalProtocolError: no such call is on the display.
        """
        call = self._await(
            lambda: eyes.call_with(self.screen, number), f"a call with {number} on the display"
        )
        self._loop.run(lambda: self._link.select(call.reference), self._soon("to select a call"))

    def press_line(self, instance: int) -> None:
        """Press a line key: it takes the line, answers or resumes its call."""
        self._stimulate("press_line", Stimulus.LINE, instance, text=str(instance))

    def press_button(self, position: int) -> None:
        """Press the key at that place beside the display, from 1 at the top.

        Raises:
            LocalProtocolError: the router gave that key no meaning.
        """
        buttons = self.screen.memory.buttons[:LINE_KEYS]
        stimulus, instance = buttons[position - 1] if 0 < position <= len(buttons) else (0, 0)
        if not instance:
            raise LocalProtocolError(f"{self.witness} has no line and no number on key {position}")
        if stimulus == Stimulus.LINE:
            self.press_line(instance)
        else:
            self._stimulate("press_button", stimulus, instance, text=str(position))

    def press_speed_dial(self, label: str) -> None:
        """Press the speed-dial key with that label, or that number.

        Raises:
            LocalProtocolError: no key has it.
        """
        key = self._await(
            lambda: eyes.speed_dial(self.screen, label),
            f"a speed dial labelled {label}",
        )
        self._stimulate("press_speed_dial", key.stimulus, key.instance, text=label)

    def press_messages(self) -> None:
        """Press the messages key: the router calls the voice mail for it."""
        self._stimulate("press_messages", Stimulus.VOICE_MAIL, 1)

    def answer(self) -> None:
        """Answer the ringing call: by the Answer key if it is shown, else by the handset.

        Raises:
            LocalProtocolError: nothing rings.
        """
        call = self._await(lambda: eyes.answerable(self.screen), "a call to answer")
        if not eyes.offers_answer(self.screen, call):
            self.lift()
            return
        self._without_a_hand()
        self._act("answer", sccp.SoftKeyEvent(SoftKey.ANSWER, call.line, call.reference))

    def end_call(self) -> None:
        """Press EndCall."""
        self.press(SoftKey.END_CALL)

    def speak(self) -> None:
        """Say something, wherever the router wants its voice to go."""
        self._loop.run(self.media.speak_again, self._soon("to speak"))

    def send_unchecked(self, octets: bytes) -> None:
        """Put octets on the wire as they are: the door for plans that misbehave on purpose."""
        self._loop.run(lambda: self._link.send_octets(octets), self._soon("to send"))

    # --- behind the verbs -------------------------------------------------------------------------

    def _act(self, name: str, *messages: sccp.Message, text: str = "") -> None:
        self._loop.run(lambda: self._link.act(name, *messages, text=text), self._soon(f"to {name}"))

    def _stimulate(self, name: str, stimulus: int, instance: int, *, text: str = "") -> None:
        status = 0 if self.model.stimulus_names_status else None
        self._without_a_hand()
        self._act(name, sccp.Stimulus(Stimulus(stimulus), instance, 0, status), text=text)

    def _without_a_hand(self) -> None:
        """What a key begins while the handset rests is heard from the speaker."""
        if not self._link.lifted:
            self._ear = "speaker"

    def _soon(self, what: str) -> Deadline:
        return Deadline.after(self._patience, f"{self.witness}, asked {what},")

    def _await(self, look: Callable[[], Found | None], awaited: str) -> Found:
        """What a hand needs before it can go on."""
        try:
            return self._journal.wait(look, Deadline.after(self._patience, awaited))
        except DeadlineExceeded:
            raise LocalProtocolError(
                f"{self.witness} waited {self._patience:g} s for {awaited}; it shows\n"
                f"{text(self.screen)}"
            ) from None

    def _button(self, character: str) -> KeypadButton:
        if character not in KEYS:
            raise LocalProtocolError(f"{self.witness} has no key {character!r} to dial")
        return KeypadButton(KEYS[character])

    def _hook_place(self, call: CallOnScreen | None) -> int:
        """ASSUMED: without a call, and from version 15 on, zero."""
        if call is None or self._link.version >= ON_HOOK_NAMES_BUTTON_BELOW:
            return 0
        key = (int(Stimulus.LINE), call.line)
        buttons = self.screen.memory.buttons
        return buttons.index(key) + 1 if key in buttons else call.line


def _spoken(key: str | SoftKey) -> str:
    return key if isinstance(key, str) else key.name
