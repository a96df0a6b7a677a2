from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.errors import RemoteProtocolError, RouterUnreachable
from harness.phone.booting import read_configuration
from harness.runtime.clock import Deadline

if TYPE_CHECKING:
    from conftest import Bench

FILE = b"""<?xml version="1.0"?>
<device><devicePool><callManagerGroup><members>
<member priority="1"><callManager><ports><ethernetPhonePort>2001</ethernetPhonePort></ports>
<processNodeName>10.0.0.2</processNodeName></callManager></member>
<member priority="0"><callManager><ports><ethernetPhonePort>2000</ethernetPhonePort></ports>
<processNodeName> 10.0.0.1 </processNodeName></callManager></member>
<member priority="2"><callManager><processNodeName></processNodeName></callManager></member>
</members></callManagerGroup></devicePool>
<loadInformation>P00308010200</loadInformation><servicesURL>http://10.0.0.1/menu</servicesURL>
</device>"""


def test_call_agents_are_read_in_the_order_of_their_priority() -> None:
    read = read_configuration("SEP1.cnf.xml", FILE, device_type=7)
    assert read.servers == (("10.0.0.1", 2000), ("10.0.0.2", 2001))
    assert read.load == "P00308010200"
    assert read.services_url == "http://10.0.0.1/menu"


def test_the_default_file_names_a_load_for_each_type() -> None:
    octets = FILE.replace(
        b"<loadInformation>P00308010200</loadInformation>",
        b'<loadInformation7 model="7960">A</loadInformation7>'
        b'<loadInformation30018 model="7961">B</loadInformation30018>',
    )
    loads = [
        read_configuration("XMLDefault.cnf.xml", octets, device_type=kind).load
        for kind in (7, 30018, 115)
    ]
    assert loads == ["A", "B", ""]


@pytest.mark.parametrize(
    ("octets", "problem"),
    [
        (b"<device><devicePool/>", "is no XML a phone can read"),
        (b"<device/>", "names no call agent"),
        (FILE.replace(b"2000", b"two"), "has the port 'two' for 10.0.0.1"),
        (FILE.replace(b"2000", b"70000"), "has the port '70000' for 10.0.0.1"),
        (FILE.replace(b"2000", b"9" * 5000), "has the port '9{20}' for 10.0.0.1"),
    ],
)
def test_a_file_no_phone_can_use_is_named(octets: bytes, problem: str) -> None:
    with pytest.raises(RemoteProtocolError, match=f"SEP1.cnf.xml {problem}"):
        read_configuration("SEP1.cnf.xml", octets, device_type=7)


def test_entities_are_not_followed() -> None:
    octets = FILE.replace(
        b"<device>", b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><device>', 1
    ).replace(b"http://10.0.0.1/menu", b"&x;")
    assert "root" not in read_configuration("SEP1.cnf.xml", octets, device_type=7).services_url


def test_a_phone_prefers_its_own_file_and_crosses_blocks(bench: Bench) -> None:
    own = bench.router.files["XMLDefault.cnf.xml"]
    bench.router.files["SEP001E4A34A35F.cnf.xml"] = own.replace(
        b"</Default>", b" " * 1500 + b"</Default>"
    )
    bench.registered()
    assert bench.router.asked_files == ["CTLSEP001E4A34A35F.tlv", "SEP001E4A34A35F.cnf.xml"]


def test_a_router_without_files_is_told_what_to_create(bench: Bench) -> None:
    bench.router.files.clear()
    phone = bench.phone()
    with pytest.raises(RouterUnreachable, match="has neither SEP001E4A34A35F.*create cnf-files"):
        phone.boot_and_register(Deadline.after(5, "a boot"))
    assert not bench.tasks()


def test_an_absurd_priority_is_none() -> None:
    absurd = FILE.replace(b'priority="1"', b'priority="' + b"9" * 5000 + b'"')
    servers = read_configuration("SEP1.cnf.xml", absurd, device_type=7).servers
    assert sorted(servers) == [("10.0.0.1", 2000), ("10.0.0.2", 2001)]
