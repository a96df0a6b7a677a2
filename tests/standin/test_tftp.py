from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from harness.standin.cli.configurator import load
from harness.standin.configuration import RouterConfiguration
from harness.standin.tftp import phone_files


@pytest.fixture
def configuration(ios_example: Callable[[str], str]) -> RouterConfiguration:
    return load(ios_example("moc-client")).configuration


def test_a_configured_phone_has_its_file(configuration: RouterConfiguration) -> None:
    configuration.telephony.urls["services"] = "http://10.0.0.1/menu?a=1&b=2"
    configuration.telephony.url_services_root = True
    configuration.telephony.loads["7961"] = "SCCP41.8-5-3S"
    octets = phone_files(configuration)("SEP001E4A34A35F.cnf.xml")
    assert octets is not None
    assert octets.startswith(b"<device>\r\n <devicePool>\r\n")
    device = etree.fromstring(octets)
    manager = "devicePool/callManagerGroup/members/member[@priority='0']/callManager"
    assert device.findtext(f"{manager}/processNodeName") == "10.0.0.1"
    assert device.findtext(f"{manager}/ports/ethernetPhonePort") == "2000"
    assert device.findtext("versionStamp") == "{Jan 01 2002 00:00:00}"
    assert device.findtext("loadInformation") == "SCCP41.8-5-3S"
    assert device.findtext("servicesURL") == "http://10.0.0.1/menu?a=1&b=2"


@pytest.mark.parametrize(("port", "site"), [(80, "10.0.0.1"), (8080, "10.0.0.1:8080")])
def test_the_keys_lead_to_the_routers_own_pages(
    configuration: RouterConfiguration, port: int, site: str
) -> None:
    configuration.telephony.urls["services"] = "http://10.0.0.9/not-the-root"
    octets = phone_files(configuration, web_port=port)("SEP001E4A34A35F.cnf.xml")
    assert octets is not None
    device = etree.fromstring(octets)
    own = f"http://{site}/CMEserverForPhone/serviceurl?device=#DEVICENAME#"
    assert device.findtext("servicesURL") == own
    assert device.findtext("directoryURL") == f"http://{site}/localdirectory"
    assert device.findtext("authenticationURL") == f"http://{site}/CCMCIP/authenticate.asp"


def test_any_phone_finds_the_default_file(configuration: RouterConfiguration) -> None:
    configuration.telephony.loads["7960"] = "P00308000500"
    octets = phone_files(configuration)("XMLDefault.cnf.xml")
    assert octets is not None
    root = etree.fromstring(octets)
    assert root.tag == "Default"
    assert root.findtext("loadInformation7") == "P00308000500"
    assert root.findtext(".//processNodeName") == "10.0.0.1"


@pytest.mark.parametrize(
    "name",
    [
        "CTLSEP001E4A34A35F.tlv",
        "SEP000000000000.cnf.xml",
        "SEP001e4a34a35f.cnf.xml",
        "../SEP001E4A34A35F.cnf.xml",
        "",
    ],
)
def test_nothing_else_exists(configuration: RouterConfiguration, name: str) -> None:
    assert phone_files(configuration)(name) is None


def test_there_are_no_files_before_telephony_has_an_address() -> None:
    assert phone_files(RouterConfiguration())("XMLDefault.cnf.xml") is None
