from __future__ import annotations

import pytest

from harness.errors import LocalProtocolError
from harness.protocols.sip.agent import (
    Acknowledged,
    DialogState,
    Misbehaved,
    RequestReceived,
    TransactionFailed,
)

REPEATED_2XX = [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]


def test_an_invite_is_answered_100_and_told(talk, texts):
    talk.hear(texts["INVITE"])
    assert talk.said() == [
        (
            "SIP/2.0 100 Trying\n"
            "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKi1\n"
            "From: <sip:201@192.0.2.1>;tag=c1\n"
            "To: <sip:alice@192.0.2.10>\n"
            "Call-ID: theirs@192.0.2.1\n"
            "CSeq: 1 INVITE\n"
            "Content-Length: 0\n\n"
        )
    ]
    event = talk.event(RequestReceived)
    assert (event.request.method, event.dialog) == ("INVITE", None)
    assert event.source == ("192.0.2.1", 5060)


def test_our_200_makes_the_dialog(talk, texts):
    key = talk.take(texts["INVITE"]).key
    dialog = talk.ua.respond(
        key, 200, headers=[("Allow", "INFO")], body=b"<r/>", content_type="a/b", now=0.0
    )
    assert talk.said() == [
        (
            "SIP/2.0 200 OK\n"
            "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKi1\n"
            "From: <sip:201@192.0.2.1>;tag=c1\n"
            "To: <sip:alice@192.0.2.10>;tag=t1\n"
            "Call-ID: theirs@192.0.2.1\n"
            "CSeq: 1 INVITE\n"
            "Contact: <sip:alice@192.0.2.10:5060>\n"
            "Allow: INFO\n"
            "Content-Type: a/b\n"
            "Content-Length: 4\n"
            "\n"
            "<r/>"
        )
    ]
    assert dialog.id == ("theirs@192.0.2.1", "t1", "c1")
    assert dialog.remote_target == "sip:201@192.0.2.1:5060"
    talk.hear(texts["ACK"])
    assert talk.event(Acknowledged).dialog is dialog
    talk.hear(texts["ACK"])
    assert talk.events() == []


def test_a_2xx_is_repeated_until_its_ack(talk, texts):
    talk.ua.respond(talk.take(texts["INVITE"]).key, 200, now=0.0)
    talk.said()
    assert talk.run(4) == [(at, "SIP/2.0 200 OK") for at in REPEATED_2XX[:3]]
    talk.hear(texts["ACK"])
    assert talk.run(60) == []
    assert talk.ua.get_timer() is None


def test_a_2xx_over_a_stream_is_repeated_too(stream_talk, texts):
    stream_talk.ua.respond(stream_talk.take(texts["INVITE"]).key, 200, now=0.0)
    stream_talk.said()
    assert [at for at, _ in stream_talk.run(4)] == REPEATED_2XX[:3]


def test_a_2xx_whose_ack_is_lost_for_good_is_hung_up(talk, texts):
    key = talk.take(texts["INVITE"]).key
    dialog = talk.ua.respond(key, 200, now=0.0)
    talk.said()
    *repeated, bye = talk.run(32)
    assert [at for at, _ in repeated] == REPEATED_2XX
    assert bye == (32, "BYE sip:201@192.0.2.1:5060 SIP/2.0")
    failure = talk.event(TransactionFailed)
    assert (failure.key, failure.reason) == (key, "no ACK to the 2xx")
    assert dialog.state is DialogState.CLOSING


@pytest.mark.parametrize("part", ["tag=t1", "tag=c1", "theirs@", "1 ACK"])
def test_an_ack_with_a_forged_part_acknowledges_nothing(talk, texts, part):
    talk.ua.respond(talk.take(texts["INVITE"]).key, 200, now=0.0)
    talk.said()
    forged = {"1 ACK": "9 ACK"}.get(part, part[:4] + "forged" + part[-1:])
    talk.hear(texts["ACK"].replace(part, forged))
    assert talk.event(Misbehaved)
    assert [at for at, _ in talk.run(1)] == [0.5]


def test_a_repeated_invite_gets_the_last_response_and_is_told_once(talk, texts):
    key = talk.take(texts["INVITE"]).key
    talk.hear(texts["INVITE"])
    assert [text.split("\n")[0] for text in talk.said()] == ["SIP/2.0 100 Trying"]
    talk.ua.respond(key, 180, now=0.0)
    talk.said()
    talk.hear(texts["INVITE"])
    assert [text.split("\n")[0] for text in talk.said()] == ["SIP/2.0 180 Ringing"]
    talk.ua.respond(key, 200, now=0.0)
    talk.said()
    talk.hear(texts["INVITE"])
    assert talk.said() == [], "RFC 6026: absorbed; the 2xx has its own beat"
    assert talk.events() == []


