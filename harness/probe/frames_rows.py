"""What somebody may send to the SCCP port who is no phone: one row each, as a plan names it.

The twelve octets before a body are its length, counted from the message number on, a word that is
0 for old protocol versions, and the number (reference of SCCP, "Framing"). Bodies are typed here,
apart from our codecs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Octets = Callable[[], bytes]

_KEEP_ALIVE, _REGISTER, _OFF_HOOK, _SOFT_KEY, _ALARM = 0x0000, 0x0001, 0x0006, 0x0026, 0x0020
_UNREGISTER, _CAPABILITIES = 0x0027, 0x0010


def _frame(number: int, body: bytes = b"", *, length: int | None = None) -> bytes:
    from scapy.packet import Raw

    from harness.probe.layers import SCCP

    return bytes(SCCP(length=length, message_id=number) / Raw(body))


def _register(name: bytes, *, filling: bytes = b"\0", size: int = 48) -> bytes:
    return _frame(_REGISTER, name.ljust(16, b"\0") + filling * size)


FRAMES: Mapping[str, Octets] = {
    "a length of 0": lambda: _frame(_KEEP_ALIVE, length=0),
    "a length of 3": lambda: _frame(_KEEP_ALIVE, length=3),
    "a length of 4 GiB": lambda: _frame(_KEEP_ALIVE, length=0xFFFFFFFF),
    "a length of 2 GiB": lambda: _frame(_REGISTER, b"SEP", length=0x7FFFFFFF),
    "half a header": lambda: _frame(_KEEP_ALIVE)[:7],
    "half a registration": lambda: _register(b"SEP0000DEADBEEF")[:30],
    "a registration of no octets": lambda: _frame(_REGISTER),
    "a registration whose name has no end": lambda: _register(b"S" * 16, filling=b"S"),
    "a registration of FFs": lambda: _register(b"\xff" * 16, filling=b"\xff"),
    "a registration of nobody's phone": lambda: _register(b"SEP0000DEADBEEF"),
    "a message number nobody knows": lambda: _frame(0xFFFF, bytes(32)),
    "a call agent's message": lambda: _frame(0x0081, bytes(20)),
    "a key before any registration": lambda: _frame(_SOFT_KEY, bytes(12)),
    "the handset before any registration": lambda: _frame(_OFF_HOOK, bytes(8)),
    "a sign-off before any registration": lambda: _frame(_UNREGISTER),
    "a list of 4 billion capabilities": lambda: _frame(_CAPABILITIES, b"\xff" * 12),
    "an alarm of format strings": lambda: _frame(_ALARM, b"\0\0\0\0" + b"%s%n" * 20 + bytes(8)),
    "text of another protocol": lambda: b"GET / HTTP/1.1\r\nHost: router\r\n\r\n",
}
"""Octets that a careless call agent might believe."""


def frame(kind: str) -> bytes:
    """A row of the table."""
    return FRAMES[kind]()
