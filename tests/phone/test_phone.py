from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from harness.errors import (
    DeadlineExceeded,
    LocalProtocolError,
    PhoneRejected,
    RouterUnreachable,
)
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import (
    CallType,
    Codec,
    KeypadButton,
    LampMode,
    MediaPath,
    MediaPathState,
    MediaStatus,
    PhoneCallState,
    ResetType,
    RingDuration,
    RingMode,
    SoftKey,
    SoftKeySet,
    Stimulus,
)
from harness.runtime.clock import Deadline
from harness.runtime.journal import Kind

if TYPE_CHECKING:
    from conftest import Bench

RINGING = (
    sccp.CallState(PhoneCallState.RING_IN, 1, 7),
    sccp.SelectSoftKeys(1, 7, SoftKeySet.RING_IN),
    sccp.CallInfo("Bob", "202", "Alice", "201", 1, 7, CallType.INBOUND),
    sccp.SetLamp(Stimulus.LINE, 1, LampMode.BLINK),
    sccp.SetRinger(RingMode.INSIDE, RingDuration.NORMAL, 1, 7),
)
DIAL_TONE = (
    sccp.CallState(PhoneCallState.OFF_HOOK, 1, 7),
    sccp.SelectSoftKeys(1, 7, SoftKeySet.OFF_HOOK),
)


@pytest.mark.parametrize("model", ["7960", "7961"])
def test_a_phone_boots_over_tftp_and_registers_as_its_model(bench: Bench, model: str) -> None:
    phone = bench.registered(model)

    assert bench.router.asked_files == [
        "CTLSEP001E4A34A35F.tlv",
        "SEP001E4A34A35F.cnf.xml",
        "XMLDefault.cnf.xml",
    ]
    register = bench.router.hears(sccp.Register)
    assert isinstance(register, sccp.Register)
    assert register.device_name == "SEP001E4A34A35F"
    assert register.device_type == {"7960": 7, "7961": 30018}[model]
    alarm = bench.router.hears(sccp.Alarm)
    assert isinstance(alarm, sccp.Alarm)
    assert "Name=SEP001E4A34A35F" in alarm.text
    assert phone.screen.lines[0].number == "201"
    assert phone.screen.soft_keys == ("Redial", "NewCall")
    assert phone.screen.clock == "09:05 04.03.26"


@pytest.mark.parametrize("model", ["7960", "7961"])
@pytest.mark.parametrize("version", [3, 5, 9, 11, 12, 17, 20])
def test_both_models_register_and_ring_at_every_server_version(
    bench: Bench, model: str, version: int
) -> None:
    bench.router.version = version
    phone = bench.registered(model)
    bench.router.say(*RINGING)
    bench.until(lambda: phone.screen.is_ringing, "a ring")
    ringing = phone.screen.ringing_call
    assert ringing is not None
    assert ringing.calling_number == "202"
    assert not bench.entries(Kind.FAULT)


def test_a_malformed_message_is_a_fault_and_the_phone_goes_on(bench: Bench) -> None:
    phone = bench.registered()
    bench.router.say_octets("0c000000 00000000 11010000 0400000001000000")
    bench.router.say(*RINGING)
    bench.until(lambda: phone.screen.is_ringing, "a ring")
    [fault] = bench.entries(Kind.FAULT)
    assert "CallState" in fault.text


def test_messages_and_screens_are_journalled_in_the_order_of_the_wire(bench: Bench) -> None:
    bench.registered()
    bench.router.say(*RINGING)
    bench.until(lambda: bench.phones[0].screen.is_ringing, "a ring")

    told = [
        (entry.kind, entry.name)
        for entry in bench.journal.entries()
        if entry.kind in {Kind.RECEIVED, Kind.SCREEN}
    ][-10:]
    assert told == [
        pair
        for name in ("CallState", "SelectSoftKeys", "CallInfo", "SetLamp", "SetRinger")
        for pair in ((Kind.RECEIVED, name), (Kind.SCREEN, "screen"))
    ]
    assert all(entry.witness == "alice.phone" for entry in bench.journal.entries())


