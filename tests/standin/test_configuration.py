from __future__ import annotations

import pytest

from harness.standin.configuration import (
    ButtonAssignment,
    Ephone,
    EphoneDn,
    EphoneDnTemplate,
    Profile,
    ProfileNumber,
    RouterConfiguration,
)


@pytest.fixture
def configuration() -> RouterConfiguration:
    return RouterConfiguration(
        ephone_dn_templates={15: EphoneDnTemplate(15, cti_watch=True, cti_notify=True)},
        ephone_dns={
            1: EphoneDn(1, number="201", cti_watch=True),
            2: EphoneDn(2, number="202", secondary="1202"),
            3: EphoneDn(3, number="203", template=15),
            4: EphoneDn(4, number="204"),
        },
        ephones={
            1: Ephone(
                1,
                mac="001E4A34A35F",
                buttons={
                    2: ButtonAssignment(":", (2,)),
                    1: ButtonAssignment(":", (1,)),
                    3: ButtonAssignment("w", (3,)),
                    4: ButtonAssignment(":", (9,)),
                },
            ),
            3: Ephone(3, logout_profile=1),
        },
        logout_profiles={1: Profile(1, numbers=[ProfileNumber("203"), ProfileNumber("999")])},
        user_profiles={1: Profile(1, user="user204", numbers=[ProfileNumber("204")])},
    )


def test_a_phone_is_found_by_its_address_in_either_case(configuration: RouterConfiguration) -> None:
    assert configuration.ephone_by_mac("001e4a34a35f") is configuration.ephones[1]
    assert configuration.ephone_by_mac("000000000000") is None


def test_a_number_is_found_whether_primary_or_secondary(configuration: RouterConfiguration) -> None:
    assert configuration.dn_by_number("1202") is configuration.ephone_dns[2]
    assert configuration.dn_by_number("9") is None


def test_the_lines_of_a_phone_are_its_normal_buttons(configuration: RouterConfiguration) -> None:
    lines = configuration.lines_of(configuration.ephones[1])
    assert [(button, dn.number) for button, dn in lines] == [(1, "201"), (2, "202")]


def test_a_mobile_phone_has_the_lines_of_its_profile(configuration: RouterConfiguration) -> None:
    phone = configuration.ephones[3]
    assert [dn.number for _, dn in configuration.lines_of(phone)] == ["203"]
    assert [dn.number for _, dn in configuration.lines_of(phone, user="user204")] == ["204"]
    assert configuration.lines_of(phone, user="nobody") == []


def test_the_numbers_of_a_profile_are_placed_by_their_types(
    configuration: RouterConfiguration,
) -> None:
    configuration.user_profiles[1].numbers = [
        ProfileNumber("203", "monitor-ring"),
        ProfileNumber("204", "silent-ring"),
        ProfileNumber("201"),
    ]
    lines = configuration.lines_of(configuration.ephones[3], user="user204")
    assert [(button, dn.number) for button, dn in lines] == [(1, "201"), (2, "204"), (3, "203")]


def test_a_mobile_phone_has_the_profile_of_who_is_there(configuration: RouterConfiguration) -> None:
    phone = configuration.ephones[3]
    assert configuration.profile_at(phone) is configuration.logout_profiles[1]
    assert configuration.profile_at(phone, user="user204") is configuration.user_profiles[1]
    assert configuration.profile_at(configuration.ephones[1], user="user204") is None


def test_watching_comes_from_the_number_or_its_template(configuration: RouterConfiguration) -> None:
    assert configuration.watched("201")
    assert not configuration.watched("202")
    assert configuration.watched("203")
    assert configuration.notified("203")
    assert not configuration.watched("nobody")


def test_another_configuration_is_taken_over_whole(configuration: RouterConfiguration) -> None:
    other = RouterConfiguration(hostname="Other")
    configuration.become(other)
    assert configuration == other
