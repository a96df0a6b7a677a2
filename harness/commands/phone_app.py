"""A phone in the terminal: its display and keys on the left, what it says and hears on the right.

The phone is the one that test plans use; here a person is its hand. Verbs wait for what they need
(a dial tone, a soft key), so they run one after the other on a thread of their own; what the phone
notices arrives as messages of the application, in the journal's order.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Footer, Input, RichLog, Static

from harness.errors import HarnessError
from harness.phone.ears import Ear
from harness.phone.phone import Phone
from harness.phone.screen import Screen, text
from harness.protocols.sccp.labels import expand
from harness.protocols.sccp.numbers import Stimulus
from harness.runtime.clock import Deadline
from harness.runtime.journal import Entry, Journal, Kind

REGISTRATION_SECONDS = 60.0
SOFT_KEYS = 8
KEY_LETTERS = "abcdef"
"""The letter of each key beside the display, from the top."""

_LOGGED = {
    Kind.SENT: ("→", "cyan"),
    Kind.RECEIVED: ("←", "white"),
    Kind.ACT: ("☞", "bold yellow"),
    Kind.NOTE: ("·", "green"),
    Kind.FAULT: ("!", "bold red"),
}
_LONGEST = 160
_EMPTY = ("", b"", bytes(16), None)


class Noted(Message):
    """The phone's journal has grown."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        super().__init__()


