"""The stand-in without sockets: its switch, phones and applications joined in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from harness.protocols.csta import xml
from harness.protocols.csta.names import AutoOriginate
from harness.protocols.csta.services import (
    MakeCall,
    MonitorStart,
    MonitorStartResponse,
    RequestSystemStatus,
)
from harness.protocols.csta.types import MonitorObject
from harness.protocols.sccp.agent import StationSession
from harness.protocols.sccp.codec import Message
from harness.protocols.sccp.events import MessageReceived as ScreenTold
from harness.protocols.sccp.events import Registered, Rejected
from harness.protocols.sccp.messages import SoftKeyEvent
from harness.protocols.sccp.numbers import DeviceType, SoftKey
from harness.protocols.sccp.station import Station, StationProfile
from harness.protocols.sip.agent import UserAgent
from harness.protocols.sip.dialogs import Dialog
from harness.protocols.sip.events import RequestReceived, ResponseReceived
from harness.protocols.sip.messages import Response
from harness.standin.cli.configurator import load
from harness.standin.configuration import RouterConfiguration
from harness.standin.cti_session import Port
from harness.standin.defects import Defect
from harness.standin.switch import Switch

MOC_EXAMPLE = """
voice service voip
 no cti shutdown
 cti csta mode basic
voice logout-profile 1
 number 203 type normal
telephony-service
 max-ephones 4
 max-dn 20
 ip source-address 10.0.0.1 port 2000
ephone-dn 1
 number 201
 name Alice
 cti watch
ephone-dn 2
 number 202
 cti watch
ephone-dn 3
 number 203
 cti watch
ephone-dn 4
 number 204
 cti notify
 cti watch
ephone-dn 5
 number 205
ephone 1
 mac-address 001E.4A34.A35F
 type 7961
 button 1:1
ephone 2
 mac-address 000F.8FC7.B681
 type 7960
 button 1:2
ephone 3
 mac-address 0019.E7FF.1E30
 type 7961
 logout-profile 1
"""

ALICE, BOB, CAROL = "001E4A34A35F", "000F8FC7B681", "0019E7FF1E30"
ROUTER = ("10.0.0.1", 5060)


def profile(mac: str, *, seven: int = 7961, version: int | None = None) -> StationProfile:
    newer = seven == 7961
    return StationProfile(
        device_name=f"SEP{mac}",
        device_type=DeviceType.CISCO_7961 if newer else DeviceType.CISCO_7960,
        protocol_version=version or (17 if newer else 11),
        features=bytes.fromhex("007285" if newer else "006085"),
        ip_address="10.0.0.21",
        register_size=124 if newer else 64,
        mac=bytes.fromhex(mac),
        header_version_rule="negotiated" if newer else "zero",
    )


@dataclass
class Phone:
    """A phone's station, joined to the router by a straight piece of wire."""

    station: Station
    session: StationSession
    seen: list[Message] = field(default_factory=list)
    events: list[object] = field(default_factory=list)
    stopped: bool = False
    """Its clock stands still: it says nothing by itself any more."""

    @property
    def ends(self) -> list[object]:
        return [self.session] if self.stopped else [self.station, self.session]

    @property
    def registered(self) -> bool:
        return any(isinstance(each, Registered) for each in self.events)

    @property
    def rejected(self) -> str | None:
        return next((each.text for each in self.events if isinstance(each, Rejected)), None)


@dataclass
class App:
    """An application's SIP agent, joined to one of the router's ports."""

    agent: UserAgent
    port: Port
    address: tuple[str, int]
    answers_events: bool = True
    dialog: Dialog | None = None
    responses: list[Response] = field(default_factory=list)
    received: list[object] = field(default_factory=list)
    """Events, and the names of other requests (``BYE``)."""
    log: list[str] = field(default_factory=list)
    """Response and request bodies by root name, as they came."""


