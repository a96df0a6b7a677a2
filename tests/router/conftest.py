"""A scripted router: just enough IOS over SSH for the harness to be shown its behaviour.

Its image has no archive and no timed rollback. It is no stand-in: it takes every configuration
line, keeps sections, and misbehaves on demand.
"""

from __future__ import annotations

import os
import re
import threading
import tty
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import asyncssh
import pytest
from paramiko import Transport

from harness.router.router import Router
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal
from harness.runtime.loop import BackgroundLoop
from harness.topology import Topology, loads

Section = dict[str, Any]

_SECTIONS = re.compile(
    r"voice service voip|telephony-service|ixi .*|ephone-dn \d+.*|ephone \d+|line .*|sip"
    r"|voice (?:logout|user)-profile \d+|interface \S+"
)
_SINGLE = re.compile(r"number|type|mac-address|max-\S+|description|ip source-address")
_KEPT_NEGATIVE = re.compile(r"cti shutdown|auto-reg-ephone|shutdown|supplementary-service .*")
_ALIAS = re.compile(r"alias exec \S+")
_NEVER_KEPT = re.compile(r"cti shutdown|auto-reg-ephone")

BENCH = """\
router: {kind: hardware, address: 127.0.0.1, ios: "15.1(4)M7"}
parties:
  alice: {number: "201", phone: {model: 7961, mac: 001E.4A34.A35F}}
  carol:
    number: "203"
    phone: {model: 7961, mac: 0019.E7FF.1E30}
    extension_mobility:
      {logout_profile: 1, user_profile: 1, user: user204, password: psswr, number: "204", dn: 4}
deadlines: {cli: 1 s, push: 2 s}
"""

ENVIRONMENT = {"CME_USERNAME": "ann", "CME_PASSWORD": "hush-login", "CME_ENABLE": "hush-enable"}


def _factory_configuration() -> Section:
    return {
        "version 15.1": {},
        "hostname cme-lab": {},
        "enable secret 5 $1$abcd$hush-hash": {},
        "interface FastEthernet0/0": {"ip address 10.0.0.1 255.255.255.0": {}},
        "ephone-dn 80": {"number 3107": {}, "description front desk": {}},
    }


@dataclass
class ScriptedRouter:
    """What the router is and does; tests set it before and read it after."""

    hostname: str = "cme-lab"
    password: str = "hush-login"
    enable_secret: str | None = "hush-enable"
    configuration: Section = field(default_factory=_factory_configuration)
    flash: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """Line to what it prints instead of taking the line."""
    hang_up_at: str = ""
    on_typed: Callable[[str], None] = lambda line: None
    """Called on the router's thread before it answers; may act on the test's."""
    silent_at: str = ""
    replace_works: bool = True
    log_after: str = ""
    port: int = 0
    connections: list[asyncssh.SSHServerConnection] = field(default_factory=list)

    def running(self) -> str:
        lines = ["Building configuration...", "", "Current configuration : 1 bytes", "!"]
        for head, body in self.configuration.items():
            lines += [head, *_printed(body, 1), "!"]
        return "\n".join([*lines, "end", ""])

    def load(self, text: str) -> None:
        self.configuration = {}
        path: list[Section] = [self.configuration]
        for line in text.splitlines()[4:]:
            if line not in ("!", "end", ""):
                level = len(line) - len(line.lstrip())
                path[level + 1 :] = [path[level].setdefault(line.strip(), {})]


def _printed(body: Section, level: int) -> Iterator[str]:
    for line, inner in body.items():
        if line == "sip" and not inner:
            continue
        yield " " * level + line
        yield from _printed(inner, level + 1)


