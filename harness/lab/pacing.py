"""Whether a router waits for the answer to an event before it sends the next one.

Only an application whose answer is late can tell: what comes meanwhile did not wait. Read from the
wire, since what an agent takes in is one event a transaction, however often it came.
"""

from __future__ import annotations

import re

from harness.runtime.wire import Frame

AT_ONCE, ONE_AT_A_TIME = "at-once", "one-at-a-time"

_INFO = re.compile(rb"INFO ")
_ANSWER = re.compile(rb"SIP/2\.0 ")
_SEQUENCE = re.compile(rb"(?im)^CSeq\s*:\s*(\d+)\s+INFO\s*$")
_CALL_ID = re.compile(rb"(?im)^(?:Call-ID|i)\s*:\s*(\S+)")


class Pace:
    """The events of the router's INFO requests, dialog by dialog, as one application's socket."""

    def __init__(self) -> None:
        self._open: dict[bytes, list[int]] = {}
        self._repeated: set[tuple[bytes, int]] = set()
        self._answered: set[tuple[bytes, int]] = set()

    def seen(self, frame: Frame, *, from_router: bool) -> str | None:
        """Take a frame; what it shows of the router's pacing, if it shows anything."""
        sequence, dialog = _SEQUENCE.search(frame.octets), _CALL_ID.search(frame.octets)
        if sequence is None or dialog is None:
            return None
        number, waiting = int(sequence[1]), self._open.setdefault(dialog[1], [])
        if from_router and _INFO.match(frame.octets):
            return self._came(dialog[1], waiting, number)
        if not from_router and _ANSWER.match(frame.octets) and number in waiting:
            waiting.remove(number)
            self._answered.add((dialog[1], number))
        return None

    def _came(self, dialog: bytes, waiting: list[int], number: int) -> str | None:
        if (dialog, number) in self._answered:
            return None  # repeated before the answer had arrived
        if number in waiting:
            self._repeated.add((dialog, number))
            return None
        overlaps = any(each != number for each in waiting)
        before = (dialog, number - 1) in self._repeated
        waiting.append(number)
        if overlaps:
            return AT_ONCE
        return ONE_AT_A_TIME if before else None
