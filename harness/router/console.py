"""A serial console before anybody logs in: it is where the last one who used it left it.

pyserial is imported inside a function, as everything behind a command line is.
"""

from __future__ import annotations

from select import select

from harness.errors import RouterUnreachable
from harness.router.standing import Standing, silence, standing
from harness.runtime.clock import Deadline

_LEAVE = b"\x03\r"
"""Ends a half line, a question, a pager, a configuration mode; wakes a line at rest."""
_QUIET_SECONDS = 0.5
"""After which it is asked again: a log line may have come after the prompt."""
_MOST = 65_536


def recover(port: str, baudrate: int, *, seconds: float) -> None:
    """Bring the console to a prompt or a login.

    Args:
        port: the device.
        baudrate: its speed.
        seconds: how long to wait for something that is known.

    Raises:
        RouterUnreachable: it leads to neither; the text says where it stands and what to do.
    """
    import serial

    deadline = Deadline.after(seconds, f"the console {port}")
    with serial.Serial(port, baudrate, timeout=0, write_timeout=1, exclusive=True) as console:
        console.write(_LEAVE)
        said = ""
        while (where := standing(said)) is not Standing.READY:
            if where not in (None, Standing.AT_REST):
                raise RouterUnreachable(where)
            if deadline.passed:
                raise RouterUnreachable(silence(said))
            if select([console], [], [], min(_QUIET_SECONDS, deadline.remaining))[0]:
                said = (said + console.read(_MOST).decode("ascii", "replace"))[-_MOST:]
            else:
                console.write(_LEAVE)
