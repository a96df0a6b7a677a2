from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import RemoteProtocolError
from harness.protocols.csta import forms, xml
from harness.protocols.csta.events import HeldEvent
from harness.protocols.csta.names import Cause, LocalConnectionState
from harness.protocols.csta.types import ConnectionID

HELD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<HeldEvent xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">'
    "<monitorCrossRefID>{monitor}</monitorCrossRefID>"
    "<heldConnection><callID>{call}</callID><deviceID>201</deviceID></heldConnection>"
    "<holdingDevice><deviceIdentifier>201</deviceIdentifier></holdingDevice>"
    "<localConnectionInfo>{local}</localConnectionInfo><cause>normal</cause></HeldEvent>"
)


def held(monitor: str = "1", call: str = "78", local: str = "hold") -> bytes:
    return HELD.format(monitor=monitor, call=call, local=local).encode()


@pytest.fixture(autouse=True)
def _nothing_met_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "_FORMS", forms.Forms({}))


def test_the_second_body_of_a_form_is_read_from_its_own_texts() -> None:
    xml.decode(held())
    second = xml.decode(held(monitor="2", call="79", local="connected"))

    assert second.name == "HeldEvent"
    assert second.value == HeldEvent(
        monitor_cross_ref_id="2",
        held_connection=ConnectionID("79", "201"),
        holding_device="201",
        local_connection_info=LocalConnectionState.CONNECTED,
        cause=Cause.NORMAL,
    )


def test_a_value_that_is_none_is_found_in_the_second_body_too() -> None:
    xml.decode(held())
    second = xml.decode(held(local="asleep"))

    assert isinstance(second.value, xml.Misshapen)
    assert second.value.element == "localConnectionInfo"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("<callID>78</callID>", "<callID<78</callID>"),
        ("<callID>78</callID>", "<callID>78>/callID<"),
        ("<callID>78</callID>", "<callID>7\x0b8</callID>"),
        ("<callID>78</callID>", "<callID>78&nosuch;</callID>"),
        ("<callID>78</callID>", "<callID>78</calledID>"),
        ("</HeldEvent>", "</HeldEvent"),
        ("</HeldEvent>", "</HeldEvent>x"),
    ],
)
def test_what_is_not_well_formed_stays_refused_after_its_twin_was_met(
    was: str, becomes: str
) -> None:
    good = held().decode()
    xml.decode(good.encode())

    assert was in good
    with pytest.raises(RemoteProtocolError):
        xml.decode(good.replace(was, becomes).encode())


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("a&amp;b", "a&b"),
        ("ü", "ü"),
        ("<!-- no -->78", "78"),
        ("<![CDATA[7<8]]>", "7<8"),
        ("7\r\n8", "7\n8"),
        ("7\r8", "7\n8"),
        ("7>8", "7>8"),
        ("", ""),
        ("  ", "  "),
    ],
)
def test_unusual_texts_are_read_alike_before_and_after_the_form_was_met(
    text: str, call: str
) -> None:
    fresh = xml.decode(held(call=text)).value
    xml.decode(held())
    again = xml.decode(held(call=text)).value

    assert fresh == again
    assert isinstance(again, HeldEvent)
    assert again.held_connection.call_id == call


def test_lines_that_end_as_sips_do_are_of_the_same_form() -> None:
    lines = held().replace(b"><", b">\n<")
    ours, theirs = forms.cut(lines), forms.cut(lines.replace(b"\n", b"\r\n"))

    assert ours == theirs is not None
    assert forms.cut(lines.replace(b"\n", b"\r")) is None


def test_an_attribute_with_a_bracket_is_read_through_the_tree() -> None:
    odd = held().replace(b"<deviceID>", b"<deviceID typeOfNumber='a&gt;b'>")

    assert xml.decode(odd) == xml.decode(odd)


@given(st.text(max_size=12), st.text(max_size=12), st.booleans())
def test_a_body_says_the_same_whether_its_form_was_met_or_not(
    call: str, monitor: str, warm: bool
) -> None:
    octets = HELD.format(call=call, monitor=monitor, local="hold").encode("utf-8", "ignore")
    forgetful = forms.Forms({})
    known, xml._FORMS = xml._FORMS, forgetful
    try:
        fresh = _outcome(octets)
        xml.decode(held())
        assert _outcome(octets) == fresh
    finally:
        xml._FORMS = known


def _outcome(octets: bytes) -> object:
    try:
        return xml.decode(octets)
    except RemoteProtocolError:
        return "refused"


def test_too_many_forms_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_MOST_FORMS", 2)
    known: dict[str, forms.Form] = {}
    store = forms.Forms(known)
    for name in ("a", "b", "c"):
        cut = forms.cut(f"<{name}/>".encode())
        assert cut is not None
        store.keep(cut, forms.Form("", name, lambda _: None))

    assert [form.name for form in known.values()] == ["c"]
