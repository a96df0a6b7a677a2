"""``reload``: the router boots on what was saved, and is reached again.

A session that is cut in the middle of the question is what success looks like here: IOS ends every
login before it goes down (cme-ios.md, "Files, saving and reload").
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event

from harness.errors import ProvisioningError, RouterUnreachable
from harness.router.cli import Answer, CommandLine
from harness.runtime.clock import Deadline

_PAUSE_SECONDS = 1.0
_CONFIRMS = (Answer(r"\[confirm\]", ""),)


def save_and_reload(line: CommandLine, *, seconds: float) -> None:
    """Save the running configuration over the startup configuration, then ``reload``.

    Args:
        line: a session in privileged EXEC; the router ends it.
        seconds: how long saving, and going down, may take each.

    Raises:
        ProvisioningError: it was refused, or the router did not go down.
    """
    line.run("write memory", seconds=seconds, answers=_CONFIRMS)
    with suppress(RouterUnreachable):
        line.run("reload", seconds=seconds, answers=_CONFIRMS)
        raise ProvisioningError('the router took "reload" and did not go down')


def reached_again(
    reach: Callable[[], CommandLine],
    deadline: Deadline,
    *,
    pause: Callable[[float], object] | None = None,
) -> CommandLine:
    """The first session that the booted router lets in.

    Raises:
        RouterUnreachable: none until the deadline; the text says why for the last attempt.
    """
    wait = pause or Event().wait
    while True:
        try:
            return reach()
        except RouterUnreachable:
            if deadline.passed:
                raise
            wait(min(_PAUSE_SECONDS, deadline.remaining))
