"""Each careless belief, on typed octets before a real agent."""

import pytest

from harness.protocols.sip.agent import RequestReceived, UserAgent
from harness.standin.careless import before
from harness.standin.defects import Defect

HERE, THERE, ELSEWHERE = ("127.0.0.1", 5060), ("127.0.0.1", 40001), ("127.0.0.1", 40002)
HEAD = (
    "{method} sip:201@127.0.0.1 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1:40001;branch=z9hG4bK{branch}\r\n"
    "From: <sip:alice@127.0.0.1>;tag={ours}\r\n"
    "To: <sip:201@127.0.0.1>{theirs}\r\n"
    "Call-ID: call\r\nCSeq: {cseq} {method}\r\n"
    "Contact: <sip:alice@127.0.0.1:40001>\r\n{lines}Content-Length: {length}\r\n\r\n"
)


def octets(method, cseq, *, ours="a", theirs=";tag=t1", branch="", lines="", body="", length=None):
    head = HEAD.format(
        method=method, cseq=cseq, ours=ours, theirs=theirs, branch=branch or f"{method}{cseq}",
        lines=lines, length=len(body) if length is None else length,
    )  # fmt: skip
    return (head + body).encode()


@pytest.fixture
def agent():
    tokens = iter(f"t{number}" for number in range(1, 100))
    return UserAgent(transport="UDP", local=HERE, tokens=lambda: next(tokens))


def door(agent, *defects, stream=False):
    return before(agent, stream=stream, defects=frozenset(defects))


def requests(agent):
    events = iter(agent.next_event, None)
    return [each for each in events if isinstance(each, RequestReceived)]


def with_a_session(agent):
    agent.receive_data(octets("INVITE", 1, theirs=""), THERE, 0.0)
    agent.respond(requests(agent)[0].key, 200, now=0.0)
    agent.receive_data(octets("ACK", 1), THERE, 0.0)
    requests(agent)


def test_without_a_defect_the_socket_feeds_the_agent_itself(agent):
    assert door(agent) is agent
    assert door(agent, stream=True) is agent
    assert door(agent, Defect.NO_RING) is agent


@pytest.mark.parametrize(
    ("defect", "hostile"),
    [
        (Defect.LENGTH_IGNORED, {"method": "INFO", "cseq": 2, "body": "<a/>", "length": 900}),
        (
            Defect.REQUIREMENT_IGNORED,
            {"method": "INFO", "cseq": 2, "lines": "Require: telepathy\r\n"},
        ),
        (Defect.FOREIGN_INFO_SERVED, {"method": "INFO", "cseq": 2, "theirs": ";tag=foreign"}),
        (
            Defect.BYE_OF_A_STRANGER_ENDS_SESSION,
            {"method": "BYE", "cseq": 2, "ours": "foreign"},
        ),
        (Defect.OLD_NUMBER_SERVED, {"method": "INFO", "cseq": 1}),
    ],
)
def test_a_careless_reader_takes_what_the_agent_refuses(agent, defect, hostile):
    with_a_session(agent)
    strict = octets(**{**hostile, "branch": "strict"})
    agent.receive_data(strict, THERE, 1.0)
    assert requests(agent) == []

    cseq = hostile["cseq"] + (hostile["cseq"] > 1)
    lax = octets(**{**hostile, "branch": "lax", "cseq": cseq})
    door(agent, defect).receive_data(lax, THERE, 2.0)

    assert [each.request.method for each in requests(agent)] == [hostile["method"]]


def test_an_absurd_timer_is_dropped_and_a_plain_one_kept(agent):
    careless = door(agent, Defect.ABSURD_TIMER_IGNORED)
    for cseq, timer in ((1, "soon"), (2, "1800")):
        lines = f"Session-Expires: {timer}\r\n"
        careless.receive_data(octets("INVITE", cseq, theirs="", lines=lines), THERE, 0.0)

    timers = [each.request.headers.get("Session-Expires") for each in requests(agent)]
    assert timers == [None, "1800"]


def test_entities_are_resolved(agent):
    with_a_session(agent)
    body = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY line "201">]><a>&line;</a>'
    door(agent, Defect.ENTITY_EXPANDED).receive_data(octets("INFO", 2, body=body), THERE, 1.0)

    assert requests(agent)[0].request.body == b'<?xml version="1.0"?><a>201</a>'


def test_a_request_that_comes_again_is_new(agent):
    with_a_session(agent)
    careless = door(agent, Defect.REPLAY_SERVED_TWICE)
    for now in (1.0, 2.0):
        careless.receive_data(octets("INFO", 2), THERE, now)

    assert len(requests(agent)) == 2


def test_a_user_has_one_session_a_line(agent):
    with_a_session(agent)
    again = octets("INVITE", 1, theirs="", ours="b", branch="new").replace(
        b"Call-ID: call", b"Call-ID: 2"
    )
    door(agent, Defect.BORROWED_NAME_ENDS_SESSION).receive_data(again, ELSEWHERE, 1.0)

    assert agent.dialogs == ()


def test_sixty_datagrams_from_one_socket_cost_every_session(agent):
    with_a_session(agent)
    careless = door(agent, Defect.FLOOD_DROPS_SESSIONS)
    for number in range(59):
        careless.receive_data(octets("OPTIONS", number + 9, theirs=""), ELSEWHERE, 1.0)
    assert len(agent.dialogs) == 1

    careless.receive_data(octets("OPTIONS", 99, theirs=""), ELSEWHERE, 1.0)

    assert agent.dialogs == ()


