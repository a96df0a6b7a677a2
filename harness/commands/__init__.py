"""The ``harness`` command line: one module a command, each with a ``--help`` that teaches.

``run`` drives the plans with visible progress, ``doctor`` looks at a bench and says what to do,
``standin`` runs the software router alone,
``phone`` puts one phone into a person's hands, ``cti`` one CTI session,
``defects`` lists what can be seeded in it,
``commands`` what the document has people type, and what becomes of it. Commands print;
nothing below them does.
"""

from __future__ import annotations

import sys

from harness.runtime.interrupts import interruptible, uninterruptible

_INTERRUPTED = 130


def main() -> None:
    """The console script; who presses Ctrl-C while its commands are imported sees no traceback."""
    uninterruptible()
    from harness.commands.app import main as begin

    try:
        interruptible()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    begin()
