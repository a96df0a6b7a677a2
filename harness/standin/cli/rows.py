"""What a row of the configuration table is, and the few shapes that most rows have.

A row holds for one command: its syntax, what it does, what ``no`` and ``default`` do, and how it
is printed back. `flag`, `setting`, `kept`, `collection`, `service` and `section` make the usual
ones; the attributes they write bear the names in the syntax.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.standin.cli.syntax import Sequence, Value, names, read, without_values, written
from harness.standin.cli.talk import Talk
from harness.standin.configuration import RouterConfiguration, Section
from harness.standin.operations import Operations


@dataclass(frozen=True, slots=True)
class Change:
    """One configuration line, and what it may touch."""

    configuration: RouterConfiguration
    block: Any
    """The block of the mode it was typed in; the whole configuration in global mode."""
    values: Mapping[str, Value]
    line: str
    """The line with every keyword written out, without a leading ``no``."""
    operations: Operations | None = None
    """The running system; ``None`` while a file is only being read."""


Effect = Callable[[Change], Talk | None]
Blocks = Callable[[Any], Iterable[tuple[str, Any]]]


def _nothing(change: Change) -> None:
    del change


def _no_lines(block: Any) -> Iterable[str]:
    del block
    return ()


@dataclass(frozen=True, slots=True)
class Row:
    """One command of one configuration mode."""

    syntax: str
    set: Effect = _nothing
    unset: Effect | None = None
    """What ``no`` does; ``None`` where IOS has no such form."""
    reset: Effect | None = None
    """What ``default`` does where it is not what ``no`` does."""
    lines: Callable[[Any], Iterable[str]] = _no_lines
    """The block's lines for this command, as ``show running-config`` prints them."""
    no: str = ""
    """The syntax after ``no``, where it is not the syntax with all that varies left out."""
    opens: str = ""
    """The mode it enters."""
    into: Callable[[Change], Any] | None = None
    """The block of that mode."""
    blocks: Blocks | None = None
    """The blocks it has opened, each with the line that heads it."""

    @property
    def negative(self) -> Sequence:
        """The syntax after ``no``."""
        return read(self.no) if self.no else without_values(read(self.syntax))


Rows = tuple[Row | str, ...]
"""Rows in the order of the running configuration; a bare text is printed as it stands."""


def flag(syntax: str, attribute: str, *, default: bool = False, printed: bool = True) -> Row:
    """A command that is on or off; printed when it is not as it is by default."""
    plain = written(read(syntax), {}) or syntax

    def put(value: bool) -> Effect:
        return lambda change: setattr(change.block, attribute, value)

    def lines(block: Any) -> Iterator[str]:
        value = getattr(block, attribute)
        if printed and value != default:
            yield plain if value else f"no {plain}"

    return Row(syntax, put(True), put(False), put(default), lines)


def setting(syntax: str, *, always: bool = False, no: str = "", **defaults: Value | None) -> Row:
    """A command with values; each value's attribute has its name in the syntax.

    It is printed when some value is not its default, or ``always``.
    """
    structure = read(syntax)
    attributes = tuple(names(structure))

    def put(change: Change) -> None:
        for name in attributes:
            setattr(change.block, name, change.values.get(name, defaults.get(name)))

    def unset(change: Change) -> None:
        for name in attributes:
            setattr(change.block, name, defaults.get(name))

    def lines(block: Any) -> Iterator[str]:
        values = {name: getattr(block, name) for name in attributes}
        if always or any(values[name] != defaults.get(name) for name in attributes):
            text = written(structure, values)
            if text is not None:
                yield text

    return Row(syntax, put, unset, None, lines, no)


