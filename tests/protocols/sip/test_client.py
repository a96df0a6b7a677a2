from __future__ import annotations

import pytest

from harness.errors import LocalProtocolError
from harness.protocols.sip.agent import (
    DialogState,
    Misbehaved,
    RequestReceived,
    ResponseReceived,
    TransactionFailed,
)

INVITE_TIMES = [0.5, 1.5, 3.5, 7.5, 15.5, 31.5]
OTHER_TIMES = [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]

OK_TO_INFO = """SIP/2.0 200 OK
Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKt4.2
From: <sip:alice@192.0.2.10>;tag=t2
To: <sip:201@192.0.2.1>;tag=s1
Call-ID: t3@192.0.2.10
CSeq: 2 INFO
Content-Length: 0

"""


def test_an_invite_says_all_that_a_cti_session_needs(talk):
    key = talk.invite(
        headers=[("Supported", "timer"), ("Session-Expires", "1800")],
        body=b"<a/>",
        content_type="application/csta+xml",
    )
    assert isinstance(key, str)
    assert talk.said() == [
        (
            "INVITE sip:201@192.0.2.1 SIP/2.0\n"
            "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKt1\n"
            "Max-Forwards: 70\n"
            "From: <sip:alice@192.0.2.10>;tag=t2\n"
            "To: <sip:201@192.0.2.1>\n"
            "Call-ID: t3@192.0.2.10\n"
            "CSeq: 1 INVITE\n"
            "Contact: <sip:alice@192.0.2.10:5060>\n"
            "Supported: timer\n"
            "Session-Expires: 1800\n"
            "Content-Type: application/csta+xml\n"
            "Content-Length: 4\n"
            "\n"
            "<a/>"
        )
    ]


def test_a_2xx_makes_the_dialog_and_is_acknowledged_to_its_contact(talk, texts):
    key = talk.invite()
    talk.said()
    talk.hear(texts["200"].replace("201@192.0.2.1:5060", "line@192.0.2.7:5080"))
    assert talk.ua.data_to_send() == [
        (
            (
                b"ACK sip:line@192.0.2.7:5080 SIP/2.0\r\n"
                b"Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKt4.1a\r\n"
                b"Max-Forwards: 70\r\n"
                b"From: <sip:alice@192.0.2.10>;tag=t2\r\n"
                b"To: <sip:201@192.0.2.1>;tag=s1\r\n"
                b"Call-ID: t3@192.0.2.10\r\n"
                b"CSeq: 1 ACK\r\n"
                b"Content-Length: 0\r\n\r\n"
            ),
            ("192.0.2.7", 5080),
        )
    ]
    event = talk.event(ResponseReceived)
    assert (event.key, event.response.status) == (key, 200)
    assert event.dialog.id == ("t3@192.0.2.10", "t2", "s1")
    assert event.dialog.state is DialogState.CONFIRMED
    assert talk.ua.dialogs == (event.dialog,)


def test_an_info_carries_the_dialog_and_its_answer_comes_back_once(talk):
    dialog = talk.answered()
    key = talk.ua.request_in(
        dialog, "INFO", body=b"<m/>", content_type="application/csta+xml", now=1.0
    )
    assert talk.said() == [
        (
            "INFO sip:201@192.0.2.1:5060 SIP/2.0\n"
            "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKt4.2\n"
            "Max-Forwards: 70\n"
            "From: <sip:alice@192.0.2.10>;tag=t2\n"
            "To: <sip:201@192.0.2.1>;tag=s1\n"
            "Call-ID: t3@192.0.2.10\n"
            "CSeq: 2 INFO\n"
            "Content-Type: application/csta+xml\n"
            "Content-Length: 4\n"
            "\n"
            "<m/>"
        )
    ]
    talk.hear(OK_TO_INFO)
    talk.hear(OK_TO_INFO)
    event = talk.event(ResponseReceived)
    assert (event.key, event.response.status, event.dialog) == (key, 200, dialog)


def test_an_invite_to_silence_is_repeated_by_timer_a_and_fails_by_timer_b(talk):
    key = talk.invite()
    talk.said()
    assert talk.run(31.9) == [(at, "INVITE sip:201@192.0.2.1 SIP/2.0") for at in INVITE_TIMES]
    assert talk.events() == []
    talk.run(0.2)
    failure = talk.event(TransactionFailed)
    assert (failure.key, failure.reason) == (key, "no answer at all")


