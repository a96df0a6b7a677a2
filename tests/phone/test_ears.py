from __future__ import annotations

import pytest

from harness.phone.ears import Ear, moved, told
from harness.phone.models import MODELS
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import MediaPath, MediaPathState, SpeakerMode


@pytest.mark.parametrize(
    ("ear", "path"),
    [
        ("handset", MediaPath.HANDSET),
        ("speaker", MediaPath.SPEAKER),
        ("headset", MediaPath.HEADSET),
    ],
)
def test_a_7961_names_the_path(ear: Ear, path: MediaPath) -> None:
    told_on, told_off = (told(MODELS["7961"], ear, on=on) for on in (True, False))
    assert told_on == (sccp.MediaPathEvent(path, MediaPathState.ON),)
    assert told_off == (sccp.MediaPathEvent(path, MediaPathState.OFF),)


def test_a_7960_tells_of_its_headset_only() -> None:
    told_on, told_off = (told(MODELS["7960"], "headset", on=on) for on in (True, False))
    assert told_on == (sccp.HeadsetStatus(SpeakerMode.ON),)
    assert told_off == (sccp.HeadsetStatus(SpeakerMode.OFF),)
    assert told(MODELS["7960"], "handset", on=True) == ()
    assert told(MODELS["7960"], "speaker", on=True) == ()


def test_a_call_goes_on_by_another_path() -> None:
    assert moved(MODELS["7961"], "handset", "speaker") == (
        sccp.MediaPathEvent(MediaPath.SPEAKER, MediaPathState.ON),
        sccp.MediaPathEvent(MediaPath.HANDSET, MediaPathState.OFF),
    )
    assert moved(MODELS["7960"], "headset", "speaker") == (sccp.HeadsetStatus(SpeakerMode.OFF),)
    assert moved(MODELS["7960"], "handset", "speaker") == ()
    assert moved(MODELS["7961"], "headset", "headset") == ()
