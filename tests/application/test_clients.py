from __future__ import annotations

import pytest

from harness.application.clients import MOC, SDK
from harness.application.session import CtiSession
from harness.protocols.csta import services
from harness.protocols.sip.session_timer import Agreement, Refresher
from tests.application.conftest import Bench


@pytest.mark.parametrize(
    ("number", "moc", "sdk"),
    [
        ("201", "tel:201", "201"),
        ("+14085550201", "tel:+14085550201", "+14085550201"),
        ("*67", "tel:*67", "*67"),
        ("tel:201", "tel:201", "tel:201"),
        ("sip:201@10.0.0.1", "sip:201@10.0.0.1", "sip:201@10.0.0.1"),
        ("", "", ""),
    ],
)
def test_each_client_writes_numbers_in_its_own_style(number: str, moc: str, sdk: str) -> None:
    assert MOC.device_of(number) == moc
    assert SDK.device_of(number) == sdk


def test_communicator_refreshes_a_minute_before_the_end_whoever_was_agreed_on() -> None:
    for refresher in Refresher:
        assert MOC.refreshes(Agreement(1800, refresher))
    assert MOC.refresh_after(1800) == 1740
    assert MOC.refresh_after(50) is None


def test_the_sdk_refreshes_if_that_is_its_part_and_when_rfc_4028_says() -> None:
    assert SDK.refreshes(Agreement(1800, Refresher.UAC))
    assert not SDK.refreshes(Agreement(1800, Refresher.UAS))
    assert SDK.refresh_after(1800) is None


def test_the_sdk_says_what_it_takes_and_asks_for_a_timer_and_communicator_does_neither() -> None:
    assert {name for name, _ in MOC.invite_headers} == {
        "Content-Disposition", "Supported", "User-Agent",
    }  # fmt: skip
    assert {"Accept", "Allow", "Session-Expires"} <= {name for name, _ in SDK.invite_headers}


FEATURES = (
    b'<?xml version="1.0"?><GetCSTAFeaturesResponse xmlns="http://www.ecma-international.org/'
    b'standards/ecma-323/csta/ed3"><supportedServices><makeCall/></supportedServices>'
    b"</GetCSTAFeaturesResponse>"
)


def begun(bench: Bench, client: str) -> CtiSession:
    bench.switch.answer(services.GetCSTAFeatures, body=FEATURES)
    session = bench.opened(client=client)
    assert session.begin() == "43"
    return session


def bodies(bench: Bench) -> list[str]:
    return [each.body.decode() for each in bench.switch.requests]


def test_communicator_names_its_line_in_its_first_two_requests_and_writes_tel_uris(
    bench: Bench,
) -> None:
    begun(bench, "moc")
    status, features, monitor = bodies(bench)
    line = '<line xmlns="http://schemas.microsoft.com/Lcs/2005/04/RCCExtension">tel:201</line>'
    assert line in status
    assert line in features
    assert "<deviceObject>tel:201</deviceObject>" in monitor
    assert "RCCExtension" not in monitor


def test_the_sdk_says_nothing_of_that(bench: Bench) -> None:
    begun(bench, "sdk")

    assert not any("RCCExtension" in each for each in bodies(bench))
    assert "<deviceObject>201</deviceObject>" in bodies(bench)[-1]


@pytest.mark.parametrize("client", ["moc", "sdk"])
def test_each_stops_its_monitor_before_it_leaves(bench: Bench, client: str) -> None:
    begun(bench, client).close()

    assert [each.method for each in bench.switch.requests][-2:] == ["INFO", "BYE"]
    assert "MonitorStop" in bodies(bench)[-2]
