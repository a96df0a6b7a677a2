"""Finding a call agent that listens, and what becomes of cut cables. On the loop's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.errors import RouterUnreachable
from harness.protocols.sccp.station import Station
from harness.runtime.tcp import TcpCarrier
from harness.runtime.wire import Address, Wire


async def first_that_listens(
    servers: Sequence[Address],
    make: Callable[[], Station],
    turn: Callable[[Station], None],
    *,
    wire: Wire,
    witness: str,
    local_ip: str,
) -> tuple[Station, TcpCarrier]:
    """A new station on a connection to the first of ``servers`` that takes one.

    ``turn`` is called whenever the station may have something to tell.

    Raises:
        RouterUnreachable: none does.
    """
    device = ""
    for server in servers:
        station = make()
        device = station.profile.device_name
        try:
            carrier = await TcpCarrier.open(
                station,
                server,
                wire=wire,
                witness=witness,
                notify=lambda station=station: turn(station),  # type: ignore[misc]
                local=(local_ip, 0),
            )
        except OSError:
            continue
        return station, carrier
    tried = " nor ".join(f"{host}:{port}" for host, port in servers)
    raise RouterUnreachable(
        f"{device} finds no call agent at {tried}: check telephony-service's"
        " `ip source-address … port …` and that no access list is in the way"
    )


class Severed:
    """Connections that a pulled cable left hanging; the far end may still believe in them."""

    def __init__(self) -> None:
        self._carriers: list[TcpCarrier] = []

    def take(self, carrier: TcpCarrier) -> None:
        """Cut the cable of this connection."""
        carrier.sever()
        self._carriers.append(carrier)

    async def end(self) -> None:
        """End them all."""
        while self._carriers:
            carrier = self._carriers.pop()
            carrier.abort()
            await carrier.close()