def kept(syntax: str, *, default: str = "", quiet: bool = False, many: bool = False) -> Row:
    """A command that is stored and printed back, not obeyed.

    Args:
        syntax: as in every row.
        default: the line that is printed while nothing was said; it may begin with ``no``.
        quiet: whether that line is the default and yet not printed.
        many: whether each different line stands beside the others.
    """
    refused = f"no {default}" if default and not default.startswith("no ") else ""

    def key(change: Change) -> str:
        return f"{syntax}|{change.line}" if many else syntax

    def put(change: Change) -> None:
        if change.line == default:
            change.block.kept.pop(key(change), None)
        else:
            change.block.kept[key(change)] = change.line

    def unset(change: Change) -> None:
        if refused:
            change.block.kept[syntax] = refused
        else:
            change.block.kept.pop(key(change), None)

    def reset(change: Change) -> None:
        change.block.kept.pop(key(change), None)

    def lines(block: Any) -> Iterator[str]:
        if many:
            mark = f"{syntax}|"
            yield from (line for name, line in block.kept.items() if name.startswith(mark))
        elif line := block.kept.get(syntax, "" if quiet else default):
            yield line

    return Row(syntax, put, unset, reset, lines, syntax if many else "")


def accepted(syntax: str) -> Row:
    """A command that is taken and changes nothing."""
    return Row(syntax, unset=_nothing)


def collection(
    syntax: str,
    mode: str,
    attribute: str,
    make: Callable[[int], Any],
    *,
    head: str,
    removed: Effect = _nothing,
    entered: Callable[[Change, Any], None] | None = None,
) -> Row:
    """A command that opens one of many blocks, told apart by ``tag``.

    Args:
        syntax: has a number named ``tag``.
        mode: the mode it enters.
        attribute: the mapping from tag to block in the configuration.
        make: a new block.
        head: the line printed above the block, with ``{tag}`` and the block's other attributes.
        removed: what else ``no`` does.
        entered: what the rest of the line does to the block.
    """

    def into(change: Change) -> Any:
        blocks = getattr(change.configuration, attribute)
        tag = int(change.values["tag"])
        block = blocks.setdefault(tag, make(tag))
        if entered:
            entered(change, block)
        return block

    def unset(change: Change) -> Talk | None:
        getattr(change.configuration, attribute).pop(int(change.values["tag"]), None)
        return removed(change)

    def blocks(configuration: Any) -> Iterator[tuple[str, Any]]:
        for _, block in sorted(getattr(configuration, attribute).items()):
            yield head.format(each=block), block

    return Row(syntax, unset=unset, no=syntax, opens=mode, into=into, blocks=blocks)


def service(
    syntax: str,
    mode: str,
    attribute: str,
    make: Callable[[], Any],
    *,
    head: str = "",
    shown: Callable[[Any], bool] = lambda block: bool(block.configured),
    unset: Effect | None = None,
) -> Row:
    """A command that opens the one block of its kind."""

    def into(change: Change) -> Any:
        block = getattr(change.block, attribute)
        if hasattr(block, "configured"):
            block.configured = True
        return block

    def remove(change: Change) -> None:
        setattr(change.block, attribute, make())

    def blocks(parent: Any) -> Iterator[tuple[str, Any]]:
        block = getattr(parent, attribute)
        if shown(block):
            yield head or syntax, block

    return Row(syntax, unset=unset or remove, opens=mode, into=into, blocks=blocks)


def section(
    syntax: str,
    mode: str,
    *,
    present: tuple[str, ...] = (),
    fixed: bool = False,
    spelled: tuple[str, str] = ("", ""),
) -> Row:
    """A command that opens a block of lines that are only kept.

    Args:
        syntax: as in every row.
        mode: the mode it enters.
        present: heads of blocks that are always there, as hardware is.
        fixed: whether ``no`` is refused.
        spelled: a keyword, and how it is printed where that is shorter.
    """

    def head(change: Change) -> str:
        return change.line.replace(*spelled) if spelled[0] else change.line

    def into(change: Change) -> Any:
        return change.block.sections.setdefault(head(change), Section(syntax, head(change)))

    def unset(change: Change) -> None:
        change.block.sections.pop(head(change), None)

    def blocks(parent: Any) -> Iterator[tuple[str, Any]]:
        heads = {each: Section(syntax, each) for each in present}
        heads |= {each.head: each for each in parent.sections.values() if each.row == syntax}
        yield from heads.items()

    return Row(
        syntax, unset=None if fixed else unset, no=syntax, opens=mode, into=into, blocks=blocks
    )