def test_one_stream_in_the_middle_of_a_message_stops_the_others():
    tokens = iter(f"t{number}" for number in range(1, 100))
    agent = UserAgent(transport="TCP", local=HERE, tokens=lambda: next(tokens))
    careless = door(agent, Defect.STUCK_STREAM_BLOCKS_ALL, stream=True)
    whole = octets("OPTIONS", 1, theirs="")
    other = octets("OPTIONS", 2, theirs="", branch="other")

    careless.receive_data(whole[:40], THERE, 0.0)
    careless.receive_data(other, ELSEWHERE, 0.0)
    assert requests(agent) == []

    careless.receive_data(whole[40:], THERE, 0.0)
    assert len(requests(agent)) == 2


def test_an_event_is_sent_once_only(agent):
    careless = door(agent, Defect.LOST_EVENT_NOT_REPEATED)
    with_a_session(agent)
    careless.data_to_send()
    agent.request_in(agent.dialogs[0], "INFO", now=1.0)

    assert [octets[:4] for octets, _ in careless.data_to_send()] == [b"INFO"]
    agent.handle_timer(2.0)
    assert not [octets for octets, _ in careless.data_to_send() if octets.startswith(b"INFO")]


def test_a_bye_that_crosses_ours_is_not_heard(agent):
    with_a_session(agent)
    careless = door(agent, Defect.CROSSING_BYE_IGNORED)
    agent.request_in(agent.dialogs[0], "BYE", now=1.0)
    careless.receive_data(octets("BYE", 2), THERE, 1.0)

    assert requests(agent) == []


def test_a_service_before_the_ack_is_not_heard(agent):
    careless = door(agent, Defect.EARLY_SERVICE_IGNORED)
    agent.receive_data(octets("INVITE", 1, theirs=""), THERE, 0.0)
    agent.respond(requests(agent)[0].key, 200, now=0.0)
    careless.receive_data(octets("INFO", 2), THERE, 1.0)
    assert requests(agent) == []

    careless.receive_data(octets("ACK", 1), THERE, 2.0)
    careless.receive_data(octets("INFO", 3), THERE, 3.0)
    assert [each.request.method for each in requests(agent)] == ["INFO"]


@pytest.mark.parametrize(
    ("defect", "number", "body"),
    [
        (Defect.REPEATED_EVENT_RENUMBERED, b"CSeq: 101 INFO", b"<a/>"),
        (Defect.REPEATED_EVENT_EMPTY, b"CSeq: 1 INFO", b""),
    ],
)
def test_an_event_comes_again_otherwise(agent, defect, number, body):
    careless = door(agent, defect)
    with_a_session(agent)
    careless.data_to_send()
    agent.request_in(agent.dialogs[0], "INFO", body=b"<a/>", content_type="text/xml", now=1.0)

    [(first, _)] = careless.data_to_send()
    agent.handle_timer(2.0)
    [(again, _)] = careless.data_to_send()

    assert b"CSeq: 1 INFO" in first
    assert first.endswith(b"\r\n\r\n<a/>")
    assert number in again
    assert again.endswith(b"\r\n\r\n" + body)
    assert b"Content-Length: %d\r\n" % len(body) in again


@pytest.mark.parametrize(
    ("defect", "line"),
    [
        (Defect.STRAY_INFO_ANSWERED, b"SIP/2.0 200 OK\r\n"),
        (Defect.STRAY_INFO_AS_MISHAP, b"SIP/2.0 500 Server Internal Error\r\n"),
    ],
)
def test_what_belongs_to_no_session_is_answered_otherwise(agent, defect, line):
    careless = door(agent, defect)
    careless.receive_data(octets("INFO", 2), THERE, 0.0)

    [(told, _)] = careless.data_to_send()

    assert told.startswith(line)


def test_what_belongs_to_no_session_ends_all_sessions(agent):
    with_a_session(agent)
    stray = octets("INFO", 2).replace(b"Call-ID: call", b"Call-ID: other")

    door(agent, Defect.STRAY_INFO_ENDS_SESSIONS).receive_data(stray, THERE, 1.0)

    assert not list(agent.dialogs)


def test_an_invite_that_comes_again_is_another(agent):
    careless = door(agent, Defect.INVITE_SERVED_TWICE)
    invite = octets("INVITE", 1, theirs="")
    careless.receive_data(invite, THERE, 0.0)
    careless.receive_data(invite, THERE, 0.1)

    assert len({each.request.headers.get("Call-ID") for each in requests(agent)}) == 2


@pytest.mark.parametrize(
    ("defect", "heard"), [(Defect.LARGE_DATAGRAM_CUT, 1), (Defect.LARGE_DATAGRAM_LOST, 0)]
)
def test_of_a_large_datagram_too_little_is_read(agent, defect, heard):
    with_a_session(agent)
    agent.data_to_send()
    careless = door(agent, defect)
    careless.receive_data(octets("INFO", 2, body="a" * 2_000), THERE, 1.0)

    assert requests(agent) == []
    assert len(agent.data_to_send()) == heard
