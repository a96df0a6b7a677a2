"""One `PeerMachine` on one UDP socket."""

from __future__ import annotations

import asyncio
import socket
from typing import Self

from harness.runtime.machines import Notify, PeerMachine
from harness.runtime.timer import MachineTimer
from harness.runtime.wire import Address, Transport, Wire

_LARGEST_DATAGRAM = 65_535
_LAST_PORT = 65_535
_DATAGRAMS_A_TURN = 8
"""Few, so that the other side has work while we do ours; the selector is asked after many."""
_TURNS_A_WAKE_UP = 32
_UDP = Transport.UDP
_RECEIVE_BUFFER = 4 << 20
"""Octets asked for, so that a burst survives while the owner thinks; the kernel may grant less."""


class UdpCarrier:
    """Drains the socket in bursts, feeds the machine, sends its answers, keeps its timer."""

    def __init__(
        self, machine: PeerMachine, sock: socket.socket, *, wire: Wire, witness: str, notify: Notify
    ) -> None:
        self._machine = machine
        self._socket = sock
        self._wire = wire
        self._witness = witness
        self._notify = notify
        self._loop = asyncio.get_running_loop()
        self._timer = MachineTimer(self._loop, machine, self._turn)
        self.local: Address = sock.getsockname()[:2]
        self._open = True
        self._loop.add_reader(sock, self._drain)

    @classmethod
    async def open(
        cls,
        machine: PeerMachine,
        local: Address = ("127.0.0.1", 0),
        *,
        wire: Wire,
        witness: str,
        notify: Notify,
    ) -> Self:
        """Bind ``local`` (port 0 takes a free one) and begin to listen.

        Raises:
            OSError: the address cannot be bound.
        """
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
            sock.bind(local)
        except OSError:
            sock.close()
            raise
        return cls(machine, sock, wire=wire, witness=witness, notify=notify)

    def _drain(self) -> None:
        # The first datagram has its answer before anybody looks for a second one. What came while
        # the owner had its turn is taken without asking the selector again.
        most = 1
        for _ in range(_TURNS_A_WAKE_UP):
            if not self._receive(most):
                return
            self._turn()
            most = _DATAGRAMS_A_TURN

    def _receive(self, most: int) -> bool:
        """Feed the machine what has arrived, no more than ``most``; whether there was anything."""
        machine, sock, record = self._machine, self._socket, self._wire.record
        now = self._loop.time()
        for number in range(most):
            if not self._open:
                return False
            try:
                octets, source = sock.recvfrom(_LARGEST_DATAGRAM)
            except (BlockingIOError, InterruptedError):
                return number > 0
            except ConnectionRefusedError:
                continue  # an ICMP answer to something sent earlier; the machine's timers decide
            record(_UDP, source, self.local, octets, witness=self._witness)
            machine.receive_data(octets, source, now)
        return True

    def _turn(self) -> None:
        self._notify()
        self.flush()

    def flush(self) -> None:
        """Send what the machine wants sent and arm its timer; call after giving it work."""
        if not self._open:
            return
        record, send = self._wire.record, self._socket.sendto
        for octets, destination in self._machine.data_to_send():
            if not 0 <= destination[1] <= _LAST_PORT:
                continue  # a peer named a port that nobody can have
            record(_UDP, self.local, destination, octets, witness=self._witness)
            try:
                send(octets, destination)
            except OSError:
                continue  # as good as lost on the way: retransmission is the machine's affair
        self._timer.arm()

    async def close(self) -> None:
        """Stop listening and release the socket."""
        self._timer.cancel()
        if self._open:
            self._open = False
            self._loop.remove_reader(self._socket)
            self._socket.close()
