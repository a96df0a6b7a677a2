"""What ``-k`` understands besides names: clauses, and the services of Table 94.

A plan answers to each clause it names: ``-k T94.transfer-call``, ``-k session.refresh``. A service
in snake case means its clause: as a mere part of a name ``transfer_call`` would mean
``single_step_transfer_call``, too.
"""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"[\w.\-\[\]:+/\\]+")


def in_clauses(expression: str) -> str:
    """A ``-k`` expression with clauses in the place of services' names."""
    return _WORD.sub(lambda word: _clauses().get(word[0].lower(), word[0]), expression)


def snake_case(name: str) -> str:
    """``SingleStepTransferCall`` as a Python name."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@cache
def _clauses() -> dict[str, str]:
    from harness.protocols.csta.services import TABLE_94

    names = [snake_case(each.__name__) for each in TABLE_94]
    return {name: f"T94.{name.replace('_', '-')}" for name in names}
