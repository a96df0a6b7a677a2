"""Whether a session may open on a line, and how it is told when it may not."""

from __future__ import annotations

from harness.protocols.csta.names import SystemStatus
from harness.standin.calls.events import DirectoryNumber
from harness.standin.defects import Defect
from harness.topology import dialect as points
from harness.topology.dialect import Dialect, Point

SHUT = 503


def refusal_of_line(
    known: DirectoryNumber | None, *, shut: bool, dialect: Dialect, defects: frozenset[Defect]
) -> int | SystemStatus:
    """The SIP status that refuses a session, or the system status that its INVITE is told.

    A line that is not there, or may not be watched, has either: the dialect chooses
    (reference/csta.md §1.4).
    """
    if shut and Defect.SHUTDOWN_IGNORED not in defects:
        return SHUT
    if known is None:
        ignored = Defect.UNKNOWN_LINE_ACCEPTED in defects
        return SystemStatus.NORMAL if ignored else _told(dialect, points.UNKNOWN_LINE)
    return SystemStatus.NORMAL if known.watched else _told(dialect, points.UNWATCHED_LINE)


def _told(dialect: Dialect, point: Point) -> int | SystemStatus:
    choice = dialect[point]
    return int(choice) if choice.isdigit() else SystemStatus(choice)