def test_an_info_to_silence_is_repeated_by_timer_e_and_fails_by_timer_f(talk):
    dialog = talk.answered()
    key = talk.ua.request_in(dialog, "INFO", now=talk.now)
    (first,) = talk.ua.data_to_send()
    assert [at for at, _ in talk.run(31.9)] == OTHER_TIMES
    assert talk.events() == []
    talk.run(0.2)
    assert talk.event(TransactionFailed).key == key
    assert talk.ua.dialogs == (dialog,), "a lost INFO alone does not end the dialog"
    assert first[1] == ("192.0.2.1", 5060)


def test_after_a_provisional_response_timer_e_beats_at_t2(talk):
    dialog = talk.answered()
    talk.ua.request_in(dialog, "INFO", now=talk.now)
    talk.said()
    talk.hear(OK_TO_INFO.replace("200 OK", "182 Queued"))
    assert [at for at, _ in talk.run(9)] == [0.5, 4.5, 8.5]


def test_a_provisional_response_silences_an_invite_for_good(talk, texts):
    talk.invite()
    talk.said()
    talk.hear(texts["200"].replace("200 OK", "100 Trying").replace(";tag=s1", ""))
    assert talk.run(200) == []
    assert talk.event(ResponseReceived).response.status == 100


def test_a_stream_repeats_nothing_but_gives_up_all_the_same(stream_talk):
    stream_talk.invite()
    stream_talk.said()
    assert stream_talk.run(31.9) == []
    stream_talk.run(0.2)
    assert stream_talk.event(TransactionFailed)


def test_a_repeated_2xx_is_acknowledged_again_and_told_once(talk, texts):
    talk.answered()
    talk.run(3)
    talk.hear(texts["200"])
    (again,) = talk.said()
    assert again.startswith("ACK sip:201@192.0.2.1:5060 SIP/2.0\n")
    assert "branch=z9hG4bKt4.1a\n" in again
    assert talk.events() == []


REFUSAL = """SIP/2.0 404 Not Found
Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKt1
From: <sip:alice@192.0.2.10>;tag=t2
To: <sip:201@192.0.2.1>;tag=s9
Call-ID: t3@192.0.2.10
CSeq: 1 INVITE
Content-Length: 0

"""


def test_a_refused_invite_is_acknowledged_hop_by_hop_as_often_as_it_is_refused(talk):
    talk.invite(headers=[("Route", "<sip:192.0.2.99;lr>")])
    talk.said()
    expected = (
        "ACK sip:201@192.0.2.1 SIP/2.0\n"
        "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKt1\n"
        "Route: <sip:192.0.2.99;lr>\n"
        "Max-Forwards: 70\n"
        "From: <sip:alice@192.0.2.10>;tag=t2\n"
        "To: <sip:201@192.0.2.1>;tag=s9\n"
        "Call-ID: t3@192.0.2.10\n"
        "CSeq: 1 ACK\n"
        "Content-Length: 0\n\n"
    )
    talk.hear(REFUSAL)
    assert talk.said() == [expected]
    talk.run(31)
    talk.hear(REFUSAL)
    assert talk.said() == [expected]
    assert talk.event(ResponseReceived).response.status == 404
    talk.run(2)  # timer D has passed
    talk.hear(REFUSAL)
    assert talk.said() == []
    assert talk.event(Misbehaved)


def test_a_2xx_that_comes_too_late_is_acknowledged_and_hung_up(talk, texts):
    talk.invite()
    talk.run(33)
    assert talk.event(TransactionFailed)
    talk.said()
    talk.hear(texts["200"])
    ack, bye = talk.said()
    assert ack.startswith("ACK sip:201@192.0.2.1:5060 ")
    assert bye.startswith("BYE sip:201@192.0.2.1:5060 ")
    assert "\nCSeq: 2 BYE\n" in bye
    assert talk.events() == []
    talk.run(64)
    assert talk.ua.dialogs == ()


def test_a_late_200_to_an_info_is_nobodys(talk):
    dialog = talk.answered()
    talk.ua.request_in(dialog, "INFO", now=talk.now)
    talk.run(33)
    talk.events()
    talk.hear(OK_TO_INFO)
    assert "no request waits for" in str(talk.event(Misbehaved).error)


