"""What all sessions of the command line share: the configuration, the files, who is logged in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from harness.standin.cli import archive, lines, secrets
from harness.standin.cli.configurator import Configurator, load
from harness.standin.cli.log import SystemLog
from harness.standin.cli.modes import prompt
from harness.standin.cli.running_config import configuration_text
from harness.standin.cli.schedule import Scheduled
from harness.standin.cli.talk import Talk
from harness.standin.configuration import Credentials, RouterConfiguration
from harness.standin.defects import Defect
from harness.standin.operations import Announcement, Operations

FLASH_BYTES = 512_065_536
CONSOLE = -1
"""In the place of a VTY's number."""
IMAGE = "c2800nm-adventerprisek9-mz.151-4.M7.bin"
IMAGE_BYTES = 51_707_860


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did something to the configuration, and when."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """What ``configure replace`` did."""

    passes: int
    refused: tuple[str, ...]


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class CliHost:
    """The router behind every command line session.

    Args:
        configuration: the running configuration; written in place.
        operations: the running system.
        flash: the files of ``flash:`` by name; written in place.
        startup: the saved configuration; by default the running one counts as saved.
        credentials: who may log in besides the users of the configuration.
        wall_clock: tells the date and time, with its zone.
        defects: what is seeded.
    """

    def __init__(
        self,
        configuration: RouterConfiguration,
        operations: Operations,
        flash: dict[str, bytes] | None = None,
        *,
        startup: str | None = None,
        credentials: Credentials | None = None,
        wall_clock: Callable[[], datetime] = utc_now,
        defects: frozenset[Defect] = frozenset(),
    ) -> None:
        self.defects = defects
        self.unheard: set[str] = set()
        """Lines that were taken and not obeyed (seeded defects only)."""
        self.configuration = configuration
        self.operations = operations
        self.flash = {} if flash is None else flash
        self.startup: str | None = configuration_text(configuration) if startup is None else startup
        self.wall_clock = wall_clock
        self.booted_at = wall_clock()
        self.last_change: Stamp | None = None
        self.last_save: Stamp | None = None
        self.terminals: list[Terminal] = []
        self.file_times: dict[str, datetime] = {}
        self.scheduled: Scheduled | None = None
        self.credentials = credentials
        self.now = 0.0
        """The monotonic time that a session was told last."""
        self.rearmed: Callable[[], None] = lambda: None
        """Called whenever the next moment of interest may have changed."""
        self.archive = archive.Archive(
            self.write_file, self.remove_file, self.replace, self.flash.get, self._rearm
        )
        self.boots: Callable[[], None] = lambda: None
        """Called at the beginning of a boot."""
        self.console: Terminal | None = None
        """Who is logged in at the console."""
        self.log = SystemLog(configuration, wall_clock, self._monitors, self.booted_at)

    # -- who may come in

    def authenticate(self, username: str, password: str) -> int | None:
        """The privilege level of a user with the right password; ``None`` for anybody else."""
        user = self.configuration.users.get(username)
        if user is not None and _fits(password, user.secret, user.password):
            return user.privilege
        known = self.credentials
        if known is not None and (username, password) == (known.username, known.password):
            return 1
        return None

    @property
    def enable_is_guarded(self) -> bool:
        """Whether privileged EXEC has a password at all."""
        has_own = self.configuration.enable_secret or self.configuration.enable_password
        return bool(has_own or self.credentials)

    def enables(self, password: str) -> bool:
        """Whether this password opens privileged EXEC."""
        if Defect.ANYBODY_ENABLES in self.defects:
            return True
        own = self.configuration
        if own.enable_secret or own.enable_password:
            return _fits(password, own.enable_secret, own.enable_password)
        return self.credentials is not None and password == self.credentials.enable

    def attach(self, *, user: str, remote: str, privilege: int = 1) -> Terminal:
        """A new session's state, on the lowest free VTY."""
        taken = {terminal.number for terminal in self.terminals}
        number = next(each for each in range(len(taken) + 1) if each not in taken)
        terminal = Terminal(self, number, user, remote, privileged=privilege == 15)
        self.terminals.append(terminal)
        return terminal

    def attach_console(self, *, privilege: int = 1) -> Terminal:
        """The console's state, which is on no VTY."""
        self.console = Terminal(self, CONSOLE, "console", "", privileged=privilege == 15)
        return self.console

    def heard(self, terminal: Terminal, line: str) -> tuple[str, ...]:
        """The lines that a typed line is taken for: itself, but for seeded defects."""
        del terminal
        return (line,)

    def told(self, line: str, talk: Talk | None) -> Talk | None:
        """What is printed about a line: what its command says, but for seeded defects."""
        del line
        return talk

    def _monitors(self) -> list[Callable[[str], None]]:
        return [each.hear for each in self.terminals if each.monitor]

    def _logged_in(self) -> list[Terminal]:
        return [*self.terminals, *([self.console] if self.console is not None else [])]

    def _rearm(self) -> None:
        self.rearmed()

    def announced(self, told: Announcement) -> None:
        """The running system has something for the log."""
        if told.flag and Defect.DEBUG_TELLS_NOTHING in self.defects:
            return
        if "-REGISTER:" in told.text and Defect.REGISTRATION_NOT_LOGGED in self.defects:
            return
        if told.flag:
            self.log.debug(told.flag, told.text)
        else:
            self.log.tell(told.text)

    # -- the configuration

    def running(self) -> str:
        """The running configuration as a file holds it."""
        text = configuration_text(self.configuration)
        if Defect.RUNNING_CONFIG_DROPS_LINE in self.defects:
            text = text.replace(" gcid\n", "")
        return text

    @property
    def is_saved(self) -> bool:
        """Whether a reload would lose nothing."""
        return self.running() == self.startup

    def changed(self, line: str, by: str) -> None:
        """A line was accepted."""
        self.last_change = Stamp(self.wall_clock(), by)
        self.operations.configuration_changed(line)
        self.rearmed()

    def save(self, by: str) -> None:
        """Running to startup."""
        self.startup = self.running()
        if Defect.WRITE_FORGETS in self.defects:
            self.startup = self.startup.replace(" cti watch\n", "")
        if archive.is_kept_on_write(self.configuration):
            self.archive.save(self.configuration, self.startup)
        self.last_save = Stamp(self.wall_clock(), by)

    def merge(self, text: str, by: str) -> tuple[str, ...]:
        """Add the lines of a file to the running configuration; returns those refused."""
        before = self.running()
        refused = load(text, self.configuration).refused
        self._tell_of_changes(before, by)
        return refused

    def replace(self, text: str, by: str) -> Replacement:
        """Make the running configuration what a file says; one bad line and nothing is changed."""
        loaded = load(text)
        if loaded.refused:
            return Replacement(0, loaded.refused)
        before = self.running()
        self.configuration.become(loaded.configuration)
        return Replacement(1 if self._tell_of_changes(before, by) else 0, ())

    def _tell_of_changes(self, before: str, by: str) -> bool:
        old, new = Counter(before.splitlines()), Counter(self.running().splitlines())
        lines = [undone(line.strip()) for line in (old - new).elements()]
        lines += [line.strip() for line in (new - old).elements()]
        told = [line for line in lines if not line.endswith("!")]
        for line in told:
            self.changed(line, by)
        return bool(told)

    def reload(self) -> None:
        """Boot: every session is cut, and what was not saved is gone."""
        self.configuration.become(load(self.startup or "").configuration)
        self.boots()
        self.archive.confirmed()
        self.schedule(None)
        self.booted_at = self.wall_clock()
        self.last_change = None
        self.log.booted_at = self.booted_at
        self.log.debugs.clear()
        for terminal in self._logged_in():
            terminal.hang_up()
        self.operations.reload()
        self.log.tell("%SYS-5-RESTART: System restarted --")

    def schedule(self, reload: Scheduled | None) -> None:
        """Have a reload later, or none."""
        self.scheduled = reload
        self.rearmed()

    # -- files

    def write_file(self, name: str, content: bytes) -> None:
        """Put a file into flash."""
        self.flash[name] = content
        self.file_times[name] = self.wall_clock()

    def remove_file(self, name: str) -> bool:
        """Take a file out of flash; false when there is none."""
        return self.flash.pop(name, None) is not None

    # -- time

    def get_timer(self) -> float | None:
        """When something is due that no session asks for."""
        dues = [self.archive.get_timer(), *(each.idle_until for each in self._logged_in())]
        if self.scheduled is not None:
            dues.append(self.scheduled.due)
        return min((due for due in dues if due is not None), default=None)

    def handle_timer(self, now: float) -> None:
        """Do what is due: a change that nobody confirmed is taken back, who sleeps is cut off."""
        self.now = max(self.now, now)
        self.archive.handle_timer(now)
        if self.scheduled is not None and self.scheduled.due <= now:
            self.reload()
        for terminal in self._logged_in():
            if terminal.idle_until is not None and terminal.idle_until <= now:
                terminal.hang_up()


