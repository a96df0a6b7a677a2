from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.protocols.sip.agent import (
    Acknowledged,
    DialogState,
    MessageReceived,
    MessageSent,
    Misbehaved,
    RefreshDue,
    RequestReceived,
    ResponseReceived,
    SessionExpired,
    TransactionFailed,
    UserAgent,
)

CLIENT, SERVER = ("192.0.2.10", 5060), ("192.0.2.1", 5060)


class Network:
    """Two agents and the way between them, which may lose, double and delay datagrams."""

    def __init__(self, *, loss=0.0, seed=0, transport="UDP"):
        self.chance = random.Random(seed)
        self.loss = loss
        self.now = 0.0
        self.agents = {
            CLIENT: UserAgent(transport=transport, local=CLIENT, tokens=self._tokens),
            SERVER: UserAgent(transport=transport, local=SERVER, tokens=self._tokens),
        }
        self.under_way = []
        self.seen = {CLIENT: [], SERVER: []}

    def _tokens(self):
        return f"{self.chance.getrandbits(64):x}"

    def settle(self, owner, *, seconds):
        """Carry messages and timers until all is quiet or the time is over."""
        until = self.now + seconds
        while True:
            self._collect(owner)
            moments = [agent.get_timer() for agent in self.agents.values()]
            moments += [due for due, *_ in self.under_way]
            moments = [moment for moment in moments if moment is not None]
            if not moments or min(moments) > until:
                break
            self.now = max(self.now, min(moments))
            self._deliver()
            for agent in self.agents.values():
                agent.handle_timer(self.now)
        self.now = until

    def _collect(self, owner):
        busy = True
        while busy:
            busy = False
            for name, agent in self.agents.items():
                while (event := agent.next_event()) is not None:
                    self.seen[name].append(event)
                    owner(self, name, event)
                    busy = True
                for octets, destination in agent.data_to_send():
                    for _ in range(self.chance.choice([1, 1, 1, 2]) if self.loss else 1):
                        if self.chance.random() >= self.loss:
                            delay = self.chance.random() * 0.05 if self.loss else 0.0
                            self.under_way.append((self.now + delay, octets, name, destination))

    def _deliver(self):
        due = [flight for flight in self.under_way if flight[0] <= self.now]
        self.under_way = [flight for flight in self.under_way if flight[0] > self.now]
        for _, octets, source, destination in due:
            self.agents[destination].receive_data(octets, source, self.now)


def a_polite_owner(network, name, event):
    agent = network.agents[name]
    if isinstance(event, RequestReceived):
        agent.respond(event.key, 200, body=event.request.body, content_type="t/x", now=network.now)


def open_session(network):
    network.agents[CLIENT].request(
        "INVITE",
        "sip:201@192.0.2.1",
        to="sip:201@192.0.2.1",
        from_="sip:alice@192.0.2.10",
        destination=SERVER,
        now=network.now,
    )
    network.settle(a_polite_owner, seconds=40)
    return network.agents[CLIENT].dialogs[0], network.agents[SERVER].dialogs[0]


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_a_dialog_survives_a_network_that_loses_doubles_and_shuffles(seed):
    network = Network(loss=0.2, seed=seed)
    ours, theirs = open_session(network)
    for number in range(5):
        for name, dialog in ((CLIENT, ours), (SERVER, theirs)):
            network.agents[name].request_in(
                dialog, "INFO", body=f"{name}{number}".encode(), content_type="t/x", now=network.now
            )
        network.settle(a_polite_owner, seconds=40)
    network.agents[CLIENT].request_in(ours, "BYE", now=network.now)
    network.settle(a_polite_owner, seconds=200)

    for name, other in ((CLIENT, SERVER), (SERVER, CLIENT)):
        bodies = Counter(
            event.request.body
            for event in network.seen[other]
            if isinstance(event, RequestReceived) and event.request.method == "INFO"
        )
        assert bodies == Counter(f"{name}{number}".encode() for number in range(5))
        answers = [
            event
            for event in network.seen[name]
            if isinstance(event, ResponseReceived) and event.response.status == 200
        ]
        assert len({event.key for event in answers}) == len(answers)
    kinds = Counter(type(event) for events in network.seen.values() for event in events)
    assert kinds[TransactionFailed] == 0
    assert kinds[Acknowledged] == 1
    for agent in network.agents.values():
        assert agent.dialogs == ()
        assert agent.get_timer() is None, "everything is forgotten in the end"


