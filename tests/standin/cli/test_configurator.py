from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.standin.cli.configurator import load
from harness.standin.cli.running_config import configuration_text
from harness.standin.configuration import ButtonAssignment, ProfileNumber
from harness.standin.operations import PhoneStatus


def prompt_of(typist: Any) -> str:
    return str(typist.screen.rsplit("\r\n", 1)[-1])


def test_every_line_of_the_moc_example_is_taken(
    configuring: Any, ios_example: Callable[[str], str]
) -> None:
    for line in ios_example("moc-client").splitlines():
        *answer, prompt = configuring.line(line)
        assert answer == [], line
        assert prompt.endswith(")#"), line


def test_the_moc_example_becomes_the_configuration_it_describes(
    ios_example: Callable[[str], str],
) -> None:
    made = load(ios_example("moc-client")).configuration

    voice = made.voice_service
    assert (voice.cti_shutdown, voice.csta_mode_basic) == (False, True)
    assert (voice.refer, voice.moved_temporarily) == (False, False)
    assert voice.allow_connections == [("sip", "sip")]
    telephony = made.telephony
    assert (telephony.max_ephones, telephony.max_dn) == (10, 100)
    assert (telephony.source_address, telephony.source_port) == ("10.0.0.1", 2000)
    assert telephony.em_logout == ["1:0"]
    assert made.hostname == "sdataar-2811s"
    assert made.ephones[1].mac == "001E4A34A35F"
    assert made.ephones[2].type == "7960"
    assert made.ephones[1].buttons == {1: ButtonAssignment(":", (1,))}
    assert made.ephones[3].logout_profile == 1
    assert made.logout_profiles[1].numbers == [ProfileNumber("203", "normal")]
    assert made.user_profiles[1].user == "user204"
    assert [dn.number for dn in made.ephone_dns.values()] == ["201", "202", "203", "204"]
    assert made.watched("201")
    assert made.notified("204")
    assert not made.notified("201")


def test_the_session_manager_example_is_taken_but_for_its_misprint(
    ios_example: Callable[[str], str],
) -> None:
    loaded = load(ios_example("session-manager"))
    assert [line.strip() for line in loaded.refused] == ["csta cti mode basic"]
    server = loaded.configuration.session_servers[1]
    assert (server.register_id, server.keepalive, server.cti_aware) == ("apps", 60, True)
    assert loaded.configuration.voice_service.sip.expires_max == 120
    assert loaded.configuration.voice_register_global.mode == "cme"


# Where the guide misprints, cme-ios.md §5 says what a router answers and where the caret stands.
@pytest.mark.parametrize(
    ("mode", "line", "under"),
    [
        ("voice service voip", "csta cti mode basic", 1),
        ("voice service voip", "no supplementary-service sip moved-temporary", 43),
        ("voice service voip", "no supplementary-service sip-refer", 28),
        ("voice service voip", "allow-connections sip-to-sip", 21),
        ("voice register session-server 1", "register id app1", 12),
        ("voice register session-server 1", "CRS1", 1),
        ("voice register session-server 1", "cti aware", 4),
        ("voice register global", "ip source-address 10.0.0.1 port 5060", 10),
        ("telephony-service", "max-ephones 999", 12),
    ],
)
def test_a_misprint_is_marked_where_a_router_marks_it(
    configuring: Any, mode: str, line: str, under: int
) -> None:
    configuring.line(mode)
    prompt = prompt_of(configuring)
    shown = configuring.line(line)
    assert shown[0] == " " * (len(prompt) + under) + "^"
    assert shown[1:] == ["% Invalid input detected at '^' marker.", "", prompt]


def test_a_cut_register_id_is_legal_and_printed_in_full(configuring: Any) -> None:
    configuring.line("voice register session-server 1")
    configuring.line("register appl")
    shown = configuring.line("do show running-config | section session-server")
    assert shown[:2] == ["voice register session-server 1 ", " register-id appl"]


def test_a_command_of_an_outer_mode_leaves_the_inner_ones(configuring: Any) -> None:
    for line in ("telephony-service", "max-dn 9", "max-ephones 9", "ephone 1", "ephone 2"):
        configuring.line(line)
    configuring.line("type 7961")
    configuring.line("ephone-dn 1")
    assert prompt_of(configuring) == "Router(config-ephone-dn)#"
    configuring.line("ephone-dn 2")
    made = configuring.session.terminal.host.configuration
    assert made.ephones[2].type == "7961"
    assert sorted(made.ephone_dns) == [1, 2]
    assert made.ephone_dns[1].template is None


