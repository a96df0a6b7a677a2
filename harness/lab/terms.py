"""Terms of an expectation, bound to the bench they are judged on."""

from __future__ import annotations

from dataclasses import dataclass

from harness.expect.conditions import Condition
from harness.expect.judging import Strand
from harness.expect.ladder import Bench


@dataclass(frozen=True, slots=True)
class Term:
    """A strand or a condition of one bench."""

    bench: Bench
    term: Strand | Condition
