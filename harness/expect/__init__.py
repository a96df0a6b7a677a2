"""How a plan says what it awaits: everything a plan may import besides pytest.

``patterns`` and ``csta`` name events, ``conditions`` what phones and the router show, ``judging``
reads the journal against them, ``ladder`` waits, ``rendering`` explains, ``refusal`` expects a no.
Nothing here knows how a bench is made; `lab` joins these words to phones, sessions and the router.
"""

from harness.expect.conditions import Condition, Shown
from harness.expect.csta import (
    Conferenced,
    ConnectionCleared,
    Delivered,
    Diverted,
    Established,
    Failed,
    Held,
    Originated,
    Retrieved,
    ServiceInitiated,
    Transferred,
    ordinary_or,
)
from harness.expect.device_events import (
    BackInService,
    DoNotDisturb,
    Forwarding,
    MessageWaiting,
    OutOfService,
)
from harness.expect.judging import Strand
from harness.expect.ladder import expect
from harness.expect.patterns import Call, Maybe, maybe
from harness.expect.refusal import Fault, refused
from harness.protocols.csta.names import (
    Cause,
    ForwardingType,
    LocalConnectionState,
    SystemStatus,
)

__all__ = [
    "BackInService",
    "Call",
    "Cause",
    "Condition",
    "Conferenced",
    "ConnectionCleared",
    "Delivered",
    "Diverted",
    "DoNotDisturb",
    "Established",
    "Failed",
    "Fault",
    "Forwarding",
    "ForwardingType",
    "Held",
    "LocalConnectionState",
    "Maybe",
    "MessageWaiting",
    "Originated",
    "OutOfService",
    "Retrieved",
    "ServiceInitiated",
    "Shown",
    "Strand",
    "SystemStatus",
    "Transferred",
    "expect",
    "maybe",
    "ordinary_or",
    "refused",
]
