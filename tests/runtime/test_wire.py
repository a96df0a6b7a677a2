from __future__ import annotations

import time

from harness.runtime.wire import Transport, Wire

A, B = ("192.0.2.1", 1), ("192.0.2.2", 2)


def test_every_subscriber_gets_each_frame_until_it_leaves():
    wire, one, two = Wire(), [], []
    wire.record(Transport.UDP, A, B, b"before anybody listens")
    leave = wire.subscribe(one.append)
    wire.subscribe(two.append)
    wire.record(Transport.TCP, A, B, b"x", witness="alice.cti")
    leave()
    wire.record(Transport.UDP, B, A, b"y")
    assert [frame.octets for frame in one] == [b"x"]
    assert [frame.octets for frame in two] == [b"x", b"y"]
    frame = one[0]
    assert (frame.transport, frame.source, frame.destination) == ("TCP", A, B)
    assert frame.witness == "alice.cti"
    assert abs(frame.at - time.time()) < 60


def test_one_who_leaves_takes_no_frame_from_another():
    wire, other = Wire(), []
    leave = wire.subscribe(lambda _: leave())
    wire.subscribe(other.append)
    wire.record(Transport.UDP, A, B, b"x")
    assert [frame.octets for frame in other] == [b"x"]
