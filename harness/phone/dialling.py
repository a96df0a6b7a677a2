"""Finding a call agent that listens, and what becomes of cut cables. On the loop's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.errors import RouterUnreachable
from harness.phone.connection import Connection
from harness.runtime.tcp import TcpCarrier
from harness.runtime.wire import Address, Wire


async def first_that_listens(
    servers: Sequence[Address],
    make: Callable[[], Connection],
    *,
    wire: Wire,
    witness: str,
    local_ip: str,
) -> Connection:
    """A new connection to the first of ``servers`` that takes one.

    Raises:
        RouterUnreachable: none does.
    """
    device = ""
    for server in servers:
        connection = make()
        device = connection.station.profile.device_name
        try:
            await connection.dial(server, wire=wire, witness=witness, local_ip=local_ip)
        except OSError:
            continue
        return connection
    tried = " nor ".join(f"{host}:{port}" for host, port in servers)
    raise RouterUnreachable(
        f"{device} finds no call agent at {tried}: check telephony-service's"
        " `ip source-address … port …` and that no access list is in the way"
    )


class Severed:
    """Connections that a pulled cable left hanging; the far end may still believe in them."""

    __slots__ = ("_carriers",)

    def __init__(self) -> None:
        self._carriers: tuple[TcpCarrier, ...] = ()

    def take(self, carrier: TcpCarrier | None) -> None:
        """Keep what is left of one, if anything is."""
        if carrier is not None:
            self._carriers = (*self._carriers, carrier)

    async def end(self) -> None:
        """End them all."""
        carriers, self._carriers = self._carriers, ()
        for carrier in carriers:
            carrier.abort()
            await carrier.close()
