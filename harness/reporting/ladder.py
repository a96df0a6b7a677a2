"""The ladder as a picture: applications at the left, the router in the middle, phones at the right.

One row an entry of the journal, one arrow a message, a band a step of the plan. Of what a phone is
told only the telling messages are drawn, and no fence; the capture has everything. Self-contained
SVG, readable on light and dark pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from harness.expect.csta import SHAPES
from harness.expect.patterns import describe_event
from harness.expect.rendering import Report
from harness.runtime.journal import Entry, Kind

_LANE = 190
_ROW = 20
_TOP = 46
_LEFT = 100
_ROUTER = "router"
# What a phone is told that a reader of the picture wants to know, and the field that says most.
_TELLING = {
    "CallState": "state",
    "CallInfo": "calling_party",
    "CallInfoDynamic": "calling_party",
    "SetRinger": "ring_mode",
    "SetLamp": "lamp_mode",
    "StartTone": "tone",
    "KeypadButton": "kp_button",
    "SoftKeyEvent": "soft_key_event",
    "OffHook": "",
    "OnHook": "",
    "EnblocCall": "called_party",
    "OpenReceiveChannel": "",
    "OpenReceiveChannelAck": "",
    "CloseReceiveChannel": "",
    "StartMediaTransmission": "",
    "StopMediaTransmission": "",
    "Register": "",
    "RegisterAck": "",
    "RegisterReject": "text",
    "Reset": "reset_type",
}
_FENCE = "SnapshotDevice"
_ARROWS = {Kind.SENT: True, Kind.RECEIVED: False, Kind.EVENT: False}
_COLOURS = {
    Kind.SENT: "#8250df",
    Kind.RECEIVED: "#57606a",
    Kind.EVENT: "#0969da",
    Kind.ACT: "#9a6700",
    Kind.FAULT: "#cf222e",
}
_STYLE = (
    "text{font:12px ui-sans-serif,system-ui,sans-serif;fill:currentColor;"
    "paint-order:stroke;stroke:Canvas;stroke-width:3px}"
    ".head{font-weight:600;text-anchor:middle}.time{font-size:10px;opacity:.6}"
    ".lane{stroke:currentColor;opacity:.25}.step{font-weight:600}"
    ".band{fill:currentColor;opacity:.06}"
)


@dataclass(frozen=True, slots=True)
class _Lanes:
    names: tuple[str, ...]

    def at(self, witness: str) -> int:
        return _LEFT + _LANE // 2 + _LANE * self.names.index(witness)

    @property
    def width(self) -> int:
        return _LEFT + _LANE * len(self.names) + 20


@dataclass(frozen=True, slots=True)
class _Absent:
    """Something that ought to have come, and did not."""

    witness: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Picture:
    lanes: _Lanes
    began: float
    claims: Mapping[int, str]
    wrong: int | None


def svg(
    entries: Sequence[Entry], claims: Mapping[int, str], *, difference: Report | None = None
) -> str:
    """The picture of a stretch of the journal.

    Args:
        entries: the stretch.
        claims: entry number → what it was claimed as; claimed events get a tick.
        difference: what a block found wrong: the entry at which it failed is drawn in red, and
            what never came as a broken line where it was given up.
    """
    shown: list[Entry | _Absent] = [entry for entry in entries if _is_shown(entry)]
    if difference is not None:
        place = sum(entry.number < difference.given_up for entry in entries if _is_shown(entry))
        shown[place:place] = _absent(difference)
    lanes = _lanes(shown)
    began = entries[0].at if entries else 0.0
    picture = _Picture(lanes, began, claims, difference.wrong if difference else None)
    height = _TOP + _ROW * (len(shown) + 1)
    rows = [_row(picture, each, _TOP + _ROW * (row + 1)) for row, each in enumerate(shown)]
    head = [_lane(lanes, name, height) for name in lanes.names]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {lanes.width} {height}"'
        f' width="{lanes.width}" height="{height}"><style>{_STYLE}</style>'
        f"{''.join(head)}{''.join(rows)}</svg>"
    )


def _absent(difference: Report) -> list[_Absent]:
    if difference.wrong is not None:  # what lacks after the first wrong event is moot
        return []
    return [_Absent(witness, f"{what}: {reason}") for witness, what, reason in difference.lacks()]


def _is_shown(entry: Entry) -> bool:
    if entry.kind in {Kind.STEP, Kind.ACT, Kind.FAULT}:
        return True
    if entry.witness.endswith(".phone"):
        return entry.name in _TELLING
    return entry.kind in _ARROWS and not entry.name.startswith(_FENCE)


def _lanes(entries: Sequence[Entry | _Absent]) -> _Lanes:
    witnesses = dict.fromkeys(e.witness for e in entries if e.witness not in {_ROUTER, "bench"})
    applications = [name for name in witnesses if name.endswith(".cti")]
    others = [name for name in witnesses if not name.endswith(".cti")]
    return _Lanes((*applications, _ROUTER, *others))


def _lane(lanes: _Lanes, name: str, height: int) -> str:
    x = lanes.at(name)
    return (
        f'<text class="head" x="{x}" y="22">{escape(name)}</text>'
        f'<line class="lane" x1="{x}" y1="30" x2="{x}" y2="{height}"/>'
    )


def _row(picture: _Picture, entry: Entry | _Absent, y: int) -> str:
    lanes = picture.lanes
    if isinstance(entry, _Absent):
        return _gap(entry, lanes, y)
    time = f'<text class="time" x="6" y="{y}">{entry.at - picture.began:8.3f} s</text>'
    if entry.kind is Kind.STEP:
        band = f'<rect class="band" x="0" y="{y - 14}" width="{lanes.width}" height="{_ROW}"/>'
        return f'{band}<text class="step" x="{_LEFT}" y="{y}">{escape(entry.text)}</text>'
    colour = _COLOURS[Kind.FAULT if entry.number == picture.wrong else entry.kind]
    if entry.kind in _ARROWS:
        return time + _arrow(entry, lanes, y, colour, claimed=entry.number in picture.claims)
    x = lanes.at(entry.witness) if entry.witness in lanes.names else _LEFT
    words = entry.text if entry.text in {"", entry.name} else f"{entry.name} {entry.text}"
    label = escape(words or entry.name)
    return (
        f'{time}<circle cx="{x}" cy="{y - 4}" r="4" fill="{colour}"/>'
        f'<text x="{x + 9}" y="{y}" style="fill:{colour}">{label}</text>'
    )


def _gap(absent: _Absent, lanes: _Lanes, y: int) -> str:
    colour = _COLOURS[Kind.FAULT]
    here, router = lanes.at(absent.witness), lanes.at(_ROUTER)
    left = here + 8 if absent.witness.endswith(".cti") else min(here, router) + 8
    return (
        f'<line x1="{router}" y1="{y + 3}" x2="{here}" y2="{y + 3}" stroke="{colour}"'
        f' stroke-dasharray="4 4"/>'
        f'<text x="{left}" y="{y}" style="fill:{colour}">✗ {escape(absent.sentence)}</text>'
    )


def _label(entry: Entry) -> str:
    if entry.kind is Kind.EVENT:
        return describe_event(entry.value, SHAPES)
    said = getattr(entry.value, _TELLING.get(entry.name) or "", None)
    if said is None:
        return entry.name
    return f"{entry.name} {getattr(said, 'name', said)}"


def _arrow(entry: Entry, lanes: _Lanes, y: int, colour: str, *, claimed: bool) -> str:
    here, router = lanes.at(entry.witness), lanes.at(_ROUTER)
    start, end = (here, router) if _ARROWS[entry.kind] else (router, here)
    back = 6 if end < start else -6
    label = _label(entry)
    tick = "✗ " if colour == _COLOURS[Kind.FAULT] else "✓ " if claimed else ""
    left = min(here, router) + 8
    if entry.witness.endswith(".cti"):
        left = here + 8
    return (
        f'<line x1="{start}" y1="{y + 3}" x2="{end}" y2="{y + 3}" stroke="{colour}"/>'
        f'<path d="M{end} {y + 3}l{back} -3v6z" fill="{colour}"/>'
        f'<text x="{left}" y="{y}" style="fill:{colour}">{tick}{escape(label)}</text>'
    )
