"""tshark as a judge: one process per run, asked again and again.

Starting tshark costs more than reading a plan's capture (0.25 s against some 10 ms), so it is
started once and fed through its standard input as if one capture never ended: packets go in, PDML
comes out packet by packet (``-l``). After each plan a sentinel packet follows; when its own
reading has come out, the plan's is complete. Reading a pipe needs no capture rights. The question
(`Tshark.ask`) and the answer are apart: it reads on another core while we read the same packets,
and it may begin while the last of them are still to come.
"""

from __future__ import annotations

import fcntl
import os
import selectors
import shutil
import struct
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from harness.errors import HarnessError
from harness.oracle import dissection
from harness.oracle.dissection import Expected, Reading
from harness.oracle.narrowed import Narrowed
from harness.runtime.clock import Deadline

_PCAP_HEAD = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262_144, 1)
_PACKET_HEAD = struct.Struct("<IIII")
_PROGRAM = "tshark"
_SENTINEL_PORT = 65_535
_CHUNK = 1 << 20
_PIPE = 1 << 20
"""Octets that a pipe should hold, so that neither side waits for the other; Linux grants it."""
_END_OF_PACKET = b"</packet>"
_TO_END_SECONDS = 5.0
_TCP, _UDP, _MASK = 6, 17, 0xFFFFFFFF
_STRIDE = 0x9E3779B1
"""Apart from each other by this, the numbers of no two captures of a run come near."""


class Captured(Protocol):
    """A packet of a capture: Ethernet, and when it was seen (seconds since the epoch)."""

    @property
    def at(self) -> float:
        """When it was seen."""
        ...

    @property
    def octets(self) -> bytes:
        """The packet from its Ethernet header on."""
        ...


class TsharkFailed(HarnessError):
    """The judge died or fell silent; its verdict on this capture is missing."""


def _decode_as(sccp_port: int, sip_port: int, http_port: int) -> list[str]:
    rules = [
        *([f"tcp.port=={http_port},http"] if http_port else []),
        f"tcp.port=={sccp_port},skinny",
        f"tcp.port=={sip_port},sip",
        f"udp.port=={sip_port},sip",
        "media_type==application/csta+xml,xml",
    ]
    return [word for rule in rules for word in ("-d", rule)]


def _sentinel(mark: bytes) -> bytes:
    udp = struct.pack("!HHHH", _SENTINEL_PORT, _SENTINEL_PORT, 8 + len(mark), 0) + mark
    local = bytes((127, 0, 0, 1))
    ip = struct.pack("!BBHIBBH", 0x45, 0, 20 + len(udp), 0, 64, 17, 0) + local + local
    return bytes(12) + b"\x08\x00" + ip + udp


_NOBODY_S = _sentinel(b"")


def _renumbered(packet: bytes, shift: int) -> bytes:
    """A TCP packet with its numbers moved on.

    tshark would take a capture that it was shown before for one long retransmission.
    """
    if packet[12:14] != b"\x08\x00" or packet[23] != _TCP:
        return packet
    begin = 14 + (packet[14] & 0x0F) * 4 + 4
    sequence, acknowledged = struct.unpack_from("!II", packet, begin)
    numbers = (sequence + shift) & _MASK, (acknowledged + shift) & _MASK
    return packet[:begin] + struct.pack("!II", *numbers) + packet[begin + 8 :]


def _record(at: float, octets: bytes) -> bytes:
    seconds, micro = divmod(round(at * 1_000_000), 1_000_000)
    return _PACKET_HEAD.pack(seconds, micro, len(octets), len(octets)) + octets


def _widen(pipe: int) -> None:
    with suppress(OSError, AttributeError):  # smaller pipes only make it slower
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


@dataclass(slots=True)
class Question:
    """A capture that tshark has been asked to read, or the part of it that there is so far."""

    protocols: list[str | None]
    """Of each packet, as `Expected` has it."""
    shift: int
    """By which the numbers of its streams are moved on."""
    mark: bytes
    """By which the end of the answer is known."""
    unsaid: memoryview
    """What the pipe has not yet taken."""
    deadline: Deadline


