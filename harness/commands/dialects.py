"""``harness dialects``: the whole plan in one dialect after the other, on the stand-in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import yaml
from rich.console import Console

from harness.commands.repeating import Manner, Repetition, Runs, repeat, require_plans
from harness.errors import HarnessError
from harness.topology.dialect import BY_NAME, POINTS

CATCHERS = "dialect.yaml"
_IN_ORDER = ("-p", "no:randomly")


def turned_one_at_a_time() -> Iterator[str]:
    """Every choice that is not a default, as the command line takes it."""
    for point in POINTS:
        yield from (f"{point.name}={choice}" for choice in point.choices[1:])


def mixture(random: Random) -> str:
    """A choice at every point, by chance."""
    return ",".join(f"{point.name}={random.choice(point.choices)}" for point in POINTS)


def run_dialects(*, seed: int, mixtures: int, only_mixtures: bool, manner: Manner) -> int:
    """Run the plans in all of them; a line each; 1 when one was not green.

    Raises:
        HarnessError: there are no plans here, or they cannot run together as asked for.
    """
    console = Console()
    alone = () if only_mixtures else tuple(turned_one_at_a_time())
    console.print(f"{len(alone)} choices, each alone, then {mixtures} mixtures of seed {seed}")
    random = Random(seed)  # noqa: S311 - a draw, no secret
    spoken = [*alone, *(mixture(random) for _ in range(mixtures))]
    every = [Repetition(each, (*_IN_ORDER, f"--dialect={each}")) for each in spoken]
    return int(not repeat(every, manner=manner, title="dialects", console=console))


def run_undeclared(*, only: Collection[str] = (), patience: float = 0.3) -> int:
    """Turn each choice without telling the plans; 1 when one of them is not noticed as it should.

    Raises:
        HarnessError: there are no plans here, or no row for a point.
    """
    require_plans()
    console = Console()
    rows = catchers(Path("testplans") / CATCHERS)
    every = [each for each in turned_one_at_a_time() if not only or each in only]
    results = [_is_caught(each, *rows[each], patience, console) for each in every]
    return int(not all(results))


def catchers(path: Path) -> Mapping[str, tuple[str, str]]:
    """The plan that notices each undeclared choice, and what it says.

    Raises:
        HarnessError: a choice has no row, or a row is no point's.
    """
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = {}
    for choice in turned_one_at_a_time():
        row = rows.get(choice) or rows.get(choice.partition("=")[0])
        if row is None:
            raise HarnessError(
                f"{path}: there is no row for {choice}; add the plan that notices it"
            )
        found[choice] = (row["plan"], row["says"])
    strangers = {name for name in rows if name.partition("=")[0] not in BY_NAME}
    if strangers:
        raise HarnessError(f"{path}: no point is called {', '.join(sorted(strangers))}")
    return found


def _is_caught(choice: str, plan: str, says: str, patience: float, console: Console) -> bool:
    runs = Runs()
    with TemporaryDirectory() as folder, runs.ended_with_this():
        ended = runs.run_plans(
            [*_IN_ORDER, f"--undeclared={choice}", f"--report={folder}"],
            manner=Manner(keyword=plan, patience=patience),
        )
    noticed = ended.returncode == 1
    named = re.search(says, ended.stdout) is not None
    verdict = "noticed" if noticed and named else "not named" if noticed else "NOT NOTICED"
    style = "green" if noticed and named else "bold red"
    console.print(f"[{style}]{choice}[/] {verdict} by {plan}", soft_wrap=True)
    if noticed and not named:
        told = [each for each in ended.stdout.splitlines() if each.startswith("E   ")]
        console.print("\n".join(told[:2]), highlight=False, markup=False, soft_wrap=True)
    return noticed and named