def test_a_refusal_is_repeated_until_its_ack(talk, texts):
    key = talk.take(texts["INVITE"]).key
    assert talk.ua.respond(key, 404, now=0.0) is None
    (refusal,) = talk.said()
    assert refusal.startswith("SIP/2.0 404 Not Found\n")
    assert "To: <sip:alice@192.0.2.10>;tag=t1\n" in refusal
    assert [at for at, _ in talk.run(2)] == [0.5, 1.5]
    talk.hear(texts["ACK"].replace("z9hG4bKa1", "z9hG4bKi1"))
    assert talk.run(60) == []
    assert talk.events() == []


def test_a_refusal_that_nobody_acknowledges_fails_by_timer_h(talk, texts):
    key = talk.take(texts["INVITE"]).key
    talk.ua.respond(key, 486, now=0.0)
    talk.run(33)
    assert talk.event(TransactionFailed).key == key


def test_a_repeated_info_gets_the_same_answer_and_is_told_once(talk, texts):
    talk.called()
    event = talk.take(texts["INFO"])
    assert event.request.body == b"<x/>"
    talk.hear(texts["INFO"])
    assert talk.said() == [], "nothing to repeat yet"
    talk.ua.respond(event.key, 200, body=b"<y/>", content_type="a/b", now=talk.now)
    (first,) = talk.said()
    talk.run(31.9)
    talk.hear(texts["INFO"])
    assert talk.said() == [first]
    assert talk.events() == []
    talk.run(0.2)  # timer J: forgotten
    talk.hear(texts["INFO"])
    assert talk.said()[0].startswith("SIP/2.0 500 ")


@pytest.mark.parametrize("part", ["tag=t1", "tag=c1", "theirs@"])
def test_a_request_for_another_dialog_is_481(talk, texts, part):
    talk.called()
    talk.hear(texts["INFO"].replace(part, part[:4] + "forged" + part[-1:]))
    assert talk.said()[0].startswith("SIP/2.0 481 Call/Transaction Does Not Exist\n")
    assert talk.events() == []


@pytest.mark.parametrize("method", ["INFO", "BYE"])
def test_a_request_that_needs_a_dialog_and_names_none_is_481(talk, texts, method):
    talk.hear(texts["INFO"].replace("INFO", method).replace(";tag=t1", ""))
    assert talk.said()[0].startswith("SIP/2.0 481 ")
    assert talk.events() == []


def test_a_lower_cseq_is_500_and_an_equal_one_is_blamed_too(talk, texts):
    talk.called()
    talk.take(texts["INFO"].replace("2 INFO", "8 INFO"))
    talk.hear(texts["INFO"].replace("n2", "n3").replace("2 INFO", "7 INFO"))
    assert talk.said()[0].startswith("SIP/2.0 500 Server Internal Error\n")
    assert talk.events() == []
    talk.hear(texts["INFO"].replace("n2", "n4").replace("2 INFO", "8 INFO"))
    assert talk.said()[0].startswith("SIP/2.0 500 ")
    assert "CSeq 8" in str(talk.event(Misbehaved).error)


def test_a_bye_ends_the_dialog_and_stops_the_2xx(talk, texts):
    dialog = talk.ua.respond(talk.take(texts["INVITE"]).key, 200, now=0.0)
    talk.said()
    bye = talk.take(texts["INFO"].replace("INFO", "BYE"))
    assert (bye.dialog, dialog.state) == (dialog, DialogState.TERMINATED)
    talk.ua.respond(bye.key, 200, now=talk.now)
    assert talk.said()[0].startswith("SIP/2.0 200 OK\n")
    assert talk.run(60) == []
    talk.hear(texts["INFO"].replace("n2", "n9").replace("2 INFO", "3 INFO"))
    assert talk.said()[0].startswith("SIP/2.0 481 ")


def test_what_is_required_and_unknown_is_420(talk, texts):
    talk.hear(texts["INVITE"].replace("Contact", "Require: timer, 100rel, precondition\nContact"))
    (text,) = talk.said()
    assert text.startswith("SIP/2.0 420 Bad Extension\n")
    assert "\nUnsupported: 100rel, precondition\n" in text
    assert talk.events() == []


