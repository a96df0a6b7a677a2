"""What the router's messages make an eye see and an ear hear. Pure.

``values`` says what a screen is, ``folding`` how each message changes it, ``wording`` how it
prints in a failure. A screen is a function of the messages alone: nothing here guesses what the
router should have said.
"""

from harness.phone.screen.browsing import fold_page
from harness.phone.screen.folding import fold, fold_press, fold_selection
from harness.phone.screen.passing import elapse
from harness.phone.screen.values import (
    CallOnScreen,
    KeyOnScreen,
    LineOnScreen,
    PageOnScreen,
    Screen,
)
from harness.phone.screen.wording import text

__all__ = [
    "CallOnScreen",
    "KeyOnScreen",
    "LineOnScreen",
    "PageOnScreen",
    "Screen",
    "elapse",
    "fold",
    "fold_page",
    "fold_press",
    "fold_selection",
    "text",
]
