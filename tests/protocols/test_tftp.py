from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest
import tftpy

from harness.errors import RemoteProtocolError
from harness.protocols.tftp import FileClient, FileServer, ReadTransfer, to_netascii
from harness.runtime.clock import Deadline
from harness.runtime.loop import BackgroundLoop
from harness.runtime.udp import UdpCarrier
from harness.runtime.wire import Wire

PHONE = ("10.20.0.40", 51000)
OTHER = ("10.20.0.41", 51000)
SERVER = ("10.20.0.1", 69)
REQUEST = b"\x00\x01SEP001E4A34A35F.cnf.xml\x00octet\x00"
BIG = bytes(range(256)) * 4


def files(name: str) -> bytes | None:
    known = {
        "SEP001E4A34A35F.cnf.xml": b"<device/>\r\n",
        "big": BIG,
        "empty": b"",
        "unix": b"a\nb\rc\r\n",
    }
    return known.get(name)


@pytest.fixture
def server() -> FileServer:
    return FileServer(files)


def answers(server: FileServer, packet: bytes, now: float = 0.0) -> list[bytes]:
    server.receive_data(packet, PHONE, now)
    return [octets for octets, _ in server.data_to_send()]


def test_a_request_is_answered_with_the_first_block(server: FileServer) -> None:
    assert answers(server, REQUEST) == [b"\x00\x03\x00\x01<device/>\r\n"]
    assert answers(server, b"\x00\x04\x00\x01") == []
    assert server.get_timer() is None


def test_a_file_of_whole_blocks_ends_with_an_empty_one(server: FileServer) -> None:
    assert answers(server, b"\x00\x01big\x00OCTET\x00") == [b"\x00\x03\x00\x01" + BIG[:512]]
    assert answers(server, b"\x00\x04\x00\x01") == [b"\x00\x03\x00\x02" + BIG[512:]]
    assert answers(server, b"\x00\x04\x00\x02") == [b"\x00\x03\x00\x03"]
    assert answers(server, b"\x00\x04\x00\x03") == []


def test_a_repeated_acknowledgement_repeats_nothing(server: FileServer) -> None:
    answers(server, b"\x00\x01big\x00octet\x00")
    assert len(answers(server, b"\x00\x04\x00\x01")) == 1
    assert answers(server, b"\x00\x04\x00\x01") == []


def test_a_lost_block_is_sent_again_and_a_silent_client_forgotten(server: FileServer) -> None:
    first = answers(server, REQUEST, now=10.0)
    times = []
    while (due := server.get_timer()) is not None:
        server.handle_timer(due)
        times.append((due, [octets for octets, _ in server.data_to_send()]))
    assert times[0] == (11.0, first)
    assert len([sent for _, sent in times if sent]) == 4


@pytest.mark.parametrize(
    ("packet", "error"),
    [
        (b"\x00\x01CTLSEP001E4A34A35F.tlv\x00octet\x00", b"\x00\x05\x00\x01"),
        (b"\x00\x02upload\x00octet\x00", b"\x00\x05\x00\x02"),
        (b"\x00\x01empty\x00mail\x00", b"\x00\x05\x00\x04"),
        (b"\x00\x01empty", b"\x00\x05\x00\x04"),
        (b"\x00\x09\x00\x00", b"\x00\x05\x00\x04"),
        (b"\x00", b"\x00\x05\x00\x04"),
        (b"\x00\x04\x00\x01", b"\x00\x05\x00\x05"),
    ],
)
def test_what_cannot_be_served_is_refused(server: FileServer, packet: bytes, error: bytes) -> None:
    (sent,) = answers(server, packet)
    assert sent[:4] == error
    assert sent.endswith(b"\0")


def test_two_clients_are_served_at_once(server: FileServer) -> None:
    server.receive_data(b"\x00\x01big\x00octet\x00", PHONE, 0.0)
    server.receive_data(b"\x00\x01empty\x00octet\x00", OTHER, 0.0)
    assert [(octets[:4], who) for octets, who in server.data_to_send()] == [
        (b"\x00\x03\x00\x01", PHONE),
        (b"\x00\x03\x00\x01", OTHER),
    ]


def test_texts_travel_in_netascii() -> None:
    assert to_netascii(b"a\nb\rc\r\n") == b"a\r\nb\r\0c\r\n"


