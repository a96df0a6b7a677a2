"""Seeded defects: what a broken router would do, one name each.

A test plan that cannot fail proves nothing. Each defect here is one plausible fault of a real
switch, seeded in the module where that fault would sit, and changes nothing besides. None is
reachable unless the stand-in is started with ``--defect NAME``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Defect(StrEnum):
    """The names that ``--defect`` takes."""

    EVENT_MISSING = "event-missing"
    EVENT_TWICE = "event-twice"
    WRONG_CAUSE = "wrong-cause"
    WRONG_DEVICE = "wrong-device"
    WRONG_ORDER = "wrong-order"
    WRONG_LOCAL_CONNECTION_INFO = "wrong-local-connection-info"
    EVENT_AFTER_MONITOR_STOP = "event-after-monitor-stop"
    NO_RING = "no-ring"
    WRONG_CALLER_ON_SCREEN = "wrong-caller-on-screen"
    EMPTY_RESPONSE = "empty-response"
    SESSION_LISTED_AFTER_BYE = "session-listed-after-bye"
    CALL_NEVER_CLEARS = "call-never-clears"
    BUSY_NOT_REPORTED = "busy-not-reported"
    LAMP_STAYS_LIT = "lamp-stays-lit"
    WATCH_IGNORED = "watch-ignored"
    SHUTDOWN_IGNORED = "shutdown-ignored"
    UNKNOWN_LINE_ACCEPTED = "unknown-line-accepted"
    SESSION_NEVER_EXPIRES = "session-never-expires"
    REFRESH_FORGOTTEN = "refresh-forgotten"
    REFRESH_ENDS_MONITORS = "refresh-ends-monitors"
    SHORT_TIMER_ACCEPTED = "short-timer-accepted"
    CONTENT_TYPE_IGNORED = "content-type-ignored"
    MONITOR_FORGOTTEN = "monitor-forgotten"
    SNAPSHOT_FROM_THE_FAR_END = "snapshot-from-the-far-end"
    SNAPSHOT_WITHOUT_HELD = "snapshot-without-held"
    TEMPLATE_IGNORED = "template-ignored"
    NOTIFY_IGNORED = "notify-ignored"
    ANY_REGISTER_ID = "any-register-id"
    MANAGER_NEVER_EXPIRES = "manager-never-expires"
    HEARTBEAT_WITHOUT_CTI = "heartbeat-without-cti"
    REGISTRAR_LIMITS_IGNORED = "registrar-limits-ignored"
    MODE_CME_IGNORED = "mode-cme-ignored"
    UNREGISTER_TAKES_ALL = "unregister-takes-all"
    EVERY_HEARTBEAT_BOUND = "every-heartbeat-bound"
    WRONG_FAULT = "wrong-fault"
    HELD_PARTY_NOT_TOLD = "held-party-not-told"
    HOLD_KEEPS_MEDIA = "hold-keeps-media"
    RETRIEVED_BUT_SILENT = "retrieved-but-silent"
    CONSULTATION_CAUSE_LOST = "consultation-cause-lost"
    ALTERNATE_CLEARS = "alternate-clears"
    RECONNECT_KEEPS_CALL = "reconnect-keeps-call"
    TRANSFER_NOT_TOLD_TO_HELD = "transfer-not-told-to-held"
    TRANSFER_KEEPS_CALL_ID = "transfer-keeps-call-id"
    TRANSFER_WITHOUT_MEDIA = "transfer-without-media"
    SINGLE_STEP_AS_TRANSFER = "single-step-as-transfer"
    DEFLECT_RINGS_ON = "deflect-rings-on"
    DIVERTED_NOT_TOLD = "diverted-not-told"
    LAST_REDIRECTION_MISSING = "last-redirection-missing"
    DEFLECT_WHILE_TALKING = "deflect-while-talking"
    UNKNOWN_PHONE_SERVED = "unknown-phone-served"
    REJECTED_WITHOUT_A_WORD = "rejected-without-a-word"
    LIMIT_IGNORED = "limit-ignored"
    STALE_PHONE_KEPT = "stale-phone-kept"
    RESET_NOT_SENT = "reset-not-sent"
    FORWARDING_IGNORED = "forwarding-ignored"
    FORWARDING_NOT_SHOWN = "forwarding-not-shown"
    FORWARDING_NOT_CONFIGURED = "forwarding-not-configured"
    FORWARDING_OF_ANY_TYPE = "forwarding-of-any-type"
    DND_RINGS = "dnd-rings"
    DND_EVENT_INVERTED = "dnd-event-inverted"
    MESSAGE_LAMP_STAYS_DARK = "message-lamp-stays-dark"
    LAST_DIGIT_LOST = "last-digit-lost"
    DIGITS_ECHOED = "digits-echoed"
    GET_FORWARDING_EMPTY = "get-forwarding-empty"
    GET_DND_OFF = "get-dnd-off"
    MESSAGE_WAITING_NOT_TOLD = "message-waiting-not-told"
    NO_ANSWER_IGNORED = "no-answer-ignored"
    LENGTH_IGNORED = "length-ignored"
    REQUIREMENT_IGNORED = "requirement-ignored"
    ABSURD_TIMER_IGNORED = "absurd-timer-ignored"
    ENTITY_EXPANDED = "entity-expanded"
    FOREIGN_INFO_SERVED = "foreign-info-served"
    BYE_OF_A_STRANGER_ENDS_SESSION = "bye-of-a-stranger-ends-session"
    OLD_NUMBER_SERVED = "old-number-served"
    REPLAY_SERVED_TWICE = "replay-served-twice"
    BORROWED_NAME_ENDS_SESSION = "borrowed-name-ends-session"
    FLOOD_DROPS_SESSIONS = "flood-drops-sessions"
    STUCK_STREAM_BLOCKS_ALL = "stuck-stream-blocks-all"
    MONITOR_OF_OTHERS_STOPPED = "monitor-of-others-stopped"
    BAD_FRAME_RESETS_PHONES = "bad-frame-resets-phones"
    SILENT_APPLICATION_KEPT = "silent-application-kept"
    UNACKNOWLEDGED_KEPT = "unacknowledged-kept"
    PRIVATE_LINE_BELIEVED = "private-line-believed"
    LOST_EVENT_NOT_REPEATED = "lost-event-not-repeated"
    CROSSING_BYE_IGNORED = "crossing-bye-ignored"
    EARLY_SERVICE_IGNORED = "early-service-ignored"
    MONITOR_DIES_WITH_PHONE = "monitor-dies-with-phone"
    SERVICES_MENU_EMPTY = "services-menu-empty"
    SERVICES_ROOT_IGNORED = "services-root-ignored"
    EM_EXTERNAL_IGNORED = "em-external-ignored"
    LOGIN_WITHOUT_PASSWORD = "login-without-password"  # noqa: S105
    LOGIN_WITHOUT_RESTART = "login-without-restart"
    LOGOUT_KEEPS_NUMBER = "logout-keeps-number"
    EMADMIN_LOGOUT_IGNORED = "emadmin-logout-ignored"
    SECOND_LOGIN_KEPT = "second-login-kept"
    LOGOUT_TIME_IGNORED = "logout-time-ignored"
    IDLE_USER_KEPT = "idle-user-kept"
    MOBILITY_CUTS_CALLS = "mobility-cuts-calls"
    DIRECTORY_WRONG_NUMBER = "directory-wrong-number"
    DIRECTORY_SEARCH_IGNORED = "directory-search-ignored"
    AXL_WITHOUT_PASSWORD = "axl-without-password"  # noqa: S105
    AXL_GOES_ON_AFTER_ERROR = "axl-goes-on-after-error"
    AXL_FORGETS_USER = "axl-forgets-user"
    SPEED_DIAL_WRONG_NUMBER = "speed-dial-wrong-number"
    MESSAGES_KEY_DEAD = "messages-key-dead"
    REDIAL_LAST_BUT_ONE = "redial-of-the-last-but-one"
    MESSAGE_LAMP_ELSEWHERE = "message-lamp-elsewhere"
    MESSAGE_WAITING_NOT_HEARD = "message-waiting-not-heard"
    SOFT_KEYS_WRONG_ON_HOLD = "soft-keys-wrong-on-hold"
    CALLER_NOT_TOLD_OF_DND = "caller-not-told-of-dnd"
    SHARED_LINE_SILENT = "shared-line-silent"
    SHARED_LINE_RINGS_ON = "shared-line-rings-on"
    REMOTE_IN_USE_NOT_SHOWN = "remote-in-use-not-shown"
    HELD_CALL_STAYS_AT_ITS_PHONE = "held-call-stays-at-its-phone"
    OVERLAY_FIRST_NUMBER_ONLY = "overlay-first-number-only"
    OVERLAY_CONTROLLABLE = "overlay-controllable"
    ANALOG_CONTROLLABLE = "analog-controllable"
    PROMPT_IGNORED = "prompt-ignored"
    PROMPT_NEVER_ENDS = "prompt-never-ends"
    MOC_PROMPTED = "moc-prompted"
    CONFERENCE_SILENT_LEG = "conference-silent-leg"
    CONFERENCED_EVENT_MISSING = "conferenced-event-missing"
    CONFERENCED_WRONG_DEVICE = "conferenced-wrong-device"
    CONFERENCE_KEEPS_CALL_ID = "conference-keeps-call-id"
    MEMBER_LEAVES_OTHERS_DROP = "member-leaves-others-drop"
    CONFERENCE_OUTLIVES_CREATOR = "conference-outlives-creator"
    LEAVER_NOT_TOLD = "leaver-not-told"
    HOLD_SILENCES_CONFERENCE = "hold-silences-conference"
    CONFERENCE_NOT_SHOWN = "conference-not-shown"
    KEEP_CONFERENCE_IGNORED = "keep-conference-ignored"
    MAX_CONFERENCES_IGNORED = "max-conferences-ignored"
    FOURTH_PARTY_JOINS = "fourth-party-joins"
    PROFILE_SPEED_DIALS_DEAD = "profile-speed-dials-dead"
    WHOLE_NUMBER_CUT = "whole-number-cut"
    TRANSFER_RECALL_FORGOTTEN = "transfer-recall-forgotten"
    BLIND_TRANSFER_ASKS = "blind-transfer-asks"
    FORWARD_BUSY_IGNORED = "forward-busy-ignored"
    FORWARD_BUSY_AS_ALL = "forward-busy-as-all"
    FORWARD_NO_ANSWER_NEVER = "forward-no-answer-never"
    CALL_WAITING_SILENT = "call-waiting-silent"
    BEEP_SETTING_IGNORED = "beep-setting-ignored"
    HUNTSTOP_IGNORED = "huntstop-ignored"
    TIMEOUTS_IGNORED = "timeouts-ignored"
    NO_FORM_IGNORED = "no-form-ignored"
    RANGE_EDGE_REFUSED = "range-edge-refused"
    RANGE_NOT_CHECKED = "range-not-checked"
    TEMPLATE_WINS = "template-wins-over-dn"
    UNWATCHED_LINE_CONTROLLED = "unwatched-line-controlled"
    REPEATED_EVENT_RENUMBERED = "repeated-event-renumbered"
    REPEATED_EVENT_EMPTY = "repeated-event-empty"
    STRAY_INFO_AS_MISHAP = "stray-info-as-mishap"
    STRAY_INFO_ENDS_SESSIONS = "stray-info-ends-sessions"
    STRAY_INFO_ANSWERED = "stray-info-answered"
    INVITE_SERVED_TWICE = "invite-served-twice"
    LARGE_DATAGRAM_CUT = "large-datagram-cut"
    LARGE_DATAGRAM_LOST = "large-datagram-lost"
    REGISTRATION_REPLACES_OTHERS = "registration-replaces-others"
    CARET_MISPLACED = "caret-misplaced"
    WRITE_FORGETS = "write-forgets"
    RUNNING_CONFIG_DROPS_LINE = "running-config-drops-line"
    SHUTDOWN_LEAVES_SESSIONS = "shutdown-leaves-sessions"
    WATCH_OUTLIVES = "watch-outlives-its-no-form"
    NOTIFY_OUTLIVES = "notify-outlives-its-no-form"
    NUMBER_OUTLIVES = "number-outlives-its-ephone-dn"
    REGISTER_ID_KEPT = "register-id-kept"
    KEEPALIVE_UNFELT = "keepalive-unfelt"
    KEEPALIVE_DEFAULT_SHORT = "keepalive-short-by-default"
    REGISTRAR_DEFAULT_SHORT = "registrar-short-by-default"
    LINE_BY_FROM = "line-taken-from-from"
    ESCAPED_LINE_UNKNOWN = "escaped-line-unknown"
    CAPITAL_SCHEME_UNKNOWN = "capital-scheme-unknown"
    DISPLAY_NAME_FOR_LINE = "display-name-taken-for-line"
    FILES_NOT_DELETED = "files-not-deleted"
    ANYBODY_ENABLES = "anybody-enables"
    USER_CONFIGURES = "user-configures"
    SIP_MODE_NOT_ENTERED = "sip-mode-not-entered"
    SESSION_SERVERS_SHARED = "session-servers-shared"
    REFUSED_LINE_APPLIED = "refused-line-applied"
    REGISTRATION_NOT_LOGGED = "registration-not-logged"
    CALLMONITOR_IGNORED = "callmonitor-ignored"
    CONVERSION_NOT_SUPPRESSED = "conversion-not-suppressed"
    DEBUG_TELLS_NOTHING = "debug-tells-nothing"
    SESSION_WANTS_MANAGER = "session-wants-a-manager"
    CALLMONITOR_ALWAYS = "callmonitor-always"
    REGISTRAR_NOT_ASKED = "registrar-not-asked"
    LONGEST_REGISTRATION_IGNORED = "longest-registration-ignored"
    EMADMIN_ANYWHERE = "emadmin-anywhere"
    EMADMIN_ANY_USER = "emadmin-login-of-anybody"
    EMADMIN_LOGOUT_ALL = "emadmin-logout-of-anybody"
    EM_EXTERNAL_SHUTS_LOGIN = "em-external-shuts-emadmin"
    LOGOUT_WITHOUT_RESTART = "logout-without-restart"
    AXL_USER_TURNED_AWAY = "axl-user-turned-away"
    AXL_MISCOUNTS_LINES = "axl-miscounts-lines"
    AXL_UNDOES_LINES = "axl-undoes-lines"
    AXL_WRONG_PROFILE = "axl-wrong-profile"
    SIGN_OFF_UNHEARD = "sign-off-unheard"
    RETURNING_PHONE_REFUSED = "returning-phone-refused"
    FORGOTTEN_PHONE_KEPT = "forgotten-phone-kept"
    MAC_UNGUARDED = "mac-address-unguarded"
    TYPE_IGNORED = "type-ignored"
    RESET_CUTS_CALL = "reset-cuts-call"
    PATH_LEFT_ENDS_CALL = "path-left-ends-call"
    SHARED_LINE_PER_PHONE = "shared-line-per-phone"
    WAITING_CALL_FALLS_SILENT = "waiting-call-falls-silent"
    ALTERNATES_AT_THE_HOLDER = "alternates-at-the-holder"
    OVERLAY_WAITING_UNSEEN = "overlay-waiting-unseen"
    OVERLAY_ALWAYS_WAITS = "overlay-always-waits"
    SIP_LINE_CONTROLLABLE = "sip-line-controllable"
    OVERLAY_WAITING_CONTROLLABLE = "overlay-waiting-controllable"
    MOC_CALLED_UNPROMPTED = "moc-called-unprompted"
    MONITOR_ENDS_AT_LOGIN = "monitor-ends-at-login"
    UNDEBUG_ALL_IGNORED = "undebug-all-ignored"
    SESSION_OUTLIVES_RELOAD = "session-outlives-reload"
    MONITOR_OUTLIVES_RELOAD = "monitor-outlives-reload"
    OLD_LINK_TAKES_NEW = "old-link-takes-new-along"
    FORGOTTEN_PHONE_RETURNS = "forgotten-phone-returns"
    REFUSED_MAC_TAKEN = "refused-mac-address-taken"
    TYPE_COMPARED_IN_PART = "type-compared-in-part"
    TURNED_AWAY_FOR_GOOD = "turned-away-for-good"
    ONE_PHONE_TOO_MANY = "one-phone-too-many"
    RESET_REACHES_ANOTHER = "reset-reaches-another"
    RESET_IN_A_CALL_LOST = "reset-in-a-call-lost"
    LOGIN_BRINGS_NOTHING = "login-brings-nothing"
    SPEED_DIALS_OUTLIVE = "speed-dials-outlive-logout"
    PROFILE_FROZEN = "profile-frozen-at-login"
    STRANGER_SIGNS_OFF = "sign-off-of-a-stranger-heard"
    PATH_TAKEN_HOLDS = "path-taken-holds-call"
    IN_USE_SHOWN_FOR_GOOD = "in-use-shown-for-good"
    INTERDIGIT_FROM_OFF_HOOK = "interdigit-from-off-hook"
    LOGIN_ELSEWHERE_UNFELT = "login-elsewhere-unfelt"
    PASSWORD_BEGINNING = "password-beginning-suffices"  # noqa: S105
    IDLE_FROM_LOGIN = "idle-time-from-login"
    SERVICES_MENU_FOR_ALL = "services-menu-for-all"
    DIRECTORY_WITHOUT_ENTRIES = "directory-without-entries"
    DIRECTORY_NAMES_SWAPPED = "directory-search-swaps-names"
    SESSION_WANTS_REGISTRAR = "session-wants-a-registrar"
    CTI_SHUT_AFTER_RELOAD = "cti-shut-after-reload"
    NO_EVENT_AFTER_RELOAD = "no-event-after-reload"


@dataclass(frozen=True, slots=True)
class Description:
    """What a broken router would do, where that sits, and which rule it breaks."""

    effect: str
    seeded_in: str
    breaks: str


_TABLE_94 = "document, Supported Services and Events"
_WATCH = "document, Configuring a Number or Device, step 6"

DEFECTS: Mapping[Defect, Description] = MappingProxyType(
    {
        Defect.EVENT_MISSING: Description(
            "the calling party's monitor is never told that the call was answered",
            "calls/reports.py",
            "ECMA-269 Established event",
        ),
        Defect.EVENT_TWICE: Description(
            "the called party's monitor is told twice that the call alerts",
            "calls/reports.py",
            "ECMA-269 Delivered event",
        ),
        Defect.WRONG_CAUSE: Description(
            "Delivered carries callForwardImmediate though nothing was forwarded",
            "calls/reports.py",
            "ECMA-269 event causes",
        ),
        Defect.WRONG_DEVICE: Description(
            "Established names the calling device as the answering device",
            "calls/reports.py",
            "ECMA-269 Established event, answeringDevice",
        ),
        Defect.WRONG_ORDER: Description(
            "the calling party is told that the call alerts before it is told of its origin",
            "calls/progress.py",
            "ECMA-269 Make Call, monitoring event sequence",
        ),
        Defect.WRONG_LOCAL_CONNECTION_INFO: Description(
            "Delivered tells the alerting device that it is connected",
            "calls/reports.py",
            "ECMA-269 localConnectionInfo",
        ),
        Defect.EVENT_AFTER_MONITOR_STOP: Description(
            "a stopped monitor goes on reporting",
            "calls/services.py",
            "ECMA-269 Monitor Stop",
        ),
        Defect.NO_RING: Description(
            "the called phone shows the call but its ringer stays off",
            "calls/screens.py",
            "SCCP SetRinger at an incoming call",
        ),
        Defect.WRONG_CALLER_ON_SCREEN: Description(
            "the called phone shows its own number as the caller",
            "calls/phrases.py",
            "SCCP CallInfo, callingParty",
        ),
        Defect.EMPTY_RESPONSE: Description(
            "the 200 to Make Call, Answer Call and Clear Connection has no body",
            "cti.py",
            "ECMA TR/87, the service response is the body of the 200",
        ),
        Defect.SESSION_LISTED_AFTER_BYE: Description(
            "show cti session goes on listing a session that said BYE",
            "cti.py",
            "document, Clearing a Session",
        ),
        Defect.CALL_NEVER_CLEARS: Description(
            "Clear Connection is answered positively and the call stands on",
            "calls/services.py",
            "ECMA-269 Clear Connection",
        ),
        Defect.BUSY_NOT_REPORTED: Description(
            "a busy called party is heard at the phone but not reported to the monitor",
            "calls/reports.py",
            "ECMA-269 Failed event",
        ),
        Defect.LAMP_STAYS_LIT: Description(
            "the line lamp stays lit when the call is over",
            "calls/screens.py",
            "SCCP SetLamp after a call",
        ),
        Defect.WATCH_IGNORED: Description(
            "a directory number without cti watch can be monitored and controlled",
            "switch.py",
            _WATCH,
        ),
        Defect.SHUTDOWN_IGNORED: Description(
            "sessions open and stay open although CTI is shut",
            "cti_lines.py",
            "document, Enabling CTI CSTA, step 7",
        ),
        Defect.UNKNOWN_LINE_ACCEPTED: Description(
            "a session opens for a line that the router does not have",
            "cti_lines.py",
            "document, CTI Session",
        ),
        Defect.SESSION_NEVER_EXPIRES: Description(
            "a session that nobody refreshes stands for ever",
            "cti.py",
            "document, CTI Session: deleted after the session expires",
        ),
        Defect.REFRESH_FORGOTTEN: Description(
            "a re-INVITE is answered but the session ends at its old time",
            "cti.py",
            "document, CTI Session: refreshed by re-INVITE",
        ),
        Defect.REFRESH_ENDS_MONITORS: Description(
            "a refreshed session tells its monitors nothing more",
            "cti.py",
            "document, CTI Session: refreshed by re-INVITE",
        ),
        Defect.SHORT_TIMER_ACCEPTED: Description(
            "a session timer below 90 seconds is accepted",
            "cti.py",
            "RFC 4028 §6, 422 Session Interval Too Small",
        ),
        Defect.CONTENT_TYPE_IGNORED: Description(
            "a body of any type is read as CSTA",
            "cti.py",
            "RFC 3261 §8.2.3, 415 Unsupported Media Type",
        ),
        Defect.MONITOR_FORGOTTEN: Description(
            "a second monitor of a session takes the place of the first",
            "calls/services.py",
            "ECMA-269 Monitor Start",
        ),
        Defect.SNAPSHOT_FROM_THE_FAR_END: Description(
            "a snapshot tells the other party's state as the device's own",
            "calls/services.py",
            "ECMA-269 Snapshot Device",
        ),
        Defect.SNAPSHOT_WITHOUT_HELD: Description(
            "a snapshot does not list held calls",
            "calls/services.py",
            "ECMA-269 Snapshot Device",
        ),
        Defect.TEMPLATE_IGNORED: Description(
            "cti watch in a template does not reach the numbers that use it",
            "switch.py",
            _WATCH,
        ),
        Defect.REPEATED_EVENT_RENUMBERED: Description(
            "an event that is sent again has a new number, and so is a new event",
            "careless.py",
            "RFC 3261 §17.1.2.2",
        ),
        Defect.REPEATED_EVENT_EMPTY: Description(
            "an event that is sent again has no body",
            "careless.py",
            "RFC 3261 §17.1.2.2",
        ),
        Defect.STRAY_INFO_AS_MISHAP: Description(
            "an INFO that belongs to no session is refused as a mishap of the server",
            "careless.py",
            "RFC 3261 §12.2.2",
        ),
        Defect.STRAY_INFO_ENDS_SESSIONS: Description(
            "an INFO that belongs to no session is refused, and all sessions are forgotten",
            "careless.py",
            "RFC 3261 §12.2.2",
        ),
        Defect.STRAY_INFO_ANSWERED: Description(
            "an INFO that belongs to no session is answered 200, and nothing is done",
            "careless.py",
            "RFC 3261 §12.2.2",
        ),
        Defect.INVITE_SERVED_TWICE: Description(
            "an INVITE that comes twice opens two sessions",
            "careless.py",
            "RFC 3261 §17.2.1",
        ),
        Defect.LARGE_DATAGRAM_CUT: Description(
            "of a datagram that fits no packet only the first 1,500 octets are read",
            "careless.py",
            "RFC 3261 §18.1.1",
        ),
        Defect.LARGE_DATAGRAM_LOST: Description(
            "a datagram that fits no packet is dropped",
            "careless.py",
            "RFC 3261 §18.1.1",
        ),
        Defect.REGISTRATION_REPLACES_OTHERS: Description(
            "a registration takes the place of all others",
            "cti_registrar.py",
            "document, Creating a Session Manager, note",
        ),
        Defect.UNWATCHED_LINE_CONTROLLED: Description(
            "a session that stands controls its line although that is watched no longer",
            "calls/guards.py",
            _WATCH,
        ),
        Defect.NOTIFY_IGNORED: Description(
            "a number without a phone stays down although it has cti notify",
            "switch.py",
            "document, Configuring a Number or Device, step 7",
        ),
        Defect.ANY_REGISTER_ID: Description(
            "an application registers under whatever name",
            "cti_registrar.py",
            "document, Creating a Session Manager, step 8",
        ),
        Defect.MANAGER_NEVER_EXPIRES: Description(
            "an application that fell silent stays registered",
            "cti_registrar.py",
            "document, Creating a Session Manager, step 9",
        ),
        Defect.HEARTBEAT_WITHOUT_CTI: Description(
            "a cti-aware session manager is answered although CTI is shut",
            "cti_registrar.py",
            "document, Creating a Session Manager, step 7",
        ),
        Defect.REGISTRAR_LIMITS_IGNORED: Description(
            "a registration is granted however short or long",
            "cti_registrar.py",
            "document, Enabling CTI CSTA, step 13",
        ),
        Defect.MODE_CME_IGNORED: Description(
            "applications register although the router is not in mode cme",
            "cti_registrar.py",
            "document, Creating a Session Manager, step 4",
        ),
        Defect.UNREGISTER_TAKES_ALL: Description(
            "when one application takes its registration back, all are gone",
            "cti_registrar.py",
            "document, Creating a Session Manager, note",
        ),
        Defect.EVERY_HEARTBEAT_BOUND: Description(
            "while CTI is shut no heartbeat is answered, bound to CTI or not",
            "cti_registrar.py",
            "document, Creating a Session Manager, step 7",
        ),
        Defect.WRONG_FAULT: Description(
            "a service in a wrong state is refused as operation/generic",
            "calls/services.py",
            _TABLE_94,
        ),
        Defect.HELD_PARTY_NOT_TOLD: Description(
            "the party that is put on hold is not told so",
            "calls/reports.py",
            "ECMA-269 Held event, sent to every party of the call",
        ),
        Defect.HOLD_KEEPS_MEDIA: Description(
            "the phone that is put on hold is not told to stop sending",
            "calls/hold_screens.py",
            "SCCP StopMediaTransmission at hold",
        ),
        Defect.RETRIEVED_BUT_SILENT: Description(
            "a call that was taken back is shown as connected, and nobody is heard",
            "calls/hold_screens.py",
            "SCCP OpenReceiveChannel after a hold",
        ),
        Defect.CONSULTATION_CAUSE_LOST: Description(
            "Held at a consultation carries the cause normal",
            "calls/joining.py",
            "ECMA-269 Consultation Call, event causes",
        ),
        Defect.ALTERNATE_CLEARS: Description(
            "Alternate Call ends the active call instead of holding it",
            "calls/joining.py",
            "ECMA-269 Alternate Call",
        ),
        Defect.RECONNECT_KEEPS_CALL: Description(
            "Reconnect Call holds the active call instead of ending it",
            "calls/joining.py",
            "ECMA-269 Reconnect Call",
        ),
        Defect.TRANSFER_NOT_TOLD_TO_HELD: Description(
            "the party that was held is not told of the transfer",
            "calls/joining.py",
            "ECMA-269 Transferred event",
        ),
        Defect.TRANSFER_KEEPS_CALL_ID: Description(
            "Transferred does not say that the held party's call has a new identifier",
            "calls/reports.py",
            "ECMA-269 Transferred event, transferredConnections",
        ),
        Defect.TRANSFER_WITHOUT_MEDIA: Description(
            "after a transfer the phones show a conversation and hear nothing",
            "calls/screens.py",
            "SCCP OpenReceiveChannel after a transfer",
        ),
        Defect.SINGLE_STEP_AS_TRANSFER: Description(
            "a single-step transfer is reported with the cause transfer",
            "calls/reports.py",
            "ECMA-269 Single Step Transfer Call, event causes",
        ),
        Defect.DEFLECT_RINGS_ON: Description(
            "the phone that deflected a call rings on",
            "calls/joining.py",
            "SCCP SetRinger when a call is gone",
        ),
        Defect.DIVERTED_NOT_TOLD: Description(
            "the caller is not told that the call was diverted",
            "calls/reports.py",
            "ECMA-269 Diverted event",
        ),
        Defect.LAST_REDIRECTION_MISSING: Description(
            "the call arrives without saying who sent it on",
            "calls/reports.py",
            "ECMA-269 lastRedirectionDevice",
        ),
        Defect.DEFLECT_WHILE_TALKING: Description(
            "an answered call can be deflected",
            "calls/transfers.py",
            "document, Supported Services and Events: only at alerting state",
        ),
        Defect.UNKNOWN_PHONE_SERVED: Description(
            "a phone that no ephone names is served although automatic registration is off",
            "sccp.py",
            "CME command reference, auto-reg-ephone",
        ),
        Defect.REJECTED_WITHOUT_A_WORD: Description(
            "a phone that is turned away is not told why",
            "sccp.py",
            "SCCP RegisterReject, text",
        ),
        Defect.LIMIT_IGNORED: Description(
            "more phones register than max-ephones allows",
            "sccp.py",
            "CME command reference, max-ephones",
        ),
        Defect.STALE_PHONE_KEPT: Description(
            "the connection of a phone that came back on another one is not ended",
            "sccp.py",
            "CME troubleshooting, registration: one socket a phone",
        ),
        Defect.RESET_NOT_SENT: Description(
            "reset and restart are taken but the phone is not told",
            "sccp.py",
            "CME command reference, reset (ephone)",
        ),
        Defect.FORWARDING_IGNORED: Description(
            "a call for a forwarded line rings there all the same",
            "calls/features.py",
            _TABLE_94,
        ),
        Defect.FORWARDING_NOT_SHOWN: Description(
            "a line is forwarded but its phone does not show it",
            "calls/features.py",
            "SCCP ForwardStat",
        ),
        Defect.FORWARDING_NOT_CONFIGURED: Description(
            "the running configuration does not say that a line is forwarded",
            "switch.py",
            "CME command reference, call-forward all",
        ),
        Defect.FORWARDING_OF_ANY_TYPE: Description(
            "Set Forwarding on busy is accepted and forwards all calls",
            "calls/feature_services.py",
            _TABLE_94,
        ),
        Defect.DND_RINGS: Description(
            "a phone that is not to be disturbed rings aloud",
            "calls/bell.py",
            "CME administrator guide, do not disturb",
        ),
        Defect.DND_EVENT_INVERTED: Description(
            "the Do Not Disturb event tells the contrary",
            "calls/features.py",
            "ECMA-269 Do Not Disturb event",
        ),
        Defect.MESSAGE_LAMP_STAYS_DARK: Description(
            "Set MWI is answered and reported but the lamp stays dark",
            "calls/features.py",
            _TABLE_94,
        ),
        Defect.LAST_DIGIT_LOST: Description(
            "the far end does not hear the last of the digits",
            "calls/features.py",
            "ECMA-269 Generate Digits",
        ),
        Defect.DIGITS_ECHOED: Description(
            "who sends digits hears them, too",
            "calls/features.py",
            "ECMA-269 Generate Digits",
        ),
        Defect.GET_FORWARDING_EMPTY: Description(
            "Get Forwarding tells that nothing is forwarded, whatever is set",
            "calls/feature_services.py",
            _TABLE_94,
        ),
        Defect.GET_DND_OFF: Description(
            "Get Do Not Disturb tells that it is off, whatever is set",
            "calls/feature_services.py",
            _TABLE_94,
        ),
        Defect.MESSAGE_WAITING_NOT_TOLD: Description(
            "the message lamp is lit but no monitor is told",
            "calls/features.py",
            "ECMA-269 Message Waiting event",
        ),
        Defect.SERVICES_MENU_EMPTY: Description(
            "the Services menu does not offer Extension Mobility",
            "phone_services.py",
            "CME administrator guide, Extension Mobility",
        ),
        Defect.SERVICES_ROOT_IGNORED: Description(
            "the phones' files name the built-in Services menu whatever url services … root says",
            "tftp.py",
            "document, Configuring a Number or Device, step 11",
        ),
        Defect.EM_EXTERNAL_IGNORED: Description(
            "the login page stays in the Services menu although em external is set",
            "phone_services.py",
            "document, Configuring a Number or Device, step 10",
        ),
        Defect.LOGIN_WITHOUT_PASSWORD: Description(
            "a user logs in with whatever password",
            "mobility.py",
            "CME administrator guide, Extension Mobility: user name and password match",
        ),
        Defect.LOGIN_WITHOUT_RESTART: Description(
            "a login is confirmed but the phone goes on with its old number",
            "switch.py",
            "CME administrator guide, Extension Mobility",
        ),
        Defect.LOGOUT_KEEPS_NUMBER: Description(
            "after a logout from its menu the phone still has the user's number",
            "phone_services.py",
            "CME administrator guide, Extension Mobility",
        ),
        Defect.EMADMIN_LOGOUT_IGNORED: Description(
            "emadmin logout is taken and does nothing",
            "cli/mobility_rows.py",
            "document, Configuring a Number or Device, step 3",
        ),
        Defect.SECOND_LOGIN_KEPT: Description(
            "a user who logs in elsewhere stays logged in where he was",
            "mobility.py",
            "CME administrator guide, Extension Mobility",
        ),
        Defect.LOGOUT_TIME_IGNORED: Description(
            "nobody is logged out at the time of em logout",
            "mobility.py",
            "document, MOC Client: Example, em logout",
        ),
        Defect.IDLE_USER_KEPT: Description(
            "a user who leaves his phone idle stays logged in for ever",
            "mobility.py",
            "CME command reference, max-idle-time",
        ),
        Defect.MOBILITY_CUTS_CALLS: Description(
            "a login or logout takes the old number from the phone at once, and its call with it",
            "sccp.py",
            "CME administrator guide, Automatic Logout: after the active call is completed",
        ),
        Defect.AXL_FORGETS_USER: Description(
            "ISgetDevice tells of no user profile, whoever is logged in",
            "xml_api.py",
            "CME administrator guide, XML API, ISgetDevice",
        ),
        Defect.DIRECTORY_WRONG_NUMBER: Description(
            "the local directory gives one name the number of another",
            "local_directory.py",
            "CME administrator guide, Directory Services",
        ),
        Defect.DIRECTORY_SEARCH_IGNORED: Description(
            "the local directory answers every search with all its names",
            "local_directory.py",
            "CME administrator guide, Directory Services",
        ),
        Defect.AXL_WITHOUT_PASSWORD: Description(
            "the XML API serves whoever asks",
            "xml_api.py",
            "document, Enabling CTI CSTA, prerequisites: xml user",
        ),
        Defect.AXL_GOES_ON_AFTER_ERROR: Description(
            "ISexecCLI carries out the lines behind one that was refused",
            "xml_api.py",
            "XML Provider Developer Guide, ISexecCLI",
        ),
        Defect.NO_ANSWER_IGNORED: Description(
            "the DND key during a ring only silences it, though unanswered calls go elsewhere",
            "calls/forwarding.py",
            "CME administrator guide, do not disturb",
        ),
        Defect.LENGTH_IGNORED: Description(
            "a request is taken to be as long as it came, whatever Content-Length says",
            "careless.py",
            "RFC 3261 §18.3, §20.14",
        ),
        Defect.REQUIREMENT_IGNORED: Description(
            "an extension that is required and unknown is passed over",
            "careless.py",
            "RFC 3261 §8.2.2.3",
        ),
        Defect.ABSURD_TIMER_IGNORED: Description(
            "a session timer that is no number of seconds is passed over",
            "careless.py",
            "RFC 4028 §4",
        ),
        Defect.ENTITY_EXPANDED: Description(
            "entities that a body declares are resolved",
            "careless.py",
            "ECMA-323; XML 1.0 §4.4, as a careful reader has it",
        ),
        Defect.FOREIGN_INFO_SERVED: Description(
            "an INFO is served in any dialog with its Call-ID, whatever its tags",
            "careless.py",
            "RFC 3261 §12.2.2",
        ),
        Defect.BYE_OF_A_STRANGER_ENDS_SESSION: Description(
            "a BYE ends any dialog with its Call-ID, whatever its tags",
            "careless.py",
            "RFC 3261 §12.2.2, §15.1.2",
        ),
        Defect.OLD_NUMBER_SERVED: Description(
            "a request numbered below the last is served",
            "careless.py",
            "RFC 3261 §12.2.2",
        ),
        Defect.REPLAY_SERVED_TWICE: Description(
            "a request that comes again is carried out again",
            "careless.py",
            "RFC 3261 §17.2.2",
        ),
        Defect.BORROWED_NAME_ENDS_SESSION: Description(
            "a new session of a user on a line ends the one that stands",
            "careless.py",
            "RFC 3261 §12.1.1",
        ),
        Defect.FLOOD_DROPS_SESSIONS: Description(
            "after sixty datagrams from one socket every session is forgotten",
            "careless.py",
            "RFC 3261 §8.2",
        ),
        Defect.STUCK_STREAM_BLOCKS_ALL: Description(
            "while one connection is in the middle of a message no other is read",
            "careless.py",
            "RFC 3261 §18.3",
        ),
        Defect.MONITOR_OF_OTHERS_STOPPED: Description(
            "any session may stop any monitor by its id",
            "calls/services.py",
            "ECMA-269 Monitor Stop",
        ),
        Defect.BAD_FRAME_RESETS_PHONES: Description(
            "a frame that makes no sense cuts every phone's connection",
            "sccp.py",
            "CTI CSTA module: registered phones are served",
        ),
        Defect.SILENT_APPLICATION_KEPT: Description(
            "the session of an application that answers no event stands for ever",
            "cti.py",
            "RFC 3261 §12.2.1.2",
        ),
        Defect.UNACKNOWLEDGED_KEPT: Description(
            "a session whose INVITE was never acknowledged stays listed",
            "cti.py",
            "RFC 3261 §13.3.1.4",
        ),
        Defect.PRIVATE_LINE_BELIEVED: Description(
            "private data choose the line, not To",
            "cti_bodies.py",
            "document, CTI Session",
        ),
        Defect.LOST_EVENT_NOT_REPEATED: Description(
            "an event that nobody acknowledged is not sent again",
            "careless.py",
            "RFC 3261 §17.1.2.2",
        ),
        Defect.CROSSING_BYE_IGNORED: Description(
            "a BYE that crosses the router's own is never answered",
            "careless.py",
            "RFC 3261 §15.1.2",
        ),
        Defect.EARLY_SERVICE_IGNORED: Description(
            "a service that comes before the ACK is not served",
            "careless.py",
            "RFC 3261 §12.1.1",
        ),
        Defect.MONITOR_DIES_WITH_PHONE: Description(
            "a monitor ends when the last phone of its number goes",
            "calls/engine.py",
            "ECMA-269 Out of Service",
        ),
        Defect.SPEED_DIAL_WRONG_NUMBER: Description(
            "a speed-dial key calls the number of another key",
            "phone_keys.py",
            "CME command reference, speed-dial",
        ),
        Defect.MESSAGES_KEY_DEAD: Description(
            "the messages key calls nobody",
            "phone_keys.py",
            "CME command reference, voicemail",
        ),
        Defect.REDIAL_LAST_BUT_ONE: Description(
            "Redial calls the number that was dialled before the last one",
            "calls/hands.py",
            "CME soft keys, Redial",
        ),
        Defect.WAITING_CALL_FALLS_SILENT: Description(
            "the end of the first call silences the bell for the one that waits",
            "calls/bell.py",
            "CME administrator guide, call waiting",
        ),
        Defect.ALTERNATES_AT_THE_HOLDER: Description(
            "Alternate Call takes the call back where it was held, beside the one that goes on",
            "calls/joining.py",
            "ECMA-269 Alternate Call",
        ),
        Defect.MESSAGE_LAMP_ELSEWHERE: Description(
            "the message lamp of another phone is lit",
            "calls/features.py",
            "ECMA-269 Set Message Waiting Indicator",
        ),
        Defect.MESSAGE_WAITING_NOT_HEARD: Description(
            "the dial tone says nothing of a waiting message",
            "calls/screens.py",
            "CME command reference, mwi-type",
        ),
        Defect.SOFT_KEYS_WRONG_ON_HOLD: Description(
            "a phone that holds is given the soft keys of a conversation",
            "calls/hold_screens.py",
            "CME soft keys, hold state",
        ),
        Defect.CALLER_NOT_TOLD_OF_DND: Description(
            "who calls a phone that keeps quiet is not told so",
            "calls/screens.py",
            "CME administrator guide, do not disturb",
        ),
        Defect.SHARED_LINE_SILENT: Description(
            "of the phones with a shared line only one rings",
            "calls/bell.py",
            "CME administrator guide, shared lines",
        ),
        Defect.SHARED_LINE_RINGS_ON: Description(
            "a shared line that was answered goes on ringing at the other phone",
            "calls/screens.py",
            "CME administrator guide, shared lines",
        ),
        Defect.REMOTE_IN_USE_NOT_SHOWN: Description(
            "a phone does not show that its shared line is in use at another",
            "calls/sharing.py",
            "CME administrator guide, shared lines",
        ),
        Defect.HELD_CALL_STAYS_AT_ITS_PHONE: Description(
            "a shared line's held call cannot be resumed at the other phone",
            "calls/sharing.py",
            "CME administrator guide, shared lines",
        ),
        Defect.OVERLAY_FIRST_NUMBER_ONLY: Description(
            "of an overlaid button's numbers only the first one rings",
            "sccp.py",
            "CME command reference, button",
        ),
        Defect.OVERLAY_CONTROLLABLE: Description(
            "an application may control a number that is overlaid",
            "controlled.py",
            "document, Restrictions, overlay",
        ),
        Defect.PROMPT_IGNORED: Description(
            "a prompted Make Call calls at once, without a hand at the phone",
            "calls/services.py",
            "ECMA-269 Make Call, autoOriginate",
        ),
        Defect.PROMPT_NEVER_ENDS: Description(
            "a prompted Make Call that nobody lifts for waits for ever",
            "calls/progress.py",
            "cti timeout make-call-prompt",
        ),
        Defect.MOC_PROMPTED: Description(
            "a Make Call of a MOC client lets its phone ring first",
            "controlled.py",
            "document, Restrictions, prompted Make Call and MOC",
        ),
        Defect.ANALOG_CONTROLLABLE: Description(
            "an application may control the number of an analog port",
            "controlled.py",
            "document, Restrictions, SCCP phones only",
        ),
        Defect.CONFERENCE_SILENT_LEG: Description(
            "the party that joined a conference last is neither heard nor hears",
            "calls/bridging.py",
            "CME administrator guide, conferencing",
        ),
        Defect.CONFERENCED_EVENT_MISSING: Description(
            "the party that was added is not told of the conference",
            "calls/conferences.py",
            "ECMA-269 Conferenced event, sent to every party of the conference",
        ),
        Defect.CONFERENCED_WRONG_DEVICE: Description(
            "Conferenced names the added party as the conferencing device",
            "calls/reports.py",
            "ECMA-269 Conferenced event, conferencingDevice",
        ),
        Defect.CONFERENCE_KEEPS_CALL_ID: Description(
            "Conferenced does not say that the held party's call has a new identifier",
            "calls/reports.py",
            "ECMA-269 Conferenced event, conferenceConnections",
        ),
        Defect.MEMBER_LEAVES_OTHERS_DROP: Description(
            "a conference ends when any of its parties leaves",
            "calls/conferences.py",
            "ECMA-269 Connection Cleared event",
        ),
        Defect.CONFERENCE_OUTLIVES_CREATOR: Description(
            "a conference goes on without its creator although keep-conference is not set",
            "calls/conferences.py",
            "CME command reference, keep-conference",
        ),
        Defect.HOLD_SILENCES_CONFERENCE: Description(
            "while one party of a conference holds, the others do not hear each other",
            "calls/bridging.py",
            "CME administrator guide, conferencing",
        ),
        Defect.CONFERENCE_NOT_SHOWN: Description(
            "the phones of a conference show an ordinary conversation",
            "calls/phrases.py",
            "CME administrator guide, conferencing",
        ),
        Defect.LEAVER_NOT_TOLD: Description(
            "who stays in a conference is not told who left it",
            "calls/conferences.py",
            "ECMA-269 Connection Cleared event, sent to every party of the call",
        ),
        Defect.KEEP_CONFERENCE_IGNORED: Description(
            "a conference ends with its creator although keep-conference is set",
            "conferencing.py",
            "CME command reference, keep-conference",
        ),
        Defect.MAX_CONFERENCES_IGNORED: Description(
            "more conferences stand than max-conferences allows",
            "conferencing.py",
            "CME command reference, max-conferences",
        ),
        Defect.FOURTH_PARTY_JOINS: Description(
            "a conference takes a fourth party",
            "calls/conferences.py",
            "CME administrator guide, conferencing",
        ),
        Defect.PROFILE_SPEED_DIALS_DEAD: Description(
            "the speed dials of who is logged in stand beside the keys and dial nothing",
            "phone_keys.py",
            "CME administrator guide, extension mobility",
        ),
        Defect.WHOLE_NUMBER_CUT: Description(
            "a number that a phone sends as a whole loses its last digit",
            "calls/hands.py",
            "CME administrator guide, directory services",
        ),
        Defect.TRANSFER_RECALL_FORGOTTEN: Description(
            "a transferred call that nobody answers does not come back",
            "calls/joining.py",
            "CME command reference, timeouts transfer-recall",
        ),
        Defect.BLIND_TRANSFER_ASKS: Description(
            "a transfer waits for the key's second press although it is to be blind",
            "calls/hands.py",
            "CME command reference, transfer-system",
        ),
        Defect.FORWARD_BUSY_IGNORED: Description(
            "a busy line's caller hears busy although such calls are forwarded",
            "calls/features.py",
            "CME command reference, call-forward busy",
        ),
        Defect.FORWARD_BUSY_AS_ALL: Description(
            "a call forwarded on busy is reported with the cause of one forwarded at once",
            "calls/features.py",
            "ECMA-269 event causes",
        ),
        Defect.FORWARD_NO_ANSWER_NEVER: Description(
            "a call that nobody answers rings on although such calls are forwarded",
            "calls/forwarding.py",
            "CME command reference, call-forward noan",
        ),
        Defect.CALL_WAITING_SILENT: Description(
            "who talks does not hear that another call waits",
            "calls/waiting_tone.py",
            "CME administrator guide, call waiting",
        ),
        Defect.BEEP_SETTING_IGNORED: Description(
            "who talks hears the call waiting tone although the line refuses it",
            "calls/waiting_tone.py",
            "CME command reference, call-waiting beep",
        ),
        Defect.HUNTSTOP_IGNORED: Description(
            "a second call comes in although only one channel is for calls that come in",
            "switch.py",
            "CME command reference, huntstop channel",
        ),
        Defect.TIMEOUTS_IGNORED: Description(
            "calls wait as long as they do by default, whatever is configured",
            "switch.py",
            "CME command reference, timeouts",
        ),
        Defect.NO_FORM_IGNORED: Description(
            "the first `no callmonitor` is taken and changes nothing",
            "cli/configurator.py",
            "document, Enabling CTI CSTA, step 8",
        ),
        Defect.RANGE_EDGE_REFUSED: Description(
            "the greatest keepalive of a session manager is refused",
            "cli/telephony_rows.py",
            "document, Creating a Session Manager, step 9",
        ),
        Defect.RANGE_NOT_CHECKED: Description(
            "a keepalive beyond its range is taken",
            "cli/telephony_rows.py",
            "document, Creating a Session Manager, step 9",
        ),
        Defect.TEMPLATE_WINS: Description(
            "a template without cti watch takes it from the numbers that have it",
            "switch.py",
            "document, Configuring a Number or Device, step 6",
        ),
        Defect.CARET_MISPLACED: Description(
            "the caret stands one character too far to the left",
            "cli/session.py",
            "cme-ios.md 4.2, the first character that nothing fits",
        ),
        Defect.WRITE_FORGETS: Description(
            "saving leaves `cti watch` out of the startup configuration",
            "cli/host.py",
            "CME command reference, write memory",
        ),
        Defect.RUNNING_CONFIG_DROPS_LINE: Description(
            "gcid is taken, and show running-config does not print it",
            "cli/host.py",
            "document, Enabling CTI CSTA, step 9",
        ),
        Defect.SHUTDOWN_LEAVES_SESSIONS: Description(
            "no session opens while CTI is shut, but those that stand stay",
            "cti.py",
            "document, Enabling CTI CSTA, step 7",
        ),
        Defect.WATCH_OUTLIVES: Description(
            "a number that was watched once can be watched for ever",
            "memory.py",
            "document, Configuring a Number or Device, step 6",
        ),
        Defect.NOTIFY_OUTLIVES: Description(
            "a number that was kept up once stays up for ever",
            "memory.py",
            "document, Configuring a Number or Device, step 7",
        ),
        Defect.NUMBER_OUTLIVES: Description(
            "a number is served on after its ephone-dn was removed",
            "memory.py",
            "document, Configuring a Number or Device, prerequisites",
        ),
        Defect.REGISTER_ID_KEPT: Description(
            "a renamed session manager registers under its old name, too",
            "cti_registrar.py",
            "document, Creating a Session Manager, step 8",
        ),
        Defect.KEEPALIVE_UNFELT: Description(
            "a changed keepalive is not granted",
            "cti_registrar.py",
            "document, Creating a Session Manager, step 9",
        ),
        Defect.KEEPALIVE_DEFAULT_SHORT: Description(
            "without keepalive a registration lasts a minute",
            "cti_registrar.py",
            "document, Creating a Session Manager, step 9",
        ),
        Defect.REGISTRAR_DEFAULT_SHORT: Description(
            "registrar server without limits grants ten minutes at most",
            "cti_registrar.py",
            "document, Enabling CTI CSTA, step 13",
        ),
        Defect.LINE_BY_FROM: Description(
            "a session opens on the line that From names, where that is one",
            "cti_bodies.py",
            "document, CTI Session",
        ),
        Defect.ESCAPED_LINE_UNKNOWN: Description(
            "a line whose digits are escaped in To is unknown",
            "cti_bodies.py",
            "RFC 2396 §2.4; document, RFCs",
        ),
        Defect.CAPITAL_SCHEME_UNKNOWN: Description(
            "a line whose URI begins with SIP: in To is unknown",
            "cti_bodies.py",
            "RFC 2396 §3.1; document, RFCs",
        ),
        Defect.DISPLAY_NAME_FOR_LINE: Description(
            "where To has a display name, that is taken for the line",
            "cti_bodies.py",
            "RFC 3261 §20.10; document, CTI Session",
        ),
        Defect.EMADMIN_ANY_USER: Description(
            "a name that no profile has logs the first profile's user in",
            "mobility.py",
            "document, Configuring a Number or Device, step 2",
        ),
        Defect.EMADMIN_LOGOUT_ALL: Description(
            "who is logged in nowhere logs everybody out",
            "mobility.py",
            "document, Configuring a Number or Device, step 3",
        ),
        Defect.EM_EXTERNAL_SHUTS_LOGIN: Description(
            "with em external the administrator logs nobody in either",
            "mobility.py",
            "document, Configuring a Number or Device, steps 2 and 10",
        ),
        Defect.FILES_NOT_DELETED: Description(
            "no create cnf-files says so, and the phones' files stay",
            "tftp.py",
            "CME command reference, create cnf-files",
        ),
        Defect.ANYBODY_ENABLES: Description(
            "any password opens privileged EXEC",
            "cli/host.py",
            "document, Enabling CTI CSTA, step 1",
        ),
        Defect.USER_CONFIGURES: Description(
            "a user who is not privileged may configure, clear and debug",
            "cli/exec_rows.py",
            "document, Enabling CTI CSTA, step 1",
        ),
        Defect.SIP_MODE_NOT_ENTERED: Description(
            "`sip` is taken and its mode is not entered",
            "cli/configurator.py",
            "document, Enabling CTI CSTA, step 12",
        ),
        Defect.SESSION_SERVERS_SHARED: Description(
            "every tag of a session manager names the first one",
            "cli/configurator.py",
            "document, Creating a Session Manager, step 6",
        ),
        Defect.REFUSED_LINE_APPLIED: Description(
            "a misprint is refused, and its beginning is obeyed",
            "cli/session.py",
            "cme-ios.md 5, sip-refer",
        ),
        Defect.REGISTRATION_NOT_LOGGED: Description(
            "a phone comes into service and the log does not say so",
            "cli/host.py",
            "CME administrator guide, %IPPHONE-6-REGISTER",
        ),
        Defect.CALLMONITOR_IGNORED: Description(
            "callmonitor is taken and no call is monitored",
            "switch.py",
            "document, Enabling CTI CSTA, step 8",
        ),
        Defect.CONVERSION_NOT_SUPPRESSED: Description(
            "events name the primary number although conversion is suppressed",
            "switch.py",
            "document, Enabling CTI CSTA, step 11",
        ),
        Defect.DEBUG_TELLS_NOTHING: Description(
            "debug cti says that it is on, and nothing more ever",
            "cli/host.py",
            "document, Table 96, debug cti",
        ),
        Defect.SIGN_OFF_UNHEARD: Description(
            "a phone that signs off is answered, and served on until its keep-alives run out",
            "sccp.py",
            "SCCP Unregister",
        ),
        Defect.RETURNING_PHONE_REFUSED: Description(
            "a phone that comes back is refused until the router has missed its old connection",
            "sccp.py",
            "CME troubleshooting, registration: one socket a phone",
        ),
        Defect.FORGOTTEN_PHONE_KEPT: Description(
            "a phone whose configuration was taken away is served on",
            "sccp.py",
            "CME command reference, ephone",
        ),
        Defect.MAC_UNGUARDED: Description(
            "the MAC address of a phone in service can be changed",
            "cli/configurator.py",
            "CME command reference, mac-address (ephone)",
        ),
        Defect.TYPE_IGNORED: Description(
            "a phone is served whatever type its ephone has",
            "sccp.py",
            "CME command reference, type (ephone)",
        ),
        Defect.RESET_CUTS_CALL: Description(
            "a phone that is reset in a call is cut off, and its call with it",
            "sccp.py",
            "CME administrator guide, reset",
        ),
        Defect.PATH_LEFT_ENDS_CALL: Description(
            "a call ends when it goes on by another path, handset, speaker or headset",
            "phone_reports.py",
            "SCCP MediaPathEvent, HeadsetStatus: the hook says when a call is over",
        ),
        Defect.SHARED_LINE_PER_PHONE: Description(
            "a shared single line carries one call at each of its phones",
            "calls/model.py",
            "CME administrator guide, shared lines",
        ),
        Defect.OVERLAY_WAITING_UNSEEN: Description(
            "a second call for an overlaid button with c goes unseen as with o",
            "calls/screens.py",
            "CME command reference, button",
        ),
        Defect.OVERLAY_ALWAYS_WAITS: Description(
            "a second call for an overlaid button with o waits as with c",
            "calls/screens.py",
            "CME command reference, button",
        ),
        Defect.SIP_LINE_CONTROLLABLE: Description(
            "an application may control the number of a SIP phone",
            "switch.py",
            "document, Restrictions, SCCP phones only",
        ),
        Defect.OVERLAY_WAITING_CONTROLLABLE: Description(
            "an application may control a number that is overlaid with call waiting",
            "controlled.py",
            "document, Restrictions, overlay",
        ),
        Defect.MOC_CALLED_UNPROMPTED: Description(
            "a prompted Make Call of a MOC client calls at once",
            "calls/services.py",
            "document, Restrictions, prompted Make Call and MOC",
        ),
        Defect.MONITOR_ENDS_AT_LOGIN: Description(
            "the monitor of a number ends when a phone brings that number into service",
            "calls/engine.py",
            "document, Configuring a Number or Device, restriction 6",
        ),
        Defect.UNDEBUG_ALL_IGNORED: Description(
            "undebug all says that all debugging is off, and turns none off",
            "cli/debugging.py",
            "document, Table 96, debug cti",
        ),
        Defect.SESSION_WANTS_MANAGER: Description(
            "a session opens only while some application is registered as a session manager",
            "cti_registrar.py",
            "document, Creating a Session Manager, note",
        ),
        Defect.CALLMONITOR_ALWAYS: Description(
            "the call monitor tells of calls without callmonitor",
            "switch.py",
            "document, Enabling CTI CSTA, step 8",
        ),
        Defect.REGISTRAR_NOT_ASKED: Description(
            "applications register without registrar server",
            "cti_registrar.py",
            "document, Enabling CTI CSTA, step 13",
        ),
        Defect.LONGEST_REGISTRATION_IGNORED: Description(
            "a registration is granted for longer than the registrar's maximum",
            "cti_registrar.py",
            "document, Enabling CTI CSTA, step 13",
        ),
        Defect.EMADMIN_ANYWHERE: Description(
            "emadmin login takes a phone that has no logout profile",
            "mobility.py",
            "document, Configuring a Number or Device, step 2",
        ),
        Defect.LOGOUT_WITHOUT_RESTART: Description(
            "who is logged out goes on having his number at the phone",
            "switch.py",
            "document, Configuring a Number or Device, step 3",
        ),
        Defect.AXL_USER_TURNED_AWAY: Description(
            "the XML API knows the users of the startup configuration only",
            "xml_api.py",
            "document, Table 95, step 2",
        ),
        Defect.AXL_MISCOUNTS_LINES: Description(
            "ISexecCLI counts the line that was refused from 0",
            "xml_api.py",
            "XML Provider Developer Guide, ISexecCLI",
        ),
        Defect.AXL_UNDOES_LINES: Description(
            "ISexecCLI takes back what it took before a line that is refused",
            "xml_api.py",
            "XML Provider Developer Guide, ISexecCLI",
        ),
        Defect.AXL_WRONG_PROFILE: Description(
            "ISgetDevice tells the number of the phone instead of that of the user profile",
            "xml_api.py",
            "CME administrator guide, XML API",
        ),
        Defect.SESSION_OUTLIVES_RELOAD: Description(
            "a session of before a reload is listed and served after it",
            "switch.py",
            "RFC 3261 §12.2.2; document, CTI Session",
        ),
        Defect.MONITOR_OUTLIVES_RELOAD: Description(
            "a monitor of before a reload runs on, for the session that has its owner's number",
            "switch.py",
            "ECMA-269 Monitor Start; document, CTI Session",
        ),
        Defect.OLD_LINK_TAKES_NEW: Description(
            "a phone that came back is out of service again when its old connection ends at last",
            "sccp.py",
            "CME troubleshooting, registration: one socket a phone",
        ),
        Defect.FORGOTTEN_PHONE_RETURNS: Description(
            "a phone that was served once is served again after its configuration was taken away",
            "sccp.py",
            "CME command reference, ephone",
        ),
        Defect.REFUSED_MAC_TAKEN: Description(
            "a new MAC address for a phone in service is refused, and taken",
            "cli/configurator.py",
            "CME command reference, mac-address (ephone)",
        ),
        Defect.TYPE_COMPARED_IN_PART: Description(
            "of a phone's type only the beginning is compared: a 7960 may stand for a 7961",
            "sccp.py",
            "CME command reference, type (ephone)",
        ),
        Defect.TURNED_AWAY_FOR_GOOD: Description(
            "a phone that was turned away once is turned away for ever",
            "sccp.py",
            "CME command reference, max-ephones",
        ),
        Defect.ONE_PHONE_TOO_MANY: Description(
            "one phone more registers than max-ephones allows",
            "sccp.py",
            "CME command reference, max-ephones",
        ),
        Defect.RESET_REACHES_ANOTHER: Description(
            "reset and restart of an ephone reach the phone that registered first",
            "sccp.py",
            "CME command reference, reset (ephone)",
        ),
        Defect.RESET_IN_A_CALL_LOST: Description(
            "a phone that is told to start again during a call is never told",
            "sccp.py",
            "CME administrator guide, reset",
        ),
        Defect.LOGIN_BRINGS_NOTHING: Description(
            "who logs in has the phone start again with its own number",
            "sccp.py",
            "CME administrator guide, extension mobility",
        ),
        Defect.SPEED_DIALS_OUTLIVE: Description(
            "the speed dials of who was logged in stay beside the keys",
            "sccp.py",
            "CME administrator guide, extension mobility",
        ),
        Defect.PROFILE_FROZEN: Description(
            "a phone that starts again has the profile as it was at the first login",
            "sccp.py",
            "CME command reference, reset (voice user-profile)",
        ),
        Defect.STRANGER_SIGNS_OFF: Description(
            "a sign-off from nobody's connection signs off the phone that registered first",
            "sccp.py",
            "SCCP Unregister",
        ),
        Defect.PATH_TAKEN_HOLDS: Description(
            "a call is put on hold when it goes on by another path, handset, speaker or headset",
            "phone_reports.py",
            "SCCP MediaPathEvent, HeadsetStatus",
        ),
        Defect.IN_USE_SHOWN_FOR_GOOD: Description(
            "the other phones of a line go on showing it in use when its call is over",
            "calls/sharing.py",
            "CME administrator guide, shared lines",
        ),
        Defect.INTERDIGIT_FROM_OFF_HOOK: Description(
            "the pause between digits is measured from the dial tone on",
            "calls/hands.py",
            "CME command reference, timeouts interdigit",
        ),
        Defect.LOGIN_ELSEWHERE_UNFELT: Description(
            "who logs in elsewhere keeps his number at the first phone, which is not told",
            "mobility.py",
            "CME administrator guide, extension mobility",
        ),
        Defect.PASSWORD_BEGINNING: Description(
            "the beginning of a password lets its user in",
            "mobility.py",
            "CME administrator guide, extension mobility",
        ),
        Defect.IDLE_FROM_LOGIN: Description(
            "a user is logged out so long after the login, however busy he was",
            "mobility.py",
            "CME command reference, max-idle-time",
        ),
        Defect.SERVICES_MENU_FOR_ALL: Description(
            "the Services menu of every phone offers extension mobility",
            "phone_services.py",
            "CME administrator guide, extension mobility",
        ),
        Defect.DIRECTORY_WITHOUT_ENTRIES: Description(
            "the local directory leaves out the entries made by hand",
            "local_directory.py",
            "CME administrator guide, directory services",
        ),
        Defect.DIRECTORY_NAMES_SWAPPED: Description(
            "a search for a last name looks among first names, and the other way round",
            "local_directory.py",
            "CME administrator guide, directory services",
        ),
        Defect.SESSION_WANTS_REGISTRAR: Description(
            "a session opens only where session managers may register",
            "cti_registrar.py",
            "document, Creating a Session Manager, note",
        ),
        Defect.CTI_SHUT_AFTER_RELOAD: Description(
            "a router that boots has CTI shut, whatever its configuration says",
            "switch.py",
            "document, CTI Session",
        ),
        Defect.NO_EVENT_AFTER_RELOAD: Description(
            "monitors that are started after a reload are told nothing",
            "switch.py",
            "ECMA-269 Monitor Start; document, CTI Session",
        ),
    }
)
