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
