"""Those who read our octets and never saw our codecs: tshark and a separately written schema.

A judge that is not installed is absent, and the summary says so; in CI (``CI=true``) an absent
judge breaks the bench, for there nobody reads summaries.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from harness.capture.packets import undress
from harness.capture.pcap import Packet
from harness.capture.record import CSTA, UNREADABLE, Record, read_packets
from harness.errors import BenchBroken
from harness.oracle.agreement import disagreements
from harness.oracle.schema import SchemaJudge
from harness.oracle.tshark import Question, Tshark, TsharkFailed
from harness.probe.intruder import WITNESS as INTRUDER
from harness.topology import Ports, Topology


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was said about one capture."""

    objections: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    """What a judge says wrongly, and how that is known."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What of a capture the judges have begun with; nothing, unless `Judges.begin` says so."""

    packets: int = 0
    """How many there were by then."""
    shown: Sequence[Packet] = ()
    """Those of them that the judges are shown."""
    asked: Question | None = None


_NOTHING = Begun()


@dataclass(slots=True)
class Judges:
    """The judges of one run."""

    roll: dict[str, str] = field(default_factory=dict)
    """Judge → ``present``, or why it is absent."""
    _tshark: Tshark | None = None
    _schema: SchemaJudge = field(default_factory=SchemaJudge)
    _sip_port: int = Ports().sip

    @staticmethod
    def require_all(environment: Mapping[str, str] = os.environ) -> None:
        """Insist on every judge where nobody reads summaries.

        Raises:
            BenchBroken: one is absent although ``CI`` is ``true``.
        """
        if environment.get("CI") == "true" and not Tshark.is_installed():
            raise BenchBroken(
                "tshark is not installed, and with CI=true every judge must be present; install it"
                " (Debian: apt-get install tshark) or run without CI"
            )

    @classmethod
    def convene(cls, topology: Topology, *, dissector: bool = True) -> Self:
        """Call the judges that this machine has; tshark, the slow one, only if wanted."""
        ports = topology.router.ports
        wanted = {"sccp_port": ports.sccp, "sip_port": ports.sip, "http_port": ports.http}
        tshark = Tshark.find(**wanted) if dissector else None
        absence = "install Wireshark's tshark to have it" if dissector else "not asked"
        roll = {
            "tshark": "present" if tshark else f"absent ({absence})",
            "CSTA schema": "present",
        }
        return cls(roll, tshark, _sip_port=ports.sip)

    def begin(self, packets: Sequence[Packet], *, deliberate: Collection[bytes] = ()) -> Begun:
        """Let tshark begin with what there is of a plan's packets, while the bench still settles.

        `hear` wants all of them, and what came of this.
        """
        shown = self._shown(packets, deliberate)
        asked = self._tshark.begin(shown) if self._tshark is not None else None
        return Begun(len(packets), shown, asked)

    def hear(
        self,
        packets: Sequence[Packet],
        *,
        deliberate: Collection[bytes] = (),
        begun: Begun = _NOTHING,
    ) -> Hearing:
        """What the judges say against one plan's packets.

        Bodies that were sent wrong on purpose (``deliberate``) are not shown to them; that is for
        datagrams only, since a stream with a hole in it is no evidence. Of what an intruder says
        nothing is shown to them, of what the router says to it the bodies: those are its own.
        ``begun`` is what the judges have begun with of the same packets.
        """
        rest = self._shown(packets[begun.packets :], deliberate)
        asked = self._tshark.ask(rest, begun=begun.asked) if self._tshark is not None else None
        ours = read_packets([*begun.shown, *rest])
        to_intruders = [each for each in packets if self._is_said_to_an_intruder(each)]
        told = [each for each in read_packets(to_intruders) if each.name != UNREADABLE]
        said = [f"CSTA schema: {text}" for text in self._of_bodies(ours)]
        said += [f"CSTA schema: to an intruder: {text}" for text in self._of_bodies(told)]
        if self._tshark is not None and asked is not None:
            try:
                theirs = self._tshark.answer(asked)
            except TsharkFailed as failure:
                return Hearing((*said, f"tshark gave no verdict: {failure}"))
            said += [f"tshark: {text}" for text in theirs.objections]
            said += [f"tshark: {text}" for text in disagreements(ours, theirs.records)]
            return Hearing(tuple(said), tuple(f"tshark: {text}" for text in theirs.excused))
        return Hearing(tuple(said))

    @staticmethod
    def _shown(packets: Sequence[Packet], deliberate: Collection[bytes]) -> list[Packet]:
        broken = tuple(deliberate)
        return [
            each
            for each in packets
            if each.interface != INTRUDER and not (broken and each.octets.endswith(broken))
        ]

    def _is_said_to_an_intruder(self, packet: Packet) -> bool:
        carried = undress(packet.octets) if packet.interface == INTRUDER else None
        return carried is not None and carried.source[1] == self._sip_port

    def _of_bodies(self, ours: Sequence[Record]) -> Iterator[str]:
        for record in ours:
            if record.name == UNREADABLE:
                yield f"packet {record.packet}: {record.fields['problem'][0]!s}"
            elif record.protocol == CSTA:
                for text in self._schema.objections(record.octets):
                    yield f"packet {record.packet}, {record.name}: {text}"

    def close(self) -> None:
        """Let them go."""
        if self._tshark is not None:
            self._tshark.close()
