"""A learnt dialect as a file beside the topology: every choice, and the octets that show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.lab.learning.findings import Answer, Findings, Seen
from harness.lab.learning.learner import QUESTIONS
from harness.topology.dialect import POINTS
from harness.topology.dialect_file import text_of


def file_text(findings: Findings, *, topology: str, router: str, at: str) -> str:
    """The whole file. What was not learnt is left out, and told why."""
    head = (
        f"How the router of {topology} speaks CSTA ({router}),",
        f"learnt by `harness learn` at {at}. The topology is read with this dialect.",
    )
    answers = [findings.answers[point] for point in POINTS if point in findings.answers]
    content: dict[str, Any] = {
        "dialect": {each.point.name: each.choice for each in answers},
        "contradicts_the_document": list(findings.contradictions),
        "not_learnt": {point.name: why for point, why in findings.missed.items()},
        "not_asked": _numbered(findings.unasked),
        "found_besides": _numbered(findings.facts),
        "evidence": [_evidence(each) for each in answers],
    }
    return text_of(head, {name: value for name, value in content.items() if value})


def _numbered(rows: list[tuple[int, str]]) -> list[str]:
    return [f"question {number}, {QUESTIONS[number]}: {words}" for number, words in sorted(rows)]


def _evidence(answer: Answer) -> Mapping[str, object]:
    point = answer.point
    question = {} if point.question is None else {"question": point.question}
    return {
        "point": point.name,
        **question,
        "asked": point.says,
        "choice": answer.choice,
        "at": answer.seen.at,
        **_shown(answer.seen),
    }


def _shown(seen: Seen) -> Mapping[str, object]:
    """The octets as text; as hexadecimal digits where they are none."""
    words = {"shown_by": seen.words} if seen.words else {}
    if not seen.octets:
        return words
    try:
        return {**words, "seen": seen.octets.decode()}
    except UnicodeDecodeError:
        return {**words, "octets": seen.octets.hex()}
