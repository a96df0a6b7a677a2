"""A phone drawn as an SVG: casing, display, lamps. Pure; needs no font and no other file.

The display is made of pixels, as on the desk. Proportions are those of the two models in broad
strokes: handset at the left, display above the soft keys, six line keys at its right, the keypad
below. What shines on the drawing shines on the screen value, nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap
from xml.sax.saxutils import escape

from harness.phone import glyphs
from harness.phone.ears import Ear
from harness.phone.models import LINE_KEYS, SOFT_KEY_SLOTS, PhoneModel
from harness.phone.screen import CallOnScreen, PageOnScreen, Screen, text
from harness.protocols.sccp.numbers import LampMode, PhoneCallState, Stimulus

WIDTH, HEIGHT = 720, 560
_PIXEL = 2
_COLUMNS, _ROWS = 200, 116
"""The display, in pixels."""
_LEFT, _TOP = 156, 46
"""Where the display begins, in units of the picture."""
_ADVANCE = glyphs.COLUMNS + 1
_ROW_PITCH = 14
_FIRST_ROW = 14
_PAGE_ROWS = 4


@dataclass(frozen=True, slots=True)
class Finish:
    """The colours of one model."""

    casing: str
    edge: str
    panel: str
    key: str
    key_edge: str
    caption: str
    glass: str
    ink: str


_FINISHES: Mapping[str, Finish] = {
    "7960": Finish(
        casing="#3b4046",
        edge="#23272b",
        panel="#2b2f34",
        key="#c9cdd0",
        key_edge="#7d8489",
        caption="#e6e9eb",
        glass="#b7c3ac",
        ink="#1d2a1c",
    ),
    "7961": Finish(
        casing="#c6cbd0",
        edge="#8f979e",
        panel="#4b535b",
        key="#eef0f2",
        key_edge="#9aa2a9",
        caption="#33393f",
        glass="#dfe6ea",
        ink="#17202a",
    ),
}

_SHINE: Mapping[int, tuple[str, str]] = {
    LampMode.ON: ("#3fd45a", ""),
    LampMode.WINK: ("#3fd45a", "1.6s"),
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
    finish = _FINISHES[model.name]
    parts = (
        _casing(model, finish),
        _handset(finish, lit=screen.message_waiting, ringing=screen.is_ringing),
        _display(finish, screen),
        *_line_keys(model, finish, screen),
        *_soft_keys(finish),
        *_keypad(finish),
        *_other_keys(finish, ear.capitalize() if screen.speaker else ""),
    )
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" role="img">\n'
        f"<title>Cisco IP Phone {escape(model.name)}</title>\n"
        f"<desc>{escape(text(screen))}</desc>\n{body}\n</svg>\n"
    )


# --- the body -------------------------------------------------------------------------------------


def _box(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    radius: float,
    fill: str,
    edge: str = "none",
    inside: str = "",
) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"'
        f' fill="{fill}" stroke="{edge}" stroke-width="2">{inside}</rect>'
    )


def _casing(model: PhoneModel, finish: Finish) -> str:
    name = f"casing-{model.name}"
    shade = (
        f'<defs><linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{finish.casing}"/>'
        f'<stop offset="1" stop-color="{finish.edge}"/></linearGradient></defs>'
    )
    body = _box(4, 4, WIDTH - 8, HEIGHT - 8, radius=34, fill=f"url(#{name})", edge=finish.edge)
    panel = _box(_LEFT - 18, _TOP - 20, 530, 308, radius=16, fill=finish.panel)
    return f"{shade}\n{body}\n{panel}"


def _handset(finish: Finish, *, lit: bool, ringing: bool) -> str:
    """The lamp in its head tells of messages, and of a call."""
    lamp = "#ff3b30" if lit or ringing else "#5a2a28"
    return "\n".join(
        (
            _box(30, 34, 88, 492, radius=40, fill=finish.panel, edge=finish.edge),
            _box(22, 40, 104, 120, radius=34, fill=finish.panel),
            _box(22, 400, 104, 120, radius=34, fill=finish.panel),
            _box(50, 48, 48, 13, radius=6, fill=lamp, inside=_blinking("0.9s" * ringing)),
        )
    )


def _line_keys(model: PhoneModel, finish: Finish, screen: Screen) -> Iterator[str]:
    lamps = dict(_key_lamps(screen))
    x = _LEFT + _COLUMNS * _PIXEL + 36
    for position in range(1, LINE_KEYS + 1):
        y = _TOP + (_FIRST_ROW + (position - 1) * _ROW_PITCH + 4) * _PIXEL
        colour, period = _SHINE.get(lamps.get(position, LampMode.OFF), ("", ""))
        shines = bool(colour) and model.lit_keys
        yield _box(
            x,
            y - 9,
            40,
            18,
            radius=9,
            fill=colour if shines else finish.key,
            edge=finish.key_edge,
            inside=_blinking(period) if shines else "",
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
    slot = _COLUMNS * _PIXEL / SOFT_KEY_SLOTS
    for number in range(SOFT_KEY_SLOTS):
        x, y = _LEFT + slot * (number + 0.5) - 24, _TOP + _ROWS * _PIXEL + 14
        yield _box(x, y, 48, 20, radius=8, fill=finish.key, edge=finish.key_edge)


def _keypad(finish: Finish) -> Iterator[str]:
    for number, label in enumerate("123456789*0#"):
        x, y = 196 + number % 3 * 66, 352 + number // 3 * 46
        yield _box(x, y, 52, 34, radius=11, fill=finish.key, edge=finish.key_edge)
        yield _letters(label, x + 21, y + 10, 2, "#22272b")


def _other_keys(finish: Finish, lit: str) -> Iterator[str]:
    """Messages, services, directories, settings; headset, mute, speaker; the volume bar."""
    for number, label in enumerate(("Messages", "Services", "Directories", "Settings")):
        x, y = 428 + number % 2 * 76, 366 + number // 2 * 66
        yield _box(x - 17, y - 17, 34, 34, radius=17, fill=finish.key, edge=finish.key_edge)
        yield _letters(label, x - len(label) * 3, y + 21, 1, finish.caption)
    for number, label in enumerate(("Headset", "Mute", "Speaker")):
        y = 354 + number * 46
        fill = _SHINE[LampMode.ON][0] if label == lit else finish.key
        yield _box(584, y, 56, 22, radius=10, fill=fill, edge=finish.key_edge)
        yield _letters(label, 612 - len(label) * 3, y + 26, 1, finish.caption)
    yield _box(410, 498, 230, 16, radius=8, fill=finish.key, edge=finish.key_edge)


def _blinking(period: str) -> str:
    if not period:
        return ""
    return (
        f'<animate attributeName="opacity" values="1;1;0.25;0.25" dur="{period}"'
        ' calcMode="discrete" repeatCount="indefinite"/>'
    )


# --- the display ----------------------------------------------------------------------------------


def _display(finish: Finish, screen: Screen) -> str:
    plain: list[str] = []
    inverse: list[str] = []
    for letters, column, row in _written(screen):
        plain.append(_dots(letters, column, row))
    for label, slot in _labels(screen):
        width = _COLUMNS // SOFT_KEY_SLOTS
        column = slot * width + (width - len(label) * _ADVANCE) // 2
        inverse.append(_dots(label, column, _ROWS - 9))
    bars = "".join(
        f"M{slot * (_COLUMNS // SOFT_KEY_SLOTS) + 1} {_ROWS - 11}h48v10h-48z"
        for _, slot in _labels(screen)
    )
    return (
        f'<rect x="{_LEFT - 8}" y="{_TOP - 8}" width="{_COLUMNS * _PIXEL + 16}"'
        f' height="{_ROWS * _PIXEL + 16}" rx="6" fill="{finish.glass}"'
        f' stroke="{finish.edge}" stroke-width="3"/>\n'
        f'<g transform="translate({_LEFT} {_TOP}) scale({_PIXEL})" shape-rendering="crispEdges">'
        f'<path fill="{finish.ink}" d="M0 10h{_COLUMNS}v1h-{_COLUMNS}z{"".join(plain)}{bars}"/>'
        f'<path fill="{finish.glass}" d="{"".join(inverse)}"/></g>'
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
        yield _clipped(call.other_name, 16), 2 * _ADVANCE, row + _ROW_PITCH - 3
    if screen.page is not None:
        yield from _of_page(screen.page)
    if screen.notification:
        yield _clipped(screen.notification, 33), 0, _ROWS - 33
    prompt = screen.prompt if screen.page is None else screen.page.prompt
    yield _clipped(prompt, 33), 0, _ROWS - 22


def _of_page(page: PageOnScreen) -> Iterator[tuple[str, int, int]]:
    """As many rows of a page as fit beside the line keys."""
    rows = [row for text in page.rows for row in (wrap(text, 18) or [""])]
    told = page.rows if page.numbered else rows
    yield _clipped(page.title, 18), 0, _FIRST_ROW
    for place, row in enumerate(told[:_PAGE_ROWS], 1):
        number = f"{place} " if page.numbered else ""
        yield _clipped(f"{number}{row}", 18), _ADVANCE, _FIRST_ROW + place * _ROW_PITCH


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
    return letters, _COLUMNS - len(letters) * _ADVANCE, row


def _clipped(letters: str, count: int) -> str:
    return letters if len(letters) <= count else letters[:count]


def _letters(letters: str, x: float, y: float, size: int, colour: str) -> str:
    return (
        f'<path transform="translate({x:g} {y:g}) scale({size})" fill="{colour}"'
        f' d="{_dots(letters, 0, 0)}"/>'
    )


def _dots(letters: str, column: int, row: int) -> str:
    return "".join(
        _glyph(letter, column + number * _ADVANCE, row) for number, letter in enumerate(letters)
    )


@lru_cache(4096)
def _glyph(letter: str, column: int, row: int) -> str:
    """Path data of one letter: a box for each run of dots in a row."""
    return "".join(
        f"M{column + start} {row + number}h{length}v1h-{length}z"
        for number, bits in enumerate(glyphs.rows(letter))
        for start, length in _runs(bits)
    )


def _runs(bits: int) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for place in range(glyphs.COLUMNS + 1):
        dark = place < glyphs.COLUMNS and bits >> (glyphs.COLUMNS - 1 - place) & 1
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None
