"""The EXEC commands: one row each, for users and for privileged users."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from harness.standin.cli import (
    aliases,
    diagnosis_rows,
    differences,
    files,
    filters,
    mobility_rows,
    platform_shows,
    reloading,
    replacing,
    shows,
)
from harness.standin.cli.configurator import Configurator, complaint
from harness.standin.cli.host import Terminal
from harness.standin.cli.matching import Grammar, Incomplete, Invalid, Match, words
from harness.standin.cli.orders import Arguments, ExecRow, Show, shown
from harness.standin.cli.talk import Ask, Talk, say
from harness.standin.defects import Defect
from harness.standin.operations import PhoneStatus

# -- the session itself ------------------------------------------------------------------------

_ENABLE_TRIES = 3


def _enable(terminal: Terminal, arguments: Arguments) -> Talk:
    del arguments
    host = terminal.host
    if terminal.privileged:
        return
    if not host.enable_is_guarded:
        yield "% No password set"
        return
    for _ in range(_ENABLE_TRIES):
        answer = yield Ask("Password: ", hidden=True)
        if host.enables(answer):
            terminal.privileged = True
            return
    yield "% Bad secrets"
    yield ""


def _disable(terminal: Terminal, arguments: Arguments) -> None:
    del arguments
    terminal.privileged = False


def _leave(terminal: Terminal, arguments: Arguments) -> None:
    del arguments
    terminal.hang_up()


def _terminal_length(terminal: Terminal, arguments: Arguments) -> None:
    terminal.length = int(arguments["lines"])


def _terminal_width(terminal: Terminal, arguments: Arguments) -> None:
    terminal.width = int(arguments["characters"])


def _nothing(terminal: Terminal, arguments: Arguments) -> None:
    del terminal, arguments


def _configure(terminal: Terminal, arguments: Arguments) -> Talk:
    if "terminal" not in arguments:
        answer = yield Ask("Configuring from terminal, memory, or network [terminal]? ")
        if answer.strip() and not "terminal".startswith(answer.strip().lower()):
            return
    host = terminal.host
    if {"minutes", "idle"} & arguments.keys() and not (
        yield from replacing.arm(terminal, arguments)
    ):
        return
    yield "Enter configuration commands, one per line.  End with CNTL/Z."
    terminal.configurator = Configurator(
        host.configuration,
        operations=host.operations,
        changed=lambda line: host.changed(line, terminal.user),
        execute=lambda command, column: _do(terminal, command, column),
        defects=host.defects,
        unheard=host.unheard,
    )


def _do(terminal: Terminal, command: str, column: int) -> Talk:
    line = f"{' ' * column}{command}"
    talk = execute(terminal, line, len(terminal.prompt), privileged=True)
    if talk is not None:
        yield from talk


# -- CTI and phones ----------------------------------------------------------------------------


def _cti(show: Show) -> Show:
    def lines(terminal: Terminal) -> Iterable[str]:
        shut = terminal.host.configuration.voice_service.cti_shutdown
        return shows.CTI_IS_SHUT if shut else show(terminal)

    return lines


def _cti_sessions(terminal: Terminal) -> Iterable[str]:
    return shows.cti_session(terminal.host.operations.cti_sessions())


def _cti_calls(terminal: Terminal) -> Iterable[str]:
    return shows.cti_call(terminal.host.configuration, terminal.host.operations.calls())


def _cti_gcids(terminal: Terminal) -> Iterable[str]:
    return shows.cti_gcid(terminal.host.operations.calls())


def _cti_line_nodes(terminal: Terminal) -> Iterable[str]:
    operations = terminal.host.operations
    return shows.cti_line_node(operations.cti_sessions(), operations.calls())


def _session_servers(terminal: Terminal) -> Iterable[str]:
    return shows.session_servers(terminal.host.operations.session_managers())


def _clear_session(terminal: Terminal, arguments: Arguments) -> Talk | None:
    number = int(arguments["number"])
    if not terminal.host.operations.clear_cti_session(number):
        # ASSUMED: the text; the guides show no refusal.
        return say([f"% CTI session {number} does not exist"])
    return None


def _ephones(wanted: Callable[[PhoneStatus], bool]) -> Show:
    def lines(terminal: Terminal) -> Iterable[str]:
        return shows.ephones(each for each in terminal.host.operations.phones() if wanted(each))

    return lines


def _ephone_summary(terminal: Terminal) -> Iterable[str]:
    host = terminal.host
    running = host.operations
    return shows.ephone_summary(host.configuration, running.phones(), running.conferences())


# -- the table ---------------------------------------------------------------------------------

ROWS: tuple[ExecRow, ...] = (
    ExecRow("enable", _enable, privileged=False),
    ExecRow("disable", _disable),
    ExecRow("exit", _leave, privileged=False),
    ExecRow("logout", _leave, privileged=False),
    ExecRow("quit", _leave, privileged=False),
    ExecRow("login", _nothing, privileged=False),
    ExecRow("terminal length lines:<0-512>", _terminal_length, privileged=False),
    ExecRow("terminal width characters:<0-512>", _terminal_width, privileged=False),
    ExecRow("terminal history size lines:<0-256>", _nothing, privileged=False),
    ExecRow(
        "configure [terminal:{terminal} [revert timer {idle idle:<1-120>|minutes:<1-120>}]]",
        _configure,
    ),
    ExecRow(
        "configure replace file:FILE [nolock:{nolock}] [list:{list}] [force:{force}]"
        " [ignorecase:{ignorecase}]"
        " [{time minutes:<1-120>"
        "|revert trigger:{trigger} [error:{error}] [timer minutes:<1-120>]}]",
        replacing.replace,
    ),
    ExecRow("configure confirm", replacing.confirm),
    ExecRow("configure revert now", replacing.revert_now),
    ExecRow("configure revert timer {idle idle:<1-120>|minutes:<1-120>}", replacing.revert_timer),
    ExecRow("archive config", replacing.keep),
    ExecRow("write [memory]", files.write_memory),
    shown("running-config", platform_shows.show_running),
    ExecRow(
        "write terminal", lambda terminal, _: say(platform_shows.show_running(terminal)), piped=True
    ),
    ExecRow("copy running-config startup-config", files.save),
    ExecRow("copy running-config file:FILE", files.save_to_flash),
    ExecRow("copy startup-config file:FILE", files.startup_to_flash),
    ExecRow("copy file:FILE running-config", files.merge),
    ExecRow("copy file:FILE target:FILE", files.flash_to_flash),
    ExecRow("delete [force:{/force}] file:FILE", files.delete),
    ExecRow("copy null: file:FILE", files.empty),
    ExecRow("more file:FILE", files.more, piped=True),
    ExecRow("verify /md5 file:FILE [digest:MD5]", files.verify),
    ExecRow("dir file:FILE", files.listed),
    ExecRow(
        "dir [{flash:|flash:/|all-filesystems}]", lambda t, _: say(platform_shows.show_flash(t))
    ),
    ExecRow("write erase", files.erase_startup),
    ExecRow("erase {nvram:|startup-config}", files.erase_startup),
    ExecRow("reload", reloading.reload),
    ExecRow("reload in delay:DELAY [reason:LINE]", reloading.reload_in),
    ExecRow("reload cancel", reloading.cancel),
    shown("reload", reloading.show),
    ExecRow("clear cti session id number:<1-2147483647>", _clear_session),
    shown("version", platform_shows.show_version, privileged=False),
    shown("clock", platform_shows.show_clock, privileged=False),
    shown("users", platform_shows.show_users, privileged=False),
    shown("inventory", platform_shows.show_inventory, privileged=False),
    shown("ip interface brief", platform_shows.show_interfaces, privileged=False),
    shown("{flash:|flash}", platform_shows.show_flash),
    shown("startup-config", platform_shows.show_startup),
    shown("archive", replacing.show_archive),
    shown("archive config rollback timer", replacing.show_timer),
    ExecRow(
        "show archive config differences [first:URL [second:URL]]",
        differences.show_differences,
        piped=True,
    ),
    ExecRow(
        "show archive config incremental-diffs file:URL [ignorecase:{ignorecase}]",
        differences.show_increments,
        piped=True,
    ),
    shown("hosts", platform_shows.show_hosts, privileged=False),
    shown("aliases [mode:{exec}]", platform_shows.show_aliases, privileged=False),
    shown("cti session", _cti(_cti_sessions)),
    shown("cti call", _cti(_cti_calls)),
    shown("cti gcid", _cti(_cti_gcids)),
    shown("cti line-node", _cti(_cti_line_nodes)),
    shown("voice register session-server", _session_servers),
    shown("ephone", _ephones(lambda phone: bool(phone.mac))),
    shown("ephone registered", _ephones(lambda phone: phone.registered)),
    shown("ephone unregistered", _ephones(lambda phone: not phone.registered)),
    shown("ephone offhook", _ephones(lambda phone: phone.offhook)),
    shown("ephone ringing", _ephones(lambda phone: phone.ringing)),
    shown("ephone dnd", _ephones(lambda phone: phone.do_not_disturb)),
    shown("ephone summary", _ephone_summary),
    *diagnosis_rows.ROWS,
    *mobility_rows.ROWS,
)


@cache
def grammar(*, privileged: bool) -> Grammar[ExecRow]:
    """What may be typed in EXEC."""
    return Grammar((row.syntax, row) for row in ROWS if privileged or not row.privileged)


def execute(terminal: Terminal, line: str, prompt_width: int, *, privileged: bool) -> Talk | None:
    """Carry out one line of EXEC; its output, if it has any.

    Args:
        terminal: the session.
        line: as typed.
        prompt_width: where on the screen it begins, for the caret.
        privileged: whether it is privileged EXEC.
    """
    if not line.strip() or line.lstrip().startswith("!"):
        return None
    line = aliases.expanded(terminal.host.configuration, line)
    privileged = privileged or Defect.USER_CONFIGURES in terminal.host.defects
    command, bar, _ = line.partition(" | ")
    result = grammar(privileged=privileged).parse(command)
    if isinstance(result, Match) and not bar:
        return result.row.run(terminal, result.values)
    if isinstance(result, Match):
        return _filtered(terminal, result, line, prompt_width)
    typed = words(command)
    if isinstance(result, Invalid) and len(typed) == 1:
        return _unknown_host(terminal, typed[0].text)
    if isinstance(result, Incomplete) and len(typed) == 1 and "show".startswith(typed[0].text):
        return say(['% Type "show ?" for a list of subcommands'])
    return complaint(result, command, prompt_width)


def _filtered(
    terminal: Terminal, match: Match[ExecRow], line: str, prompt_width: int
) -> Talk | None:
    at = line.index(" | ") + 1
    chosen = filters.GRAMMAR.parse(line, at + 1)
    talk = match.row.run(terminal, match.values)
    if not match.row.piped or talk is None:
        return say([f"{' ' * (prompt_width + at)}^", "% Invalid input detected at '^' marker.", ""])
    if not isinstance(chosen, Match):
        return complaint(chosen, line, prompt_width)
    lines = [item for item in talk if isinstance(item, str)]
    pattern = filters.compiled(str(chosen.values["pattern"]))
    return say(filters.FILTERS[chosen.row](lines, pattern))


def _unknown_host(terminal: Terminal, word: str) -> Talk:
    """A word that is no command is taken for a host to connect to."""
    if terminal.host.configuration.ip_domain_lookup:
        yield f'Translating "{word}"...domain server (255.255.255.255)'
    yield "% Unknown command or computer name, or unable to find computer address"
    yield ""