def test_without_loss_a_dialog_is_as_long_as_it_must_be():
    network = Network()
    ours, _ = open_session(network)
    network.agents[CLIENT].request_in(ours, "INFO", now=network.now)
    network.settle(a_polite_owner, seconds=0)
    assert [type(event) for event in network.seen[SERVER]] == [
        RequestReceived,
        Acknowledged,
        RequestReceived,
    ]


def test_our_address_may_become_known_after_the_socket_is_bound(talk):
    talk.ua.local = ("198.51.100.9", 40000)
    talk.invite()
    (text,) = talk.said()
    assert "\nVia: SIP/2.0/UDP 198.51.100.9:40000;branch=" in text
    assert "\nContact: <sip:alice@198.51.100.9:40000>\n" in text


def test_the_trace_shows_each_message_that_came_or_went():
    ua = UserAgent(transport="UDP", local=CLIENT, tokens=lambda: "t", trace=True)
    ua.request("OPTIONS", "sip:a@b", to="sip:a@b", from_="sip:c@d", destination=SERVER, now=0.0)
    ((octets, _),) = ua.data_to_send()
    ua.receive_data(octets.replace(b"OPTIONS sip:a@b SIP/2.0", b"SIP/2.0 200 OK"), SERVER, 0.0)
    sent, received, answered = iter(ua.next_event, None)
    assert isinstance(sent, MessageSent)
    assert (sent.message.method, sent.destination) == ("OPTIONS", SERVER)
    assert isinstance(received, MessageReceived)
    assert (received.message.status, received.source) == (200, SERVER)
    assert isinstance(answered, ResponseReceived)


def test_the_door_for_misbehaviour_sends_anything(talk):
    talk.ua.send_raw(b"\x00 nonsense", SERVER)
    assert talk.ua.data_to_send() == [(b"\x00 nonsense", SERVER)]
    assert talk.ua.get_timer() is None


def test_over_tcp_requests_follow_the_connection_then_the_contact(stream_talk, texts):
    flow = ("192.0.2.1", 40123)
    stream_talk.hear(texts["INVITE"].replace("UDP", "TCP"), source=flow)
    dialog = stream_talk.ua.respond(stream_talk.event(RequestReceived).key, 200, now=0.0)
    answers = stream_talk.ua.data_to_send()
    assert {destination for _, destination in answers} == {flow}
    assert b"\r\nContact: <sip:alice@192.0.2.10:5060;transport=tcp>\r\n" in answers[-1][0]
    key = stream_talk.ua.request_in(dialog, "INFO", now=0.0)
    assert stream_talk.ua.data_to_send()[0][1] == flow
    stream_talk.ua.connection_lost(flow, 1.0)
    failure = stream_talk.event(TransactionFailed)
    assert (failure.key, failure.reason) == (key, "the connection broke")
    assert dialog.state is DialogState.CONFIRMED
    stream_talk.ua.request_in(dialog, "INFO", now=1.0)
    assert stream_talk.ua.data_to_send()[0][1] == ("192.0.2.1", 5060)


def test_a_stream_may_be_cut_anywhere(texts, stream_talk):
    stream = texts["INVITE"] + texts["INVITE"].replace("theirs", "other").replace("Ki1", "Ki2")
    octets = stream.replace("\n", "\r\n").encode()
    for position in range(len(octets)):
        stream_talk.ua.receive_data(octets[position : position + 1], SERVER, 0.0)
    assert len(stream_talk.events(RequestReceived)) == 2


def test_two_streams_do_not_mix(texts, stream_talk):
    octets = texts["INVITE"].replace("\n", "\r\n").encode()
    other = octets.replace(b"theirs", b"other").replace(b"Ki1", b"Ki2")
    stream_talk.ua.receive_data(octets[:100], ("192.0.2.1", 1), 0.0)
    stream_talk.ua.receive_data(other[:50], ("192.0.2.1", 2), 0.0)
    stream_talk.ua.receive_data(octets[100:], ("192.0.2.1", 1), 0.0)
    stream_talk.ua.receive_data(other[50:], ("192.0.2.1", 2), 0.0)
    assert len(stream_talk.events(RequestReceived)) == 2


