"""Configuration lines, typed or read from a file, into the model.

A line belongs to the mode it was typed in or, as IOS has it, to one of the modes around that: the
first that takes it. A whole keyword out there beats a mere abbreviation in here, which is why
``ephone 2`` leaves ``ephone 1`` although ``ephone-template 2`` would be legal in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from harness.standin.cli.matching import Ambiguous, Grammar, Invalid, Match, Refusal
from harness.standin.cli.modes import DO, END, EXIT, GLOBAL, grammar, negative_grammar
from harness.standin.cli.rows import Change, Effect, Row
from harness.standin.cli.talk import Talk, say, unattended
from harness.standin.cli.telephony_rows import limits
from harness.standin.configuration import Interface, RouterConfiguration
from harness.standin.defects import Defect
from harness.standin.operations import Operations

_NEGATION = re.compile(r"\s*(no|default)(?:\s+|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A mode, and the block that its lines change."""

    mode: str
    block: Any


@dataclass(frozen=True, slots=True)
class Order:
    """A line that was understood, not yet carried out."""

    match: Match[Row]
    negation: str
    """Empty, ``no`` or ``default``."""
    depth: int
    """How many places remain on the stack: the mode the line belongs to is the last of them."""

    @property
    def line(self) -> str:
        """The line in full."""
        return f"{self.negation} {self.match.text}".strip()


class Configurator:
    """The stack of modes over one configuration."""

    def __init__(
        self,
        configuration: RouterConfiguration,
        *,
        operations: Operations | None = None,
        changed: Callable[[str], None] | None = None,
        execute: Callable[[str, int], Talk] | None = None,
        defects: frozenset[Defect] = frozenset(),
        unheard: set[str] | None = None,
    ) -> None:
        self._defects = defects
        self._unheard = set() if unheard is None else unheard
        self.configuration = configuration
        self.stack = [Place(GLOBAL, configuration)]
        self._operations = operations
        self._changed = changed
        self._execute = execute

    @property
    def mode(self) -> str | None:
        """The mode the next line is read in; ``None`` once configuration was left."""
        return self.stack[-1].mode if self.stack else None

    def understand(self, line: str) -> Order | Refusal | None:
        """What a line means here; ``None`` for a comment or nothing at all."""
        if not line.strip() or line.lstrip().startswith("!"):
            return None
        found = _NEGATION.match(line)
        negation, start = (found[1].lower(), found.end()) if found else ("", 0)
        results: list[Match[Row] | Refusal] = []
        for depth in range(len(self.stack), 0, -1):
            result = self._grammar(depth, negation).parse(line, start, self._limits)
            if isinstance(result, Match) and result.exact:
                return Order(result, negation, depth)
            results.append(result)
        return self._nearest(results, negation)

    def _nearest(self, results: list[Match[Row] | Refusal], negation: str) -> Order | Refusal:
        """The innermost reading, or the refusal that understood most; innermost first."""
        if isinstance(results[0], Ambiguous):
            return results[0]
        for depth, result in zip(range(len(self.stack), 0, -1), results, strict=True):
            if isinstance(result, Match):
                return Order(result, negation, depth)
        refusals = [result for result in results if not isinstance(result, Match)]
        return max(refusals, key=lambda refusal: refusal.understood)

    def _grammar(self, depth: int, negation: str) -> Grammar[Row]:
        mode = self.stack[depth - 1].mode
        return negative_grammar(mode) if negation else grammar(mode)

    @property
    def _limits(self) -> dict[str, int]:
        return dict(limits(self.configuration, self._defects))

    def carry_out(self, order: Order) -> Talk | None:
        """Do what a line says; its output, if it has any."""
        if order.match.row in (EXIT, END, DO):
            return self._move(order)
        del self.stack[order.depth :]
        place = self.stack[-1]
        change = Change(
            self.configuration,
            place.block,
            order.match.values,
            order.match.text,
            self._operations_for(order),
        )
        return self._apply(order, change)

    def _operations_for(self, order: Order) -> Operations | None:
        unguarded = Defect.MAC_UNGUARDED in self._defects
        is_mac = order.match.text.startswith("mac-address ")
        return None if unguarded and is_mac else self._operations

    def _apply(self, order: Order, change: Change) -> Talk | None:
        row = order.match.row
        if not order.negation and row.into is not None:
            self._enter(row, change)
            self._note(order)
            return None
        if self._is_unheard(order):
            return None
        talk = _effect(row, order.negation)(change)
        is_mac = order.match.text.startswith("mac-address ")
        if talk is not None and is_mac and Defect.REFUSED_MAC_TAKEN in self._defects:
            row.set(replace(change, operations=None))
            self._note(order)
        if talk is None:
            self._note(order)
            return None
        return self._noted(order, talk)

    def _enter(self, row: Row, change: Change) -> None:
        block = row.into(change) if row.into is not None else None
        if row.opens == "sip" and Defect.SIP_MODE_NOT_ENTERED in self._defects:
            return
        if row.opens == "session-server" and Defect.SESSION_SERVERS_SHARED in self._defects:
            block = min(self.configuration.session_servers.items())[1]
        self.stack.append(Place(row.opens, block))

    def _is_unheard(self, order: Order) -> bool:
        ignored = Defect.NO_FORM_IGNORED in self._defects and order.line == "no callmonitor"
        first = ignored and order.line not in self._unheard
        if first:
            self._unheard.add(order.line)
        return first

    def _noted(self, order: Order, talk: Talk) -> Talk:
        yield from talk
        self._note(order)

    def _note(self, order: Order) -> None:
        if self._changed:
            self._changed(order.line)

    def _move(self, order: Order) -> Talk | None:
        row = order.match.row
        if row is END:
            self.stack.clear()
        elif row is EXIT:
            self.stack.pop()
        elif self._execute is not None:
            return self._execute(str(order.match.values["command"]), order.match.starts["command"])
        return None

    def next_words(self, line: str) -> list[str] | None:
        """What ``?`` lists after ``line``."""
        found = _NEGATION.match(line)
        if found and line[found.end(1) :]:
            return self._grammar(len(self.stack), found[1]).next_words(
                line, found.end(), self._limits
            )
        listed = self._grammar(len(self.stack), "").next_words(line, 0, self._limits)
        begun = line.lstrip().lower()
        negations = [word for word in ("default", "no") if word.startswith(begun)]
        return sorted({*(listed or ()), *negations}) or listed

    def completion(self, line: str) -> str | None:
        """The rest of the keyword that ``Tab`` completes."""
        found = _NEGATION.match(line)
        start, negation = (found.end(), found[1]) if found else (0, "")
        return self._grammar(len(self.stack), negation).completion(line, start, self._limits)