class ScriptedSession(asyncssh.SSHServerSession[str]):
    def __init__(self, router: ScriptedRouter, login_privileged: bool = False) -> None:
        self.router = router
        self.privileged = login_privileged
        self.path: list[tuple[str, Section]] = []
        self.buffer = ""
        self.device = ""
        self.echoes = True
        self.pending: Callable[[str], None] | None = None

    def connection_made(self, chan: Any) -> None:
        self.chan = chan

    def shell_requested(self) -> bool:
        return True

    def pty_requested(self, *_: Any) -> bool:
        return True

    def session_started(self) -> None:
        self.prompt()

    def write(self, text: str) -> None:
        self.chan.write(text.replace("\n", "\r\n"))

    def prompt(self) -> None:
        mode = ""
        if self.path:
            shown = f"{self.router.hostname[:20]}({self.path[-1][0]})#"
            mode = shown if len(shown) <= 30 else shown[:28] + ")#"
        self.write(mode or self.router.hostname + ("#" if self.privileged else ">"))

    def data_received(self, data: str, datatype: Any) -> None:
        for sign in data:
            if sign == "\x03":
                self.pending, self.buffer, self.path, self.echoes = None, "", [], True
                self.write("\n")
                self.prompt()
            elif sign in "\r\n":
                line, self.buffer = self.buffer, ""
                self.write("\n")
                self.take(line)
            elif sign.isprintable():
                self.buffer += sign
                if self.echoes:
                    self.write(sign)

    def take(self, line: str) -> None:
        if self.pending is not None:
            pending, self.pending = self.pending, None
            pending(line)
            return
        if line:
            self.router.typed.append(line)
            self.router.on_typed(line)
        if line and line == self.router.silent_at:
            return
        if line and line == self.router.hang_up_at:
            self.chan.close()
            return
        answer = self.router.answers.get(line)
        if answer is not None:
            self.write(answer)
            if not answer.endswith(("? ", "[confirm]")):
                self.prompt()
            return
        (self.configure if self.path else self.execute)(line)

    def done(self, text: str = "") -> None:
        if text:
            self.write(text.rstrip("\n") + "\n")
        self.prompt()
        if self.router.log_after:
            self.write(self.router.log_after)

    def ask(self, question: str, then: Callable[[str], None], *, echoes: bool = True) -> None:
        def answered(reply: str) -> None:
            self.echoes = True
            then(reply)

        self.echoes = echoes
        self.pending = answered
        self.write(question)

    def execute(self, line: str) -> None:  # noqa: PLR0912 - a table: one case a command
        words = line.split()
        match words:
            case []:
                self.done()
            case ["enable"] if self.router.enable_secret is None:
                self.done("% No password set")
            case ["enable"]:
                self.ask("Password: ", self.enabled, echoes=False)
            case ["terminal", *_]:
                self.done()
            case ["exit"]:
                self.chan.close()
            case _ if not self.privileged:
                self.refuse()
            case ["configure", "terminal"]:
                self.path = [("config", self.router.configuration)]
                self.done("Enter configuration commands, one per line.  End with CNTL/Z.")
            case ["show", "running-config"]:
                self.done(self.router.running())
            case ["show", "version"]:
                self.done(
                    "Cisco IOS Software, 2800 Software (C2800NM-ADVENTERPRISEK9-M), "
                    "Version 15.1(4)M7, RELEASE SOFTWARE (fc2)\n\ncme-lab uptime is 1 week"
                )
            case ["show", "clock"]:
                self.done("*10:31:22.123 UTC Mon Mar 14 2011")
            case ["show", "aliases"]:
                held = [line for line in self.router.configuration if line.startswith("alias ")]
                rows = [line.split(maxsplit=3)[2:] for line in held]
                self.done("\n".join(["Exec mode aliases:", *(f"  {a:22}{b}" for a, b in rows)]))
            case ["show", "cti", "session"]:
                self.done("no active CTI session")
            case ["dir", "flash:"]:
                rows = [
                    f"    {n}  -rw-  {len(text)}  Mar 14 2011 10:31:22 +00:00  {name}"
                    for n, (name, text) in enumerate(self.router.flash.items(), 1)
                ]
                self.done("\n".join(["Directory of flash:/", "", *rows, "", "9 bytes total"]))
            case ["copy", "running-config", target]:
                name = target.removeprefix("flash:")
                self.ask(f"Destination filename [{name}]? ", lambda reply: self.copied(name))
            case ["more", target]:
                self.done(self.router.flash[target.removeprefix("flash:")])
            case ["delete", "/force", target]:
                del self.router.flash[target.removeprefix("flash:")]
                self.done()
            case ["configure", "replace", target, "force"]:
                if self.router.replace_works:
                    self.router.load(self.router.flash[target.removeprefix("flash:")])
                    self.done("Total number of passes: 1\nRollback Done\n")
                else:
                    self.done("Rollback aborted after 5 passes\n")
            case _:
                self.refuse()

    def enabled(self, secret: str) -> None:
        self.privileged = secret == self.router.enable_secret
        if self.privileged:
            self.done()
        else:
            self.ask("Password: ", self.enabled, echoes=False)

    def copied(self, name: str) -> None:
        self.router.flash[name] = self.router.running()
        self.done("4711 bytes copied in 0.400 secs (11777 bytes/sec)")

    def refuse(self) -> None:
        self.done("          ^\n% Invalid input detected at '^' marker.\n")

    def configure(self, line: str) -> None:
        if line in ("end", "exit", ""):
            if line:
                self.path = [] if line == "end" else self.path[:-1]
            self.done("")
            return
        if line == "no sip":
            self.refuse()
            return
        inner = line == "sip" or not _SECTIONS.fullmatch(line)
        depth = len(self.path) if inner else 1
        if not inner or line == "sip":
            self.path = self.path[:depth]
            body = self.path[-1][1].setdefault(line, {})
            self.path.append((f"config-{line.split(maxsplit=1)[0]}", body))
        else:
            _apply(self.path[-1][1], self.router.configuration, line)
        self.done()


