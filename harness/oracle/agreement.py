"""Our record of each message beside a judge's: every field in which they differ, as a sentence.

Shares nothing with the codecs but the words of their names: a field of ours is looked up in the
judge's record under the name Wireshark has for it, and every field that the judge found must be
one of ours. So a field that is named wrongly, stands at the wrong offset or is left out is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Protocol

from harness.oracle import known
from harness.oracle.dissection import CSTA, SCCP, Value


class Message(Protocol):
    """A message as somebody read it: our own record, or the judge's."""

    @property
    def packet(self) -> int:
        """The place of the packet that completes it, from 1."""
        ...

    @property
    def protocol(self) -> str:
        """``SCCP``, ``SIP`` or ``CSTA``."""
        ...

    @property
    def name(self) -> str:
        """What message it is."""
        ...

    @property
    def fields(self) -> Mapping[str, tuple[Value, ...]]:
        """What it says."""
        ...


# Our name (letters only) → Wireshark's, where it is not the same word.
_SPELLINGS = {
    "reserveduserid": "reservedforfutureuse",
    "stationipaddress": "stationipaddr",
    "stationipv6address": "stationipv6addr",
    "protocolversion": "protocolver",
    "maxprotocolversion": "maxprotocolver",
    "forwardallnumber": "forwardalldirnum",
    "forwardbusynumber": "forwardbusydirnum",
    "forwardnoanswernumber": "forwardnoanswerldirnum",
    "year": "wyear",
    "month": "wmonth",
    "dayofweek": "wdayofweek",
    "day": "wday",
    "hour": "whour",
    "minute": "wminute",
    "second": "wsecond",
    "milliseconds": "wmilliseconds",
    "version": "versionstr",
    "ipaddress": "ipaddr",
    "remoteipaddress": "remoteipaddr",
    "transmitipaddress": "transmitipaddr",
    "sourceipaddress": "sourceipaddr",
    "multicastipaddress": "multicastipaddr",
    "requestedipaddresstype": "requestedipaddrtype",
    "directorynumber": "directorynum",
    "silencesuppression": "ssvalue",
    "state": "callstate",
    "codecparameters": "g723bitrate",
}

# The judge's fields that are no fields of ours: words we fold into an address, octets of a block
# (keys of encrypted media, parameters of a codec) that we keep whole.
_NOT_OURS = frozenset(
    {
        "ipv4or6",
        "codecmode",
        "dynamicpayload",
        "codecparam1",
        "codecparam2",
        "g723bitrate",
        "algorithmid",
        "keylen",
        "saltlen",
        "ismkipresent",
        "keyderivationrate",
        "key",
        "salt",
        "alignmentpadding",
        "padding",
        "xmlunknown",
        "xmldata",
    }
)

# Ours that the judge does not show: blocks kept whole, and what Wireshark 4.0 leaves unread.
_UNSEEN = frozenset(
    {
        "encryptionkey",
        "parameters",
        "codecparameters",
        "unregisterreason",
        "configversionstamp",
        "xmldata",
        "data",
        "alarminfo",
        "featurecapabilities",
        "padding",
    }
)

_EMPTY: frozenset[Value] = frozenset({0, "", "0.0.0.0"})
_NAME = re.compile(r"(?P<stem>.*?)(?P<dynamic>V2)?(?P<kind>Req|Res)?$")
_RENAMED = {"DefineTimeDate": "TimeDateRes", "CallHistoryDisposition": "CallHistoryInfo"}


def disagreements(ours: Iterable[Message], theirs: Iterable[Message]) -> list[str]:
    """Every difference between our reading of a capture and a judge's, a sentence each."""
    told: list[str] = []
    ours_by, theirs_by = _grouped(ours), _grouped(theirs)
    for place in sorted(ours_by.keys() | theirs_by.keys()):
        packet, protocol = place
        for our, their in zip_longest(ours_by.get(place, ()), theirs_by.get(place, ())):
            where = f"packet {packet}, {protocol}"
            if our is None:
                told.append(f"{where}: tshark reads {their.name}, we read nothing")
            elif their is None:
                told.append(f"{where}: we read {our.name}, tshark reads nothing")
            else:
                told += [f"{where} {our.name}: {text}" for text in _compare(our, their)]
    return told


def _grouped(messages: Iterable[Message]) -> dict[tuple[int, str], list[Message]]:
    groups: dict[tuple[int, str], list[Message]] = {}
    for message in messages:
        groups.setdefault((message.packet, message.protocol), []).append(message)
    return groups


def _compare(our: Message, their: Message) -> list[str]:
    if "problem" in our.fields:
        return [f"we cannot read what tshark reads as {their.name}: {our.fields['problem'][0]!s}"]
    if our.protocol == SCCP:
        return _named(our, their) + _sccp(our, their)
    if our.protocol == CSTA:
        return _named(our, their) + _csta(our, their)
    return _named(our, their) + _sip(our, their)


