"""What the engine is told of a configuration with rows laid over it."""

import pytest

from harness.standin.cli.configurator import load
from harness.standin.mutations.known import KNOWN
from harness.standin.switch import configured

EXAMPLE = """
voice user-profile 1
 user user204 password psswr
 number 204 type normal
telephony-service
 max-ephones 4
 max-dn 20
ephone-dn-template 1
 cti notify
ephone-dn-template 2
 cti watch
ephone-dn 1
 number 201 secondary 298
 ephone-dn-template 1
 cti watch
ephone-dn 2
 number 202
 ephone-dn-template 2
 cti notify
ephone-dn 4
 number 204
 cti watch
"""
ROWS = {row.name: row for row in KNOWN}


def known(name=None):
    configuration = load(EXAMPLE).configuration
    told = configured(configuration)
    return ROWS[name].change(told, configuration) if name else told


def having(flag, told):
    return [each.number for each in told.numbers if getattr(each, flag)]


def test_without_a_row_numbers_and_templates_count():
    assert having("notified", known()) == ["201", "202"]
    assert having("watched", known()) == ["201", "202", "204"]
    assert known().promotes_numbers


@pytest.mark.parametrize(
    ("name", "flag", "numbers"),
    [
        ("notify-template-ignored", "notified", ["202"]),
        ("notify-template-wins", "notified", ["201"]),
        ("phoneless-number-up", "notified", ["201", "202", "204"]),
        ("mobile-number-unwatched", "watched", ["201", "202"]),
    ],
)
def test_a_row_changes_one_flag_of_some_numbers(name, flag, numbers):
    told = known(name)

    assert having(flag, told) == numbers
    other = {"notified": "watched", "watched": "notified"}[flag]
    assert having(other, told) == having(other, known())


def test_a_second_number_may_stay_as_it_was_dialled():
    assert not known("conversion-always-suppressed").promotes_numbers


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("notify-taken-for-watch", "watched", True),
        ("beep-generate-ignored", "beeps", True),
        ("huntstop-stops-own-calls", "channels", 1),
        ("forward-no-answer-early", "no_answer_seconds", 20.0),
    ],
)
def test_a_row_changes_what_a_number_is(name, field, value):
    text = """
telephony-service
 max-dn 20
ephone-dn 1 dual-line
 number 201
 huntstop channel
 cti notify
 no call-waiting beep generate
 call-forward noan 202 timeout 60
"""
    configuration = load(text).configuration
    [sound] = configured(configuration).numbers
    [broken] = ROWS[name].change(configured(configuration), configuration).numbers

    assert getattr(sound, field) != value
    assert getattr(broken, field) == value


@pytest.mark.parametrize(("system", "blind"), [("blind", False), ("full-blind", True)])
def test_only_one_of_two_words_for_blind_may_count(system, blind):
    configuration = load(f"telephony-service\n transfer-system {system}").configuration
    told = configured(configuration)

    assert told.blind_transfer
    assert ROWS["blind-in-full-only"].change(told, configuration).blind_transfer is blind


def test_a_busy_tone_may_last_for_ever():
    assert known().timeouts.busy == 10
    assert known("busy-tone-for-ever").timeouts.busy > 3_600
