"""The pages behind a phone's Services and Directories keys, and what is done on them.

A phone says who it is in each address (``#DEVICENAME#``). That Extension Mobility comes last in
the Services menu, that ``em external`` takes it out, that the directory has a page to search with:
Cisco's guide; the addresses and the words on the pages are ASSUMED.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from harness.protocols.http import HttpRequest, HttpResponse
from harness.standin import xml_pages
from harness.standin.configuration import Ephone, RouterConfiguration
from harness.standin.defects import Defect
from harness.standin.local_directory import found
from harness.standin.operations import Operations

ROOT = "/CMEserverForPhone"
SERVICES = f"{ROOT}/serviceurl"
DIRECTORIES = "/localdirectory"
_EXTENSION_MOBILITY = "Extension Mobility"
_ME = "device=#DEVICENAME#"
_PAGE_NUMBER = re.compile(r"[0-9]{1,3}")

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Site:
    """What stands behind the pages."""

    configuration: RouterConfiguration
    operations: Operations
    defects: frozenset[Defect] = frozenset()

    def phone(self, query: Query) -> Ephone | None:
        """The ephone of the phone that asks."""
        name = query.get("device", "")
        return self.configuration.ephone_by_mac(name.removeprefix("SEP"))


def _services(site: Site, query: Query) -> HttpResponse:
    telephony = site.configuration.telephony
    items = []
    if telephony.url_services and not telephony.url_services_root:
        items.append(("Services", telephony.url_services))
    phone = site.phone(query)
    mobile = phone is not None and phone.logout_profile is not None
    mobile |= Defect.SERVICES_MENU_FOR_ALL in site.defects
    hidden = telephony.em_external and Defect.EM_EXTERNAL_IGNORED not in site.defects
    if mobile and not hidden and Defect.SERVICES_MENU_EMPTY not in site.defects:
        items.append((_EXTENSION_MOBILITY, f"{ROOT}/em?{_ME}"))
    if not items:
        return xml_pages.text("Services", "No services configured")
    return xml_pages.menu("Services", items, prompt="Select a service")


def _mobility(site: Site, query: Query) -> HttpResponse:
    phone = site.phone(query)
    if phone is None or phone.logout_profile is None or site.configuration.telephony.em_external:
        return HttpResponse(404)
    user = site.operations.user_at(phone.tag)
    if user:
        leave = [("Logout", f"{ROOT}/em/logout?{_ME}")]
        return xml_pages.menu(_EXTENSION_MOBILITY, leave, prompt=f"{user} is logged in")
    fields = [("User Name", "user", "A"), ("Password", "password", "AP")]
    return xml_pages.form(
        _EXTENSION_MOBILITY, f"{ROOT}/em/login?{_ME}", fields, prompt="Enter user and password"
    )


def _log_in(site: Site, query: Query) -> HttpResponse:
    phone = site.phone(query)
    if phone is None or site.configuration.telephony.em_external:
        return HttpResponse(404)
    user, password = query.get("user", ""), query.get("password", "")
    refusal = site.operations.log_in(user, phone.tag, password=password)
    return xml_pages.text(_EXTENSION_MOBILITY, refusal or "Login successful")


def _log_out(site: Site, query: Query) -> HttpResponse:
    phone = site.phone(query)
    if phone is None:
        return HttpResponse(404)
    if Defect.LOGOUT_KEEPS_NUMBER in site.defects:
        site.operations.restart_phone(phone.tag)
        return xml_pages.text(_EXTENSION_MOBILITY, "Logout successful")
    refusal = site.operations.log_out(site.operations.user_at(phone.tag))
    return xml_pages.text(_EXTENSION_MOBILITY, refusal or "Logout successful")


def _directories(site: Site, query: Query) -> HttpResponse:
    del query
    if "no service local-directory" in site.configuration.telephony.kept.values():
        return HttpResponse(404)
    items = [("Local Directory", f"{DIRECTORIES}/query")]
    return xml_pages.menu("Directories", items, prompt="Select a directory")


def _directory_form(site: Site, query: Query) -> HttpResponse:
    del site, query
    fields = [("Last", "last", "A"), ("First", "first", "A"), ("Number", "number", "T")]
    return xml_pages.form(
        "Local Directory", f"{DIRECTORIES}/search", fields, prompt="Enter search criteria"
    )


def _directory_search(site: Site, query: Query) -> HttpResponse:
    asked = query.get("page", "")
    page = int(asked) if _PAGE_NUMBER.fullmatch(asked) else 0
    entries = found(site.configuration, query, site.defects)
    here = entries[page * xml_pages.MOST_ENTRIES :][: xml_pages.MOST_ENTRIES]
    if not here:
        return xml_pages.text("Local Directory", "No entries found")
    more = len(entries) > (page + 1) * xml_pages.MOST_ENTRIES
    following = urlencode({**query, "page": page + 1})
    return xml_pages.names(
        "Local Directory",
        here,
        prompt=f"{len(entries)} found",
        following=f"{DIRECTORIES}/search?{following}" if more else "",
    )


def _authenticate(site: Site, query: Query) -> HttpResponse:
    """``/CCMCIP/authenticate.asp``: whether somebody may command a phone."""
    given = f"authentication credential {query.get('UserID', '')} {query.get('Password', '')}"
    known = given in site.configuration.telephony.kept.values()
    body = b"AUTHORIZED" if known else b"UN-AUTHORIZED"
    return HttpResponse(200, (("Content-Type", "text/plain"),), body)


PAGES: Mapping[str, Callable[[Site, Query], HttpResponse]] = {
    SERVICES: _services,
    f"{ROOT}/em": _mobility,
    f"{ROOT}/em/login": _log_in,
    f"{ROOT}/em/logout": _log_out,
    DIRECTORIES: _directories,
    f"{DIRECTORIES}/query": _directory_form,
    f"{DIRECTORIES}/search": _directory_search,
    "/CCMCIP/authenticate.asp": _authenticate,
}


def answer(site: Site, request: HttpRequest) -> HttpResponse | None:
    """The page that is asked for; ``None`` where there is none of that name."""
    try:
        place = urlsplit(request.target)
    except ValueError:  # no address at all
        return None
    page = PAGES.get(place.path)
    if page is None:
        return None
    return page(site, dict(parse_qsl(place.query, keep_blank_values=True)))
