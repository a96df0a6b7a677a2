from __future__ import annotations

import asyncio
import socket

import pytest

from harness.runtime.tcp import TcpCarrier, TcpHub, TcpListener
from harness.runtime.wire import Wire


class Stream:
    """A machine of one stream that answers each octet it hears in capitals."""

    def __init__(self):
        self.heard = b""
        self.outbox = b""
        self.lost = asyncio.Event()
        self.due = None

    def receive_data(self, octets, now):
        self.heard += octets
        self.outbox += octets.upper()

    def connection_lost(self, now):
        self.lost.set()

    def data_to_send(self):
        outbox, self.outbox = self.outbox, b""
        return outbox

    def get_timer(self):
        return self.due

    def handle_timer(self, now):
        self.due = None
        self.outbox += b"tick"


class Peers:
    """A machine of many streams that keeps what it hears by source."""

    def __init__(self):
        self.heard = {}
        self.lost = []
        self.outbox = []
        self.changed = asyncio.Event()
        self.answers = True

    def receive_data(self, octets, source, now):
        self.heard[source] = self.heard.get(source, b"") + octets
        if self.answers:
            self.outbox.append((octets.upper(), source))

    def connection_lost(self, source, now):
        self.lost.append(source)

    def data_to_send(self):
        outbox, self.outbox = self.outbox, []
        return outbox

    def get_timer(self):
        return None

    def handle_timer(self, now):
        raise AssertionError("no timer was asked for")


def run(talk):
    async def limited():
        async with asyncio.timeout(5):
            await talk()

    asyncio.run(limited())


async def until(machine, condition):
    while not condition():
        machine.changed.clear()
        await machine.changed.wait()


async def hub_of(machine):
    return await TcpHub.listen(machine, wire=Wire(), witness="w", notify=machine.changed.set)


async def listener_for(accepted):
    def accept():
        machine = Stream()
        carrier = TcpCarrier(machine, wire=Wire(), witness="server", notify=lambda: None)
        accepted.append((machine, carrier))
        return carrier

    return await TcpListener.open(accept, ("127.0.0.1", 0))


def test_two_carriers_talk_and_hang_up():
    async def talk():
        accepted, turns = [], asyncio.Event()
        listener = await listener_for(accepted)
        machine = Stream()
        machine.outbox = b"said before the connection stood"
        carrier = await TcpCarrier.open(
            machine, listener.local, wire=Wire(), witness="client", notify=turns.set
        )
        await turns.wait()
        assert machine.heard == b"SAID BEFORE THE CONNECTION STOOD"
        ((server, server_carrier),) = accepted
        assert (server_carrier.local, server_carrier.remote) == (carrier.remote, carrier.local)
        assert carrier.is_open
        await carrier.close()
        assert not carrier.is_open
        assert machine.lost.is_set()
        await server.lost.wait()
        await listener.close()

    run(talk)


def test_connections_that_read_at_the_same_time_keep_their_octets_apart():
    async def talk():
        accepted = []
        listener = await listener_for(accepted)
        machines, turned = [Stream(), Stream()], asyncio.Event()
        carriers = [
            await TcpCarrier.open(
                machine, listener.local, wire=Wire(), witness="client", notify=turned.set
            )
            for machine in machines
        ]
        for machine, carrier, letter in zip(machines, carriers, (b"a", b"b"), strict=True):
            machine.outbox = letter * 300_000
            carrier.flush()
        while not all(len(machine.heard) >= 300_000 for machine in machines):
            turned.clear()
            await turned.wait()
        assert [set(machine.heard) for machine in machines] == [{ord("A")}, {ord("B")}]
        for carrier in carriers:
            carrier.abort()
            await carrier.close()
        await listener.close()

    run(talk)


def test_a_cut_connection_is_noticed_at_the_other_end():
    async def talk():
        accepted = []
        listener = await listener_for(accepted)
        machine = Stream()
        carrier = await TcpCarrier.open(
            machine, listener.local, wire=Wire(), witness="client", notify=lambda: None
        )
        machine.outbox = b"x"
        carrier.flush()
        carrier.abort()
        await machine.lost.wait()
        await carrier.close()
        machine.outbox = b"to nobody"
        carrier.flush()
        await listener.close()

    run(talk)


