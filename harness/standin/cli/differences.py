"""What parts two configurations: ``show archive config differences`` and ``incremental-diffs``.

Cisco, Contextual Configuration Diff Utility: a line that only the second file has is marked ``+``,
one that only the first has ``-``; the head of a block whose lines differ stands unmarked above
them. An incremental diff is the lines of a file that the running configuration lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harness.standin.cli.files import Arguments, flash_name, missing
from harness.standin.cli.host import CliHost, Terminal
from harness.standin.cli.talk import Talk

_CONTEXTUAL = "!Contextual Config Diffs:"
_INCREMENTAL = "!List of Commands:"
_NONE = "!No changes were found"
_NO_COMMAND = ("", "end")

Blocks = Mapping[str, tuple[str, ...]]


def read(host: CliHost, url: str) -> str | None:
    """A configuration by its place in the file system; ``None`` when nothing is there."""
    system, _, path = url.partition(":")
    if system == "system":
        return host.running() if path.lstrip("/") == "running-config" else None
    if system == "nvram":
        return host.startup if path.lstrip("/") == "startup-config" else None
    octets = host.flash.get(flash_name(url))
    return None if octets is None else octets.decode("latin-1")


def contextual(first: str, second: str) -> Iterator[str]:
    """The lines that lead from one configuration to the other, each below its block."""
    old, new = _blocks(first), _blocks(second)
    for head in (*new, *(head for head in old if head not in new)):
        if head not in old:
            yield from _marked("+", head, new[head])
        elif head not in new:
            yield from _marked("-", head, old[head])
        elif set(old[head]) != set(new[head]):
            yield head
            yield from (f" +{line}" for line in new[head] if line not in old[head])
            yield from (f" -{line}" for line in old[head] if line not in new[head])


def incremental(running: str, file: str) -> Iterator[str]:
    """The commands of a file that the running configuration lacks."""
    standing, wanted = _blocks(running), _blocks(file)
    for head, lines in wanted.items():
        lacking = [line for line in lines if line not in standing.get(head, ())]
        if head not in standing or lacking:
            yield head
            yield from (f" {line}" for line in lacking)


def show_differences(terminal: Terminal, arguments: Arguments) -> Talk:
    """``show archive config differences [FILE [FILE]]``."""
    first = str(arguments.get("first", "system:running-config"))
    default = "system:running-config" if "first" in arguments else "nvram:startup-config"
    texts = {}
    for url in (first, str(arguments.get("second", default))):
        text = read(terminal.host, url)
        if text is None:
            yield missing(flash_name(url))
            return
        texts[url] = text
    yield from _told(_CONTEXTUAL, contextual(*texts.values()) if len(texts) > 1 else iter(()))


def show_increments(terminal: Terminal, arguments: Arguments) -> Talk:
    """``show archive config incremental-diffs FILE``."""
    url = str(arguments["file"])
    text = read(terminal.host, url)
    if text is None:
        yield missing(flash_name(url))
        return
    lines = [*incremental(terminal.host.running(), text)]
    yield from _told(_INCREMENTAL, iter([*lines, "end"] if lines else []))


def _told(title: str, lines: Iterator[str]) -> Talk:
    found = [*lines]
    yield title
    yield from found or (_NONE,)


def _marked(sign: str, head: str, lines: tuple[str, ...]) -> Iterator[str]:
    yield f"{sign}{head}"
    yield from (f" {sign}{line}" for line in lines)


def _blocks(text: str) -> Blocks:
    blocks: dict[str, list[str]] = {}
    head = ""
    for line in text.splitlines():
        stripped = line.strip()
        if stripped in _NO_COMMAND or stripped.startswith("!"):
            continue
        if line.startswith(" ") and head:
            blocks[head].append(stripped)
        else:
            head = stripped
            blocks.setdefault(head, [])
    return {head: tuple(lines) for head, lines in blocks.items()}
