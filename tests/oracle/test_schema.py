from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from harness.oracle.schema import SchemaJudge

GOLDEN = Path(__file__).parents[1] / "golden" / "csta"
RIGHT = sorted(path.stem for path in GOLDEN.glob("*.xml") if not path.stem.startswith("odd-"))
ED3 = b"http://www.ecma-international.org/standards/ecma-323/csta/ed3"


def body(name: str) -> bytes:
    return (GOLDEN / f"{name}.xml").read_bytes()


@pytest.fixture(scope="module")
def judge() -> SchemaJudge:
    return SchemaJudge()


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_body_draws_no_objection(judge: SchemaJudge, name: str) -> None:
    assert judge.objections(body(name)) == []


@pytest.mark.parametrize(
    ("name", "objections"),
    [
        ("odd-bare-device", ["Element device, line 4: This element is not expected"]),
        ("odd-order", ["Element activateForward, line 4: This element is not expected"]),
        (
            "odd-error-sentence",
            ["Element operation, line 4: [facet 'enumeration'] The value 'Make Call Fail'"],
        ),
        (
            "odd-snapshot-cross-reference",
            ["Element serviceCrossRefID, line 4: This element is not expected"],
        ),
        ("odd-unknown-children", ["Element sequence, line 4: This element is not expected"]),
        ("odd-prefixed-edition-5", []),
    ],
)
def test_products_deviations_are_objected_to_with_element_and_line(
    judge: SchemaJudge, name: str, objections: list[str]
) -> None:
    found = judge.objections(body(name))
    assert len(found) == len(objections)
    assert all(text.startswith(start) for text, start in zip(found, objections, strict=True))


@pytest.mark.parametrize(
    ("right", "wrong", "objection"),
    [
        (b"alertingDevice>", b"alertedDevice>", "Element alertedDevice, line 6.*alertingDevice"),
        (b"<cause>redirected</cause>", b"", "Element DeliveredEvent, line 3: Missing child.*cause"),
        (b">redirected<", b">Redirected<", "Element cause, line 11.*'Redirected' is not in its"),
        (b">alerting<", b">ringing<", "Element localConnectionInfo, line 10.*'ringing'"),
        (b"<restricted/>", b"<withheld/>", "Element withheld, line 7.*notKnown, restricted"),
        (b"<restricted/>", b"", "Element callingDevice, line 7: Missing child"),
        (b"<callID>1001</callID>", b"<callID/>", "Element callID, line 5.*minLength"),
        (b"<cause>", b"<cause/><cause>", "Element cause, line 11"),
        (b"<numberDialed>", b"<numberDialed kind='x'>", "attribute 'kind' is not allowed"),
        (b"numberDialed>", b"deviceIdentifier>", "Element deviceIdentifier, line 9"),
        (b"DeliveredEvent", b"DeliverdEvent", "Element DeliverdEvent, line 3: No matching"),
        (b"csta/ed3", b"csta/ed7", "Element DeliveredEvent, line 3.*no namespace of ECMA-323"),
        (b"csta/ed3", b"", "no namespace of ECMA-323"),
        (b"</DeliveredEvent>", b"", "not well-formed XML"),
        (b"<DeliveredEvent", b"<!DOCTYPE x><DeliveredEvent", "document type"),
    ],
)
def test_the_judge_notices(judge: SchemaJudge, right: bytes, wrong: bytes, objection: str) -> None:
    spoilt = body("delivered-event").replace(right, wrong)
    assert re.search(objection, "\n".join(judge.objections(spoilt)))


def spoilt_bodies() -> Iterator[tuple[str, bytes]]:
    """Every golden body with one element misnamed, left out, or two neighbours swapped."""
    for name in RIGHT:
        count = sum(1 for _ in etree.fromstring(body(name)).iter(etree.Element))
        for place in range(1, count):
            yield f"{name} without element {place}", _without(body(name), place)
            yield f"{name} with element {place} misnamed", _misnamed(body(name), place)
            yield f"{name} with element {place} moved", _moved(body(name), place)


def _picked(octets: bytes, place: int) -> tuple[etree._Element, etree._Element]:
    root = etree.fromstring(octets)
    return root, list(root.iter(etree.Element))[place]


def _without(octets: bytes, place: int) -> bytes:
    root, picked = _picked(octets, place)
    parent = picked.getparent()
    assert parent is not None
    parent.remove(picked)
    return etree.tostring(root)


def _misnamed(octets: bytes, place: int) -> bytes:
    root, picked = _picked(octets, place)
    picked.tag = f"{picked.tag}s"
    return etree.tostring(root)


def _moved(octets: bytes, place: int) -> bytes:
    root, picked = _picked(octets, place)
    follower = picked.getnext()
    if follower is not None and follower.tag != picked.tag:
        follower.addnext(picked)
    return etree.tostring(root)


# What may be left out, be called anything, or stand in any order.
_OPTIONAL = {
    "extensions", "privateData", "private", "line", "monitorType", "monitorExistingCalls",
    "endpointDevice", "callLinkageData", "digitMode", "toneDuration", "forwardingType",
    "forwardDN", "autoOriginate", "localConnectionInfo", "secondaryOldCall", "newConnection",
    "oldConnection", "endpoint", "supportedEvents",
}  # fmt: skip
_REPEATED = {"snapshotDeviceResponseInfo", "connectionListItem", "localConnectionState"}
_REPEATED |= {"forwardListItem"}
_ALONE = {"callID", "deviceID"}


def test_any_element_misnamed_or_misplaced_is_noticed_and_any_mandatory_one_missed(
    judge: SchemaJudge,
) -> None:
    right = {etree.tostring(etree.fromstring(body(name))) for name in RIGHT}
    free = "get-csta-features-response"
    passed = [
        title
        for title, octets in spoilt_bodies()
        if octets not in right and not title.startswith(free) and not judge.objections(octets)
    ]
    waived = _OPTIONAL | _REPEATED | _ALONE
    missed = [title for title in passed if _element(title) not in waived]
    assert missed == []
    kinds = {title.rsplit(" ", 1)[-1] for title in passed}
    assert "moved" not in kinds
    misnamed = {_element(title) for title in passed if title.endswith("misnamed")}
    assert misnamed <= {"line"}


def _element(title: str) -> str:
    name, place = title.split(" ", maxsplit=1)[0], int(re.findall(r"element (\d+)", title)[0])
    return etree.QName(_picked(body(name), place)[1]).localname


def test_every_edition_is_judged_by_the_same_rules(judge: SchemaJudge) -> None:
    for edition in (b"ed2", b"ed4", b"ed5", b"ed6"):
        octets = body("make-call").replace(b"csta/ed3", b"csta/" + edition)
        assert judge.objections(octets) == []
        assert judge.objections(octets.replace(b"callingDevice", b"caller"))


def test_the_first_objection_does_not_linger(judge: SchemaJudge) -> None:
    assert judge.objections(b"<MakeCall xmlns='%b'/>" % ED3)
    assert judge.objections(body("make-call")) == []
    assert len(judge.objections(b"<MakeCall xmlns='%b'/>" % ED3)) == 1


def test_private_data_of_anybody_is_none_of_the_judges_business(judge: SchemaJudge) -> None:
    octets = body("request-system-status-moc")
    assert judge.objections(octets.replace(b"lcs:line", b"lcs:anything")) == []
