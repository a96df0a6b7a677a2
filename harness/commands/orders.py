"""``harness orders``: the whole plan in one random order after the other."""

from __future__ import annotations

from random import Random

from rich.console import Console

from harness.commands.repeating import Manner, Repetition, repeat

_SEEDS = 1_000_000


def in_order_of(seed: int) -> Repetition:
    """The plans in the order that pytest-randomly makes of a seed."""
    return Repetition(f"seed {seed}", ("-p", "randomly", f"--randomly-seed={seed}"))


def run_orders(*, times: int, first: int | None, manner: Manner) -> int:
    """Run the plans in as many orders; a line each; 1 when one was not green.

    The seeds follow on ``first``, which is drawn if left out: another night, other orders.

    Raises:
        HarnessError: there are no plans here, or they cannot run together as asked for.
    """
    begin = Random().randrange(_SEEDS) if first is None else first  # noqa: S311 - no secret
    console = Console()
    console.print(
        f"the plans in {times} random orders; a single one again:"
        " pytest testplans -p randomly --randomly-seed=SEED"
    )
    every = [in_order_of(seed) for seed in range(begin, begin + times)]
    return int(not repeat(every, manner=manner, title="orders", console=console))
