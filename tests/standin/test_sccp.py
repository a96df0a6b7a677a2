from __future__ import annotations

from dataclasses import replace

import pytest

from harness.protocols.sccp.messages import (
    ButtonTemplate,
    CallInfo,
    CallInfoDynamic,
    CallState,
    ConfigStat,
    DisplayPromptStatusDynamic,
    EnblocCall,
    FeatureStatDynamic,
    FeatureStatReq,
    ForwardStat,
    ForwardStatReq,
    KeypadButton,
    LineStat,
    LineStatDynamic,
    OffHook,
    OpenReceiveChannel,
    OpenReceiveChannelAck,
    RegisterAck,
    Reset,
    SelectSoftKeys,
    ServiceURLStatDynamic,
    ServiceURLStatReq,
    SetRinger,
    SoftKeySetRes,
    SpeedDialStat,
    SpeedDialStatReq,
    StartMediaTransmission,
    Stimulus,
    Unregister,
    UnregisterAck,
    VersionReq,
    VersionRes,
)
from harness.protocols.sccp.numbers import (
    DeviceType,
    MediaStatus,
    PhoneCallState,
    ResetType,
    RingMode,
    SoftKey,
    SoftKeySet,
    UnregisterStatus,
)
from harness.protocols.sccp.numbers import Stimulus as Button
from harness.standin.configuration import ProfileNumber
from harness.standin.operations import LineStatus
from tests.standin.desk import ALICE, BOB, CAROL, MOC_EXAMPLE, Desk, Phone, profile


def only(kind: type, messages: list[object]) -> list[object]:
    return [each for each in messages if type(each) is kind]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_three_phones_of_the_document_register_with_their_lines(desk: Desk) -> None:
    for phone in desk.three_phones():
        assert phone.registered
    statuses = desk.switch.phones()
    assert [(each.tag, each.state, each.type_name) for each in statuses] == [
        (1, "REGISTERED", "7961"),
        (2, "REGISTERED", "7960"),
        (3, "REGISTERED", "7961"),
    ]
    assert [each.lines for each in statuses] == [
        (LineStatus(1, 1, "201", 1, "IDLE"),),
        (LineStatus(1, 2, "202", 1, "IDLE"),),
        (LineStatus(1, 3, "203", 1, "IDLE"),),
    ]


@pytest.mark.parametrize(
    ("seven", "version", "ours", "line"),
    [
        (7960, 11, 9, LineStat),
        (7960, 5, 5, LineStat),
        (7961, 17, 12, LineStat),
        (7961, 20, 17, LineStatDynamic),
    ],
)
def test_the_version_offered_depends_on_the_phone(
    desk: Desk, seven: int, version: int, ours: int, line: type
) -> None:
    phone = desk.plug_in(profile(BOB if seven == 7960 else ALICE, seven=seven, version=version))
    assert phone.registered
    assert phone.session.version == ours
    [ack] = only(RegisterAck, phone.seen)
    assert ack.keep_alive_interval == 30  # type: ignore[attr-defined]
    assert len(only(line, phone.seen)) >= 1


def test_a_line_shows_its_number_and_name(desk: Desk) -> None:
    phone = desk.plug_in(profile(ALICE))
    [line] = only(LineStat, phone.seen)
    assert line == LineStat(1, "201", "Alice", "201")
    [template] = only(ButtonTemplate, phone.seen)
    buttons = [each.button_definition for each in template.definition]  # type: ignore[attr-defined]
    assert buttons == [Button.LINE] + [Button.UNDEFINED] * 5
    [configuration] = only(ConfigStat, phone.seen)
    assert configuration.number_of_lines == 1  # type: ignore[attr-defined]


def test_a_phone_asks_where_its_line_is_forwarded_to(desk: Desk) -> None:
    phone = desk.plug_in(profile(ALICE))
    [before] = only(ForwardStat, phone.seen)
    assert before == ForwardStat(0, 1)
    desk.configuration.ephone_dns[1].forward_all = "203"
    assert desk.says(phone, ForwardStatReq(1)) == [ForwardStat(1, 1, 1, "203")]


def test_questions_about_buttons_that_do_not_exist_are_answered(desk: Desk) -> None:
    phone = desk.plug_in(profile(ALICE))
    questions = SpeedDialStatReq(3), FeatureStatReq(4), ServiceURLStatReq(5), VersionReq()
    told = desk.says(phone, *questions)
    assert [type(each) for each in told] == [
        SpeedDialStat,
        FeatureStatDynamic,
        ServiceURLStatDynamic,
        VersionRes,
    ]


def test_a_stranger_registers_without_lines_unless_that_is_off(desk: Desk) -> None:
    stranger = desk.plug_in(profile("00AABBCCDDEE"))
    assert stranger.registered
    assert [each.lines for each in desk.switch.phones()][-1] == ()
    assert desk.switch.phones()[-1].tag == 4
    desk.configuration.telephony.auto_reg_ephone = False
    assert desk.plug_in(profile("00AABBCCDDE0")).rejected == "Error: phone not configured"


