"""A phone drawn as an SVG: casing, display, lamps. Pure; needs no font and no other file.

The display is made of pixels, as on the desk. The body is drawn by ``casing``; what the screen
tells, here. What shines on the drawing shines on the screen value, nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap
from xml.sax.saxutils import escape

from harness.phone import casing
from harness.phone.casing import (
    ADVANCE,
    COLUMNS,
    FINISHES,
    HEIGHT,
    LEFT,
    LIT,
    PIXEL,
    ROWS,
    TOP,
    WIDTH,
    Finish,
    blinking,
    box,
    dots,
)
from harness.phone.ears import Ear
from harness.phone.models import LINE_KEYS, SOFT_KEY_SLOTS, PhoneModel
from harness.phone.screen import CallOnScreen, PageOnScreen, Screen, text
from harness.protocols.sccp.numbers import LampMode, PhoneCallState, Stimulus

_ROW_PITCH = 14
_FIRST_ROW = 14
_PAGE_ROWS = 4
_SHINE: Mapping[int, tuple[str, str]] = {
    LampMode.ON: (LIT, ""),
    LampMode.WINK: (LIT, "1.6s"),
    LampMode.FLASH: ("#ffb02e", "0.6s"),
    LampMode.BLINK: ("#ffb02e", "0.9s"),
}
"""Lamp → colour, and the period in which it blinks. ASSUMED: colours of the 7961's lit keys."""

_STATES: Mapping[int, str] = {
    PhoneCallState.OFF_HOOK: "",
    PhoneCallState.RING_OUT: "To ",
    PhoneCallState.PROCEED: "To ",
    PhoneCallState.RING_IN: "From ",
    PhoneCallState.CALL_WAITING: "From ",
    PhoneCallState.HOLD: "Hold ",
    PhoneCallState.BUSY: "Busy ",
    PhoneCallState.INVALID_NUMBER: "Unknown ",
    PhoneCallState.CALL_REMOTE_MULTILINE: "In use ",
}


def svg(model: PhoneModel, screen: Screen, *, ear: Ear = "speaker") -> str:
    """The phone of that model, showing ``screen``."""
    finish = FINISHES[model.name]
    parts = (
        *casing.body(
            model.name,
            finish,
            lamp=screen.message_waiting or screen.is_ringing,
            blinks=screen.is_ringing,
            lit=ear.capitalize() if screen.speaker else "",
            lifted=ear == "handset" and screen.active_call is not None,
        ),
        _display(finish, screen),
        *_line_keys(model, finish, screen),
        *_soft_keys(finish),
    )
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" role="img">\n'
        f"<title>Cisco IP Phone {escape(model.name)}</title>\n"
        f"<desc>{escape(text(screen))}</desc>\n{body}\n</svg>\n"
    )


# --- the keys around it -------------------------------------------------------------------------


def _line_keys(model: PhoneModel, finish: Finish, screen: Screen) -> Iterator[str]:
    lamps = dict(_key_lamps(screen))
    x = LEFT + COLUMNS * PIXEL + 36
    for position in range(1, LINE_KEYS + 1):
        y = TOP + (_FIRST_ROW + (position - 1) * _ROW_PITCH + 4) * PIXEL
        colour, period = _SHINE.get(lamps.get(position, LampMode.OFF), ("", ""))
        shines = bool(colour) and model.lit_keys
        yield box(
            x,
            y - 9,
            40,
            18,
            radius=9,
            fill=colour if shines else finish.key,
            edge=finish.key_edge,
            inside=blinking(period) if shines else "",
        )


def _key_lamps(screen: Screen) -> Iterator[tuple[int, int]]:
    """Which key shines how, by position from the top."""
    for position, (stimulus, instance) in enumerate(_buttons(screen), start=1):
        yield position, screen.memory.lamps.get((stimulus, instance), LampMode.OFF)


def _buttons(screen: Screen) -> tuple[tuple[int, int], ...]:
    if screen.memory.buttons:
        return screen.memory.buttons[:LINE_KEYS]
    return tuple((int(Stimulus.LINE), line.instance) for line in screen.lines)[:LINE_KEYS]


def _soft_keys(finish: Finish) -> Iterator[str]:
    slot = COLUMNS * PIXEL / SOFT_KEY_SLOTS
    for number in range(SOFT_KEY_SLOTS):
        x, y = LEFT + slot * (number + 0.5) - 24, TOP + ROWS * PIXEL + 14
        yield box(x, y, 48, 20, radius=8, fill=finish.key, edge=finish.key_edge)


