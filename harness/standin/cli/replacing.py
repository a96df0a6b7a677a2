"""EXEC commands on whole configurations: ``configure replace``, ``confirm`` and ``revert``.

Texts: Configuration Fundamentals (``configure replace`` and its examples); what a terminal shows
when a change is to be confirmed, from public transcripts of IOS.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

from harness.standin.cli.archive import (
    NOT_ENABLED,
    NOTHING_PENDING,
    TURN_ON,
    TURN_ON_FOR_REVERT,
    Pending,
    maximum,
)
from harness.standin.cli.files import Arguments, flash_name, missing
from harness.standin.cli.host import Terminal, undone
from harness.standin.cli.talk import Ask, Talk

_WARNING = (
    "This will apply all necessary additions and deletions",
    "to replace the current running configuration with the",
    "contents of the specified configuration file, which is",
    "assumed to be a complete configuration, not a partial",
)
_SURE = "configuration. Enter Y if you are sure you want to proceed. ? [no]: "


def replace(terminal: Terminal, arguments: Arguments) -> Talk:
    """``configure replace flash:NAME [list] [force] [time N | revert trigger error [timer N]]``."""
    host = terminal.host
    name = flash_name(arguments["file"])
    content = host.flash.get(name)
    if content is None:
        yield missing(name)
        return
    if "force" not in arguments:
        yield from _WARNING
        answer = yield Ask(_SURE)
        if not answer.strip().lower().startswith("y"):
            return
    if {"minutes", "trigger"} & arguments.keys() and host.archive.next_name(
        host.configuration
    ) is None:
        yield TURN_ON_FOR_REVERT if "trigger" in arguments else TURN_ON
        return
    yield ""
    if "minutes" in arguments and not (yield from arm(terminal, arguments)):
        return
    yield from _replaced(terminal, content.decode("latin-1"), listed="list" in arguments)


def _replaced(terminal: Terminal, text: str, *, listed: bool) -> Talk:
    before = terminal.host.running()
    done = terminal.host.replace(text, terminal.user)
    if done.refused:
        # ASSUMED: IOS lists the commands it could not apply and gives up after five passes.
        yield "The following commands are failed to apply to the IOS image."
        yield from (line.strip() for line in done.refused)
        yield "Rollback aborted after 5 passes"
    else:
        if listed and done.passes:
            yield from _listed(before, terminal.host.running())
        yield f"Total number of passes: {done.passes}"
        yield "Rollback Done"
    yield ""


def _listed(before: str, after: str) -> Iterator[str]:
    old, new = before.splitlines(), after.splitlines()
    yield "!Pass 1"
    yield "!List of Rollback Commands:"
    yield from (undone(line.strip()) for line in old if line not in new and line != "!")
    yield from (line for line in new if line not in old and line != "!")
    yield "end"


def arm(terminal: Terminal, arguments: Arguments) -> Generator[str, str, bool]:
    """Keep the running configuration and start the timer; the value is whether that was done."""
    host = terminal.host
    text = host.running()
    if host.archive.pending is not None:
        # ASSUMED: the text; one change at a time can be pending.
        yield "%A Rollback Confirmed Change is already pending"
        return False
    file = host.archive.save(host.configuration, text)
    if file is None:
        yield TURN_ON
        return False
    idle, minutes = _span(arguments)
    due = host.now + 60 * minutes
    host.archive.arm(
        Pending(file, text, terminal.user, minutes, idle, host.wall_clock(), due),
    )
    yield f"Rollback Confirmed Change: Backing up current running config to {file}"
    yield ""
    return True


def _span(arguments: Arguments) -> tuple[bool, int]:
    idle = "idle" in arguments
    return idle, int(arguments["idle" if idle else "minutes"])


def _not_his(terminal: Terminal) -> str:
    pending = terminal.host.archive.pending
    if pending is None:
        return NOTHING_PENDING
    if pending.user != terminal.user:
        # ASSUMED: the text; Configuration Fundamentals reserves all three to that user.
        return f"%Rollback Confirmed Change was configured by user {pending.user}"
    return ""


def confirm(terminal: Terminal, arguments: Arguments) -> Talk:
    """``configure confirm``."""
    del arguments
    if refused := _not_his(terminal):
        yield refused
    else:
        terminal.host.archive.confirmed()


def revert_now(terminal: Terminal, arguments: Arguments) -> Talk:
    """``configure revert now``."""
    del arguments
    host = terminal.host
    pending = host.archive.pending
    if pending is None or (refused := _not_his(terminal)):
        yield refused if pending is not None else NOTHING_PENDING
        return
    yield f"Rollback Confirmed Change: Rolling to: {pending.file}"
    yield ""
    host.archive.confirmed()
    yield from _replaced(terminal, host.archive.kept(pending), listed=False)


def revert_timer(terminal: Terminal, arguments: Arguments) -> Talk:
    """``configure revert timer {N | idle N}``: the timer begins anew."""
    host = terminal.host
    pending = host.archive.pending
    if pending is None or (refused := _not_his(terminal)):
        yield refused if pending is not None else NOTHING_PENDING
        return
    pending.idle, pending.minutes = _span(arguments)
    pending.configured_at = host.wall_clock()
    pending.due = host.now + 60 * pending.minutes
    host.archive.arm(pending)


def keep(terminal: Terminal, arguments: Arguments) -> Talk:
    """``archive config``."""
    del arguments
    host = terminal.host
    if host.archive.save(host.configuration, host.running()) is None:
        yield NOT_ENABLED
        yield "% Error caught by command handler"


def show_archive(terminal: Terminal) -> Iterator[str]:
    """``show archive``."""
    host = terminal.host
    following = host.archive.next_name(host.configuration)
    if following is None:
        yield NOT_ENABLED
        return
    limit, names = maximum(host.configuration), host.archive.names
    yield f"The maximum archive configurations allowed is {limit}."
    yield f"There are currently {len(names)} archive configurations saved."
    yield f"The next archive file will be named {following}"
    yield " Archive #  Name"
    for place in range(1, limit + 1):
        name = names[place - 1] if place <= len(names) else ""
        yield f"   {place:<9}{name} {'<- Most Recent' if place == len(names) else ''}".rstrip()


def show_timer(terminal: Terminal) -> Iterator[str]:
    """``show archive config rollback timer``."""
    pending = terminal.host.archive.pending
    if pending is None:
        yield NOTHING_PENDING
        return
    at = pending.configured_at
    yield f"Time configured(or reconfigured): {at:%H:%M:%S %Z %a %b} {at.day} {at:%Y}"
    yield f"Timer type: {'idle' if pending.idle else 'absolute'} timer"
    yield f"Timer value: {pending.minutes} min"
    yield f"User: {pending.user}"
