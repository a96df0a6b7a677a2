"""``make bench``: how fast the hot paths are, each beside a named peer in the same run.

Ratios, not absolute times, so that they hold on any machine; where a goal is absolute it stands
where the peer would. Nothing here passes or fails. The goals are the project's own. A peer that is
not installed is said to be absent.
"""

import importlib.util
import shutil
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from rich.console import Console
from rich.table import Table


class Row(NamedTuple):
    """One contest."""

    what: str
    ours: float
    peer: str = ""
    theirs: float | None = None
    goal: str = ""
    """Where it is none for the ratio."""


GOALS = {
    "decode ": "≥ 15",
    "encode ": "≥ 40",
    "SIP parse": "≥ 4",
    "read PDML": "≥ 0.8",
    "push of the full example": "≥ 0.77",
    "dialogs over UDP, CSTA checked": "≥ 0.45",
    "CPU, us a message over UDP, CSTA checked": "≤ 2.1",
    "sessions of the stand-in": "≥ 0.5",
    "INFO to 200, p50": "≤ 1.3",
}


def sccp() -> Iterator[Row]:
    from tests.benchmarks import sccp as contest

    for what, ours, theirs in contest.measure():
        yield Row(what, ours, "scapy", theirs)


def csta() -> Iterator[Row]:
    from tests.benchmarks import csta as contest

    for row in contest.measure():
        yield Row(*row)


def judging() -> Iterator[Row]:
    from tests.benchmarks import judging as contest

    for row in contest.measure():
        yield Row(*row)


def sip() -> Iterator[Row]:
    from tests.benchmarks import sip as contest

    for row in contest.messages_beside_aiosipua():
        yield Row(*row)


def dialogs() -> Iterator[Row]:
    from tests.benchmarks import sip_dialogs as contest

    for row in contest.measure():
        yield Row(*row)


def sessions() -> Iterator[Row]:
    from tests.benchmarks import standin_sessions as contest

    for row in contest.measure():
        yield Row(*row)


def trips() -> Iterator[Row]:
    from tests.benchmarks import latency as contest

    for row in contest.measure():
        yield Row(*row)


def phones() -> Iterator[Row]:
    from tests.benchmarks import phones as contest

    for what, ours, goal in contest.measure():
        yield Row(what, ours, goal=goal)


def pushes() -> Iterator[Row]:
    from tests.benchmarks import push as contest

    for row in contest.measure():
        yield Row(*row)


def _has_sipp() -> bool:
    return shutil.which("sipp") is not None


CONTESTS: tuple[tuple[str, Callable[[], Iterable[Row]], Callable[[], bool]], ...] = (
    ("SCCP codec, messages/s", sccp, lambda: True),
    ("CSTA bodies/s", csta, lambda: True),
    ("captures judged/s", judging, lambda: shutil.which("tshark") is not None),
    ("SIP messages/s", sip, lambda: importlib.util.find_spec("aiosipua") is not None),
    ("phones in one process, the stand-in in another", phones, lambda: True),
    ("configurations pushed/s, over SSH", pushes, lambda: True),
    ("one dialog at a time, two processes", trips, lambda: True),
    ("CSTA dialogs/s, two processes", dialogs, _has_sipp),
    ("CTI sessions/s", sessions, _has_sipp),
)


def goal_of(what: str) -> str:
    return next((goal for start, goal in GOALS.items() if what.startswith(start)), "")


def _cells(row: Row) -> tuple[str, ...]:
    return (
        f"  {row.what}",
        f"{row.ours:,.2f}" if row.ours < 100 else f"{row.ours:,.0f}",
        row.peer,
        "" if row.theirs is None else f"{row.theirs:,.0f}",
        "" if row.theirs is None else f"{row.ours / row.theirs:.2f}",
        row.goal or goal_of(row.what),
    )


def main() -> None:
    console = Console(highlight=False, width=100)
    table = Table("", "ours /s", "peer", "theirs /s", "ratio", "goal", box=None, pad_edge=False)
    for column in table.columns[1:2] + table.columns[3:]:
        column.justify = "right"
    for title, contest, has_peer in CONTESTS:
        table.add_row(f"[bold]{title}[/]")
        if not has_peer():
            table.add_row("  the peer is not installed")
            continue
        with console.status(title):
            for row in contest():
                table.add_row(*_cells(row))
    console.print(table)


if __name__ == "__main__":
    main()
