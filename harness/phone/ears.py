"""What a call is held to the ear with, and what each model says of it.

A 7961 names the path before the hook; a 7960 says only that its headset is in use
(reference of the SCCP messages, "What differs during calls"; ASSUMED: its headset key does both).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from harness.phone.models import PhoneModel
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import MediaPath, MediaPathState, SpeakerMode

Ear = Literal["handset", "speaker", "headset"]

PATHS: Mapping[Ear, MediaPath] = {
    "handset": MediaPath.HANDSET,
    "speaker": MediaPath.SPEAKER,
    "headset": MediaPath.HEADSET,
}


def told(model: PhoneModel, ear: Ear, *, on: bool) -> tuple[sccp.Message, ...]:
    """What the phone says of the path itself, beside the hook."""
    if model.reports_media_path:
        state = MediaPathState.ON if on else MediaPathState.OFF
        return (sccp.MediaPathEvent(PATHS[ear], state),)
    if ear == "headset":
        return (sccp.HeadsetStatus(SpeakerMode.ON if on else SpeakerMode.OFF),)
    return ()


def moved(model: PhoneModel, before: Ear, after: Ear) -> tuple[sccp.Message, ...]:
    """What the phone says when a call goes on by another path.

    ASSUMED: the new one first, so that the call is never without.
    """
    if before == after:
        return ()
    return (*told(model, after, on=True), *told(model, before, on=False))
