"""A screen as text, for a failure and for a terminal. Pure."""

from __future__ import annotations

from textwrap import wrap

from harness.phone.screen.values import (
    CallOnScreen,
    KeyOnScreen,
    LineOnScreen,
    PageOnScreen,
    Screen,
)

_WIDTH = 46
_UNSHOWN = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), "▯")
"""Control characters that a router sent: no terminal and no XML file shall obey them."""


def text(screen: Screen) -> str:
    """A framed picture of the display; what is lit or heard stands below the frame."""
    edge = "─" * _WIDTH
    own_number = screen.lines[0].number if screen.lines else ""
    rows = [
        _both_ends(screen.clock, own_number),
        *(_line(line) for line in screen.lines),
        *(_key(key) for key in screen.keys),
        *(row for call in screen.calls for row in _call(call, screen.selected)),
        *_page(screen.page),
        *((screen.notification,) if screen.notification else ()),
        screen.page.prompt if screen.page else screen.prompt,
        *wrap(" ".join(f"[{label}]" for label in screen.soft_keys), _WIDTH),
    ]
    framed = "\n".join(f"│{row.translate(_UNSHOWN)[:_WIDTH]:<{_WIDTH}}│" for row in rows)
    return f"┌{edge}┐\n{framed}\n└{edge}┘\n {_surroundings(screen)}"


def _both_ends(left: str, right: str) -> str:
    return f"{left}{right:>{_WIDTH - len(left)}}"


def _line(line: LineOnScreen) -> str:
    forward = f" → {line.forwarded_to}" if line.forwarded_to else ""
    return f" key {line.instance}  {line.label}{forward}  lamp {_name(line.lamp)}"


def _key(key: KeyOnScreen) -> str:
    number = f" → {key.number}" if key.number and key.number != key.label else ""
    return f" key {key.position}  {key.label}{number}"


def _call(call: CallOnScreen, selected: int) -> tuple[str, ...]:
    mark = "▸" if call.reference == selected else " "
    caller = _party(call.calling_name, call.calling_number)
    called = _party(call.called_name, call.called_number or call.dialled)
    told = f"{mark}{_name(call.state)}  {caller} → {called}"
    numbered = f"{told}  call {call.reference}"
    return (numbered if len(numbered) <= _WIDTH else told,)


def _page(page: PageOnScreen | None) -> tuple[str, ...]:
    if page is None:
        return ()
    if page.numbered:
        return (page.title, *(f" {place} {row}" for place, row in enumerate(page.rows, 1)))
    return (page.title, *(f" {part}" for row in page.rows for part in wrap(row, _WIDTH - 1)))


def _party(name: str, number: str) -> str:
    return f"{name} ({number})" if name and number else name or number or "?"


def _surroundings(screen: Screen) -> str:
    facts = [f"ringer {_name(screen.ringer)}"]
    if screen.tone is not None:
        facts.append(f"tone {_name(screen.tone)}")
    if screen.speaker:
        facts.append("speaker on")
    if screen.message_waiting:
        facts.append("message lamp on")
    return ", ".join(facts)


def _name(value: int) -> str:
    """``RING_IN`` as ``ring in``; a number nobody named stays a number."""
    name = getattr(value, "name", None)
    return name.replace("_", " ").lower() if name else str(value)
