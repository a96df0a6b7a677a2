"""One session of the command line: keys in, characters out; no socket.

It echoes, prompts, runs what is typed, asks what a command asks and breaks long output into
pages. The shape is that of ``runtime.machines.StreamMachine``.
"""

from __future__ import annotations

from collections.abc import Callable

from harness.standin.cli import banners, exec_rows, lines
from harness.standin.cli import help as help_texts
from harness.standin.cli.configurator import Order, complaint
from harness.standin.cli.editing import Key, LineEditor
from harness.standin.cli.host import Terminal
from harness.standin.cli.talk import Ask, Talk
from harness.standin.defects import Defect

_MORE = " --More-- "
_MORE_GONE = "\b" * 9 + " " * 8 + "\b" * 9
_HISTORY = 20


class CliSession:
    """The line discipline of one terminal."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._out: list[str] = []
        self._editor = self._new_editor()
        self._talk: Talk | None = None
        self._question: Ask | None = None
        self._page: list[str] = []
        self._after_return = False
        self._busy = False
        self._configures = False
        self._late: list[str] = []
        self.wake: Callable[[], None] = lambda: None
        """Called when there is something to write that nobody typed for."""
        terminal.hear = self._hear

    # -- the machine

    def connection_made(self, now: float) -> None:
        """The terminal is there: show the first prompt."""
        self.terminal.stirred(now)
        self.terminal.host.rearmed()
        self._out.append(f"{banners.shown(self.terminal.host.configuration, 'exec')}\r\n")
        self._prompt()

    def receive_data(self, octets: bytes, now: float) -> None:
        """Take typed characters, in any slices."""
        self.terminal.stirred(now)
        self._busy = True
        for character in octets.decode("latin-1"):
            if self.terminal.closed:
                break
            second = self._after_return and character in "\n\0"
            self._after_return = character == "\r"
            if not second and character != "\0":
                self._take(character)
        self._busy = False
        late, self._late = self._late, []
        for line in late:
            self._interrupt(line)

    def connection_lost(self, now: float) -> None:
        """The terminal is gone."""
        del now
        self.terminal.hang_up()

    def data_to_send(self) -> bytes:
        """Everything to be written now."""
        text = "".join(self._out)
        self._out.clear()
        return text.encode("latin-1", "replace")

    def get_timer(self) -> float | None:
        """No timer of its own: the host cuts off who is idle for too long."""
        return None

    def handle_timer(self, now: float) -> None:
        """Nothing is ever due."""

    # -- the router's own words

    def _hear(self, line: str) -> None:
        """A log line: at once, or after what is being answered just now."""
        if self._busy:
            self._late.append(line)
            return
        self._interrupt(line)
        self.wake()

    def _interrupt(self, line: str) -> None:
        """Break into what is typed; ``logging synchronous`` puts it back."""
        self._out.append(f"\r\n{line}\r\n")
        terminal = self.terminal
        if lines.is_synchronous(terminal.host.configuration, terminal.line):
            shown = self._editor.text if self._editor.echo else ""
            self._out.append(f"{self._editor.prompt}{shown}")

    # -- keys

    def _take(self, character: str) -> None:
        if self._page:
            self._turn_page(character)
        elif self._question is not None and self._question.key:
            self._confirm(character)
        else:
            self._edit(character)

    def _edit(self, character: str) -> None:
        key = self._editor.key(character)
        self._out.append(self._editor.output())
        match key:
            case Key.SUBMIT if self._question is not None:
                self._answered(self._editor.text)
            case Key.SUBMIT:
                self._submitted(self._editor.text)
            case Key.ABORT:
                self._aborted()
            case Key.END:
                self._ended()
            case Key.HELP:
                self._help()
            case Key.COMPLETE:
                self._complete()

    def _confirm(self, character: str) -> None:
        self._answered(character if character.isprintable() else "" if character in "\r\n" else "n")

    def _answered(self, text: str) -> None:
        self._out.append("\r\n")
        self._question = None
        self._advance(text)

    def _aborted(self) -> None:
        self._out.append("\r\n")
        if self._talk is not None:
            self._talk.close()
        self._talk = self._question = None
        self.terminal.configurator = None
        self._prompt()

    def _ended(self) -> None:
        self._out.append("^Z\r\n")
        if self._question is not None:
            self._answered("")
        elif self.terminal.configurator is not None:
            self._obey(self._editor.text)
            self.terminal.configurator = None
            if self._talk is None and not self._page:
                self._prompt()
        else:
            self._prompt()

    # -- commands

    def _submitted(self, line: str) -> None:
        self._out.append("\r\n")
        if line.strip():
            self.terminal.history = [*self.terminal.history, line][-_HISTORY:]
        self._obey(line)
        if self._talk is None and not self._page:
            self._prompt()

    def _obey(self, line: str) -> None:
        host = self.terminal.host
        for each in host.heard(self.terminal, line):
            self._run(host.told(line, self._understood(each)))

    def _understood(self, line: str) -> Talk | None:
        terminal = self.terminal
        width = len(self._editor.prompt)
        configurator = terminal.configurator
        if configurator is None:
            return exec_rows.execute(terminal, line, width, privileged=terminal.privileged)
        order = configurator.understand(line)
        if order is None:
            return None
        if not isinstance(order, Order):
            self._obey_the_beginning(line)
            return complaint(order, line, width - self._askew)
        return configurator.carry_out(order)

    @property
    def _askew(self) -> int:
        return int(Defect.CARET_MISPLACED in self.terminal.host.defects)

    def _obey_the_beginning(self, line: str) -> None:
        host = self.terminal.host
        begun = line.strip() == "supplementary-service sip-refer"
        if begun and Defect.REFUSED_LINE_APPLIED in host.defects:
            host.configuration.voice_service.refer = True

    def _run(self, talk: Talk | None) -> None:
        self._talk = talk
        if talk is not None:
            self._advance(None)

    def _advance(self, answer: str | None) -> None:
        """Let the command go on until it asks or ends."""
        talk = self._talk
        if talk is None:
            return
        lines: list[str] = []
        try:
            item = talk.send(answer) if answer is not None else next(talk)
            while not isinstance(item, Ask):
                lines.append(item)
                item = next(talk)
        except StopIteration:
            self._talk = None
            self._print(lines, then_prompt=answer is not None)
            return
        self._out.extend(f"{line}\r\n" for line in lines)
        self._ask(item)

    def _ask(self, question: Ask) -> None:
        self._question = question
        self._out.append(question.prompt)
        self._editor = LineEditor(question.prompt, echo=not question.hidden, plain=True)

    # -- output

    def _print(self, lines: list[str], *, then_prompt: bool) -> None:
        length = self.terminal.length
        if length and len(lines) >= length:
            self._page = lines
            self._show(length - 1)
        else:
            self._out.extend(f"{line}\r\n" for line in lines)
            if then_prompt:
                self._prompt()

    def _show(self, count: int) -> None:
        shown, self._page = self._page[:count], self._page[count:]
        self._out.extend(f"{line}\r\n" for line in shown)
        if self._page:
            self._out.append(_MORE)
        else:
            self._prompt()

    def _turn_page(self, character: str) -> None:
        self._out.append(_MORE_GONE)
        if character == " ":
            self._show(max(1, self.terminal.length - 1))
        elif character in "\r\n":
            self._show(1)
        else:
            self._page = []
            self._prompt()

    def _prompt(self) -> None:
        terminal = self.terminal
        if terminal.configurator is not None and terminal.configurator.mode is None:
            terminal.configurator = None
        if self._configures and terminal.configurator is None:
            terminal.host.log.tell(f"%SYS-5-CONFIG_I: Configured from console by {terminal.name}")
        self._configures = terminal.configurator is not None
        if terminal.closed:
            return
        self._editor = self._new_editor()
        self._out.append(self._editor.prompt)

    def _new_editor(self) -> LineEditor:
        return LineEditor(self.terminal.prompt, self.terminal.width, history=self.terminal.history)

    # -- help

    def _help(self) -> None:
        line = self._editor.text[: self._editor.cursor]
        words = self._next_words(line)
        partial = bool(line) and not line.endswith(" ")
        self._out.append("?\r\n")
        lines = (
            ["% Unrecognized command"] if not words else help_texts.listing(words, partial=partial)
        )
        self._out.extend(f"{each}\r\n" for each in lines)
        self._out.append(f"\r\n{self._editor.prompt}{self._editor.text}")

    def _next_words(self, line: str) -> list[str] | None:
        configurator = self.terminal.configurator
        if configurator is not None:
            return configurator.next_words(line)
        return exec_rows.grammar(privileged=self.terminal.privileged).next_words(line)

    def _complete(self) -> None:
        line = self._editor.text[: self._editor.cursor]
        configurator = self.terminal.configurator
        rest = (
            configurator.completion(line)
            if configurator is not None
            else exec_rows.grammar(privileged=self.terminal.privileged).completion(line)
        )
        self._out.append("\r\n")
        if rest is not None:
            self._editor.insert(f"{rest} ")
            self._editor.output()
        self._out.append(f"{self._editor.prompt}{self._editor.text}")
