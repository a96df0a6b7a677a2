from __future__ import annotations

import pytest

from harness.errors import RemoteProtocolError
from harness.protocols.sip.dialogs import Dialog, DialogId, route_set_of, target_of
from harness.protocols.sip.messages import Headers

PEER = ("192.0.2.1", 40001)


def dialog(target="sip:201@192.0.2.2:5070", routes=(), **options):
    return Dialog(
        id=DialogId("c@x", "local", "remote"),
        local_uri="sip:alice@192.0.2.10",
        remote_uri="sip:201@192.0.2.1",
        remote_target=target,
        route_set=routes,
        contact="<sip:alice@192.0.2.10:5060>",
        peer=PEER,
        via="SIP/2.0/UDP 192.0.2.10:5060",
        token="tok",
        **options,
    )


def printed(which):
    return which.print_request("INFO", 9, "z9hG4bKb").decode().replace("\r\n", "\n")


def test_a_request_goes_to_the_remote_target():
    which = dialog()
    assert which.destination == ("192.0.2.2", 5070)
    assert printed(which) == (
        "INFO sip:201@192.0.2.2:5070 SIP/2.0\n"
        "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKb\n"
        "Max-Forwards: 70\n"
        "From: <sip:alice@192.0.2.10>;tag=local\n"
        "To: <sip:201@192.0.2.1>;tag=remote\n"
        "Call-ID: c@x\n"
        "CSeq: 9 INFO\n"
        "Content-Length: 0\n\n"
    )


def test_a_name_that_is_no_address_is_reached_where_it_was_met():
    assert dialog("sip:201@router.example").destination == PEER


def test_a_loose_router_gets_the_request_and_the_target_stays():
    which = dialog(routes=("<sip:192.0.2.50;lr>", "<sip:192.0.2.51;lr>"))
    assert which.destination == ("192.0.2.50", 5060)
    text = printed(which)
    assert text.startswith("INFO sip:201@192.0.2.2:5070 SIP/2.0\n")
    assert "\nRoute: <sip:192.0.2.50;lr>, <sip:192.0.2.51;lr>\n" in text


def test_a_strict_router_becomes_the_request_uri():
    text = printed(dialog(routes=("<sip:192.0.2.50>", "<sip:192.0.2.51;lr>")))
    assert text.startswith("INFO sip:192.0.2.50 SIP/2.0\n")
    assert "\nRoute: <sip:192.0.2.51;lr>, <sip:201@192.0.2.2:5070>\n" in text


def test_a_flow_is_used_for_a_contact_on_the_same_host_only():
    assert dialog("sip:201@192.0.2.1:5060", flow=True).destination == PEER
    assert dialog("sip:201@192.0.2.2:5060", flow=True).destination == ("192.0.2.2", 5060)


def test_a_target_refresh_needs_a_contact():
    which = dialog()
    which.refresh_target(Headers([("CSeq", "1 INVITE")]))
    assert which.remote_target == "sip:201@192.0.2.2:5070"
    which.refresh_target(Headers([("m", "sip:new@192.0.2.9")]))
    assert which.destination == ("192.0.2.9", 5060)


@pytest.mark.parametrize("value", ["<tel:1>", "<sip:a@b>, <sip:c@d>", "", "*"])
def test_a_contact_that_is_no_one_sip_address_is_refused(value):
    with pytest.raises(RemoteProtocolError):
        target_of(Headers([("Contact", value)]))


def test_the_route_set_is_reversed_for_the_client():
    headers = Headers([("Record-Route", "<sip:a;lr>, <sip:b;lr>"), ("Record-Route", "<sip:c;lr>")])
    assert route_set_of(headers, reverse=False) == ("<sip:a;lr>", "<sip:b;lr>", "<sip:c;lr>")
    assert route_set_of(headers, reverse=True) == ("<sip:c;lr>", "<sip:b;lr>", "<sip:a;lr>")
