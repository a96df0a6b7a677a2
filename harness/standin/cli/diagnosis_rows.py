"""The EXEC commands that only look: debug, the log, and the telephony ``show`` commands."""

from __future__ import annotations

from collections.abc import Iterator

from harness.standin.cli import debugging, telephony_shows
from harness.standin.cli.debugging import FLAGS
from harness.standin.cli.host import Terminal
from harness.standin.cli.log import show_logging
from harness.standin.cli.orders import Arguments, ExecRow, asked, shown
from harness.standin.cli.talk import Ask, Talk, affirmed, say


def _monitor(terminal: Terminal, arguments: Arguments) -> Talk | None:
    if terminal.is_console:
        return say(["% Console already monitors"])
    terminal.monitor = "no" not in arguments
    return None


def _clear_log(terminal: Terminal, arguments: Arguments) -> Talk:
    del arguments
    answer = yield Ask("Clear logging buffer [confirm]", key=True)
    if affirmed(answer):
        terminal.host.log.clear()


def _privilege(terminal: Terminal) -> Iterator[str]:
    yield f"Current privilege level is {15 if terminal.privileged else 1}"


def _history(terminal: Terminal) -> Iterator[str]:
    yield from (f"  {line}" for line in terminal.history)


ROWS: tuple[ExecRow, ...] = (
    ExecRow("terminal [no:{no}] monitor", _monitor),
    ExecRow(f"debug {FLAGS}", debugging.turn_on),
    ExecRow("undebug all", debugging.turn_all_off),
    ExecRow("no debug all", debugging.turn_all_off),
    ExecRow(f"undebug {FLAGS}", debugging.turn_off),
    ExecRow(f"no debug {FLAGS}", debugging.turn_off),
    ExecRow("clear logging", _clear_log),
    shown("debugging", debugging.show),
    shown("logging", lambda terminal: show_logging(terminal.host.log)),
    shown("history", _history, privileged=False),
    shown("privilege", _privilege, privileged=False),
    shown("telephony-service", telephony_shows.service),
    shown("telephony-service all", telephony_shows.service_all),
    shown("telephony-service ephone", telephony_shows.service_ephones),
    shown("telephony-service ephone-dn", telephony_shows.service_dns),
    shown("telephony-service tftp-bindings", telephony_shows.bindings),
    asked("ephone-dn [tag:<1-500>]", telephony_shows.dn),
    shown("ephone-dn summary", telephony_shows.dn_summary),
    asked("ephone telephone-number number:DIGITS", telephony_shows.by_number),
    shown("ephone phone-load", telephony_shows.phone_load),
    shown("voice register global", telephony_shows.register_global),
    shown("sip-ua service", telephony_shows.sip_service),
    shown("sip-ua calls", telephony_shows.sip_calls),
    shown("call active voice brief", telephony_shows.active_calls),
    shown("dial-peer voice summary", telephony_shows.dial_peers),
)
