"""The answer to GetCSTAFeatures: the services of Table 94, and the events they cause.

The document's Table 94 is the list, neither more nor less. ASSUMED: the groups and their names,
which are those of ECMA-285; no recorded answer was found.
"""

from __future__ import annotations

from collections.abc import Iterable

from harness.protocols.csta import events
from harness.protocols.csta.elements import ELEMENTS
from harness.protocols.csta.services import TABLE_94, GetCSTAFeaturesResponse
from harness.protocols.csta.types import FeatureGroup

EVENTS: tuple[type, ...] = (
    events.ConferencedEvent,
    events.ConnectionClearedEvent,
    events.DeliveredEvent,
    events.DivertedEvent,
    events.EstablishedEvent,
    events.FailedEvent,
    events.HeldEvent,
    events.OriginatedEvent,
    events.RetrievedEvent,
    events.ServiceInitiatedEvent,
    events.TransferredEvent,
    events.DoNotDisturbEvent,
    events.ForwardingEvent,
    events.MessageWaitingEvent,
)

_ORDER = (
    "snapshotServList",
    "callControlServList",
    "callAssociatedServList",
    "logicalServList",
    "physDevServList",
    "callControlEvtsList",
    "logicalEvtsList",
    "physDevEvtsList",
)


def _grouped(rows: Iterable[type]) -> tuple[FeatureGroup, ...]:
    groups: dict[str, list[str]] = {}
    for row in rows:
        group, _, feature = ELEMENTS[row].feature.partition("/")
        groups.setdefault(group, []).append(feature)
    return tuple(
        FeatureGroup(group, tuple(sorted(groups[group])))
        for group in sorted(groups, key=_ORDER.index)
    )


FEATURES = GetCSTAFeaturesResponse(
    supported_services=_grouped(TABLE_94), supported_events=_grouped(EVENTS)
)
