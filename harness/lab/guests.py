"""People who come to the bench with a phone of their own and no CTI session, for one plan.

A guest's phone is unknown to the router until ``router.knows(guest)``; who plugs it in before is
turned away. Its MAC addresses are locally administered ones (IEEE 802, bit 1 of the first octet),
its number and tags lie behind those of the bench's parties.
"""

from __future__ import annotations

from collections.abc import Callable

from harness.errors import LocalProtocolError
from harness.lab.desk import Desk
from harness.phone.phone import Phone
from harness.topology import Topology

_SPARE = 5
"""How far a guest's number and tags lie behind the bench's last."""


class Guest:
    """Somebody with a phone and nothing else."""

    def __init__(
        self,
        name: str,
        *,
        place: int,
        topology: Topology,
        make_phone: Callable[..., Phone],
        make_desk: Callable[[Phone], Desk],
    ) -> None:
        parties = topology.parties.values()
        self.name = name
        self.dn = max(party.dn for party in parties) + _SPARE + place
        """Tag of the line's ``ephone-dn``, once the router knows the guest."""
        self.ephone = max(party.ephone for party in parties) + _SPARE + place
        self.number = _number_behind([party.number for party in parties], _SPARE + place)
        self.mac = f"02CE00{place:06X}"
        self._make_phone = make_phone
        self._make_desk = make_desk
        self._phone: Phone | None = None
        self._desk: Desk | None = None

    def __repr__(self) -> str:
        return f"Guest {self.name} ({self.number})"

    def bring(self, model: str, *, with_mac_of: Guest | None = None) -> None:
        """Put a phone of that model on the desk; it has no power yet."""
        self.leave()
        if with_mac_of is not None:
            self.mac = with_mac_of.mac
        self._phone = self._make_phone(self.name, model=model, mac=self.mac)
        self._desk = self._make_desk(self._phone)

    @property
    def phone(self) -> Desk:
        """The phone on the guest's desk.

        Raises:
            LocalProtocolError: the guest brought none.
        """
        if self._desk is None:
            raise LocalProtocolError(f"{self.name} has no phone; bring one first")
        return self._desk

    @property
    def handset(self) -> Phone | None:
        """The phone underneath, if there is one."""
        return self._phone

    @property
    def model(self) -> str:
        """What ``type`` the phone is."""
        return self._phone.model.name if self._phone is not None else ""

    def leave(self) -> None:
        """Take the phone away; harmless twice."""
        phone, self._phone, self._desk = self._phone, None, None
        if phone is not None:
            phone.close()

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


def _number_behind(numbers: list[str], distance: int) -> str:
    """A number of the same length that nobody on the bench has."""
    longest = max(numbers, key=lambda number: (len(number), number))
    return str(int(longest) + distance).zfill(len(longest))
