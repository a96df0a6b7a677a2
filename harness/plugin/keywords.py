"""What ``-k`` understands besides names: clauses, and the services of Table 94.

A plan answers to each clause it names: ``-k T94.transfer-call``, ``-k session.refresh``. A service
in snake case means its clause: as a mere part of a name ``transfer_call`` would mean
``single_step_transfer_call``, too. Where the document's table calls a service otherwise than
ECMA-323 does, both names will do: ``set_mwi``, ``set_message_waiting_indicator``. A plan that is
carried out with one service after the other answers in each of its variants to the clause of that
service alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache

PRINTED: Mapping[str, str] = {
    "reconnect": "reconnect_call",
    "get_cfwdall": "get_forwarding",
    "set_cfwdall": "set_forwarding",
    "set_mwi": "set_message_waiting_indicator",
}
"""Names that Table 94 prints and ECMA-323 does not have, by what they are there."""

_WORD = re.compile(r"[\w.\-\[\]:+/\\]+")


def in_clauses(expression: str) -> str:
    """A ``-k`` expression with clauses in the place of services' names."""
    return _WORD.sub(lambda word: _clauses().get(word[0].lower(), word[0]), expression)


def answered_by(clauses: Collection[str], parameters: Collection[object]) -> set[str]:
    """The clauses that a variant of a plan answers to: of services, those it is about."""
    services = set(_clauses().values())
    about = {clause for name, clause in _clauses().items() if name in parameters}
    return {each for each in clauses if not about or each in about or each not in services}


def snake_case(name: str) -> str:
    """``SingleStepTransferCall`` as a Python name."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@cache
def _clauses() -> dict[str, str]:
    from harness.protocols.csta.services import TABLE_94

    names = [snake_case(each.__name__) for each in TABLE_94]
    clauses = {name: f"T94.{name.replace('_', '-')}" for name in names}
    return clauses | {printed: clauses[name] for printed, name in PRINTED.items()}