def test_a_transfer_collects_the_blocks() -> None:
    transfer = ReadTransfer("big", now=0.0)
    assert transfer.request == b"\x00\x01big\x00octet\x00"
    assert transfer.receive_data(b"\x00\x03\x00\x01" + BIG[:512], 0.1) == b"\x00\x04\x00\x01"
    assert transfer.receive_data(b"\x00\x03\x00\x01" + BIG[:512], 0.2) == b"\x00\x04\x00\x01"
    assert transfer.content is None
    assert transfer.receive_data(b"\x00\x03\x00\x02end", 0.3) == b"\x00\x04\x00\x02"
    assert transfer.done
    assert transfer.content == BIG[:512] + b"end"


def test_a_missing_file_ends_the_transfer() -> None:
    transfer = ReadTransfer("none", now=0.0)
    assert transfer.receive_data(b"\x00\x05\x00\x01file not found\x00", 0.1) is None
    assert (transfer.done, transfer.error, transfer.error_code) == (True, "file not found", 1)
    assert transfer.content is None


def test_an_unanswered_request_is_repeated_and_then_given_up() -> None:
    transfer = ReadTransfer("x", now=0.0)
    sent = []
    while (due := transfer.get_timer()) is not None:
        sent.append(transfer.handle_timer(due))
    assert sent == [b"\x00\x01x\x00octet\x00"] * 4 + [None]
    assert transfer.error == "x: the server does not answer"


@pytest.mark.parametrize(
    "packet", [b"", b"\x00\x03\x00", b"\x00\x04\x00\x01", b"\x00\x03\x00\x01" + b"x" * 513]
)
def test_a_server_that_talks_nonsense_is_told_apart(packet: bytes) -> None:
    with pytest.raises(RemoteProtocolError):
        ReadTransfer("x", now=0.0).receive_data(packet, 0.0)


def test_a_client_takes_the_port_of_the_first_answer_and_no_other() -> None:
    client = FileClient("big", SERVER, now=0.0)
    assert client.data_to_send() == [(b"\x00\x01big\x00octet\x00", SERVER)]
    real, stranger = (SERVER[0], 50001), (SERVER[0], 50002)
    client.receive_data(b"\x00\x03\x00\x01" + BIG[:512], real, 0.1)
    assert client.data_to_send() == [(b"\x00\x04\x00\x01", real)]
    client.receive_data(b"\x00\x03\x00\x02evil", stranger, 0.2)
    ((octets, destination),) = client.data_to_send()
    assert (octets[:4], destination) == (b"\x00\x05\x00\x05", stranger)
    client.receive_data(b"\x00\x03\x00\x02good", real, 0.3)
    assert client.transfer.content == BIG[:512] + b"good"


def test_a_stock_client_fetches_a_file_over_a_socket(tmp_path: Path) -> None:
    with BackgroundLoop("tftp") as loop:

        async def listen() -> UdpCarrier:
            return await UdpCarrier.open(
                FileServer(files), wire=Wire(), witness="router", notify=lambda: None
            )

        carrier = loop.call(listen(), Deadline.after(5, "the TFTP port"))
        try:
            target = tmp_path / "fetched"
            tftpy.TftpClient(*carrier.local).download("big", str(target), timeout=2)
            assert target.read_bytes() == BIG
            with pytest.raises(tftpy.TftpFileNotFoundError):
                tftpy.TftpClient(*carrier.local).download("none", io.BytesIO(), timeout=2)
        finally:
            loop.call(carrier.close(), Deadline.after(5, "its end"))


def test_our_client_fetches_a_file_over_a_socket() -> None:
    async def fetch() -> bytes | None:
        loop = asyncio.get_running_loop()
        done = asyncio.Event()
        server = await UdpCarrier.open(
            FileServer(files), wire=Wire(), witness="router", notify=lambda: None
        )
        client = FileClient("big", server.local, now=loop.time())
        carrier = await UdpCarrier.open(
            client,
            wire=Wire(),
            witness="phone",
            notify=lambda: done.set() if client.transfer.done else None,
        )
        carrier.flush()
        await asyncio.wait_for(done.wait(), 5)
        await carrier.close()
        await server.close()
        return client.transfer.content

    with BackgroundLoop("tftp") as loop:
        assert loop.call(fetch(), Deadline.after(5, "the file")) == BIG
