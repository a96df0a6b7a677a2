from __future__ import annotations

import pytest

from harness.errors import RemoteProtocolError
from harness.router import shows
from harness.router.shows import CtiCall, CtiSession, EphoneLine

VERSION = """\
Cisco IOS Software, 2800 Software (C2800NM-ADVENTERPRISEK9-M), Version 15.1(4)M7, RELEASE SOFTWARE (fc2)
Technical Support: http://www.cisco.com/techsupport

ROM: System Bootstrap, Version 12.4(13r)T, RELEASE SOFTWARE (fc1)

cme-lab uptime is 2 days, 3 hours, 14 minutes
System image file is "flash:c2800nm-adventerprisek9-mz.151-4.M7.bin"

Cisco 2811 (revision 53.51) with 512000K/12288K bytes of memory.
Processor board ID FTX1107A0ZZ
"""  # noqa: E501

SESSIONS = """\
session id  application                line        remote address         transport  state    since     monitored
==========  =========================  ==========  =====================  =========  =======  ========  =========
1           sip:alice@127.0.0.1        201         127.0.0.1:40213        UDP        ACTIVE   00:00:12  201
12          sip:a.name.longer.than.its.column@10.0.0.5  202  10.0.0.5:5060  TCP  ACTIVE  01:01:01  202,203
13          sip:carol@127.0.0.1        203         127.0.0.1:40214        UDP        ACTIVE   00:00:00
"""  # noqa: E501

CALLS = """\
DN         CallID GCID                                Calling    Called     State
=========  ====== =================================== ========== ========== =====
201       
           1204   7A0C11D2-3E5511DF-8001A2B4-C0FFEE01 201        202        ACT
202       
1205   7A0C11D2-3E5511DF-8001A2B4-C0FFEE01 201        202        ACT
203       
204        1206   7A0C11D2-3E5511DF-8001A2B4-C0FFEE02 204                   ACT
"""  # noqa: W291

EPHONES = """\
ephone-1[0] Mac:001E.4A34.A35F TCP socket:[1] activeLine:1 whisperLine:0 REGISTERED in SCCP ver 17/17 max_streams=5
mediaActive:0 whisper_mediaActive:0 startMedia:0 offhook:1 ringing:0 reset:0 reset_sent:0 paging 0 debug:0 caps:6
IP:10.20.0.40 51234 7961  keepalive 42 max_line 6 available_line 6
button 1: cw:1 ccw:(0 0) 
  dn 1  number 201 CH1   IDLE         CH2   CONNECTED    
Preferred Codec: g711ulaw
Lpcor Type: none

ephone-2[1] Mac:000F.8FC7.B681 TCP socket:[-1] activeLine:0 whisperLine:0 UNREGISTERED
mediaActive:0 whisper_mediaActive:0 startMedia:0 offhook:0 ringing:0 reset:0 reset_sent:0 paging 0 debug:0 caps:0
IP:0.0.0.0 0 Unknown 0  keepalive 0 max_line 0
button 1: cw:1 ccw:(0)
  dn 2  number 202 CH1   DOWN

ephone-3 Mac:0019.E7FF.1E30 TCP socket:[2] activeLine:0 REGISTERED
mediaActive:0 offhook:0 ringing:1 reset:0 reset_sent:0 paging 0 debug:0
IP:10.20.0.42 51236 Telecaster 7960  keepalive 1 max_line 6
button 1: dn 3 number 203 CH1 RINGING
button 2: dn 4 number 204 CH1 IDLE
"""  # noqa: E501, W291

FLASH = """\
Directory of flash:/

    1  -rw-    51707860  Mar 14 2011 10:31:22 +00:00  c2800nm-ipvoice_ivs-mz.151-2.T1.bin
    2  drw-           0  Feb 02 2010 09:11:40 +00:00  its
    3  -rw-        1894                    <no date>  SEP001122334455.cnf.xml

512065536 bytes total (389120000 bytes free)
"""


def test_the_version_is_that_of_ios_not_of_the_bootstrap():
    found = shows.version(VERSION)

    assert (found.version, found.software) == ("15.1(4)M7", "C2800NM-ADVENTERPRISEK9-M")
    assert (found.platform, found.hostname) == ("2811", "cme-lab")
    assert found.uptime == "2 days, 3 hours, 14 minutes"


def test_a_text_without_a_version_is_the_routers_fault():
    with pytest.raises(RemoteProtocolError, match="names no IOS version"):
        shows.version("Toaster OS 1.0")


def test_sessions_are_read_row_by_row():
    first, long_name, unmonitored = shows.cti_sessions(SESSIONS)

    assert first == CtiSession(
        1, "sip:alice@127.0.0.1", "201", "127.0.0.1:40213", "UDP", "ACTIVE", 12, ("201",)
    )
    assert (long_name.number, long_name.remote) == (12, "10.0.0.5:5060")
    assert (long_name.since_seconds, long_name.monitored) == (3661, ("202", "203"))
    assert unmonitored.monitored == ()


