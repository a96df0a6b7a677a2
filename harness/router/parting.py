"""Leaving a router: as it was, and its command line in whatever state that is.

A command line is left by a thread of its own, which is waited for a while only: a connection that
was broken in the middle of something may hold a lock that nobody releases any more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any

from harness.runtime.interrupts import patiently

_THREAD_SECONDS = 5.0
_RELEASE_SECONDS = 20.0
_ABANDON_SECONDS = 10.0


def unhurried() -> AbstractContextManager[None]:
    """For the time of a restore: who presses Ctrl-C is told of it, and must press twice."""
    return patiently(
        "the router is being put back; Ctrl-C once more leaves that to the router itself and to "
        "the next run"
    )


def release(connection: Any) -> None:
    """Log out and disconnect, and wait for paramiko's thread.

    That thread outlives a session that the router ends.
    """
    _within(_RELEASE_SECONDS, lambda: _disconnect(connection))


def abandon(connection: Any) -> None:
    """Release everything without a farewell: nobody knows what it would be taken for.

    netmiko itself leaves paramiko's thread running when the shell is refused, as it is when all
    lines of a router are taken.
    """
    if connection is not None:
        _within(_ABANDON_SECONDS, lambda: _drop(connection))


def _drop(connection: Any) -> None:
    with suppress(Exception):  # it may be lost already; netmiko's own `disconnect` does the same
        connection.remote_conn.close()
    _disconnect(connection)


def _disconnect(connection: Any) -> None:
    client = getattr(connection, "remote_conn_pre", None)
    thread = client.get_transport() if client is not None else None
    connection.disconnect()
    if thread is not None and thread.is_alive():
        thread.join(_THREAD_SECONDS)


def _within(seconds: float, work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work, name="leaves the router", daemon=True)
    thread.start()
    thread.join(seconds)
