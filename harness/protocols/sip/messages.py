"""SIP requests and responses as values.

Messages are made once and read often, several for each INFO; ``Final`` fields keep them constant
for the type checker at a quarter of what a frozen dataclass costs to make.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

from harness.errors import RemoteProtocolError
from harness.protocols.sip.grammar import (
    AT_MOST_ONCE,
    KNOWN_HEADERS,
    LIST_HEADERS,
    canonical,
    is_token,
    split_list,
)
from harness.protocols.sip.values import parse_cseq, parse_name_addr, read_hop

HeaderPairs = Sequence[tuple[str, str]]


@dataclass(slots=True)
class Envelope:
    """The texts by which a message finds its transaction (§17.1.3, §17.2.3) and dialog (§12)."""

    branch: Final[str]
    sent_by: Final[str]
    from_tag: Final[str]
    to_tag: Final[str]
    call_id: Final[str]
    cseq: Final[int]
    method: Final[str]
    """The method that CSeq names."""


class Headers:
    """The header fields of a message: in order, found by name in any case or compact form.

    Values are free of the white space around them; a folded value stands on one line.
    """

    __slots__ = ("_envelope", "_first", "_pairs")

    def __init__(
        self,
        pairs: Iterable[tuple[str, str]] = (),
        *,
        plain: dict[str, str] | None = None,
        envelope: Envelope | None = None,
    ) -> None:
        """Headers from pairs, or from ``plain``: canonical names, each once, values unstripped.

        ``envelope`` is what a parser found in them on its way.
        """
        self._envelope = envelope
        self._pairs: list[tuple[str, str]] | None = None
        if plain is not None:
            self._first = plain
            return
        self._pairs = [(name, value.strip()) for name, value in pairs]
        self._first = {}
        for name, value in self._pairs:
            self._first.setdefault(canonical(name), value)

    @classmethod
    def from_lines(cls, lines: list[str]) -> Self:
        """Read the lines of a message's head below its start line.

        Raises:
            RemoteProtocolError: a line is no header, or a header stands twice that must not.
        """
        first = {name: value for line in lines for name, _, value in (line.partition(": "),)}
        if len(first) != len(lines) or not KNOWN_HEADERS.issuperset(first):
            return cls._from_odd_lines(lines)
        # One line each, spelled as in the standards: the dictionary is the whole head.
        return cls(plain=first)

    @classmethod
    def _from_odd_lines(cls, lines: list[str]) -> Self:
        pairs: list[tuple[str, str]] = []
        for line in lines:
            if line[:1] in {" ", "\t"} and pairs:
                name, value = pairs[-1]
                pairs[-1] = name, f"{value} {line.strip()}"
                continue
            name, colon, value = line.partition(":")
            name = name.rstrip(" \t")
            if not colon or not is_token(name):
                raise RemoteProtocolError(f"no header line: {line!r}", status=400)
            pairs.append((name, value.strip()))
        headers = cls(pairs)
        if len(headers._first) != len(pairs):
            for name in AT_MOST_ONCE:
                if len(headers.lines(name)) > 1:
                    raise RemoteProtocolError(f"{name} stands twice", status=400)
        return headers

    def get(self, name: str) -> str | None:
        """The value of the first line of that name."""
        value = self._first.get(name)
        if value is None:
            if name in KNOWN_HEADERS:
                return None
            value = self._first.get(canonical(name))
        return value if value is None else value.strip()

    def stands_once(self, name: str) -> bool:
        """Whether that header has exactly one line, with one value."""
        value = self._first.get(name) or self._first.get(canonical(name))
        if value is None or (self._pairs is not None and len(self.lines(name)) != 1):
            return False
        return "," not in value or len(split_list(value)) == 1

    def echoed(self, to_suffix: str = "") -> str:
        """The lines that a response repeats besides Via (§8.2.6.2); ``to_suffix`` ends To's."""
        first = self._first
        return (
            f"From: {first['From'].strip()}\r\nTo: {first['To'].strip()}{to_suffix}\r\n"
            f"Call-ID: {first['Call-ID'].strip()}\r\nCSeq: {first['CSeq'].strip()}\r\n"
        )

    def lines(self, name: str) -> list[str]:
        """The values of all lines of that name, as they stand."""
        wanted = canonical(name)
        if self._pairs is None:
            value = self._first.get(wanted)
            return [] if value is None else [value.strip()]
        return [value for spelled, value in self if canonical(spelled) == wanted]

    def all(self, name: str) -> list[str]:
        """The values of that name, lists taken apart (§7.3.1)."""
        if canonical(name) not in self._first:
            return []
        values = self.lines(name)
        if canonical(name) not in LIST_HEADERS:
            return values
        return [piece for value in values for piece in split_list(value)]

    def replaced(self, *pairs: tuple[str, str]) -> Headers:
        """A copy in which each header of ``pairs`` has that one value, at its old place or last."""
        new = {canonical(name): (name, value) for name, value in pairs}
        kept: list[tuple[str, str]] = []
        for name, value in self:
            key = canonical(name)
            if key in new:
                kept.append(new.pop(key))
            elif key not in {canonical(changed) for changed, _ in pairs}:
                kept.append((name, value))
        return Headers([*kept, *new.values()])

    def without(self, *names: str) -> Headers:
        """A copy that lacks the headers of these names."""
        gone = {canonical(name) for name in names}
        return Headers((name, value) for name, value in self if canonical(name) not in gone)

    @property
    def envelope(self) -> Envelope:
        """What transactions and dialogs are matched by.

        Raises:
            RemoteProtocolError: a header it needs is missing or malformed.
        """
        if self._envelope is None:
            self._envelope = _read_envelope(self._first)
        return self._envelope

    def __iter__(self) -> Iterator[tuple[str, str]]:
        if self._pairs is None:
            self._pairs = [(name, value.strip()) for name, value in self._first.items()]
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._first if self._pairs is None else self._pairs)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and canonical(name) in self._first

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Headers):
            return NotImplemented
        return [(canonical(name), value) for name, value in self] == [
            (canonical(name), value) for name, value in other
        ]

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Headers({list(self)!r})"


def _read_envelope(first: dict[str, str]) -> Envelope:
    try:
        via, sender, receiver = first["Via"], first["From"], first["To"]
        call_id, cseq = first["Call-ID"].strip(), first["CSeq"]
    except KeyError as missing:
        raise RemoteProtocolError(f"{missing.args[0]} is missing", status=400) from None
    branch, sent_by = read_hop(via)
    number, method = parse_cseq(cseq)
    if not call_id or " " in call_id or "\t" in call_id:
        raise RemoteProtocolError(f"no Call-ID value: {call_id!r}", status=400)
    return Envelope(
        branch,
        sent_by,
        parse_name_addr(sender).tag,
        parse_name_addr(receiver).tag,
        call_id,
        number,
        method,
    )


@dataclass(slots=True)
class Request:
    """A request."""

    method: Final[str]
    uri: Final[str]
    headers: Final[Headers]
    body: Final[bytes] = b""


@dataclass(slots=True)
class Response:
    """A response."""

    status: Final[int]
    reason: Final[str]
    headers: Final[Headers]
    body: Final[bytes] = b""


Message = Request | Response