@pytest.mark.parametrize("text", ["no active CTI session", "CTI is shut down", "", "\n"])
def test_no_session_is_no_row(text):
    assert shows.cti_sessions(text) == ()


@pytest.mark.parametrize("text", ["Session 1 is up", SESSIONS.replace("00:00:12", "a while")])
def test_another_layout_of_the_sessions_is_reported_not_guessed(text):
    with pytest.raises(RemoteProtocolError, match="show cti session"):
        shows.cti_sessions(text)


def test_a_leg_belongs_to_the_number_beside_or_above_it():
    gcid = "7A0C11D2-3E5511DF-8001A2B4-C0FFEE01"

    assert shows.cti_calls(CALLS) == (
        CtiCall("201", 1204, gcid, "201", "202", "ACT"),
        CtiCall("202", 1205, gcid, "201", "202", "ACT"),
        CtiCall("204", 1206, "7A0C11D2-3E5511DF-8001A2B4-C0FFEE02", "204", "", "ACT"),
    )


def test_another_layout_of_the_calls_is_reported_not_guessed():
    with pytest.raises(RemoteProtocolError, match="show cti call"):
        shows.cti_calls(CALLS.replace("1204   7A0C11D2", "1204   seven"))


def test_phones_are_read_in_the_layouts_of_8x_and_7x():
    alice, bob, carol = shows.ephones(EPHONES)

    assert (alice.tag, alice.mac, alice.is_registered) == (1, "001E4A34A35F", True)
    assert (alice.address, alice.port, alice.type_name) == ("10.20.0.40", 51234, "7961")
    assert (alice.offhook, alice.ringing) == (True, False)
    assert alice.lines == (EphoneLine(1, 1, "201", ("IDLE", "CONNECTED")),)
    assert alice.lines[0].state == "CONNECTED"
    assert (bob.state, bob.is_registered, bob.lines[0].state) == ("UNREGISTERED", False, "DOWN")
    assert (carol.type_name, carol.ringing) == ("Telecaster 7960", True)
    assert [(line.button, line.number, line.state) for line in carol.lines] == [
        (1, "203", "RINGING"),
        (2, "204", "IDLE"),
    ]


def test_no_phone_is_no_block():
    assert shows.ephones("No ephone in specified type/condition.") == ()


def test_files_are_read_with_their_size():
    assert shows.files(FLASH) == {
        "c2800nm-ipvoice_ivs-mz.151-2.T1.bin": 51707860,
        "its": 0,
        "SEP001122334455.cnf.xml": 1894,
    }
    assert shows.files("No files in directory\n\n512 bytes total (512 bytes free)") == {}


def test_forwardings_are_read_by_directory_number():
    text = """\
ephone-dn  1
 number 201
 call-forward noan 203 timeout 10
!
ephone-dn  2  dual-line
 number 202 secondary 2202
 call-forward all 203
 cti watch
"""
    assert shows.forwardings(text) == {"202": "203"}
    assert shows.forwardings("") == {}


def test_conferences_are_counted():
    # The layout is that of a public transcript of show ephone summary.
    text = "Max 48, Registered 1, Sockets 1\nMax Conferences 4 with 1 active (4 allowed)\n"
    assert shows.conferences(text) == 1
    assert shows.conferences("Max 48, Registered 1") is None


def test_a_phone_that_is_not_to_be_disturbed_is_marked():
    head = "ephone-1[0] Mac:001E.4A34.A35F TCP socket:[1] activeLine:0 whisperLine:0 REGISTERED"
    place = "IP:10.0.0.7 51234 7961  keepalive 42 max_line 6 available_line 6"
    [rings] = shows.ephones(f"{head}\n{place}\n")
    [quiet] = shows.ephones(f"{head}\n{place} DnD\n")
    assert not rings.do_not_disturb
    assert quiet.do_not_disturb
    assert quiet.type_name == "7961"


def test_registered_session_managers_are_read():
    # CME Command Reference, show voice register session-server, with a second server.
    text = """\
Feature server 1, keepalive 60, register-uri APP1_cme-lab
Session reg_number 569, refID 9B2783C0
Route point voice_reg_pool 28 reg_number 570
Subscription sub_id 1133, calledNumber 3107
Feature server 8, keepalive 300, register-uri wallboard
Session reg_number 571, refID 9B2783C1
"""
    assert shows.session_servers(text) == (
        shows.SessionServerShown(1, "APP1_cme-lab", 60),
        shows.SessionServerShown(8, "wallboard", 300),
    )
    assert shows.session_servers("") == ()
