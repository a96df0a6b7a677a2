from harness.capture.packets import Dresser, undress
from harness.runtime.wire import Frame, Transport

PHONE = ("10.0.0.5", 51000)
ROUTER = ("10.0.0.1", 2000)


def frame(octets, source=PHONE, destination=ROUTER, *, transport=Transport.TCP, at=1000.0, by=""):
    return Frame(at, transport, source, destination, octets, by)


def sequence_and_acknowledgement(packet):
    return int.from_bytes(packet[38:42], "big"), int.from_bytes(packet[42:46], "big")


def test_a_datagram_is_dressed_octet_for_octet():
    packets = Dresser().packets(frame(b"hello", transport=Transport.UDP))

    assert packets == [
        bytes.fromhex(
            "020000000002 020000000001 0800"  # Ethernet
            "45 00 0021 0000 4000 40 11 26c7 0a000005 0a000001"  # IPv4
            "c738 07d0 000d 0000"  # UDP: 51000 to 2000, 13 octets
        )
        + b"hello"
    ]


def test_the_header_checksum_of_ip_is_right():
    header = Dresser().packets(frame(b"hello", transport=Transport.UDP))[0][14:34]

    total = sum(int.from_bytes(header[at : at + 2], "big") for at in range(0, 20, 2))

    assert (total & 0xFFFF) + (total >> 16) == 0xFFFF


def test_a_new_connection_begins_with_a_handshake_of_whoever_spoke_first():
    packets = Dresser().packets(frame(b"abc"))

    assert [packet[47] for packet in packets] == [0x02, 0x12, 0x10, 0x18]
    assert [undress(packet).source for packet in packets] == [PHONE, ROUTER, PHONE, PHONE]
    assert [undress(packet).opens for packet in packets] == [True, False, False, False]


def test_a_connection_that_the_router_speaks_on_first_was_opened_by_the_phone():
    packets = Dresser(servers={2000}).packets(frame(b"abc", ROUTER, PHONE))

    assert [undress(packet).source for packet in packets] == [PHONE, ROUTER, PHONE, ROUTER]


def test_both_ends_count_each_others_octets():
    dresser = Dresser()
    *_, first = dresser.packets(frame(b"12345"))
    (second,) = dresser.packets(frame(b"67", ROUTER, PHONE))
    (third,) = dresser.packets(frame(b"8"))

    sent, seen = sequence_and_acknowledgement(first)
    assert sequence_and_acknowledgement(second) == (seen, sent + 5)
    assert sequence_and_acknowledgement(third) == (sent + 5, seen + 2)


def test_numbers_wrap_round_at_32_bits():
    at = 0xFFFFFFFE / 250_000  # the first number is 0xFFFFFFFE
    dresser = Dresser()
    *_, first = dresser.packets(frame(b"1234", at=at))
    (second,) = dresser.packets(frame(b"5", at=at))

    assert sequence_and_acknowledgement(first)[0] == 0xFFFFFFFF
    assert sequence_and_acknowledgement(second)[0] == 3


def test_two_captures_of_one_connection_begin_at_different_numbers():
    first, second = (Dresser().packets(frame(b"x", at=at))[0] for at in (1000.0, 1000.5))

    assert sequence_and_acknowledgement(first) != sequence_and_acknowledgement(second)


def test_a_chunk_longer_than_a_packet_is_cut_and_nothing_is_lost():
    octets = bytes(range(256)) * 400
    packets = Dresser().packets(frame(octets))[3:]

    assert len(packets) == 4
    assert b"".join(undress(packet).octets for packet in packets) == octets


def test_a_datagram_that_both_ends_report_appears_once():
    dresser = Dresser()
    sent = dresser.packets(frame(b"rtp", transport=Transport.UDP, by="alice.phone"))
    received = dresser.packets(frame(b"rtp", transport=Transport.UDP, by="bob.phone"))
    answer = dresser.packets(
        frame(b"rtp", ROUTER, PHONE, transport=Transport.UDP, by="alice.phone")
    )

    assert [len(packets) for packets in (sent, received, answer)] == [1, 0, 1]


def test_what_is_no_ipv4_is_not_undressed():
    assert undress(b"") is None
    assert undress(bytes(12) + b"\x86\xdd" + bytes(60)) is None
    icmp = bytearray(Dresser().packets(frame(b"x", transport=Transport.UDP))[0])
    icmp[23] = 1
    assert undress(bytes(icmp)) is None