def test_a_carriers_timer_fires_and_dies_with_the_connection():
    async def talk():
        accepted, turns = [], asyncio.Event()
        listener = await listener_for(accepted)
        machine = Stream()
        carrier = await TcpCarrier.open(
            machine, listener.local, wire=Wire(), witness="client", notify=turns.set
        )
        machine.due = asyncio.get_running_loop().time() + 0.01
        carrier.flush()
        while machine.heard != b"TICK":
            turns.clear()
            await turns.wait()
        machine.due = asyncio.get_running_loop().time()
        carrier.abort()
        await carrier.close()
        assert machine.due is not None, "nobody is left to wake it"
        await listener.close()

    run(talk)


def test_nobody_listens():
    async def talk():
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            with pytest.raises(OSError, match="refused|failed"):
                await TcpCarrier.open(
                    Stream(), sock.getsockname(), wire=Wire(), witness="c", notify=lambda: None
                )

    run(talk)


def test_a_hub_dials_when_there_is_something_to_say_and_only_once():
    async def talk():
        ours, theirs = Peers(), Peers()
        ours.answers = False
        us, them = await hub_of(ours), await hub_of(theirs)
        ours.outbox = [(b"one ", them.local), (b"two ", them.local)]
        us.flush()
        ours.outbox = [(b"three", them.local)]
        us.flush()
        await until(ours, lambda: ours.heard.get(them.local) == b"ONE TWO THREE")
        assert list(theirs.heard.values()) == [b"one two three"]
        address = await us.connect(them.local)
        assert [address] == list(theirs.heard), "connect finds the connection that stands"
        await us.close()
        await until(theirs, lambda: theirs.lost)
        assert theirs.lost == list(theirs.heard)
        await them.close()

    run(talk)


def test_a_hub_answers_on_the_connection_a_peer_opened():
    async def talk():
        machine = Peers()
        hub = await hub_of(machine)
        readers = []
        for word in (b"red", b"blue"):
            reader, writer = await asyncio.open_connection(*hub.local)
            writer.write(word)
            readers.append((reader, writer))
        assert [
            await reader.readexactly(len(word))
            for (reader, _), word in zip(readers, (b"red", b"blue"), strict=True)
        ] == [b"RED", b"BLUE"]
        await hub.close()
        for reader, writer in readers:
            assert await reader.read() == b"", "closed by the hub"
            writer.close()
            await writer.wait_closed()

    run(talk)


def test_a_hub_tells_its_machine_when_nobody_listens():
    async def talk():
        machine = Peers()
        hub = await hub_of(machine)
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            nobody = sock.getsockname()
            machine.outbox = [(b"hello?", nobody)]
            hub.flush()
            await until(machine, lambda: machine.lost)
        assert machine.lost == [nobody]
        await hub.close()

    run(talk)


def test_a_closed_hub_neither_dials_nor_answers():
    async def talk():
        machine, other = Peers(), Peers()
        hub, there = await hub_of(machine), await hub_of(other)
        machine.outbox = [(b"never sent", there.local)]
        hub.flush()
        await hub.close()  # while it dials
        machine.outbox = [(b"nor this", there.local)]
        hub.flush()
        await there.close()
        assert b"".join(other.heard.values()) in {b"", b"never sent"}

    run(talk)


def test_a_severed_connection_hangs_until_it_is_aborted():
    async def talk():
        ours, theirs = Stream(), Stream()
        made = []

        def accept():
            made.append(TcpCarrier(theirs, wire=Wire(), witness="b", notify=lambda: None))
            return made[-1]

        listener = await TcpListener.open(accept, ("127.0.0.1", 0))
        heard = asyncio.Event()
        carrier = await TcpCarrier.open(
            ours, listener.local, wire=Wire(), witness="a", notify=heard.set
        )
        ours.outbox = b"a"
        carrier.flush()
        await heard.wait()
        carrier.sever()
        ours.outbox = b"never said"
        carrier.flush()
        theirs.outbox = b"never heard"
        made[0].flush()
        await asyncio.sleep(0)
        assert b"never" not in ours.heard + theirs.heard
        assert not theirs.lost.is_set()

        carrier.abort()
        await theirs.lost.wait()
        await carrier.close()
        await listener.close()

    run(talk)
