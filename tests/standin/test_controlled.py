"""Numbers that no application may control."""

from __future__ import annotations

from harness.standin import controlled
from harness.standin.defects import Defect
from tests.standin.desk import MOC_EXAMPLE, load

OVERLAY = "ephone 1\n button 1o1,5\n"
ANALOG = "ephone 2\n type anl\n"


def test_overlaid_and_analog_numbers_are_beyond_applications() -> None:
    configuration = load(MOC_EXAMPLE + OVERLAY + ANALOG).configuration
    assert controlled.overlaid(configuration) == {"201", "205"}
    assert controlled.beyond_applications(configuration, frozenset()) == {"201", "202", "205"}


def test_a_number_on_a_button_of_its_own_is_not() -> None:
    configuration = load(MOC_EXAMPLE).configuration
    assert controlled.beyond_applications(configuration, frozenset()) == frozenset()


def test_each_defect_lets_its_numbers_be_controlled() -> None:
    configuration = load(MOC_EXAMPLE + OVERLAY + ANALOG).configuration
    given = [
        controlled.beyond_applications(configuration, frozenset({defect}))
        for defect in (Defect.OVERLAY_CONTROLLABLE, Defect.ANALOG_CONTROLLABLE)
    ]
    assert given == [{"202"}, {"201", "205"}]


def test_only_a_router_without_basic_mode_prompts() -> None:
    basic, other = (
        load(f"{MOC_EXAMPLE}{more}").configuration
        for more in ("", "voice service voip\n no cti csta mode basic\n")
    )
    given = [controlled.may_prompt(each, frozenset()) for each in (basic, other)]
    assert given == [False, True]
    assert controlled.may_prompt(basic, frozenset({Defect.MOC_PROMPTED}))
