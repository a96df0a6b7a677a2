from __future__ import annotations

import pytest

from harness.errors import LocalProtocolError
from harness.runtime.journal import Kind
from tests.application.conftest import Bench


def test_any_body_of_any_type_goes_out_in_the_session(bench: Bench) -> None:
    session = bench.opened()
    assert session.send_raw(b"v=0", content_type="application/sdp").status == 200

    request = bench.switch.requests[-1]
    assert (request.method, request.body) == ("INFO", b"v=0")
    assert request.headers.get("Content-Type") == "application/sdp"
    assert bench.entries(Kind.SENT)[-1].octets == b"v=0"


def test_an_empty_body_has_neither_type_nor_disposition(bench: Bench) -> None:
    session = bench.opened()
    session.send_raw(b"", content_type=None)

    request = bench.switch.requests[-1]
    assert request.headers.get("Content-Type") is None
    assert request.headers.get("Content-Disposition") is None


def test_a_stray_info_has_a_call_of_its_own_and_is_refused_by_any_sip_end(bench: Bench) -> None:
    session = bench.opened()
    before = len(bench.switch.requests)
    # The agent of a SIP end answers it by itself: it belongs to no dialog.
    assert session.send_stray(b"<x/>").status == 481
    assert len(bench.switch.requests) == before
    assert session.is_open


@pytest.mark.parametrize("inside", [True, False])
def test_options_are_asked_in_the_session_or_outside(bench: Bench, inside: bool) -> None:
    session = bench.opened()
    call = bench.switch.requests[-1].headers.get("Call-ID")
    assert session.options(inside=inside).status == 200

    request = bench.switch.requests[-1]
    assert request.method == "OPTIONS"
    assert (request.headers.get("Call-ID") == call) is inside


def test_nothing_goes_out_in_a_session_that_is_not_there(bench: Bench) -> None:
    with pytest.raises(LocalProtocolError):
        bench.session().send_raw(b"<x/>")


def test_what_is_asked_at_once_is_answered_in_its_order(bench: Bench) -> None:
    assert bench.opened().snapshots_at_once(5) == 5