def test_a_mode_inside_a_mode_is_left_one_step_at_a_time(configuring: Any) -> None:
    prompts = [
        configuring.line(line)[-1] for line in ("voice service voip", "sip", "exit", "exit", "exit")
    ]
    assert prompts == [
        "Router(conf-voi-serv)#",
        "Router(conf-serv-sip)#",
        "Router(conf-voi-serv)#",
        "Router(config)#",
        "Router#",
    ]


def test_no_directory_number_or_phone_fits_before_their_maximum_is_set(configuring: Any) -> None:
    assert configuring.line("ephone-dn 1")[1].startswith("% Invalid input")
    assert configuring.line("ephone 1")[1].startswith("% Invalid input")


def test_a_button_wants_a_number_that_exists(configuring: Any) -> None:
    for line in ("telephony-service", "max-dn 9", "max-ephones 9", "ephone 1"):
        configuring.line(line)
    assert configuring.line("button 1:7")[0] == " invalid input dn parameter for button 1"
    assert configuring.session.terminal.host.configuration.ephones[1].buttons == {}


def test_no_undoes_and_default_resets(configuring: Any) -> None:
    voice = configuring.session.terminal.host.configuration.voice_service
    configuring.line("voice service voip")
    configuring.line("no cti shutdown")
    assert voice.cti_shutdown is False
    configuring.line("default cti shutdown")
    assert voice.cti_shutdown is True
    configuring.line("no supplementary-service sip refer")
    configuring.line("default supplementary-service sip refer")
    assert voice.refer is True


def test_each_accepted_line_is_told_to_the_running_system(
    configuring: Any, operations: Any
) -> None:
    for line in ("voice serv voip", "no cti shut", "cti nonsense", "! a comment"):
        configuring.line(line)
    assert operations.changes == ["voice service voip", "no cti shutdown"]


def test_a_question_in_configuration_waits_for_its_answer(configuring: Any) -> None:
    configuring.line("voice register global")
    configuring.line("mode cme")
    shown = configuring.line("no voice register global")
    assert shown[-1] == "Are you sure you want to proceed? Yes/No? [no]: "
    configuring.line("no")
    made = configuring.session.terminal.host.configuration
    assert made.voice_register_global.mode == "cme"
    configuring.line("no voice register global")
    assert configuring.line("yes") == ["Router(config)#"]
    assert made.voice_register_global.mode is None


def test_a_phone_in_service_keeps_its_mac_address(configuring: Any, operations: Any) -> None:
    for line in ("telephony-service", "max-ephones 9", "ephone 1", "mac-address 001e.4a34.a35f"):
        configuring.line(line)
    operations.known_phones = [PhoneStatus(1, "001E4A34A35F", "REGISTERED")]
    assert configuring.line("mac-address 0011.2233.4455")[:3] == [
        "ephone slot is already registered with 001E.4A34.A35F",
        "",
        "Cannot change MAC address.",
    ]
    assert configuring.line("mac-address 001E.4A34.A35F") == ["Router(config-ephone)#"]


def test_a_phone_is_restarted_from_its_mode(configuring: Any, operations: Any) -> None:
    for line in ("telephony-service", "max-ephones 9", "ephone 3", "restart", "reset"):
        configuring.line(line)
    assert operations.restarted == [3, -3]


@pytest.mark.parametrize("example", ["moc-client", "session-manager"])
def test_what_is_printed_reads_back_as_the_same(
    example: str, ios_example: Callable[[str], str]
) -> None:
    once = configuration_text(load(ios_example(example)).configuration)
    again = load(once)
    assert again.refused == ()
    assert configuration_text(again.configuration) == once


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("loopback 5", "Loopback5"), ("lo5", "Loopback5"), ("fa 0/1", "FastEthernet0/1")],
)
def test_an_interface_may_be_typed_with_a_blank(configuring: Any, typed: str, printed: str) -> None:
    assert configuring.line(f"interface {typed}") == ["Router(config-if)#"]
    assert printed in configuring.session.terminal.host.configuration.interfaces


def test_an_interface_loses_its_configuration_by_default(configuring: Any) -> None:
    for line in ("interface fa0/0", "description desk", "ip address 10.0.0.1 255.255.255.0"):
        configuring.line(line)
    assert configuring.line("default interface fa0/0") == [
        "Building configuration...",
        "",
        "Interface FastEthernet0/0 set to default configuration",
        "Router(config)#",
    ]
    configuring.line("end")
    shown = configuring.line("show running-config | section FastEthernet0/0")
    assert shown == ["interface FastEthernet0/0", " no ip address", "Router#"]


def test_an_interface_that_the_router_does_not_have_is_refused(configuring: Any) -> None:
    assert "% Invalid input detected at '^' marker." in configuring.line("interface fa 5")