def test_max_ephones_limits_who_is_registered_at_a_time_and_cuts_nobody_off(desk: Desk) -> None:
    alice = desk.plug_in(profile(ALICE))
    desk.configuration.telephony.max_ephones = 1
    assert desk.plug_in(profile(BOB, seven=7960)).rejected == "\x1e\x0b"
    assert desk.switch.phones()[0].registered
    assert desk.plug_in(profile(ALICE)).registered
    assert alice.registered
    desk.configuration.telephony.max_ephones = 2
    assert desk.plug_in(profile(BOB, seven=7960)).registered


def test_a_phone_of_another_type_than_configured_is_rejected(desk: Desk) -> None:
    given = replace(profile(BOB), device_type=DeviceType.CISCO_7961)
    assert desk.plug_in(given).rejected == "Error: wrong phone type"
    assert not desk.switch.phones()[1].registered


def test_a_phone_that_comes_again_replaces_its_old_connection(desk: Desk) -> None:
    old = desk.plug_in(profile(ALICE))
    new = desk.plug_in(profile(ALICE))
    assert new.registered
    assert desk.switch.stations.finished == {old.session}
    assert [each.registered for each in desk.switch.phones()] == [True, False, False]


def test_a_silent_phone_is_deceased_after_three_intervals(desk: Desk) -> None:
    phone = desk.plug_in(profile(ALICE))
    phone.stopped = True
    desk.wait(89)
    assert desk.switch.phones()[0].state == "REGISTERED"
    desk.wait(2)
    assert desk.switch.phones()[0].state == "DECEASED"
    assert desk.switch.phones()[0].lines == (LineStatus(1, 1, "201", 1, "DOWN"),)


def test_a_phone_may_leave_but_not_during_a_call(desk: Desk) -> None:
    alice, _, _ = desk.three_phones()
    desk.says(alice, OffHook())
    [answer] = desk.says(alice, Unregister())
    assert answer == UnregisterAck(UnregisterStatus.NAK)
    desk.presses(alice, SoftKey.END_CALL)
    assert UnregisterAck(UnregisterStatus.OK) in desk.says(alice, Unregister())
    assert desk.switch.phones()[0].state == "UNREGISTERED"


def call_states(messages: list[object]) -> list[PhoneCallState]:
    return [each.state for each in messages if isinstance(each, CallState)]


def dials(desk: Desk, phone: Phone, number: str) -> list[object]:
    told = desk.says(phone, OffHook())
    for digit in number:
        told += desk.says(phone, KeypadButton(int(digit)))
    return told


def test_a_call_by_hand_is_shown_rung_and_talked_at_two_phones(desk: Desk) -> None:
    alice, bob, _ = desk.three_phones()
    bob.seen.clear()
    assert call_states(dials(desk, alice, "202")) == [
        PhoneCallState.OFF_HOOK,
        PhoneCallState.PROCEED,
        PhoneCallState.RING_OUT,
    ]
    assert call_states(bob.seen) == [PhoneCallState.RING_IN]
    [ringer] = only(SetRinger, bob.seen)
    assert ringer.ring_mode is RingMode.INSIDE  # type: ignore[attr-defined]
    [info] = only(CallInfoDynamic, bob.seen)
    assert (info.calling_party, info.calling_party_name) == ("201", "Alice")  # type: ignore[attr-defined]
    status = {each.tag: each for each in desk.switch.phones()}
    assert (status[1].lines[0].state, status[2].lines[0].state) == ("ALERTING", "RINGING")
    assert status[2].ringing
    answered = desk.presses(bob, SoftKey.ANSWER, ringer.call_reference)  # type: ignore[attr-defined]
    assert call_states(answered) == [PhoneCallState.OFF_HOOK, PhoneCallState.CONNECTED]
    assert desk.switch.phones()[0].lines[0].state == "CONNECTED"
    assert desk.switch.phones()[0].active_call == "call ID 1, DN 1, 202"
    [first, second] = desk.switch.calls()[0].legs
    assert (first.dn, first.state, second.dn, second.state) == ("201", "ACT", "202", "ACT")


def test_each_phone_sends_media_where_the_other_listens(desk: Desk) -> None:
    alice, bob, _ = desk.three_phones()
    bob.seen.clear()
    dials(desk, alice, "202")
    desk.presses(bob, SoftKey.ANSWER)
    of_alice, of_bob = (
        next(each for each in phone.seen if isinstance(each, OpenReceiveChannel))
        for phone in (alice, bob)
    )
    assert of_alice.pass_through_party_id != of_bob.pass_through_party_id
    first = OpenReceiveChannelAck(
        MediaStatus.OK, "10.0.0.21", 16384, of_alice.pass_through_party_id
    )
    second = OpenReceiveChannelAck(MediaStatus.OK, "10.0.0.22", 20480, of_bob.pass_through_party_id)
    desk.says(alice, first)
    to_bob = only(StartMediaTransmission, bob.seen)
    desk.says(bob, second)
    to_alice = only(StartMediaTransmission, alice.seen)
    assert [(m.remote_ip_address, m.remote_port_number) for m in (*to_bob, *to_alice)] == [  # type: ignore[attr-defined]
        ("10.0.0.21", 16384),
        ("10.0.0.22", 20480),
    ]


