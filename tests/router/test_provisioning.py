from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import TopologyError
from harness.router.provisioning import configuration, conflicts, plan, unheld
from harness.router.running import statements
from harness.topology import Topology, load

TOPOLOGIES = Path(__file__).parents[2] / "topologies"

# "MOC Client: Example" of the document, as far as the bench needs it, in its own words.
LAB = """\
ip http server
ixi transport http
 response size 64
 no shutdown
 request outstanding 1
 request timeout 60
ixi application cme
 no shutdown
voice service voip
 allow-connections sip to sip
 no supplementary-service sip moved-temporarily
 no supplementary-service sip refer
 no cti shutdown
 cti csta mode basic
telephony-service
 no auto-reg-ephone
 max-ephones 10
 max-dn 100
 ip source-address 10.0.0.1 port 2000
 max-conferences 8 gain -6
 transfer-system full-consult
ephone-dn 1 dual-line
 number 201
 cti watch
ephone-dn 2
 number 202
 cti watch
ephone-dn 3
 number 203
 cti watch
ephone-dn 4
 number 204
 cti notify
 cti watch
voice logout-profile 1
 number 203 type normal
voice user-profile 1
 user user204 password psswr
 number 204 type normal
ephone 1
 mac-address 001E.4A34.A35F
 type 7961
 button 1:1
ephone 2
 mac-address 000F.8FC7.B681
 type 7960
 button 1:2
ephone 3
 mac-address 0019.E7FF.1E30
 type 7961
 logout-profile 1
telephony-service
 create cnf-files
"""

# What the same router prints then, in IOS's order and spacing.
HELD = statements(
    LAB.replace("ephone-dn ", "ephone-dn  ")
    .replace("button 1", "button  1")
    .replace(" create cnf-files", " create cnf-files version-stamp Jan 01 2002 00:00:00")
    .replace("password psswr", "password 7 08311F5B1E0E")
)  # fmt: skip


@pytest.fixture(scope="module")
def lab() -> Topology:
    return load(TOPOLOGIES / "lab-2811.yaml")


def test_a_bench_is_configured_as_the_documents_moc_example(lab):
    assert configuration(lab) == tuple(LAB.splitlines())


def test_only_a_moc_client_gets_basic_mode(lab):
    cti = lab.cti.model_copy(update={"client": "sdk"})

    assert " cti csta mode basic" not in configuration(lab.model_copy(update={"cti": cti}))


def test_a_standin_has_to_say_its_port_first():
    standin = load(TOPOLOGIES / "standin.yaml")

    with pytest.raises(TopologyError, match="SCCP port is not known"):
        configuration(standin)
    assert " ip source-address 127.0.0.1 port 2077" in configuration(standin.with_ports(sccp=2077))


def test_a_bare_router_gets_everything(lab):
    assert plan(lab, statements("hostname r1\nend\n")) == configuration(lab)


def test_a_provisioned_router_gets_nothing(lab):
    assert plan(lab, HELD) == ()
    assert unheld(lab, HELD) == ()


def test_what_lacks_is_pushed_in_its_section_and_the_files_are_made_again(lab):
    running = [one for one in HELD if one[-1] not in ("type 7960", "ip http server")]

    assert plan(lab, running) == (
        "ip http server",
        "ephone 2",
        " type 7960",
        "telephony-service",
        " create cnf-files",
    )


def test_larger_limits_of_the_router_are_kept(lab):
    running = [
        tuple(line.replace("max-dn 100", "max-dn 144").replace("max-ephones 10", "max-ephones 5")
              for line in one)
        for one in HELD
    ]  # fmt: skip

    assert plan(lab, running) == (
        "telephony-service",
        " max-ephones 10",
        "telephony-service",
        " create cnf-files",
    )


@pytest.mark.parametrize(
    ("running", "clash"),
    [
        ("telephony-service\n ip source-address 10.9.9.9 port 2000\n", "phones at 10.9.9.9"),
        ("ephone-dn  1\n number 999\n", "ephone-dn 1 is number 999 already; choose a free tag"),
        ("ephone-dn  77  dual-line\n number 201\n", "number 201 is ephone-dn 77 already"),
        ("ephone  1\n mac-address 0011.2233.4455\n", "ephone 1 is 0011.2233.4455 already"),
        ("ephone  9\n mac-address 001e.4a34.a35f\n", "MAC address 001E.4A34.A35F is ephone 9"),
        ("voice user-profile 1\n number 300\n", "voice user-profile 1 has number 300 already"),
    ],
)  # fmt: skip
def test_what_somebody_else_configured_is_not_overwritten(lab, running, clash):
    (sentence,) = conflicts(lab, statements(running))

    assert clash in sentence


def test_other_peoples_phones_beside_the_benchs_are_no_conflict(lab):
    others = statements(
        "ephone-dn  80\n number 3107\nephone  40\n mac-address 0011.2233.4455\n button  1:80\n"
        "voice logout-profile 7\n number 3190\n"
    )

    assert conflicts(lab, (*HELD, *others)) == ()
