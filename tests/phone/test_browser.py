"""The phone's browser against the standard library's web server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from harness.errors import LocalProtocolError
from harness.phone.phone import Phone
from harness.phone.screen import text
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import PhoneCallState, ResetType
from harness.runtime.journal import Kind

if TYPE_CHECKING:
    from conftest import Bench

LOGIN = (
    b"<CiscoIPPhoneInput><Title>Login</Title><Prompt>Who are you?</Prompt><URL>done?x=1</URL>"
    b"<InputItem><DisplayName>User</DisplayName><QueryStringParam>user</QueryStringParam>"
    b"<InputFlags>A</InputFlags></InputItem><InputItem><DisplayName>PIN</DisplayName>"
    b"<QueryStringParam>pin</QueryStringParam><InputFlags>NP</InputFlags></InputItem>"
    b"</CiscoIPPhoneInput>"
)


def menu(*items: tuple[str, str]) -> bytes:
    told = "".join(
        f"<MenuItem><Name>{name}</Name><URL>{url}</URL></MenuItem>" for name, url in items
    )
    return f"<CiscoIPPhoneMenu><Title>Menu</Title>{told}</CiscoIPPhoneMenu>".encode()


def words(told: str) -> bytes:
    return f"<CiscoIPPhoneText><Title>Words</Title><Text>{told}</Text></CiscoIPPhoneText>".encode()


class Site:
    """Pages by path; what was asked, with its headers."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.held: dict[str, threading.Event] = {}
        self.was_asked = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers.items())))
                site.was_asked.set()
                path = self.path.partition("?")[0]
                if path in site.held:
                    site.held[path].wait(5)
                page = site.pages.get(path)
                self.send_response(404 if page is None else 200)
                self.end_headers()
                self.wfile.write(page or b"")

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def close(self) -> None:
        for event in self.held.values():
            event.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def registered(bench: Bench, site: Site, model: str = "7960", *, patience: float = 2.0) -> Phone:
    default = bench.router.files["XMLDefault.cnf.xml"].decode()
    urls = (
        f"<servicesURL>{site.url}/menu?device=#DEVICENAME#</servicesURL>"
        f"<directoryURL>{site.url}/names</directoryURL>"
    )
    told = default.replace("</Default>", f"{urls}</Default>")
    bench.router.files["XMLDefault.cnf.xml"] = told.encode()
    return bench.registered(model, patience=patience)


def shown(bench: Bench, phone: Phone, title: str) -> tuple[str, ...]:
    def look() -> bool:
        page = phone.screen.page
        return page is not None and page.title == title and bool(page.rows)

    bench.until(look, f"a page titled {title}")
    assert phone.screen.page is not None
    return phone.screen.page.rows


@pytest.mark.parametrize(
    ("model", "product", "display"),
    [("7960", "CP-7960G", "133, 65, 2, G"), ("7961", "CP-7961G", "298,144,3,G")],
)
def test_the_services_key_fetches_with_the_headers_of_the_model(
    bench: Bench, site: Site, model: str, product: str, display: str
) -> None:
    site.pages["/menu"] = menu(("One", "/one"))
    phone = registered(bench, site, model)
    phone.pages.open_services()

    assert shown(bench, phone, "Menu") == ("One",)
    [(path, headers)] = site.asked
    assert path == "/menu?device=SEP001E4A34A35F"
    assert headers["x-CiscoIPPhoneModelName"] == product
    assert headers["x-CiscoIPPhoneDisplay"] == display
    assert headers["User-Agent"].startswith("Allegro-Software-WebClient/")
    assert headers["Host"] == site.url.removeprefix("http://")
    assert phone.screen.soft_keys == ("Select", "Exit")


def test_a_choice_is_followed_and_exit_goes_back_and_out(bench: Bench, site: Site) -> None:
    site.pages |= {"/menu": menu(("One", "one"), ("Two", "two")), "/two": words("Second")}
    phone = registered(bench, site)
    idle_keys = phone.screen.soft_keys
    phone.pages.open_services()
    phone.pages.choose("Two")
    assert shown(bench, phone, "Words") == ("Second",)
    phone.press("Exit")
    assert shown(bench, phone, "Menu") == ("One", "Two")
    phone.press("Exit")
    assert phone.screen.page is None
    assert phone.screen.soft_keys == idle_keys


def test_a_form_hides_a_secret_on_the_display_and_in_the_journal(bench: Bench, site: Site) -> None:
    site.pages |= {"/menu": LOGIN, "/done": words("Welcome")}
    phone = registered(bench, site)
    phone.pages.open_services()
    phone.pages.fill("anna b", "4711")
    assert "PIN: ****" in text(phone.screen)
    phone.press("Submit")

    assert shown(bench, phone, "Words") == ("Welcome",)
    assert site.asked[-1][0] == "/done?x=1&user=anna+b&pin=4711"
    assert "4711" not in " ".join(entry.text for entry in bench.journal.entries())


def test_letters_cannot_be_keyed_into_digits(bench: Bench, site: Site) -> None:
    site.pages["/menu"] = LOGIN
    phone = registered(bench, site)
    phone.pages.open_services()
    with pytest.raises(LocalProtocolError, match="PIN takes digits"):
        phone.pages.fill("anna", "secret")


