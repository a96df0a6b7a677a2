from __future__ import annotations

import pytest

from harness.protocols.errors import LocalProtocolError
from harness.protocols.sccp import messages as m
from harness.protocols.sccp.numbers import Stimulus
from harness.protocols.sccp.registration import (
    ONLY_WHERE_LISTED,
    TRANSITIONS,
    Stage,
    is_phones,
    questions,
    speaks_for_phone,
)


def test_the_dialogue_leads_from_register_to_the_clock() -> None:
    forward = {stage: following for (stage, _), following in TRANSITIONS.items()}
    forward[Stage.REGISTERING] = TRANSITIONS[Stage.REGISTERING, m.RegisterAck]
    forward[Stage.STATUS] = Stage.CLOCK
    stage, path = Stage.REGISTERING, []
    while stage is not Stage.REGISTERED:
        path.append(stage)
        stage = forward[stage]
    assert path == [
        Stage.REGISTERING,
        Stage.CAPABILITIES,
        Stage.BUTTONS,
        Stage.SOFT_KEYS,
        Stage.SOFT_KEY_SETS,
        Stage.CONFIGURATION,
        Stage.STATUS,
        Stage.CLOCK,
    ]


def test_only_agents_messages_move_a_station() -> None:
    kinds = {kind for _, kind in TRANSITIONS} | ONLY_WHERE_LISTED
    assert not any(is_phones(m.number_of(kind)) for kind in kinds)


def test_each_kind_of_button_is_asked_for_in_its_way() -> None:
    buttons = m.ButtonTemplate.of(
        [
            (1, Stimulus.LINE),
            (1, Stimulus.SPEED_DIAL),
            (2, Stimulus.LINE),
            (1, Stimulus.DO_NOT_DISTURB),
            (3, Stimulus.SERVICE_URL),
            (4, Stimulus.BLF_SPEED_DIAL),
            (0, Stimulus.UNDEFINED),
        ]
    ).definition
    assert questions(buttons, 2) == [
        m.LineStatReq(1),
        m.LineStatReq(2),
        m.ForwardStatReq(1),
        m.ForwardStatReq(2),
        m.RegisterAvailableLines(2),
        m.SpeedDialStatReq(1),
        m.FeatureStatReq(1),
        m.FeatureStatReq(4),
        m.ServiceURLStatReq(3),
    ]
    assert questions(buttons[:1], None) == [m.LineStatReq(1), m.ForwardStatReq(1)]


@pytest.mark.parametrize(
    ("message", "phones"),
    [
        (m.OffHook(), True),
        (m.StartMediaTransmissionAck(1, 1, 1, "10.0.0.1", 2), True),
        (m.RegisterAck(30, "M/D/YA"), False),
        (m.RecordingStatus(1, 0), False),
    ],
)
def test_each_message_is_said_by_one_side(message: m.Message, phones: bool) -> None:
    assert speaks_for_phone(message) is phones


def test_what_is_no_message_is_said_by_nobody() -> None:
    with pytest.raises(LocalProtocolError):
        speaks_for_phone("hello")
