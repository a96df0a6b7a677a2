"""``harness phone``: registers one phone with any CME and puts it under a person's fingers."""

from __future__ import annotations

from harness.errors import TopologyError
from harness.phone.models import MODELS
from harness.phone.phone import Phone
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.runtime.route import local_address_towards
from harness.runtime.wire import Address, Wire

TFTP_PORT = 69
PATIENCE = 2.0
"""Seconds a key waits for what it needs before it says that it cannot be pressed."""


def address_of(text: str) -> Address:
    """``HOST`` or ``HOST:PORT``.

    Raises:
        TopologyError: the port is no number.
    """
    host, _, port = text.partition(":")
    if not host or (port and not (port.isdecimal() and 0 < int(port) < 65_536)):
        raise TopologyError(f"{text!r} is no HOST[:PORT]", remedy="Give the router's address.")
    return host, int(port) if port else TFTP_PORT


def use_phone(*, tftp: str, model: str, mac: str, sccp_version: int | None = None) -> None:
    """Run the phone until the person quits.

    Raises:
        HarnessError: an argument makes no sense.
    """
    from harness.commands.phone_app import PhoneApp

    server = address_of(tftp)
    if model not in MODELS:
        raise TopologyError(f"there is no {model!r}", remedy=f"Models: {', '.join(MODELS)}.")
    journal = Journal()
    with BackgroundLoop("phone") as loop:
        phone = Phone(
            "phone", model=model, mac=mac, tftp=server, loop=loop, journal=journal, wire=Wire(),
            local_ip=local_address_towards(server[0]), patience=PATIENCE,
            sccp_version=sccp_version,
        )  # fmt: skip
        PhoneApp(phone, journal).run()
