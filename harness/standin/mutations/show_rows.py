"""What ``show`` lists otherwise than it is, and what ``clear`` ends besides."""

from __future__ import annotations

from harness.standin.mutations.shows import (
    ClearRow,
    ShowRow,
    calling_themselves,
    each_leg_alone,
    in_state,
    lines_at,
    lines_in,
    with_all,
    without_last,
    without_state,
)

_SHOW = "document, Clearing a Session: show cti session"
_CLEAR = "document, Clearing a Session, step 2"
_EPHONE = "CME command reference, show ephone"
_MANAGER = "CME command reference, show voice register session-server"

SHOWS: tuple[ShowRow, ...] = (
    ShowRow(
        "session-not-listed",
        "show cti session does not list the latest session",
        _SHOW,
        "cti_sessions",
        without_last,
    ),
    ShowRow(
        "session-listed-on-another-line",
        "show cti session lists every session on line 203",
        _SHOW,
        "cti_sessions",
        with_all(line="203"),
    ),
    ShowRow(
        "session-listed-without-its-user",
        "show cti session lists nobody as a session's user",
        _SHOW,
        "cti_sessions",
        with_all(application="-"),
    ),
    ShowRow(
        "session-listed-without-monitors",
        "show cti session lists no monitored number",
        _SHOW,
        "cti_sessions",
        with_all(monitored=()),
    ),
    ShowRow(
        "unacknowledged-unlisted",
        "show cti session lists a session only when its answer was acknowledged",
        "RFC 3261 §12.1.1",
        "cti_sessions",
        without_state("OPENING"),
    ),
    ShowRow(
        "sessions-listed-by-one-number",
        "show cti session lists every session as number 1",
        _SHOW,
        "cti_sessions",
        with_all(number=1),
    ),
    ShowRow(
        "held-listed-as-connected",
        "show ephone lists a held call as a conversation",
        _EPHONE,
        "phones",
        lines_in("HOLD", are="CONNECTED"),
    ),
    ShowRow(
        "ringing-listed-as-idle",
        "show ephone lists a ringing line as idle",
        _EPHONE,
        "phones",
        lines_in("RINGING", are="IDLE"),
    ),
    ShowRow(
        "conversation-listed-as-held",
        "show ephone lists a conversation as a held call",
        _EPHONE,
        "phones",
        lines_in("CONNECTED", are="HOLD"),
    ),
    ShowRow(
        "call-listed-without-called",
        "show cti call lists the caller as the called party",
        "CME command reference, show cti call",
        "calls",
        calling_themselves,
    ),
    ShowRow(
        "dnd-not-listed",
        "show ephone never says that a phone is not to be disturbed",
        _EPHONE,
        "phones",
        with_all(do_not_disturb=False),
    ),
    ShowRow(
        "latest-phone-not-listed",
        "show ephone does not list the phone with the last tag",
        _EPHONE,
        "phones",
        without_last,
    ),
    ShowRow(
        "absent-listed-as-registered",
        "show ephone lists every configured phone as registered, in service or not",
        _EPHONE,
        "phones",
        in_state("UNREGISTERED", are="REGISTERED"),
    ),
    ShowRow(
        "notified-number-down-without-its-phone",
        "a number is down as long as its phone is away, cti notify or not",
        "document, Configuring a Number or Device, step 7",
        "phones",
        lines_at("UNREGISTERED", are="DOWN"),
    ),
    ShowRow(
        "number-up-without-its-phone",
        "a number is up while its phone is away, without cti notify, too",
        "document, Configuring a Number or Device, step 7",
        "phones",
        lines_at("UNREGISTERED", are="IDLE"),
    ),
    ShowRow(
        "manager-not-listed",
        "the session manager that registered last is not listed",
        _MANAGER,
        "session_managers",
        without_last,
    ),
    ShowRow(
        "managers-listed-by-one-name",
        "all session managers are listed under the name apps",
        _MANAGER,
        "session_managers",
        with_all(register_id="apps"),
    ),
    ShowRow(
        "gcid-of-each-leg",
        "show cti call gives the two ends of a call different global identifiers",
        "document, Enabling CTI CSTA, step 9",
        "calls",
        each_leg_alone,
    ),
    ShowRow(
        "gcid-of-all-calls",
        "show cti call gives all calls the same global identifier",
        "document, Enabling CTI CSTA, step 9",
        "calls",
        with_all(gcid="0A0B0C0D-0A0B0C0D-0A0B0C0D-0A0B0C0D"),
    ),
)

CLEARS: tuple[ClearRow, ...] = (
    ClearRow(
        "clear-reaches-nobody",
        "clear cti session id is taken and ends nothing",
        _CLEAR,
        lambda _, known: known[:0],
    ),
    ClearRow(
        "clear-reaches-another",
        "clear cti session id ends the oldest session, whatever number is given",
        _CLEAR,
        lambda _, known: known[:1],
    ),
    ClearRow(
        "clear-reaches-all",
        "clear cti session id ends every session",
        _CLEAR,
        lambda _, known: known,
    ),
)
