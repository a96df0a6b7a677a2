"""What a router prints between commands: prompts, questions, refusals. Pure.

Hostname and mode are both cut in long prompts (cme-ios.md 4.1), so a prompt is recognised by the
first characters of the hostname and by its shape, never by a mode's full name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.router.secrets import redact

_LOG_LINE = r"[^\n]*%[A-Z][A-Z0-9_]*-(?:[A-Z0-9_]+-)?[0-7]-[A-Z0-9_]+: [^\n]*"
_TIMED_LINE = r"[*.]?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d[.\d]*: [^\n]*"
_INTRUDERS = re.compile(rf"\n(?:(?:{_LOG_LINE}|{_TIMED_LINE})\n)+")
_BRACKET = r"\((?:\w+-)?(?:conf|cfg)[\w.\- ]*\)"


def undisturbed(output: str, echo: str) -> str:
    """An output without the log lines and the debug output that broke into an echo.

    A router prints these at once, in the middle of a word if need be, and goes on in a new line
    (cme-ios.md 4.3). What comes after the echo, which ``echo`` matches, stays as it is.
    """
    while not re.search(echo, output) and _INTRUDERS.search(output):
        output = _INTRUDERS.sub("", output, count=1)
    return output


QUESTION = re.compile(
    r"(?P<asked>\[[^\]\n]*\]\s?[:?]|\[confirm\]|\((?:y/n|yes/no)\)\??|\?|[Pp]assword:)\s*"
    rf"(?:{_LOG_LINE}(?:\n|\Z)|\n)*\Z"
)
"""An output that ends so waits for an answer, not for a command; log lines may come after it."""


def question_of(output: str) -> str:
    """The line with which an output asks; its last line when none does."""
    found = QUESTION.search(output)
    asked = output[: found.end("asked")] if found else output
    return asked.strip("\n").split("\n")[-1].strip()


def prompt_pattern(base: str) -> str:
    """Matches a prompt at the end of what was read; ``base`` is how the hostname begins.

    Log lines and debug output that came after the prompt count as read, and so does the prompt
    that ``logging synchronous`` puts after them. A log line's ``#`` is none: the prompt begins its
    line.
    """
    prompt = rf"{re.escape(base)}[^\s()#>]*(?:{_BRACKET})?[#>][ ]?"
    return (
        rf"(?:\A|\n){prompt}"
        rf"(?>(?:{_LOG_LINE}|{_TIMED_LINE})(?:\n|\Z)|\n|(?<=\n){prompt})*+\Z"
    )


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt, taken apart."""

    text: str

    @property
    def mode(self) -> str:
        """``config-ephone-dn`` in a configuration mode, else ``EXEC`` or ``user EXEC``."""
        bracket = re.search(r"\(([^()]*)\)#", self.text)
        if bracket:
            return bracket[1]
        return "EXEC" if "#" in self.text else "user EXEC"

    @property
    def configures(self) -> bool:
        """Whether lines typed here change the configuration."""
        return re.search(_BRACKET, self.text) is not None


def last_prompt(output: str, base: str) -> Prompt:
    """The prompt that ended an output."""
    found = re.search(prompt_pattern(base), output)
    line = found[0].strip("\n").split("\n")[0] if found else ""
    shape = re.match(rf"{re.escape(base)}[^\s()#>]*(?:{_BRACKET})?[#>]", line)
    return Prompt(shape[0] if shape else line)


def answer_of(output: str, base: str) -> str:
    """What was printed between the echo of a command and the prompt after it."""
    body = re.sub(prompt_pattern(base), "", output)
    lines = [
        line.rstrip("\r ") if not line.strip() else line.rstrip("\r") for line in body.split("\n")
    ]
    return "\n".join(lines).strip("\n")


# Refusals that do not begin with "% " (cme-ios.md 2.3, 2.4), and what begins so but is none.
_REFUSALS = (
    re.compile(r"^% (?!Warning|Generating|Please wait).*", re.MULTILINE),
    re.compile(r"^%(?:Error|Bad|Please turn|Turn config|(?:No|A) Rollback)\b.*", re.MULTILINE),
    re.compile(r"^%Rollback Confirmed Change was.*", re.MULTILINE),
    re.compile(r"^\s*invalid input .* parameter.*", re.MULTILINE | re.IGNORECASE),
    re.compile(r"^\s*Cannot change MAC address.*", re.MULTILINE),
    re.compile(r"^\s*ephone slot is already registered.*", re.MULTILINE),
    re.compile(r"^\s*ERROR: .*", re.MULTILINE),
    re.compile(r"^\s*Invalid port number or port in use.*", re.MULTILINE),
    re.compile(r"^\s*Configuration mode is locked.*", re.MULTILINE),
    re.compile(r"^\s*(?:Rollback aborted|Error: ).*", re.MULTILINE),
)
_CARET = re.compile(r"^( *)\^\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line the router did not take."""

    line: str
    mode: str
    answer: str
    at: int | None
    """The position in the line, from 0, that the caret stands under."""

    def __str__(self) -> str:
        shown = redact(self.line)
        place = ""
        if self.at is not None:
            rest = self.line[self.at :]
            place = f", caret at column {self.at + 1}"
            if shown == self.line and rest:
                place += f' ("{rest}")'
        return f'the router refused "{shown}" in mode {self.mode}: "{redact(self.answer)}"{place}'


def refusal(line: str, answer: str, prompt: Prompt) -> Refusal | None:
    """Whether an answer refuses the line typed at ``prompt``; log lines never do."""
    for pattern in _REFUSALS:
        found = pattern.search(answer)
        if found:
            caret = _CARET.search(answer)
            at = len(caret[1]) - len(prompt.text) if caret else None
            valid = at if at is not None and 0 <= at <= len(line) else None
            return Refusal(line, prompt.mode, found[0].strip(), valid)
    return None
