"""``reload``: at once, in a while, called off; and what ``show reload`` says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from harness.standin.cli.files import write_memory
from harness.standin.cli.host import Terminal
from harness.standin.cli.schedule import Scheduled
from harness.standin.cli.syntax import Value
from harness.standin.cli.talk import Ask, Talk, affirmed

Arguments = Mapping[str, Value]


def reload(terminal: Terminal, arguments: Arguments) -> Talk:
    """``reload``."""
    del arguments
    yield from _offered_to_save(terminal)
    answer = yield Ask("Proceed with reload? [confirm]", key=True)
    if affirmed(answer):
        terminal.host.reload()


def reload_in(terminal: Terminal, arguments: Arguments) -> Talk:
    """``reload in {mmm | hhh:mm} [REASON]``: what engineers do before a change they may regret."""
    host = terminal.host
    yield from _offered_to_save(terminal)
    hours, _, minutes = str(arguments["delay"]).rpartition(":")
    span = timedelta(hours=int(hours or 0), minutes=int(minutes))
    now = host.wall_clock()
    due = host.now + span.total_seconds()
    reason = str(arguments.get("reason", "Reload Command"))
    planned = Scheduled(now + span, due, terminal.name, reason)
    yield from planned.told(now)
    answer = yield Ask("Proceed with reload? [confirm]", key=True)
    if affirmed(answer):
        host.schedule(planned)
        at = planned.at
        host.log.tell(
            f"%SYS-5-SCHEDULED_RELOAD: Reload requested for {at:%H:%M:%S %Z %a %b} {at.day} "
            f"{at:%Y} at {now:%H:%M:%S %Z %a %b} {now.day} {now:%Y} by {planned.by}. "
            f"Reload Reason: {reason}."
        )


def cancel(terminal: Terminal, arguments: Arguments) -> Talk:
    """``reload cancel``."""
    del arguments
    host = terminal.host
    if host.scheduled is None:
        yield "%No reload is scheduled."
        return
    host.schedule(None)
    yield from ("", "", "***", "*** --- SHUTDOWN ABORTED ---", "***", "")
    now = host.wall_clock()
    host.log.tell(
        "%SYS-5-SCHEDULED_RELOAD_CANCELLED: Scheduled reload cancelled at "
        f"{now:%H:%M:%S %Z %a %b} {now.day} {now:%Y}"
    )


def show(terminal: Terminal) -> Iterator[str]:
    """``show reload``."""
    planned = terminal.host.scheduled
    if planned is None:
        yield "No reload is scheduled."
    else:
        yield from planned.told(terminal.host.wall_clock())


def _offered_to_save(terminal: Terminal) -> Talk:
    if terminal.host.is_saved:
        return
    answer = ""
    while answer.strip().lower() not in {"yes", "y", "no", "n"}:
        answer = yield Ask("System configuration has been modified. Save? [yes/no]: ")
        if not answer.strip():
            yield "% Please answer 'yes' or 'no'."
    if answer.strip().lower().startswith("y"):
        yield from write_memory(terminal, {})
