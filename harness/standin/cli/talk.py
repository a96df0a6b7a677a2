"""How a command speaks: lines of output, and questions that wait for an answer."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """A question; the command goes on with the answer."""

    prompt: str
    hidden: bool = False
    """A password: what is typed is not echoed."""
    key: bool = False
    """``[confirm]``: one key answers it."""
    more: bool = False
    """Wants a further line of what is being entered; in a file, that is the next line."""


Talk = Generator[str | Ask, str, None]
"""Yields lines and questions, and is sent the answers."""


def say(lines: Iterable[str]) -> Talk:
    """Only lines."""
    yield from lines


def affirmed(answer: str) -> bool:
    """Whether a ``[confirm]`` was answered with yes: Enter, ``y`` or a word that begins with it."""
    return not answer.strip() or answer.strip().lower().startswith("y")


def unattended(talk: Talk | None, lines: Iterator[str] | None = None) -> list[str]:
    """What is printed when nobody is there to answer: every question gets a yes.

    What wants more lines takes them from ``lines``, and is given up at their end.
    """
    printed: list[str] = []
    if talk is None:
        return printed
    try:
        item = next(talk)
        while True:
            if isinstance(item, Ask) and item.more:
                line = next(lines, None) if lines is not None else None
                if line is None:
                    talk.close()
                    return printed
                item = talk.send(line)
            elif isinstance(item, Ask):
                item = talk.send("yes")
            else:
                printed.append(item)
                item = next(talk)
    except StopIteration:
        return printed
