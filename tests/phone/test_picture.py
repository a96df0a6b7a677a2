from __future__ import annotations

from functools import reduce

import pytest
from lxml import etree

from harness.phone import glyphs
from harness.phone.ears import Ear
from harness.phone.models import MODELS
from harness.phone.picture import svg
from harness.phone.screen import Screen, fold
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import LampMode, PhoneCallState, Stimulus

GREEN, AMBER, RED = "#3fd45a", "#ffb02e", "#ff3b30"
LINE = (sccp.ButtonTemplate.of([(1, Stimulus.LINE)]), sccp.LineStat(1, "201", "", "<Alice & Bob>"))


def drawn(model: str, *messages: object) -> str:
    return svg(MODELS[model], reduce(fold, (*LINE, *messages), Screen()))


@pytest.mark.parametrize("model", list(MODELS))
def test_a_picture_is_one_svg_that_needs_nothing_else(model: str) -> None:
    picture = drawn(model)
    root = etree.fromstring(picture.encode())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert "href" not in picture
    assert "font" not in picture
    assert model in (root.findtext("{http://www.w3.org/2000/svg}title") or "")
    assert "<Alice & Bob>" in (root.findtext("{http://www.w3.org/2000/svg}desc") or "")


@pytest.mark.parametrize(
    ("mode", "colour"),
    [(LampMode.ON, GREEN), (LampMode.WINK, GREEN), (LampMode.BLINK, AMBER), (LampMode.OFF, None)],
)
def test_the_line_keys_of_a_7961_shine_those_of_a_7960_do_not(
    mode: LampMode, colour: str | None
) -> None:
    lamp = sccp.SetLamp(Stimulus.LINE, 1, mode)
    lit = drawn("7961", lamp)
    assert [shade for shade in (GREEN, AMBER) if shade in lit] == ([colour] if colour else [])
    assert not {GREEN, AMBER} & {shade for shade in (GREEN, AMBER) if shade in drawn("7960", lamp)}


def test_the_lamp_in_the_handset_tells_of_messages_and_blinks_for_a_call() -> None:
    assert RED not in drawn("7960")
    assert RED in drawn("7960", sccp.SetLamp(Stimulus.VOICE_MAIL, 0, LampMode.ON))
    ringing = drawn("7960", sccp.SetRinger(2))
    assert RED in ringing
    assert "<animate" in ringing


def test_a_word_more_on_the_display_is_a_different_picture() -> None:
    assert drawn("7960") != drawn("7960", sccp.DisplayPromptStatus(0, "x", 0, 0))


def test_a_forwarded_line_has_an_arrow_instead_of_a_receiver() -> None:
    forwarded = drawn("7960", sccp.ForwardStat(1, 1, 1, "203"))
    assert forwarded != drawn("7960")
    assert drawn("7960", sccp.ForwardStat(0, 1, 0, "203")) == drawn("7960")


def test_every_letter_is_five_dots_wide_and_seven_or_eight_high() -> None:
    for letter in glyphs.GLYPHS:
        rows = glyphs.rows(letter)
        assert len(rows) in {7, 8}, letter
        assert all(0 <= row < 32 for row in rows), letter
    assert glyphs.rows("é") == glyphs.rows("\u4e00")
    shapes = [glyphs.rows(letter) for letter in glyphs.GLYPHS]
    assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize(("ear", "lit"), [("speaker", True), ("headset", True), ("handset", False)])
def test_the_key_of_what_the_hand_uses_shines_while_a_voice_is_open(ear: Ear, lit: bool) -> None:
    talking = reduce(fold, (*LINE, sccp.SetSpeakerMode(1)), Screen())
    assert (GREEN in svg(MODELS["7960"], talking, ear=ear)) == lit
    assert GREEN not in svg(MODELS["7960"], Screen(), ear=ear)


def test_a_speed_dial_stands_beside_its_key() -> None:
    dial = sccp.ButtonTemplate.of([(1, Stimulus.LINE), (1, Stimulus.SPEED_DIAL)])
    assert drawn("7960", dial, sccp.SpeedDialStat(1, "203", "Carol")) != drawn("7960", dial)


def test_the_handset_lies_in_its_cradle_unless_it_is_at_an_ear() -> None:
    call = sccp.CallState(PhoneCallState.CONNECTED, 1, 7)
    talking = reduce(fold, (*LINE, call), Screen())
    lamp = "#5a2a28"
    assert lamp in drawn("7960")
    assert lamp in svg(MODELS["7960"], talking, ear="speaker")
    assert lamp not in svg(MODELS["7960"], talking, ear="handset")
