"""The router's command line, by netmiko: SSH, Telnet, a serial console.

The only module that imports netmiko, and it does so inside functions: that import costs half a
second. A `CommandLine` speaks one command at a time, waits for its echo and then
for a prompt, and reports every exchange to the journal with its secrets hidden. It is not safe
for use by several threads.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from select import select
from typing import Any, NamedTuple

from harness.errors import ProvisioningError, RouterUnreachable
from harness.router import console
from harness.router.causes import why
from harness.router.dialogue import (
    QUESTION,
    Prompt,
    answer_of,
    last_prompt,
    prompt_pattern,
    question_of,
    refusal,
    undisturbed,
)
from harness.router.parting import abandon, release
from harness.router.secrets import redact
from harness.router.standing import standing
from harness.router.ways import Route, manners, route
from harness.runtime.clock import Deadline
from harness.runtime.interrupts import undivided
from harness.runtime.journal import Journal, Kind
from harness.topology import Credentials, Deadlines, RouterSpec

WITNESS = "router"
_INTERRUPT = "\x03"
_ASKS_PASSWORD = r"ssword: ?\Z"  # noqa: S105 - a question, not an answer
_PRINTS = ("show ", "more ", "dir ")
"""Commands that ask nothing; what they print may look like a question where a chunk ends."""
_SLOW = re.compile(r"\s*(?:create cnf-files|crypto key generate|user-locale|network-locale)\b")
"""Configuration lines that a router thinks about for seconds (cme-ios.md 9.1 d)."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One command and what came back, secrets hidden: the value of a journal entry."""

    mode: str
    command: str
    answer: str


class Answer(NamedTuple):
    """What to type when the router asks something that ``question`` matches."""

    question: str
    reply: str


_WANTED: dict[str, Answer] = {
    "no voice register global": Answer(r"proceed\?.*\[no\]", "yes"),
}
"""Configuration lines that ask whether they are meant; who types them here means them."""


@cache
def _netmiko() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of cryptography, about what old routers need
        import netmiko
    # At DEBUG netmiko logs what it writes, passwords of configuration lines included; paramiko
    # prints tracebacks of what is raised as well.
    logging.getLogger("netmiko").disabled = True
    logging.getLogger("paramiko").setLevel(logging.CRITICAL + 1)
    return netmiko


@cache
def _failures() -> tuple[type[Exception], ...]:
    """What netmiko and the libraries below it raise."""
    import paramiko

    return (_netmiko().NetmikoBaseException, paramiko.SSHException, OSError, EOFError, ValueError)


def warm() -> None:
    """Import what a command line needs now, so that opening one is quick."""
    _failures()


def open_command_line(
    router: RouterSpec, credentials: Credentials, *, deadlines: Deadlines, journal: Journal
) -> CommandLine:
    """Reach privileged EXEC by the first of the topology's ways that works.

    Raises:
        RouterUnreachable: none did; the text says why for each.
    """
    causes = []
    for way in router.access:
        there = route(router, way)
        try:
            line = CommandLine(there, credentials, deadlines=deadlines, journal=journal)
        except RouterUnreachable as cause:
            causes.append(str(cause))
            journal.append(WITNESS, Kind.NOTE, "no way in", text=str(cause))
            continue
        journal.append(WITNESS, Kind.NOTE, "connected", text=f"by {there.name}, as {line.hostname}")
        return line
    raise RouterUnreachable("; ".join(causes))


