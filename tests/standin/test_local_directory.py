from __future__ import annotations

import pytest

from harness.standin.cli.configurator import load
from harness.standin.configuration import RouterConfiguration
from harness.standin.local_directory import entries, found

LINES = """
telephony-service
 max-dn 10
 directory entry 2 5550111 name Sales Desk
ephone-dn 1
 number 201
 name Alice Archer
ephone-dn 2
 number 202
ephone-dn 3
 number 203
 name Bob van Dyke
"""


@pytest.fixture
def configuration() -> RouterConfiguration:
    loaded = load(LINES)
    assert not loaded.refused
    return loaded.configuration


def test_names_of_numbers_come_before_those_that_were_entered(
    configuration: RouterConfiguration,
) -> None:
    assert entries(configuration) == [
        ("Alice Archer", "201"),
        ("Bob van Dyke", "203"),
        ("Sales Desk", "5550111"),
    ]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, ["201", "203", "5550111"]),
        ({"last": "arch"}, ["201"]),
        ({"last": "van d", "first": "B"}, ["203"]),
        ({"first": "alice", "last": "dyke"}, []),
        ({"number": "20"}, ["201", "203"]),
        ({"last": " "}, ["201", "203", "5550111"]),
    ],
)
def test_a_search_takes_what_begins_so(
    configuration: RouterConfiguration, asked: dict[str, str], numbers: list[str]
) -> None:
    assert [number for _, number in found(configuration, asked)] == numbers


def test_last_names_may_stand_first() -> None:
    lines = LINES.replace("max-dn 10", "max-dn 10\n directory last-name-first")
    configuration = load(lines.replace("Alice Archer", "Archer, Alice")).configuration
    assert found(configuration, {"last": "archer", "first": "al"}) == [("Archer, Alice", "201")]
