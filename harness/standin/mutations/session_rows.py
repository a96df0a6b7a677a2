"""Sessions and registrations that are answered otherwise than they should be.

Where the bench's own sessions would not open either, the first three are spared: a defect then
meets the application of a plan, and no other plan breaks with it.
"""

from __future__ import annotations

from collections.abc import Callable

from harness.protocols.sip.timers import Signal
from harness.standin.mutations.sip import (
    EchoRow,
    EndingRow,
    PatienceRow,
    Reply,
    ReplyRow,
    SilentRow,
    SipRow,
    TimerRow,
    UnansweredRow,
    all_when_one_fails,
    empty,
    heading,
    refused,
    those_of_the_line_when_one_opens,
    through,
    without,
    writing,
)

_SESSION = "document, CTI Session"
_MANAGER = "document, Creating a Session Manager"
_PARTIES = 3
"""Sessions that a bench of three people opens before any plan does."""
_FEATURES = b"GetCSTAFeaturesResponse"
_NOT_OFFERED = b"serviceNotSupported"
_STATUS = rb"<systemStatus>\w+</systemStatus>"


def _opening(name: str, effect: str, change: Callable[[Reply], Reply]) -> ReplyRow:
    return ReplyRow(name, effect, _SESSION, "INVITE", change, inside=False, spares=_PARTIES)


def _answer(name: str, effect: str, element: bytes, change: Callable[[Reply], Reply]) -> ReplyRow:
    return ReplyRow(name, effect, _SESSION, "INFO", change, body=b"<" + element)