class Desk:
    """The switch with whatever is plugged into it, and a clock turned by hand."""

    def __init__(self, configuration: str = MOC_EXAMPLE, *defects: Defect) -> None:
        loaded = load(configuration)
        assert not loaded.refused
        self.now = 1000.0
        self.configuration: RouterConfiguration = loaded.configuration
        self.switch = Switch(
            self.configuration,
            now=lambda: self.now,
            wall=lambda: datetime(2011, 7, 22, 12, 0, tzinfo=UTC),
            defects=frozenset(defects),
        )
        self._phones: list[Phone] = []
        self._apps: list[App] = []
        self._tokens: Iterator[int] = count(1)

    # Phones

    def plug_in(self, given: StationProfile) -> Phone:
        phone = Phone(Station(given), StationSession())
        self._phones.append(phone)
        self.switch.stations.joined(phone.session, ("10.0.0.21", 50000 + len(self._phones)))
        phone.station.connection_made(self.now)
        self.run()
        return phone

    def three_phones(self) -> tuple[Phone, Phone, Phone]:
        return (
            self.plug_in(profile(ALICE)),
            self.plug_in(profile(BOB, seven=7960)),
            self.plug_in(profile(CAROL)),
        )

    def says(self, phone: Phone, *messages: Message) -> list[Message]:
        """What the phone is told after it says something."""
        before = len(phone.seen)
        for message in messages:
            phone.station.send(message)
        self.run()
        return phone.seen[before:]

    def presses(self, phone: Phone, key: SoftKey, reference: int = 0) -> list[Message]:
        return self.says(phone, SoftKeyEvent(key, 1 if reference else 0, reference))

    # Applications

    def app(self, *, transport: str = "UDP") -> App:
        address = ("10.0.0.50", 40000 + len(self._apps))
        app = App(self._agent(transport, address), self._port(transport), address)
        self._apps.append(app)
        return app

    def invite(self, line: str, *, app: App | None = None, **given: object) -> App:
        app = app or self.app()
        self.sends(app, "INVITE", RequestSystemStatus(), to=f"sip:{line}@10.0.0.1", **given)
        app.dialog = app.agent.dialogs[0] if app.agent.dialogs else None
        return app

    def monitoring(self, line: str) -> App:
        app = self.invite(line)
        assert isinstance(self.monitor(app, line), MonitorStartResponse)
        return app

    def monitor(self, app: App, device: str) -> object:
        return self.asks(app, MonitorStart(monitor_object=MonitorObject(device_object=device)))

    def make_call(self, app: App, calling: str, called: str) -> object:
        call = MakeCall(
            calling_device=calling,
            called_directory_number=called,
            auto_originate=AutoOriginate.DO_NOT_PROMPT,
        )
        return self.asks(app, call)

    def asks(self, app: App, service: object) -> object:
        """The answer to a service: a value, or ``None`` for an empty 200."""
        self.sends(app, "INFO", service)
        response = app.responses[-1]
        assert response.status == 200, response
        return xml.decode(response.body).value if response.body else None

    def sends(
        self,
        app: App,
        method: str,
        value: object = None,
        *,
        to: str = "",
        user: str = "alice",
        body: bytes | None = None,
        content_type: str | None = "application/csta+xml",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        octets = body if body is not None else (xml.encode(value) if value is not None else b"")
        content_type = content_type if octets else None
        if app.dialog is None:
            app.agent.request(
                method,
                to,
                to=to,
                from_=f"sip:{user}@10.0.0.50",
                destination=ROUTER,
                headers=headers,
                body=octets,
                content_type=content_type,
                now=self.now,
            )
        else:
            app.agent.request_in(
                app.dialog,
                method,
                headers=headers,
                body=octets,
                content_type=content_type,
                now=self.now,
            )
        self.run()

    def _agent(self, transport: str, local: tuple[str, int]) -> UserAgent:
        tokens = self._tokens
        return UserAgent(transport=transport, local=local, tokens=lambda: f"t{next(tokens)}x")  # type: ignore[arg-type]

    def _port(self, transport: str) -> Port:
        return Port(transport, self._agent(transport, ROUTER))

    # Time and wires

    def wait(self, seconds: float) -> None:
        """Let time pass, every timer firing in its turn."""
        end = self.now + seconds
        while (due := self._next_due()) is not None and due <= end:
            self.now = max(self.now, due)
            self._fire()
            self.run()
        self.now = end

    def _machines(self) -> list[object]:
        ends = [end for phone in self._phones for end in phone.ends]
        agents = [agent for app in self._apps for agent in (app.agent, app.port.agent)]
        return [*ends, *agents, self.switch]

    def _next_due(self) -> float | None:
        return min(
            (due for each in self._machines() if (due := each.get_timer()) is not None),  # type: ignore[attr-defined]
            default=None,
        )

    def _fire(self) -> None:
        for machine in self._machines():
            due = machine.get_timer()  # type: ignore[attr-defined]
            if due is not None and due <= self.now:
                machine.handle_timer(self.now)  # type: ignore[attr-defined]

    def run(self) -> None:
        """Carry octets until nobody has anything to say."""
        while any([*map(self._carry_phone, self._phones), *map(self._carry_app, self._apps)]):
            pass

    def _carry_phone(self, phone: Phone) -> bool:
        up = phone.station.data_to_send()
        if up:
            phone.session.receive_data(up, self.now)
        self.switch.stations.turn(phone.session, self.now)
        down = phone.session.data_to_send()
        if down:
            phone.station.receive_data(down, self.now)
        while (event := phone.station.next_event()) is not None:
            phone.events.append(event)
            if isinstance(event, ScreenTold):
                phone.seen.append(event.message)
        return bool(up or down)

    def _carry_app(self, app: App) -> bool:
        up, down = app.agent.data_to_send(), []
        for octets, _ in up:
            app.port.agent.receive_data(octets, app.address, self.now)
        self.switch.applications.turn(app.port, self.now)
        down = app.port.agent.data_to_send()
        for octets, _ in down:
            app.agent.receive_data(octets, ROUTER, self.now)
        while (event := app.agent.next_event()) is not None:
            self._heard(app, event)
        return bool(up or down)

    def _heard(self, app: App, event: object) -> None:
        match event:
            case ResponseReceived() if event.response.status >= 200:
                app.responses.append(event.response)
                body = event.response.body
                app.log.append(xml.decode(body).name if body else str(event.response.status))
            case RequestReceived():
                body = event.request.body
                app.received.append(xml.decode(body).value if body else event.request.method)
                app.log.append(xml.decode(body).name if body else event.request.method)
                if app.answers_events:
                    app.agent.respond(event.key, 200, now=self.now)
