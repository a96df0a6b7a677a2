"""The stand-in's web server, judged by the standard library's HTTP client."""

from __future__ import annotations

import asyncio
import base64
import http.client
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from lxml import etree

from harness.runtime.clock import Deadline
from harness.runtime.loop import BackgroundLoop
from harness.runtime.wire import Wire
from harness.standin.cli.configurator import load
from harness.standin.cli.host import CliHost
from harness.standin.http import WebServer
from tests.standin.conftest import QuietOperations

CAROL = "SEP0019E7FF1E30"
ALICE = "SEP001E4A34A35F"
ENVELOPE = (
    '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><SOAP-ENV:Body><axl>'
    '<request xsi:type="{method}"><{method}>{told}</{method}></request>'
    "</axl></SOAP-ENV:Body></SOAP-ENV:Envelope>"
)


class Site:
    """A web server on a loop of its own, and a stock client."""

    def __init__(self, host: CliHost, operations: QuietOperations) -> None:
        self.host = host
        self.operations = operations
        self.complaints: list[str] = []
        self.loop = BackgroundLoop()
        self.loop.start()
        self.server = self.loop.call(self._open(), Deadline.after(5, "a web server"))

    async def _open(self) -> WebServer:
        return await WebServer(
            self.host,
            wire=Wire(),
            served=lambda: None,
            complain=lambda _, problem: self.complaints.append(problem),
        ).open(("127.0.0.1", 0))

    def close(self) -> None:
        self.loop.call(self.server.close(), Deadline.after(5, "its end"))
        self.loop.close()

    def client(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(*self.server.local, timeout=5)

    def get(self, path: str, **query: str) -> tuple[int, etree._Element | None]:
        connection = self.client()
        connection.request("GET", f"{path}?{urlencode(query)}" if query else path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, etree.fromstring(body) if body else None

    def post(
        self, method: str, told: str = "", *, user: str = "labxml", password: str = "lab123"
    ) -> tuple[int, dict[str, str]]:
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        connection = self.client()
        body = ENVELOPE.format(method=method, told=told)
        headers = {"Authorization": f"Basic {pair}"} if user else {}
        connection.request("POST", "/ios_xml_app/cme", body, headers)
        answer = connection.getresponse()
        octets = answer.read()
        connection.close()
        fields = etree.fromstring(octets).iter() if octets else iter(())
        return answer.status, {
            etree.QName(each).localname: each.text or "" for each in fields if not len(each)
        }


@pytest.fixture
def site(
    host: CliHost, operations: QuietOperations, ios_example: Callable[[str], str]
) -> Iterator[Site]:
    loaded = load(ios_example("moc-client"))
    host.configuration.become(loaded.configuration)
    host.merge("telephony-service\n xml user labxml password lab123 15\n", "test")
    site = Site(host, operations)
    yield site
    site.close()


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


def test_a_form_logs_a_user_in_and_the_menu_then_lets_him_out(site: Site) -> None:
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
    assert site.operations.logged_in == {3: "user204"}

    _, menu = site.get("/CMEserverForPhone/em", device=CAROL)
    assert names(menu) == ["Logout"]
    site.get("/CMEserverForPhone/em/logout", device=CAROL)
    assert site.operations.logged_in == {}


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
    site.host.merge("telephony-service\n no service local-directory\n", "test")
    assert site.get("/localdirectory")[0] == 404


def test_a_credential_may_command_phones_and_nobody_else(site: Site) -> None:
    site.host.merge("telephony-service\n authentication credential push pw\n", "test")
    answers = []
    for password in ("pw", "no"):
        connection = site.client()
        connection.request("GET", f"/CCMCIP/authenticate.asp?UserID=push&Password={password}")
        answers.append(connection.getresponse().read())
        connection.close()
    assert answers == [b"AUTHORIZED", b"UN-AUTHORIZED"]


@pytest.mark.parametrize(
    ("user", "password"), [("", ""), ("labxml", "no"), ("other", "lab123"), ("labxml", "")]
)
def test_the_xml_api_turns_others_away(site: Site, user: str, password: str) -> None:
    assert site.post("ISgetGlobal", user=user, password=password)[0] == 401


def test_an_xml_user_of_too_low_a_level_is_turned_away(site: Site) -> None:
    site.host.merge("telephony-service\n xml user low password pw 1\n", "test")
    assert site.post("ISgetGlobal", user="low", password="pw")[0] == 401


def test_the_xml_api_tells_of_the_router_its_phones_and_its_numbers(site: Site) -> None:
    status, told = site.post("ISgetGlobal")
    assert status == 200
    assert (told["ISMode"], told["ISMaxDN"], told["ISConfiguredDevice"]) == ("ITS", "100", "3")
    _, extension = site.post("ISgetExtension", "<ISExtNumber>202</ISExtNumber>")
    assert extension["ISExtID"] == "2"
    assert site.post("ISgetNothing")[0] == 400


@pytest.mark.parametrize("shut", ["ixi transport http", "ixi application cme"])
def test_the_xml_api_needs_both_of_its_parts(site: Site, shut: str) -> None:
    site.host.merge(f"{shut}\n shutdown\n", "test")
    assert site.post("ISgetGlobal")[0] == 503


def test_lines_are_carried_out_up_to_the_first_that_is_refused(site: Site) -> None:
    told = "".join(
        f"<CLI>{line}</CLI>"
        for line in ("ephone 1", "description desk", "button 1:77", "description late")
    )
    _, answer = site.post("ISexecCLI", told)
    assert answer["ISexecCLIResponse"] == "3"
    assert answer["ISexecCLIError"] == " invalid input dn parameter for button 1"
    assert site.host.configuration.ephones[1].description == "desk"
    _, answer = site.post("ISexecCLI", "<CLI>ephone 1</CLI><CLI>description again</CLI>")
    assert answer["ISexecCLIResponse"] == "0"


def test_a_configuration_is_saved_later_while_somebody_is_at_a_terminal(site: Site) -> None:
    assert site.post("ISSaveConfig")[1]["ISSaveConfigResult"] == "success"
    site.host.attach(user="engineer", remote="10.0.0.9")
    assert site.post("ISSaveConfig")[1]["ISSaveConfigResult"] == "delay"


def test_several_requests_go_over_one_connection(site: Site) -> None:
    connection = site.client()
    for _ in range(3):
        connection.request("GET", "/localdirectory")
        assert connection.getresponse().read().startswith(b"<?xml")
    connection.close()


def test_what_is_not_there_or_not_asked_so_is_refused(site: Site) -> None:
    assert site.get("/")[0] == 404
    connection = site.client()
    connection.request("DELETE", "/localdirectory")
    assert connection.getresponse().status == 405
    connection.close()


def test_noise_is_answered_400_and_the_next_client_is_served(site: Site) -> None:
    async def shout() -> bytes:
        reader, writer = await asyncio.open_connection(*site.server.local)
        writer.write(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")
        answer = await reader.read()
        writer.close()
        return answer

    assert asyncio.run(shout()).startswith(b"HTTP/1.1 400 ")
    assert len(site.complaints) == 1
    assert site.get("/localdirectory")[0] == 200


def test_without_ip_http_server_the_connection_is_cut(site: Site) -> None:
    site.host.merge("no ip http server\n", "test")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        site.get("/localdirectory")
