from __future__ import annotations

from harness.standin.conferencing import conferencing
from harness.standin.configuration import Ephone, RouterConfiguration
from harness.standin.defects import Defect
from harness.standin.mixer import Mixer


def configured() -> RouterConfiguration:
    configuration = RouterConfiguration()
    configuration.telephony.max_conferences = 3
    configuration.ephones = {
        1: Ephone(1, mac="001E4A34A35F", keep_conference=frozenset({"endcall"})),
        2: Ephone(2, mac="000F8FC7B681"),
        3: Ephone(3, keep_conference=frozenset()),
    }
    return configuration


def test_the_configuration_says_how_conferences_are_held() -> None:
    mixer = Mixer()
    mixer.local = ("10.0.0.1", 2000)
    told = conferencing(configured(), mixer)
    assert (told.mixer, told.most) == (("10.0.0.1", 2000), 3)
    assert told.keeping == {"SEP001E4A34A35F": {"endcall"}}


def test_a_mixer_without_a_socket_mixes_nothing() -> None:
    assert conferencing(configured(), Mixer()).mixer is None


def test_defects_ignore_the_configuration() -> None:
    ignored = frozenset({Defect.KEEP_CONFERENCE_IGNORED, Defect.MAX_CONFERENCES_IGNORED})
    told = conferencing(configured(), Mixer(), ignored)
    assert told.keeping == {}
    assert told.most > 100
