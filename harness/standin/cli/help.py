"""What ``?`` prints: the words that may follow, each with its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.standin.cli.help_rows import HELP

_RANGE = re.compile(r"<-?\w+-\w+>")
_MODEL = re.compile(r"(?:79\d\d|12)[A-Z]*")


def text_of(word: str) -> str | None:
    """What is said about a word; ``None`` where nobody has written anything."""
    if word in HELP:
        return HELP[word]
    if _RANGE.fullmatch(word):
        return "A number in this range"
    if _MODEL.fullmatch(word):
        return f"Cisco IP Phone {word}"
    return "This value" if re.fullmatch(r"-?[\d.]+", word) else None


def listing(words: list[str], *, partial: bool) -> Iterator[str]:
    """The lines of a help list: side by side for a word begun, else one a line with its text."""
    if partial:
        for start in range(0, len(words), 4):
            yield "".join(f"{word:<18}" for word in words[start : start + 4]).rstrip()
        return
    column = max((len(word) for word in words), default=0) + 2
    for word in words:
        yield f"  {word:<{column}}{text_of(word) or ''}".rstrip()
