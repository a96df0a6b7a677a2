"""Bodies of a form that was met before, read without a walk through their tree.

A switch writes the same few forms over and over; only texts differ. The form of a body is its
octets without the texts between its tags. The first body of a form is parsed by libxml2, which
settles that the form is well-formed and what its elements are; where it is plain enough to be
sure which text is which element's, its plan is kept, and the next body of that form needs no more
than to be cut at its tags.

Not plain, and always parsed: octets beyond ASCII, references (``&``), lone carriage returns,
comments, and ``>`` within a tag or a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from harness.protocols.csta.reading import Plan, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Node

_ORDINARY = bytes(set(range(0x20, 0x7F)) - set(b"&") | set(b"\t\n"))
_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"<>"))
_TAG_NAME = re.compile(r"(?:[^\s/:]+:)?([^\s/]+)")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([^"']*)""")
_UTF_8 = frozenset({"utf-8", "us-ascii"})
_NO_TEXT = -1
_MOST_FORMS = 1024


class Cut(NamedTuple):
    """A body cut at its tags."""

    tags: list[str]
    """What stands inside the angle brackets."""
    texts: list[str]
    """What stands behind each tag; last, for elements that have no room for a text, none."""
    form: str
    """The body without its texts."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form whose bodies can be read from their texts."""

    namespace: str
    name: str
    plan: Plan


@dataclass(slots=True)
class Forms:
    """The forms met so far; forgets them all when a hostile peer sends too many."""

    _known: dict[str, Form]

    def get(self, cut: Cut) -> Form | None:
        """What is known of a body's form."""
        return self._known.get(cut.form)

    def keep(self, cut: Cut, form: Form) -> None:
        """Remember a form."""
        if len(self._known) >= _MOST_FORMS:
            self._known.clear()
        self._known[cut.form] = form


def cut(octets: bytes) -> Cut | None:
    """A plain body cut at its tags; ``None`` for one that is not plain.

    Lines that end as SIP's do end as XML's first (XML 1.0 §2.11).
    """
    if b"\r" in octets:
        octets = octets.replace(b"\r\n", b"\n")
    if octets.translate(None, _ORDINARY):
        return None
    brackets = octets.translate(None, _ALL_BUT_BRACKETS)
    if brackets != b"<>" * (len(brackets) // 2):
        return None
    pieces = octets.decode("ascii").replace(">", "<").split("<")
    tags = pieces[1::2]
    texts = pieces[2::2]
    # Outside the root nothing but white space may stand: what stands there is part of the form.
    outside = (pieces[0], pieces[-1], texts[0] if tags and tags[0].startswith("?") else "")
    texts.append("")
    return Cut(tags, texts, "<".join((*outside, *tags)))


def places(tags: Sequence[str], root: Node) -> dict[Node, int] | None:
    """Where each element's text stands among the texts; ``None`` where that is not certain."""
    found: dict[Node, int] = {}
    nodes: Iterator[Node] = root.iter()
    for place, tag in enumerate(tags):
        if tag.startswith("?") and place == 0:
            if not _is_utf_8(tag):
                return None
            continue
        if tag.startswith(("?", "!")):
            return None
        if tag.startswith("/"):
            continue
        node = next(nodes, None)
        name = _TAG_NAME.match(tag)
        if node is None or name is None or name[1] != local_name(node.tag):
            return None
        found[node] = _NO_TEXT if tag.endswith("/") else place
    return found if next(nodes, None) is None else None


def _is_utf_8(declaration: str) -> bool:
    encoding = _ENCODING.search(declaration)
    return encoding is None or encoding[1].lower() in _UTF_8