def _named(our: Message, their: Message) -> list[str]:
    if our.protocol != SCCP:
        same = our.name == their.name
    else:
        parts = _NAME.fullmatch(their.name)
        stem = parts["stem"] + ("Dynamic" if parts["dynamic"] else "") if parts else their.name
        accepted = {their.name, stem, stem + (parts["kind"] or "" if parts else "")}
        same = _RENAMED.get(our.name, our.name) in accepted
    return [] if same else [f"tshark calls it {their.name}"]


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return name.replace("_", "").replace(".", "").lower()


# -- SCCP -------------------------------------------------------------------------------------


def _sccp(our: Message, their: Message) -> list[str]:
    version = next(iter(our.fields.get("hdr_version", (0,))))
    row = known.difference(our.name, version if isinstance(version, int) else 0)
    excused = row.fields | row.absent if row else frozenset[str]()
    found = {_plain(name): (name, values) for name, values in their.fields.items()}
    told: list[str] = []
    seen: set[str] = set()
    in_order = known.TEXTS in excused
    for name, values in our.fields.items():
        plain = _plain(name)
        # Wireshark's word for it, unless it happens to use ours.
        spelled = plain if plain in found else _SPELLINGS.get(plain, plain)
        seen.add(spelled)
        if name in excused or (in_order and _is_text(values)):
            continue
        if spelled in found:
            their_name, their_values = found[spelled]
            if not _equal(values, their_values):
                told.append(_difference(name, values, their_name, their_values))
        elif plain not in _UNSEEN and not all(map(_says_nothing, values)):
            told.append(f"{name} is {_shown(values)}, tshark finds no such field")
    for plain, (name, values) in found.items():
        if plain not in seen and plain not in _NOT_OURS and not excused:
            told.append(f"tshark finds {name} = {_shown(values)}, we have no such field")
    return told + (_texts_in_order(our, their, excused) if in_order else [])


def _says_nothing(value: Value) -> bool:
    """Zero, an empty text, zero octets: what a field that is not on the wire is read as."""
    return not any(value) if isinstance(value, bytes) else value in _EMPTY


def _is_text(values: Sequence[Value]) -> bool:
    return all(isinstance(value, str) for value in values)


def _texts_in_order(our: Message, their: Message, absent: Collection[str]) -> list[str]:
    present = [values for name, values in our.fields.items() if name not in absent]
    # The judge shows no empty text, wherever it stands.
    ours = [v.encode("latin-1") for values in present for v in values if v and isinstance(v, str)]
    theirs = [_cut(v) for vs in their.fields.values() for v in vs if isinstance(v, bytes)]
    theirs = [each for each in theirs if each]
    if ours == theirs[: len(ours)]:
        return []
    return [f"the texts are {_shown(ours)}, tshark reads {_shown(theirs)}"]


def _equal(ours: Sequence[Value], theirs: Sequence[Value]) -> bool:
    return ours == theirs or (len(ours) == len(theirs) and all(map(_same, ours, theirs)))


def _same(our: Value, their: Value) -> bool:
    if isinstance(our, str) and isinstance(their, bytes):
        return our.encode("latin-1", "replace") == _cut(their)
    if isinstance(our, bytes) and isinstance(their, bytes):
        if our.startswith(b"<"):
            return _cut(our) == _cut(their)
        return our == their or (len(their) >= 6 and our.startswith(their))
    return our == their


def _cut(text: bytes) -> bytes:
    """A text up to its NUL: what real call agents leave behind it means nothing."""
    return text.partition(b"\0")[0]


# -- SIP and CSTA -----------------------------------------------------------------------------


def _sip(our: Message, their: Message) -> list[str]:
    return [
        _difference(name, values, name, their.fields.get(name, ()))
        for name, values in our.fields.items()
        if values != their.fields.get(name, ())
    ]


def _csta(our: Message, their: Message) -> list[str]:
    ours = {_plain(name): (name, values) for name, values in our.fields.items()}
    theirs = {_plain(name): (name, values) for name, values in their.fields.items()}
    told: list[str] = []
    for plain in {**ours, **theirs}:
        name, values = ours.get(plain, (plain, ()))
        their_name, their_values = theirs.get(plain, (plain, ()))
        if values != their_values:
            told.append(_difference(name, values, their_name, their_values))
    return told


def _difference(name: str, ours: Sequence[Value], their_name: str, theirs: Sequence[Value]) -> str:
    return f"{name} is {_shown(ours)}, tshark's {their_name} is {_shown(theirs)}"


def _shown(values: Sequence[Value]) -> str:
    """Values for a sentence; numbers as numbers, octets as text where they are one."""
    pieces = [
        repr(_cut(value).decode("latin-1")) if isinstance(value, bytes)
        else str(int(value)) if isinstance(value, int)
        else repr(value)
        for value in values
    ]  # fmt: skip
    if len(pieces) == 1:
        return pieces[0]
    return f"({', '.join(pieces)})" if pieces else "absent"
