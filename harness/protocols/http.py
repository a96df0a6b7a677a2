"""HTTP/1.1 (RFC 9112) as two sans-I/O machines of one connection, over h11.

`Client` asks once and has the answer; `Server` is asked as long as the connection stands. Framing,
chunks and what is malformed are h11's affair; what is said is the owner's. Both refuse what is too
large for a telephone or a router of 2011, so that an endless body ends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import h11

from harness.errors import LocalProtocolError, RemoteProtocolError

Headers = tuple[tuple[str, str], ...]

LARGEST_BODY = 65_536
"""Octets; ``ixi transport http``, ``response size 64``, and more than any page of a phone."""
_REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Content Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request, complete."""

    method: str
    target: str
    """Path and query, as on the request line."""
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first header of that name, in any case; empty when there is none."""
        return _first(self.headers, name)


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One final response, complete."""

    status: int
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first header of that name, in any case; empty when there is none."""
        return _first(self.headers, name)


def _first(headers: Headers, name: str) -> str:
    wanted = name.lower()
    return next((value for each, value in headers if each.lower() == wanted), "")


def _read(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    return tuple((name.decode("ascii"), value.decode("latin-1")) for name, value in headers)


def _spelt(headers: Headers, body: bytes) -> list[tuple[str, str]]:
    named = {name.lower() for name, _ in headers}
    length = [("Content-Length", str(len(body)))] if "content-length" not in named else []
    return [*headers, *length]


class _Machine:
    """What both ends share: octets in and out, no timer."""

    def __init__(self, role: type[h11.CLIENT | h11.SERVER]) -> None:
        self._connection = h11.Connection(role)
        self._outbox = bytearray()
        self._body = bytearray()

    def data_to_send(self) -> bytes:
        """Everything to be written now."""
        octets = bytes(self._outbox)
        self._outbox.clear()
        return octets

    def get_timer(self) -> float | None:
        """How long somebody waits is the owner's affair."""
        return None

    def handle_timer(self, now: float) -> None:
        """Nothing is ever due."""

    def _send(self, *events: h11.Event) -> None:
        for event in events:
            self._outbox += self._connection.send(event) or b""

    def _grow(self, octets: bytes) -> None:
        if len(self._body) + len(octets) > LARGEST_BODY:
            raise RemoteProtocolError(f"a body of more than {LARGEST_BODY} octets", status=413)
        self._body += octets

    def _take_body(self) -> bytes:
        body = bytes(self._body)
        self._body.clear()
        return body


class Client(_Machine):
    """One request and what becomes of it: `response`, or `error`; `done` says that it is either."""

    def __init__(self, request: HttpRequest) -> None:
        """Ask that as soon as the connection stands.

        Raises:
            LocalProtocolError: it cannot be written, as without a ``Host``.
        """
        super().__init__(h11.CLIENT)
        self.response: HttpResponse | None = None
        self.error: RemoteProtocolError | None = None
        self._head: h11.Response | None = None
        headers = _spelt(request.headers, request.body) if request.body else [*request.headers]
        try:
            self._send(h11.Request(method=request.method, target=request.target, headers=headers))
            self._send(*([h11.Data(data=request.body)] if request.body else []), h11.EndOfMessage())
        except h11.LocalProtocolError as problem:
            raise LocalProtocolError(f"{request.method} {request.target}: {problem}") from None

    @property
    def done(self) -> bool:
        """Whether nothing more is awaited."""
        return self.response is not None or self.error is not None

    def receive_data(self, octets: bytes, now: float) -> None:
        """Take the next octets of the answer."""
        del now
        self._feed(octets)

    def connection_lost(self, now: float) -> None:
        """The end of the connection, which may be the end of the body."""
        del now
        self._feed(b"")
        if not self.done:
            self.error = RemoteProtocolError("the connection ended before the answer did")

    def _feed(self, octets: bytes) -> None:
        if self.done:
            return
        try:
            self._connection.receive_data(octets)
            while not self.done and self._read_event():
                pass
        except h11.RemoteProtocolError as problem:
            self.error = RemoteProtocolError(f"this is no HTTP answer: {problem}")
        except RemoteProtocolError as problem:
            self.error = problem

    def _read_event(self) -> bool:
        event = self._connection.next_event()
        if isinstance(event, h11.Response):
            self._head = event
        elif isinstance(event, h11.Data):
            self._grow(bytes(event.data))
        elif isinstance(event, h11.EndOfMessage) and self._head is not None:
            headers = _read(self._head.headers)
            self.response = HttpResponse(self._head.status_code, headers, self._take_body())
        return not isinstance(event, h11.ConnectionClosed) and event not in _WAITS


class Server(_Machine):
    """Requests one after the other; the next is read when the last has its answer."""

    def __init__(self) -> None:
        super().__init__(h11.SERVER)
        self._head: h11.Request | None = None
        self._requests: deque[HttpRequest] = deque()
        self.misbehaved: RemoteProtocolError | None = None
        """What the other side did wrong; it has its 400, and the connection is to be closed."""
        self.finished = False
        """Whether the connection is to be closed once all is sent."""

    def receive_data(self, octets: bytes, now: float) -> None:
        """Take the next octets of the stream, cut anywhere."""
        del now
        if self.finished:
            return
        try:
            self._connection.receive_data(octets)
        except h11.RemoteProtocolError as problem:
            self._refuse(RemoteProtocolError(str(problem), status=400))
            return
        self._read_on()

    def connection_lost(self, now: float) -> None:
        """Nobody is there to be answered."""
        del now
        self._requests.clear()
        self.finished = True

    def next_request(self) -> HttpRequest | None:
        """The request that waits for `respond`, once."""
        return self._requests.popleft() if self._requests else None

    def respond(self, response: HttpResponse) -> None:
        """Answer the request taken last."""
        reason = _REASONS.get(response.status, "").encode("ascii")
        headers = _spelt(response.headers, response.body)
        self._send(
            h11.Response(status_code=response.status, reason=reason, headers=headers),
            h11.Data(data=response.body),
            h11.EndOfMessage(),
        )
        if self._connection.our_state is h11.DONE and self._connection.their_state is h11.DONE:
            self._connection.start_next_cycle()
            self._read_on()
        else:
            self.finished = True

    def _read_on(self) -> None:
        try:
            while self._read_event():
                pass
        except h11.RemoteProtocolError as problem:
            status = problem.error_status_hint
            self._refuse(RemoteProtocolError(str(problem), status=status))
        except RemoteProtocolError as problem:
            self._refuse(problem)

    def _read_event(self) -> bool:
        event = self._connection.next_event()
        if isinstance(event, h11.Request):
            self._head = event
        elif isinstance(event, h11.Data):
            self._grow(bytes(event.data))
        elif isinstance(event, h11.EndOfMessage) and self._head is not None:
            method, target = self._head.method.decode("ascii"), self._head.target.decode("latin-1")
            headers = _read(self._head.headers)
            self._requests.append(HttpRequest(method, target, headers, self._take_body()))
        elif isinstance(event, h11.ConnectionClosed):
            self.finished = True
        return not isinstance(event, h11.ConnectionClosed) and event not in _WAITS

    def _refuse(self, problem: RemoteProtocolError) -> None:
        self.misbehaved = problem
        self.finished = True
        if self._connection.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            status = problem.status or 400
            self._send(
                h11.Response(
                    status_code=status,
                    reason=_REASONS.get(status, "").encode("ascii"),
                    headers=[("Content-Length", "0"), ("Connection", "close")],
                ),
                h11.EndOfMessage(),
            )


_WAITS = (h11.NEED_DATA, h11.PAUSED)
