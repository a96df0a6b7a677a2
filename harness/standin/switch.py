"""The switch without sockets: the call engine between phones, applications and configuration.

Everything that happens is handed to the engine, and its commands are carried out in order. This
is also what the command line may ask of the running system (`operations.Operations`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from harness.protocols.csta.names import LocalConnectionState
from harness.protocols.sccp.numbers import ResetType
from harness.standin import announcing, controlled, telling
from harness.standin.calls.commands import (
    Mix,
    Monitor,
    Notify,
    Reconfigure,
    Respond,
    ToStation,
    Withdraw,
)
from harness.standin.calls.engine import CallEngine
from harness.standin.calls.events import (
    Configured,
    DirectoryNumber,
    OffHook,
    Timeouts,
    TimePassed,
)
from harness.standin.calls.model import Call, Connection
from harness.standin.conferencing import conferencing
from harness.standin.configuration import RouterConfiguration
from harness.standin.cti import CtiServer
from harness.standin.cti_registrar import Registrar
from harness.standin.defects import Defect
from harness.standin.extras import gcid_of, with_extras
from harness.standin.memory import Memory
from harness.standin.mixer import Mixer
from harness.standin.mobility import Mobility
from harness.standin.operations import (
    Announce,
    CallLegStatus,
    CallStatus,
    CtiSessionStatus,
    PhoneStatus,
    SessionManagerStatus,
)
from harness.standin.phone_models import offered_version
from harness.standin.sccp import Complain, StationServer
from harness.standin.wording import Wording
from harness.topology.dialect import STANDARD, Dialect

_S = LocalConnectionState

DEFAULT_PROMPT = 15.0
"""Seconds; ASSUMED default of ``cti timeout make-call-prompt``."""

_LEG_STATES = {
    _S.INITIATED: "DIAL",
    _S.ALERTING: "RNG",
    _S.CONNECTED: "ACT",
    _S.HOLD: "HLD",
    _S.FAIL: "FAIL",
}


def configured(
    configuration: RouterConfiguration,
    defects: frozenset[Defect] = frozenset(),
    user_at: Callable[[int], str] = lambda _: "",
) -> Configured:
    """What the engine must know of a configuration, and of who is logged in at which ephone."""
    carried = {
        dn.number
        for ephone in configuration.ephones.values()
        for _, dn in configuration.lines_of(ephone, user=user_at(ephone.tag))
    }
    beyond = controlled.beyond_applications(configuration, defects)
    overlaid = controlled.overlaid(configuration)
    numbers: dict[str, DirectoryNumber] = {}
    for _, dn in sorted(configuration.ephone_dns.items()):
        if dn.number is None or dn.number in numbers:
            continue
        watched = configuration.watched(dn.number) or Defect.WATCH_IGNORED in defects
        if Defect.TEMPLATE_IGNORED in defects:
            watched = dn.cti_watch
        template = configuration.ephone_dn_templates.get(dn.template or 0)
        if template is not None and Defect.TEMPLATE_WINS in defects:
            watched = template.cti_watch
        numbers[dn.number] = DirectoryNumber(
            dn.number,
            name=dn.name or "",
            aliases=(dn.secondary,) if dn.secondary else (),
            channels=dn.channels,
            incoming=None if Defect.HUNTSTOP_IGNORED in defects else dn.huntstop_channel,
            hears_waiting="accept" in dn.beeps,
            beeps="generate" in dn.beeps,
            watched=watched and dn.number not in beyond,
            notified=configuration.notified(dn.number) and Defect.NOTIFY_IGNORED not in defects,
            heard_waiting=dn.mwi_type in ("audio", "both"),
            carried=dn.number in carried | overlaid,
            forward_all=dn.forward_all or "",
            forward_busy=dn.forward_busy or "",
            forward_no_answer=dn.forward_noan or "",
            no_answer_seconds=dn.forward_timeout or 0,
        )
    if Defect.SIP_LINE_CONTROLLABLE in defects:
        for number in sorted(filter(None, controlled.of_sip_phones(configuration))):
            numbers.setdefault(number, DirectoryNumber(number, watched=True, notified=True))
    telephony = configuration.telephony
    prompt = configuration.voice_service.make_call_prompt
    timeouts = Timeouts(
        interdigit=telephony.timeouts_interdigit,
        ringing=telephony.timeouts_ringing,
        busy=telephony.timeouts_busy,
        make_call_prompt=DEFAULT_PROMPT if prompt is None else prompt,
        transfer_recall=telephony.timeouts_recall,
    )
    if Defect.TIMEOUTS_IGNORED in defects:
        timeouts = Timeouts(make_call_prompt=timeouts.make_call_prompt)
    blind = telephony.transfer_system in ("blind", "full-blind")
    prompts = controlled.may_prompt(configuration, defects)
    known = tuple(numbers.values())
    kept = configuration.voice_service.suppress_conversion
    return Configured(
        known,
        timeouts,
        prompts=prompts,
        blind_transfer=blind,
        promotes_numbers=not kept or Defect.CONVERSION_NOT_SUPPRESSED in defects,
    )


class Switch:
    """Phones, applications and calls of one router.

    ``now`` tells the monotonic time, ``wall`` the time of day, ``wake`` is called after a change
    that came from the command line, so that what it caused is sent; ``complain`` is told who broke
    a protocol, and how; ``sccp_version`` is offered to every phone instead of what fits it;
    ``dialect`` is how CSTA is spoken; ``mixer`` mixes the conferences where it has a socket.
    """

    def __init__(
        self,
        configuration: RouterConfiguration,
        *,
        now: Callable[[], float],
        wall: Callable[[], datetime],
        wake: Callable[[], None] = lambda: None,
        complain: Complain = lambda who, problem: None,  # noqa: ARG005
        defects: frozenset[Defect] = frozenset(),
        dialect: Dialect = STANDARD,
        sccp_version: int | None = None,
        mixer: Mixer | None = None,
    ) -> None:
        self._configuration = configuration
        self._dialect = dialect
        self._tellings = telling.tellings(dialect)
        self._now = now
        self._wall = wall
        self._wake = wake
        self._memory = Memory(defects)
        self.announce: Announce = announcing.silent
        """Told what is for the router's log."""
        self.debugs: Collection[str] = ()
        """The debug flags that are on; while none is, no debug output is even worded."""
        self.posted = 0
        """How many events there were so far: as long as none comes, only phones may be told."""
        self._defects = defects
        self.mixer = mixer or Mixer()
        self._engine = self._new_engine()
        self._reloads = 0
        self._mobility = Mobility(configuration, wall=wall, defects=defects)
        self.user_at = self._mobility.user_at
        """Who is logged in at an ephone; empty when nobody is."""
        self.stations = StationServer(
            configuration,
            post=self.post,
            connections_of=self._connections_of,
            wall=wall,
            complain=complain,
            offer=offered_version if sccp_version is None else lambda _: sccp_version,
            user_at=self.user_at,
            defects=defects,
        )
        self.applications = CtiServer(
            post=self.post,
            find=self._find,
            monitors_of=self._monitors_of,
            managers=Registrar(configuration, defects, dialect),
            is_shut=lambda: configuration.voice_service.cti_shutdown,
            complain=complain,
            wording=Wording(dialect),
            defects=defects,
        )
        self._configure()

    def _new_engine(self) -> CallEngine:
        # A 7960's call history wants references that grow over the router's lives, too.
        return CallEngine(
            first_reference=int(self._wall().timestamp()),
            defects=self._defects,
            dialect=self._dialect,
        )

    def _connections_of(self, number: str) -> list[Connection]:
        return self._engine.connections_of(number)

    def _find(self, number: str) -> DirectoryNumber | None:
        return self._engine.find(number)

    def _monitors_of(self, session: int) -> tuple[Monitor, ...]:
        return self._engine.monitors_of(session)

    def post(self, event: Any, now: float) -> None:
        """Hand the engine an event and carry out what it wants done."""
        self.posted += 1
        if self.debugs or isinstance(event, announcing.LOGGED):
            for told in announcing.of_event(event, lambda: self._phones_of(event)):
                self.announce(told)
        if isinstance(event, OffHook):
            self._picked_up(event.station, now)
        for command in telling.told(self._engine.handle(event, now), self._tellings):
            if self.debugs:
                for told in announcing.of_command(command, call_monitor=self._monitors_calls):
                    self.announce(told)
            if isinstance(command, ToStation):
                self.stations.send(command)
            elif isinstance(command, Mix):
                self.mixer.mix(command.conference, command.ears)
            elif isinstance(command, Reconfigure):
                self._forward(command)
            elif not self._is_lost(command):
                self.applications.carry_out(self._dressed(command), now)

    def _phones_of(self, event: Any) -> list[PhoneStatus]:
        status = self.stations.status(event.station)
        return [] if status is None else [status]

    def _is_lost(self, command: object) -> bool:
        told = not self._reloads or Defect.NO_EVENT_AFTER_RELOAD not in self._defects
        return isinstance(command, Notify) and not told

    def _dressed(self, command: Respond | Notify | Withdraw) -> Respond | Notify | Withdraw:
        if not isinstance(command, Notify):
            return command
        service = self._configuration.voice_service
        event = with_extras(command.event, dialect=self._dialect, service=service)
        return replace(command, event=event)

    def _forward(self, command: Reconfigure) -> None:
        dn = self._configuration.dn_by_number(command.number)
        if dn is not None and Defect.FORWARDING_NOT_CONFIGURED not in self._defects:
            dn.forward_all = command.forward_all or None

    def get_timer(self) -> float | None:
        """When the engine waits no longer for something, or a user is to be logged out."""
        moments = (self._engine.get_timer(), self._mobility.get_timer())
        return min((each for each in moments if each is not None), default=None)

    def handle_timer(self, now: float) -> None:
        """Do what is due."""
        self.post(TimePassed(), now)
        self._restart(self._mobility.handle_timer(now))

    @property
    def _monitors_calls(self) -> bool:
        wanted = self._configuration.voice_service.callmonitor
        if Defect.CALLMONITOR_ALWAYS in self._defects:
            return True
        return wanted and Defect.CALLMONITOR_IGNORED not in self._defects

    def _configure(self) -> None:
        now = self._now()
        self._configuration.changed()
        self._send_restart(self._mobility.configured(now))
        known = configured(self._configuration, self._defects, self.user_at)
        known = replace(known, numbers=self._memory.recalled(known.numbers))
        mixing = conferencing(self._configuration, self.mixer, self._defects)
        self.post(replace(known, conferencing=mixing), now)
        self.stations.configured(now)
        self.applications.configured(now)

    # Operations ----------------------------------------------------------------------------------

    def phones(self) -> list[PhoneStatus]:
        """Every phone known, in order of its tag."""
        return [
            replace(each, do_not_disturb=self._engine.is_undisturbed(f"SEP{each.mac}"))
            for each in self.stations.statuses()
        ]

    def cti_sessions(self) -> list[CtiSessionStatus]:
        """Every CSTA session, in order of its number."""
        return self.applications.statuses(self._now())

    def session_managers(self) -> list[SessionManagerStatus]:
        """Every application that is registered, in order of its session-server's tag."""
        return self.applications.managers.statuses(self._now())

    def calls(self) -> list[CallStatus]:
        """Every call that stands."""
        return [_call_status(call) for call in self._engine.calls]

    def conferences(self) -> int:
        """How many conferences stand."""
        return sum(bool(call.creator) for call in self._engine.calls)

    def clear_cti_session(self, number: int) -> bool:
        """End one session with a BYE; false when there is no such session."""
        cleared = self.applications.clear(number, self._now())
        self._wake()
        return cleared

    def configuration_changed(self, what: str) -> None:
        """Obey the configuration as it is now; ``what`` changed it."""
        del what
        self._configure()
        self._wake()

    def restart_phone(self, tag: int) -> bool:
        """Tell a phone to re-register; false when it is not in service."""
        return self._reset(tag, ResetType.RESTART)

    def reset_phone(self, tag: int) -> bool:
        """Tell a phone to boot anew; false when it is not in service."""
        return self._reset(tag, ResetType.RESET)

    def _reset(self, tag: int, kind: ResetType) -> bool:
        told = self.stations.reset(tag, kind, self._now())
        self._wake()
        return told

    # Extension mobility --------------------------------------------------------------------------

    def log_in(self, user: str, tag: int, *, password: str | None = None) -> str:
        """Log a user in at an ephone; returns the refusal, or nothing."""
        moved = self._mobility.log_in(user, tag, self._now(), password=password)
        if Defect.LOGIN_WITHOUT_RESTART not in self._defects:
            self._restart(moved.phones)
        return moved.refusal or ""

    def log_out(self, user: str) -> str:
        """Log a user out wherever he is; returns the refusal, or nothing."""
        moved = self._mobility.log_out(user)
        if Defect.LOGOUT_WITHOUT_RESTART not in self._defects:
            self._restart(moved.phones)
        return moved.refusal or ""

    def _picked_up(self, station: str, now: float) -> None:
        ephone = self._configuration.ephone_by_mac(station.removeprefix("SEP"))
        if ephone is not None:
            self._mobility.picked_up(ephone.tag, now)

    def _restart(self, tags: tuple[int, ...]) -> None:
        """Phones that have other numbers from now on register anew; each ends its call first."""
        if tags:
            self._configure()
            self._send_restart(tags)
            self._wake()

    def _send_restart(self, tags: tuple[int, ...]) -> None:
        for tag in tags:
            self.stations.reset(tag, ResetType.RESTART, self._now())

    def reload(self) -> None:
        """The router boots: every call, session and connection is gone without a farewell."""
        self._reloads += 1
        self._mobility.forget_all()
        if Defect.CTI_SHUT_AFTER_RELOAD in self._defects:
            self._configuration.voice_service.cti_shutdown = True
        if Defect.SESSION_OUTLIVES_RELOAD not in self._defects:
            self.applications.forget_all()
        self.stations.forget_all(self._now())
        self.mixer.forget_all()
        before, self._engine = self._engine, self._new_engine()
        if Defect.MONITOR_OUTLIVES_RELOAD in self._defects:
            self._engine.inherit_monitors(before)
        self._configure()
        self._wake()


def _call_status(call: Call) -> CallStatus:
    legs = [
        CallLegStatus(
            connection.device, call.id, call.calling, call.called, _LEG_STATES[connection.state]
        )
        for connection in call.connections.values()
    ]
    return CallStatus(gcid_of(call.id), tuple(legs))