class CommandLine:
    """One session at privileged EXEC.

    Raises:
        RouterUnreachable: there is no way in, or none to privileged EXEC.
    """

    def __init__(
        self,
        there: Route,
        credentials: Credentials,
        *,
        deadlines: Deadlines,
        journal: Journal,
    ) -> None:
        self._name = there.name
        self._deadlines = deadlines
        self._journal = journal
        self._in_step = True
        self._unread = ""
        self._connection = self._opened(there, credentials)
        self._base = self._connection.base_prompt
        try:
            self._require_ios()
            self._enable(credentials)
        except BaseException:
            abandon(self._connection)
            raise

    def _opened(self, there: Route, credentials: Credentials) -> Any:
        connection = None
        try:
            connection = _netmiko().ConnectHandler(
                **there.arguments, **manners(credentials, self._deadlines)
            )
            if there.serial:
                console.recover(**there.serial, seconds=self._deadlines.cli)
                connection.protocol = "serial"
                connection.serial_settings.update(there.serial, exclusive=True)
            connection._open()  # noqa: SLF001 - what `auto_connect=False` leaves to the caller
        except RouterUnreachable as cause:
            abandon(connection)
            raise RouterUnreachable(f"{self._name} failed: {cause}") from None
        except _failures() as error:
            abandon(connection)
            # Nothing of the original: netmiko quotes what it read, which may hold anything.
            raise RouterUnreachable(f"{self._name} failed: {why(error)}") from None
        except BaseException:
            abandon(connection)
            raise
        return connection

    @property
    def hostname(self) -> str:
        """The router's name, or its first 16 characters."""
        return str(self._base)

    @property
    def in_step(self) -> bool:
        """Whether the session waits at a prompt.

        Not after an interrupted command, and not once the router has logged it out
        (``exec-timeout``).
        """
        return self._in_step and not self._ended()

    def _require_ios(self) -> None:
        where = standing(self._base)
        if where is not None:
            raise RouterUnreachable(f"{self._name} failed: {where}")

    def _enable(self, credentials: Credentials) -> None:
        prompt = self._exchange("", self._deadlines.cli)[1]
        if prompt.configures:  # a console where somebody else stopped
            prompt = self._exchange("end", self._deadlines.cli)[1]
        if prompt.mode == "EXEC":
            return
        secret = credentials.enable
        until = rf"(?:{_ASKS_PASSWORD}|{prompt_pattern(self._base)})"
        output = self._say("enable", until)
        if secret is not None and re.search(_ASKS_PASSWORD, output):
            self._write(secret.get_secret_value())
            output = self._read(until)
        if last_prompt(output, self._base).mode == "EXEC":
            return
        if secret is None:
            cause = "the login is not privileged and no enable secret is given (NAME_ENABLE)"
        elif "No password set" in output:
            cause = "it has no enable secret, so a login from outside cannot become privileged"
        else:
            cause = "it does not accept the enable secret"
        raise RouterUnreachable(f"{self._name} failed: {cause}")

    def run(
        self, command: str, *, seconds: float | None = None, answers: Sequence[Answer] = ()
    ) -> str:
        """One EXEC command; the result is what it printed.

        Args:
            command: the command.
            seconds: how long it may take; the topology's ``deadlines.cli`` when not given.
            answers: replies to the questions it may ask.

        Raises:
            ProvisioningError: the router refused it, or asked something else.
            DeadlineExceeded: no prompt came back in time.
            RouterUnreachable: the session is gone.
        """
        answer, prompt = self._exchange(command, seconds or self._deadlines.cli, answers)
        refused = refusal(command, answer, prompt)
        self._note(prompt.mode, command, answer)
        if refused is not None:
            raise ProvisioningError(f"{refused}")
        return answer

    def type(self, line: str, answers: Sequence[Answer] = ()) -> tuple[str, Prompt]:
        """Type a line wherever the session stands; what it printed and the prompt, unjudged."""
        answer, prompt = self._exchange(line, self._deadlines.cli, answers)
        self._note(prompt.mode, line, answer)
        return answer, prompt

    def push(self, lines: Sequence[str]) -> None:
        """Type configuration lines, each verified before the next; ends at EXEC again.

        Indented lines stand in the section of the line above that is indented less; sections are
        left with ``exit``. Lines that are not indented are typed as they stand.

        Raises:
            ProvisioningError: the router refused a line, which is named with the mode, the
                router's answer, the caret and the line's number; lines before it stay applied.
        """
        with self._configuring() as entered:
            prompt, level = entered, 0
            for number, line in enumerate(lines, 1):
                indent = len(line) - len(line.lstrip())
                for _ in range(level - indent):
                    prompt = self._configure("exit", prompt, f"after line {number - 1}")
                level = indent
                prompt = self._configure(line.strip(), prompt, f"line {number} of {len(lines)}")

    @contextmanager
    def _configuring(self) -> Iterator[Prompt]:
        answer, prompt = self._exchange("configure terminal", self._deadlines.cli)
        if not prompt.configures:
            said = redact(answer).strip() or "nothing"
            raise ProvisioningError(
                f'the router does not enter configuration mode; it says "{said}"'
            )
        try:
            yield prompt
        finally:
            if self._in_step:
                self._exchange("end", self._deadlines.cli)

    def _configure(self, line: str, at: Prompt, place: str) -> Prompt:
        slow = _SLOW.match(line)
        seconds = self._deadlines.push if slow else self._deadlines.cli
        wanted = _WANTED.get(line)
        answer, prompt = self._exchange(line, seconds, (wanted,) if wanted is not None else ())
        self._note(at.mode, line, answer)
        refused = refusal(line, answer, at)
        if refused is not None:
            raise ProvisioningError(f"{refused}; {place}")
        if not prompt.configures:
            raise ProvisioningError(
                f'the router left configuration mode at "{redact(line)}"; {place}'
            )
        return prompt

    def _exchange(
        self, command: str, seconds: float, answers: Sequence[Answer] = ()
    ) -> tuple[str, Prompt]:
        """Type a command and read to the next prompt: what it printed, and that prompt."""
        until = f"(?:{prompt_pattern(self._base)}|{QUESTION.pattern})"
        plain = not answers and command.startswith(_PRINTS)
        self._in_step = False
        output = self._say(command, prompt_pattern(self._base) if plain else until, seconds)
        said = ""
        while not re.search(prompt_pattern(self._base), output):
            question = question_of(output)
            reply = next((a.reply for a in answers if re.search(a.question, question)), None)
            if reply is None:
                self._write(_INTERRUPT)
                self._read(prompt_pattern(self._base), seconds)
                self._in_step = True
                raise ProvisioningError(
                    f'the router asks "{redact(question)}" after "{redact(command)}"; '
                    "it was interrupted, not answered"
                )
            said += output + ("" if re.search(_ASKS_PASSWORD, question) else reply)
            self._write(reply)
            output = self._read(until, seconds)
        self._in_step = True
        return answer_of(said + output, self._base), last_prompt(output, self._base)

    def _say(self, command: str, until: str, seconds: float | None = None) -> str:
        self._write(command)
        if command:
            # The echo, to the letter: nothing is lost, scrolled or broken by a log line.
            self._read(re.escape(command) + r"\s*\n", seconds, awaited="echo")
        return self._read(until, seconds)

    def _write(self, text: str) -> None:
        try:
            with undivided():
                self._connection.write_channel(text + "\n")
        except _failures():
            raise self._gone() from None

    def _read(self, until: str, seconds: float | None = None, *, awaited: str = "prompt") -> str:
        """Everything up to and including what ``until`` matches; what follows is kept."""
        wanted = re.compile(until)
        name = f"the router's {awaited} by {self._name}"
        deadline = Deadline.after(seconds or self._deadlines.cli, name)
        echoes = awaited == "echo"
        while not (found := wanted.search(self._unread)):
            if deadline.passed:
                raise deadline.exceeded()
            try:
                self._unread += self._received(deadline.remaining)
            except _failures():
                raise self._gone() from None
            if echoes:
                self._unread = undisturbed(self._unread, until)
        output, self._unread = self._unread[: found.end()], self._unread[found.end() :]
        return output

    def _received(self, seconds: float) -> str:
        """What has come, or comes within ``seconds``; netmiko itself would look 100 times a second.

        Raises:
            EOFError: nothing can come any more.
        """
        text, descriptor = self._taken()
        if not text and select([descriptor], [], [], seconds)[0]:
            text, _ = self._taken()
            if not text and self._ended():
                raise EOFError
        return text

    def _taken(self) -> tuple[str, int]:
        """What has come, and whose descriptor tells of more."""
        with undivided():
            return str(self._connection.read_channel()), self._connection.remote_conn.fileno()

    def _ended(self) -> bool:
        signs = ("eof_received", "closed")  # of a paramiko channel
        return any(getattr(self._connection.remote_conn, sign, False) is True for sign in signs)

    def _gone(self) -> RouterUnreachable:
        return RouterUnreachable(f"{self._name} was lost: the router closed the session")

    def _note(self, mode: str, command: str, answer: str) -> None:
        exchange = Exchange(mode, redact(command), redact(answer))
        self._journal.append(
            WITNESS, Kind.CLI, exchange.command, exchange, text=f"({mode}) {exchange.command}"
        )

    def close(self) -> None:
        """Log out and release the socket or port, and netmiko's thread with it."""
        if self._in_step:
            release(self._connection)
        else:
            abandon(self._connection)
