"""What a phone fetches over TFTP before it registers, and what it reads there.

Order of the files: reference of the phones' boot, Cisco's registration troubleshooting. A phone
asks for its trust list first and expects "file not found"; a server that stays silent instead
keeps a real phone in its boot for ever, so silence is an error here. Dictionaries, tones and
firmware are not fetched: what is missing of them a phone takes from its flash.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from harness.errors import RemoteProtocolError, RouterUnreachable
from harness.protocols.tftp import FileClient
from harness.runtime.udp import UdpCarrier
from harness.runtime.wire import Address, Wire

SCCP_PORT = 2000
LAST_PORT = 65_535
_NUMBER = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class BootConfiguration:
    """What matters in a ``.cnf.xml``."""

    file: str
    """Where it was read."""
    servers: tuple[Address, ...]
    """Call agents in the order in which the phone tries them."""
    load: str = ""
    """The firmware it is told to run; empty keeps the one it has."""
    services_url: str = ""
    directory_url: str = ""


def read_configuration(file: str, octets: bytes, *, device_type: int) -> BootConfiguration:
    """Read ``SEP<MAC>.cnf.xml`` or ``XMLDefault.cnf.xml``; unknown elements are passed over.

    Raises:
        RemoteProtocolError: it is no XML, or names no call agent.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(octets, parser)
    except etree.XMLSyntaxError as problem:
        raise RemoteProtocolError(f"{file} is no XML a phone can read: {problem}") from None
    members = sorted(root.iterfind(".//callManagerGroup/members/member"), key=_priority)
    servers = tuple(server for member in members if (server := _server(file, member)))
    if not servers:
        raise RemoteProtocolError(f"{file} names no call agent (processNodeName)")
    load = _text(root, f".//loadInformation{device_type}") or _text(root, ".//loadInformation")
    return BootConfiguration(
        file,
        servers,
        load,
        services_url=_text(root, ".//servicesURL"),
        directory_url=_text(root, ".//directoryURL"),
    )


def _priority(member: etree._Element) -> int:
    priority = member.get("priority", "0")
    return int(priority) if _NUMBER.fullmatch(priority) else 0


def _server(file: str, member: etree._Element) -> Address | None:
    host = _text(member, ".//processNodeName")
    port = _text(member, ".//ethernetPhonePort") or str(SCCP_PORT)
    if not host:
        return None
    if not _NUMBER.fullmatch(port) or not 0 < int(port) <= LAST_PORT:
        raise RemoteProtocolError(f"{file} has the port {port[:20]!r} for {host}")
    return host, int(port)


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """One phone's way to its configuration."""

    device_name: str
    device_type: int
    trust_lists: tuple[str, ...]
    """Files asked for first, whatever comes of it."""
    tftp: Address
    local_ip: str
    wire: Wire
    witness: str

    async def run(self) -> BootConfiguration:
        """Fetch what this phone fetches and read the first configuration that exists.

        Raises:
            RouterUnreachable: TFTP does not answer, or has neither of the two files.
            RemoteProtocolError: the file makes no sense to a phone.
        """
        for name in self.trust_lists:
            await self.fetch(name)
        return await self._configuration(
            (f"{self.device_name}.cnf.xml", "XMLDefault.cnf.xml"),
        )

    async def _configuration(self, names: Iterable[str]) -> BootConfiguration:
        for name in names:
            octets = await self.fetch(name)
            if octets is not None:
                return read_configuration(name, octets, device_type=self.device_type)
        host, port = self.tftp
        raise RouterUnreachable(
            f"TFTP at {host}:{port} has neither {' nor '.join(names)}: check `create cnf-files`"
            " under telephony-service"
        )

    async def fetch(self, name: str) -> bytes | None:
        """One file; ``None`` when the server says that it has none.

        Raises:
            RouterUnreachable: the server does not answer.
        """
        loop = asyncio.get_running_loop()
        client = FileClient(name, self.tftp, now=loop.time())
        done = asyncio.Event()

        def look() -> None:
            if client.transfer.done:
                done.set()

        carrier = await UdpCarrier.open(
            client, (self.local_ip, 0), wire=self.wire, witness=self.witness, notify=look
        )
        try:
            carrier.flush()
            await done.wait()
        finally:
            await carrier.close()
        if client.transfer.error is not None and client.transfer.error_code is None:
            host, port = self.tftp
            raise RouterUnreachable(
                f"TFTP at {host}:{port} does not answer when {self.device_name} asks for {name}:"
                " check the address, and that `ip source-address` is set"
            )
        return client.transfer.content