# --- the display ----------------------------------------------------------------------------------


def _display(finish: Finish, screen: Screen) -> str:
    plain: list[str] = []
    inverse: list[str] = []
    for letters, column, row in _written(screen):
        plain.append(dots(letters, column, row))
    for label, slot in _labels(screen):
        width = COLUMNS // SOFT_KEY_SLOTS
        column = slot * width + (width - len(label) * ADVANCE) // 2
        inverse.append(dots(label, column, ROWS - 9))
    bars = "".join(
        f"M{slot * (COLUMNS // SOFT_KEY_SLOTS) + 1} {ROWS - 11}h48v10h-48z"
        for _, slot in _labels(screen)
    )
    return (
        f'<rect x="{LEFT - 8}" y="{TOP - 8}" width="{COLUMNS * PIXEL + 16}"'
        f' height="{ROWS * PIXEL + 16}" rx="6" fill="{finish.glass}"'
        f' stroke="{finish.edge}" stroke-width="3"/>\n'
        f'<g transform="translate({LEFT} {TOP}) scale({PIXEL})" shape-rendering="crispEdges">'
        f'<path fill="{finish.ink}" d="{bars}"/>'
        f'<g transform="translate(0 0.5)"><path stroke="{finish.ink}"'
        f' d="M0 10h{COLUMNS}{"".join(plain)}"/>'
        f'<path stroke="{finish.glass}" d="{"".join(inverse)}"/></g></g>'
    )


def _written(screen: Screen) -> Iterator[tuple[str, int, int]]:
    """Each text of the display with its column and row."""
    yield screen.clock, 0, 0
    if screen.lines:
        yield _at_right(screen.lines[0].number, 0)
    for position, (stimulus, instance) in enumerate(_buttons(screen)):
        caption = _caption(screen, stimulus, instance)
        if caption:
            yield _at_right(_clipped(caption, 14), _FIRST_ROW + position * _ROW_PITCH)
    for number, call in enumerate(screen.calls[:3]):
        row = _FIRST_ROW + number * 2 * _ROW_PITCH
        yield _clipped(_headline(call, screen.selected), 18), 0, row
        yield _clipped(call.other_name, 16), 2 * ADVANCE, row + _ROW_PITCH - 3
    if screen.page is not None:
        yield from _of_page(screen.page)
    if screen.notification and screen.notification != screen.prompt:
        yield _clipped(screen.notification, 33), 0, ROWS - 33
    prompt = screen.prompt if screen.page is None else screen.page.prompt
    yield _clipped(prompt, 33), 0, ROWS - 22


def _of_page(page: PageOnScreen) -> Iterator[tuple[str, int, int]]:
    """As many rows of a page as fit beside the line keys."""
    rows = [row for text in page.rows for row in (wrap(text, 18) or [""])]
    told = page.rows if page.numbered else rows
    yield _clipped(page.title, 18), 0, _FIRST_ROW
    for place, row in enumerate(told[:_PAGE_ROWS], 1):
        number = f"{place} " if page.numbered else ""
        yield _clipped(f"{number}{row}", 18), ADVANCE, _FIRST_ROW + place * _ROW_PITCH


def _caption(screen: Screen, stimulus: int, instance: int) -> str:
    number, label = screen.memory.captions.get((stimulus, instance), ("", ""))
    caption = label or number
    if not caption or stimulus != Stimulus.LINE:
        return caption
    lamp = screen.memory.lamps.get((stimulus, instance), LampMode.OFF)
    rests = "→" if screen.memory.forwards.get(instance) else "☎"
    return f"{_clipped(caption, 12)} {rests if lamp == LampMode.OFF else '▸'}"


def _headline(call: CallOnScreen, selected: int) -> str:
    mark = "▸" if call.reference == selected else " "
    other = call.other_number or call.dialled
    direction = "To " if call.is_outgoing else "From "
    return f"{mark} {_STATES.get(call.state, direction if other else '')}{other}"


def _labels(screen: Screen) -> Iterator[tuple[str, int]]:
    """Four soft keys fit; with more, the fourth leads to the rest."""
    keys = screen.soft_keys
    shown = keys if len(keys) <= SOFT_KEY_SLOTS else (*keys[: SOFT_KEY_SLOTS - 1], "more")
    for slot, label in enumerate(shown):
        yield _clipped(label, 8), slot


def _at_right(letters: str, row: int) -> tuple[str, int, int]:
    return letters, COLUMNS - len(letters) * ADVANCE, row


def _clipped(letters: str, count: int) -> str:
    return letters if len(letters) <= count else letters[:count]
