"""The router's command line, by netmiko: SSH, Telnet, a serial console.

The only module that imports netmiko and pyserial, and it does so inside functions: that import
costs half a second. A `CommandLine` speaks one command at a time, waits for its echo and then
for a prompt, and reports every exchange to the journal with its secrets hidden. It is not safe
for use by several threads.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from harness.errors import DeadlineExceeded, ProvisioningError, RouterUnreachable
from harness.router.causes import why
from harness.router.dialogue import (
    QUESTION,
    Prompt,
    answer_of,
    last_prompt,
    prompt_pattern,
    refusal,
)
from harness.router.secrets import redact
from harness.runtime.journal import Journal, Kind
from harness.topology import Console, Credentials, Deadlines, RouterSpec, Ssh, Telnet

WITNESS = "router"
_INTERRUPT = "\x03"
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


def open_command_line(
    router: RouterSpec, credentials: Credentials, *, deadlines: Deadlines, journal: Journal
) -> CommandLine:
    """Reach privileged EXEC by the first of the topology's ways that works.

    Raises:
        RouterUnreachable: none did; the text says why for each.
    """
    causes = []
    for way in router.access:
        name, open_way = _WAYS[type(way)](router, way)
        try:
            line = CommandLine(open_way, name, credentials, deadlines=deadlines, journal=journal)
        except RouterUnreachable as cause:
            causes.append(str(cause))
            journal.append(WITNESS, Kind.NOTE, "no way in", text=str(cause))
            continue
        journal.append(WITNESS, Kind.NOTE, "connected", text=f"by {name}, as {line.hostname}")
        return line
    raise RouterUnreachable("; ".join(causes))


Opener = Callable[[Credentials, Deadlines], Any]


def _ssh(router: RouterSpec, way: Ssh) -> tuple[str, Opener]:
    port = way.port or router.ports.ssh
    timeouts = ("conn_timeout", "auth_timeout", "banner_timeout", "blocking_timeout")

    def opener(credentials: Credentials, deadlines: Deadlines) -> Any:
        return _netmiko().ConnectHandler(
            device_type="cisco_ios",
            host=router.address,
            port=port,
            username=credentials.username,
            password=credentials.password.get_secret_value(),
            **_manners(deadlines),
            **dict.fromkeys(timeouts, deadlines.cli),
        )

    return f"SSH to {router.address}:{port}", opener


def _telnet(router: RouterSpec, way: Telnet) -> tuple[str, Opener]:
    address, port = way.address or router.address, way.port or router.ports.telnet

    def opener(credentials: Credentials, deadlines: Deadlines) -> Any:
        return _netmiko().ConnectHandler(
            device_type="cisco_ios_telnet",
            host=address,
            port=port,
            username=credentials.username,
            password=credentials.password.get_secret_value(),
            conn_timeout=deadlines.cli,
            **_manners(deadlines),
        )

    return f"Telnet to {address}:{port}", opener


def _console(_: RouterSpec, way: Console) -> tuple[str, Opener]:
    def opener(credentials: Credentials, deadlines: Deadlines) -> Any:
        netmiko = _netmiko()
        _leave_what_was_typed(way)
        return netmiko.ConnectHandler(
            device_type="cisco_ios_serial",
            username=credentials.username,
            password=credentials.password.get_secret_value(),
            serial_settings={"port": way.device, "baudrate": way.baud},
            **_manners(deadlines),
        )

    return f"console {way.device}", opener


def _leave_what_was_typed(way: Console) -> None:
    """A console keeps its state when a run dies: half a line, a configuration mode."""
    import serial

    with serial.Serial(way.device, way.baud, timeout=0, write_timeout=1) as port:
        port.write(b"\x03\r")
        port.flush()


_WAYS: Mapping[type, Callable[[RouterSpec, Any], tuple[str, Opener]]] = {
    Ssh: _ssh,
    Telnet: _telnet,
    Console: _console,
}


def _manners(deadlines: Deadlines) -> dict[str, Any]:
    return {
        "fast_cli": True,
        "global_delay_factor": 0.3,  # of the 0.1 s netmiko waits for stray octets, twice
        "session_timeout": deadlines.cli,
    }


class CommandLine:
    """One session at privileged EXEC.

    Raises:
        RouterUnreachable: there is no way in, or none to privileged EXEC.
    """

    def __init__(
        self,
        opener: Opener,
        name: str,
        credentials: Credentials,
        *,
        deadlines: Deadlines,
        journal: Journal,
    ) -> None:
        self._name = name
        self._deadlines = deadlines
        self._journal = journal
        self._in_step = True
        self._connection = self._opened(opener, credentials)
        self._base = self._connection.base_prompt
        try:
            self._enable(credentials)
        except BaseException:
            self.close()
            raise

    def _opened(self, opener: Opener, credentials: Credentials) -> Any:
        netmiko = _netmiko()
        failures = (netmiko.NetmikoBaseException, OSError, EOFError, ValueError)
        try:
            return opener(credentials, self._deadlines)
        except failures as error:
            # Nothing of the original: netmiko quotes what it read, which may hold anything.
            raise RouterUnreachable(f"{self._name} failed: {why(error)}") from None

    @property
    def hostname(self) -> str:
        """The router's name, or its first 16 characters."""
        return str(self._base)

    @property
    def in_step(self) -> bool:
        """Whether the session waits at a prompt; not after an interrupted command."""
        return self._in_step

    def _enable(self, credentials: Credentials) -> None:
        prompt = self._exchange("", self._deadlines.cli)[1]
        if prompt.mode == "EXEC":
            return
        secret = credentials.enable
        output = self._say("enable", r"(?:ssword: ?\Z|" + prompt_pattern(self._base) + ")")
        if "ssword" in output and secret is not None:
            self._connection.write_channel(secret.get_secret_value() + "\n")
            output = self._read(r"(?:ssword: ?\Z|" + prompt_pattern(self._base) + ")")
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
        answer, prompt = self._exchange(line, seconds)
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
        plain = not answers and command.startswith("show ")
        self._in_step = False
        output = self._say(command, prompt_pattern(self._base) if plain else until, seconds)
        said = ""
        while not re.search(prompt_pattern(self._base), output):
            question = output.strip("\n").split("\n")[-1].strip()
            reply = next((a.reply for a in answers if re.search(a.question, question)), None)
            if reply is None:
                self._connection.write_channel(_INTERRUPT)
                self._read(prompt_pattern(self._base), seconds)
                self._in_step = True
                raise ProvisioningError(
                    f'the router asks "{redact(question)}" after "{redact(command)}"; '
                    "it was interrupted, not answered"
                )
            said += output + reply
            self._connection.write_channel(reply + "\n")
            output = self._read(until, seconds)
        self._in_step = True
        return answer_of(said + output, self._base), last_prompt(output, self._base)

    def _say(self, command: str, until: str, seconds: float | None = None) -> str:
        self._write(command + "\n")
        if command:
            # The echo, to the letter: nothing is lost, scrolled or broken by a log line.
            self._read(re.escape(command) + r"\s*\n", seconds, awaited="echo")
        return self._read(until, seconds)

    def _write(self, text: str) -> None:
        try:
            self._connection.write_channel(text)
        except (OSError, EOFError, _netmiko().NetmikoBaseException):
            raise self._gone() from None

    def _read(self, until: str, seconds: float | None = None, *, awaited: str = "prompt") -> str:
        limit = seconds or self._deadlines.cli
        try:
            return str(self._connection.read_until_pattern(until, read_timeout=limit))
        except _netmiko().ReadTimeout:
            if not self._alive():
                raise self._gone() from None
            raise DeadlineExceeded(f"the router's {awaited} by {self._name}", limit) from None
        except (OSError, EOFError, _netmiko().NetmikoBaseException):
            raise self._gone() from None

    def _alive(self) -> bool:
        remote = self._connection.remote_conn
        gone = ("closed", "eof_received")  # of a paramiko channel
        return remote is not None and not any(getattr(remote, sign, False) is True for sign in gone)

    def _gone(self) -> RouterUnreachable:
        return RouterUnreachable(f"{self._name} was lost: the router closed the session")

    def _note(self, mode: str, command: str, answer: str) -> None:
        exchange = Exchange(mode, redact(command), redact(answer))
        self._journal.append(
            WITNESS, Kind.CLI, exchange.command, exchange, text=f"({mode}) {exchange.command}"
        )

    def close(self) -> None:
        """Log out and release the socket or port, and netmiko's thread with it."""
        connection = self._connection
        if not self._in_step and connection.remote_conn is not None:
            connection.remote_conn.close()  # no farewell: nobody knows what it would answer
        connection.disconnect()
