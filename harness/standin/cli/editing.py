"""One line being typed: keys in, echo out, as IOS edits (emacs keys, arrows, history).

A line that outgrows the terminal's width scrolls to the left behind a ``$``; tools that compare
the echo with what they sent ask for a wide terminal first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

LONGEST = 254
"""Characters that a line takes (ASSUMED: what engineers say of IOS's buffer; no source stored)."""
_BELL = "\x07"
_SCROLL = 10
_BACK = "\b"


class Key(Enum):
    """What a key means to whoever reads the line."""

    NONE = auto()
    SUBMIT = auto()
    ABORT = auto()
    """Ctrl-C."""
    END = auto()
    """Ctrl-Z."""
    HELP = auto()
    COMPLETE = auto()


@dataclass(slots=True)
class LineEditor:
    """The line after one prompt."""

    prompt: str
    width: int = 0
    """Columns of the terminal; 0 never scrolls."""
    echo: bool = True
    plain: bool = False
    """An answer to a question: ``?`` and Tab are ordinary characters."""
    history: list[str] = field(default_factory=list)
    text: str = ""
    cursor: int = 0
    _hidden: int = 0
    """Characters scrolled out on the left."""
    _escape: str = ""
    _literal: bool = False
    _recalled: int = 0
    _out: list[str] = field(default_factory=list)

    def output(self) -> str:
        """What is to be written now; empties it."""
        text = "".join(self._out) if self.echo else ""
        self._out.clear()
        return text

    def key(self, character: str) -> Key:
        """Take one character."""
        if self._escape:
            return self._escaped(character)
        if self._literal:
            self._literal = False
            self.insert(character)
            return Key.NONE
        if not self.plain and character in _MEANINGS:
            return _MEANINGS[character]
        if character in _SUBMITS:
            return _SUBMITS[character]
        if character in _EDITS:
            _EDITS[character](self)
        elif character.isprintable():
            self.insert(character)
        return Key.NONE

    def _escaped(self, character: str) -> Key:
        self._escape += character
        if self._escape in {"\x1b[", "\x1bO"}:
            return Key.NONE
        edit = _ESCAPES.get(self._escape)
        self._escape = ""
        if edit:
            edit(self)
        return Key.NONE

    # -- edits

    def insert(self, text: str) -> None:
        """Put text in at the cursor; a full line takes no more, and the bell says so."""
        if len(self.text) + len(text) > LONGEST:
            self._out.append(_BELL)
            return
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)
        tail = self.text[self.cursor :]
        self._out.append(text + tail + _BACK * len(tail))
        if self.width and len(self.prompt) + len(self.text) - self._hidden >= self.width:
            self._hidden += _SCROLL
            self.redraw()

    def redraw(self) -> None:
        """Write prompt and line anew, over what stands there."""
        shown = f"${self.text[self._hidden + 1 :]}" if self._hidden else self.text
        blank = " " * _SCROLL + _BACK * _SCROLL
        behind = len(self.text) - self.cursor
        self._out.append(f"\r{self.prompt}{shown}{blank}{_BACK * behind}")

    def move(self, by: int) -> None:
        """Move the cursor."""
        to = max(0, min(len(self.text), self.cursor + by))
        if to < self.cursor:
            self._out.append(_BACK * (self.cursor - to))
        else:
            self._out.append(self.text[self.cursor : to])
        self.cursor = to

    def cut(self, start: int, end: int) -> None:
        """Remove the characters from ``start`` to ``end``."""
        start, end = max(0, start), min(len(self.text), end)
        if start >= end:
            return
        self.move(start - self.cursor)
        self.text = self.text[:start] + self.text[end:]
        tail = self.text[start:] + " " * (end - start)
        self._out.append(tail + _BACK * len(tail))

    def word(self, direction: int) -> int:
        """How far the next word boundary is."""
        at = self.cursor
        while 0 <= at + min(direction, 0) < len(self.text) and self._blank(at, direction):
            at += direction
        while 0 <= at + min(direction, 0) < len(self.text) and not self._blank(at, direction):
            at += direction
        return at - self.cursor

    def _blank(self, at: int, direction: int) -> bool:
        return self.text[at + min(direction, 0)] == " "

    def recall(self, by: int) -> None:
        """Put another line of the history here."""
        to = self._recalled + by
        if not 0 <= to <= len(self.history):
            return
        self._recalled = to
        self.cut(0, len(self.text))
        self.insert(self.history[-to] if to else "")

    def begin_literal(self) -> None:
        """Take the next character as it is."""
        self._literal = True

    def begin_escape(self) -> None:
        """Wait for the rest of an escape sequence."""
        self._escape = "\x1b"


Edit = Callable[[LineEditor], None]

_MEANINGS: Mapping[str, Key] = {"?": Key.HELP, "\t": Key.COMPLETE}
_SUBMITS: Mapping[str, Key] = {
    "\r": Key.SUBMIT,
    "\n": Key.SUBMIT,
    "\x03": Key.ABORT,
    "\x1a": Key.END,
}
_EDITS: Mapping[str, Edit] = {
    "\x01": lambda line: line.move(-len(line.text)),
    "\x02": lambda line: line.move(-1),
    "\x04": lambda line: line.cut(line.cursor, line.cursor + 1),
    "\x05": lambda line: line.move(len(line.text)),
    "\x06": lambda line: line.move(1),
    "\x08": lambda line: line.cut(line.cursor - 1, line.cursor),
    "\x0b": lambda line: line.cut(line.cursor, len(line.text)),
    "\x0c": LineEditor.redraw,
    "\x0e": lambda line: line.recall(-1),
    "\x10": lambda line: line.recall(1),
    "\x12": LineEditor.redraw,
    "\x15": lambda line: line.cut(0, line.cursor),
    "\x16": LineEditor.begin_literal,
    "\x17": lambda line: line.cut(line.cursor + line.word(-1), line.cursor),
    "\x18": lambda line: line.cut(0, line.cursor),
    "\x1b": LineEditor.begin_escape,
    "\x7f": lambda line: line.cut(line.cursor - 1, line.cursor),
}
_ESCAPES: Mapping[str, Edit] = {
    "\x1b[A": lambda line: line.recall(1),
    "\x1b[B": lambda line: line.recall(-1),
    "\x1b[C": lambda line: line.move(1),
    "\x1b[D": lambda line: line.move(-1),
    "\x1bOA": lambda line: line.recall(1),
    "\x1bOB": lambda line: line.recall(-1),
    "\x1bb": lambda line: line.move(line.word(-1)),
    "\x1bB": lambda line: line.move(line.word(-1)),
    "\x1bf": lambda line: line.move(line.word(1)),
    "\x1bF": lambda line: line.move(line.word(1)),
}
