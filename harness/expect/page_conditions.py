"""Conditions about the pages on a phone's display: menus, names, texts.

As those of ``conditions``: each answers why it does not hold yet, or ``None``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol


class PageView(Protocol):
    """As much of a page as a condition reads."""

    @property
    def title(self) -> str:
        """What stands above it."""
        ...

    @property
    def rows(self) -> Sequence[str]:
        """Its choices, names with numbers, or lines of text."""
        ...

    @property
    def numbered(self) -> bool:
        """Whether its rows can be chosen."""
        ...


def offering(page: PageView | None, wanted: Collection[str], absent: Collection[str]) -> str | None:
    """Why a menu does not offer all of ``wanted`` and none of ``absent``; ``None`` when it does."""
    told = told_of(page)
    rows = page.rows if page is not None and page.numbered else ()
    if wanted and not rows:
        return f"it shows {told}"
    if not set(wanted) <= set(rows) or set(absent) & set(rows):
        return f"it offers {', '.join(rows)}"
    return None if page is not None and page.rows else f"it shows {told}"


def listing(page: PageView | None, wanted: Sequence[str]) -> str | None:
    """Why exactly these names and numbers are not listed, in that order; ``None`` when they are."""
    if page is None or not page.numbered:
        return f"it shows {told_of(page)}"
    return None if list(page.rows) == list(wanted) else f"it lists {', '.join(page.rows)}"


def saying(page: PageView | None) -> str | None:
    """Why no text stands there; ``None`` when one does."""
    is_text = page is not None and not page.numbered and any(page.rows)
    return None if is_text else f"it shows {told_of(page)}"


def told_of(page: PageView | None) -> str:
    """A page in a few words."""
    if page is None:
        return "no page"
    return f"{page.title or 'a page'}: {', '.join(page.rows) or 'nothing'}"
