from __future__ import annotations

import pytest
from lxml import etree

from harness.phone import casing
from harness.phone.casing import FINISHES, LIT
from harness.phone.models import MODELS


def drawn(name: str, **given: object) -> etree._Element:
    told = {"lamp": False, "blinks": False, "lit": "", "lifted": False} | given
    parts = casing.body(name, FINISHES[name], **told)  # type: ignore[arg-type]
    return etree.fromstring(f"<svg>{''.join(parts)}</svg>")


def filled(drawing: etree._Element, colour: str) -> int:
    return len(drawing.xpath(f"//*[@fill='{colour}']"))


def test_every_model_has_a_finish_and_they_differ() -> None:
    assert set(FINISHES) == set(MODELS)
    assert len(set(FINISHES.values())) == len(FINISHES)


@pytest.mark.parametrize("lit", ["Headset", "Mute", "Speaker"])
def test_one_side_key_shines(lit: str) -> None:
    assert filled(drawn("7961"), LIT) == 0
    assert filled(drawn("7961", lit=lit), LIT) == 1


def test_the_lamp_goes_with_the_handset() -> None:
    assert filled(drawn("7960", lamp=True), casing.ALARM) == 1
    assert filled(drawn("7960", lamp=True, lifted=True), casing.ALARM) == 0


def test_only_a_lamp_that_blinks_is_animated() -> None:
    assert not drawn("7960", lamp=True).xpath("//animate")
    [blinking] = drawn("7960", lamp=True, blinks=True).xpath("//animate")
    assert blinking.get("dur") == "0.9s"


def test_a_text_is_a_stroke_for_each_run_of_dots() -> None:
    assert casing.dots("-", 10, 20) == "M10 23h5"
