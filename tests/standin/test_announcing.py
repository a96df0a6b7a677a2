from __future__ import annotations

from harness.protocols.csta.services import MonitorStart
from harness.standin.announcing import of_command, of_event
from harness.standin.calls.events import (
    Requester,
    ServiceRequested,
    SessionEnded,
    StationGone,
    StationRegistered,
    TimePassed,
)
from harness.standin.operations import Announcement, PhoneStatus

PHONE = PhoneStatus(3, "001E4A34A35F", "REGISTERED", ip="10.0.0.7", socket=2)


def told(event: object) -> list[Announcement]:
    return list(of_event(event, lambda: [PHONE]))


def test_a_phone_that_comes_is_logged_as_cme_logs_it() -> None:
    assert told(StationRegistered("SEP001E4A34A35F", ()))[0] == Announcement(
        "%IPPHONE-6-REGISTER: ephone-3:SEP001E4A34A35F IP:10.0.0.7 Socket:2 "
        "DeviceType:Phone has registered."
    )


def test_a_phone_that_goes_is_logged() -> None:
    assert told(StationGone("SEP001E4A34A35F")) == [
        Announcement(
            "%IPPHONE-6-UNREGISTER_NORMAL: ephone-3:SEP001E4A34A35F has unregistered normally."
        )
    ]


def test_services_and_sessions_are_told_under_their_flags() -> None:
    flags = [each.flag for each in told(ServiceRequested(Requester(7), MonitorStart))]
    assert flags == ["cti protoif", "cti callcontrol"]
    assert told(SessionEnded(7)) == [Announcement("//CTI/SM:session 7 has ended", "cti session")]


def test_the_passing_of_time_is_not_told() -> None:
    assert told(TimePassed()) == []
    assert list(of_command(TimePassed())) == []
