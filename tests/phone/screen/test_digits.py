from __future__ import annotations

from harness.phone.screen.digits import HEARD, KEYED


def test_zero_is_tone_ten_and_key_zero() -> None:
    assert (HEARD[0x0A], KEYED[0]) == ("0", "0")
    assert 0 not in HEARD


def test_star_and_pound_have_one_number_as_tone_and_as_key() -> None:
    assert (HEARD[14], HEARD[15]) == (KEYED[14], KEYED[15]) == ("*", "#")


def test_the_letters_of_military_phones_are_heard_and_on_no_key() -> None:
    assert [HEARD[number] for number in range(16, 20)] == ["A", "B", "C", "D"]
    assert not {16, 17, 18, 19} & set(KEYED)


def test_one_to_nine_are_their_own_numbers_either_way() -> None:
    for number in range(1, 10):
        assert HEARD[number] == KEYED[number] == str(number)
