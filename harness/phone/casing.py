"""The body of a phone as shapes of an SVG: casing, handset, keys and their captions. Pure.

Proportions are those of the two models in broad strokes: handset at the left, display in a silver
bezel with the line keys at its right and the soft keys below, keypad, rocker, side keys, volume.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from harness.phone import glyphs

WIDTH, HEIGHT = 720, 560
PIXEL = 2
COLUMNS, ROWS = 200, 116
"""The display, in pixels."""
LEFT, TOP = 156, 46
"""Where the display begins, in units of the picture."""
ADVANCE = glyphs.COLUMNS + 1
LIT = "#3fd45a"
ALARM = "#ff3b30"
_DARK_LAMP = "#5a2a28"
_LETTER = "#22272b"
_KEYPAD = (
    ("1", ""), ("2", "ABC"), ("3", "DEF"), ("4", "GHI"), ("5", "JKL"), ("6", "MNO"),
    ("7", "PQRS"), ("8", "TUV"), ("9", "WXYZ"), ("*", ""), ("0", "OPER"), ("#", ""),
)  # fmt: skip
_FOUR_KEYS = ("Messages", "Services", "Directories", "Settings")
_SIDE_KEYS = ("Headset", "Mute", "Speaker")


@dataclass(frozen=True, slots=True)
class Finish:
    """The colours of one model, and what stands on its help key."""

    casing: str
    edge: str
    bezel: str
    rim: str
    handset: str
    hollow: str
    key: str
    key_edge: str
    caption: str
    glass: str
    ink: str
    help: str


FINISHES: Mapping[str, Finish] = {
    "7960": Finish(
        casing="#565c61",
        edge="#2c3034",
        bezel="#aeb4b6",
        rim="#858c8f",
        handset="#4b5157",
        hollow="#1f2225",
        key="#d6d9d8",
        key_edge="#7d8489",
        caption="#e6e9eb",
        glass="#b7c3ac",
        ink="#1d2a1c",
        help="i",
    ),
    "7961": Finish(
        casing="#3d434a",
        edge="#191c20",
        bezel="#d9dde0",
        rim="#a4abb1",
        handset="#3a4047",
        hollow="#0f1113",
        key="#eef0f2",
        key_edge="#8f979e",
        caption="#dfe4e8",
        glass="#e3e9ec",
        ink="#17202a",
        help="?",
    ),
}


@lru_cache(maxsize=128)
def body(
    name: str, finish: Finish, *, lamp: bool, blinks: bool, lit: str, lifted: bool
) -> tuple[str, ...]:
    """All that does not depend on the display's text.

    Args:
        name: the model.
        finish: its colours.
        lamp: whether the lamp in the handset's head shines.
        blinks: whether it does so for a call.
        lit: the caption of the side key that shines; empty when none does.
        lifted: whether the handset is at somebody's ear.
    """
    return (
        _casing(name, finish),
        _cradle(finish),
        *(() if lifted else (_handset(finish, lamp=lamp, blinks=blinks),)),
        *_keypad(finish),
        *_rocker(finish),
        *_four_keys(finish),
        *_side_keys(finish, lit),
        *_volume(finish),
    )


def box(
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
    """A rectangle with round corners."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"'
        f' fill="{fill}" stroke="{edge}" stroke-width="2">{inside}</rect>'
    )


def blinking(period: str) -> str:
    """What makes a shape blink with that period; nothing when it is empty."""
    if not period:
        return ""
    return (
        f'<animate attributeName="opacity" values="1;1;0.25;0.25" dur="{period}"'
        ' calcMode="discrete" repeatCount="indefinite"/>'
    )


def letters(text: str, x: float, y: float, size: float, colour: str) -> str:
    """A text of dots."""
    return (
        f'<path transform="translate({x:g} {y + size / 2:g}) scale({size:g})"'
        f' stroke="{colour}" d="{dots(text, 0, 0)}"/>'
    )


@lru_cache(maxsize=2048)
def dots(text: str, column: int, row: int) -> str:
    """Path data of a text: strokes one unit wide, along the middle of each row of dots."""
    return "".join(
        _glyph(letter, column + number * ADVANCE, row) for number, letter in enumerate(text)
    )


