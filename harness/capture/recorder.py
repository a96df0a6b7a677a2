"""Keeps what crossed our sockets while a plan ran: in memory, and as a pcapng file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from harness.capture.packets import Dresser
from harness.capture.pcap import Packet, Writer
from harness.runtime.wire import Frame, Wire


class Recorder:
    """Records a `Wire` from `start` to `stop`; use as a context manager or call the two.

    Frames may come from any thread. Each packet is handed to the file as it comes, so a run that
    is killed leaves a capture that ends early, not an empty one.
    """

    def __init__(self, wire: Wire, path: Path | None, *, servers: Collection[int] = ()) -> None:
        """Record to ``path``, or in memory only.

        ``servers`` are the router's ports: connections are drawn as opened by the other side.
        """
        self.path = path
        self._wire = wire
        self._dresser = Dresser(servers)
        self._packets: list[Packet] = []
        self._pending: list[str] = []
        self._lock = threading.Lock()
        self._file: BinaryIO | None = None
        self._writer: Writer | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._running = False

    def start(self) -> Self:
        """Begin; the folder of the file is made when it is missing."""
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("wb")
            self._writer = Writer(self._file)
        self._running = True
        self._unsubscribe = self._wire.subscribe(self._record)
        return self

    def comment(self, text: str) -> None:
        """Attach ``text`` to the next packet, beside comments that already wait for it."""
        with self._lock:
            self._pending.append(text)

    @property
    def packets(self) -> tuple[Packet, ...]:
        """What was recorded so far."""
        with self._lock:
            return tuple(self._packets)

    def _record(self, frame: Frame) -> None:
        with self._lock:
            if not self._running:
                return
            for octets in self._dresser.packets(frame):
                comments, self._pending = tuple(self._pending), []
                packet = Packet(frame.at, octets, frame.witness, comments)
                self._packets.append(packet)
                if self._writer is not None:
                    self._writer.write(packet)

    def stop(self) -> tuple[Packet, ...]:
        """End, close the file and tell what was recorded; a second call only tells."""
        if self._unsubscribe is None:
            return self.packets
        self._unsubscribe()
        self._unsubscribe = None
        with self._lock:
            self._running = False
            if self._writer is not None and self._pending:
                self._writer.remark(time.time(), self._pending)
            self._writer = None
            if self._file is not None:
                self._file.close()
                self._file = None
        return self.packets

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
