"""A conversation with pure code, written down as it must go.

::

    assert Playbook(engine) >> OffHook("A") << ToStation("A", …) << Notify(…)

``>>`` hands the engine an event, ``<<`` names the next command it must have returned; before the
next event, and at the end, no command may be left over. ``Anything`` stands for commands that the
test is not about: `to_stations` and `to_applications` pick what a playbook looks at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, Self


class Engine(Protocol):
    def handle(self, event: Any, now: float) -> list[Any]: ...


class Playbook:
    def __init__(
        self, engine: Engine, *, now: float = 0.0, only: Callable[[Any], bool] = lambda _: True
    ) -> None:
        self._engine = engine
        self._now = now
        self._only = only
        self._lines: list[str] = []
        self._pending: list[Any] = []
        self._failed = False
        self._judged = False

    def at(self, now: float) -> Self:
        """The next events happen at this time."""
        self._now = now
        return self

    def __rshift__(self, event: Any) -> Self:
        self._nothing_left()
        self._lines.append(f"  >> {event}")
        commands = self._engine.handle(event, self._now)
        self._pending = [command for command in commands if self._only(command)]
        return self

    def __lshift__(self, expected: Any) -> Self:
        actual = self._pending.pop(0) if self._pending else None
        if actual == expected:
            self._lines.append(f"  << {expected}")
        else:
            self._lines.append(f"- << {expected}\n+ << {actual}")
            self._failed = True
        return self

    def _nothing_left(self) -> None:
        if self._pending:
            self._lines.extend(f"+ << {command}" for command in self._pending)
            self._failed = True
            self._pending = []

    def __bool__(self) -> bool:
        self._judged = True
        self._nothing_left()
        if self._failed:
            raise AssertionError("the playbook differs\n" + "\n".join(self._lines))
        return True

    def __del__(self) -> None:
        if not self._judged and not self._failed:
            raise AssertionError("a playbook was written and never judged: assert it")
