"""`Router`: the one door to the router's command line.

Use it as a context manager: whatever happens inside the block, Ctrl-C included, the router is
put back as it was when the block is left.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self, TypeVar

from harness.errors import HarnessError, ProvisioningError, RouterUnreachable
from harness.router import drift, leftovers, precautions, provisioning, reloading, shows
from harness.router.backup import NAME, Backup
from harness.router.cli import WITNESS, CommandLine, open_command_line
from harness.router.deadman import DeadMan, without_own
from harness.router.lease import Lease, LeaseGone, LeaseKeeper, LeaseLost
from harness.router.parting import unhurried
from harness.router.running import Statement, statements
from harness.router.secrets import redact
from harness.router.shows import CtiCall, CtiSession, EphoneShown, SessionServerShown, VersionShown
from harness.runtime.clock import Deadline
from harness.runtime.heartbeat import Heartbeat
from harness.runtime.journal import Journal, Kind
from harness.topology import Topology, credentials_for

Seen = TypeVar("Seen")


class Router:
    """The router of a topology, hardware or stand-in.

    Args:
        topology: the bench; a stand-in's ports must be filled in (`Topology.with_ports`).
        journal: gets every command and its output, secrets hidden, as witness ``router``.
        folder: where the configuration found and the lines pushed are kept, secrets hidden.
        environment: where credentials are looked up; ``CME_TAKE_OVER`` is the reason for which
            a lease that another run holds is taken from it.
        keeper: holds the lease for this run.
        dead_man_minutes: how long the router waits for a sign of life before it puts itself back.
    """

    def __init__(
        self,
        topology: Topology,
        journal: Journal,
        *,
        folder: Path | None = None,
        environment: Mapping[str, str] = os.environ,
        keeper: LeaseKeeper | None = None,
        dead_man_minutes: int = 10,
    ) -> None:
        self._topology = topology
        self._journal = journal
        self._folder = folder
        self._credentials = credentials_for(topology.router, environment)
        push = topology.deadlines.push
        self._dead_man = DeadMan(journal, minutes=dead_man_minutes, seconds=push)
        self._backup = Backup(journal, self._dead_man, seconds=push)
        # The router's own restore comes first: whoever finds the lease expired finds it done.
        self._keeper = keeper or LeaseKeeper(seconds=60 * (dead_man_minutes + 1))
        self._because = environment.get("CME_TAKE_OVER", "")
        self._heartbeat: Heartbeat | None = None
        self._beat_seconds = 60 * dead_man_minutes / 3
        self._busy = RLock()
        self._lost: LeaseLost | None = None
        self._line: CommandLine | None = None
        self._before: tuple[Statement, ...] | None = None
        self._left: tuple[Statement, ...] | None = None
        """What this run left running; ``None`` while it pushes."""
        self.version = ""
        """The IOS version that `connect` found."""

    def connect(self) -> None:
        """Open the command line, take the lease, and clear up after a run that was killed.

        Raises:
            RouterUnreachable: there is no way in.
            ProvisioningError: another run holds the router, or a killed run's configuration could
                not be put back.
        """
        with self._busy:
            line = self._open_line()
            self.version = shows.version(line.run("show version")).version
            declared = self._topology.router.ios
            if declared and declared != self.version:
                self._note("version", f"runs {self.version}; the topology says {declared}")
            self._take_lease(line)
            self._clear_up(line)
            self._note("drift before the run", drift.told(line, self._backup))

    def _take_lease(self, line: CommandLine) -> None:
        if self._keeper.held is not None:
            return
        ended = self._keeper.take(line, because=self._because)
        for lease in ended:
            self._note("lease", f"taken in the place of {lease}, whose run did not give it back")
        self._heartbeat = Heartbeat(self._beat_seconds, self._beat, name="router's lease")
        self._heartbeat.start()

    @property
    def lease(self) -> Lease | None:
        """What says, in the router, that this run holds it."""
        return self._keeper.held

    def beat(self) -> None:
        """Tell the router that this run lives: the lease is renewed, its own restore put off.

        Raises:
            LeaseLost: the router is no longer this run's.
        """
        with self._busy:
            try:
                line = self._own_line()
                self._keeper.renew(line)
                self._dead_man.beat(line)
            except LeaseLost as lost:
                self._lost = lost
                raise

    def _beat(self) -> None:
        try:
            if self._lost is None:
                self.beat()
        except HarnessError as error:
            self._journal.append(WITNESS, Kind.FAULT, "heartbeat", text=str(error))

    def _own_line(self) -> CommandLine:
        """The command line, when the router is still this run's to change.

        Raises:
            LeaseLost: it is not.
        """
        if self._lost is not None:
            raise LeaseLost(str(self._lost))
        try:
            self._at_first(self._keeper.require)
        except LeaseLost as lost:
            went_back = isinstance(lost, LeaseGone) and self._dead_man.has_fired(self._open_line())
            self._lost = LeaseLost(self._dead_man.fired) if went_back else lost
            raise self._lost from None
        return self._open_line()

    def _open_line(self) -> CommandLine:
        """The command line, opened anew when it is lost or in the middle of something."""
        if self._line is None or not self._line.in_step:
            self._leave_line()
            self._line = self.another_line()
        return self._line

    def _leave_line(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _at_first(self, act: Callable[[CommandLine], Seen]) -> Seen:
        """Look at the router; a session that it logged out meanwhile is opened anew."""
        try:
            return act(self._open_line())
        except RouterUnreachable:
            return act(self._open_line())

    def _clear_up(self, line: CommandLine) -> None:
        left = leftovers.found(line, self._backup, self._dead_man)
        if left is not None:
            self._keep("router-found.cfg", left.running)
            self._note("leftover", left.says)
            self._put_back(line, left.before)

    def _put_back(self, line: CommandLine, before: Sequence[Statement]) -> None:
        renew = partial(self._keeper.renew, line, restoring=True)
        self._backup.put_back(line, before, restored=renew)

    def provision(self) -> tuple[str, ...]:
        """Bring the router to the document's configuration for this bench; returns what it took.

        Only what is missing is pushed, so a second call pushes nothing. When anything fails, or
        Ctrl-C is pressed, the router is put back before the error goes on.

        Raises:
            ProvisioningError: the image has no CTI, the bench would overwrite what others
                configured, a line was refused, or the router does not hold what it took.
            TopologyError: the topology lacks something that only a running stand-in knows.
        """
        with self._busy:
            return self._provision(self._own_line())

    def _provision(self, line: CommandLine) -> tuple[str, ...]:
        precautions.require_cti(line, self.version)
        running = self._backup.running(line)
        held = statements(running)
        clashes = provisioning.conflicts(self._topology, held)
        if clashes:
            raise ProvisioningError(f"nothing was pushed: {'; '.join(clashes)}")
        lines = provisioning.plan(self._topology, held)
        if not lines:
            self._note("provisioned", "the router holds the whole configuration already")
            return ()
        with self._put_back_on_failure():
            self._make_backup(line, running)
            self._keep("router-pushed.cfg", "\n".join(lines) + "\n")
            self._left = None
            line.push(lines)
            self._left = self._require_held(line)
        self._note("provisioned", f"{len(lines)} lines")
        return lines

    def _require_held(self, line: CommandLine) -> tuple[Statement, ...]:
        running = statements(self._backup.running(line))
        lacking = provisioning.unheld(self._topology, running)
        if lacking:
            told = "; ".join(redact(": ".join(statement)) for statement in lacking[:4])
            raise ProvisioningError(
                f"the router took every line but its running configuration lacks {told}"
            )
        return running

    def _make_backup(self, line: CommandLine, running: str) -> None:
        if self._before is None:
            self._keep("router-before.cfg", running)
            before = without_own(statements(running))
            precautions.require_quiet(line, self._dead_man)
            self._before = self._left = before
            with self._keeper.aside(line, again=self._open_line):
                self._backup.make(line, before)
            self._dead_man.prepare(line)
            self._dead_man.arm(line, NAME)

    @contextmanager
    def _put_back_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            try:
                self.restore()
            except HarnessError as second:
                error.add_note(f"and the router could not be put back: {second}")
                self._journal.append(WITNESS, Kind.FAULT, "not put back", text=str(second))
            raise

    def restore(self) -> None:
        """Put the router back as it was before the first push; nothing happens without one.

        Raises:
            ProvisioningError: it still differs; its backup stays in flash.
            RouterUnreachable: it cannot be reached any more; the next connect puts it back.
        """
        with unhurried(), self._busy:
            if self._before is None:
                return
            self._tell_of_others(self._own_line())
            self._put_back(self._own_line(), self._before)
            self._before = None
            self._note("restored", "the running configuration is what it was")
            self._note("drift after the run", drift.told(self._open_line(), self._backup))

    def _tell_of_others(self, line: CommandLine) -> None:
        seen = self._left and drift.meanwhile(line, self._backup, self._left)
        if seen:
            self._keep("router-changed.cfg", seen.running)
            self._note("changed meanwhile", seen.says)

    @contextmanager
    def configured(self, *lines: str) -> Iterator[None]:
        """Push lines for the length of a block, then undo exactly what they changed.

        ``with router.configured("ephone-dn 2", "no cti watch"):``. What they changed is taken
        from the running configuration before and after, not from the lines.

        Raises:
            ProvisioningError: a line was refused, in which case those before it are undone and
                the block is not entered; or the undoing left a difference.
        """
        with self._busy:
            line = self._own_line()
            self._make_backup(line, self._backup.running(line))
            running = self._backup.running(line)
        try:
            self.push(lines)
            yield
        finally:
            with self._busy:
                self._backup.undo_to(self._own_line(), statements(running))

    def push(self, lines: Sequence[str]) -> None:
        """Configure these lines inside a `configured` block, which undoes them with its own."""
        with self._busy:
            self._own_line().push(tuple(lines))

    def show_cti_sessions(self) -> tuple[CtiSession, ...]:
        """``show cti session``."""
        return shows.cti_sessions(self._shown("show cti session"))

    def show_session_servers(self) -> tuple[SessionServerShown, ...]:
        """``show voice register session-server``: the session managers that are registered."""
        return shows.session_servers(self._shown("show voice register session-server"))

    def show_cti_calls(self) -> tuple[CtiCall, ...]:
        """``show cti call``: a leg each; numbers without a call are left out."""
        return shows.cti_calls(self._shown("show cti call"))

    def show_ephones(self) -> tuple[EphoneShown, ...]:
        """``show ephone``: every configured phone, registered or not."""
        return shows.ephones(self._shown("show ephone"))

    def show_forwardings(self) -> dict[str, str]:
        """``call-forward all`` in ``show running-config``: the target by directory number."""
        return shows.forwardings(self._shown("show running-config | section ephone-dn"))

    def show_version(self) -> VersionShown:
        """``show version``."""
        return shows.version(self._shown("show version"))

    def show(self, what: str) -> str:
        """``show …``, as the router prints it."""
        return self._shown(f"show {what}")

    def clear_cti_session(self, number: int) -> None:
        """``clear cti session id``: the router ends that application's session with BYE."""
        self.execute(f"clear cti session id {number}")

    def execute(self, command: str) -> str:
        """One EXEC command that changes something but the configuration; what it printed."""
        with self._busy:
            return self._own_line().run(command)

    def reload(self, back: Deadline) -> None:
        """Save what is configured, boot, and come back; the run goes on as it was.

        Raises:
            ProvisioningError: it does not reload, or the lease is gone after it.
            RouterUnreachable: it is not back in time.
        """
        with self._busy:
            line = self._own_line()
            self._dead_man.disarm(line)
            reloading.save_and_reload(line, seconds=self._topology.deadlines.push)
            reloading.reached_again(self._open_line, back)
            self._dead_man.arm(self._own_line(), NAME)

    def another_line(self) -> CommandLine:
        """A further session at the command line, in privileged EXEC; its user closes it.

        Raises:
            RouterUnreachable: there is no way in, e.g. because all lines are taken.
        """
        spec, deadlines = self._topology.router, self._topology.deadlines
        return open_command_line(
            spec, self._credentials, deadlines=deadlines, journal=self._journal
        )

    def _shown(self, command: str) -> str:
        with self._busy:
            return self._at_first(lambda line: line.run(command))

    def close(self) -> None:
        """Put the router back, if that was not done, give the lease back and log out.

        Raises:
            ProvisioningError: as `restore`; the session is closed all the same.
        """
        with unhurried():
            heartbeat, self._heartbeat = self._heartbeat, None
            if heartbeat is not None:
                heartbeat.close()
            with self._busy, ExitStack() as leaving:
                leaving.callback(self._leave_line)
                self.restore()
                if self._keeper.held is not None:
                    self._keeper.release(self._open_line())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.close()
        except HarnessError as second:
            if error is None:
                raise
            error.add_note(f"and the router could not be put back: {second}")

    def _keep(self, name: str, text: str) -> None:
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / name).write_text(redact(text), encoding="utf-8")

    def _note(self, name: str, text: str) -> None:
        self._journal.append(WITNESS, Kind.NOTE, name, text=text)
