"""What one CTI session writes into the journal: one method for each sort of entry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from harness.errors import HarnessError, ServiceRefused
from harness.protocols.csta.elements import Kind as Sort
from harness.protocols.csta.elements import kind_of
from harness.protocols.csta.faults import CSTAErrorCode
from harness.protocols.sip.messages import Response
from harness.runtime.journal import Journal, Kind

RAW = "raw"
"""Name of the entry for octets that nobody checked: sent wrong on purpose, or perhaps so."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The session's hand on the journal."""

    journal: Journal
    witness: str

    def sent(self, service: object, body: bytes) -> None:
        """A service went out."""
        self.journal.append(self.witness, Kind.SENT, type(service).__name__, service, octets=body)

    def raw(self, octets: bytes) -> None:
        """Octets nobody checked went out."""
        self.journal.append(self.witness, Kind.SENT, RAW, octets, octets=octets)

    def answer(self, answer: object, body: bytes) -> None:
        """A service was answered: the response, or the error that stands for one."""
        text = answer.sentence if isinstance(answer, HarnessError) else ""
        if isinstance(answer, ServiceRefused):
            answer = CSTAErrorCode(answer.category, answer.value)
        name = type(answer).__name__
        self.journal.append(self.witness, Kind.RECEIVED, name, answer, text=text, octets=body)

    @contextmanager
    def judging(self, body: bytes) -> Iterator[None]:
        """The block reads the answer to a service; what it objects to stands for that answer."""
        try:
            yield
        except HarnessError as error:
            self.answer(error, body)
            raise

    def status(self, response: Response) -> None:
        """A request had an answer that is of SIP alone."""
        name = f"{response.status} {response.reason}"
        self.journal.append(self.witness, Kind.RECEIVED, name, response, octets=response.body)

    def told(self, message: object, body: bytes) -> None:
        """The router said something unasked: an event, or a service of its own."""
        kind = Kind.EVENT if kind_of(message) is Sort.EVENT else Kind.RECEIVED
        self.journal.append(self.witness, kind, type(message).__name__, message, octets=body)

    def act(self, name: str, text: str = "") -> None:
        """The application did something that is no service."""
        self.journal.append(self.witness, Kind.ACT, name, text=text)

    def note(self, name: str, text: str) -> None:
        """Something worth knowing."""
        self.journal.append(self.witness, Kind.NOTE, name, text=text)

    def fault(self, error: HarnessError, octets: bytes = b"") -> None:
        """Something that should not have been."""
        name = type(error).__name__
        self.journal.append(self.witness, Kind.FAULT, name, error, text=str(error), octets=octets)
