"""Keys beside the screen: what they are told to be, and what pressing one does."""

from __future__ import annotations

import pytest

from harness.protocols.sccp import messages as m
from harness.protocols.sccp.numbers import PhoneCallState, Stimulus
from harness.standin.cli.running_config import configuration_text
from harness.standin.defects import Defect
from tests.standin.desk import ALICE, BOB, MOC_EXAMPLE, Desk, Phone, profile

DIALS = """\
ephone 1
 speed-dial 3 203 label "Carol Cox"
 speed-dial 1 202
"""
VOICE_MAIL = "telephony-service\n voicemail 203\n"


def plugged(desk: Desk) -> Phone:
    return desk.plug_in(profile(ALICE))


def dialled(told: list[m.Message]) -> list[str]:
    return [each.dialed_number for each in told if isinstance(each, m.DialedNumber)]


def test_speed_dials_take_the_keys_that_no_line_has_in_the_order_of_their_tags() -> None:
    desk = Desk(MOC_EXAMPLE + DIALS)
    [template] = [each for each in plugged(desk).seen if isinstance(each, m.ButtonTemplate)]
    buttons = [(each.instance_number, each.button_definition) for each in template.definition]
    assert buttons[:4] == [
        (1, Stimulus.LINE),
        (1, Stimulus.SPEED_DIAL),
        (3, Stimulus.SPEED_DIAL),
        (0, Stimulus.UNDEFINED),
    ]


def test_a_speed_dial_is_told_with_its_label_or_its_number() -> None:
    phone = plugged(Desk(MOC_EXAMPLE + DIALS))
    told = [each for each in phone.seen if isinstance(each, m.SpeedDialStat)]
    assert told == [m.SpeedDialStat(1, "202", "202"), m.SpeedDialStat(3, "203", "Carol Cox")]


def test_a_speed_dial_calls_its_number() -> None:
    desk = Desk(MOC_EXAMPLE + DIALS)
    phone, _ = plugged(desk), desk.plug_in(profile(BOB, seven=7960))
    told = desk.says(phone, m.Stimulus(Stimulus.SPEED_DIAL, 1))
    assert dialled(told) == ["202"]
    assert m.CallState(PhoneCallState.RING_OUT, 1, 1311336000) in told


@pytest.mark.parametrize("key", [Stimulus.VOICE_MAIL, Stimulus.MESSAGES_KEY])
def test_the_messages_key_calls_the_voice_mail(key: Stimulus) -> None:
    desk = Desk(MOC_EXAMPLE + VOICE_MAIL)
    assert dialled(desk.says(plugged(desk), m.Stimulus(key, 1))) == ["203"]


@pytest.mark.parametrize(
    "key", [m.Stimulus(Stimulus.VOICE_MAIL, 1), m.Stimulus(Stimulus.SPEED_DIAL, 9)]
)
def test_a_key_without_a_number_is_not_active(key: m.Stimulus) -> None:
    desk = Desk()
    assert desk.says(plugged(desk), key) == [m.DisplayPromptStatusDynamic(5, 0, 0, "\x80\x2d")]


@pytest.mark.parametrize(
    ("defect", "key", "number"),
    [
        (Defect.SPEED_DIAL_WRONG_NUMBER, m.Stimulus(Stimulus.SPEED_DIAL, 1), ["203"]),
        (Defect.MESSAGES_KEY_DEAD, m.Stimulus(Stimulus.VOICE_MAIL, 1), []),
    ],
)
def test_each_defect_dials_otherwise(defect: Defect, key: m.Stimulus, number: list[str]) -> None:
    desk = Desk(MOC_EXAMPLE + DIALS + VOICE_MAIL, defect)
    assert dialled(desk.says(plugged(desk), key)) == number


def test_a_label_of_two_words_is_printed_as_it_was_given() -> None:
    printed = configuration_text(Desk(MOC_EXAMPLE + DIALS).configuration)
    assert ' speed-dial 1 202\n speed-dial 3 203 label "Carol Cox"\n' in printed
