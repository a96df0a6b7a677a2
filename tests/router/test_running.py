from __future__ import annotations

from harness.router.running import (
    Difference,
    difference,
    missing,
    render,
    statements,
    undo,
)

# In the spacing of a 15.1(4)M image: two blanks after some keywords, a trailing one after others.
RUNNING = """\
Building configuration...

Current configuration : 4711 bytes
!
! Last configuration change at 18:57:38 UTC Mon Oct 19 2015 by ann
!
version 15.1
!
banner motd ^C
 no cti shutdown
!
end
^C
voice service voip 
 no cti shutdown
 sip
  registrar server expires max 600 min 60
!
ntp clock-period 17180025
telephony-service
 max-ephones 10
 create cnf-files version-stamp 7960 Jan 01 2002 00:00:00
!
ephone-dn  2  dual-line
 number 202
 cti watch
!
ephone  1
 mac-address 001e.4a34.a35f
 button  1:1
!
end

"""  # noqa: W291

READ = (
    ("version 15.1",),
    ("banner motd ^C / no cti shutdown / ! / end / ^C",),
    ("voice service voip",),
    ("voice service voip", "no cti shutdown"),
    ("voice service voip", "sip"),
    ("voice service voip", "sip", "registrar server expires max 600 min 60"),
    ("telephony-service",),
    ("telephony-service", "max-ephones 10"),
    ("telephony-service", "create cnf-files"),
    ("ephone-dn 2 dual-line",),
    ("ephone-dn 2 dual-line", "number 202"),
    ("ephone-dn 2 dual-line", "cti watch"),
    ("ephone 1",),
    ("ephone 1", "mac-address 001E.4A34.A35F"),
    ("ephone 1", "button 1:1"),
)


def test_each_line_is_read_under_the_lines_it_stands_under():
    assert statements(RUNNING) == READ


def test_a_stamp_a_comment_and_a_count_are_no_difference():
    later = (
        RUNNING.replace("Jan 01 2002 00:00:00", "Mar 02 2026 10:11:12")
        .replace("4711 bytes", "4801 bytes")
        .replace("18:57:38", "19:00:00")
        .replace("17180025", "17180031")
    )

    assert not difference(statements(RUNNING), statements(later))


def test_a_profile_number_of_the_default_type_is_the_same_with_and_without_its_type():
    assert not missing(("voice logout-profile 1", " number 203 type normal"), [
        ("voice logout-profile 1",), ("voice logout-profile 1", "number 203"),
    ])  # fmt: skip


def test_what_is_missing_is_told_with_its_section():
    wanted = ("ephone-dn 2 dual-line", " cti notify", " cti watch", "ephone 9")

    assert missing(wanted, READ) == (("ephone-dn 2 dual-line", "cti notify"), ("ephone 9",))


def test_a_difference_is_told_line_by_line():
    found = difference(READ, [*READ[:-4], ("ephone 1", "button 1:2")])

    assert found.sentences() == (
        "- ephone-dn 2 dual-line: cti watch",
        "- ephone 1",
        "- ephone 1: mac-address 001E.4A34.A35F",
        "- ephone 1: button 1:1",
        "+ ephone 1: button 1:2",
    )


def test_statements_are_rendered_under_one_head_each():
    assert render((READ[5], ("voice service voip", "gcid"), READ[11])) == (
        "voice service voip",
        " sip",
        "  registrar server expires max 600 min 60",
        " gcid",
        "ephone-dn 2 dual-line",
        " cti watch",
    )


def test_undoing_removes_new_sections_then_brings_back_then_takes_away_then_empties():
    found = Difference(
        lost=(("ephone-dn 2", "cti watch"), ("voice service voip", "no cti shutdown")),
        gained=(
            ("ephone-dn 9",),
            ("ephone-dn 9", "number 209"),
            ("ephone-dn 2", "cti notify"),
            ("ip http server",),
            ("no ip cef",),
        ),
    )

    assert undo(found) == (
        ("no ephone-dn 9",),
        ("ephone-dn 2", " cti watch", "voice service voip", " no cti shutdown"),
        ("ephone-dn 2", " no cti notify", "no ip http server", "ip cef"),
        ("ephone-dn 9", " no number 209"),
    )


def test_nothing_to_undo_is_no_push():
    assert undo(difference(READ, READ)) == ()
