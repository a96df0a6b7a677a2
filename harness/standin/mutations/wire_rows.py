"""Requests that are read, and messages that are sent, otherwise than they should be."""

from __future__ import annotations

import re
from functools import partial

from harness.standin.mutations import hurried, meddlers
from harness.standin.mutations.wire import (
    WireRow,
    hearing,
    on_body,
    parts,
    refusing,
)

_NAMES = "RFC 3261 §7.3.3"
_DEPLOYMENT = "document, CSTA Client Application Deployment"
_PRIVATE = "ECMA-323, private data"
_STREAMS = "RFC 3261 §18.3"
_XML = "XML 1.0; ECMA-323"
_ONCE = re.compile(rb"(?i)^(?:Call-ID|Content-Length)$")
_COMPACT = re.compile(rb"(?im)^[vftimcl][ \t]*:")
_FOLDED = re.compile(rb"\r\n[ \t]")
_VERSION = re.compile(rb"^([A-Z]+ [^\r]* )SIP/\d\.\d\r\n")
_RCC_LINE = re.compile(rb"RCCExtension\">tel:(\d+)</")
_DEVICE = re.compile(rb"(<deviceObject>)[^<]*(</deviceObject>)")
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")


def _compact(octets: bytes) -> bool:
    return bool(_COMPACT.search(parts(octets)[0]))


def _folded(octets: bytes) -> bool:
    return bool(_FOLDED.search(parts(octets)[0]))


def _prefixed(octets: bytes) -> bool:
    root = _ROOT.search(parts(octets)[1])
    return root is not None and b":" in root[1]


def _without_timer(octets: bytes) -> bool:
    head = parts(octets)[0].lower()
    return octets.startswith(b"INVITE ") and b"\r\nsupported: timer" not in head


def _first_of_each(octets: bytes) -> bytes:
    """Of headers that may come once only the first is read."""
    head, body = parts(octets)
    kept: list[bytes] = []
    seen: set[bytes] = set()
    for line in head.splitlines(keepends=True):
        name = line.partition(b":")[0].strip().lower()
        if not (_ONCE.match(name) and name in seen):
            kept.append(line)
        seen.add(name)
    return b"".join(kept) + b"\r\n" + body


def _up_to_the_root(body: bytes) -> bytes:
    root = _ROOT.search(body)
    end = b"</" + root[1] + b">" if root else b""
    return body[: body.index(end) + len(end)] if end and end in body else body


def _legible(body: bytes) -> bytes:
    return body.decode("utf-8", errors="ignore").replace("\0", "").encode()


def _privately_monitored(body: bytes) -> bytes:
    line = _RCC_LINE.search(body)
    return _DEVICE.sub(rb"\g<1>" + line[1] + rb"\g<2>", body) if line else body


def _privately_foreign(octets: bytes) -> bool:
    body = parts(octets)[1]
    return b"<privateData" in body and b"RCCExtension" not in body


