from __future__ import annotations

from functools import reduce

from harness.phone.screen import PageOnScreen, Screen, fold, fold_page
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import PhoneCallState

MENU = PageOnScreen("Services", ("Extension Mobility",), "Select a service", ("Select", "Exit"))


def test_a_page_comes_with_its_own_soft_keys_and_goes_with_them() -> None:
    shown = fold_page(Screen(), MENU)
    assert shown.page == MENU
    assert shown.soft_keys == ("Select", "Exit")
    assert fold_page(shown, None) == Screen()


def test_the_same_page_again_changes_nothing() -> None:
    shown = fold_page(Screen(), MENU)
    assert fold_page(shown, MENU) is shown


def test_a_call_covers_the_page() -> None:
    ringing = sccp.CallState(PhoneCallState.RING_IN, 1, 7)
    shown = reduce(fold, (ringing,), fold_page(Screen(), MENU))
    assert shown.page is None
    over = fold(shown, sccp.CallState(PhoneCallState.ON_HOOK, 1, 7))
    assert over.page == MENU