def test_a_stream_that_lost_its_frames_is_heard_no_more(texts, stream_talk):
    stream_talk.hear(texts["INVITE"].replace("Content-Length: 0\n", ""))
    assert "without Content-Length" in str(stream_talk.event(Misbehaved).error)
    stream_talk.hear(texts["INVITE"])
    assert stream_talk.events() == []
    stream_talk.ua.connection_lost(SERVER, 0.0)
    stream_talk.hear(texts["INVITE"])
    assert stream_talk.event(RequestReceived)


def test_the_refresher_is_reminded_at_half_time_and_told_at_the_end(talk):
    dialog = talk.answered()
    talk.ua.start_session_timer(dialog, 1800, we_refresh=True, now=talk.now)
    talk.run(899)
    assert talk.events() == []
    talk.run(2)
    assert talk.event(RefreshDue).dialog is dialog
    talk.run(1767 - 901)
    assert talk.events() == []
    talk.run(2)
    assert talk.event(SessionExpired).dialog is dialog


def test_who_does_not_refresh_is_told_of_the_end_only(talk):
    dialog = talk.answered()
    talk.ua.start_session_timer(dialog, 90, we_refresh=False, now=talk.now)
    talk.run(59)
    assert talk.events() == []
    talk.run(2)
    assert talk.event(SessionExpired)


def test_a_refresh_begins_the_timer_anew(talk):
    dialog = talk.answered()
    talk.ua.start_session_timer(dialog, 90, we_refresh=False, now=talk.now)
    talk.run(50)
    talk.ua.start_session_timer(dialog, 90, we_refresh=False, now=talk.now)
    talk.run(59)
    assert talk.events() == []
    talk.run(2)
    assert talk.event(SessionExpired)


@pytest.mark.parametrize("end", ["stop", "forget"])
def test_a_stopped_timer_and_an_ended_dialog_are_silent(talk, end):
    dialog = talk.answered()
    talk.ua.start_session_timer(dialog, 90, we_refresh=True, now=talk.now)
    if end == "stop":
        talk.ua.stop_session_timer(dialog)
    else:
        talk.ua.forget(dialog)
        assert talk.ua.dialogs == ()
    talk.run(100)
    assert talk.events() == []
    assert talk.ua.get_timer() is None


@given(st.binary(max_size=200), st.sampled_from(["UDP", "TCP"]))
def test_no_octets_crash_the_agent(octets, transport):
    ua = UserAgent(transport=transport, local=CLIENT, tokens=lambda: "t")
    ua.receive_data(octets, SERVER, 0.0)
    ua.receive_data(b"INFO sip:a SIP/2.0\r\n" + octets + b"\r\n\r\n", SERVER, 0.0)


@settings(max_examples=300)
@given(data=st.data())
def test_no_damage_to_a_dialog_crashes_the_agent(texts_of_a_dialog, data):
    ua = UserAgent(transport="UDP", local=CLIENT, tokens=lambda: "t1")
    for text in texts_of_a_dialog:
        octets = bytearray(text.replace("\n", "\r\n").encode())
        if data.draw(st.booleans()):
            position = data.draw(st.integers(0, len(octets) - 1))
            octets[position : position + data.draw(st.integers(0, 9))] = data.draw(
                st.sampled_from([b"", b" ", b",", b";", b"<", b'"', b"\r\n", b"sip:", b"\xff"])
            )
        ua.receive_data(bytes(octets), SERVER, 0.0)
        while (event := ua.next_event()) is not None:
            if isinstance(event, RequestReceived):
                ua.respond(event.key, 200, now=0.0)
    ua.handle_timer(100.0)


@pytest.fixture(scope="session")
def texts_of_a_dialog():
    head = (
        "From: <sip:201@192.0.2.1>;tag=c1\nTo: <sip:alice@192.0.2.10>{tag}\n"
        "Call-ID: x@192.0.2.1\nCSeq: {number} {method}\nContact: <sip:201@192.0.2.1>\n"
        "Record-Route: <sip:192.0.2.9;lr>\nRequire: timer\nContent-Length: 0\n\n"
    )
    start = (
        "{method} sip:alice@192.0.2.10 SIP/2.0\n"
        "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK{branch}\n"
    )
    steps = [("INVITE", 1, ""), ("ACK", 1, ";tag=t1"), ("INFO", 2, ";tag=t1")]
    steps += [("INVITE", 3, ";tag=t1"), ("CANCEL", 3, ";tag=t1"), ("BYE", 4, ";tag=t1")]
    return [
        (start + head).format(method=method, number=number, tag=tag, branch=f"{number}{method}")
        for method, number, tag in steps
    ]
