import threading
import time

from harness.capture.packets import undress
from harness.capture.pcap import read
from harness.capture.recorder import Recorder
from harness.runtime.wire import Transport, Wire

ALICE = ("127.0.0.1", 40001)
ROUTER = ("127.0.0.1", 5060)


def say(wire, octets, source=ALICE, destination=ROUTER, by="alice.cti"):
    wire.record(Transport.UDP, source, destination, octets, witness=by)


def test_the_file_holds_what_crossed_the_wire_with_the_steps_beside_it(tmp_path):
    wire = Wire()
    say(wire, b"before")
    with Recorder(wire, tmp_path / "captures" / "plan.pcapng") as recorder:
        recorder.comment("CC-01: makes a call")
        recorder.comment("given: two idle phones")
        say(wire, b"one")
        say(wire, b"two", ROUTER, ALICE)
    say(wire, b"after")

    packets = read(recorder.path)
    assert [undress(packet.octets).octets for packet in packets] == [b"one", b"two"]
    assert [packet.comments for packet in packets] == [
        ("CC-01: makes a call", "given: two idle phones"),
        (),
    ]
    assert recorder.packets == tuple(
        type(packet)(kept.at, packet.octets, packet.interface, packet.comments)
        for packet, kept in zip(packets, recorder.packets, strict=True)
    )


def test_a_comment_that_no_packet_followed_is_in_the_file(tmp_path):
    recorder = Recorder(Wire(), tmp_path / "plan.pcapng").start()
    recorder.comment("nothing more happens")
    recorder.stop()

    assert b"nothing more happens" in recorder.path.read_bytes()
    assert read(recorder.path) == []


def test_stopping_twice_tells_the_same_packets():
    wire = Wire()
    recorder = Recorder(wire, None).start()
    say(wire, b"one")

    assert recorder.stop() == recorder.stop()
    assert len(recorder.stop()) == 1


def test_frames_of_several_threads_are_all_kept(tmp_path):
    wire = Wire()
    with Recorder(wire, tmp_path / "plan.pcapng") as recorder:
        speakers = [
            threading.Thread(
                target=lambda port=port: [
                    say(wire, b"%d" % n, ("127.0.0.1", port)) for n in range(200)
                ]
            )
            for port in (1, 2, 3)
        ]
        for speaker in speakers:
            speaker.start()
        for speaker in speakers:
            speaker.join()

    assert len(read(recorder.path)) == 600


def test_opening_a_capture_is_cheap(tmp_path):
    began = time.perf_counter()
    for number in range(20):
        Recorder(Wire(), tmp_path / f"{number}.pcapng").start().stop()

    assert (time.perf_counter() - began) / 20 < 0.005
