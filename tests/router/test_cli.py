from __future__ import annotations

import logging
import socket

import pytest
from pydantic import SecretStr

from harness.errors import ProvisioningError, RouterUnreachable
from harness.router.cli import Exchange, open_command_line
from harness.runtime.journal import Kind
from harness.topology import Console, Credentials

GOOD = Credentials("ann", SecretStr("hush-login"), SecretStr("hush-enable"))


@pytest.fixture
def connect(bench, journal):
    opened = []

    def open_line(credentials=GOOD, topology=bench):
        line = open_command_line(
            topology.router, credentials, deadlines=topology.deadlines, journal=journal
        )
        opened.append(line)
        return line

    yield open_line
    for line in opened:
        line.close()


def test_a_user_becomes_privileged_and_a_command_answers(connect, ios, journal):
    line = connect()

    assert line.run("show cti session") == "no active CTI session"
    assert line.hostname == "cme-lab"
    assert "enable" in ios.typed
    (shown,) = [entry.value for entry in journal.entries() if entry.kind is Kind.CLI]
    assert shown == Exchange("EXEC", "show cti session", "no active CTI session")


@pytest.mark.parametrize(
    ("credentials", "sentence"),
    [
        (Credentials("ann", SecretStr("wrong")), "does not accept the user name and password"),
        (Credentials("ann", SecretStr("hush-login")), r"no enable secret is given"),
        (
            Credentials("ann", SecretStr("hush-login"), SecretStr("wrong")),
            "does not accept the enable secret",
        ),
    ],
)
def test_a_refused_login_is_one_sentence(connect, credentials, sentence, caplog, capfd):
    with caplog.at_level(logging.DEBUG), pytest.raises(RouterUnreachable, match=sentence) as told:
        connect(credentials)

    assert "\n" not in str(told.value)
    assert "wrong" not in f"{told.value!r}{caplog.text}"
    assert capfd.readouterr() == ("", "")


def test_a_router_without_an_enable_secret_lets_nobody_in(connect, ios):
    ios.enable_secret = None

    with pytest.raises(RouterUnreachable, match="has no enable secret"):
        connect()


def test_a_port_where_nobody_listens_is_named(connect, bench):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(RouterUnreachable, match=rf"SSH to 127\.0\.0\.1:{port} failed: nothing"):
        connect(topology=bench.with_ports(ssh=port))


def test_every_way_in_is_tried_and_told(connect, bench):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    spec = bench.with_ports(ssh=port, telnet=port).router
    access = type(spec).model_validate({**spec.model_dump(), "access": ["ssh", "telnet"]}).access
    topology = bench.model_copy(update={"router": spec.model_copy(update={"access": access})})

    with pytest.raises(RouterUnreachable, match=r"SSH to .* nothing .*; Telnet to .* nothing"):
        connect(topology=topology)


def by_console(bench, session):
    spec = bench.router.model_copy(update={"access": (Console(device=session.device),)})
    return bench.model_copy(update={"router": spec})


def test_a_console_of_any_name_is_a_way_in(connect, bench, ios, console):
    line = connect(topology=by_console(bench, console))

    line.push(("ephone-dn 7", " number 3107"))

    assert ios.configuration["ephone-dn 7"] == {"number 3107": {}}


def test_a_console_left_in_configuration_mode_with_half_a_line_is_recovered(
    connect, bench, ios, console
):
    console.path = [("config", ios.configuration)]
    console.buffer = "hostname ba"

    line = connect(topology=by_console(bench, console))

    assert line.run("show cti session") == "no active CTI session"
    assert "hostname ba" not in "".join(ios.typed)


def test_a_session_that_is_closed_in_a_command_is_told(connect, ios):
    line = connect()
    ios.hang_up_at = "show ephone"

    with pytest.raises(RouterUnreachable, match="the router closed the session"):
        line.run("show ephone")
    assert not line.in_step


def test_sections_are_left_by_exit(connect, ios):
    line = connect()
    ios.typed.clear()

    line.push(("voice service voip", " sip", "  registrar server", "ephone-dn 7", " cti watch"))

    assert ios.typed == [
        "configure terminal",
        "voice service voip",
        "sip",
        "registrar server",
        "exit",
        "exit",
        "ephone-dn 7",
        "cti watch",
        "end",
    ]


def test_configuration_mode_is_left_after_a_refusal(connect, ios):
    line = connect()
    ios.answers["max-ephones 999"] = "% Invalid input detected at '^' marker.\n\n"

    with pytest.raises(ProvisioningError, match=r"in mode config-telephony.*line 2 of 2"):
        line.push(("telephony-service", " max-ephones 999"))

    assert line.run("show cti session") == "no active CTI session"


@pytest.mark.parametrize("question", ["Are you sure you want to proceed? [confirm]", "Which one? "])
def test_a_question_in_configuration_mode_is_interrupted_not_answered(connect, ios, question):
    line = connect()
    ios.answers["no username ann"] = question

    with pytest.raises(ProvisioningError, match=r'asks ".*" after "no username ann"'):
        line.push(("no username ann",))

    assert line.run("show cti session") == "no active CTI session"


def test_a_log_line_after_a_prompt_is_read_over(connect, ios):
    line = connect()
    ios.log_after = "*Mar  1 00:00:07.1: %SYS-5-CONFIG_I: Configured from # console by ann\n"

    line.push(("ephone-dn 7", " number 3107"))

    assert ios.configuration["ephone-dn 7"] == {"number 3107": {}}
    assert line.run("show cti session") == "no active CTI session"


def test_a_long_hostname_cut_in_configuration_modes_is_recognised(connect, ios):
    ios.hostname = "a-router-with-a-very-long-name"
    line = connect()

    line.push(("telephony-service", " max-ephones 10"))

    assert ios.configuration["telephony-service"] == {"max-ephones 10": {}}


def test_nothing_is_logged_of_what_is_typed(connect, caplog):
    with caplog.at_level(logging.DEBUG):
        line = connect()
        line.push(("voice user-profile 1", " user user204 password hush-profile"))

    assert "hush" not in caplog.text


def test_a_push_of_sixty_lines_takes_a_moment(connect, ios, journal):
    line = connect()
    lines = tuple(text for n in range(1, 31) for text in (f"ephone-dn {n}", f" number {200 + n}"))
    began = journal.clock.now()

    line.push(lines)

    assert journal.clock.now() - began < 4
    assert ios.configuration["ephone-dn 30"] == {"number 230": {}}
