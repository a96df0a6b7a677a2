from __future__ import annotations

import pytest

from harness.protocols.sip.messages import Headers
from harness.standin.cti_timer import settle


def offer(expires: str | None, *, knows: bool = True) -> Headers:
    pairs = [("Supported", "timer")] if knows else []
    return Headers([*pairs, *([("Session-Expires", expires)] if expires else [])])


@pytest.mark.parametrize(
    ("expires", "seconds", "we_refresh"),
    [
        (None, 1800, False),
        ("1800", 1800, False),
        ("7200", 1800, False),
        ("90", 90, False),
        ("600;refresher=uas", 600, True),
    ],
)
def test_a_timer_is_settled_within_half_an_hour(
    expires: str | None, seconds: int, we_refresh: bool
) -> None:
    settled = settle(offer(expires))
    assert settled.status == 200
    assert settled.agreement is not None
    assert settled.agreement.seconds == seconds
    assert settled.we_refresh is we_refresh
    assert any(name == "Session-Expires" for name, _ in settled.headers)


def test_a_timer_that_is_too_short_is_told_the_least() -> None:
    settled = settle(offer("89"))
    assert (settled.status, settled.headers) == (422, (("Min-SE", "90"),))


def test_a_router_that_minds_no_minimum_takes_any() -> None:
    settled = settle(offer("30"), minds_minimum=False)
    assert settled.agreement is not None
    assert settled.agreement.seconds == 30


def test_what_is_no_timer_is_malformed() -> None:
    assert settle(offer("soon")).status == 400


def test_an_application_without_the_extension_has_no_timer() -> None:
    settled = settle(offer(None, knows=False))
    assert (settled.status, settled.headers, settled.agreement) == (200, (), None)
