"""The ``harness`` command line: one module a command, each with a ``--help`` that teaches.

``run`` drives the plans with visible progress, ``doctor`` looks at a bench and says what to do,
``standin`` runs the software router alone,
``phone`` puts one phone into a person's hands, ``cti`` one CTI session,
``defects`` lists what can be seeded in it,
``commands`` what the document has people type, and what becomes of it. Commands print;
nothing below them does.
"""

from harness.commands.app import main

__all__ = ["main"]
