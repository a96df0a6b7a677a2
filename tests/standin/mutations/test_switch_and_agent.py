"""A stand-in with rows laid over it, asked as an application and an engineer ask it."""

import pytest

from harness.protocols.sip.agent import UserAgent
from harness.protocols.sip.events import ResponseReceived
from harness.standin.mutations import shows
from harness.standin.mutations.agent import MutatedAgent
from harness.standin.mutations.sip import (
    EchoRow,
    ReplyRow,
    TimerRow,
    empty,
    heading,
    refused,
    without,
    writing,
)
from harness.standin.operations import CallLegStatus, CallStatus, LineStatus, PhoneStatus

HEAD = ("name", "effect", "breaks")
OURS, THEIRS = ("192.0.2.1", 5060), ("192.0.2.2", 5060)
COUNT = iter(range(1000))


def tokens():
    return f"t{next(COUNT):031}"


def answered(rows, *, times=1, method="OPTIONS"):
    """Ask as often; the status, one header and the body of each answer."""
    asking = UserAgent(transport="UDP", local=THEIRS, tokens=tokens)
    broken = MutatedAgent(rows, transport="UDP", local=OURS, tokens=tokens)
    told = []
    for number in range(1, times + 1):
        asking.request(
            method, "sip:192.0.2.1", to="sip:192.0.2.1", from_="sip:a@192.0.2.2",
            destination=OURS, now=0.0,
        )  # fmt: skip
        carry(asking, broken, THEIRS)
        if (event := broken.next_event()) is not None:
            broken.respond(
                event.key, 200, headers=(("Allow", f"INVITE, X{number}"),), body=b"<a>yes</a>",
                content_type="application/csta+xml", now=0.0,
            )  # fmt: skip
        carry(broken, asking, OURS)
        while (event := asking.next_event()) is not None:
            if isinstance(event, ResponseReceived):
                answer = event.response
                told.append((answer.status, answer.headers.get("Allow"), answer.body))
    return told


def carry(sender, receiver, source):
    for octets, _ in sender.data_to_send():
        receiver.receive_data(octets, source, 0.0)


WELL = (200, "INVITE, X1", b"<a>yes</a>")


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        (ReplyRow(*HEAD, "OPTIONS", refused(501)), (501, "INVITE, X1", b"")),
        (ReplyRow(*HEAD, "OPTIONS", without("Allow")), (200, None, b"<a>yes</a>")),
        (ReplyRow(*HEAD, "OPTIONS", heading("Allow", "X.", "BYE")), (200, "INVITE, BYE", WELL[2])),
        (ReplyRow(*HEAD, "OPTIONS", empty), (200, "INVITE, X1", b"")),
        (ReplyRow(*HEAD, "OPTIONS", writing(b"yes", b"no")), (*WELL[:2], b"<a>no</a>")),
        (ReplyRow(*HEAD, "OPTIONS", empty, body=b"<a>"), (200, "INVITE, X1", b"")),
        (ReplyRow(*HEAD, "OPTIONS", empty, body=b"<b>"), WELL),
        (ReplyRow(*HEAD, "OPTIONS", empty, status=404), WELL),
        (ReplyRow(*HEAD, "OPTIONS", empty, inside=True), WELL),
        (ReplyRow(*HEAD, "OPTIONS", empty, inside=False), (200, "INVITE, X1", b"")),
        (ReplyRow(*HEAD, "REGISTER", empty), WELL),
    ],
)
def test_a_request_is_answered_as_the_row_says(row, answer):
    assert answered([row]) == [answer]


def test_the_first_answers_may_be_spared():
    row = ReplyRow(*HEAD, "OPTIONS", refused(501), spares=2)

    assert [status for status, _, _ in answered([row], times=4)] == [200, 200, 501, 501]


def test_what_is_answered_by_rote_reaches_nobody():
    told = answered([EchoRow(*HEAD, "OPTIONS")], times=3)

    assert told == [WELL, WELL, WELL]
    assert answered([EchoRow(*HEAD, "REGISTER")], times=2)[1] != WELL


def test_a_session_may_last_another_time(monkeypatch):
    begun = []
    monkeypatch.setattr(
        UserAgent, "start_session_timer", lambda _, dialog, seconds, **rest: begun.append(seconds)
    )
    agent = MutatedAgent([TimerRow(*HEAD, 0.5)], transport="UDP", local=OURS, tokens=tokens)

    agent.start_session_timer(None, 1800, we_refresh=False, now=0.0)

    assert begun == [900]


def test_lists_are_changed_as_the_rows_say():
    line = LineStatus(1, 1, "201", 1, "HOLD")
    phone = PhoneStatus(1, "001E4A34A35F", "REGISTERED", lines=(line,))
    call = CallStatus("G", (CallLegStatus("201", 1, "201", "202", "ACT"),))

    assert shows.lines_in("HOLD", are="IDLE")([phone])[0].lines[0].state == "IDLE"
    assert shows.lines_in("IDLE", are="HOLD")([phone]) == [phone]
    assert shows.lines_at("REGISTERED", are="DOWN")([phone])[0].lines[0].state == "DOWN"
    assert shows.lines_at("UNREGISTERED", are="DOWN")([phone]) == [phone]
    assert shows.without_last([phone, call]) == [phone]
    assert shows.with_all(do_not_disturb=True)([phone])[0].do_not_disturb
    assert shows.calling_themselves([call])[0].legs[0].called == "201"
