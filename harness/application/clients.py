"""What the programs that the document names say differently: one row each.

Facts: reference of CSTA over SIP, "Who sends what" and "Microsoft RCC / MOC profile".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from harness.protocols.csta.names import CONTENT_DISPOSITION, CONTENT_TYPE, ED3

ALLOW = "INVITE, ACK, CANCEL, BYE, INFO, OPTIONS, UPDATE"
_DIALLED = re.compile(r"[+*#0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Client:
    """One kind of application."""

    name: str
    user_agent: str
    device: str
    """How it writes a directory number; ``{number}`` stands for the digits."""
    names_its_line: bool
    """Whether its first requests carry the line as Microsoft's private data."""
    session_seconds: int | None
    """The session interval it asks for (RFC 4028); ``None`` leaves it to the router."""
    namespace: str = ED3

    def device_of(self, number: str) -> str:
        """A directory number as this client writes it; what is no number stays as it is."""
        return self.device.format(number=number) if _DIALLED.fullmatch(number) else number

    @property
    def invite_headers(self) -> tuple[tuple[str, str], ...]:
        """What its INVITE says of itself."""
        interval = (("Session-Expires", str(self.session_seconds)),)
        return (
            ("Content-Disposition", CONTENT_DISPOSITION),
            ("Supported", "timer"),
            ("Accept", CONTENT_TYPE),
            ("Allow", ALLOW),
            ("User-Agent", self.user_agent),
            *(interval if self.session_seconds is not None else ()),
        )


CLIENTS: Mapping[str, Client] = {
    "moc": Client(
        name="moc",
        user_agent="UCCAPI/2.0.6362.0 OC/2.0.6362.0 (Microsoft Office Communicator)",
        device="tel:{number}",
        names_its_line=True,
        session_seconds=None,
    ),
    "sdk": Client(
        name="sdk",
        user_agent="UC-Express-CTI-SDK",
        device="{number}",
        names_its_line=False,
        session_seconds=1800,
    ),
}
"""ASSUMED: the SDK's manners; no copy of its guide was found. Its row is the plain form."""

MOC = CLIENTS["moc"]
SDK = CLIENTS["sdk"]
