"""What the switch tells about itself: phones that come and go, and the CTI traffic under debug.

Events of the engine in, lines for the router's log out. Texts of ``%IPPHONE-6-…`` and the prefix
``//CTI/PI:`` are published (CME guides), as is ``//CMM/INFO:`` with the one event name
``CMM_EV_CALL_CONN_ORIGINATED``; what else follows these prefixes is ASSUMED.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from harness.standin.calls import events
from harness.standin.calls.commands import Notify
from harness.standin.operations import Announcement, PhoneStatus

LOGGED = (events.StationRegistered, events.StationGone)
"""What is told though no debug flag is on."""


def silent(announcement: Announcement) -> None:
    """Nobody listens."""
    del announcement


def of_event(event: Any, phones: Callable[[], list[PhoneStatus]]) -> Iterator[Announcement]:
    """What is told of something that happened to the switch."""
    match event:
        case events.StationRegistered():
            yield from _registered(event.station, phones())
        case events.StationGone():
            tag = next((each.tag for each in phones() if f"SEP{each.mac}" == event.station), 0)
            yield Announcement(
                f"%IPPHONE-6-UNREGISTER_NORMAL: ephone-{tag}:{event.station} "
                "has unregistered normally."
            )
        case events.ServiceRequested():
            name = type(event.service).__name__
            session = event.requester.session
            yield Announcement(f"//CTI/PI:session {session} requests {name}", "cti protoif")
            yield Announcement(f"//CTI/CC:{name} from session {session}", "cti callcontrol")
        case events.SessionEnded():
            yield Announcement(f"//CTI/SM:session {event.session} has ended", "cti session")
        case _:
            return


def _registered(station: str, phones: list[PhoneStatus]) -> Iterator[Announcement]:
    for each in phones:
        if f"SEP{each.mac}" == station:
            yield Announcement(
                f"%IPPHONE-6-REGISTER: ephone-{each.tag}:{station} IP:{each.ip} "
                f"Socket:{each.socket} DeviceType:Phone has registered."
            )
            yield Announcement(
                f"ephone-{each.tag}[{each.tag - 1}]:RegisterAck sent to ephone {each.tag}",
                "ephone register",
            )


def of_command(command: Any, *, call_monitor: bool = False) -> Iterator[Announcement]:
    """What is told of something that the switch does.

    ``call_monitor`` is whether the Call Monitor Module works (``callmonitor``).
    """
    if isinstance(command, Notify):
        name = type(command.event).__name__.removesuffix("Event")
        yield Announcement(f"//CTI/PI:{name} to the monitor", "cti protoif")
        banner = "".join(f"_{letter}" if letter.isupper() else letter for letter in name).upper()
        yield Announcement(f"  === EVENT EV{banner}", "cti core")
        if call_monitor:
            yield Announcement(f"//CMM/INFO:CMM_EV_CALL_CONN{banner}", "callmonitor info")
