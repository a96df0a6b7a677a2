from __future__ import annotations

from typing import Any

import pytest

from harness.standin.operations import (
    CallLegStatus,
    CallStatus,
    CtiSessionStatus,
    LineStatus,
    PhoneStatus,
    SessionManagerStatus,
)

GCID = "7A0C11D2-3E5511DF-8001A2B4-C0FFEE01"


@pytest.fixture
def cti(configuring: Any) -> Any:
    lines = "voice service voip|no cti shutdown|telephony-service|max-dn 9|max-ephones 9"
    dns = "ephone-dn 1|number 201|cti watch|ephone-dn 2|number 202|cti watch|ephone-dn 3|number 203"
    for line in f"{lines}|{dns}|end".split("|"):
        configuring.line(line)
    return configuring


def test_sessions_stand_in_fixed_columns(cti: Any, operations: Any) -> None:
    assert cti.line("show cti session")[:-1] == ["no active CTI session"]
    operations.sessions = [
        CtiSessionStatus(
            1, "sip:alice@127.0.0.1", "201", "127.0.0.1:40213", "UDP", "ACTIVE", 12, ("201",)
        )
    ]
    # The contract between the writer and the reader of this table, typed out.
    assert cti.line("show cti session")[:-1] == [
        (
            "session id  application                line        remote address         transport  "
            "state    since     monitored"
        ),
        (
            "==========  =========================  ==========  =====================  =========  "
            "=======  ========  ========="
        ),
        (
            "1           sip:alice@127.0.0.1        201         127.0.0.1:40213        UDP        "
            "ACTIVE   00:00:12  201"
        ),
    ]


def test_a_session_is_cleared_by_its_number(cti: Any, operations: Any) -> None:
    operations.sessions = [CtiSessionStatus(3, "a", "201", "r", "UDP", "ACTIVE", 0, ())]
    assert cti.line("clear cti session id 3") == ["Router#"]
    assert operations.sessions == []
    assert cti.line("clear cti session id 3")[0] == "% CTI session 3 does not exist"


def test_registered_session_managers_are_shown_and_nobody_else(cti: Any, operations: Any) -> None:
    assert cti.line("show voice register session-server") == ["Router#"]
    operations.managers = [
        SessionManagerStatus(1, "apps", 60, 7, "sip:apps@10.0.0.50", "10.0.0.50:40000", True)
    ]
    assert cti.line("show voice register session-server")[:-1] == [
        "Feature server 1, keepalive 60, register-uri apps",
        "Session reg_number 7, refID 00000007",
    ]


def test_nothing_of_cti_is_shown_while_it_is_shut(cti: Any) -> None:
    for line in ("configure terminal", "voice service voip", "cti shutdown", "end"):
        cti.line(line)
    for what in ("session", "call", "gcid", "line-node"):
        assert cti.line(f"show cti {what}") == ["CTI is shut down", "Router#"]


def test_calls_stand_below_their_numbers(cti: Any, operations: Any) -> None:
    assert cti.line("show cti call")[2:-1] == ["201       ", "202       "]
    operations.standing_calls = [
        CallStatus(
            GCID,
            (
                CallLegStatus("201", 1204, "201", "202", "ACT"),
                CallLegStatus("202", 1205, "201", "202", "ACT"),
            ),
        )
    ]
    assert cti.line("show cti call")[:-1] == [
        "DN         CallID GCID                                Calling    Called     State",
        "=========  ====== =================================== ========== ========== =====",
        "201       ",
        f"           1204   {GCID} 201        202        ACT",
        "202       ",
        f"           1205   {GCID} 201        202        ACT",
    ]
    assert cti.line("show cti gcid")[2:-1] == [f"{GCID}  1204, 1205, "]
    assert cti.line("show cti line-node")[2:-1] == [
        "                    0",
        "201                 1",
        "        callID 1204(4B4 ),  *cg = 201, cd = 202",
        "202                 1",
        "        callID 1205(4B5 ),  cg = 201, *cd = 202",
    ]


def test_a_phone_is_shown_with_its_lines(cti: Any, operations: Any) -> None:
    operations.known_phones = [
        PhoneStatus(
            3,
            "001122334455",
            "REGISTERED",
            "10.20.0.40",
            51234,
            "7960",
            11,
            9,
            5,
            1,
            42,
            offhook=True,
            lines=(LineStatus(1, 7, "3107", 1, "CONNECTED"), LineStatus(1, 7, "3107", 2, "IDLE")),
        ),
        PhoneStatus(4, "001122334466", "UNREGISTERED"),
    ]
    assert cti.line("show ephone dnd")[0] == "No ephone in specified type/condition."
    shown = cti.line("show ephone")
    assert shown[:9] == [
        (
            "ephone-3[2] Mac:0011.2233.4455 TCP socket:[1] activeLine:1 whisperLine:0 REGISTERED "
            "in SCCP ver 11/9 max_streams=5"
        ),
        (
            "mediaActive:1 whisper_mediaActive:0 startMedia:1 offhook:1 ringing:0 reset:0 "
            "reset_sent:0 paging 0 debug:0 caps:8"
        ),
        "IP:10.20.0.40 51234 Telecaster 7960  keepalive 42 max_line 6 available_line 6",
        "button 1: cw:1 ccw:(0 0) ",
        "  dn 7  number 3107 CH1   CONNECTED    CH2   IDLE         ",
        "Preferred Codec: g711ulaw",
        "Lpcor Type: none",
        "",
        "ephone-4[3] Mac:0011.2233.4466 TCP socket:[-1] activeLine:0 whisperLine:0 UNREGISTERED",
    ]
    assert not any("ephone-4" in line for line in cti.line("show ephone registered"))
    assert cti.line("show ephone ringing")[0] == "No ephone in specified type/condition."
    summary = cti.line("show ephone summary")
    assert "Max 9, Registered 1, Unregistered 1, Deceased 0, Sockets 1" in summary


def test_a_phone_that_keeps_quiet_is_marked(cti: Any, operations: Any) -> None:
    quiet = PhoneStatus(3, "001122334455", "REGISTERED", do_not_disturb=True)
    operations.known_phones = [quiet, PhoneStatus(4, "001122334466", "REGISTERED")]
    shown = cti.line("show ephone dnd")
    assert shown[2] == "IP:0.0.0.0 0   keepalive 0 max_line 6 available_line 6 DnD"
    assert not any("ephone-4" in line for line in shown)
