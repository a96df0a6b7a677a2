"""What stands on a phone's screen from moment to moment. On the loop's thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from harness.phone.errands import Later
from harness.phone.screen import Screen, elapse, fold, fold_page, fold_press, fold_selection
from harness.phone.screen.values import PageOnScreen
from harness.protocols.sccp.messages import Message


class Showing:
    """The screen, told of each change; a text that passes by itself does so in its time.

    Args:
        changed: told of each screen that differs from the one before.
        calls_over: told, before that, that the last call has left the screen.
    """

    __slots__ = ("_calls_over", "_changed", "_passing", "screen")

    def __init__(
        self, *, changed: Callable[[Screen], None], calls_over: Callable[[], None]
    ) -> None:
        self.screen = Screen()
        self._changed = changed
        self._calls_over = calls_over
        self._passing = Later()

    def told(self, message: Message) -> None:
        """The router sent a message."""
        now = asyncio.get_running_loop().time()
        self._show(fold(self.screen, message, now))
        self._follow(now)

    def pressed(self, button: int) -> None:
        """A hand pressed a key of the keypad."""
        self._show(fold_press(self.screen, button))

    def selected(self, reference: int) -> None:
        """A hand moved to a call with the navigation key."""
        self._show(fold_selection(self.screen, reference))

    def fetched(self, page: PageOnScreen | None) -> None:
        """A page came over HTTP, or went."""
        self._show(fold_page(self.screen, page))

    def clear(self) -> None:
        """The phone starts with an empty screen."""
        self._show(Screen())

    def keep(self) -> None:
        """Whatever stands there stays: nothing passes by itself any more."""
        self._passing.cancel()

    def _show(self, screen: Screen) -> None:
        before = self.screen
        if before.calls and not screen.calls:
            self._calls_over()
        self.screen = screen
        if screen != before:
            self._changed(screen)

    def _follow(self, now: float) -> None:
        """Be there when a text passes by itself."""
        self._passing.cancel()
        screen, moment = elapse(self.screen, now)
        self._show(screen)
        if moment is not None:
            loop = asyncio.get_running_loop()
            self._passing.at(moment, lambda: self._follow(loop.time()))
