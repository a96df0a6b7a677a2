from __future__ import annotations

from harness.application.stutter import Stutterer
from harness.protocols.sip.agent import UserAgent

HERE, THERE = ("127.0.0.1", 5060), ("127.0.0.2", 5060)


def test_every_datagram_leaves_twice_in_a_row_and_only_then_the_next() -> None:
    agent = UserAgent(transport="UDP", local=HERE, tokens=iter("abcdefgh").__next__)
    machine = Stutterer(agent)
    agent.send_raw(b"one", THERE)
    agent.send_raw(b"two", THERE)

    assert machine.data_to_send() == [
        (octets, THERE) for octets in (b"one", b"one", b"two", b"two")
    ]
    assert machine.data_to_send() == []


def test_it_keeps_the_agents_time_and_hands_it_what_comes() -> None:
    agent = UserAgent(transport="UDP", local=HERE, tokens=iter("abcdefghijklmnop").__next__)
    machine = Stutterer(agent)
    agent.request(
        "OPTIONS", "sip:x@127.0.0.2", to="sip:x@127.0.0.2", from_="sip:y@127.0.0.1",
        destination=THERE, now=0.0,
    )  # fmt: skip
    machine.data_to_send()
    due = machine.get_timer()
    assert due == agent.get_timer() == 0.5
    machine.handle_timer(due)
    assert len(machine.data_to_send()) == 2
    machine.receive_data(b"nonsense", THERE, 1.0)
    assert type(agent.next_event()).__name__ == "Misbehaved"
    machine.connection_lost(THERE, 1.0)
