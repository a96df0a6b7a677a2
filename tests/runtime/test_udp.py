from __future__ import annotations

import asyncio
import socket

import pytest

from harness.runtime.udp import UdpCarrier
from harness.runtime.wire import Transport, Wire


class Parrot:
    """A machine that says back what it hears, and once more after ``delay`` seconds."""

    def __init__(self, delay=None):
        self.delay = delay
        self.heard = []
        self.outbox = []
        self.due = None

    def receive_data(self, octets, source, now):
        self.heard.append((octets, source))
        self.outbox.append((octets, source))
        if self.delay is not None:
            self.due = now + self.delay

    def connection_lost(self, source, now):
        raise AssertionError("never over UDP")

    def data_to_send(self):
        outbox, self.outbox = self.outbox, []
        return outbox

    def get_timer(self):
        return self.due

    def handle_timer(self, now):
        assert now >= self.due
        self.due = None
        octets, source = self.heard[-1]
        self.outbox.append((b"again " + octets, source))


@pytest.fixture
def peer():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(5)
        yield sock


def run(talk):
    asyncio.run(asyncio.wait_for(talk, 10))


async def opened(machine, notify=lambda: None, wire=None):
    return await UdpCarrier.open(machine, wire=wire or Wire(), witness="w", notify=notify)


async def hears(peer):
    return await asyncio.to_thread(peer.recvfrom, 65_535)


def test_octets_come_and_go_as_they_are(peer):
    async def talk():
        machine = Parrot()
        carrier = await opened(machine)
        peer.sendto(b"\x00 any \xff", carrier.local)
        assert await hears(peer) == (b"\x00 any \xff", carrier.local)
        assert machine.heard == [(b"\x00 any \xff", peer.getsockname())]
        await carrier.close()

    run(talk())


def test_a_datagram_of_many_fragments_arrives_whole(peer):
    async def talk():
        carrier = await opened(Parrot())
        peer.sendto(b"x" * 60_000, carrier.local)
        octets, _ = await hears(peer)
        assert octets == b"x" * 60_000
        await carrier.close()

    run(talk())


def test_a_burst_beyond_one_wake_up_is_drained_in_order(peer):
    async def talk():
        machine, done = Parrot(), asyncio.Event()
        carrier = await opened(machine, lambda: len(machine.heard) < 100 or done.set())
        for number in range(100):
            peer.sendto(b"%d" % number, carrier.local)
        await done.wait()
        assert [octets for octets, _ in machine.heard] == [b"%d" % number for number in range(100)]
        await carrier.close()

    run(talk())


def test_the_machines_timer_fires_by_itself(peer):
    async def talk():
        carrier = await opened(Parrot(delay=0.01))
        peer.sendto(b"hello", carrier.local)
        assert (await hears(peer))[0] == b"hello"
        assert (await hears(peer))[0] == b"again hello"
        await carrier.close()

    run(talk())


def test_the_owner_has_its_turn_before_anything_is_sent(peer):
    async def talk():
        machine = Parrot()
        carrier = await opened(machine, lambda: machine.outbox.insert(0, (b"first", there)))
        there = peer.getsockname()
        peer.sendto(b"second", carrier.local)
        assert [(await hears(peer))[0] for _ in range(2)] == [b"first", b"second"]
        await carrier.close()

    run(talk())


def test_the_wire_sees_both_directions(peer):
    async def talk():
        frames, wire = [], Wire()
        wire.subscribe(frames.append)
        carrier = await opened(Parrot(), wire=wire)
        peer.sendto(b"hello", carrier.local)
        await hears(peer)
        there = peer.getsockname()
        assert [(f.transport, f.source, f.destination, f.octets, f.witness) for f in frames] == [
            (Transport.UDP, there, carrier.local, b"hello", "w"),
            (Transport.UDP, carrier.local, there, b"hello", "w"),
        ]
        await carrier.close()

    run(talk())


def test_what_cannot_be_sent_is_lost_and_nothing_breaks(peer):
    async def talk():
        machine = Parrot()
        carrier = await opened(machine)
        machine.outbox = [
            (b"x" * 70_000, peer.getsockname()),
            (b"nobody there", ("127.0.0.1", 1)),
            (b"nowhere", ("127.0.0.1", 70_000)),
            (b"fine", peer.getsockname()),
        ]
        carrier.flush()
        assert (await hears(peer))[0] == b"fine"
        await carrier.close()

    run(talk())


def test_a_closed_carrier_is_silent_even_if_its_owner_closes_it_in_its_turn(peer):
    async def talk():
        machine, closed = Parrot(delay=0.0), asyncio.Event()

        def leave():
            closing.append(asyncio.ensure_future(carrier.close()))
            closing[0].add_done_callback(lambda _: closed.set())

        closing = []
        carrier = await opened(machine, leave)
        peer.sendto(b"hello", carrier.local)
        await closed.wait()
        machine.outbox = [(b"ghost", peer.getsockname())]
        carrier.flush()
        await carrier.close()
        again = await UdpCarrier.open(
            machine, carrier.local, wire=Wire(), witness="w", notify=lambda: None
        )
        assert again.local == carrier.local, "the port is free again"
        await again.close()

    run(talk())


def test_a_taken_port_is_an_os_error(peer):
    async def talk():
        with pytest.raises(OSError, match="in use"):
            await UdpCarrier.open(
                Parrot(), peer.getsockname(), wire=Wire(), witness="w", notify=lambda: None
            )

    run(talk())