def test_a_second_fork_is_acknowledged_and_hung_up(talk, texts):
    dialog = talk.answered()
    talk.hear(texts["200"].replace("tag=s1", "tag=fork"))
    ack, bye = talk.said()
    assert ack.startswith("ACK ")
    assert "To: <sip:201@192.0.2.1>;tag=fork\n" in ack
    assert bye.startswith("BYE ")
    assert "To: <sip:201@192.0.2.1>;tag=fork\n" in bye
    assert talk.events() == []
    assert dialog.state is DialogState.CONFIRMED


@pytest.mark.parametrize(
    ("genuine", "forged"),
    [("tag=s1", "tag=forged"), ("tag=t2", "tag=forged"), ("t3@", "forged@"), ("2 INFO", "9 INFO")],
    ids=["to tag", "from tag", "call-id", "cseq"],
)
def test_a_forged_response_ends_nothing(talk, genuine, forged):
    dialog = talk.answered()
    talk.ua.request_in(dialog, "INFO", now=talk.now)
    talk.said()
    talk.hear(OK_TO_INFO.replace(genuine, forged))
    assert talk.event(Misbehaved)
    talk.hear(OK_TO_INFO)
    assert talk.event(ResponseReceived).response.status == 200


def test_a_response_with_two_vias_was_meant_for_somebody_else(talk):
    dialog = talk.answered()
    talk.ua.request_in(dialog, "INFO", now=talk.now)
    talk.hear(OK_TO_INFO.replace("\nFrom", "\nVia: SIP/2.0/UDP 192.0.2.11;branch=z9hG4bKx\nFrom"))
    assert "more than one Via" in str(talk.event(Misbehaved).error)


def test_a_2xx_without_contact_or_tag_is_noticed(talk, texts):
    talk.invite()
    talk.hear(texts["200"].replace(";tag=s1", ""))
    assert "without To tag" in str(talk.event(Misbehaved).error)
    assert talk.ua.dialogs == ()
    talk.hear(texts["200"].replace("Contact: <sip:201@192.0.2.1:5060>\n", ""))
    blamed, answered = talk.events()
    assert "without a Contact" in str(blamed.error)
    assert answered.dialog.remote_target == "sip:201@192.0.2.1"


def test_a_cancel_waits_for_a_provisional_response(talk, texts):
    key = talk.invite()
    talk.said()
    talk.ua.cancel(key, now=talk.now)
    assert talk.said() == []
    talk.hear(texts["200"].replace("200 OK", "180 Ringing"))
    assert talk.said() == [
        (
            "CANCEL sip:201@192.0.2.1 SIP/2.0\n"
            "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKt1\n"
            "Max-Forwards: 70\n"
            "From: <sip:alice@192.0.2.10>;tag=t2\n"
            "To: <sip:201@192.0.2.1>\n"
            "Call-ID: t3@192.0.2.10\n"
            "CSeq: 1 CANCEL\n"
            "Content-Length: 0\n\n"
        )
    ]
    talk.hear(texts["200"].replace("1 INVITE", "1 CANCEL"))
    talk.hear(REFUSAL.replace("404 Not Found", "487 Request Terminated"))
    assert [text.split(" ")[0] for text in talk.said()] == ["ACK"]
    assert [event.response.status for event in talk.events()] == [180, 487]


def test_a_2xx_that_crosses_the_cancel_is_hung_up(talk, texts):
    key = talk.invite()
    talk.hear(texts["200"].replace("200 OK", "180 Ringing"))
    talk.ua.cancel(key, now=talk.now)
    talk.said()
    talk.events()
    talk.hear(texts["200"])
    assert [text.split(" ")[0] for text in talk.said()] == ["ACK", "BYE"]
    assert talk.event(TransactionFailed).key == key


def test_a_cancel_that_nobody_answers_gives_up_after_64_t1(talk, texts):
    key = talk.invite()
    talk.hear(texts["200"].replace("200 OK", "180 Ringing"))
    talk.ua.cancel(key, now=talk.now)
    talk.events()
    talk.run(31.9)
    assert talk.events() == []
    talk.run(0.2)
    assert talk.event(TransactionFailed).key == key


def test_only_an_unanswered_invite_can_be_cancelled(talk, texts):
    key = talk.invite()
    talk.hear(texts["200"])
    with pytest.raises(LocalProtocolError):
        talk.ua.cancel(key, now=talk.now)
    info = talk.ua.request_in(talk.ua.dialogs[0], "INFO", now=talk.now)
    with pytest.raises(LocalProtocolError):
        talk.ua.cancel(info, now=talk.now)