def test_a_rejected_phone_says_what_the_router_showed(bench: Bench) -> None:
    bench.router.reject = "No ephone"
    phone = bench.phone()

    with pytest.raises(PhoneRejected, match="SEP001E4A34A35F.*'No ephone'.*mac-address"):
        phone.boot_and_register(soon())

    assert phone.screen.prompt == "No ephone"
    assert not phone.is_registered


def test_without_tftp_the_error_names_the_server_and_the_file(bench: Bench) -> None:
    phone = bench.phone(server=("127.0.0.1", 1))

    with pytest.raises(RouterUnreachable, match=r"finds no call agent at 127.0.0.1:1: check"):
        phone.boot_and_register(soon())


def test_a_registration_that_stalls_ends_with_its_deadline_and_leaves_no_socket(
    bench: Bench,
) -> None:
    bench.router.silent = True
    phone = bench.phone()

    with pytest.raises(DeadlineExceeded, match="alice in service did not come within 0.2 s"):
        phone.boot_and_register(Deadline.after(0.2, "alice in service"))

    phone.close()
    assert not bench.tasks()
    assert not phone.is_registered


def test_dialling_waits_for_the_dial_tone_and_names_its_call(bench: Bench) -> None:
    phone = bench.registered()
    phone.lift()
    assert bench.router.hears(sccp.OffHook) == sccp.OffHook(0, 0)
    dialler = threading.Thread(target=phone.dial, args=("20*",))
    dialler.start()
    bench.router.say(*DIAL_TONE)
    dialler.join(5)

    bench.router.hears(sccp.KeypadButton, 3)
    pressed = [
        entry.value
        for entry in bench.router.heard.entries()
        if isinstance(entry.value, sccp.KeypadButton)
    ]
    assert pressed == [
        sccp.KeypadButton(KeypadButton.TWO, 1, 7),
        sccp.KeypadButton(KeypadButton.ZERO, 1, 7),
        sccp.KeypadButton(KeypadButton.STAR, 1, 7),
    ]
    assert phone.screen.calls[0].dialled == "20*"


def test_dialling_from_an_idle_phone_lifts_the_handset_once(bench: Bench) -> None:
    phone = bench.registered(patience=0.2)

    with pytest.raises(LocalProtocolError, match="a dial tone to dial 202; it shows"):
        phone.dial("202")
    with pytest.raises(LocalProtocolError, match="a dial tone"):
        phone.dial("202")

    acts = [entry.name for entry in bench.entries(Kind.ACT)]
    assert acts == ["lift"]


def test_answer_presses_the_key_that_the_router_offers_for_that_call(bench: Bench) -> None:
    phone = bench.registered()
    bench.router.say(*RINGING)

    phone.answer()

    assert bench.router.hears(sccp.SoftKeyEvent) == sccp.SoftKeyEvent(SoftKey.ANSWER, 1, 7)


def test_without_an_answer_key_the_handset_answers(bench: Bench) -> None:
    phone = bench.registered()
    bench.router.say(*(message for message in RINGING if type(message) is not sccp.SelectSoftKeys))

    phone.answer()

    assert bench.router.hears(sccp.OffHook) == sccp.OffHook(1, 7)


def test_a_key_that_is_not_shown_cannot_be_pressed(bench: Bench) -> None:
    phone = bench.registered(patience=0.1)

    with pytest.raises(
        LocalProtocolError, match=r"the soft key Hold; it shows\n(?s:.*)\[NewCall\]"
    ):
        phone.press("Hold")

    assert not bench.entries(Kind.ACT)


