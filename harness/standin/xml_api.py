"""The XML API at ``/ios_xml_app/cme``: what an application with an AXL user may ask and command.

Requests and answers as Cisco's *XML Provider Developer Guide* and the administrator guide print
them, in the older flat form that CME 8.0 and 8.1 speak. Basic authentication, and what a wrong user
is told, are ASSUMED. Of the methods these are here: ISgetGlobal, ISgetDevice, ISgetExtension,
ISexecCLI, ISSaveConfig.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from harness.protocols.http import HttpRequest, HttpResponse
from harness.standin.cli.configurator import Configurator, Order
from harness.standin.cli.host import CliHost
from harness.standin.cli.talk import unattended
from harness.standin.configuration import RouterConfiguration
from harness.standin.defects import Defect
from harness.standin.operations import PhoneStatus

PATH = "/ios_xml_app/cme"
PRIVILEGE = 15
"""What an XML user needs to be served. ASSUMED for every method."""
_USER = re.compile(r"xml user (\S+) password (\S+) (\d+)")
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

Fields = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Api:
    """What stands behind the requests."""

    host: CliHost
    defects: frozenset[Defect] = frozenset()

    @property
    def configuration(self) -> RouterConfiguration:
        """The running configuration."""
        return self.host.configuration


def answer(api: Api, request: HttpRequest) -> HttpResponse:
    """Answer a request to `PATH`."""
    configuration = api.configuration
    if configuration.xml_transport.shutdown or configuration.xml_application.shutdown:
        return HttpResponse(503)
    if not _is_known(api, request.header("Authorization")):
        return HttpResponse(401, (("WWW-Authenticate", 'Basic realm="level_15_access"'),))
    if request.method != "POST":
        return HttpResponse(405, (("Allow", "POST"),))
    asked = _asked(request.body)
    method = _METHODS.get(asked[0]) if asked is not None else None
    if asked is None or method is None:
        return HttpResponse(400)
    told = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in method(api, asked[1]))
    body = (
        '<?xml version="1.0"?><SOAP-ENV:Envelope '
        'xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>'
        '<axl xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<response xsi:type="{asked[0]}Response">{told}</response>'
        "</axl></SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )
    return HttpResponse(200, (("Content-Type", "text/xml"),), body.encode())


def _is_known(api: Api, authorization: str) -> bool:
    if Defect.AXL_WITHOUT_PASSWORD in api.defects:
        return True
    scheme, _, given = authorization.partition(" ")
    try:
        told = base64.b64decode(given, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return scheme.lower() == "basic" and any(
        told == f"{match[1]}:{match[2]}" and int(match[3]) >= PRIVILEGE
        for line in _users(api)
        if (match := _USER.fullmatch(line))
    )


def _users(api: Api) -> list[str]:
    """The lines that may be about users."""
    if Defect.AXL_USER_TURNED_AWAY in api.defects:
        return [line.strip() for line in (api.host.startup or "").splitlines()]
    return list(api.configuration.telephony.kept.values())


def _asked(body: bytes) -> tuple[str, etree._Element] | None:
    """The method and the request that names it, wherever the envelope holds it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None
    for element in root.iter("{*}request", "request"):
        return str(element.get(_TYPE, element.get("type", ""))), element
    return None


# -- the methods -------------------------------------------------------------------------------


def _global(api: Api, request: etree._Element) -> Fields:
    del request
    telephony = api.configuration.telephony
    phones = api.host.operations.phones()
    yield "ISAddress", telephony.source_address or ""
    yield "ISMode", "ITS"
    yield "ISMaxEphone", str(telephony.max_ephones)
    yield "ISMaxDN", str(telephony.max_dn)
    yield "ISMaxConference", str(telephony.max_conferences)
    yield "ISConfiguredDevice", str(len(api.configuration.ephones))
    yield "ISDeviceRegistered", str(sum(phone.registered for phone in phones))


def _wanted(request: etree._Element, tag: str) -> str:
    return next((str(each.text or "").strip() for each in request.iter(tag)), "")


def _device(api: Api, request: etree._Element) -> Fields:
    number, name = _wanted(request, "ISDevID"), _wanted(request, "ISDevName")
    for phone in api.host.operations.phones():
        if str(phone.tag) == number or f"SEP{phone.mac}" == name:
            yield from _told_of(api, phone)


def _told_of(api: Api, phone: PhoneStatus) -> Fields:
    yield "ISDevID", str(phone.tag)
    yield "ISDevName", f"SEP{phone.mac}"
    yield "ISDevStatus", "registered" if phone.registered else "unregistered"
    yield "ISDevAddr", phone.ip
    ephone = api.configuration.ephones.get(phone.tag)
    if ephone is not None and ephone.logout_profile is not None:
        yield "ISLogoutProfileID", str(ephone.logout_profile)
        user = api.host.operations.user_at(phone.tag)
        known = Defect.AXL_FORGETS_USER not in api.defects
        profile = api.configuration.profile_of(user) if known else None
        told = profile.tag if profile is not None else 0
        wrong = told and Defect.AXL_WRONG_PROFILE in api.defects
        yield "ISUserProfileID", str(phone.tag if wrong else told)


def _extension(api: Api, request: etree._Element) -> Fields:
    tag, number = _wanted(request, "ISExtID"), _wanted(request, "ISExtNumber")
    for _, dn in sorted(api.configuration.ephone_dns.items()):
        if dn.number is not None and (str(dn.tag) == tag or dn.number == number):
            yield "ISExtID", str(dn.tag)
            yield "ISExtNumber", dn.number
            yield "ISExtLineMode", (dn.lines or "single-line").upper().replace("-", "_")


def _execute(api: Api, request: etree._Element) -> Fields:
    """Configuration lines until one is refused; those before it stay.

    The number of the line that failed, from 1, and what the router said; 0 when all were taken.
    """
    host = api.host
    configurator = Configurator(
        host.configuration,
        operations=host.operations,
        changed=lambda line: host.changed(line, "xml"),
    )
    failed, error, before = 0, "", host.running()
    for number, each in enumerate(request.iter("CLI"), 1):
        complaint = _carried_out(configurator, str(each.text or "").strip())
        if complaint and not failed:
            failed, error = number, complaint
        if complaint and Defect.AXL_GOES_ON_AFTER_ERROR not in api.defects:
            break
    if failed and Defect.AXL_UNDOES_LINES in api.defects:
        host.replace(before, "xml")
    first = int(Defect.AXL_MISCOUNTS_LINES in api.defects)
    yield "ISexecCLIResponse", str(failed - first if failed else 0)
    if failed:
        yield "ISexecCLIError", f" {error.strip()}"


def _carried_out(configurator: Configurator, line: str) -> str:
    """Take one line; returns what is wrong with it."""
    order = configurator.understand(line) if configurator.stack else None
    if not line:
        return ""
    if not isinstance(order, Order):
        return "Invalid input"
    return "\n".join(unattended(configurator.carry_out(order)))


def _save(api: Api, request: etree._Element) -> Fields:
    del request
    if api.host.terminals:
        yield "ISSaveConfigResult", "delay"
        return
    api.host.save("xml")
    yield "ISSaveConfigResult", "success"


_METHODS: Mapping[str, Callable[[Api, etree._Element], Fields]] = {
    "ISgetGlobal": _global,
    "ISgetDevice": _device,
    "ISgetExtension": _extension,
    "ISexecCLI": _execute,
    "ISSaveConfig": _save,
}
