"""Pages fetched over HTTP on the screen: the phone's own doing, not the router's word. Pure."""

from __future__ import annotations

from harness.phone.screen.presenting import present
from harness.phone.screen.values import PageOnScreen, Screen


def fold_page(screen: Screen, page: PageOnScreen | None) -> Screen:
    """The screen with that page, or without any."""
    if page == screen.memory.page:
        return screen
    return present(screen.memory._replace(page=page))