def undone(line: str) -> str:
    """The line that takes a configuration line back."""
    return line.removeprefix("no ") if line.startswith("no ") else f"no {line}"


def _fits(password: str, kept: str | None, plain: str | None) -> bool:
    return secrets.opens(password, kept) if kept else plain is not None and password == plain


@dataclass(slots=True, eq=False)
class Terminal:
    """What one session of the command line is: who, where from, how wide, in which mode."""

    host: CliHost
    number: int
    """Of the VTY line."""
    user: str
    remote: str
    privileged: bool = False
    length: int = 24
    width: int = 80
    configurator: Configurator | None = None
    """While the session is in configuration mode."""
    closed: bool = False
    on_close: list[Callable[[], None]] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    """The lines typed, oldest first."""
    monitor: bool = False
    """``terminal monitor``: log lines and debug output appear here, too."""
    hear: Callable[[str], None] = lambda line: None  # noqa: ARG005
    """Shows a log line between what is typed."""
    last_key_at: datetime = field(init=False)
    last_key: float = field(init=False)
    """The same moment, monotonic."""

    def __post_init__(self) -> None:
        self.last_key_at = self.host.wall_clock()
        self.last_key = self.host.now

    @property
    def is_console(self) -> bool:
        """Whether it is the console."""
        return self.number == CONSOLE

    @property
    def line(self) -> str:
        """The line's block in the configuration."""
        return lines.CONSOLE if self.is_console else lines.VTY

    @property
    def name(self) -> str:
        """As log messages call it: ``console``, ``admin on vty0 (10.20.0.50)``."""
        if self.is_console:
            return "console"
        who = f"{self.user} on " if self.user else ""
        return f"{who}vty{self.number} ({self.remote})"

    @property
    def idle_until(self) -> float | None:
        """When ``exec-timeout`` cuts the session off; ``None`` is never."""
        limit = lines.idle_limit(self.host.configuration, self.line)
        return None if limit is None else self.last_key + limit

    def stirred(self, now: float) -> None:
        """A key was pressed, or somebody has just come."""
        self.host.now = max(self.host.now, now)
        self.last_key, self.last_key_at = now, self.host.wall_clock()
        self.host.archive.stirred(self.user, now)

    @property
    def prompt(self) -> str:
        """What stands before the next line."""
        mode = self.configurator.mode if self.configurator else None
        return prompt(self.host.configuration.hostname, mode, privileged=self.privileged)

    def hang_up(self) -> None:
        """End the session."""
        if self.closed:
            return
        self.closed = True
        self.configurator = None
        if self in self.host.terminals:
            self.host.terminals.remove(self)
        if self.host.console is self:
            self.host.console = None
        for call in self.on_close:
            call()
