"""A CTI session in the terminal: calls, events, the wire, and a prompt for commands.

Verbs wait for their answers, so they run one after the other on a thread of their own; what the
session notices arrives as messages of the application, in the journal's order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Footer, Input, RichLog, Static

from harness.application.calls import CallTable
from harness.application.wording import in_words
from harness.commands import cti_verbs
from harness.commands.cti_verbs import VERBS, Control
from harness.errors import HarnessError
from harness.runtime.journal import Entry, Journal, Kind

_STYLES = {
    Kind.SENT: ("→", "cyan"),
    Kind.RECEIVED: ("←", "white"),
    Kind.EVENT: ("←", "bold green"),
    Kind.ACT: ("☞", "yellow"),
    Kind.NOTE: ("·", "green"),
    Kind.FAULT: ("!", "bold red"),
}
_NAMESPACE = re.compile(r'(xmlns(?::\w+)?)="http[^"]*/csta/(ed\d)"')
"""An edition's namespace, of which a person needs the last word only."""


class Noted(Message):
    """The session's journal has grown."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        super().__init__()


class Done(Message):
    """A command has ended: what was answered, and whether that is a problem."""

    def __init__(self, text: str, *, problem: bool) -> None:
        self.text = text
        self.problem = problem
        super().__init__()


class CtiApp(App[None]):
    """One session under somebody's fingers."""

    TITLE = "CTI session"
    CSS = """
    #left { width: 62; padding: 0 1; }
    #calls { height: auto; min-height: 4; color: $success; }
    #events { border-top: solid $primary; }
    #wire { border-left: solid $primary; padding: 0 1; }
    #answer { height: auto; padding: 0 1; }
    #answer.problem { color: $error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(verb.key, f"say('{name}')", name, priority=True)
            for name, verb in VERBS.items()
            if verb.key
        ),
        Binding("ctrl+q", "quit", "quit"),
    ]

    def __init__(self, control: Control, journal: Journal) -> None:
        super().__init__()
        self.control = control
        self._journal = journal
        self._hand = ThreadPoolExecutor(1, "hand")
        self._leaving = ExitStack()

    def compose(self) -> ComposeResult:
        """Calls, events, wire and prompt."""
        with Horizontal():
            with Vertical(id="left"):
                yield Static(id="calls", markup=False)
                yield RichLog(id="events", wrap=True, max_lines=2000)
            yield RichLog(id="wire", wrap=True, max_lines=4000)
        yield Static(id="answer", markup=False)
        yield Input(
            placeholder="call 202 · hold · consult 203 · transfer · digits 12# · F1 lists all",
            suggester=SuggestFromList([*VERBS], case_sensitive=False),
        )
        yield Footer()

    def on_mount(self) -> None:
        """Show what was said while the session was opened, then listen."""
        self._leaving.enter_context(self._journal.subscribed(self._pass_on))
        for entry in self._journal.entries():
            self._write(entry)
        self._show()
        self.query_one(Input).focus()

    def on_unmount(self) -> None:
        """Listen no more."""
        self._leaving.close()
        self._hand.shutdown()

    def _pass_on(self, entry: Entry) -> None:
        """On the session's thread: have an entry handled on ours."""
        self.post_message(Noted(entry))

    # --- what the session tells -------------------------------------------------------------------

    def on_noted(self, noted: Noted) -> None:
        """Follow an event, and log every entry."""
        entry = noted.entry
        if entry.kind is Kind.EVENT:
            self.control.table = self.control.table.told(entry.value)
        self._write(entry)
        self._show()

    def on_done(self, done: Done) -> None:
        """Say what was answered."""
        answer = self.query_one("#answer", Static)
        answer.set_class(done.problem, "problem")
        answer.update(done.text)
        self._show()

    def _write(self, entry: Entry) -> None:
        if entry.kind not in _STYLES:
            return
        sign, style = _STYLES[entry.kind]
        if entry.kind is Kind.EVENT:
            sentence = f"{entry.at:8.3f} {_printable(in_words(entry.value))}"
            self.query_one("#events", RichLog).write(Text(sentence))
        body = entry.octets.decode(errors="replace").partition("?>")
        xml = _NAMESPACE.sub(r'\1="…\2"', body[2] or body[0]).replace("><", ">\n<")
        head = f"{entry.at:8.3f} {sign} {entry.name} {entry.text}".rstrip()
        text = "\n".join(_printable(line) for line in (head, *_indented(xml)))
        self.query_one("#wire", RichLog).write(Text(text, style))

    def _show(self) -> None:
        session = self.control.session
        self.query_one("#calls", Static).update(drawn(self.control.table))
        state = f"open, {len(session.monitors)} monitors" if session.is_open else "ended"
        seconds = f", timer {session.session_seconds} s" if session.session_seconds else ""
        self.sub_title = f"line {session.line}, {state}{seconds}"

    # --- what a person says -----------------------------------------------------------------------

    def on_input_submitted(self, submitted: Input.Submitted) -> None:
        """Do what was typed."""
        submitted.input.value = ""
        if submitted.value.strip():
            self._do(submitted.value.strip())

    def action_say(self, line: str) -> None:
        """Do what a function key stands for."""
        self._do(line)

    def _do(self, line: str) -> None:
        self._hand.submit(self._work, line, lambda: cti_verbs.do(self.control, line))

    def _work(self, line: str, verb: Callable[[], str]) -> None:
        try:
            told = verb()
        except HarnessError as problem:
            self.post_message(Done(f"{line}: {problem.sentence}", problem=True))
        else:
            self.post_message(Done(f"{line}: {_printable(told) or 'done'}", problem=False))


def drawn(table: CallTable) -> str:
    """The calls of a line as a table."""
    rows = [
        f"{'call':10} {'state':10} with",
        *(_row(table, each) for each in range(len(table.calls))),
    ]
    return "\n".join(rows) if table.calls else f"{rows[0]}\n(no call)"


def _row(table: CallTable, place: int) -> str:
    call = table.calls[place]
    return f"{_printable(call.call_id):10} {call.state:10} {_printable(', '.join(call.others))}"


def _indented(xml: str) -> list[str]:
    """Lines of XML, indented by their depth."""
    lines: list[str] = []
    depth = 0
    for line in xml.split("\n"):
        if line.startswith("</"):
            depth -= 1
        lines.append("  " * max(depth + 1, 1) + line)
        opens = line.startswith("<") and not line.startswith(("</", "<?"))
        if opens and not line.endswith("/>") and "</" not in line:
            depth += 1
    return lines if xml else []


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() or each == "\n" else "▯" for each in text)
