"""Our own reading of a capture, in the words in which a judge gives his.

`Reader` takes the packets of a `capture.Recorder` (or of a file read back) and decodes them with
``protocols``; a run keeps one, because the version that a phone and the router agreed upon when
the phone registered is needed to read what they say later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = int | str | bytes


@dataclass(frozen=True, slots=True)
class Record:
    """One message as we read it."""

    packet: int
    """The place of the packet that completes it, from 1."""
    protocol: str
    """``SCCP``, ``SIP`` or ``CSTA``."""
    name: str
    """The message's class, the request's method, the response's status, the XML root."""
    fields: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