class Tshark:
    """A running tshark. `find` makes one, `close` ends it; also a context manager."""

    def __init__(
        self,
        program: str,
        *,
        sccp_port: int,
        sip_port: int,
        http_port: int = 0,
        seconds: float = 10.0,
    ) -> None:
        """Start the program; ``seconds`` bounds each reading.

        Pages at ``http_port`` are read, too: nobody compares them, but what is malformed is told.
        """
        self.seconds = seconds
        self.version = ""
        """Filled by the first reading: ``wireshark/4.0.17``."""
        self._expected = Expected(sccp_port, sip_port)
        self._command = [
            program,
            *("-n", "-l", "-r", "-", "-T", "pdml", "-J", "skinny sip xml data _ws.malformed"),
            *_decode_as(sccp_port, sip_port, http_port),
        ]
        self._narrowed = Narrowed(program)
        self._process: subprocess.Popen[bytes] | None = None
        self._plans = 0
        self._open: Question | None = None
        """What was begun and not yet answered."""
        self._start()

    @staticmethod
    def is_installed() -> bool:
        """Whether there is one to find."""
        return shutil.which(_PROGRAM) is not None

    @classmethod
    def find(
        cls, sccp_port: int, sip_port: int, *, http_port: int = 0, seconds: float = 10.0
    ) -> Self | None:
        """Start tshark when it is installed; ``None`` when it is not."""
        program = shutil.which(_PROGRAM)
        if program is None:
            return None
        ports = {"sccp_port": sccp_port, "sip_port": sip_port, "http_port": http_port}
        return cls(program, **ports, seconds=seconds)

    def _start(self) -> None:
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C.UTF-8",
            "WIRESHARK_CONFIG_DIR": str(self._narrowed.path),
        }
        self._process = subprocess.Popen(  # noqa: S603
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for the plans; a judge ends with its input
        )
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream is not None  # noqa: S101
            os.set_blocking(stream.fileno(), False)
            _widen(stream.fileno())
        self._head = _PCAP_HEAD

    def read(self, packets: Sequence[Captured]) -> Reading:
        """What tshark says about one capture; streams of earlier captures do not reach into it.

        Raises:
            TsharkFailed: it ended, or its answer did not come in time. The next call starts anew.
        """
        return self.answer(self.ask(packets))

    def begin(self, packets: Sequence[Captured]) -> Question:
        """Hand over what there is of a capture so far; `ask` hands over what follows it."""
        if self._open is not None:  # nobody waited for its answer
            self._end(kill=True)
        self._plans += 1
        mark = f"end of capture {self._plans}".encode()
        if self._process is None:
            self._start()
        self._open = question = Question(
            [], self._plans * _STRIDE & _MASK, mark, memoryview(self._head),
            Deadline.after(self.seconds, "tshark's reading of a capture"),
        )  # fmt: skip
        self._head = b""
        self._hand_over(question, self._captured(question, packets))
        return question

    def ask(self, packets: Sequence[Captured], *, begun: Question | None = None) -> Question:
        """Hand over a capture, or the rest of one that was begun.

        Every question is to be answered before the next is begun or asked.
        """
        question = self.begin(()) if begun is None else begun
        question.deadline = Deadline.after(self.seconds, "tshark's reading of a capture")
        at = packets[-1].at if packets else 0.0
        ending = _record(at, _sentinel(question.mark))
        self._hand_over(question, self._captured(question, packets) + ending)
        return question

    def _captured(self, question: Question, packets: Sequence[Captured]) -> bytes:
        protocols = [self._expected.protocol(packet.octets) for packet in packets]
        question.protocols += protocols
        # What nobody judges (voice, files) need not be read; a quiet packet keeps its place.
        return b"".join(
            _record(packet.at, _NOBODY_S)
            if protocol is None and packet.octets[23] == _UDP
            else _record(packet.at, _renumbered(packet.octets, question.shift))
            for packet, protocol in zip(packets, protocols, strict=True)
        )

    def _hand_over(self, question: Question, octets: bytes) -> None:
        question.unsaid = memoryview(bytes(question.unsaid) + octets)
        with suppress(BlockingIOError, BrokenPipeError):  # the answer will tell of the second
            self._give(question)

    def answer(self, question: Question) -> Reading:
        """What tshark says to a question.

        Raises:
            TsharkFailed: it ended, or its answer did not come in time. The next question starts
                it anew.
        """
        self._open = None
        try:
            pdml = self._exchange(question)
        except TsharkFailed:
            self._end(kill=True)
            raise
        reading = dissection.read(self._between(pdml), question.protocols)
        if reading is None:
            self._end(kill=True)
            raise TsharkFailed(f"tshark did not read all of {len(question.protocols)} packets")
        return reading

    def _between(self, pdml: bytes) -> bytes:
        """The packets between PDML's head, which only the first answer has, and the sentinel."""
        begin = pdml.index(b"<packet>")
        creator = pdml[:begin].partition(b'creator="')[2].partition(b'"')[0]
        self.version = creator.decode() or self.version
        return pdml[begin : pdml.rindex(b"<packet>")]

    def _exchange(self, question: Question) -> bytes:
        process = self._process
        assert process is not None and process.stdin and process.stdout  # noqa: PT018, S101
        mark, answer, marked = question.mark.hex().encode(), bytearray(), -1
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            if question.unsaid:
                selector.register(process.stdin, selectors.EVENT_WRITE)
            while marked < 0 or answer.find(_END_OF_PACKET, marked) < 0:
                ready = selector.select(question.deadline.remaining)
                if not ready:
                    raise TsharkFailed(f"{question.deadline.exceeded()}")
                for key, _ in ready:
                    if key.fileobj is process.stdout:
                        begin = max(0, len(answer) - len(mark))
                        answer += self._take(process.stdout.fileno())
                        marked = answer.find(mark, begin) if marked < 0 else marked
                    else:
                        self._give_on(question)
                        if not question.unsaid:
                            selector.unregister(process.stdin)
        return bytes(answer)

    def _take(self, descriptor: int) -> bytes:
        octets = os.read(descriptor, _CHUNK)
        if not octets:
            raise TsharkFailed(f"tshark ended: {self._complaint()}")
        return octets

    def _give_on(self, question: Question) -> None:
        try:
            self._give(question)
        except BrokenPipeError:
            raise TsharkFailed(f"tshark ended: {self._complaint()}") from None

    def _give(self, question: Question) -> None:
        process = self._process
        assert process is not None and process.stdin  # noqa: PT018, S101
        said = os.write(process.stdin.fileno(), question.unsaid)
        question.unsaid = question.unsaid[said:]

    def _complaint(self) -> str:
        assert self._process is not None and self._process.stderr  # noqa: PT018, S101
        text = (self._process.stderr.read() or b"").decode(errors="replace")
        lines = [line for line in text.splitlines() if "Running as user" not in line]
        return lines[-1] if lines else "it gave no reason"

    def close(self) -> None:
        """End the process; a second call does nothing."""
        self._end(kill=self._open is not None)
        self._narrowed.close()

    def _end(self, *, kill: bool) -> None:
        process, self._process, self._open = self._process, None, None
        if process is None:
            return
        assert process.stdin and process.stdout and process.stderr  # noqa: PT018, S101
        if kill:
            process.kill()
        process.stdin.close()
        try:
            process.wait(_TO_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
