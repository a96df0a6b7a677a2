from __future__ import annotations

from harness.standin.configuration import Ephone, EphoneDn, RouterConfiguration
from harness.standin.index import Index


def test_a_phone_is_found_again_and_under_its_new_address() -> None:
    index, phones = Index(), {1: Ephone(1, mac="00000000000A")}

    assert index.phone(phones, "00000000000A") is phones[1]

    phones[1].mac = "00000000000B"
    assert index.phone(phones, "00000000000A") is None
    assert index.phone(phones, "00000000000B") is phones[1]


def test_of_two_phones_with_one_address_the_first_counts() -> None:
    phones = {2: Ephone(2, mac="00000000000A"), 1: Ephone(1, mac="00000000000A")}

    assert Index().phone(phones, "00000000000A") is phones[2]


def test_a_phone_that_was_taken_away_is_not_found() -> None:
    index, phones = Index(), {1: Ephone(1, mac="00000000000A")}
    index.phone(phones, "00000000000A")

    del phones[1]

    assert index.phone(phones, "00000000000A") is None


def test_numbers_are_found_by_either_name_lowest_tag_first() -> None:
    dns = {5: EphoneDn(5, number="201"), 2: EphoneDn(2, number="202", secondary="201")}

    assert Index().dns(dns, "201") == [dns[2], dns[5]]


def test_a_renumbered_ephone_dn_is_looked_up_anew() -> None:
    index, dns = Index(), {1: EphoneDn(1, number="201"), 2: EphoneDn(2, number="202")}
    assert index.dns(dns, "201") == [dns[1]]

    dns[1].number = "203"

    assert index.dns(dns, "201") == []
    assert index.dns(dns, "203") == [dns[1]]


def test_a_second_ephone_dn_of_a_number_is_found_after_the_change_is_told() -> None:
    configuration = RouterConfiguration(ephone_dns={5: EphoneDn(5, number="201")})
    assert configuration.dn_by_number("201") is configuration.ephone_dns[5]

    configuration.ephone_dns[1] = EphoneDn(1, number="201")
    configuration.changed()

    assert configuration.dn_by_number("201") is configuration.ephone_dns[1]
