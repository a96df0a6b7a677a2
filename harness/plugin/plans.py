"""The plan marker: ``@pytest.mark.plan("MC-01", ref="…", clauses=["T94.make-call"])``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import pytest

from harness.errors import DeadlineExceeded, RemoteProtocolError, ServiceRefused
from harness.plugin.access import clauses_of

_ROUTERS_FAULT = (AssertionError, DeadlineExceeded, RemoteProtocolError, ServiceRefused)


@dataclass(frozen=True, slots=True)
class PlanMark:
    """What a plan says of itself."""

    node: str
    number: str
    reference: str
    clauses: tuple[str, ...]
    requirements: tuple[str, ...]
    """What each of them requires, in a sentence behind its id."""
    chapter: str
    title: str
    variant: str
    """The parameters it runs with; empty when it has none."""

    @classmethod
    def of(cls, item: pytest.Item) -> Self | None:
        """The item's mark; ``None`` for a test that is no plan."""
        marker = item.get_closest_marker("plan")
        if marker is None or not isinstance(item, pytest.Function):
            return None
        title = _first_line(item.function.__doc__) or item.name
        variant = item.callspec.id if hasattr(item, "callspec") else ""
        clauses = tuple(marker.kwargs.get("clauses", ()))
        return cls(
            node=item.nodeid,
            number=str(marker.args[0]) if marker.args else item.name,
            reference=str(marker.kwargs.get("ref", "")),
            clauses=clauses,
            requirements=clauses_of(item.config, item.path).sentences(clauses),
            chapter=_first_line(item.module.__doc__),
            title=f"{title} [{variant}]" if variant else title,
            variant=variant,
        )


def lacking_release(item: pytest.Item, mark: PlanMark, ios: str) -> str:
    """Why an image cannot have what a plan is about; empty where it can, or nobody knows.

    A command that came later than the bench's image is no failure of the router.
    """
    from harness.router.releases import cme_of, release, told

    has = cme_of(ios)
    if has is None:
        return ""
    by_id = clauses_of(item.config, item.path).by_id
    for clause in (by_id[each] for each in mark.clauses if each in by_id):
        if release(clause.since) > has:
            return f"IOS {ios} is CME {told(has)}; {clause.id} came with CME {clause.since}"
    return ""


def expect_known_deviation(item: pytest.Item, reason: str) -> None:
    """A plan that this bench is known to fail: it must, and a surprising pass is a failure.

    A bench that gives way, or a mistake of ours, is no known deviation of the router.
    """
    item.add_marker(pytest.mark.xfail(reason=reason, strict=True, raises=_ROUTERS_FAULT))


def _first_line(docstring: str | None) -> str:
    lines = (docstring or "").strip().splitlines()
    return lines[0].strip() if lines else ""