def test_a_number_dialled_en_bloc_needs_no_digit(desk: Desk) -> None:
    alice, bob, _ = desk.three_phones()
    desk.says(alice, EnblocCall("202"))
    assert call_states(bob.seen) == [PhoneCallState.RING_IN]


def test_the_line_key_goes_off_hook(desk: Desk) -> None:
    alice, *_ = desk.three_phones()
    assert call_states(desk.says(alice, Stimulus(Button.LINE, 1))) == [PhoneCallState.OFF_HOOK]


def test_a_key_that_does_nothing_says_so(desk: Desk) -> None:
    alice, *_ = desk.three_phones()
    assert desk.presses(alice, SoftKey.CONFERENCE) == [DisplayPromptStatusDynamic(5, 0, 0, "\x80-")]


def test_the_soft_keys_of_a_set_name_places_of_the_template(desk: Desk) -> None:
    alice = desk.plug_in(profile(ALICE))
    [sets] = only(SoftKeySetRes, alice.seen)
    ring_in = sets.definition[SoftKeySet.RING_IN].soft_key_template_index  # type: ignore[attr-defined]
    assert ring_in[:3] == (9, 13, 0)
    assert SelectSoftKeys(0, 0, SoftKeySet.ON_HOOK) in alice.seen


def test_a_phone_that_is_deconfigured_is_reset_and_cut(desk: Desk) -> None:
    alice, *_ = desk.three_phones()
    desk.configuration.telephony.auto_reg_ephone = False
    del desk.configuration.ephones[1]
    desk.switch.configuration_changed("no ephone 1")
    desk.run()
    assert only(Reset, alice.seen) == [Reset(ResetType.RESET)]
    assert desk.switch.stations.finished == {alice.session}


def test_a_button_change_moves_the_number_at_once(desk: Desk) -> None:
    alice, bob, _ = desk.three_phones()
    phones = desk.configuration.ephones
    phones[2].buttons, phones[1].buttons = phones[1].buttons, {}
    desk.switch.configuration_changed("button 1:1")
    dials(desk, bob, "203")
    assert desk.switch.calls()[0].legs[0].dn == "201"
    assert desk.switch.phones()[0].lines == ()
    assert desk.says(alice, OffHook()) == []


USER = """
voice user-profile 1
 user user204 password psswr
 number 204 type normal
 speed-dial 1 201 label Alice
"""


def test_a_login_is_felt_when_the_phone_registers_anew() -> None:
    desk = Desk(MOC_EXAMPLE + USER)
    carol = desk.plug_in(profile(CAROL))
    assert desk.switch.log_in("user204", 3, password="psswr") == ""
    desk.run()
    assert only(Reset, carol.seen) == [Reset(ResetType.RESTART)]
    assert [line.number for line in desk.switch.phones()[2].lines] == ["203"]

    again = desk.plug_in(profile(CAROL))
    assert [line.number for line in desk.switch.phones()[2].lines] == ["204"]
    assert [each.speed_dial_dir_number for each in only(SpeedDialStat, again.seen)] == ["201"]
    assert desk.switch.user_at(3) == "user204"


def test_a_changed_profile_is_felt_when_the_phone_registers_anew() -> None:
    desk = Desk(MOC_EXAMPLE + USER)
    desk.plug_in(profile(CAROL))
    desk.configuration.logout_profiles[1].numbers = [ProfileNumber("205")]
    desk.switch.configuration_changed("number 205")
    assert [line.number for line in desk.switch.phones()[2].lines] == ["203"]
    desk.plug_in(profile(CAROL))
    assert [line.number for line in desk.switch.phones()[2].lines] == ["205"]


def test_a_refused_login_tells_no_phone() -> None:
    desk = Desk(MOC_EXAMPLE + USER)
    carol = desk.plug_in(profile(CAROL))
    assert desk.switch.log_in("user204", 3, password="wrong") == "Invalid user name or password"
    assert desk.switch.log_out("user204") == "User is not logged in"
    desk.run()
    assert only(Reset, carol.seen) == []


def test_restart_and_reset_tell_the_phone(desk: Desk) -> None:
    alice, *_ = desk.three_phones()
    assert desk.switch.restart_phone(1)
    assert desk.switch.reset_phone(1)
    assert not desk.switch.reset_phone(9)
    desk.run()
    assert only(Reset, alice.seen) == [Reset(ResetType.RESTART), Reset(ResetType.RESET)]


def test_without_a_logout_profile_the_third_phone_has_no_line() -> None:
    desk = Desk(MOC_EXAMPLE.replace(" type 7961\n logout-profile 1", " type 7961"))
    carol = desk.plug_in(profile(CAROL))
    assert carol.registered
    assert only(LineStat, carol.seen) == []


def test_a_phone_below_version_8_is_told_in_the_old_layout(desk: Desk) -> None:
    bob = desk.plug_in(profile(BOB, seven=7960, version=5))
    alice = desk.plug_in(profile(ALICE))
    dials(desk, alice, "202")
    assert len(only(CallInfo, bob.seen)) == 1
