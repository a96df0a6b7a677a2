"""What can go wrong, as one tree.

::

    HarnessError
    ├── TopologyError            the bench's description is wrong: file, line, key, remedy
    ├── LedgerError              the clauses, or the plans' marks, cannot be read: file, line, id
    ├── BenchBroken              a rung of the bench's strategy gave way; later plans are skipped
    ├── ProvisioningError        the router refused a line of configuration, or is not as it was
    ├── RouterUnreachable        no way in: refused, no route, wrong credentials
    ├── PhoneRejected            the router would not register a phone, with the text it showed
    ├── DeadlineExceeded         something named did not come in time
    ├── ProtocolError
    │   ├── LocalProtocolError   the harness spoke nonsense (a defect of ours)
    │   └── RemoteProtocolError  the other side did (what tests are for)
    └── ServiceRefused           a CSTA negative acknowledgement, with category and value

    LadderMismatch, OracleDisagreement: also ``AssertionError``, so that a test *fails*
"""

from __future__ import annotations

from pathlib import Path


class HarnessError(Exception):
    """The root. Its text is one sentence for a person at a bench."""

    has_ladder = False
    """Whether its text or a note shows what was seen; whoever reports it adds that if not."""
    witness = ""
    """Who met it, told ahead of its sentence: ``alice.cti``; empty where nobody is in question."""

    @property
    def sentence(self) -> str:
        """Its text without the witness."""
        return super().__str__()

    def __str__(self) -> str:
        return f"{self.witness}: {self.sentence}" if self.witness else self.sentence


class TopologyError(HarnessError):
    """A topology that cannot be used: where, what, and what to do about it."""

    def __init__(
        self,
        problem: str,
        *,
        file: Path | str = "",
        line: int | None = None,
        key: str = "",
        remedy: str = "",
    ) -> None:
        self.problem = problem
        self.file = str(file)
        self.line = line
        self.key = key
        self.remedy = remedy
        place = ":".join(part for part in (self.file, str(line) if line else "") if part)
        head = ": ".join(part for part in (place, key, problem) if part)
        super().__init__(f"{head.rstrip('.')}. {remedy}".rstrip() if remedy else head)


class LedgerError(HarnessError):
    """The list of clauses or a file of plans cannot be read."""


class BenchBroken(HarnessError):
    """The bench cannot be brought to the state a plan needs; carries the first cause."""


class ProvisioningError(HarnessError):
    """The router did not take a configuration line, or does not hold what was pushed."""


class RouterUnreachable(HarnessError):
    """The router's command line could not be opened."""


class PhoneRejected(HarnessError):
    """The router would not register a phone; ``text`` is what it put on the phone's display."""

    def __init__(self, device: str, text: str) -> None:
        self.device = device
        self.text = text
        super().__init__(
            f"{device} was rejected by the router, which showed {text!r}: check that an ephone has"
            " this mac-address and type, and that max-ephones is not reached"
        )


class DeadlineExceeded(HarnessError):
    """What was awaited, by name, and how long."""

    def __init__(self, awaited: str, seconds: float) -> None:
        self.awaited = awaited
        self.seconds = seconds
        super().__init__(f"{awaited} did not come within {seconds:g} s")


class ProtocolError(HarnessError):
    """Something on the wire, or meant for it, that its standard does not allow."""


class LocalProtocolError(ProtocolError):
    """The harness itself was about to break a protocol."""


class RemoteProtocolError(ProtocolError):
    """The other side broke a protocol.

    ``status`` is the SIP status that answers such a message best, where there is one;
    ``offset`` is the octet at which a binary message stopped making sense.
    """

    def __init__(
        self, problem: str, *, status: int | None = None, offset: int | None = None
    ) -> None:
        self.status = status
        self.offset = offset
        super().__init__(problem if offset is None else f"{problem} (octet {offset})")


class ServiceRefused(HarnessError):
    """A service was answered with ``CSTAErrorCode`` (ECMA-269 clause 11) or a SIP final status.

    ``category`` and ``value`` are the XML names, e.g. ``stateIncompatibility`` and
    ``noCallToAnswer``; a refusal by SIP has the category ``sip`` and the status as its value, and
    the phrase beside it as its ``reason``. A system status that lets nobody go on has the category
    ``systemStatus`` and the status as its value.
    """

    def __init__(self, service: str, category: str, value: str, *, reason: str = "") -> None:
        self.service = service
        self.category = category
        self.value = value
        by_sip = f"{value} {reason}".strip()
        self.told = by_sip if category == "sip" else f"{category}/{value}".rstrip("/")
        """What the router said: ``403 Forbidden``, ``operation/invalidCallID``."""
        if category == "systemStatus":
            answered = f"answered with system status '{value}', expected 'normal'"
        else:
            answered = f"refused: {self.told}"
        super().__init__(f"{service} was {answered}")


class LadderMismatch(HarnessError, AssertionError):
    """What the witnesses saw is not what the plan says they see."""


class OracleDisagreement(HarnessError, AssertionError):
    """A judge that shares no code with us reads our octets differently."""