class Done(Message):
    """A verb has ended; ``problem`` says why it could not be done."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__()


class PhoneApp(App[None]):
    """One phone under somebody's fingers."""

    TITLE = "Cisco IP Phone"
    AUTO_FOCUS = "#wire"
    CSS = """
    #desk { width: 52; padding: 0 1; }
    #display { color: $success; }
    #keys { margin-top: 1; }
    #form { display: none; }
    #problem { color: $error; margin-top: 1; }
    #wire { border-left: solid $primary; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "handset", "handset"),
        Binding("s", "ear('speaker')", "speaker"),
        Binding("t", "ear('headset')", "headset"),
        Binding("m", "messages", "messages"),
        Binding("v", "services", "services"),
        Binding("n", "directories", "directories"),
        Binding("escape", "leave_pages", show=False),
        Binding("u", "cable", "cable"),
        Binding("ctrl+q", "quit", "quit"),
        *(Binding(digit, f"digit('{digit}')", show=False) for digit in "0123456789"),
        Binding("asterisk", "digit('*')", show=False),
        Binding("number_sign", "digit('#')", show=False),
        *(
            Binding(f"f{number}", f"soft_key({number - 1})", show=False)
            for number in range(1, SOFT_KEYS + 1)
        ),
        *(
            Binding(letter, f"button({number})", show=False)
            for number, letter in enumerate(KEY_LETTERS, start=1)
        ),
    ]

    def __init__(self, phone: Phone, journal: Journal) -> None:
        super().__init__()
        self.phone = phone
        self._journal = journal
        self._hand = ThreadPoolExecutor(1, "hand")
        self._leaving = ExitStack()

    def compose(self) -> ComposeResult:
        """Display, keys and log."""
        with Horizontal():
            with Vertical(id="desk"):
                yield Static(id="display", markup=False)
                yield Static(id="keys", markup=False)
                yield Input(id="form", placeholder="what to key in, a blank between the fields")
                yield Static(id="problem", markup=False)
            yield RichLog(id="wire", wrap=True, max_lines=2000)
        yield Footer()

    def on_mount(self) -> None:
        """Listen to the phone, then give it power."""
        self._leaving.enter_context(self._journal.subscribed(self._pass_on))
        self._show(self.phone.screen)
        self._do(self._plug_in)

    def on_unmount(self) -> None:
        """Take the phone out of service."""
        self._leaving.close()
        self._hand.submit(self.phone.close)
        self._hand.shutdown()

    def _pass_on(self, entry: Entry) -> None:
        """On the phone's thread: have an entry of this phone handled on ours."""
        if entry.witness == self.phone.witness:
            self.post_message(Noted(entry))

    # --- what the phone tells ---------------------------------------------------------------------

    def on_noted(self, noted: Noted) -> None:
        """Log an entry, or follow the screen."""
        entry = noted.entry
        if isinstance(entry.value, Screen):
            self._show(entry.value)
        elif entry.kind in _LOGGED:
            sign, style = _LOGGED[entry.kind]
            line = f"{entry.at:8.3f} {sign} {entry.name} {told(entry)}"
            self.query_one("#wire", RichLog).write(Text(line.rstrip(), style))

    def on_done(self, done: Done) -> None:
        """Say what could not be done."""
        self.query_one("#problem", Static).update(done.problem)
        self._show(self.phone.screen)

    def _show(self, screen: Screen) -> None:
        self.query_one("#display", Static).update(text(screen))
        self.query_one("#keys", Static).update(legend(screen))
        self._offer_form(screen)
        state = "in service" if self.phone.is_registered else "out of service"
        self.query_one("#desk").border_title = state
        self.sub_title = f"{self.phone.model.name} {self.phone.device}, {state}"

    # --- what a hand does -------------------------------------------------------------------------

    def action_handset(self) -> None:
        """Lift the handset, or put it back; another path takes the call over."""
        self._do(lambda: self._move("handset"))

    def action_ear(self, ear: Ear) -> None:
        """Press the speaker's or the headset's key."""
        self._do(lambda: self._move(ear))

    def action_messages(self) -> None:
        """Press the messages key."""
        self._do(self.phone.press_messages)

    def action_services(self) -> None:
        """Press the services key."""
        self._do(self.phone.pages.open_services)

    def action_directories(self) -> None:
        """Press the directories key."""
        self._do(self.phone.pages.open_directories)

    def action_leave_pages(self) -> None:
        """Press the lit key again."""
        self._do(self.phone.pages.leave)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Key what was typed into the fields of the form."""
        values = event.value.split()
        self._do(lambda: self.phone.pages.fill(*values))
        event.input.clear()
        self.set_focus(None)

    def _offer_form(self, screen: Screen) -> None:
        """A place to type in while a form stands on the display."""
        form = self.query_one("#form", Input)
        wanted = screen.page is not None and screen.page.fields > 0
        if wanted != form.display:
            form.display = wanted
            self.set_focus(form if wanted else None)

    def action_digit(self, digit: str) -> None:
        """Press a key of the keypad: it dials, or chooses a row of a page."""
        page = self.phone.screen.page
        if page is not None and page.numbered and digit.isdecimal():
            self._do(lambda: self.phone.pages.choose_row(int(digit)))
        else:
            self._do(lambda: self.phone.dial(digit))

    def action_soft_key(self, place: int) -> None:
        """Press the soft key at that place."""
        keys = self.phone.screen.soft_keys
        if place < len(keys):
            label = keys[place]
            self._do(lambda: self.phone.press(label))

    def action_button(self, number: int) -> None:
        """Press a key beside the display: a line's, or a speed dial's."""
        self._do(lambda: self.phone.press_button(number))

    def action_cable(self) -> None:
        """Pull the cable, or plug it in again."""
        self._do(self.phone.unplug if self.phone.is_registered else self._plug_in)

    def _move(self, ear: Ear) -> None:
        if self.phone.screen.active_call is None:
            self.phone.lift(ear)
        elif ear == self.phone.ear:
            self.phone.hang_up()
        else:
            self.phone.switch_to(ear)

    def _plug_in(self) -> None:
        deadline = Deadline.after(REGISTRATION_SECONDS, f"{self.phone.device} in service")
        self.phone.boot_and_register(deadline)

    def _do(self, verb: Callable[[], None]) -> None:
        def work() -> None:
            problem = ""
            try:
                verb()
            except HarnessError as error:
                problem = str(error).partition("; it shows")[0]
            self.post_message(Done(problem))

        self._hand.submit(work)


def legend(screen: Screen) -> str:
    """Which key of the keyboard presses which of the phone's."""
    rows = [f"F{place} {label}" for place, label in enumerate(screen.soft_keys[:SOFT_KEYS], 1)]
    keys = [
        f"{letter} {_meaning(screen, *button)}"
        for letter, button in zip(KEY_LETTERS, screen.memory.buttons, strict=False)
        if button[1]
    ]
    others = (
        "0-9 * # keypad   h handset   s speaker   t headset   m messages   u cable\n"
        "v services   n directories   esc leaves them"
    )
    return "\n".join(("   ".join(rows), "   ".join(keys), others))


def _meaning(screen: Screen, stimulus: int, instance: int) -> str:
    number, label = screen.memory.captions.get((stimulus, instance), ("", ""))
    if stimulus == Stimulus.LINE:
        return f"line {number or instance}"
    return label or number or str(instance)


def _spoken(content: object) -> str:
    if isinstance(content, Enum):
        return content.name
    if isinstance(content, str):
        return expand(content)
    return content.hex() if isinstance(content, bytes) else str(content)


def told(entry: Entry) -> str:
    """An entry's value in a line: the fields that say something, numbers by their names."""
    value = entry.value
    if entry.text or not is_dataclass(value):
        return entry.text
    said = ((each, getattr(value, each.name)) for each in fields(value))
    words = ", ".join(
        f"{each.name}={_spoken(content)}"
        for each, content in said
        if content != each.default and content not in _EMPTY
    )
    printable = "".join(letter if letter.isprintable() else "▯" for letter in words)
    return printable if len(printable) <= _LONGEST else f"{printable[: _LONGEST - 1]}…"
