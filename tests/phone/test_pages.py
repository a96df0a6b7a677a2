from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import RemoteProtocolError
from harness.phone.pages import (
    MOST_ITEMS,
    Directory,
    DirectoryEntry,
    Error,
    Execute,
    Input,
    InputField,
    Menu,
    MenuItem,
    PageKey,
    Text,
    read_page,
)

BASE = "http://10.0.0.1/CMEserverForPhone/serviceurl"

FOREIGN_ENTITY = (
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><CiscoIPPhoneText>'
    b"<Text>&x;</Text></CiscoIPPhoneText>"
)
ENTITY_BOMB = (
    b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><CiscoIPPhoneText>'
    b"<Text>&y;</Text></CiscoIPPhoneText>"
)
MENU = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<CiscoIPPhoneMenu>
 <Title>Services</Title>
 <Prompt>Choose one</Prompt>
 <MenuItem><Name>Caf\xe9</Name><URL>http://10.0.0.9/cafe?a=1&amp;b=2</URL></MenuItem>
 <MenuItem><Name>Extension Mobility</Name><URL>em?device=#DEVICENAME#</URL></MenuItem>
 <SoftKeyItem><Name>Leave</Name><URL>SoftKey:Exit</URL><Position>4</Position></SoftKeyItem>
 <SoftKeyItem><Name>Go</Name><URL>SoftKey:Select</URL><Position>1</Position></SoftKeyItem>
</CiscoIPPhoneMenu>"""


def test_a_menu_is_read_with_its_choices_and_its_own_keys() -> None:
    assert read_page(MENU, base=BASE) == Menu(
        "Services",
        "Choose one",
        (
            MenuItem("Café", "http://10.0.0.9/cafe?a=1&b=2"),
            MenuItem(
                "Extension Mobility",
                "http://10.0.0.1/CMEserverForPhone/em?device=#DEVICENAME#",
            ),
        ),
        (PageKey("Go", "SoftKey:Select"), PageKey("Leave", "SoftKey:Exit")),
    )


def test_a_form_sends_what_was_keyed_in_as_a_query() -> None:
    page = read_page(
        b"<CiscoIPPhoneInput><Title>Login</Title><Prompt>Who?</Prompt><URL>/login?device=S</URL>"
        b"<InputItem><DisplayName>User</DisplayName><QueryStringParam>user</QueryStringParam>"
        b"<InputFlags>A</InputFlags></InputItem>"
        b"<InputItem><DisplayName>PIN</DisplayName><QueryStringParam>pin</QueryStringParam>"
        b"<DefaultValue>0</DefaultValue><InputFlags>NP</InputFlags></InputItem>"
        b"</CiscoIPPhoneInput>",
        base=BASE,
    )
    assert isinstance(page, Input)
    assert page.fields == (InputField("User", "user"), InputField("PIN", "pin", "0", "NP"))
    assert [each.is_hidden for each in page.fields] == [False, True]
    assert [each.takes_digits_only for each in page.fields] == [False, True]
    assert page.answer({"user": "a b&c", "pin": "12#"}) == (
        "http://10.0.0.1/login?device=S&user=a+b%26c&pin=12%23"
    )
    assert [key.label for key in page.keys] == ["Submit", "<<", "Cancel"]


def test_names_are_read_with_their_numbers() -> None:
    page = read_page(
        b"<CiscoIPPhoneDirectory><Title>Local Directory</Title><DirectoryEntry><Name>Bob</Name>"
        b"<Telephone>202</Telephone></DirectoryEntry></CiscoIPPhoneDirectory>",
        base=BASE,
    )
    assert isinstance(page, Directory)
    assert page.entries == (DirectoryEntry("Bob", "202"),)
    assert page.keys[0] == PageKey("Dial", "SoftKey:Dial")


def test_a_text_an_order_and_an_error_are_read() -> None:
    text = read_page(b"<CiscoIPPhoneText><Text>Logged in</Text></CiscoIPPhoneText>", base=BASE)
    order = read_page(
        b'<CiscoIPPhoneExecute><ExecuteItem Priority="0" URL="Dial:202"/>'
        b'<ExecuteItem URL="next"/></CiscoIPPhoneExecute>',
        base=BASE,
    )
    assert isinstance(text, Text)
    assert text.text == "Logged in"
    assert order == Execute(("Dial:202", "http://10.0.0.1/CMEserverForPhone/next"))
    assert read_page(b'<CiscoIPPhoneError Number="4"/>', base=BASE) == Error("XML Error [4]")


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"no page",
        b"<CiscoIPPhoneMenu>",
        b"<html><body>Unauthorized</body></html>",
        b"<CiscoIPPhoneImage/>",
        FOREIGN_ENTITY,
        ENTITY_BOMB,
    ],
)
def test_what_a_phone_cannot_show_is_refused_with_a_sentence(octets: bytes) -> None:
    with pytest.raises(RemoteProtocolError, match=r"XML Error \[[45]\]"):
        read_page(octets, base=BASE)


def test_what_is_too_much_is_cut() -> None:
    items = b"<MenuItem><Name>%s</Name><URL>/x</URL></MenuItem>" % (b"n" * 500)
    page = read_page(b"<CiscoIPPhoneMenu>" + items * 500 + b"</CiscoIPPhoneMenu>", base=BASE)
    assert isinstance(page, Menu)
    assert len(page.items) == MOST_ITEMS
    assert page.items[0].name == "n" * 64


@pytest.mark.parametrize("url", ["http://[", "http://[::1", "//[x"])
def test_an_address_that_is_none_leads_nowhere(url: str) -> None:
    page = read_page(
        f"<CiscoIPPhoneMenu><MenuItem><Name>a</Name><URL>{url}</URL></MenuItem>"
        "</CiscoIPPhoneMenu>".encode(),
        base=BASE,
    )
    assert isinstance(page, Menu)
    assert page.items[0].url == ""


@given(st.binary(max_size=40), st.integers(0, len(MENU)), st.integers(0, len(MENU)))
def test_whatever_comes_is_a_page_or_a_sentence(octets: bytes, start: int, end: int) -> None:
    broken = MENU[:start] + octets + MENU[end:]
    with suppress(RemoteProtocolError):
        assert read_page(broken, base=BASE)
