"""One person on the bench: a directory number, a phone on the desk, a CTI session for its line.

Most plans act through ``alice.phone`` or ``alice.cti``. Where a plan is about the act and not about
who does it, the party does it ``by`` one of the ways in the tables below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from harness.errors import LocalProtocolError
from harness.expect.judging import StrandTerm
from harness.expect.patterns import Call, HasNumber
from harness.lab.applications import Application
from harness.lab.desk import Desk
from harness.lab.terms import Term


@dataclass(frozen=True, slots=True)
class Party:
    """A name in a plan: ``alice``."""

    name: str
    number: str
    dn: int
    """Tag of the line's ``ephone-dn``."""
    ephone: int
    """Tag of the phone's ``ephone``."""
    phone: Desk
    cti: Application

    def __repr__(self) -> str:
        return f"Party {self.name} ({self.number})"

    def sees(self, *terms: StrandTerm) -> Term:
        """Exactly these CSTA events, in this order, on the monitor of the party's line."""
        return self.cti.sees(*terms)

    def sees_nothing(self) -> Term:
        """No CSTA event on the monitor of the party's line."""
        return self.cti.sees_nothing()

    def sees_anything_of(self, call: Call) -> Term:
        """Whatever CSTA events of that one call, where a plan is about another witness."""
        return self.cti.sees_anything_of(call)

    def call(self, whom: HasNumber | str, *, by: str) -> None:
        """Call somebody, by ``application`` or ``hand``."""
        ways = {
            "application": lambda: self.cti.make_call(to=whom),
            "hand": lambda: self.phone.call(whom),
        }
        _do(ways, by)

    def answer(self, call: Call, *, by: str) -> None:
        """Answer a ringing call, by ``application``, ``handset`` or ``soft key``."""
        ways = {
            "application": lambda: self.cti.answer_call(call),
            "handset": self.phone.answer,
            "soft key": lambda: self.phone.press("Answer"),
        }
        _do(ways, by)

    def clear(self, call: Call, *, by: str) -> None:
        """Leave a call, by ``application``, ``handset`` or ``soft key``."""
        ways = {
            "application": lambda: self.cti.clear_connection(call),
            "handset": self.phone.hang_up,
            "soft key": lambda: self.phone.press("EndCall"),
        }
        _do(ways, by)

    def hold(self, call: Call, *, by: str) -> None:
        """Hold a call, by ``application`` or ``soft key``."""
        ways = {
            "application": lambda: self.cti.hold_call(call),
            "soft key": lambda: self.phone.press("Hold"),
        }
        _do(ways, by)

    def retrieve(self, call: Call, *, by: str) -> None:
        """Take a held call back, by ``application`` or ``soft key``."""
        ways = {
            "application": lambda: self.cti.retrieve_call(call),
            "soft key": lambda: self.phone.press("Resume"),
        }
        _do(ways, by)

    def transfer(self, *, held: Call, active: Call, by: str) -> None:
        """Join the far ends of two calls, by ``application`` or ``soft key``."""
        ways = {
            "application": lambda: self.cti.transfer_call(held=held, active=active),
            "soft key": lambda: self.phone.press("Trnsfer"),
        }
        _do(ways, by)

    def forward_all(self, *, to: HasNumber, by: str) -> None:
        """Let all calls go to somebody else, by ``application`` or ``hand``."""
        ways = {
            "application": lambda: self.cti.set_forwarding(to=to),
            "hand": lambda: self.phone.forward_all(to=to),
        }
        _do(ways, by)

    def forward_none(self, *, by: str) -> None:
        """Take all calls again, by ``application`` or ``hand``."""
        ways = {
            "application": lambda: self.cti.set_forwarding(to=None),
            "hand": lambda: self.phone.press("CFwdAll"),
        }
        _do(ways, by)

    def switch_do_not_disturb(self, *, on: bool, by: str) -> None:
        """Let the phone keep quiet or ring again, by ``application`` or ``hand``."""
        ways = {
            "application": lambda: self.cti.set_do_not_disturb(on=on),
            "hand": lambda: self.phone.press("DND"),
        }
        _do(ways, by)

    def send_digits(self, call: Call, digits: str, *, by: str) -> None:
        """Send digits into a call, by ``application`` or ``hand``."""
        ways = {
            "application": lambda: self.cti.generate_digits(call, digits),
            "hand": lambda: self.phone.dial(digits),
        }
        _do(ways, by)

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


def _do(ways: Mapping[str, Callable[[], None]], by: str) -> None:
    if by not in ways:
        raise LocalProtocolError(f"nothing is done by {by!r}; the ways are {', '.join(ways)}")
    ways[by]()