def test_a_name_is_dialled(bench: Bench, site: Site) -> None:
    site.pages["/names"] = (
        b"<CiscoIPPhoneDirectory><Title>Names</Title>"
        b"<DirectoryEntry><Name>Al</Name><Telephone>201</Telephone></DirectoryEntry>"
        b"<DirectoryEntry><Name>Bob</Name><Telephone>202</Telephone></DirectoryEntry>"
        b"</CiscoIPPhoneDirectory>"
    )
    phone = registered(bench, site)
    phone.pages.open_directories()
    phone.pages.choose("Bob")
    phone.press("Dial")

    dialled = bench.router.hears(sccp.EnblocCall)
    assert isinstance(dialled, sccp.EnblocCall)
    assert dialled.called_party == "202"
    assert phone.screen.page is None


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (None, "HTTP Error [404]!"),
        (b"<html/>", "XML Error [5]"),
        (b"\x00\xff", "XML Error [4]"),
        (b"<CiscoIPPhoneText><Text>" + b"x" * 70_000 + b"</Text></CiscoIPPhoneText>", "65536"),
        (menu(("a", "ftp://x/y")), "Menu"),
    ],
)
def test_what_cannot_be_shown_is_said(
    bench: Bench, site: Site, page: bytes | None, says: str
) -> None:
    if page is not None:
        site.pages["/menu"] = page
    phone = registered(bench, site)
    phone.pages.open_services()
    bench.until(lambda: says in text(phone.screen), says)
    assert not bench.entries(Kind.FAULT)


def test_nobody_behind_the_key_is_said(bench: Bench, site: Site) -> None:
    phone = registered(bench, site)
    site.close()
    phone.pages.open_services()
    bench.until(lambda: "nobody listens" in text(phone.screen), "a sentence")
    assert not bench.entries(Kind.FAULT)


def test_a_key_without_an_address_says_so(bench: Bench) -> None:
    phone = bench.registered()
    phone.pages.open_services()
    assert "No services configured" in text(phone.screen)


@pytest.mark.parametrize(
    "url",
    [
        "SoftKey:Submit",
        "SoftKey:Select",
        "SoftKey:Update",
        "SoftKey:Dial",
        "Init:Services",
        "Key:X",
    ],
)
def test_addresses_that_lead_in_circles_do_no_harm(bench: Bench, site: Site, url: str) -> None:
    site.pages["/menu"] = menu(("Round", url))
    phone = registered(bench, site)
    phone.pages.open_services()
    phone.pages.choose("Round")
    site.pages["/menu"] = words("Alive")
    phone.pages.open_services()
    assert shown(bench, phone, "Words") == ("Alive",)
    assert not bench.entries(Kind.FAULT)


def test_pages_that_send_a_phone_on_for_ever_are_given_up(bench: Bench, site: Site) -> None:
    site.pages["/menu"] = (
        b'<CiscoIPPhoneExecute><ExecuteItem URL="/menu"/><ExecuteItem URL="SoftKey:Submit"/>'
        b"</CiscoIPPhoneExecute>"
    )
    phone = registered(bench, site)
    phone.pages.open_services()
    bench.until(lambda: "Too many redirections" in text(phone.screen), "the end of it")
    assert len(site.asked) <= 10
    assert not bench.entries(Kind.FAULT)


def test_a_page_may_dial(bench: Bench, site: Site) -> None:
    site.pages["/menu"] = (
        b'<CiscoIPPhoneExecute><ExecuteItem URL="Dial:203"/></CiscoIPPhoneExecute>'
    )
    phone = registered(bench, site)
    phone.pages.open_services()
    dialled = bench.router.hears(sccp.EnblocCall)
    assert isinstance(dialled, sccp.EnblocCall)
    assert dialled.called_party == "203"


def test_a_call_covers_the_page_and_it_comes_back(bench: Bench, site: Site) -> None:
    site.pages["/menu"] = menu(("One", "/one"))
    phone = registered(bench, site)
    phone.pages.open_services()
    shown(bench, phone, "Menu")
    bench.router.say(sccp.CallState(PhoneCallState.RING_IN, 1, 7))
    bench.until(lambda: phone.screen.calls, "a call")
    assert phone.screen.page is None
    bench.router.say(sccp.CallState(PhoneCallState.ON_HOOK, 1, 7))
    assert shown(bench, phone, "Menu") == ("One",)


def test_a_phone_that_starts_again_has_no_page_and_a_late_one_is_dropped(
    bench: Bench, site: Site
) -> None:
    site.pages["/menu"] = menu(("One", "/one"))
    site.held["/menu"] = threading.Event()
    phone = registered(bench, site)
    phone.pages.open_services()
    assert site.was_asked.wait(5)
    bench.router.say(sccp.Reset(ResetType.RESTART))
    bench.until(lambda: phone.registrations == 2, "the phone back")
    site.held["/menu"].set()
    bench.until(lambda: any(e.name == "page" for e in bench.journal.entries()), "the late page")
    assert phone.screen.page is None


def test_a_choice_that_is_not_shown_cannot_be_chosen(bench: Bench, site: Site) -> None:
    site.pages["/menu"] = menu(("One", "/one"))
    phone = registered(bench, site, patience=0.1)
    phone.pages.open_services()
    with pytest.raises(LocalProtocolError, match="a choice named 'Two'"):
        phone.pages.choose("Two")


def test_a_phone_that_leaves_while_it_fetches_leaves_nothing_behind(
    bench: Bench, site: Site
) -> None:
    site.held["/menu"] = threading.Event()
    phone = registered(bench, site)
    phone.pages.open_services()
    assert site.was_asked.wait(5)
    phone.close()
    assert not [task for task in bench.tasks() if "_fetch" in task]


def test_a_page_is_drawn(bench: Bench, site: Site) -> None:
    phone = registered(bench, site)
    plain = phone.picture()
    site.pages["/menu"] = menu(("One", "/one"), ("Two", "/two"))
    phone.pages.open_services()
    shown(bench, phone, "Menu")
    assert " 1 One" in text(phone.screen)
    assert phone.picture() != plain
