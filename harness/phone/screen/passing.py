"""Texts that a phone takes away by itself when their time is over. Pure."""

from __future__ import annotations

from dataclasses import replace

from harness.phone.screen.presenting import present
from harness.phone.screen.values import Passing, Screen


def elapse(screen: Screen, now: float) -> tuple[Screen, float | None]:
    """The screen once texts whose time is over are gone, and when the next one goes."""
    memory = screen.memory
    notice = memory.notice if memory.notice and not _over(memory.notice, now) else None
    prompts = {key: text for key, text in memory.prompts.items() if not _over(text, now)}
    notices = {key: text for key, text in memory.priority_notices.items() if not _over(text, now)}
    left = (*prompts.values(), *notices.values(), *((notice,) if notice else ()))
    moments = [text.until for text in left if text.until is not None]
    expired = len(left) < (
        len(memory.prompts) + len(memory.priority_notices) + (memory.notice is not None)
    )
    if expired:
        screen = present(replace(memory, notice=notice, prompts=prompts, priority_notices=notices))
    return screen, min(moments, default=None)


def _over(text: Passing, now: float) -> bool:
    return text.until is not None and text.until <= now
