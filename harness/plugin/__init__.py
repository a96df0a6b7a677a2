"""pytest's door to the bench.

``options`` adds the command line, ``bench`` keeps one lab for the session, ``fixtures`` are the
words a plan may use, ``plans`` reads the plan marker, ``judges`` lets others read what we sent,
``hooks`` ends each plan: fence, leftovers, judges, evidence. Installed, it is found through the
``pytest11`` entry point; in a checkout ``conftest.py`` names it.
"""

from harness.plugin.fixtures import (
    alice,
    application,
    axl,
    bob,
    bystanders,
    carol,
    clock,
    configuration,
    dialect,
    given,
    guest,
    intruder,
    lab,
    managers,
    power,
    probe,
    router,
    stranger,
    terminal,
    user,
    vandal,
    web,
)
from harness.plugin.hooks import (
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_runtest_call,
    pytest_runtest_makereport,
    pytest_sessionfinish,
    pytest_sessionstart,
    pytest_terminal_summary,
)
from harness.plugin.options import pytest_addoption

__all__ = [
    "alice",
    "application",
    "axl",
    "bob",
    "bystanders",
    "carol",
    "clock",
    "configuration",
    "dialect",
    "given",
    "guest",
    "intruder",
    "lab",
    "managers",
    "power",
    "probe",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_runtest_call",
    "pytest_runtest_makereport",
    "pytest_sessionfinish",
    "pytest_sessionstart",
    "pytest_terminal_summary",
    "router",
    "stranger",
    "terminal",
    "user",
    "vandal",
    "web",
]