def _effect(row: Row, negation: str) -> Effect:
    if negation == "default":
        return row.reset or row.unset or row.set
    return row.unset or row.set if negation else row.set


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration read from a file, and the lines that were refused."""

    configuration: RouterConfiguration
    refused: tuple[str, ...]


def hardware() -> RouterConfiguration:
    """A router that has read no line yet: the interfaces of the document's 2811, all up.

    An interface that is down has a ``shutdown`` in every saved configuration.
    """
    names = ("FastEthernet0/0", "Service-Engine0/0", "FastEthernet0/1")
    return RouterConfiguration(interfaces={name: Interface(name) for name in names})


def load(text: str, base: RouterConfiguration | None = None) -> Loaded:
    """Read a file of configuration lines over ``base``, or over a router fresh from the box."""
    configuration = base or hardware()
    configurator = Configurator(configuration)
    refused: list[str] = []
    lines = iter(text.splitlines())
    for line in lines:
        order = configurator.understand(line)
        if order is None:
            continue
        if not isinstance(order, Order):
            refused.append(line)
            continue
        unattended(configurator.carry_out(order), lines)
        if configurator.mode is None:
            break
    return Loaded(configuration, tuple(refused))


def complaint(refusal: Refusal, line: str, prompt_width: int) -> Talk:
    """How IOS says that it did not understand."""
    match refusal:
        case Invalid(column):
            return say(
                [
                    f"{' ' * (prompt_width + column)}^",
                    "% Invalid input detected at '^' marker.",
                    "",
                ]
            )
        case Ambiguous():
            return say([f'% Ambiguous command:  "{line.strip()}"'])
        case _:
            return say(["% Incomplete command.", ""])