WIRE: tuple[WireRow, ...] = (
    # -- sessions, and what comes twice
    WireRow(
        "ended-session-answers",
        "an INFO in a session that has said BYE is answered 200, and nothing is done",
        "RFC 3261 §12.2.2",
        meddlers.Attached,
    ),
    WireRow(
        "repetition-refused",
        "a request that comes again is refused as an old one, not answered as before",
        "RFC 3261 §17.2.2",
        meddlers.Unmatched,
    ),
    WireRow(
        "repetition-unanswered",
        "a request that comes again is dropped, and its answer not sent again",
        "RFC 3261 §17.2.2",
        meddlers.Deaf,
    ),
    WireRow(
        "lost-event-ends-session",
        "a session ends as soon as one of its events is lost",
        "RFC 3261 §17.1.2.2",
        partial(meddlers.Hasty, seconds=0.4),
    ),
    WireRow(
        "silent-application-dropped-early",
        "an application that owes an answer for eight seconds has its session ended",
        "RFC 3261 §17.1.2.2, timer F",
        partial(meddlers.Hasty, seconds=8.0),
    ),
    WireRow(
        "silent-application-holds-others-up",
        "while one application owes an answer, no other one is told of events",
        "RFC 3261 §12.2.1",
        meddlers.OneAtATime,
    ),
    # -- other people's ways to write what the standards say
    WireRow(
        "compact-names-unknown",
        "a request whose headers have their compact names is refused as malformed",
        _NAMES,
        refusing(b"400 Bad Request", when=_compact),
    ),
    WireRow(
        "folded-header-refused",
        "a request with a header that goes on in the next line is refused as malformed",
        "RFC 3261 §7.3.1",
        refusing(b"400 Bad Request", when=_folded),
    ),
    WireRow(
        "prefixed-xml-refused",
        "a body whose elements have a prefix is refused as unreadable",
        "Namespaces in XML 1.0 §4",
        refusing(b"400 Bad Request", when=_prefixed),
    ),
    WireRow(
        "timer-demanded",
        "a client that does not know session timers is refused",
        "RFC 4028 §9",
        refusing(b"421 Extension Required", when=_without_timer),
    ),
    # -- what breaks the grammar
    WireRow(
        "second-header-overlooked",
        "of two Call-IDs, or two lengths, the second is passed over",
        "RFC 3261 §7.3.1, §20.8, §20.14",
        hearing(_first_of_each),
    ),
    WireRow(
        "version-overlooked",
        "a request of whatever version is served as SIP/2.0",
        "RFC 3261 §7.1, §21.5.6",
        hearing(lambda octets: _VERSION.sub(rb"\g<1>SIP/2.0\r\n", octets, count=1)),
    ),
    WireRow(
        "junk-behind-the-root-overlooked",
        "what stands behind the root element of a body is passed over",
        _XML,
        hearing(on_body(_up_to_the_root)),
    ),
    WireRow(
        "illegible-octets-overlooked",
        "octets of a body that are no characters of XML are passed over",
        _XML,
        hearing(on_body(_legible)),
    ),
    # -- bursts
    WireRow(
        "burst-answered-in-part",
        "of a burst from one socket every fifth request is dropped after the first sixty",
        "RFC 3261 §8.2",
        meddlers.Shedding,
    ),
    WireRow(
        "burst-shuts-the-door",
        "after a burst from one socket nobody opens a session any more",
        "RFC 3261 §8.2",
        meddlers.Shut,
    ),
    WireRow(
        "burst-silences-events",
        "after a burst from one socket no event leaves any more",
        "RFC 3261 §8.2",
        meddlers.Speechless,
    ),
    # -- clients that do not wait for each answer
    WireRow(
        "hurried-request-refused",
        "a service that is asked for before the last was answered is refused",
        _DEPLOYMENT,
        hurried.Impatient,
    ),
    WireRow(
        "hurried-answers-swapped",
        "of two services that are asked for at once each has the answer of the other",
        _DEPLOYMENT,
        hurried.Confused,
    ),
    WireRow(
        "hurried-bye-refused",
        "a BYE that comes before the last service was answered is refused",
        _DEPLOYMENT,
        hurried.Clinging,
    ),
    # -- private data
    WireRow(
        "private-line-monitored",
        "the private data of Monitor Start choose what is monitored",
        _PRIVATE,
        hearing(on_body(_privately_monitored)),
    ),
    WireRow(
        "private-data-refused",
        "a service with private data that are not Microsoft's is refused as unreadable",
        _PRIVATE,
        refusing(b"400 Bad Request", when=_privately_foreign),
    ),
    WireRow(
        "private-data-echoed",
        "the private data of a service come back in its answer",
        _PRIVATE,
        meddlers.Echoing,
    ),
    # -- streams
    WireRow(
        "segment-taken-for-message",
        "what comes in one segment is taken for a whole message, and dropped if it is none",
        _STREAMS,
        meddlers.SegmentReader,
        over="TCP",
    ),
    WireRow(
        "streams-share-a-buffer",
        "the beginning of a message is lost when another connection speaks before its end",
        _STREAMS,
        meddlers.OneBuffer,
        over="TCP",
    ),
    WireRow(
        "garbage-stops-all-streams",
        "after garbage on one connection no other is read",
        _STREAMS,
        meddlers.Startled,
        over="TCP",
    ),
)
