"""How far each behaviour of the stand-in is to be trusted, and where it comes from.

No capture of a real CME with CTI was found, so nothing is ``RECORDED`` yet; the first task on
hardware is to run the plans there and turn ``ASSUMED`` into that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How we know."""

    RECORDED = "recorded"
    """Seen on a real router."""
    DOCUMENTED = "documented"
    """Written by Cisco, ECMA or the IETF."""
    ASSUMED = "assumed"
    """Ours, after the standard's model or other products; to be measured."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One thing the stand-in does."""

    name: str
    grade: Grade
    source: str
    does: str


_D, _A = Grade.DOCUMENTED, Grade.ASSUMED
_DOCUMENT = "CTI CSTA module"

BEHAVIOURS: tuple[Behaviour, ...] = (
    Behaviour("session.open", _D, f"{_DOCUMENT}, CTI Session", "INVITE with system status, 200"),
    Behaviour("session.refresh", _D, f"{_DOCUMENT}, CTI Session; RFC 4028", "re-INVITE keeps it"),
    Behaviour("session.expiry", _D, f"{_DOCUMENT}, CTI Session", "the dialog goes after expiry"),
    Behaviour("session.unknown-line", _A, "reference/csta.md §1.4", "INVITE is answered 404"),
    Behaviour("session.unwatched-line", _A, "reference/csta.md §1.4", "INVITE is answered 403"),
    Behaviour("session.cti-shut", _A, "reference/csta.md §1.4", "INVITE is answered 503"),
    Behaviour("session.private-line", _A, "reference/csta.md §1.1", "where To names no known line"),
    Behaviour("session.spoiled-stream", _A, "RFC 3261 §18.3", "read no further, left open"),
    Behaviour("session.document-type", _A, "reference/csta.md §8 item 5", "answered 400"),
    Behaviour("session.absurd-timer", _A, "RFC 4028 §4, §6", "400 where it is no number"),
    Behaviour("session.closed-by-router", _A, "reference/csta.md §1.2 row 12", "BYE"),
    Behaviour("session.reload", _A, "reference/csta.md §5.4 question 19", "all gone, without BYE"),
    Behaviour("session.min-se", _D, "RFC 4028 §6", "a timer below 90 s is answered 422"),
    Behaviour("session.foreign-monitor", _A, "reference/csta.md §1.6", "any watched line"),
    Behaviour("manager.expiry", _D, f"{_DOCUMENT}, keepalive", "gone unless it registers again"),
    Behaviour("manager.unknown-id", _D, "RFC 3261 §10.3; CR register-id", "404"),
    Behaviour("manager.no-registrar", _A, "none", "REGISTER is answered 405"),
    Behaviour("manager.granted", _A, "reference/csta.md §1.8", "the least of all that bound it"),
    Behaviour("manager.cti-aware", _A, "CR cti-aware: the answer stops", "503 while CTI is shut"),
    Behaviour("manager.sessions", _A, "reference/csta.md §1.8", "sessions outlive the heartbeat"),
    Behaviour("manager.show", _D, "CR show voice register session-server", "two lines each"),
    Behaviour("session.no-timer-support", _A, "RFC 4028 §9", "no Session-Expires, no expiry"),
    Behaviour("monitor.watch", _D, f"{_DOCUMENT}, cti watch", "only watched numbers"),
    Behaviour("monitor.notify", _D, f"{_DOCUMENT}, cti notify", "a number without a phone is up"),
    Behaviour("monitor.withdrawn", _A, "ECMA-269 Monitor Stop", "MonitorStop when watch goes"),
    Behaviour("features.list", _D, f"{_DOCUMENT}, Table 94", "exactly the services of Table 94"),
    Behaviour("features.layout", _A, "reference/csta.md §2.2", "ECMA-285 group names"),
    Behaviour("ids.call", _A, "reference/csta.md §5.4 item 5", "decimal, one for both parties"),
    Behaviour("ids.device", _A, "reference/csta.md §5.3", "as the application wrote them"),
    Behaviour("order.response-first", _A, "reference/csta.md §1.7", "200 before the events"),
    Behaviour("order.one-info", _A, "reference/csta.md §1.7", "next INFO after the last one's 200"),
    Behaviour("events.service-initiated", _A, "reference/csta.md §3.3 row 1", "sent"),
    Behaviour("events.cause", _A, "reference/csta.md §3.2", "newCall up to Established"),
    Behaviour("events.both-cleared", _A, "reference/csta.md §3.3 rows 1, 2", "two per call"),
    Behaviour("events.releasing-device", _A, "ECMA-269 Connection Cleared", "the dropped one's"),
    Behaviour(
        "events.abandoned", _A, "reference/csta.md §3.3 row 3", "callCancelled at the callee"
    ),
    Behaviour("events.busy", _A, "reference/csta.md §3.3 row 7", "Failed at the called party"),
    Behaviour("events.unallocated", _A, "reference/csta.md §3.3 row 8", "Failed at the caller"),
    Behaviour("events.hold", _A, "reference/csta.md §3.3 row 11", "told to both parties"),
    Behaviour("events.consultation", _A, "reference/csta.md §3.3 row 15", "by key as by service"),
    Behaviour("events.swap-by-key", _A, "ECMA-269, cause alternate", "Resume while talking"),
    Behaviour("events.transferred-call-id", _A, "reference/csta.md §8.3", "the consultation's"),
    Behaviour("events.single-step-call-id", _A, "reference/csta.md §3.3 row 20", "is kept"),
    Behaviour(
        "events.diverted-to-busy", _A, "none", "the caller is told Diverted, then Failed busy"
    ),
    Behaviour("transfer.second-key", _D, "SRND, full-consult; reference/sccp.md §5.10", "joins"),
    Behaviour("transfer.media", _A, "reference/sccp.md §5.10", "channels are opened anew"),
    Behaviour("transfer.held-far-end", _A, "none", "no unanswered call for a party on hold"),
    Behaviour("transfer.blind", _D, "CR transfer-system; reference/sccp.md §5.10", "one key"),
    Behaviour("transfer.recall", _D, "CR timeouts transfer-recall", "back to who transferred"),
    Behaviour("transfer.recall-events", _A, "ECMA-269, cause recall", "Diverted, Delivered"),
    Behaviour("conference.creator", _D, "CR keep-conference", "its end is everybody's"),
    Behaviour("conference.confrn-again", _D, "CR keep-conference", "the last party is out"),
    Behaviour("conference.three", _D, "CME administrator guide, conferencing", "and no more"),
    Behaviour("conference.mixer", _A, "reference/sccp.md §5.12", "one UDP port of the router"),
    Behaviour("conference.call-id", _A, "none", "the consultation's, as after a transfer"),
    Behaviour("conference.screens", _A, "reference/sccp.md §5.12", "Conference, no number"),
    Behaviour("conference.soft-keys", _A, "reference/sccp.md §2.2", "set 7 until all are in"),
    Behaviour("conference.channels", _A, "none", "the creator's second channel is free again"),
    Behaviour("conference.not-answered", _A, "none", "refused in words, the phone rings on"),
    Behaviour("conference.two-lines", _A, "none", "held line told null; no number twice"),
    Behaviour("conference.services", _A, "none", "no single-step transfer out of one"),
    Behaviour("conference.two-left", _A, "none", "phone to phone again"),
    Behaviour("call-waiting.tone", _A, "reference/sccp.md §5.9", "in the call; rings after it"),
    Behaviour("call-waiting.beep", _D, "CR call-waiting beep", "as both lines allow"),
    Behaviour("call-waiting.printed", _A, "none", "no call-waiting beep, with its word"),
    Behaviour("huntstop.channel", _D, "CR huntstop channel", "busy for a second call"),
    Behaviour("forward.busy", _D, "CME administrator guide, call forward", "no channel is free"),
    Behaviour("consultation.channel", _A, "reference/csta.md §4.1", "refused without a free one"),
    Behaviour("deflect.alerting-only", _D, f"{_DOCUMENT}, Table 94", "refused once answered"),
    Behaviour("events.no-answer", _A, "reference/csta.md §3.3 row 9", "cleared, callNotAnswered"),
    Behaviour("faults", _A, "reference/csta.md §4.1", "the first column"),
    Behaviour("clear.alerting", _A, "C4B restriction list: no reject", "refused, wrong state"),
    Behaviour("make-call.prompt", _D, "ECMA-269 Make Call, autoOriginate", "the default prompts"),
    Behaviour("make-call.prompt-timeout", _A, "cti timeout make-call-prompt", "15 s, then cleared"),
    Behaviour(
        "timeouts", _D, "CME command reference, timeouts", "10 s digits, 180 s ring, 10 s busy"
    ),
    Behaviour("forward.state", _A, "CME command reference, call-forward all", "configuration"),
    Behaviour("forward.key", _A, "reference/sccp.md §5.13", "no call; #, the key or 5 s end it"),
    Behaviour("forward.types", _D, "C4B restriction list", "all calls or none"),
    Behaviour("forward.diverted", _A, "reference/csta.md §3.3 row 23", "told to the caller only"),
    Behaviour("forward.loop", _A, "none", "the caller hears busy"),
    Behaviour(
        "dnd.whose", _A, "CME administrator guide: a key a phone", "its lines, as they change"
    ),
    Behaviour("dnd.silent", _D, "CME administrator guide, do not disturb", "shown, not heard"),
    Behaviour("dnd.ringing", _D, "CME administrator guide, do not disturb", "to the noan target"),
    Behaviour("dnd.show-ephone", _A, "CME command reference, show ephone", "DnD after max_line"),
    Behaviour("mwi.lamp", _A, "reference/sccp.md §5.15", "the line's, and the handset's"),
    Behaviour("mwi.event", _A, "ECMA-269 Message Waiting", "sent and listed"),
    Behaviour("features.set-again", _A, "reference/csta.md §2.4", "accepted, no event"),
    Behaviour("features.no-phone", _A, "reference/csta.md §4.1", "refused, out of service"),
    Behaviour("digits.heard", _A, "reference/sccp.md §5.16", "tones at the far phone"),
    Behaviour("sccp.versions", _D, "CME command reference, show ephone", "9, 12 or 17 by phone"),
    Behaviour("sccp.unknown-phone", _D, "CME troubleshooting", "auto-reg-ephone decides"),
    Behaviour("sccp.wrong-type", _A, "none", "rejected"),
    Behaviour("sccp.limit", _D, "CME administrator guide, max-ephones", "counts who is registered"),
    Behaviour("sccp.same-mac", _A, "reference/sccp.md §4.6", "the stale socket is closed"),
    Behaviour("sccp.forgotten", _A, "none", "Reset, then its connection is closed"),
    Behaviour("keys.speed-dial", _D, "CR speed-dial", "a label, and the number behind it"),
    Behaviour("keys.speed-dial-places", _A, "none", "after the lines, in the order of tags"),
    Behaviour("keys.messages", _D, "CR voicemail; reference/sccp.md §5.15", "calls the voice mail"),
    Behaviour("keys.redial", _A, "reference/sccp.md §5.2", "the router keeps the last number"),
    Behaviour("mwi.dial-tone", _A, "CR mwi-type", "stutters with audio or both; default visual"),
    Behaviour("dnd.caller", _D, "CME administrator guide, do not disturb", "Ring Out DND"),
    Behaviour("shared.in-use", _A, "reference/sccp.md §5.18", "call state 13, set 10, lamp on"),
    Behaviour("shared.held", _A, "reference/sccp.md §5.18", "call state 8, any phone resumes"),
    Behaviour("shared.rings", _D, "CME administrator guide, shared lines", "at every phone"),
    Behaviour("shared.late", _A, "none", "not told of a call that rings already"),
    Behaviour("lamp.several", _A, "none", "the newest call's when what it told of is gone"),
    Behaviour("hold.both", _A, "none", "who holds hears no tone; again when back and still held"),
    Behaviour("shared.own-call", _A, "none", "given up by hand, refused to a service"),
    Behaviour("overlay.rings", _D, "CR button", "for each number; o hides a second call, c waits"),
    Behaviour("overlay.out", _D, "CME administrator guide, overlays", "the first free number"),
    Behaviour("restriction.prompted-moc", _A, f"{_DOCUMENT}, Restrictions", "basic mode refuses"),
    Behaviour("restriction.shared-moc", _A, f"{_DOCUMENT}, Restrictions", "told as for any line"),
    Behaviour("restriction.overlay", _A, f"{_DOCUMENT}, Restrictions", "as without cti watch"),
    Behaviour("restriction.analog", _A, f"{_DOCUMENT}, Restrictions", "as without cti watch"),
    Behaviour("sccp.reject-text", _A, "none", "plain English"),
    Behaviour("sccp.soft-keys", _A, "CallManager 4.1 capture; CME soft key chapter", "template"),
    Behaviour("sccp.call-screens", _A, "reference/sccp.md §5", "order as CallManager's"),
    Behaviour("sccp.lines-at-once", _A, "none", "a button change is felt without a restart"),
    Behaviour("console.first-questions", _A, "reference/cme-ios.md §4.4", "setup asks nothing"),
    Behaviour("em.profiles", _D, "CME administrator guide, Extension Mobility", "lines, restart"),
    Behaviour("em.edited", _D, "reference/cme-ios.md §8", "a profile's change waits for reset"),
    Behaviour("em.restart", _A, "reference/sccp.md §5.17", "Reset(restart), lines at the next"),
    Behaviour("em.elsewhere", _D, "CME administrator guide, Extension Mobility", "first one ends"),
    Behaviour("em.again", _A, f"{_DOCUMENT}, restriction 6", "at the same phone: no restart"),
    Behaviour("em.replaced", _A, "none", "who logs in at a phone in use takes the user's place"),
    Behaviour("em.automatic", _D, "CME administrator guide, Automatic Logout", "times, idle"),
    Behaviour("em.in-a-call", _D, "CME administrator guide, Automatic Logout", "after the call"),
    Behaviour("em.reload", _A, "none", "nobody is logged in after it"),
    Behaviour("em.emadmin-texts", _A, "none", "% and a sentence; silent when it succeeds"),
    Behaviour("em.monitors", _A, "none", "login and logout leave sessions and monitors alone"),
    Behaviour("web.addresses", _A, "none", "/CMEserverForPhone/…, with the device's name"),
    Behaviour("web.words", _A, "none", "titles and texts; that Extension Mobility is last: guide"),
    Behaviour("web.off", _A, "none", "without ip http server a connection is cut"),
    Behaviour("web.services-without-root", _A, "CR url: root", "an entry of the built-in menu"),
    Behaviour("directory.pages", _D, "CME administrator guide, Directory Services", "menu, search"),
    Behaviour("directory.search", _A, "none", "what begins so, in any case of letters"),
    Behaviour("api.methods", _D, "XML Provider Developer Guide", "flat form, five methods"),
    Behaviour("api.user", _A, "CR xml user", "HTTP basic, privilege 15; else 401"),
    Behaviour(
        "cli.confirmed-change",
        _D,
        "Configuration Fundamentals, configure replace and configure revert",
        "a replacement that is not confirmed in time is taken back",
    ),
    Behaviour("cli.log", _D, "CME guides: %IPPHONE-6-REGISTER, %SYS-5-CONFIG_I", "told at once"),
    Behaviour("cli.debug-cti", _D, "CME command reference, debug cti core", "//CTI/ and a text"),
    Behaviour("cli.debug-texts", _A, "none", "what follows //CTI/, what `no debug` says"),
    Behaviour("cli.exec-timeout", _D, "Configuration Fundamentals, exec-timeout", "10 minutes"),
    Behaviour("cli.no-is-absence", _A, "none", "`no cti watch` lets the template decide"),
    Behaviour("cli.deleted-files", _A, "CME command reference, create cnf-files", "none served"),
    Behaviour("cli.innermost-caret", _A, "cme-ios.md 5, CRS1", "that of the mode, not of global"),
    Behaviour("cli.voice-register-tags", _A, "CME administrator guide", "max-dn, max-pool first"),
    Behaviour("cli.gcid", _A, "none", "show cti call tells identifiers without gcid, too"),
    Behaviour("cli.callmonitor", _A, "CME command reference, debug callmonitor", "//CMM/INFO:"),
    Behaviour("events.second-number", _A, "CR, suppress-conversion", "calledDevice is the first"),
    Behaviour("cli.longest-line", _A, "none", "254 characters, then the bell"),
    Behaviour("cli.rollback-file", _A, "none", "the file as it is when the router goes back"),
    Behaviour("cli.confirmed-change-texts", _A, "public transcripts", "some refusals' words"),
)


def of_grade(grade: Grade) -> Iterator[Behaviour]:
    """Every behaviour known that well, or that badly."""
    return (each for each in BEHAVIOURS if each.grade is grade)
