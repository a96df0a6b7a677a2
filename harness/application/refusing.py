"""What a router's final answer says when it says no: by its body, else by its SIP status."""

from __future__ import annotations

from harness.errors import RemoteProtocolError, ServiceRefused
from harness.protocols.csta import xml
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.sip.messages import Response


def refusal_of(what: str, response: Response) -> ServiceRefused | None:
    """The refusal that an answer to ``what`` is; ``None`` when it is none.

    A CSTAErrorCode counts whatever the status of the answer that carries it: a switch may put it
    into a 200 or into a refusal by SIP (reference of CSTA over SIP, "Negative outcomes").
    """
    fault = _fault(response.body)
    if fault is not None:
        return fault.refusal(what)
    if response.status < 300:
        return None
    return ServiceRefused(what, "sip", str(response.status), reason=response.reason)


def _fault(body: bytes) -> CSTAErrorCode | None:
    if b"CSTAErrorCode" not in body:
        return None
    try:
        value = xml.decode(body).value
    except RemoteProtocolError:
        return None
    return value if isinstance(value, CSTAErrorCode) else None
