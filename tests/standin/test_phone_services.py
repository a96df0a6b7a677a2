from __future__ import annotations

import pytest
from lxml import etree

from tests.standin.conftest import QuietOperations
from tests.standin.web import ALICE, CAROL, Site


def names(page: etree._Element | None) -> list[str | None]:
    assert page is not None
    return [each.text for each in page.iterfind("MenuItem/Name")]


def test_the_services_menu_offers_extension_mobility_where_it_is_enabled(site: Site) -> None:
    status, menu = site.get("/CMEserverForPhone/serviceurl", device=CAROL)
    assert (status, names(menu)) == (200, ["Extension Mobility"])
    status, other = site.get("/CMEserverForPhone/serviceurl", device=ALICE)
    assert other is not None
    assert other.tag == "CiscoIPPhoneText"


def test_em_external_takes_the_login_page_out(site: Site) -> None:
    site.host.merge("telephony-service\n em external\n", "test")
    _, menu = site.get("/CMEserverForPhone/serviceurl", device=CAROL)
    assert menu is not None
    assert menu.tag == "CiscoIPPhoneText"
    assert site.get("/CMEserverForPhone/em", device=CAROL)[0] == 404
    assert site.get("/CMEserverForPhone/em/login", device=CAROL, user="user204")[0] == 404


def test_a_page_without_root_is_an_entry_of_the_menu(site: Site) -> None:
    site.host.merge("telephony-service\n url services http://10.0.0.9/menu\n", "test")
    _, menu = site.get("/CMEserverForPhone/serviceurl", device=CAROL)
    assert names(menu) == ["Services", "Extension Mobility"]


def test_a_form_logs_a_user_in_and_the_menu_then_lets_him_out(
    site: Site, operations: QuietOperations
) -> None:
    _, form = site.get("/CMEserverForPhone/em", device=CAROL)
    assert form is not None
    assert [each.text for each in form.iterfind("InputItem/QueryStringParam")] == [
        "user",
        "password",
    ]
    assert form.findtext("InputItem[2]/InputFlags") == "AP"
    at = "/CMEserverForPhone/em/login"
    _, refused = site.get(at, device=CAROL, user="user204", password="wrong")
    assert refused is not None
    assert refused.findtext("Text") == "Invalid user name or password"
    site.get(at, device=CAROL, user="user204", password="psswr")
    assert operations.logged_in == {3: "user204"}

    _, menu = site.get("/CMEserverForPhone/em", device=CAROL)
    assert names(menu) == ["Logout"]
    site.get("/CMEserverForPhone/em/logout", device=CAROL)
    assert operations.logged_in == {}


@pytest.mark.parametrize("device", ["", "SEP", "SEP000000000000", "<&>"])
def test_a_stranger_finds_no_login_page(site: Site, device: str) -> None:
    assert site.get("/CMEserverForPhone/em", device=device)[0] == 404
    assert site.get("/CMEserverForPhone/em/login", device=device)[0] == 404
    assert site.get("/CMEserverForPhone/em/logout", device=device)[0] == 404


def test_the_directory_has_a_search_page_and_pages_of_32_names(site: Site) -> None:
    lines = [f" directory entry {tag} 55{tag:02} name Desk {tag}" for tag in range(1, 41)]
    site.host.merge("\n".join(["telephony-service", *lines]), "test")
    _, menu = site.get("/localdirectory")
    assert names(menu) == ["Local Directory"]
    _, first = site.get("/localdirectory/search", last="", first="", number="")
    _, second = site.get("/localdirectory/search", page="1")
    assert first is not None
    assert second is not None
    assert len(first.findall("DirectoryEntry")) == 32
    assert second.findtext("DirectoryEntry/Name") == "Desk 33"
    [following] = [
        each.findtext("URL")
        for each in first.iterfind("SoftKeyItem")
        if each.findtext("Name") == "Next"
    ]
    assert following == "/localdirectory/search?last=&first=&number=&page=1"
    assert second.find("SoftKeyItem") is None
    site.host.merge("telephony-service\n no service local-directory\n", "test")
    assert site.get("/localdirectory")[0] == 404


def test_a_page_beyond_every_page_finds_nobody(site: Site) -> None:
    for page in ("9", "9" * 5000, "-1", "²"):
        status, told = site.get("/localdirectory/search", page=page)
        assert status == 200, page
        assert told is not None


def test_what_is_no_address_is_no_page(site: Site) -> None:
    assert site.get("//[")[0] == 404


def test_a_credential_may_command_phones_and_nobody_else(site: Site) -> None:
    site.host.merge("telephony-service\n authentication credential push pw\n", "test")
    answers = []
    for password in ("pw", "no"):
        connection = site.client()
        connection.request("GET", f"/CCMCIP/authenticate.asp?UserID=push&Password={password}")
        answers.append(connection.getresponse().read())
        connection.close()
    assert answers == [b"AUTHORIZED", b"UN-AUTHORIZED"]