def test_a_bye_ends_the_dialog_when_it_is_answered(talk):
    dialog = talk.answered()
    talk.ua.request_in(dialog, "BYE", now=talk.now)
    assert dialog.state is DialogState.CLOSING
    with pytest.raises(LocalProtocolError):
        talk.ua.request_in(dialog, "INFO", now=talk.now)
    talk.hear(OK_TO_INFO.replace("INFO", "BYE"))
    assert dialog.state is DialogState.TERMINATED
    assert talk.ua.dialogs == ()


def test_what_crosses_our_bye_still_reaches_us(talk):
    dialog = talk.answered()
    talk.ua.request_in(dialog, "BYE", now=talk.now)
    talk.hear("""INFO sip:alice@192.0.2.10:5060 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKe9
From: <sip:201@192.0.2.1>;tag=s1
To: <sip:alice@192.0.2.10>;tag=t2
Call-ID: t3@192.0.2.10
CSeq: 77 INFO
Content-Length: 0

""")
    assert talk.event(RequestReceived).dialog is dialog


def test_a_dialog_the_other_side_forgot_is_over(talk):
    dialog = talk.answered()
    talk.ua.request_in(dialog, "INFO", now=talk.now)
    talk.hear(OK_TO_INFO.replace("200 OK", "481 Call/Transaction Does Not Exist"))
    assert talk.event(ResponseReceived).response.status == 481
    assert talk.ua.dialogs == ()


def test_several_infos_may_be_outstanding_and_finish_in_any_order(talk):
    dialog = talk.answered()
    first, second = (talk.ua.request_in(dialog, "INFO", now=talk.now) for _ in range(2))
    talk.hear(OK_TO_INFO.replace("t4.2", "t4.3").replace("2 INFO", "3 INFO"))
    talk.hear(OK_TO_INFO)
    assert [event.key for event in talk.events(ResponseReceived)] == [second, first]


def test_one_invite_at_a_time(talk):
    dialog = talk.answered()
    talk.ua.request_in(dialog, "INVITE", now=talk.now)
    with pytest.raises(LocalProtocolError):
        talk.ua.request_in(dialog, "INVITE", now=talk.now)


def test_a_refresh_takes_the_new_contact_and_is_acknowledged_there(talk, texts):
    dialog = talk.answered()
    talk.ua.request_in(dialog, "INVITE", now=talk.now)
    (invite,) = talk.said()
    assert "\nContact: <sip:alice@192.0.2.10:5060>\n" in invite
    answer = texts["200"].replace("Kt1", "Kt4.2").replace("1 INVITE", "2 INVITE")
    talk.hear(answer.replace("201@192.0.2.1:5060", "201@192.0.2.2:5062"))
    ((ack, destination),) = talk.ua.data_to_send()
    assert ack.startswith(b"ACK sip:201@192.0.2.2:5062 SIP/2.0\r\n")
    assert b"\r\nCSeq: 2 ACK\r\n" in ack
    assert destination == ("192.0.2.2", 5062)
    assert dialog.remote_target == "sip:201@192.0.2.2:5062"
    talk.ua.request_in(dialog, "INVITE", now=talk.now)  # the first is settled


def test_a_second_attempt_continues_the_first(talk):
    talk.invite(call_id="same@192.0.2.10", from_tag="mine", cseq=2)
    (text,) = talk.said()
    assert "\nCall-ID: same@192.0.2.10\nCSeq: 2 INVITE\n" in text
    assert "\nFrom: <sip:alice@192.0.2.10>;tag=mine\n" in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "sip:2 01@x"},
        {"to": "sip:201@x>\r\nEvil: yes"},
        {"from_": "<sip:a@x>;tag=own"},
        {"headers": [("Subject", "a\r\nEvil: yes")]},
        {"method": "ACK"},
        {"uri": "sip:a b"},
    ],
    ids=str,
)
def test_nonsense_is_not_sent(talk, wrong):
    given = {"method": "OPTIONS", "uri": "sip:x", "to": "sip:a@x", "from_": "sip:b@x"} | wrong
    with pytest.raises(LocalProtocolError):
        talk.ua.request(
            given.pop("method"), given.pop("uri"), destination=("192.0.2.1", 5060), now=0.0, **given
        )
    assert talk.said() == []
