from __future__ import annotations

from harness.protocols.csta.services import (
    SetDoNotDisturb,
    SetForwarding,
    SetForwardingResponse,
)
from harness.standin.calls.events import DirectoryNumber
from harness.standin.cli.configurator import load
from harness.standin.defects import Defect
from harness.standin.extras import gcid_of
from harness.standin.operations import Announcement
from harness.standin.switch import configured
from tests.standin.desk import MOC_EXAMPLE, Desk


def test_the_engine_knows_the_numbers_of_the_configuration() -> None:
    configuration = load(MOC_EXAMPLE).configuration
    assert configured(configuration).numbers == (
        DirectoryNumber("201", name="Alice", watched=True, carried=True),
        DirectoryNumber("202", watched=True, carried=True),
        DirectoryNumber("203", watched=True, carried=True),
        DirectoryNumber("204", watched=True, notified=True),
        DirectoryNumber("205"),
    )


def test_with_watch_ignored_every_number_is_watched() -> None:
    configuration = load(MOC_EXAMPLE).configuration
    numbers = configured(configuration, frozenset({Defect.WATCH_IGNORED})).numbers
    assert all(each.watched for each in numbers)


def test_dual_lines_secondary_numbers_and_timeouts_are_obeyed() -> None:
    configuration = load(MOC_EXAMPLE).configuration
    configuration.ephone_dns[1].lines = "dual-line"
    configuration.ephone_dns[1].secondary = "2001"
    configuration.telephony.timeouts_busy = 3
    configuration.voice_service.make_call_prompt = 7
    event = configured(configuration)
    assert event.numbers[0].channels == 2
    assert event.numbers[0].aliases == ("2001",)
    assert (event.timeouts.busy, event.timeouts.make_call_prompt) == (3, 7)


def test_forwardings_are_obeyed() -> None:
    configuration = load(MOC_EXAMPLE).configuration
    dn = configuration.ephone_dns[2]
    dn.forward_all, dn.forward_busy, dn.forward_noan, dn.forward_timeout = "203", "204", "205", 7
    assert configured(configuration).numbers[1] == DirectoryNumber(
        "202",
        watched=True,
        carried=True,
        forward_all="203",
        forward_busy="204",
        forward_no_answer="205",
        no_answer_seconds=7,
    )


def test_a_forwarding_by_a_service_stands_in_the_configuration() -> None:
    desk = Desk()
    desk.three_phones()
    app = desk.invite("202")
    dn = desk.configuration.ephone_dns[2]
    set_ = SetForwarding(device="tel:202", activate_forward=True, forward_dn="tel:203")
    assert desk.asks(app, set_) == SetForwardingResponse()
    assert dn.forward_all == "203"
    desk.switch.configuration_changed("ephone-dn 2")
    desk.asks(app, SetForwarding(device="202", activate_forward=False))
    assert dn.forward_all is None


def test_a_phone_that_keeps_quiet_is_told_to_the_command_line() -> None:
    desk = Desk()
    desk.three_phones()
    app = desk.invite("202")
    desk.asks(app, SetDoNotDisturb(device="202", do_not_disturb_on=True))
    assert [each.do_not_disturb for each in desk.switch.phones()] == [False, True, False]


def test_calls_are_listed_with_both_legs_and_a_global_id() -> None:
    desk = Desk()
    desk.three_phones()
    desk.make_call(desk.invite("201"), "201", "202")
    [call] = desk.switch.calls()
    assert call.gcid == gcid_of(1)
    assert [(leg.dn, leg.call_id, leg.calling, leg.called, leg.state) for leg in call.legs] == [
        ("201", 1, "201", "202", "ACT"),
        ("202", 1, "201", "202", "RNG"),
    ]


def test_a_busy_call_ends_by_the_clock() -> None:
    desk = Desk()
    desk.three_phones()
    desk.make_call(desk.invite("202"), "202", "")
    desk.make_call(desk.invite("201"), "201", "202")
    desk.wait(9.9)
    assert [call.legs[0].dn for call in desk.switch.calls()] == ["202", "201"]
    desk.wait(0.2)
    assert [call.legs[0].dn for call in desk.switch.calls()] == ["202"]


def test_global_ids_are_four_groups_of_eight_hexadecimal_digits() -> None:
    groups = gcid_of(1).split("-")
    assert [len(group) for group in groups] == [8, 8, 8, 8]
    assert gcid_of(1) != gcid_of(2)


def test_debug_output_is_worded_while_a_flag_is_on_and_log_messages_always() -> None:
    desk = Desk()
    heard: list[Announcement] = []
    desk.switch.announce = heard.append
    desk.three_phones()
    alice = desk.monitoring("201")
    assert {each.flag for each in heard} == {"", "ephone register"}

    desk.switch.debugs = {"cti core"}
    desk.make_call(alice, "201", "202")
    assert {"cti core", "cti protoif"} <= {each.flag for each in heard}
