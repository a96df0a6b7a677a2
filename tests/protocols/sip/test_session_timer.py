from __future__ import annotations

import pytest

from harness.errors import RemoteProtocolError
from harness.protocols.sip.messages import Headers
from harness.protocols.sip.session_timer import (
    Agreement,
    Refresher,
    SessionExpires,
    TooShort,
    agreed,
    answer,
    expiry_after,
    refresh_after,
)

TIMER = ("Supported", "timer")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1800", SessionExpires(1800)),
        ("1800;refresher=uac", SessionExpires(1800, Refresher.UAC)),
        ("90 ; other ; Refresher=UAS", SessionExpires(90, Refresher.UAS)),
    ],
)
def test_session_expires_is_read(text, value):
    assert SessionExpires.parse(text) == value


def test_session_expires_is_printed():
    assert SessionExpires(1800).print() == "1800"
    assert SessionExpires(90, Refresher.UAS).print() == "90;refresher=uas"


@pytest.mark.parametrize("text", ["", "soon", "-1", "90;refresher=me", "90 uac"])
def test_session_expires_may_be_malformed(text):
    with pytest.raises(RemoteProtocolError):
        SessionExpires.parse(text)


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        ([TIMER, ("Session-Expires", "1800")], Agreement(1800, Refresher.UAC)),
        ([TIMER, ("x", "3600;refresher=uas")], Agreement(1800, Refresher.UAS)),
        ([TIMER], Agreement(1800, Refresher.UAC)),
        ([], Agreement(1800, Refresher.UAS)),
        ([TIMER, ("x", "120")], Agreement(120, Refresher.UAC)),
        ([TIMER, ("x", "4000"), ("Min-SE", "2400")], Agreement(2400, Refresher.UAC)),
        ([TIMER, ("x", "60")], TooShort(90)),
        ([("x", "60")], Agreement(60, Refresher.UAS)),
    ],
    ids=["as asked", "lowered", "no wish", "unknown to them", "short", "floor", "422", "no 422"],
)
def test_what_a_server_answers(offer, expected):
    assert answer(Headers(offer)) == expected


def test_the_headers_of_the_answers():
    assert Agreement(1800, Refresher.UAC).headers == (
        ("Require", "timer"),
        ("Session-Expires", "1800;refresher=uac"),
    )
    assert Agreement(1800, Refresher.UAS).headers == (("Session-Expires", "1800;refresher=uas"),)
    assert TooShort(90).headers == (("Min-SE", "90"),)


def test_what_a_client_reads_in_the_2xx():
    assert agreed(Headers([("Session-Expires", "600;refresher=uas")])) == Agreement(
        600, Refresher.UAS
    )
    assert agreed(Headers([("Session-Expires", "600")])) == Agreement(600, Refresher.UAC)
    assert agreed(Headers([])) is None


def test_the_moments_of_rfc_4028():
    assert refresh_after(1800) == 900
    assert expiry_after(1800) == 1768
    assert expiry_after(90) == 60


def test_an_offer_below_our_minimum_is_422_and_succeeds_with_the_minimum(talk, texts):
    offer = "Supported: timer\nSession-Expires: {}\nContact"
    event = talk.take(texts["INVITE"].replace("Contact", offer.format(60)))
    refusal = answer(event.request.headers)
    talk.ua.respond(event.key, 422, headers=refusal.headers, now=talk.now)
    (text,) = talk.said()
    assert text.startswith("SIP/2.0 422 Session Interval Too Small\n")
    assert "\nMin-SE: 90\n" in text
    again = texts["INVITE"].replace("Ki1", "Ki2").replace("1 INVITE", "2 INVITE")
    event = talk.take(again.replace("Contact", offer.format(90)))
    talk.ua.respond(event.key, 200, headers=answer(event.request.headers).headers, now=talk.now)
    assert "\nRequire: timer\nSession-Expires: 90;refresher=uac\n" in talk.said()[0]
