import os
import shutil

import pytest

from harness.capture.recorder import Recorder
from harness.oracle.tshark import Tshark
from harness.runtime.wire import Transport, Wire

SCCP, SIP, HTTP = 2000, 5060, 80
PHONE = ("10.0.0.5", 51000)
APPLICATION = ("10.0.0.6", 40001)
ROUTER = "10.0.0.1"


@pytest.fixture(scope="session")
def running_tshark():
    if shutil.which("tshark") is None:
        absent = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        absent("tshark is not installed")
    tshark = Tshark.find(SCCP, SIP, http_port=HTTP)
    yield tshark
    tshark.close()


@pytest.fixture
def tshark(running_tshark):
    return running_tshark


class Talk:
    """What a phone and an application are sent and send, as a capture."""

    def __init__(self):
        self._wire = Wire()
        self._recorder = Recorder(self._wire, None, servers={SCCP, SIP, HTTP}).start()

    def to_phone(self, *frames):
        for octets in frames:
            self._wire.record(Transport.TCP, (ROUTER, SCCP), PHONE, octets)
        return self

    def from_phone(self, *frames):
        for octets in frames:
            self._wire.record(Transport.TCP, PHONE, (ROUTER, SCCP), octets)
        return self

    def sip(self, *messages, transport=Transport.UDP, source=APPLICATION):
        for octets in messages:
            self._wire.record(transport, source, (ROUTER, SIP), octets)
        return self

    def pages(self, *asked_and_answered):
        ways = [(PHONE, (ROUTER, HTTP)), ((ROUTER, HTTP), PHONE)] * len(asked_and_answered)
        for (source, destination), octets in zip(ways, asked_and_answered, strict=False):
            self._wire.record(Transport.TCP, source, destination, octets)
        return self

    def tftp(self, *messages, source):
        for octets in messages:
            self._wire.record(Transport.UDP, source, (ROUTER, 69), octets)
        return self

    @property
    def packets(self):
        return self._recorder.packets


@pytest.fixture
def new_talk():
    return Talk


@pytest.fixture
def talk():
    return Talk()


@pytest.fixture
def info():
    """An INFO around a CSTA body, typed by hand."""

    def make(body):
        return (
            b"INFO sip:201@10.0.0.1 SIP/2.0\r\n"
            b"Via: SIP/2.0/UDP 10.0.0.6:40001;branch=z9hG4bKq7\r\n"
            b"From: <sip:alice@10.0.0.6>;tag=c1\r\n"
            b"To: <sip:201@10.0.0.1>;tag=s1\r\n"
            b"Call-ID: one@10.0.0.6\r\n"
            b"CSeq: 7 INFO\r\n"
            b"Content-Type: application/csta+xml\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        ) + body

    return make
