"""A running configuration as data: its statements, what differs, and how to undo a difference.

A statement is a line together with the lines it stands under, blanks made single:
``("voice service voip", "sip", "registrar server expires max 600 min 60")``. That is what makes
two configurations comparable whatever order or spacing an image prints them in. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Statement = tuple[str, ...]

# What changes without anybody configuring anything, or is printed in more than one way.
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    # The stamp follows the clock (cme-ios.md 2.3).
    (re.compile(r"create cnf-files version-stamp .*"), "create cnf-files"),
    (re.compile(r"ntp clock-period \d+"), ""),
    # Who holds the router (`lease`): about the configuration, not of it.
    (re.compile(r"alias exec cme-lease-\w+ held by .*"), ""),
    # `type normal` is the default of a profile's number; images print it or not.
    (re.compile(r"(number \S+) type normal"), r"\1"),
    (re.compile(r"Voice service voip"), "voice service voip"),
)
_MAC = re.compile(r"(?<=mac-address )[0-9A-Fa-f.]{14}")
_BANNER = re.compile(r"banner \S+ (?:\^C|(\S))")
_PREAMBLE = ("Building configuration", "Current configuration", "Using ")


def statements(text: str) -> tuple[Statement, ...]:
    """The statements of ``show running-config``, or of lines indented the same way.

    Comments, the preamble and ``end`` are no statements; a banner's text counts as one line.
    """
    return tuple(dict.fromkeys(statement for statement, _ in placed(text.splitlines())))


def placed(lines: Sequence[str]) -> Iterator[tuple[Statement, str]]:
    """Each line that is a statement, beside it."""
    open_sections: list[tuple[int, str]] = []
    for line in _joined_banners(lines):
        words = " ".join(line.split())
        if not words or words.startswith("!") or line.startswith(_PREAMBLE) or line == "end":
            continue
        indent = len(line) - len(line.lstrip())
        while open_sections and open_sections[-1][0] >= indent:
            open_sections.pop()
        spelt = _spelt(words)
        if spelt:
            yield (*(head for _, head in open_sections), spelt), line
            open_sections.append((indent, spelt))


def _spelt(words: str) -> str:
    for pattern, spelling in _SPELLINGS:
        if pattern.fullmatch(words):
            words = pattern.sub(spelling, words)
    return _MAC.sub(lambda mac: mac[0].upper(), words)


def _joined_banners(lines: Sequence[str]) -> Iterable[str]:
    banner: list[str] = []
    stop = ""
    for line in lines:
        if banner:
            banner.append(line.strip())
            if stop in line:
                yield " / ".join(banner)
                banner = []
            continue
        start = _BANNER.match(line)
        if start:
            stop = start[1] or "^C"
            if stop not in line[start.end() :]:
                banner = [line]
                continue
        yield line
    yield from banner


@dataclass(frozen=True, slots=True)
class Difference:
    """What a configuration has lost and gained."""

    lost: tuple[Statement, ...]
    gained: tuple[Statement, ...]

    def __bool__(self) -> bool:
        return bool(self.lost or self.gained)

    def sentences(self) -> tuple[str, ...]:
        """Each differing statement in a line: ``- ephone-dn 2: cti watch``."""
        marked = [("-", statement) for statement in self.lost]
        marked += [("+", statement) for statement in self.gained]
        return tuple(f"{mark} {': '.join(statement)}" for mark, statement in marked)


def difference(before: Iterable[Statement], after: Iterable[Statement]) -> Difference:
    """What stands in only one of them."""
    old, new = dict.fromkeys(before), dict.fromkeys(after)
    return Difference(
        lost=tuple(statement for statement in old if statement not in new),
        gained=tuple(statement for statement in new if statement not in old),
    )


def missing(wanted: Sequence[str], running: Iterable[Statement]) -> tuple[Statement, ...]:
    """Which of the wanted (indented) lines the running configuration does not hold."""
    held = set(running)
    return tuple(one for one in statements("\n".join(wanted)) if one not in held)


def render(chosen: Iterable[Statement]) -> tuple[str, ...]:
    """Statements as lines to push, indented under their sections, neighbours sharing a head."""
    lines: list[str] = []
    path: Statement = ()
    for statement in chosen:
        same = 0
        while same < min(len(path), len(statement) - 1) and path[same] == statement[same]:
            same += 1
        lines += [" " * level + statement[level] for level in range(same, len(statement))]
        path = statement
    return tuple(lines)


def undo(found: Difference) -> tuple[tuple[str, ...], ...]:
    """Pushes, one after another, that lead back from a difference; later ones may prove needless.

    New sections go first, since they may hold what belongs elsewhere (a MAC address, a number);
    then what was lost comes back, which already replaces values that merely changed; what is
    still there that was not is taken away. Last, and only of use where a section itself cannot
    be negated (``sip`` under ``voice service voip``), what stands in the new sections.
    """
    new_sections = [
        statement
        for statement in found.gained
        if any(other[:-1] == statement for other in found.gained)
    ]
    inside = tuple(
        statement
        for statement in found.gained
        if statement not in new_sections
        and not any(statement[: len(section)] == section for section in new_sections)
    )
    steps = (
        render(_negated(section) for section in new_sections if section[:-1] not in new_sections),
        render(found.lost),
        render(_negated(statement) for statement in inside),
        render(
            _negated(statement)
            for statement in found.gained
            if statement not in inside and statement not in new_sections
        ),
    )
    return tuple(step for step in steps if step)


def _negated(statement: Statement) -> Statement:
    *above, line = statement
    return (*above, line.removeprefix("no ") if line.startswith("no ") else f"no {line}")