def _apply(section: Section, top: Section, line: str) -> None:
    positive = line.removeprefix("no ")
    if alias := _ALIAS.match(positive):
        for other in [held for held in top if held.startswith(f"{alias[0]} ")]:
            del top[other]
        if line == positive:
            top[line] = {}
        return
    if _SECTIONS.fullmatch(positive):
        section = top
    if line != positive:
        section.pop(positive, None)
        if _KEPT_NEGATIVE.fullmatch(positive):
            section[line] = {}
        return
    section.pop(f"no {line}", None)
    if single := _SINGLE.match(line):
        for other in [held for held in section if held.startswith(single[0] + " ")]:
            del section[other]
    if not _NEVER_KEPT.fullmatch(line):
        section[line] = {}


class ScriptedServer(asyncssh.SSHServer):
    def __init__(self, router: ScriptedRouter) -> None:
        self.router = router

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.router.connections.append(conn)

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return password == self.router.password

    def session_requested(self) -> ScriptedSession:
        return ScriptedSession(self.router)


@pytest.fixture(scope="session")
def _host_key() -> asyncssh.SSHKey:
    return asyncssh.generate_private_key("ssh-ed25519")


@pytest.fixture
def ios(_host_key: asyncssh.SSHKey) -> Iterator[ScriptedRouter]:
    """A scripted router on a free port of 127.0.0.1."""
    before = set(threading.enumerate())
    scripted = ScriptedRouter()
    with BackgroundLoop("scripted router") as loop:

        async def listen() -> asyncssh.SSHAcceptor:
            return await asyncssh.create_server(
                lambda: ScriptedServer(scripted),
                "127.0.0.1",
                0,
                server_host_keys=[_host_key],
                line_editor=False,
            )

        acceptor = loop.call(listen(), Deadline.after(5, "the scripted router"))
        scripted.port = acceptor.get_port()
        yield scripted

        async def shut() -> None:
            acceptor.close()
            await acceptor.wait_closed()
            for connection in scripted.connections:
                connection.abort()
                await connection.wait_closed()

        loop.call(shut(), Deadline.after(5, "the scripted router's end"))
    left = [
        thread for thread in set(threading.enumerate()) - before if isinstance(thread, Transport)
    ]
    for thread in left:
        thread.join(2)  # told to end, it may still be on its way
    assert not [thread for thread in left if thread.is_alive()]


class PtyChannel:
    """The serial side of a scripted router: a pseudo-terminal's master."""

    def __init__(self, master: int) -> None:
        self.master = master

    def write(self, text: str) -> None:
        os.write(self.master, text.encode())

    def close(self) -> None:
        self.write("\r\nPress RETURN to get started.\r\n")


@pytest.fixture
def console(ios: ScriptedRouter) -> Iterator[ScriptedSession]:
    """The scripted router's console, named by ``device``; nobody has to log in there."""
    master, slave = os.openpty()
    tty.setraw(slave)
    session = ScriptedSession(ios, login_privileged=True)
    session.chan = PtyChannel(master)
    session.device = os.ttyname(slave)
    deadline = Deadline.after(5, "the scripted console")
    with BackgroundLoop("scripted console") as loop:
        read = lambda: session.data_received(os.read(master, 4096).decode(), None)  # noqa: E731
        loop.run(lambda: loop.loop.add_reader(master, read), deadline)
        yield session
        loop.run(lambda: loop.loop.remove_reader(master), deadline)
    os.close(master)
    os.close(slave)


@pytest.fixture
def bench(ios: ScriptedRouter) -> Topology:
    return loads(BENCH, file="bench.yaml").with_ports(ssh=ios.port, sccp=2000)


@pytest.fixture
def journal() -> Journal:
    return Journal()


@pytest.fixture
def router(bench: Topology, journal: Journal, tmp_path: Any) -> Iterator[Router]:
    """A `Router` on the scripted one, not connected yet; closed after the test."""
    made = Router(bench, journal, folder=tmp_path / "router", environment=ENVIRONMENT)
    yield made
    made.close()