def test_a_soft_key_acts_on_the_selected_call(bench: Bench) -> None:
    phone = bench.registered()
    phone.press(SoftKey.NEW_CALL)
    assert bench.router.hears(sccp.SoftKeyEvent) == sccp.SoftKeyEvent(SoftKey.NEW_CALL, 0, 0)
    bench.router.say(*DIAL_TONE)

    phone.press("endcall")

    assert bench.router.hears(sccp.SoftKeyEvent, 2) == sccp.SoftKeyEvent(SoftKey.END_CALL, 1, 7)


@pytest.mark.parametrize(
    ("model", "version", "place"), [("7960", 11, 1), ("7961", 11, 1), ("7961", 17, 0)]
)
def test_hanging_up_names_the_button_below_version_15(
    bench: Bench, model: str, version: int, place: int
) -> None:
    bench.router.version = version
    phone = bench.registered(model)
    bench.router.say(*DIAL_TONE)
    bench.until(lambda: phone.screen.active_call, "a call")

    phone.hang_up()

    assert bench.router.hears(sccp.OnHook) == sccp.OnHook(place, 7)


def test_only_the_7961_tells_what_is_held_to_the_ear(bench: Bench) -> None:
    phone = bench.registered("7961")
    phone.lift()
    bench.router.hears(sccp.OffHook)
    names = [entry.name for entry in bench.router.heard.entries()]
    assert names[-2:] == ["MediaPathEvent", "OffHook"]
    assert bench.router.hears(sccp.MediaPathEvent) == sccp.MediaPathEvent(
        MediaPath.HANDSET, MediaPathState.ON
    )


def test_a_call_goes_on_by_another_path_and_without_a_call_there_is_none(bench: Bench) -> None:
    phone = bench.registered("7961", patience=0.2)
    with pytest.raises(LocalProtocolError, match="a call to go on with by speaker"):
        phone.switch_to("speaker")
    bench.router.say(*DIAL_TONE)
    phone.switch_to("speaker")
    assert phone.ear == "speaker"
    assert bench.router.hears(sccp.MediaPathEvent) == sccp.MediaPathEvent(
        MediaPath.SPEAKER, MediaPathState.ON
    )


def test_after_a_fence_everything_said_before_it_has_arrived(bench: Bench) -> None:
    phone = bench.registered()
    for number in range(5):
        bench.router.say(sccp.DisplayPromptStatusDynamic(0, 0, 0, f"word {number}"))
        phone.fence(soon("a fence"))
        assert phone.screen.prompt == f"word {number}"


def test_voice_is_opened_acknowledged_counted_and_closed(bench: Bench) -> None:
    bench.router.version = 17
    phone = bench.registered("7961", speech_packets=2)
    bench.router.say(sccp.OpenReceiveChannel(7, 1, call_reference=7))
    opened = bench.router.hears(sccp.OpenReceiveChannelAck)
    assert isinstance(opened, sccp.OpenReceiveChannelAck)
    assert (opened.media_reception_status, opened.ip_address) == (MediaStatus.OK, "127.0.0.1")
    assert opened.port_number % 2 == 0
    assert (opened.pass_through_party_id, opened.call_reference) == (1, 7)

    bench.router.say(
        sccp.StartMediaTransmission(
            7,
            1,
            "127.0.0.1",
            opened.port_number,
            compression_type=Codec.G711_ULAW_64K,
            call_reference=7,
        )
    )
    transmits = bench.router.hears(sccp.StartMediaTransmissionAck)
    assert isinstance(transmits, sccp.StartMediaTransmissionAck)
    assert transmits.port_number == opened.port_number
    asked = 0
    deadline = soon("two packets in the report: the phone talks to itself")
    while not deadline.passed:
        asked += 1
        bench.router.say(sccp.ConnectionStatisticsReq("202", 7, 1))
        report = bench.router.hears(sccp.ConnectionStatisticsRes, asked)
        assert isinstance(report, sccp.ConnectionStatisticsRes)
        if report.number_packets_received == 2:
            break
    assert report.number_packets_received == 2
    assert (report.number_packets_sent, report.number_octets_sent) == (2, 2 * 172)
    assert (report.number_octets_received, report.number_packets_lost) == (2 * 172, 0)

    bench.router.say(sccp.CloseReceiveChannel(7, 1, 7), sccp.StopMediaTransmission(7, 1, 7))
    phone.fence(soon("a fence"))
    bench.until(lambda: not bench.tasks(), "voice closed")
    assert not bench.entries(Kind.FAULT)


