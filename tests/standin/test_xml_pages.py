from __future__ import annotations

from lxml import etree

from harness.protocols.http import HttpResponse
from harness.standin import xml_pages


def read(page: HttpResponse) -> etree._Element:
    assert page.status == 200
    assert dict(page.headers)["Content-Type"].startswith("text/xml")
    return etree.fromstring(page.body)


def test_a_menu_has_a_name_and_an_address_for_each_choice() -> None:
    menu = read(xml_pages.menu("Services", [("A & B", "http://h/?a=1&b=2")], prompt="Choose"))
    assert menu.tag == "CiscoIPPhoneMenu"
    assert (menu.findtext("Title"), menu.findtext("Prompt")) == ("Services", "Choose")
    assert menu.findtext("MenuItem/Name") == "A & B"
    assert menu.findtext("MenuItem/URL") == "http://h/?a=1&b=2"


def test_a_text_may_have_any_letters() -> None:
    page = read(xml_pages.text("T", "<b> & ünïcode"))
    assert (page.tag, page.findtext("Text")) == ("CiscoIPPhoneText", "<b> & ünïcode")


def test_a_form_names_each_field_and_how_it_is_keyed_in() -> None:
    form = read(xml_pages.form("Login", "http://h/in", [("Password", "pin", "NP")]))
    assert (form.tag, form.findtext("URL")) == ("CiscoIPPhoneInput", "http://h/in")
    [field] = form.iterfind("InputItem")
    assert [each.text for each in field] == ["Password", "pin", "NP"]


def test_names_have_numbers_to_call() -> None:
    page = read(xml_pages.names("Directory", [("Bob", "202"), ("Carol", "203")]))
    assert page.tag == "CiscoIPPhoneDirectory"
    entries = [[part.text for part in each] for each in page.iterfind("DirectoryEntry")]
    assert entries == [["Bob", "202"], ["Carol", "203"]]
    assert page.find("SoftKeyItem") is None


def test_more_names_are_behind_a_key() -> None:
    page = read(xml_pages.names("Directory", [("Bob", "202")], following="/more?page=1"))
    keys = [[part.text for part in each] for each in page.iterfind("SoftKeyItem")]
    assert keys == [
        ["Dial", "SoftKey:Dial", "1"],
        ["Next", "/more?page=1", "2"],
        ["Exit", "SoftKey:Exit", "3"],
    ]
