"""The files that phones fetch before they register, made from the configuration.

Names, structure and order follow the public copies of what CME generates for SCCP phones (System
Administrator Guide, chapter on configuration files); the stand-in serves nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from harness.standin.configuration import Ephone, RouterConfiguration, TelephonyService
from harness.standin.defects import Defect
from harness.standin.phone_services import DIRECTORIES, SERVICES

_PHONE_FILE = re.compile(r"SEP([0-9A-F]{12})\.cnf\.xml")

DEFAULT_STAMP = "Jan 01 2002 00:00:00"

MODEL_IDS = {
    "7940": 8,
    "7941": 115,
    "7942": 434,
    "7960": 7,
    "7961": 30018,
    "7962": 404,
    "7970": 30006,
}
"""Device types as ``XMLDefault.cnf.xml`` numbers them (the SCCP device types)."""

_URLS = (
    ("authenticationURL", "authentication"),
    ("directoryURL", "directories"),
    ("idleURL", "idle"),
    ("informationURL", "information"),
    ("messagesURL", "messages"),
    ("proxyServerURL", "proxy-server"),
    ("servicesURL", "services"),
)
HTTP_PORT = 80

_BUILT_IN = {
    "authentication": "/CCMCIP/authenticate.asp",
    "directories": DIRECTORIES,
    "services": f"{SERVICES}?device=#DEVICENAME#",
}


def phone_files(
    configuration: RouterConfiguration,
    *,
    web_port: int = HTTP_PORT,
    defects: frozenset[Defect] = frozenset(),
) -> Callable[[str], bytes | None]:
    """The files by name, as the configuration is when each is asked for.

    ``web_port`` is where the router's own pages are.

    They exist once ``create cnf-files`` was given, or as soon as telephony-service has a source
    address (ASSUMED: CME creates them by itself then).
    """

    def read(name: str) -> bytes | None:
        telephony = configuration.telephony
        if telephony.source_address is None:
            return None
        if name == "XMLDefault.cnf.xml":
            return _encode(_default(telephony))
        deleted = telephony.cnf_files_deleted and Defect.FILES_NOT_DELETED not in defects
        found = None if deleted else _PHONE_FILE.fullmatch(name)
        phone = configuration.ephone_by_mac(found[1]) if found else None
        urls = _urls(telephony, web_port, defects)
        return _encode(_device(telephony, phone, urls)) if phone else None

    return read


def _encode(lines: list[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8")


def _managers(telephony: TelephonyService) -> list[str]:
    return [
        "<callManagerGroup>",
        " <members>",
        '  <member priority="0">',
        "   <callManager>",
        "    <ports>",
        f"     <ethernetPhonePort>{telephony.source_port}</ethernetPhonePort>",
        "    </ports>",
        f"    <processNodeName>{telephony.source_address}</processNodeName>",
        "   </callManager>",
        "  </member>",
        " </members>",
        "</callManagerGroup>",
    ]


def _indented(lines: list[str], depth: int) -> list[str]:
    return [f"{' ' * depth}{line}" for line in lines]


def _urls(
    telephony: TelephonyService, web_port: int, defects: frozenset[Defect]
) -> Mapping[str, str]:
    """What is behind the keys: the router's own pages unless ``url …`` names others.

    The Services menu stays the router's own unless the address has the keyword ``root``.
    """
    port = "" if web_port == HTTP_PORT else f":{web_port}"
    site = f"http://{telephony.source_address}{port}"
    own = {kind: f"{site}{path}" for kind, path in _BUILT_IN.items()}
    rooted = telephony.url_services_root and Defect.SERVICES_ROOT_IGNORED not in defects
    given = {kind: url for kind, url in telephony.urls.items() if kind != "services" or rooted}
    return {**own, **given}


def _device(telephony: TelephonyService, phone: Ephone, urls: Mapping[str, str]) -> list[str]:
    load = escape(telephony.loads.get(phone.type or "", ""))
    return [
        "<device>",
        " <devicePool>",
        *_indented(_managers(telephony), 2),
        " </devicePool>",
        f" <versionStamp>{{{telephony.cnf_files or DEFAULT_STAMP}}}</versionStamp>",
        f" <loadInformation>{load}</loadInformation>",
        " <userLocale>",
        "  <name>English_United_States</name>",
        "  <langCode>en</langCode>",
        " </userLocale>",
        " <networkLocale>United_States</networkLocale>",
        " <idleTimeout>0</idleTimeout>",
        *(f" <{element}>{escape(urls.get(kind, ''))}</{element}>" for element, kind in _URLS),
        "</device>",
    ]


def _default(telephony: TelephonyService) -> list[str]:
    loads = (
        f' <loadInformation{MODEL_IDS[model]} model="IP Phone {model}">'
        f"{escape(load)}</loadInformation{MODEL_IDS[model]}>"
        for model, load in telephony.loads.items()
        if model in MODEL_IDS
    )
    return ["<Default>", *_indented(_managers(telephony), 1), *loads, "</Default>"]
