import io
import warnings
from pathlib import Path

import pytest

from harness.capture.pcap import Packet, Writer, read
from harness.errors import RemoteProtocolError

PACKETS = [
    Packet(1795404307.032001, b"\x01\x02\x03", "alice.cti", ("makes a call", "zweiter Schritt ü")),
    Packet(1795404307.5, b"\x04\x05\x06\x07", "bob.phone"),
    Packet(1795404308.0, b"", "alice.cti", ("leer",)),
]


@pytest.fixture
def capture(tmp_path):
    path = tmp_path / "plan.pcapng"
    with path.open("wb") as file:
        writer = Writer(file)
        for packet in PACKETS:
            writer.write(packet)
        writer.remark(1795404309.0, ["the end"])
    return path


def test_the_blocks_are_those_of_the_format():
    file = io.BytesIO()
    Writer(file).write(Packet(4294967296.000002, b"\xaa\xbb\xcc", "", ("hi",)))

    assert file.getvalue() == bytes.fromhex(
        "0a0d0d0a 34000000 4d3c2b1a 0100 0000 ffffffffffffffff"  # section, length unknown
        "0400 0f00 636d652d6374692d6861726e65737300 00000000 34000000"  # by cme-cti-harness
        "01000000 14000000 0100 0000 00000000 14000000"  # interface: Ethernet
        "06000000 30000000 00000000 40420f00 02000000 03000000 03000000 aabbcc00"  # packet
        "0100 0200 68690000 00000000 30000000"  # comment
    )


def test_what_was_written_is_read_back(capture):
    assert read(capture) == PACKETS


def test_scapy_reads_packets_times_and_comments(capture):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scapy's own, at its import
        from scapy.utils import RawPcapNgReader

    with RawPcapNgReader(str(capture)) as reader:
        found = list(reader)

    assert [octets for octets, _ in found] == [packet.octets for packet in PACKETS]
    stamps = [(meta.tshigh << 32) + meta.tslow for _, meta in found]
    assert stamps == [1795404307032001, 1795404307500000, 1795404308000000]
    assert [meta.ifname for _, meta in found] == [b"alice.cti", b"bob.phone", b"alice.cti"]
    assert found[0][1].comments == [text.encode() for text in PACKETS[0].comments]


def test_a_capture_of_a_killed_run_is_cut_short(capture):
    capture.write_bytes(capture.read_bytes()[:-7])

    with pytest.raises(RemoteProtocolError, match="pcapng block"):
        read(capture)


def test_another_file_is_no_capture(tmp_path):
    other = Path(tmp_path / "notes.txt")
    other.write_text("hello")

    with pytest.raises(RemoteProtocolError, match="notes.txt is no pcapng capture"):
        read(other)
