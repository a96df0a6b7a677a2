"""What events carry beyond a Microsoft client's needs: private data and the global call identifier.

`cti csta mode basic` leaves both out (document, Enabling CTI CSTA); without it they are there if
the dialect says so, the identifier only once `gcid` is configured. ASSUMED: element and namespace
of the private data, of which no sample is known.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from typing import Any

from harness.protocols.csta.types import (
    CallLinkageData,
    ConnectionID,
    Content,
    Extensions,
    GlobalCallData,
    GlobalCallLinkageID,
)
from harness.standin.configuration import VoiceService
from harness.topology import dialect as points
from harness.topology.dialect import Dialect

NAMESPACE = "urn:cisco:cme:cti:enhanced"


def gcid_of(call: int) -> str:
    """The global call id of a call, as IOS prints one."""
    digest = hashlib.sha256(str(call).encode()).hexdigest()[:32].upper()
    return "-".join(digest[start : start + 8] for start in range(0, 32, 8))


def _call_of(event: Any) -> str:
    """The call that an event is about; empty when it is about none."""
    connections = (getattr(event, each.name) for each in fields(event))
    return next((each.call_id for each in connections if isinstance(each, ConnectionID)), "")


def with_extras(event: Any, *, dialect: Dialect, service: VoiceService) -> Any:
    """An event with what the configuration and the dialect add to it."""
    call = _call_of(event)
    if service.csta_mode_basic or not call:
        return event
    changes: dict[str, Any] = {}
    if dialect.speaks(points.ENHANCED, "private-data"):
        piece = Content("callReference", namespace=NAMESPACE, text=call)
        changes["extensions"] = Extensions((Content("private", children=(piece,)),))
    named = service.gcid and dialect.speaks(points.CALL_LINKAGE, "global-call-id")
    if named and hasattr(event, "call_linkage_data"):
        number = GlobalCallLinkageID("", gcid_of(int(call)).replace("-", ""))
        data = GlobalCallData(global_call_linkage_id=number)
        changes["call_linkage_data"] = CallLinkageData(data)
    return replace(event, **changes) if changes else event
