from __future__ import annotations

import os
import socketserver
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pydantic import SecretStr

from harness.errors import RouterUnreachable
from harness.router import console
from harness.router.cli import open_command_line
from harness.router.console import recover
from harness.runtime.clock import Deadline
from harness.runtime.loop import BackgroundLoop
from harness.topology import Console, Credentials

NOBODY = Credentials("ann", SecretStr("hush"))
DIALOG = "\r\nWould you like to enter the initial configuration dialog? [yes/no]: "


@contextmanager
def device(answer: Callable[[bytes], str]) -> Iterator[str]:
    """A serial device at whose other end ``answer`` says what comes of typed octets."""
    master, slave = os.openpty()
    tty.setraw(slave)
    with BackgroundLoop("scripted device") as loop:

        def read() -> None:
            os.write(master, answer(os.read(master, 4096)).encode("latin-1"))

        loop.run(lambda: loop.loop.add_reader(master, read), Deadline.after(5, "the device"))
        yield os.ttyname(slave)
        loop.run(lambda: loop.loop.remove_reader(master), Deadline.after(5, "the device's end"))
    os.close(master)
    os.close(slave)


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ("\r\nrommon 1 > ", "ROM monitor, without IOS; .* type `boot`"),
        (DIALOG, "no configuration and asks for one; answer `no`"),
        ("\r\nWould you like to terminate autoinstall? [yes]: ", "no configuration"),
        ("System Bootstrap, Version 12.4(13r)T11\r\n", "is booting; try again when"),
        ("\xfe\xfe\x00\xfe\xfe", r"cannot be read; check .* \(`baud:`\)"),
        ("", "nothing answers; check the cable"),
    ],
)
def test_a_console_that_leads_to_no_prompt_is_one_sentence_with_a_remedy(
    says, sentence, bench, journal
):
    typed = []

    def answer(octets: bytes) -> str:
        typed.append(octets)
        return says

    with device(answer) as port:
        spec = bench.router.model_copy(update={"access": (Console(device=port),)})
        deadlines = bench.deadlines.model_copy(update={"cli": 0.4})
        with pytest.raises(
            RouterUnreachable, match=rf"console {port} failed: .*{sentence}"
        ) as told:
            open_command_line(spec, NOBODY, deadlines=deadlines, journal=journal)

    assert "\n" not in str(told.value)
    assert set(b"".join(typed)) == set(b"\x03\r")


def test_a_console_at_rest_is_woken():
    answers = iter(["", "\r\nPress RETURN to get started!\r\n", "\r\ncme-lab>"])

    with device(lambda _: next(answers)) as port:
        recover(port, 9600, seconds=3)

    assert next(answers, None) is None


def test_a_log_line_after_the_prompt_does_not_hide_it(monkeypatch):
    monkeypatch.setattr(console, "_QUIET_SECONDS", 0.05)
    logged = "\r\ncme-lab#\r\n*Mar  1 00:00:07.1: %SYS-5-CONFIG_I: Configured from console\r\n"
    answers = iter([logged, "\r\ncme-lab#"])

    with device(lambda _: next(answers)) as port:
        recover(port, 9600, seconds=3)

    assert next(answers, None) is None


class Monitor(socketserver.StreamRequestHandler):
    """What a terminal server shows of a router in its ROM monitor."""

    def handle(self) -> None:
        number = 1
        self.wfile.write(b"rommon 1 > ")
        for line in self.rfile:
            number += 1
            said = line.strip() and b'monitor: command "%b" not found\r\n' % line.split()[0]
            self.wfile.write(b"%b\r\n%brommon %d > " % (line.strip(), said, number))


def test_a_terminal_server_that_leads_to_the_monitor_is_told(bench, journal):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Monitor) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        topology = bench.with_ports(telnet=server.server_address[1])
        spec = type(topology.router).model_validate(
            {**topology.router.model_dump(), "access": ["telnet"]}
        )
        with pytest.raises(RouterUnreachable, match=r"Telnet to .* failed: .* ROM monitor"):
            open_command_line(spec, NOBODY, deadlines=bench.deadlines, journal=journal)
        server.shutdown()
        thread.join()
