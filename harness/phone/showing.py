"""What stands on a phone's screen from moment to moment. On the loop's thread.

The phone keeps in mind what it is told; the picture of that is drawn at each change where somebody
is told of changes, and otherwise when somebody looks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from harness.phone.errands import Later
from harness.phone.screen import Screen, fold_page, fold_press, fold_selection
from harness.phone.screen.folding import remember
from harness.phone.screen.passing import elapsed
from harness.phone.screen.presenting import has_calls, present
from harness.phone.screen.values import Memory, PageOnScreen
from harness.protocols.sccp.messages import Message

_BLANK = Memory()


class Showing:
    """The screen, told of each change; a text that passes by itself does so in its time.

    Args:
        changed: told of each screen that differs from the one before; ``None``: nobody is.
        calls_over: told, before that, that the last call has left the screen.
    """

    __slots__ = ("_calls_over", "_changed", "_memory", "_passing", "_screen")

    def __init__(
        self, *, changed: Callable[[Screen], None] | None, calls_over: Callable[[], None]
    ) -> None:
        self._memory = _BLANK
        self._screen = _DARK
        self._changed = changed
        self._calls_over = calls_over
        self._passing: Later | None = None

    @property
    def screen(self) -> Screen:
        """What its user sees; may be asked from any thread."""
        return self._screen if self._changed is not None else present(self._memory)

    @property
    def has_calls(self) -> bool:
        """Whether a call stands on the display."""
        return has_calls(self._memory)

    def told(self, message: Message) -> None:
        """The router sent a message."""
        now = asyncio.get_running_loop().time()
        memory = remember(self._memory, message, now)
        if memory is not self._memory:
            self._keep_in_mind(memory)
            self._follow(now)

    def pressed(self, button: int) -> None:
        """A hand pressed a key of the keypad."""
        self._keep_in_mind(fold_press(self.screen, button).memory)

    def selected(self, reference: int) -> None:
        """A hand moved to a call with the navigation key."""
        self._keep_in_mind(fold_selection(self.screen, reference).memory)

    def fetched(self, page: PageOnScreen | None) -> None:
        """A page came over HTTP, or went."""
        self._keep_in_mind(fold_page(self.screen, page).memory)

    def clear(self) -> None:
        """The phone starts with an empty screen."""
        self._keep_in_mind(_BLANK)

    def keep(self) -> None:
        """Whatever stands there stays: nothing passes by itself any more."""
        if self._passing is not None:
            self._passing.cancel()

    def _keep_in_mind(self, memory: Memory) -> None:
        before, self._memory = self._memory, memory
        if memory is before:
            return
        if before.calls and has_calls(before) and not has_calls(memory):
            self._calls_over()
        if self._changed is not None:
            was, self._screen = self._screen, present(memory)
            if self._screen != was:
                self._changed(self._screen)

    def _follow(self, now: float) -> None:
        """Be there when a text passes by itself."""
        self.keep()
        memory, moment = elapsed(self._memory, now)
        self._keep_in_mind(memory)
        if moment is not None:
            loop = asyncio.get_running_loop()
            self._passing = self._passing or Later()
            self._passing.at(moment, lambda: self._follow(loop.time()))


_DARK = present(_BLANK)