def test_the_session_timer_may_be_required(talk, texts):
    assert talk.take(texts["INVITE"].replace("Contact", "Require: timer\nContact"))


def test_a_cancel_ends_an_invite_with_487(talk, texts):
    key = talk.take(texts["INVITE"]).key
    cancel = texts["INVITE"].replace("INVITE", "CANCEL")
    talk.hear(cancel)
    ok, terminated = talk.said()
    assert ok.startswith("SIP/2.0 200 OK\n")
    assert "\nCSeq: 1 CANCEL\n" in ok
    assert terminated.startswith("SIP/2.0 487 Request Terminated\n")
    assert "\nCSeq: 1 INVITE\n" in terminated
    failure = talk.event(TransactionFailed)
    assert (failure.key, failure.reason) == (key, "cancelled")
    with pytest.raises(LocalProtocolError):
        talk.ua.respond(key, 200, now=0.0)


def test_a_cancel_after_the_answer_changes_nothing(talk, texts):
    dialog = talk.called()
    talk.hear(texts["INVITE"].replace("INVITE", "CANCEL"))
    assert talk.said()[0].startswith("SIP/2.0 200 OK\n")
    assert talk.ua.dialogs == (dialog,)


def test_a_cancel_for_nothing_is_481(talk, texts):
    talk.hear(texts["INVITE"].replace("INVITE", "CANCEL"))
    assert talk.said()[0].startswith("SIP/2.0 481 ")


def test_the_same_request_by_two_ways_is_482(talk, texts):
    talk.take(texts["INVITE"])
    talk.hear(texts["INVITE"].replace("z9hG4bKi1", "z9hG4bKother"))
    assert talk.said()[0].startswith("SIP/2.0 482 Loop Detected\n")
    assert talk.events() == []


REINVITE = """INVITE sip:alice@192.0.2.10:5060 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKr2
From: <sip:201@192.0.2.1>;tag=c1
To: <sip:alice@192.0.2.10>;tag=t1
Call-ID: theirs@192.0.2.1
CSeq: 2 INVITE
Contact: <sip:201@192.0.2.3:5064>
Content-Length: 0

"""


def test_a_refresh_moves_the_target(talk):
    dialog = talk.called()
    event = talk.take(REINVITE)
    assert event.dialog is dialog
    assert talk.ua.respond(event.key, 200, now=talk.now) is dialog
    talk.said()
    talk.ua.request_in(dialog, "INFO", now=talk.now)
    ((octets, destination),) = talk.ua.data_to_send()
    assert octets.startswith(b"INFO sip:201@192.0.2.3:5064 SIP/2.0\r\n")
    assert destination == ("192.0.2.3", 5064)


def test_a_second_invite_while_one_is_open_is_500_with_retry_after(talk):
    talk.called()
    talk.take(REINVITE)
    talk.hear(REINVITE.replace("r2", "r3").replace("2 INVITE", "3 INVITE"))
    (text,) = talk.said()
    assert text.startswith("SIP/2.0 500 ")
    assert "\nRetry-After: " in text


def test_invites_that_cross_are_491(talk):
    dialog = talk.called()
    talk.ua.request_in(dialog, "INVITE", now=talk.now)
    talk.said()
    talk.hear(REINVITE)
    assert talk.said()[0].startswith("SIP/2.0 491 Request Pending\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Contact: <sip:201@192.0.2.1:5060>\n", ""),
        ("Contact: <", "Contact: <tel:1>, <"),
        ("Contact: <sip:", "Contact: <mailto:"),
        ("Contact", "Record-Route: <>\nContact"),
    ],
    ids=["none", "two", "no sip uri", "bad record-route"],
)
def test_an_invite_we_could_never_answer_in_a_dialog_is_400(talk, texts, old, new):
    talk.hear(texts["INVITE"].replace(old, new))
    assert talk.said()[0].startswith("SIP/2.0 400 Bad Request\n")
    assert talk.events() == []


