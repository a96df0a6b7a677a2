"""Bodies that differ only where the schema leaves everything open get the same verdict.

A switch writes the same event again and again with other identifiers. What decides a verdict is a
body without its free texts: identifiers, which the schema only wants not to be empty. Verdicts of
"nothing to object" are kept by that likeness; an objection is always found anew.
"""

from __future__ import annotations

import re

# Elements whose text the schema takes as it comes, as long as there is one (``Identifier``).
FREE = frozenset({"callID", "deviceID", "monitorCrossRefID", "deviceIdentifier", "numberDialed"})

# No references, no control characters, nothing beyond ASCII: nothing that could mean another thing.
_ORDINARY = bytes(set(range(0x20, 0x7F)) - set(b"&") | set(b"\t\n"))
_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"<>"))
_PREFIX = re.compile(r"^[^\s:]+:")
_MOST = 4096


class Likenesses:
    """The likenesses that were found right."""

    def __init__(self) -> None:
        self.right: set[str] = set()
        self._free: dict[str, tuple[int, ...]] = {}

    def of(self, octets: bytes) -> str | None:
        """What decides the verdict on a body; ``None`` for one too unusual to tell."""
        if b"\r" in octets:
            octets = octets.replace(b"\r\n", b"\n")  # XML 1.0 §2.11
        if octets.translate(None, _ORDINARY):
            return None
        brackets = octets.translate(None, _ALL_BUT_BRACKETS)
        if brackets != b"<>" * (len(brackets) // 2):
            return None
        pieces = octets.decode("ascii").replace(">", "<").split("<")
        tags = "<".join(pieces[1::2])
        free = self._free.get(tags)
        if free is None:
            free = self._free_texts(tags, pieces)
        for place in free:
            if not pieces[place]:
                return None
            pieces[place] = "?"
        return "<".join(pieces)

    def _free_texts(self, tags: str, pieces: list[str]) -> tuple[int, ...]:
        """Where the free texts stand: behind the opening tag of an element without children."""
        found = tuple(
            place + 1
            for place in range(1, len(pieces) - 2, 2)
            if _PREFIX.sub("", pieces[place]) in FREE and pieces[place + 2].startswith("/")
        )
        if len(self._free) >= _MOST:
            self._free.clear()
        self._free[tags] = found
        return found

    def keep(self, likeness: str) -> None:
        """Note that nothing was found against it."""
        if len(self.right) >= _MOST:
            self.right.clear()
        self.right.add(likeness)
