"""Session managers: applications that register, and keep their registration alive.

Document, Creating a Session Manager. An application sends REGISTER in the name of a ``voice
register session-server``; its registration lasts as long as the keepalive says unless it registers
again. Pure: what is over is noticed when somebody asks.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.errors import RemoteProtocolError
from harness.protocols.sip.messages import Request
from harness.protocols.sip.values import Address, parse_name_addr
from harness.standin.configuration import RouterConfiguration, SessionServer
from harness.standin.cti_bodies import user_of
from harness.standin.defects import Defect
from harness.standin.operations import SessionManagerStatus
from harness.topology import dialect as points
from harness.topology.dialect import STANDARD, Dialect

HeaderPairs = tuple[tuple[str, str], ...]
_FOR_EVER = float("inf")
_DEFAULT_KEEPALIVE, _MINUTE = 300, 60
_DEFAULT_LONGEST, _TEN_MINUTES = 3600, 600
"""Seconds: what the document has, and what a seeded defect has instead."""
_SPARED = 3
"""Sessions that open whatever is seeded."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a REGISTER."""

    status: int
    headers: HeaderPairs = ()


@dataclass(frozen=True, slots=True)
class _Registration:
    number: int
    register_id: str
    contact: str
    remote: Address
    until: float


class Registrar:
    """The session managers that are registered now."""

    def __init__(
        self,
        configuration: RouterConfiguration,
        defects: frozenset[Defect] = frozenset(),
        dialect: Dialect = STANDARD,
    ) -> None:
        self._configuration = configuration
        self._dialect = dialect
        self._defects = defects
        self._registrations: dict[int, _Registration] = {}
        self._last = 0
        self._first_told: dict[int, tuple[str | None, int]] = {}
        """Name and keepalive of each session server as it was first (seeded defects only)."""

    def register(self, request: Request, source: Address, now: float) -> Reply:
        """Take a REGISTER in, refresh it or take it out; the answer."""
        if not self._serves:
            return Reply(int(self._dialect[points.REGISTRAR_OFF]))
        server = self._server_of(user_of(request.headers.get("To")))
        if server is None:
            return Reply(int(self._dialect[points.REGISTER_ID]))
        if self._is_cut_off(server):
            return Reply(503)
        self._first_told.setdefault(server.tag, (server.register_id, server.keepalive))
        try:
            contact = parse_name_addr(request.headers.get("Contact") or f"<sip:{source[0]}>")
            wanted = _seconds(request, contact.parameters.get("expires"), server.keepalive)
        except (RemoteProtocolError, ValueError):
            return Reply(400)
        if wanted == 0:
            self._registrations.pop(server.tag, None)
            if Defect.UNREGISTER_TAKES_ALL in self._defects:
                self._registrations.clear()
            return Reply(200)
        return self._granted(server, contact.uri, wanted, source, now)

    def _granted(
        self, server: SessionServer, contact: str, wanted: int, source: Address, now: float
    ) -> Reply:
        limits = self._configuration.voice_service.sip
        seconds = wanted
        if Defect.REGISTRAR_LIMITS_IGNORED not in self._defects:
            if wanted < limits.expires_min:
                # RFC 3261 §10.3 step 7: 423 tells the least that will do.
                return Reply(423, (("Min-Expires", str(limits.expires_min)),))
            boundless = Defect.LONGEST_REGISTRATION_IGNORED in self._defects
            longest = _FOR_EVER if boundless else limits.expires_max
            if longest == _DEFAULT_LONGEST and Defect.REGISTRAR_DEFAULT_SHORT in self._defects:
                longest = _TEN_MINUTES
            seconds = int(min(wanted, longest, self._keepalive_of(server)))
        self.drop_what_is_over(now)
        known = self._registrations.get(server.tag)
        if known is None:
            self._last += 1
        number = known.number if known is not None else self._last
        forever = Defect.MANAGER_NEVER_EXPIRES in self._defects
        until = _FOR_EVER if forever else now + seconds
        name = server.register_id or ""
        if Defect.REGISTRATION_REPLACES_OTHERS in self._defects:
            self._registrations.clear()
        self._registrations[server.tag] = _Registration(number, name, contact, source, until)
        told = ("Contact", f"<{contact}>;expires={seconds}")
        return Reply(200, (told, ("Expires", str(seconds))))

    @property
    def _serves(self) -> bool:
        """Whether SIP devices may register: ``registrar server`` and ``mode cme``."""
        configuration = self._configuration
        is_cme = configuration.voice_register_global.mode == "cme"
        ignored = Defect.MODE_CME_IGNORED in self._defects
        unasked = Defect.REGISTRAR_NOT_ASKED in self._defects
        return (configuration.voice_service.sip.registrar or unasked) and (is_cme or ignored)

    def admits(self, sessions: int) -> bool:
        """Whether a session may open after so many: always, but for a seeded defect.

        The defect spares the first three, which the people of a bench have.
        """
        if Defect.SESSION_WANTS_REGISTRAR in self._defects and sessions >= _SPARED:
            return self._serves
        wanted = Defect.SESSION_WANTS_MANAGER in self._defects and sessions >= _SPARED
        return bool(self._registrations) or not wanted

    def _server_of(self, register_id: str) -> SessionServer | None:
        servers = [each for _, each in sorted(self._configuration.session_servers.items())]
        named = [each for each in servers if register_id and each.register_id == register_id]
        if not named and Defect.ANY_REGISTER_ID in self._defects:
            named = servers
        if not named and Defect.REGISTER_ID_KEPT in self._defects:
            named = [each for each in servers if self._first_name_of(each) == register_id]
        return named[0] if named else None

    def _first_name_of(self, server: SessionServer) -> str | None:
        return self._first_told.get(server.tag, (None, 0))[0]

    def _keepalive_of(self, server: SessionServer) -> int:
        if Defect.KEEPALIVE_UNFELT in self._defects:
            return self._first_told[server.tag][1]
        is_default = server.keepalive == _DEFAULT_KEEPALIVE
        short = Defect.KEEPALIVE_DEFAULT_SHORT in self._defects
        return _MINUTE if is_default and short else server.keepalive

    def _is_cut_off(self, server: SessionServer) -> bool:
        """Whether its heartbeat is bound to CTI, and CTI is shut."""
        if Defect.HEARTBEAT_WITHOUT_CTI in self._defects:
            return False
        bound = server.cti_aware or Defect.EVERY_HEARTBEAT_BOUND in self._defects
        return bound and self._configuration.voice_service.cti_shutdown

    def drop_what_is_over(self, now: float) -> None:
        """Forget who did not register again in time, or is no longer configured."""
        servers = self._configuration.session_servers
        self._registrations = {
            tag: each
            for tag, each in self._registrations.items()
            if each.until > now and tag in servers and servers[tag].register_id == each.register_id
        }

    def forget_all(self) -> None:
        """The router boots: nobody is registered."""
        self._registrations.clear()

    def statuses(self, now: float) -> list[SessionManagerStatus]:
        """What ``show voice register session-server`` lists, in order of the tags."""
        self.drop_what_is_over(now)
        servers = self._configuration.session_servers
        return [
            SessionManagerStatus(
                tag=tag,
                register_id=each.register_id,
                keepalive=servers[tag].keepalive,
                number=each.number,
                contact=each.contact,
                remote=f"{each.remote[0]}:{each.remote[1]}",
                cti_aware=servers[tag].cti_aware,
            )
            for tag, each in sorted(self._registrations.items())
        ]


def _seconds(request: Request, of_contact: str | None, otherwise: int) -> int:
    """How long the application wants to be registered (RFC 3261 §10.3 step 7).

    Raises:
        ValueError: that is no number of seconds.
    """
    told = of_contact if of_contact is not None else request.headers.get("Expires")
    if told is None:
        return otherwise
    if not (told.isascii() and told.isdigit()):
        raise ValueError(told)
    return int(told)
