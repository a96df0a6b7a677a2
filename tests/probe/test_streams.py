"""A stream against a server of a few lines that sends what a test gave it."""

import socket
import threading

import pytest

from harness.errors import RouterUnreachable
from harness.probe.driver import document
from harness.probe.streams import Stream

OK = (
    "SIP/2.0 {status}\r\nCall-ID: {call_id}\r\nCSeq: {cseq}\r\nTo: <sip:203@h>;tag=s\r\n"
    "Contact: <sip:203@127.0.0.1:5060;transport=tcp>\r\nContent-Length: 0\r\n\r\n"
)


class Server:
    def __init__(self):
        self.statuses = {}
        self.heard = []
        self.hangs_up = False
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = self._socket.getsockname()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self):
        self._socket.close()

    def _serve(self):
        connection, _ = self._socket.accept()
        with connection, connection.makefile("rb") as lines:
            while not self.hangs_up and (line := lines.readline()):
                self._take(connection, line, lines)

    def _take(self, connection, line, lines):
        start, fields = line.decode().strip(), {}
        while (line := lines.readline().decode().strip()) != "":
            name, _, value = line.partition(": ")
            fields[name] = value
        lines.read(int(fields.get("Content-Length", 0)))
        self.heard.append(start.partition(" ")[0])
        for status in self.statuses.get(self.heard[-1], ["200 OK"]):
            text = OK.format(status=status, call_id=fields["Call-ID"], cseq=fields["CSeq"])
            for piece in (text[:20], text[20:]):
                connection.sendall(piece.encode())


@pytest.fixture
def server():
    made = Server()
    yield made
    made.close()


def test_an_answer_in_pieces_is_read_and_a_provisional_one_passed_over(server):
    server.statuses["OPTIONS"] = ["100 Trying", "200 OK"]
    stream = Stream(server.address, seconds=2.0)
    packet = stream.request("OPTIONS", "203")
    stream.send(bytes(packet))

    assert stream.status_of(packet) == 200
    stream.close()


def test_a_session_is_acknowledged_and_ended_with_the_stream(server):
    server.statuses["ACK"] = []
    stream = Stream(server.address, seconds=2.0)
    packet = stream.request("INVITE", "203", body=document("RequestSystemStatus"))
    stream.send(bytes(packet))

    assert stream.opened(packet) == 200
    stream.close()
    assert server.heard == ["INVITE", "ACK", "BYE"]


def test_no_answer_is_status_0(server):
    server.statuses["OPTIONS"] = []
    stream = Stream(server.address, seconds=0.05)
    packet = stream.request("OPTIONS", "203")
    stream.send(bytes(packet))

    assert stream.status_of(packet) == 0
    assert not stream.is_closed
    stream.close()


def test_a_stream_that_the_router_ends_is_closed(server):
    server.hangs_up = True
    stream = Stream(server.address, seconds=2.0)

    assert stream.status_of(stream.request("OPTIONS", "203")) == 0
    assert stream.is_closed
    stream.close()


def test_nobody_there_is_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        address = gone.getsockname()

    with pytest.raises(RouterUnreachable, match="accepts no connection"):
        Stream(address, seconds=0.5)