def _casing(name: str, finish: Finish) -> str:
    shades = "".join(
        f'<linearGradient id="{what}-{name}" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{above}"/><stop offset="1" stop-color="{below}"/>'
        "</linearGradient>"
        for what, above, below in (
            ("casing", finish.casing, finish.edge),
            ("bezel", finish.bezel, finish.rim),
        )
    )
    outer = box(
        4, 4, WIDTH - 8, HEIGHT - 8, radius=34, fill=f"url(#casing-{name})", edge=finish.edge
    )
    bezel = box(
        LEFT - 18, TOP - 20, 536, 308, radius=18, fill=f"url(#bezel-{name})", edge=finish.rim
    )
    right = LEFT + COLUMNS * PIXEL + 22
    maker = letters("Cisco IP Phone", right, TOP + ROWS * PIXEL + 13, 1, _LETTER)
    model = letters(name, right + 18, TOP + ROWS * PIXEL + 26, 2, _LETTER)
    return f"<defs>{shades}</defs>\n{outer}\n{bezel}\n{maker}\n{model}"


def _cradle(finish: Finish) -> str:
    """Where the handset rests: a hollow for each of its ends, and the hook."""
    return "\n".join(
        (
            box(16, 26, 112, 508, radius=44, fill=finish.edge),
            box(34, 54, 76, 96, radius=34, fill=finish.hollow),
            box(34, 410, 76, 96, radius=34, fill=finish.hollow),
            box(60, 174, 24, 12, radius=4, fill=finish.handset),
        )
    )


def _handset(finish: Finish, *, lamp: bool, blinks: bool) -> str:
    """The lamp in its head tells of messages, and of a call."""
    fill = ALARM if lamp else _DARK_LAMP
    return "\n".join(
        (
            box(38, 110, 68, 340, radius=20, fill=finish.handset, edge=finish.edge),
            box(24, 40, 96, 124, radius=34, fill=finish.handset, edge=finish.edge),
            box(24, 396, 96, 124, radius=34, fill=finish.handset, edge=finish.edge),
            box(40, 120, 64, 320, radius=20, fill=finish.handset),
            box(48, 50, 48, 13, radius=6, fill=fill, inside=blinking("0.9s" * blinks)),
            *(box(58, y, 28, 4, radius=2, fill=finish.edge) for y in (92, 102, 112)),
            *(box(58, y, 28, 4, radius=2, fill=finish.edge) for y in (446, 456, 466)),
        )
    )


def _keypad(finish: Finish) -> Iterator[str]:
    for number, (digit, alphabet) in enumerate(_KEYPAD):
        x, y = 190 + number % 3 * 64, 350 + number // 3 * 46
        yield box(x, y, 54, 34, radius=12, fill=finish.key, edge=finish.key_edge)
        yield letters(digit, x + (8 if alphabet else 22), y + 10, 2, _LETTER)
        if alphabet:
            yield letters(alphabet, x + 25, y + 14, 1, _LETTER)


def _rocker(finish: Finish) -> Iterator[str]:
    """Up and down the display, and the key that explains."""
    yield box(396, 350, 34, 80, radius=17, fill=finish.key, edge=finish.key_edge)
    yield f'<path fill="{_LETTER}" d="M405 376l8-12l8 12zM405 404l8 12l8-12z"/>'
    yield box(398, 444, 30, 30, radius=15, fill="#2f6fb0", edge=finish.key_edge)
    yield letters(finish.help, 408, 451, 2, "#ffffff")


def _four_keys(finish: Finish) -> Iterator[str]:
    for number, label in enumerate(_FOUR_KEYS):
        x, y = 480 + number % 2 * 74, 366 + number // 2 * 66
        yield box(x - 20, y - 14, 40, 28, radius=14, fill=finish.key, edge=finish.key_edge)
        yield letters(label, x - len(label) * 3, y + 20, 1, finish.caption)


def _side_keys(finish: Finish, lit: str) -> Iterator[str]:
    for number, label in enumerate(_SIDE_KEYS):
        y = 354 + number * 46
        fill = LIT if label == lit else finish.key
        yield box(612, y, 56, 22, radius=10, fill=fill, edge=finish.key_edge)
        yield letters(label, 640 - len(label) * 3, y + 27, 1, finish.caption)


def _volume(finish: Finish) -> Iterator[str]:
    yield box(452, 494, 216, 18, radius=9, fill=finish.key, edge=finish.key_edge)
    yield letters("-", 464, 496, 2, _LETTER)
    yield letters("+", 646, 496, 2, _LETTER)
    yield letters("Volume", 542, 519, 1, finish.caption)


@lru_cache(4096)
def _glyph(letter: str, column: int, row: int) -> str:
    """Path data of one letter: a stroke for each run of dots in a row."""
    return "".join(
        f"M{column + start} {row + number}h{length}"
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
