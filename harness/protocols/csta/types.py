"""The parts that CSTA messages are made of: identifiers, lists, snapshots, private data.

A device identifier that a request names is plain text (``str``). Where an event may also say *why*
it names nobody the type is `Device`: text or an `Unidentified`. Attributes of an identifier
(``typeOfNumber``, ``mediaClass``) are not kept. Call and cross-reference identifiers are opaque:
never parse them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from harness.protocols.csta.names import (
    RCC_EXTENSION,
    ForwardDefault,
    ForwardingType,
    LocalConnectionState,
    SimpleCallState,
    Unidentified,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Marks a field that holds one child: ``identifier`` with text, or an empty reason."""

    identifier: str


@dataclass(frozen=True, slots=True)
class Presence:
    """Marks a truth that is told by an empty child being there."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Marks a list of feature names in named groups (GetCSTAFeaturesResponse)."""


#: ECMA-269 12.3.26 subject, calling and called devices: identified, or why not.
Device = Annotated[str | Unidentified, Choice("deviceIdentifier")]
#: lastRedirectionDevice; the only one that may be "not required" or "not specified".
RedirectionDevice = Annotated[str | Unidentified, Choice("numberDialed")]
#: The far end in a connection list.
Endpoint = Annotated[str | Unidentified, Choice("deviceID")]
#: Present or absent, without content.
Flag = Annotated[bool, Presence()]


@dataclass(frozen=True, slots=True)
class ConnectionID:
    """A call at a device. Either part may be empty on the wire, never both."""

    call_id: str = ""
    device_id: str = ""

    def __str__(self) -> str:
        return f"{self.call_id}@{self.device_id}"


@dataclass(frozen=True, slots=True)
class Content:
    """A piece of XML kept as it came: what the standard leaves open, or another namespace's.

    ``namespace`` is empty for the namespace of the message itself.
    """

    name: str
    namespace: str = ""
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Content, ...] = ()

    def find(self, name: str) -> Content | None:
        """The first piece of this local name, itself included, in document order."""
        if self.name == name:
            return self
        found = (child.find(name) for child in self.children)
        return next((piece for piece in found if piece is not None), None)


@dataclass(frozen=True, slots=True)
class Extensions:
    """Private data: the children of ``privateData``, each ``private`` or ``string``."""

    private_data: tuple[Content, ...] = ()

    @property
    def line(self) -> str | None:
        """The line URI that Microsoft's client sends with its first requests."""
        found = (piece.find("line") for piece in self.private_data)
        return next((piece.text for piece in found if piece is not None), None)


def rcc_line(uri: str) -> Extensions:
    """The private data by which Microsoft's client names its line, e.g. ``tel:201``."""
    line = Content("line", namespace=RCC_EXTENSION, text=uri)
    return Extensions((Content("private", children=(line,)),))


@dataclass(frozen=True, slots=True)
class MonitorObject:
    """What to monitor: one of the two."""

    device_object: str = ""
    call_object: ConnectionID | None = None


@dataclass(frozen=True, slots=True)
class ConnectionListItem:
    """How one connection came out of a transfer or a conference."""

    new_connection: ConnectionID | None = None
    old_connection: ConnectionID | None = None
    endpoint: Endpoint | None = None
    associated_nid: Endpoint | None = None
    resulting_connection_info: Content | None = None


@dataclass(frozen=True, slots=True)
class GlobalCallLinkageID:
    """An identifier of a call beyond one switch: one of the two, as hexadecimal text."""

    sub_domain_call_linkage_id: str = ""
    globally_unique_call_linkage_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalCallData:
    """The standard's home for a global call identifier."""

    global_call_switching_sub_domain_name: str = ""
    global_call_linkage_id: GlobalCallLinkageID
    call_linkage_id_timestamp: str = ""


@dataclass(frozen=True, slots=True)
class CallLinkageData:
    """What ties the calls of several switches together."""

    global_call_data: GlobalCallData
    thread_data: Content | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardListItem:
    """One forwarding as GetForwardingResponse reports it. ``ring_duration`` is in seconds."""

    forwarding_type: ForwardingType | None = None
    forward_status: bool
    forward_dn: str = ""
    forward_default: ForwardDefault | None = None
    ring_duration: int | None = None
    ring_count: int | None = None


@dataclass(frozen=True, slots=True)
class LocalCallState:
    """The state of a call in a snapshot: one of the three.

    In ``compound_call_state`` the snapshot device's own connection comes first, the other
    parties' follow.
    """

    compound_call_state: tuple[LocalConnectionState, ...] = ()
    simple_call_state: SimpleCallState | None = None
    unknown: Flag = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotDeviceResponseInfo:
    """One call at the device."""

    connection_identifier: ConnectionID
    endpoint_device: Device | None = None
    local_call_state: LocalCallState
    services_permitted: Content | None = None
    media_service_info_list: Content | None = None
    media_call_characteristics: Content | None = None
    call_linkage_data: CallLinkageData | None = None


@dataclass(frozen=True, slots=True)
class SnapshotDeviceData:
    """A cross-reference to a snapshot that comes in pieces, or the snapshot itself.

    An idle device has an empty ``snapshot_data``, which is still there: ``None`` is absent.
    """

    service_cross_ref_id: str = ""
    snapshot_data: tuple[SnapshotDeviceResponseInfo, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotCallResponseInfo:
    """One party of a call."""

    device_on_call: Device
    call_identifier: ConnectionID | None = None
    local_connection_state: LocalConnectionState | None = None
    services_permitted: Content | None = None
    media_service_info_list: Content | None = None


@dataclass(frozen=True, slots=True)
class SnapshotCallData:
    """As `SnapshotDeviceData`, for a call."""

    service_cross_ref_id: str = ""
    snapshot_data: tuple[SnapshotCallResponseInfo, ...] | None = None


@dataclass(frozen=True, slots=True)
class FeatureGroup:
    """Some services or events of GetCSTAFeaturesResponse.

    ``group`` is the list's element name, e.g. ``callControlServList``; empty for features that
    stand directly below ``supportedServices``.
    """

    group: str
    features: tuple[str, ...]


#: What GetCSTAFeaturesResponse lists.
Features = Annotated[tuple[FeatureGroup, ...], Catalogue()]
