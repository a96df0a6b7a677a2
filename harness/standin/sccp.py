"""Phones over SCCP: registration, their questions, and the way between their keys and the engine.

Which phones are served, with which lines, the configuration says at each moment; what a call shows
on them is the engine's affair.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from typing import Any

from harness.protocols.sccp import messages as m
from harness.protocols.sccp.agent import StationSession
from harness.protocols.sccp.events import Gone, MessageReceived, Misbehaved
from harness.protocols.sccp.numbers import LampMode, ResetType, Stimulus, UnregisterStatus
from harness.standin import phone_keys, phone_status
from harness.standin.attachments import Attachment
from harness.standin.calls import events as to_engine
from harness.standin.calls.commands import ToStation
from harness.standin.calls.model import Connection
from harness.standin.configuration import Ephone, RouterConfiguration
from harness.standin.defects import Defect
from harness.standin.macs import plain_mac
from harness.standin.operations import PhoneStatus
from harness.standin.phone_answers import ANSWERS
from harness.standin.phone_models import TYPE_NAMES, offered_version
from harness.standin.phone_reports import report_of

DATE_TEMPLATE = "M/D/YA"
MAX_PHONES_EXCEEDED = "\x1e\x0b"
NOT_CONFIGURED = "Error: phone not configured"
WRONG_TYPE = "Error: wrong phone type"
ALREADY_REGISTERED = "Error: phone already registered"
"""Said by no sound router (seeded defects only)."""

Address = tuple[str, int]
Post = Callable[[Any, float], None]
Complain = Callable[[str, str], None]


class StationServer:
    """Every phone's connection.

    ``post`` hands an event to the call engine; ``connections_of`` tells the connections that a
    number has; ``wall`` tells the time of day; ``complain`` is told who broke a rule, and how;
    ``offer`` names the protocol version for a phone that offers one; ``user_at`` who is logged in
    at an ephone.
    """

    def __init__(
        self,
        configuration: RouterConfiguration,
        *,
        post: Post,
        connections_of: Callable[[str], list[Connection]],
        wall: Callable[[], datetime],
        complain: Complain,
        offer: Callable[[int], int] = offered_version,
        user_at: Callable[[int], str] = lambda _: "",
        defects: frozenset[Defect] = frozenset(),
    ) -> None:
        self._complain = complain
        self._offer = offer
        self._user_at = user_at
        self._defects = defects
        self._configuration = configuration
        self._post = post
        self._connections_of = connections_of
        self._wall = wall
        self._attached: dict[StationSession, Attachment] = {}
        self._strangers: dict[str, int] = {}
        self._deceased: set[str] = set()
        self._by_name: dict[str, Attachment] = {}
        self._sockets = 0
        self._returned: set[str] = set()
        self._served: set[str] = set()
        self._turned_away: set[str] = set()
        self._frozen: dict[tuple[str, str], RouterConfiguration] = {}
        self._users: dict[str, str] = {}
        """What it remembers of phones for too long (seeded defects only)."""
        self.dirty: set[StationSession] = set()
        """Sessions with something to send that their own turn will not flush."""
        self.finished: set[StationSession] = set()
        """Sessions whose connection is to be closed once all is sent."""

    # The connections -----------------------------------------------------------------------------

    def joined(self, session: StationSession, remote: Address) -> Attachment:
        """A phone has connected from ``remote``."""
        self._sockets += 1
        attachment = self._attached[session] = Attachment(session, remote, self._sockets)
        return attachment

    def turn(self, session: StationSession, now: float) -> None:
        """Take what a connection's machine has to tell."""
        while (event := session.next_event()) is not None:
            attachment = self._attached.get(session)
            if attachment is None:
                continue
            if isinstance(event, MessageReceived):
                self._received(attachment, event.message, now)
            elif isinstance(event, Misbehaved):
                self._complain(attachment.name or str(attachment.remote), str(event.error))
                if Defect.BAD_FRAME_RESETS_PHONES in self._defects:
                    self.forget_all(now)
            elif isinstance(event, Gone):
                if event.reason == "keep-alive":
                    self._deceased.add(attachment.mac)
                elif Defect.SIGN_OFF_UNHEARD in self._defects:
                    continue
                self._detach(attachment, now)

    def send(self, command: ToStation) -> None:
        """Send a phone what the engine wants it to be told."""
        attachment = self._by_name.get(command.station)
        if attachment is not None:
            self._say(attachment, command.message)

    def _received(self, attachment: Attachment, message: m.Message, now: float) -> None:
        answer = ANSWERS.get(type(message))
        report = report_of(message, self._defects)
        if isinstance(message, m.Register):
            self._register(attachment, message, now)
        elif isinstance(message, m.RegisterTokenReq):
            attachment.session.send(m.RegisterTokenAck())
        elif not attachment.name:
            self._astray(message, now)
        elif isinstance(message, m.Unregister):
            self._unregister(attachment, now)
        elif isinstance(message, m.TimeDateReq):
            self._tell_time(attachment, now)
        elif answer is not None:
            for each in answer(self._profiled(attachment), attachment, message):
                self._say(attachment, each)
        elif report is not None and attachment.in_service:
            event = report(attachment.name, message) or phone_keys.dialled(
                self._configuration, attachment, message, self._defects
            )
            if event is not None:
                self._post(event, now)

    def _astray(self, message: m.Message, now: float) -> None:
        """What comes before a phone has said who it is counts for nothing."""
        heard = Defect.STRANGER_SIGNS_OFF in self._defects and isinstance(message, m.Unregister)
        if heard and self._by_name:
            first = next(iter(self._by_name.values()))
            self._out_of_service(first, now)
            first.name, _ = "", self._by_name.pop(first.name)

    def _profiled(self, attachment: Attachment) -> RouterConfiguration:
        if Defect.PROFILE_FROZEN not in self._defects:
            return self._configuration
        key = attachment.name, attachment.user
        if key not in self._frozen:
            self._frozen[key] = copy.deepcopy(self._configuration)
        return self._frozen[key]

    # Registration --------------------------------------------------------------------------------

    def _register(self, attachment: Attachment, register: m.Register, now: float) -> None:
        name = register.device_name
        mac = plain_mac(name.removeprefix("SEP"))
        ephone = self._configuration.ephone_by_mac(mac)
        refusal = self._refusal(ephone, register)
        stale = self._by_name.get(name)
        if stale not in (None, attachment) and Defect.RETURNING_PHONE_REFUSED in self._defects:
            refusal = ALREADY_REGISTERED
        if refusal is not None:
            silent = Defect.REJECTED_WITHOUT_A_WORD in self._defects
            attachment.session.reject("" if silent else refusal)
            self._turned_away.add(name)
            return
        if stale is attachment:
            self._out_of_service(attachment, now)
        elif stale is not None and Defect.STALE_PHONE_KEPT not in self._defects:
            self._expel(stale, now)
            self._returned.add(name)
        attachment.name, attachment.tag = name, self._tag_of(ephone, mac)
        self._by_name[name] = attachment
        attachment.user = self._user_at(attachment.tag)
        if Defect.LOGIN_BRINGS_NOTHING in self._defects:
            attachment.user = ""
        attachment.lines = self._lines_of(ephone, attachment.user)
        attachment.overlays = self._overlays_of(ephone)
        self._served.add(mac)
        self._users[name] = attachment.user or self._users.get(name, "")
        if Defect.SPEED_DIALS_OUTLIVE in self._defects:
            attachment.user = self._users[name]
        self._deceased.discard(mac)
        version = self._offer(register.protocol_version)
        telephony = self._configuration.telephony
        keep_alive = (ephone.keepalive if ephone else None) or telephony.keepalive
        attachment.session.accept(
            version=version, keep_alive=keep_alive, date_template=DATE_TEMPLATE, now=now
        )

    def _refusal(self, ephone: Ephone | None, register: m.Register) -> str | None:
        telephony = self._configuration.telephony
        name = register.device_name
        unknown_served = telephony.auto_reg_ephone or Defect.UNKNOWN_PHONE_SERVED in self._defects
        if Defect.FORGOTTEN_PHONE_RETURNS in self._defects:
            unknown_served |= plain_mac(name.removeprefix("SEP")) in self._served
        if ephone is None and not unknown_served:
            return NOT_CONFIGURED
        if name in self._turned_away and Defect.TURNED_AWAY_FOR_GOOD in self._defects:
            return MAX_PHONES_EXCEEDED
        actual = TYPE_NAMES.get(register.device_type)
        compared = 3 if Defect.TYPE_COMPARED_IN_PART in self._defects else None
        minds_type = Defect.TYPE_IGNORED not in self._defects
        known_type = ephone is not None and ephone.type in TYPE_NAMES.values()
        differs = ephone is not None and (actual or "")[:compared] != (ephone.type or "")[:compared]
        if known_type and minds_type and differs:
            return WRONG_TYPE
        others = len(self._by_name) - (name in self._by_name)
        most = telephony.max_ephones + (Defect.ONE_PHONE_TOO_MANY in self._defects)
        full = others >= most and Defect.LIMIT_IGNORED not in self._defects
        return MAX_PHONES_EXCEEDED if full else None

    def _tag_of(self, ephone: Ephone | None, mac: str) -> int:
        if ephone is not None:
            return ephone.tag
        taken = {*self._configuration.ephones, *self._strangers.values()}
        return self._strangers.setdefault(mac, max(taken, default=0) + 1)

    def _lines_of(self, ephone: Ephone | None, user: str) -> tuple[tuple[int, str], ...]:
        if ephone is None:
            return ()
        lines = self._configuration.lines_of(ephone, user=user)
        return tuple((button, dn.number) for button, dn in lines if dn.number)

    def _overlays_of(self, ephone: Ephone | None) -> tuple[to_engine.Overlay, ...]:
        if ephone is None or Defect.OVERLAY_FIRST_NUMBER_ONLY in self._defects:
            return ()
        return tuple(
            to_engine.Overlay(
                each.button, tuple(dn.number for dn in each.dns[1:] if dn.number), each.call_waiting
            )
            for each in self._configuration.overlays_of(ephone)
        )

    def _tell_time(self, attachment: Attachment, now: float) -> None:
        """The last answer of a registration: the phone is in service."""
        time = self._wall()
        self._say(
            attachment,
            m.DefineTimeDate(
                year=time.year,
                month=time.month,
                day_of_week=time.isoweekday() % 7,
                day=time.day,
                hour=time.hour,
                minute=time.minute,
                second=time.second,
                milliseconds=time.microsecond // 1000,
                system_time=int(time.timestamp()),
            ),
        )
        if not attachment.in_service:
            attachment.in_service = True
            self._say(attachment, m.SetLamp(Stimulus.VOICE_MAIL, 0, LampMode.OFF))
            lines, overlays = attachment.lines, attachment.overlays
            self._post(to_engine.StationRegistered(attachment.name, lines, overlays), now)
            if attachment.name in self._returned and Defect.OLD_LINK_TAKES_NEW in self._defects:
                self._post(to_engine.StationGone(attachment.name), now)

    def _unregister(self, attachment: Attachment, now: float) -> None:
        if phone_status.connections_at(attachment, self._connections_of):
            self._say(attachment, m.UnregisterAck(UnregisterStatus.NAK))
            return
        self._say(attachment, m.UnregisterAck(UnregisterStatus.OK))
        if Defect.SIGN_OFF_UNHEARD in self._defects:
            return
        self._out_of_service(attachment, now)
        self._by_name.pop(attachment.name, None)
        attachment.name = ""

    def _out_of_service(self, attachment: Attachment, now: float) -> None:
        if attachment.in_service:
            attachment.in_service = False
            self._post(to_engine.StationGone(attachment.name), now)

    def _detach(self, attachment: Attachment, now: float) -> None:
        self._attached.pop(attachment.session, None)
        if self._by_name.get(attachment.name) is attachment:
            del self._by_name[attachment.name]
        self._out_of_service(attachment, now)

    def _expel(self, attachment: Attachment, now: float) -> None:
        self.finished.add(attachment.session)
        self._detach(attachment, now)

    # What the router asks ------------------------------------------------------------------------

    def configured(self, now: float) -> None:
        """Obey a changed configuration: phones that are not configured any more must go."""
        telephony = self._configuration.telephony
        for attachment in list(self._attached.values()):
            if not attachment.name:
                continue
            ephone = self._configuration.ephone_by_mac(attachment.mac)
            served = telephony.source_address is not None and (
                ephone is not None or telephony.auto_reg_ephone
            )
            if not served and Defect.FORGOTTEN_PHONE_KEPT in self._defects:
                continue
            if not served:
                self._say(attachment, m.Reset(ResetType.RESET))
                self._expel(attachment, now)
                continue
            attachment.tag = self._tag_of(ephone, attachment.mac)
            if ephone is not None and ephone.logout_profile is not None:
                # What changes in a profile is felt when the phone starts again.
                if Defect.MOBILITY_CUTS_CALLS not in self._defects:
                    continue
                attachment.user = self._user_at(ephone.tag)
            lines, overlays = self._lines_of(ephone, attachment.user), self._overlays_of(ephone)
            if (lines, overlays) != (attachment.lines, attachment.overlays):
                attachment.lines, attachment.overlays = lines, overlays
                if attachment.in_service:
                    self._post(to_engine.LinesAssigned(attachment.name, lines, overlays), now)

    def reset(self, tag: int, kind: ResetType, now: float) -> bool:
        """Tell a phone to boot or to register anew; false when it is not in service."""
        for attachment in list(self._attached.values()):
            meant = attachment.tag == tag or Defect.RESET_REACHES_ANOTHER in self._defects
            if meant and attachment.in_service:
                if self._is_told_to_start_again(attachment):
                    self._say(attachment, m.Reset(kind))
                if Defect.RESET_CUTS_CALL in self._defects:
                    self._expel(attachment, now)
                return True
        return False

    def _is_told_to_start_again(self, attachment: Attachment) -> bool:
        busy = phone_status.connections_at(attachment, self._connections_of)
        lost = busy and Defect.RESET_IN_A_CALL_LOST in self._defects
        return not lost and Defect.RESET_NOT_SENT not in self._defects

    def forget_all(self, now: float) -> None:
        """The router boots: every connection is to be cut."""
        for attachment in list(self._attached.values()):
            self._expel(attachment, now)
        self._strangers.clear()
        self._deceased.clear()

    def _say(self, attachment: Attachment, message: m.Message) -> None:
        attachment.say(message)
        self.dirty.add(attachment.session)

    def status(self, station: str) -> PhoneStatus | None:
        """What ``show ephone`` tells of one phone, if it knows it."""
        mac = station.removeprefix("SEP")
        ephone = self._configuration.ephone_by_mac(mac)
        tag = ephone.tag if ephone is not None else self._strangers.get(mac)
        return None if tag is None else self._status_of(tag, mac, self._by_name.get(station))

    def statuses(self) -> list[PhoneStatus]:
        """What ``show ephone`` lists."""
        known = {ephone.tag: ephone.mac or "" for ephone in self._configuration.ephones.values()}
        known |= {tag: mac for mac, tag in self._strangers.items() if mac not in known.values()}
        attached = {each.tag: each for each in self._attached.values() if each.name}
        return [self._status_of(tag, mac, attached.get(tag)) for tag, mac in sorted(known.items())]

    def _status_of(self, tag: int, mac: str, attachment: Attachment | None) -> PhoneStatus:
        if attachment is not None:
            return phone_status.registered(attachment, self._configuration, self._connections_of)
        return phone_status.absent(
            tag,
            mac,
            self._lines_of(self._configuration.ephone_by_mac(mac), self._user_at(tag)),
            self._configuration,
            self._connections_of,
            deceased=mac in self._deceased,
        )
