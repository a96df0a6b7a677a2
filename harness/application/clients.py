"""What the programs that the document names say and do differently: one row each.

Facts: reference of CSTA over SIP, "Who sends what", "Session timer" and "Microsoft RCC / MOC
profile". Left out: a declaration of XML without an encoding, which no reader can tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from harness.protocols.csta.names import CONTENT_DISPOSITION, CONTENT_TYPE, ED3, ED5
from harness.protocols.sip import session_timer

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
    says_what_it_takes: bool = True
    """Whether its INVITE names the body it accepts and the methods it serves."""
    hurries: bool = False
    """Whether it asks for the next thing before the last was answered: its first two services, and
    its BYE behind a Monitor Stop."""
    last_minute: int | None = None
    """Refreshes so many seconds before the session ends, whoever was agreed to be the refresher;
    ``None`` refreshes at half the interval if that is its part (RFC 4028 §7.2)."""
    namespace: str = ED3
    forgets: bool = False
    """Whether its first answer to each event is lost on the way."""

    def refreshes(self, agreement: session_timer.Agreement) -> bool:
        """Whether it refreshes the session that was agreed on."""
        return self.last_minute is not None or agreement.refresher is session_timer.Refresher.UAC

    def refresh_after(self, seconds: int) -> float | None:
        """How long into the interval it refreshes; ``None`` leaves it to RFC 4028."""
        late = seconds - self.last_minute if self.last_minute is not None else 0
        return late if late > 0 else None

    def device_of(self, number: str) -> str:
        """A directory number as this client writes it; what is no number stays as it is."""
        return self.device.format(number=number) if _DIALLED.fullmatch(number) else number

    @property
    def invite_headers(self) -> tuple[tuple[str, str], ...]:
        """What its INVITE says of itself."""
        interval = (("Session-Expires", str(self.session_seconds)),)
        taken = (("Accept", CONTENT_TYPE), ("Allow", ALLOW))
        return (
            ("Content-Disposition", CONTENT_DISPOSITION),
            ("Supported", "timer"),
            *(taken if self.says_what_it_takes else ()),
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
        says_what_it_takes=False,
        hurries=True,
        last_minute=60,
    ),
    "sdk": Client(
        name="sdk",
        user_agent="UC-Express-CTI-SDK",
        device="{number}",
        names_its_line=False,
        session_seconds=1800,
    ),
    "modern": Client(
        name="modern",
        user_agent="uaCSTA-ed5",
        device="{number}",
        names_its_line=False,
        session_seconds=1800,
        namespace=ED5,
    ),
    "forgetful": Client(
        name="forgetful",
        user_agent="UC-Express-CTI-SDK",
        device="{number}",
        names_its_line=False,
        session_seconds=1800,
        forgets=True,
    ),
}
"""The first two are the document's. ASSUMED: the SDK's manners; no copy of its guide was found, its
row is the plain form. The others show what a router makes of another edition of ECMA-323, and of an
application whose answers come late.
"""

MOC = CLIENTS["moc"]
SDK = CLIENTS["sdk"]
