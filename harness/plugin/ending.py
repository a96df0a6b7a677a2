"""The end of a run: somebody may lose patience in it, and the router is put back all the same.

The first Ctrl-C ends the plans. From then on, and from the last plan's end in any case, one more is
answered only; the next one strikes. pytest itself would be broken off by it wherever it is, the end
of the session left out. SIGTERM and a closed terminal are like Ctrl-C.
"""

from __future__ import annotations

import warnings
from contextlib import ExitStack

import pytest

from harness.runtime.interrupts import ended_as_by_ctrl_c, patiently

SENTENCE = (
    "the bench is being taken down and the router put back; Ctrl-C once more leaves that to the "
    "router itself and to the next run"
)


class Ending:
    """A pytest plugin for the time from its making to the end of pytest."""

    def __init__(self, config: pytest.Config) -> None:
        self._standing = ExitStack()
        self._standing.enter_context(ended_as_by_ctrl_c())
        self._session: pytest.Session | None = None
        config.add_cleanup(self._standing.close)

    def _begins(self) -> None:
        self._standing.enter_context(patiently(SENTENCE, strikes_afterwards=False))

    @pytest.hookimpl(tryfirst=True)
    def pytest_keyboard_interrupt(self) -> None:
        """The first Ctrl-C has struck."""
        self._begins()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """The last plan has ended."""
        self._session = session
        self._begins()

    @pytest.hookimpl(tryfirst=True)
    def pytest_unconfigure(self) -> None:
        """Nobody wants to hear what was open where the run was broken off."""
        if self._session is None or self._session.exitstatus == pytest.ExitCode.INTERRUPTED:
            warnings.simplefilter("ignore")
