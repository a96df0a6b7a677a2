"""What the console shows of a boot, and the first questions of a router without configuration.

The setup dialog itself is not played: whoever answers yes is asked whether to go on (ASSUMED).
"""

from __future__ import annotations

BOOT = (
    "\r\n\r\nSystem Bootstrap, Version 12.4(13r)T11, RELEASE SOFTWARE (fc1)\r\n"
    "program load complete, entry point: 0x8000f000, size: 0x3151f58\r\n"
    f"Self decompressing the image : {'#' * 40} [OK]\r\n\r\n"
)
STARTED = "\r\n\r\nPress RETURN to get started!\r\n\r\n"
_ENTER = "Would you like to enter the initial configuration dialog? [yes/no]: "
_CONTINUE = "Continue with configuration dialog? [yes/no]: "
_TERMINATE = "Would you like to terminate autoinstall? [yes]: "
_SETUP = (
    "\r\nAt any point you may enter a question mark '?' for help.\r\n"
    "Use ctrl-c to abort configuration dialog at any prompt.\r\n\r\n"
)
_EITHER = "% Please answer 'yes' or 'no'.\r\n"


class FirstQuestions:
    """The questions, from the first to ``Press RETURN`` (cme-ios.md 4.4)."""

    def __init__(self) -> None:
        self.over = False
        self._question = _ENTER
        self._typed = ""

    @staticmethod
    def greeting() -> str:
        """What is said before anybody types."""
        return f"\r\n         --- System Configuration Dialog ---\r\n\r\n{_ENTER}"

    def take(self, typed: str) -> str:
        """What appears for what is typed."""
        shown = ""
        for sign in typed:
            if self.over:
                break
            if sign == "\r":
                answer, self._typed = self._typed.strip().lower(), ""
                shown += f"\r\n{self._answered(answer)}"
            elif sign == "\x03" and self._question == _CONTINUE:
                shown += self._ended()
            elif sign.isprintable():
                self._typed += sign
                shown += sign
        return shown

    def _answered(self, answer: str) -> str:
        said = ""
        if self._question == _TERMINATE:
            return self._ended()
        if answer in {"n", "no"}:
            self._question = _TERMINATE
        elif answer in {"y", "yes"}:
            said, self._question = _SETUP, _CONTINUE
        else:
            said = _EITHER
        return said + self._question

    def _ended(self) -> str:
        self.over = True
        return STARTED