SESSIONS: tuple[SipRow, ...] = (
    # -- opening a session
    _opening("session-unavailable", "a session on a watched line is refused", refused(480)),
    _opening(
        "status-disabled",
        "the system status of a router that works is disabled",
        writing(_STATUS, b"<systemStatus>disabled</systemStatus>"),
    ),
    _opening("status-missing", "the OK to the INVITE has no body", empty),
    _opening(
        "status-of-another-request",
        "the OK to the INVITE answers another request",
        writing(rb"RequestSystemStatusResponse", b"MonitorStopResponse"),
    ),
    _opening(
        "status-unreadable",
        "the OK to the INVITE breaks off in the middle of its body",
        writing(rb"</RequestSystemStatusResponse>", b""),
    ),
    # -- capabilities
    _answer(
        "feature-untold",
        "Deflect Call is missing among the features that are told",
        _FEATURES,
        writing(rb"<deflectCall>.*?</deflectCall>|<deflectCall/>", b""),
    ),
    _answer(
        "features-untold",
        "no feature is told",
        _FEATURES,
        writing(rb"<supportedServices>.*</supportedServices>", b""),
    ),
    _answer(
        "features-refused",
        "the request for features is refused by SIP",
        _FEATURES,
        refused(501),
    ),
    _answer("features-missing", "the answer about features is empty", _FEATURES, empty),
    _answer(
        "events-untold",
        "the services are told, and no event",
        _FEATURES,
        writing(rb"<supportedEvents>.*</supportedEvents>", b""),
    ),
    _answer(
        "event-feature-untold",
        "Diverted is missing among the events that are told",
        _FEATURES,
        writing(rb"<diverted>.*?</diverted>|<diverted/>", b""),
    ),
    _answer(
        "failure-event-untold",
        "Failed comes, and is missing among the events that are told",
        _FEATURES,
        writing(rb"<failed>.*?</failed>|<failed/>", b""),
    ),
    _answer(
        "events-of-features-untold",
        "events of calls are told, and those of features are not",
        _FEATURES,
        writing(rb"<logicalEvtsList>.*</logicalEvtsList>", b""),
    ),
    # -- what is not in Table 94
    ReplyRow(
        "unknown-service-answered",
        "a service that is not offered is answered with an empty OK",
        "ECMA-269 clause 11, serviceNotSupported",
        "INFO",
        empty,
        body=_NOT_OFFERED,
    ),
    ReplyRow(
        "unknown-service-as-bad-value",
        "a service that is not offered is refused as one with a bad value",
        "ECMA-269 clause 11, serviceNotSupported",
        "INFO",
        writing(_NOT_OFFERED, b"invalidParameterValue"),
        body=_NOT_OFFERED,
    ),
    # -- the session timer
    _opening(
        "timer-longer-than-asked",
        "the router grants a longer timer than was asked for",
        heading("Session-Expires", r"^\d+", "3600"),
    ),
    _opening(
        "timer-unsettled", "the OK to the INVITE settles no timer", without("Session-Expires")
    ),
    ReplyRow(
        "shortest-timer-untold",
        "a timer that is too short is refused without the shortest that will do",
        "RFC 4028 §6",
        "INVITE",
        without("Min-SE"),
        status=422,
    ),
    ReplyRow(
        "shortest-timer-wrong",
        "a timer that is too short is refused with one that is too short as well",
        "RFC 4028 §6",
        "INVITE",
        heading("Min-SE", r"^\d+", "30"),
        status=422,
    ),
    ReplyRow(
        "short-timer-refused-as-busy",
        "a timer that is too short is refused with 486",
        "RFC 4028 §6",
        "INVITE",
        refused(486),
        status=422,
    ),
    # -- refreshing, expiring, ending
    ReplyRow(
        "refresh-settles-no-timer",
        "the OK to a refresh settles no timer",
        _SESSION,
        "INVITE",
        without("Session-Expires"),
        inside=True,
    ),
    ReplyRow(
        "refresh-lengthens-timer",
        "the OK to a refresh grants a longer timer than was asked for",
        _SESSION,
        "INVITE",
        heading("Session-Expires", r"^\d+", "3600"),
        inside=True,
    ),
    ReplyRow(
        "refresh-refused",
        "a re-INVITE is answered as if there were no session",
        _SESSION,
        "INVITE",
        refused(481),
        inside=True,
    ),
    ReplyRow(
        "refresh-tells-disabled",
        "the system status that answers a re-INVITE is disabled",
        _SESSION,
        "INVITE",
        writing(_STATUS, b"<systemStatus>disabled</systemStatus>"),
        inside=True,
    ),
    TimerRow("session-expires-early", "a session is deleted after half its time", _SESSION, 0.5),
    TimerRow("session-expires-late", "a session is deleted after twice its time", _SESSION, 2.0),
    SilentRow(
        "session-ends-without-bye",
        "the router ends a session without a word to its application",
        "document, Clearing a Session: gracefully",
        "BYE",
    ),
    ReplyRow(
        "bye-refused",
        "the router answers a BYE as if there were no session",
        "RFC 3261 §15.1.2",
        "BYE",
        refused(481),
    ),
    # -- what belongs to SIP
    ReplyRow(
        "content-type-untold",
        "a body of another type is refused without the type that will do",
        "RFC 3261 §8.2.3",
        "INFO",
        without("Accept"),
        status=415,
    ),
    ReplyRow(
        "options-untold",
        "OPTIONS is answered without the methods that are understood",
        "RFC 3261 §11",
        "OPTIONS",
        without("Allow"),
    ),
    # -- session managers
    ReplyRow(
        "manager-granted-longer",
        "an application is registered for longer than its keepalive",
        _MANAGER,
        "REGISTER",
        heading("Contact", r"expires=\d+", "expires=300"),
    ),
    ReplyRow(
        "manager-refused",
        "an application that registers under its right name is refused",
        _MANAGER,
        "REGISTER",
        refused(404),
    ),
    EchoRow(
        "heartbeat-by-rote",
        "a REGISTER is answered as the first was, and renews nothing",
        _MANAGER,
        "REGISTER",
    ),
    ReplyRow(
        "shortest-registration-untold",
        "a registration that is too short is refused without the least that will do",
        "RFC 3261 §10.3",
        "REGISTER",
        without("Min-Expires"),
        status=423,
    ),
    ReplyRow(
        "wrong-name-as-unregistrable",
        "an application of another name is refused as if nobody could register",
        _MANAGER,
        "REGISTER",
        refused(405),
        status=404,
    ),
    ReplyRow(
        "heartbeat-refused-for-good",
        "while CTI is shut the heartbeat is refused as one of another name",
        _MANAGER,
        "REGISTER",
        refused(400),
        status=503,
    ),
    ReplyRow(
        "second-registration-refused",
        "only the first REGISTER is granted; all later ones are refused",
        _MANAGER,
        "REGISTER",
        refused(503),
        spares=1,
    ),
    # -- refusals and answers of SIP itself
    ReplyRow(
        "unknown-line-as-mishap",
        "a line that the router does not have is refused as a mishap of the server",
        _SESSION,
        "INVITE",
        refused(500),
        status=404,
    ),
    ReplyRow(
        "overlap-refused",
        "of services that are asked for at once only the first four are answered",
        "ECMA-269, outstanding requests",
        "INFO",
        refused(491),
        spares=4,
    ),
    ReplyRow(
        "options-without-type",
        "OPTIONS is answered without the body type that is understood",
        "RFC 3261 §11",
        "OPTIONS",
        without("Accept"),
    ),
    ReplyRow(
        "options-without-info",
        "OPTIONS is answered without INFO among the methods that are understood",
        "RFC 3261 §11",
        "OPTIONS",
        heading("Allow", r", ?INFO|INFO, ?", ""),
    ),
    ReplyRow(
        "options-outside-refused",
        "OPTIONS is answered only to who has a session",
        "RFC 3261 §11.2",
        "OPTIONS",
        refused(481),
        inside=False,
    ),
    ReplyRow(
        "unreadable-body-accepted",
        "a body that is no XML is answered 200",
        "RFC 3261 §21.4.1",
        "INFO",
        refused(200),
        status=400,
    ),
    ReplyRow(
        "unreadable-body-as-type",
        "a body that is no XML is refused for its type",
        "RFC 3261 §21.4.1, §21.4.13",
        "INFO",
        refused(415),
        status=400,
    ),
    ReplyRow(
        "overlap-answered-empty",
        "of services that are asked for at once only the first four have answers with a body",
        "ECMA-269, outstanding requests",
        "INFO",
        empty,
        spares=4,
    ),
    ReplyRow(
        "overlap-answered-otherwise",
        "of services that are asked for at once the fifth and later have the answer of another",
        "ECMA-269, outstanding requests",
        "INFO",
        writing(rb"SnapshotDeviceResponse", b"MonitorStopResponse"),
        spares=4,
    ),
    ReplyRow(
        "large-body-refused",
        "a body of more than 3,000 octets is refused as too large",
        "RFC 3261 §18",
        "INFO",
        refused(413),
        least=3_000,
    ),
    ReplyRow(
        "large-body-answered-empty",
        "a service in a body of more than 3,000 octets is answered without a body",
        "RFC 3261 §18",
        "INFO",
        empty,
        least=3_000,
    ),
    _opening(
        "session-led-through-a-gateway",
        "the OK to the INVITE leads all that follows through another machine",
        through("192.0.2.99"),
    ),
    _opening(
        "source-address-unknown",
        "a session that is asked for at the address of ip source-address is nobody's",
        refused(404),
    ),
    ReplyRow(
        "shut-down-as-unwatched",
        "while CTI is shut a session is refused as on a line that may not be watched",
        "document, Enabling CTI CSTA, step 7",
        "INVITE",
        refused(403),
        status=503,
    ),
    ReplyRow(
        "no-registrar-as-too-short",
        "where nobody can register, an application is told to ask for a longer time",
        _MANAGER,
        "REGISTER",
        refused(423),
        status=405,
    ),
    # -- what is lost, or never acknowledged
    PatienceRow(
        "unacknowledged-answer-not-repeated",
        "the answer to an INVITE is not repeated while its ACK is missing",
        "RFC 3261 §13.3.1.4",
        Signal.REPEAT_2XX,
        None,
    ),
    PatienceRow(
        "unacknowledged-dropped-early",
        "a session whose ACK is missing ends after eight seconds",
        "RFC 3261 §13.3.1.4",
        Signal.NO_ACK,
        8.0,
    ),
    EndingRow(
        "silence-ends-all-sessions",
        "when one application falls silent, the sessions of all end",
        "RFC 3261 §12.2.1.2",
        all_when_one_fails,
    ),
    EndingRow(
        "second-client-ends-the-first",
        "a line has one session: a new one ends the one that stands",
        "document, CSTA Client Application Deployment",
        those_of_the_line_when_one_opens,
    ),
    UnansweredRow(
        "overlap-unanswered",
        "of services that are asked for at once only the first four are answered",
        "ECMA-269, outstanding requests",
        "INFO",
        spares=4,
    ),
)
