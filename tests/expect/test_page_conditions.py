from dataclasses import dataclass

import pytest

from harness.expect.page_conditions import listing, offering, saying


@dataclass(frozen=True)
class Page:
    title: str = "Services"
    rows: tuple[str, ...] = ("One", "Two")
    numbered: bool = True


TEXT = Page("Note", ("Hello",), numbered=False)


@pytest.mark.parametrize(
    ("page", "wanted", "absent", "unmet"),
    [
        (Page(), ["One"], [], None),
        (Page(), ["One", "Two"], ["Three"], None),
        (Page(), [], ["Three"], None),
        (TEXT, [], ["Three"], None),
        (Page(), ["Three"], [], "it offers One, Two"),
        (Page(), ["One"], ["Two"], "it offers One, Two"),
        (Page(), [], ["Two"], "it offers One, Two"),
        (TEXT, ["One"], [], "it shows Note: Hello"),
        (None, ["One"], [], "it shows no page"),
        (None, [], ["One"], "it shows no page"),
        (Page("", (), numbered=False), [], ["One"], "it shows a page: nothing"),
    ],
)
def test_a_menu_offers_some_and_not_others(page, wanted, absent, unmet):
    assert offering(page, wanted, absent) == unmet


def test_names_are_listed_in_their_order_and_no_others():
    assert listing(Page(), ["One", "Two"]) is None
    assert listing(Page(), ["Two", "One"]) == "it lists One, Two"
    assert listing(TEXT, ["Hello"]) == "it shows Note: Hello"
    assert listing(None, []) == "it shows no page"


def test_a_text_is_said():
    assert saying(TEXT) is None
    assert saying(Page()) == "it shows Services: One, Two"
    assert saying(Page("Note", ("",), numbered=False)) == "it shows Note: nothing"
    assert saying(None) == "it shows no page"
