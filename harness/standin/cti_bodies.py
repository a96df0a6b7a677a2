"""What the bodies of an application's requests say, and what needs no call engine to answer."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from harness.errors import RemoteProtocolError
from harness.protocols.csta import xml
from harness.protocols.csta.device_ids import directory_number
from harness.protocols.csta.faults import CSTAErrorCode, refused
from harness.protocols.csta.names import OperationFault, SystemStatus
from harness.protocols.csta.services import (
    GetCSTAFeatures,
    RequestSystemStatus,
    RequestSystemStatusResponse,
    SystemStatusResponse,
)
from harness.protocols.csta.services import SystemStatus as SystemStatusReport
from harness.protocols.sip.messages import Request
from harness.protocols.sip.values import parse_name_addr, parse_uri
from harness.standin.defects import Defect
from harness.standin.features import FEATURES


def answer_at_once(value: object) -> object | None:
    """The answer to what needs no call engine; ``None`` for everything else."""
    match value:
        case RequestSystemStatus():
            return RequestSystemStatusResponse(system_status=SystemStatus.NORMAL)
        case SystemStatusReport():
            return SystemStatusResponse()
        case GetCSTAFeatures():
            return FEATURES
        case xml.UnknownElement():
            return refused(OperationFault.SERVICE_NOT_SUPPORTED)
        case xml.Misshapen():
            return _fault_of(value)
    return None


def line_meant(
    request: Request,
    asked: RequestSystemStatus,
    find: Callable[[str], object | None],
    defects: frozenset[Defect] = frozenset(),
) -> str:
    """The line that an INVITE is for: To names it (document, CTI Session).

    ASSUMED (reference/csta.md §1.1): Microsoft's private data name it where To names none we know.
    """
    line = _line_of(request.headers.get("To"), defects)
    caller = directory_number(user_of(request.headers.get("From")))
    if Defect.LINE_BY_FROM in defects and find(caller) is not None:
        line = caller
    private = asked.extensions.line if asked.extensions is not None else None
    believed = Defect.PRIVATE_LINE_BELIEVED in defects
    if private and (believed or find(line) is None):
        return directory_number(private)
    return line


def _fault_of(value: xml.Misshapen) -> CSTAErrorCode:
    missing = OperationFault.AT_LEAST_ONE_CONDITIONAL_PARAMETER_NOT_PROVIDED
    return refused(missing if value.missing else OperationFault.INVALID_PARAMETER_VALUE)


def decoded(body: bytes) -> xml.Parsed | None:
    """What a body says; ``None`` when it is no XML."""
    try:
        return xml.decode(body)
    except RemoteProtocolError:
        return None


def content_type(request: Request) -> str:
    """The body's media type, without parameters."""
    return (request.headers.get("Content-Type") or "").partition(";")[0].strip().lower()


def user_of(header: str | None) -> str:
    """The user part of a To or From header; the whole URI when it is no SIP URI.

    An escaped character is that character (RFC 2396 §2.4, RFC 3261 §19.1.4).
    """
    uri = parse_name_addr(header or "").uri
    try:
        return unquote(parse_uri(uri).user)
    except RemoteProtocolError:
        return uri


def _line_of(header: str | None, defects: frozenset[Defect]) -> str:
    """The line that a To header names, or what a broken router takes for it."""
    address = parse_name_addr(header or "")
    if address.display_name and Defect.DISPLAY_NAME_FOR_LINE in defects:
        return address.display_name
    is_capital = address.uri.startswith("SIP:")
    if is_capital and Defect.CAPITAL_SCHEME_UNKNOWN in defects:
        return address.uri
    if "%" in address.uri and Defect.ESCAPED_LINE_UNKNOWN in defects:
        return parse_uri(address.uri).user
    return directory_number(user_of(header))