def test_record_routes_return_in_the_200_and_become_the_route(talk, texts):
    records = (
        "Record-Route: <sip:192.0.2.50;lr>, <sip:192.0.2.51;lr>\n"
        "Record-Route: <sip:192.0.2.52;lr>\n"
    )
    key = talk.take(texts["INVITE"].replace("Contact", records + "Contact")).key
    dialog = talk.ua.respond(key, 200, now=0.0)
    assert records in talk.said()[0]
    talk.ua.request_in(dialog, "INFO", now=0.0)
    ((octets, destination),) = talk.ua.data_to_send()
    assert octets.startswith(b"INFO sip:201@192.0.2.1:5060 SIP/2.0\r\n")
    route = b"\r\nRoute: <sip:192.0.2.50;lr>, <sip:192.0.2.51;lr>, <sip:192.0.2.52;lr>\r\n"
    assert route in octets
    assert destination == ("192.0.2.50", 5060)


OPTIONS = """OPTIONS sip:alice@192.0.2.10 SIP/2.0
Via: {via}
From: <sip:201@192.0.2.1>;tag=o1
To: <sip:alice@192.0.2.10>
Call-ID: options@192.0.2.1
CSeq: 1 OPTIONS
Content-Length: 0

"""


@pytest.mark.parametrize(
    ("via", "answered", "to"),
    [
        ("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKo", None, 5060),
        ("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKo", None, 5060),
        ("SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKo", None, 5070),
        (
            "SIP/2.0/UDP pbx.example:5070;branch=z9hG4bKo",
            "SIP/2.0/UDP pbx.example:5070;branch=z9hG4bKo;received=192.0.2.1",
            5070,
        ),
        (
            "SIP/2.0/UDP 10.0.0.1:5070;rport;branch=z9hG4bKo",
            "SIP/2.0/UDP 10.0.0.1:5070;rport=4444;branch=z9hG4bKo;received=192.0.2.1",
            4444,
        ),
        (
            "SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKo, SIP/2.0/TCP far;branch=z9hG4bKf",
            "SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKo\nVia: SIP/2.0/TCP far;branch=z9hG4bKf",
            5070,
        ),
    ],
    ids=["plain", "no port", "other port", "name", "rport", "two hops"],
)
def test_a_response_finds_its_way_back(talk, via, answered, to):
    talk.hear(OPTIONS.format(via=via), source=("192.0.2.1", 4444))
    talk.ua.respond(talk.event(RequestReceived).key, 200, now=0.0)
    ((octets, destination),) = talk.ua.data_to_send()
    assert destination == ("192.0.2.1", to)
    text = octets.decode().replace("\r\n", "\n")
    assert text.startswith(f"SIP/2.0 200 OK\nVia: {answered or via}\nFrom: ")


def test_senders_of_rfc_2543_are_told_apart_by_all_they_say(talk):
    old = OPTIONS.format(via="SIP/2.0/UDP 192.0.2.1")
    talk.take(old)
    talk.hear(old)
    assert talk.events() == []
    assert talk.take(old.replace("1 OPTIONS", "2 OPTIONS"))


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("CSeq: 2 INFO", "CSeq: 2 BYE", 400),
        ("From", 'Via: "open, x\nFrom', 400),
        ("Length: 4", "Length: 400", 400),
        ("Max-Forwards", "Max Forwards", 400),
        ("5060 SIP/2.0\nVia", "5060 SIP/9.1\nVia", 505),
    ],
    ids=["cseq", "second via", "length", "header name", "version"],
)
def test_a_malformed_request_is_refused_as_far_as_it_can_be_read(talk, texts, old, new, status):
    talk.called()
    talk.hear(texts["INFO"].replace(old, new))
    (text,) = talk.said()
    assert text.startswith(f"SIP/2.0 {status} ")
    assert "\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKn2\n" in text
    assert talk.event(Misbehaved).error.status == status


@pytest.mark.parametrize(
    "text",
    ["SIP/2.0 200\n\n", "ACK x SIP/2.0\n\n", "nonsense", "INFO sip:a@b SIP/2.0\nVia: x\n\n"],
)
def test_what_cannot_be_answered_is_only_blamed(talk, text):
    talk.hear(text)
    assert talk.said() == []
    assert talk.event(Misbehaved)


def test_a_keep_alive_is_nothing(talk):
    talk.hear("\n\n")
    talk.ua.receive_data(b"\0", ("192.0.2.1", 5060), 0.0)
    assert (talk.said(), talk.events()) == ([], [])


def test_nobody_is_answered_twice(talk, texts):
    key = talk.take(texts["INVITE"]).key
    talk.ua.respond(key, 403, now=0.0)
    with pytest.raises(LocalProtocolError):
        talk.ua.respond(key, 200, now=0.0)
    with pytest.raises(LocalProtocolError):
        talk.ua.respond("no such key", 200, now=0.0)
