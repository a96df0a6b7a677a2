"""Services of ECMA-269 that Table 94 does not have, as bodies: asked for to be refused.

The names are ECMA-323's. ASSUMED: their children, after the ECMA-285 modules that reference/csta.md
lists where these have them; a switch that does not offer a service need not read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from harness.errors import LocalProtocolError
from harness.protocols.csta.names import ED3
from harness.protocols.csta.types import ConnectionID

_CALL = "<callID>{call}</callID><deviceID>{device}</deviceID>"
_OF_A_DEVICE = "<device>{device}</device>"

_INSIDE: Mapping[str, str] = {
    "ConferenceCall": f"<heldCall>{_CALL}</heldCall><activeCall>{_CALL}</activeCall>",
    "SingleStepConferenceCall": (
        f"<activeCall>{_CALL}</activeCall><deviceToJoin>{{to}}</deviceToJoin>"
    ),
    "JoinCall": f"<activeCall>{_CALL}</activeCall><joiningDevice>{{to}}</joiningDevice>",
    "ParkCall": f"<parking>{_CALL}</parking><parkTo>{{to}}</parkTo>",
    "DirectedPickupCall": (
        f"<callToBePickedUp>{_CALL}</callToBePickedUp><requestingDevice>{{to}}</requestingDevice>"
    ),
    "GroupPickupCall": "<newDestination>{device}</newDestination>",
    "IntrudeCall": f"<intrude>{_CALL}</intrude>",
    "CampOnCall": f"<camponCall>{_CALL}</camponCall>",
    "CallBackCallRelated": f"<callbackConnection>{_CALL}</callbackConnection>",
    "MakePredictiveCall": (
        "<callingDevice>{device}</callingDevice><calledDirectoryNumber>{to}</calledDirectoryNumber>"
    ),
    "SendUserInformation": f"<connection>{_CALL}</connection>",
    "SnapshotCall": f"<snapshotObject>{_CALL}</snapshotObject>",
    "GetMessageWaitingIndicator": _OF_A_DEVICE,
    "GetAutoAnswer": _OF_A_DEVICE,
    "GetAgentState": _OF_A_DEVICE,
    "GetLogicalDeviceInformation": _OF_A_DEVICE,
    "GetPhysicalDeviceInformation": _OF_A_DEVICE,
}

NAMES = tuple(_INSIDE)
"""Their names, for plans."""


def body(service: str, connection: ConnectionID, to: str) -> bytes:
    """The request for that service, about a connection or its device; ``to`` is any other number.

    Raises:
        LocalProtocolError: it is none of these services.
    """
    if service not in _INSIDE:
        raise LocalProtocolError(f"{service!r} is none of {', '.join(NAMES)}")
    told = {"call": connection.call_id, "device": connection.device_id, "to": to}
    inside = _INSIDE[service].format(**{name: escape(value) for name, value in told.items()})
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<{service} xmlns="{ED3}">{inside}</{service}>'.encode()
