"""An application with a web page for telephones, such as ``url services …`` names."""

from __future__ import annotations

from xml.sax.saxutils import escape

from harness.protocols.http import HttpResponse, Server
from harness.runtime.clock import Deadline
from harness.runtime.loop import BackgroundLoop
from harness.runtime.tcp import TcpCarrier, TcpListener
from harness.runtime.wire import Wire

_WITNESS = "web"
_SECONDS = 5.0


class WebApplication:
    """A web server of ours; it serves one menu to whoever asks."""

    def __init__(self, *, address: str, loop: BackgroundLoop, wire: Wire) -> None:
        self._address = address
        self._loop = loop
        self._wire = wire
        self._listener: TcpListener | None = None
        self._connections: list[TcpCarrier] = []
        self._page = b""
        self._askers: list[str] = []

    def serve_menu(self, *names: str) -> str:
        """Serve a menu of these choices; returns its address."""
        items = "".join(f"<MenuItem><Name>{escape(name)}</Name><URL/></MenuItem>" for name in names)
        self._page = f"<CiscoIPPhoneMenu>{items}</CiscoIPPhoneMenu>".encode()
        host, port = self._loop.call(self._open(), self._soon("to listen"))
        return f"http://{host}:{port}/menu.html"

    @property
    def asked_by(self) -> tuple[str, ...]:
        """What each phone that asked says that it is (``x-CiscoIPPhoneModelName``)."""
        return tuple(self._askers)

    def close(self) -> None:
        """Serve no longer; harmless twice."""
        self._loop.call(self._end(), self._soon("to close"))

    def _soon(self, what: str) -> Deadline:
        return Deadline.after(_SECONDS, f"the application's web server, asked {what},")

    async def _open(self) -> tuple[str, int]:
        if self._listener is None:
            self._listener = await TcpListener.open(self._accept, (self._address, 0))
        return self._listener.local

    async def _end(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            await listener.close()
        for carrier in self._connections:
            await carrier.close()
        self._connections.clear()

    def _accept(self) -> TcpCarrier:
        machine = Server()

        def notify() -> None:
            while (request := machine.next_request()) is not None:
                self._askers.append(request.header("x-CiscoIPPhoneModelName"))
                machine.respond(HttpResponse(200, (("Content-Type", "text/xml"),), self._page))

        carrier = TcpCarrier(machine, wire=self._wire, witness=_WITNESS, notify=notify)
        self._connections.append(carrier)
        return carrier
