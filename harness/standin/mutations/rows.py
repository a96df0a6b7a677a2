"""Every mutation by its name, and those that were chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from harness.standin.mutations.answer_rows import ANSWERS
from harness.standin.mutations.commands import Row
from harness.standin.mutations.desk_rows import DESKS
from harness.standin.mutations.event_rows import EVENTS
from harness.standin.mutations.hearing import HeardRow
from harness.standin.mutations.hearing_rows import HEARD
from harness.standin.mutations.known import FORGOTTEN, KNOWN, KnownRow
from harness.standin.mutations.phone_rows import PHONES
from harness.standin.mutations.places import PLACES, PlaceRow
from harness.standin.mutations.session_rows import SESSIONS
from harness.standin.mutations.show_rows import CLEARS, SHOWS
from harness.standin.mutations.shows import ClearRow, ShowRow
from harness.standin.mutations.sip import SipRow
from harness.standin.mutations.terminal import TerminalRow
from harness.standin.mutations.terminal_rows import TERMINAL
from harness.standin.mutations.wire import WireRow
from harness.standin.mutations.wire_rows import WIRE

_COMMANDS: tuple[Row, ...] = (*EVENTS, *ANSWERS, *PHONES, *DESKS, *FORGOTTEN)
AnyRow = Row | HeardRow | KnownRow | PlaceRow | SipRow | ShowRow | ClearRow | TerminalRow | WireRow
ROWS: Mapping[str, AnyRow] = MappingProxyType(
    {
        row.name: row
        for row in (
            *_COMMANDS, *HEARD, *KNOWN, *PLACES, *SESSIONS, *SHOWS, *CLEARS, *TERMINAL, *WIRE,
        )
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutations:
    """The chosen rows, by what they are laid over."""

    commands: tuple[Row, ...] = ()
    sip: tuple[SipRow, ...] = ()
    shows: tuple[ShowRow, ...] = ()
    clears: tuple[ClearRow, ...] = ()
    wire: tuple[WireRow, ...] = ()
    terminal: tuple[TerminalRow, ...] = ()
    known: tuple[KnownRow, ...] = ()
    heard: tuple[HeardRow, ...] = ()
    places: tuple[PlaceRow, ...] = ()

    @classmethod
    def chosen(cls, names: Iterable[str]) -> Mutations:
        """The rows of these names; names of other defects are passed over."""
        wanted = set(names)
        return cls(
            tuple(each for each in _COMMANDS if each.name in wanted),
            tuple(each for each in SESSIONS if each.name in wanted),
            tuple(each for each in SHOWS if each.name in wanted),
            tuple(each for each in CLEARS if each.name in wanted),
            tuple(each for each in WIRE if each.name in wanted),
            tuple(each for each in TERMINAL if each.name in wanted),
            tuple(each for each in KNOWN if each.name in wanted),
            tuple(each for each in HEARD if each.name in wanted),
            tuple(each for each in PLACES if each.name in wanted),
        )

    def __bool__(self) -> bool:
        laid = (self.commands, self.sip, self.shows, self.clears, self.wire, self.terminal)
        return any((*laid, self.known, self.heard, self.places))


NONE = Mutations()
"""A router without any."""
