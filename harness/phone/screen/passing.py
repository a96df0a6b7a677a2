"""Texts that a phone takes away by itself when their time is over. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from harness.phone.screen.presenting import present
from harness.phone.screen.values import Key, Memory, Passing, Screen


def elapse(screen: Screen, now: float) -> tuple[Screen, float | None]:
    """The screen once texts whose time is over are gone, and when the next one goes."""
    memory, moment = elapsed(screen.memory, now)
    return screen if memory is screen.memory else present(memory), moment


def elapsed(memory: Memory, now: float) -> tuple[Memory, float | None]:
    """What is remembered once texts whose time is over are gone, and when the next one goes."""
    texts = (*memory.prompts.values(), *memory.priority_notices.values(), memory.notice)
    moments = [text.until for text in texts if text is not None and text.until is not None]
    if moments and min(moments) <= now:
        memory = memory._replace(
            notice=None
            if memory.notice is not None and _over(memory.notice, now)
            else memory.notice,
            prompts=_left(memory.prompts, now),
            priority_notices=_left(memory.priority_notices, now),
        )
    return memory, min((moment for moment in moments if moment > now), default=None)


def _left(texts: Mapping[Key, Passing], now: float) -> dict[Key, Passing]:
    return {key: text for key, text in texts.items() if not _over(text, now)}


def _over(text: Passing, now: float) -> bool:
    return text.until is not None and text.until <= now