@pytest.mark.parametrize("port", [70_000, 0xFFFF_FFFF, 0])
def test_a_voice_for_a_port_that_nobody_can_have_is_lost(
    bench: Bench, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    bench.router.version = 17
    phone = bench.registered("7961", speech_packets=1)
    bench.router.say(
        sccp.OpenReceiveChannel(7, 1, call_reference=7),
        sccp.StartMediaTransmission(
            7, 1, "127.0.0.1", port, compression_type=Codec.G711_ULAW_64K, call_reference=7
        ),
    )
    bench.router.hears(sccp.StartMediaTransmissionAck)
    phone.fence(soon("a fence"))
    assert not bench.entries(Kind.FAULT)
    assert not caplog.records


@pytest.mark.parametrize(("model", "version"), [("7960", 17), ("7961", 12)])
def test_a_7960_and_an_old_dialect_acknowledge_no_transmission(
    bench: Bench, model: str, version: int
) -> None:
    bench.router.version = version
    bench.registered(model)
    bench.router.say(
        sccp.StartMediaTransmission(7, 1, "127.0.0.1", 9, call_reference=7),
        sccp.ConnectionStatisticsReq("202", 7, 0),
    )
    bench.router.hears(sccp.ConnectionStatisticsRes)
    heard = [entry.name for entry in bench.router.heard.entries()]
    assert "StartMediaTransmissionAck" not in heard


def test_a_restart_unregisters_reads_the_file_again_and_says_why(bench: Bench) -> None:
    bench.registered()
    bench.router.number = "204"
    bench.router.say(sccp.Reset(ResetType.RESTART))
    bench.router.hears(sccp.TimeDateReq, 2)
    bench.until(lambda: bench.phones[0].screen.clock, "the second registration")

    bench.router.hears(sccp.Unregister)
    alarm = bench.router.hears(sccp.Alarm, 2)
    assert isinstance(alarm, sccp.Alarm)
    assert alarm.text.startswith("23: ")
    assert bench.phones[0].screen.lines[0].number == "204"
    assert bench.router.asked_files.count("XMLDefault.cnf.xml") == 2


def test_resets_that_pile_up_end_in_one_registration(bench: Bench) -> None:
    phone = bench.registered()
    bench.router.say(sccp.Reset(ResetType.RESET), sccp.Reset(ResetType.RESET))
    bench.until(lambda: phone.registrations == 2, "the second registration")
    phone.fence(soon("a fence"))
    standing = [session for session, _ in bench.router.sessions if session.state == "served"]
    assert len(standing) == 1
    assert phone.registrations == 2


def test_a_phone_with_a_call_obeys_a_reset_when_the_call_is_over(bench: Bench) -> None:
    phone = bench.registered()
    bench.router.say(*RINGING, sccp.Reset(ResetType.RESET))
    phone.fence(soon("a fence"))
    assert phone.screen.is_ringing
    assert phone.registrations == 1

    bench.router.say(sccp.CallState(PhoneCallState.ON_HOOK, 1, 7))
    bench.until(lambda: phone.registrations == 2, "the second registration")

    alarm = bench.router.hears(sccp.Alarm, 2)
    assert isinstance(alarm, sccp.Alarm)
    assert alarm.text.startswith("22: ")


def test_a_reset_before_the_line_is_cut_is_no_fault(bench: Bench) -> None:
    phone = bench.registered()
    session, carrier = bench.router.sessions[-1]

    async def expel() -> None:
        session.send(sccp.Reset(ResetType.RESET))
        await carrier.close()

    bench.loop.call(expel(), soon("the connection ended"))
    bench.until(lambda: phone.registrations == 2, "the second registration")
    assert not bench.entries(Kind.FAULT)


def test_a_phone_that_is_turned_away_after_a_reset_shows_why_and_is_no_fault(bench: Bench) -> None:
    phone = bench.registered()
    bench.router.reject = "No ephone"
    bench.router.say(sccp.Reset(ResetType.RESET))
    bench.until(lambda: phone.screen.prompt == "No ephone", "the router's text")

    assert not phone.is_registered
    assert not bench.entries(Kind.FAULT)


def test_a_lost_router_is_a_fault_and_darkens_the_screen(bench: Bench) -> None:
    phone = bench.registered()
    bench.router.hang_up()

    bench.until(lambda: bench.entries(Kind.FAULT), "the loss noticed")

    assert [entry.name for entry in bench.entries(Kind.FAULT)] == ["disconnected"]
    assert phone.screen.lines == ()
    with pytest.raises(LocalProtocolError, match="not in service"):
        phone.lift()


def test_an_unplugged_phone_says_no_goodbye(bench: Bench) -> None:
    phone = bench.registered()
    phone.unplug()

    phone_end, _ = bench.router.sessions[-1]
    assert phone_end.state == "served"
    assert not phone.is_registered
    assert "Unregister" not in [entry.name for entry in bench.router.heard.entries()]
    assert not bench.entries(Kind.FAULT)
    phone.boot_and_register(soon("a second boot"))
    assert phone.screen.lines[0].number == "201"


@pytest.mark.parametrize(("model", "octets"), [("7960", 12), ("7961", 16)])
def test_a_line_key_is_told_in_the_size_of_its_model(bench: Bench, model: str, octets: int) -> None:
    phone = bench.registered(model)
    phone.press_line(1)
    phone.fence(soon("a fence"))
    stimulus = bytes.fromhex("05000000 09000000 01000000 00000000")
    heads = [frame.octets for frame in bench.frames if frame.octets[8:20] == stimulus[:12]]
    assert [len(head) - 12 for head in heads] == [octets]
    assert not any(heads[0][24:])


def test_closing_unregisters_and_is_harmless_twice(bench: Bench) -> None:
    phone = bench.registered()
    phone.close()
    phone.close()

    bench.router.hears(sccp.Unregister)
    assert not bench.tasks()
    assert not bench.entries(Kind.FAULT)


def test_a_notice_passes_by_itself(bench: Bench) -> None:
    phone = bench.registered()
    bench.router.say(sccp.DisplayNotifyDynamic(1, "for a second"))
    bench.until(lambda: phone.screen.notification == "for a second", "a notice")

    bench.until(lambda: not phone.screen.notification, "it gone")


def test_octets_nobody_checked_go_out_as_they_are(bench: Bench) -> None:
    phone = bench.registered()
    sent = bytes.fromhex("04000000 00000000 99090000")
    phone.send_unchecked(sent)
    phone.fence(soon("a fence"))

    assert any(sent in frame.octets for frame in bench.frames)


@pytest.mark.parametrize(("model", "mac"), [("7912", "001E.4A34.A35F"), ("7960", "001E.4A34")])
def test_a_phone_that_cannot_be_is_refused_in_a_sentence(
    bench: Bench, model: str, mac: str
) -> None:
    from harness.phone.phone import Phone

    with pytest.raises(LocalProtocolError, match="models are 7960 and 7961"):
        Phone(
            "alice", model=model, mac=mac, tftp=("127.0.0.1", 1), loop=bench.loop,
            journal=bench.journal, wire=bench.wire,
        )  # fmt: skip


def soon(awaited: str = "it") -> Deadline:
    return Deadline.after(5, awaited)
