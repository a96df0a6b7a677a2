from __future__ import annotations

import pytest
from pydantic import ValidationError

from harness.errors import TopologyError
from harness.topology import Deadlines, PhoneSpec, Ports, RouterSpec, Topology

ALICE = {"number": "201", "phone": {"model": "7961", "mac": "001E.4A34.A35F"}}
BOB = {"number": "202", "phone": {"model": "7960", "mac": "000F.8FC7.B681"}}


def bench(**parties: object) -> Topology:
    return Topology.model_validate(
        {"name": "bench", "router": {"kind": "standin"}, "parties": parties}
    )


@pytest.mark.parametrize(
    "written", ["001E.4A34.A35F", "001e4a34a35f", "00:1e:4a:34:a3:5f", "00-1E-4A-34-A3-5F"]
)
def test_a_mac_address_is_the_same_however_it_is_written(written):
    phone = PhoneSpec(model="7961", mac=written)

    assert phone.mac == "001E4A34A35F"
    assert phone.dotted_mac == "001E.4A34.A35F"
    assert phone.device_name == "SEP001E4A34A35F"


def test_tags_are_the_places_in_the_file_unless_they_are_given():
    topology = bench(alice=ALICE, bob={**BOB, "dn": 12, "ephone": 7})

    assert [(p.dn, p.ephone) for p in topology.parties.values()] == [(1, 1), (12, 7)]


def test_a_standin_takes_free_ports_on_loopback_and_hardware_the_usual_ones():
    standin = RouterSpec.model_validate({"kind": "standin", "ports": {"ssh": 2222}})
    hardware = RouterSpec.model_validate({"kind": "hardware", "address": "10.0.0.1"})

    assert (standin.address, standin.ports) == (
        "127.0.0.1",
        Ports(ssh=2222, telnet=0, sccp=0, sip=0, tftp=0, http=0),
    )
    assert hardware.ports == Ports(ssh=22, telnet=23, sccp=2000, sip=5060, tftp=69, http=80)


def test_announced_ports_replace_only_those_they_name():
    topology = bench(alice=ALICE).with_ports(ssh=40022, sccp=2077)

    assert topology.router.ports == Ports(ssh=40022, telnet=0, sccp=2077, sip=0, tftp=0, http=0)


def test_announced_ports_are_checked_like_written_ones():
    with pytest.raises(TopologyError, match="40000 cannot be an SCCP port"):
        bench(alice=ALICE).with_ports(sccp=40000)
    with pytest.raises(TopologyError, match=r"router\.ports\.telex"):
        bench(alice=ALICE).with_ports(telex=1)


def test_patience_stretches_every_deadline():
    patient = Deadlines(response=2, event=5, registration=60, cli=15, push=120).scaled(3)

    assert patient == Deadlines(response=6, event=15, registration=180, cli=45, push=360)


def test_a_bench_does_not_change():
    topology = bench(alice=ALICE)

    with pytest.raises(ValidationError, match="frozen"):
        topology.name = "other"


def test_passwords_of_profile_users_are_not_printed():
    mobility = {
        "logout_profile": 1, "user_profile": 1, "user": "user204", "password": "psswr",
        "number": "204", "dn": 4,
    }  # fmt: skip
    topology = bench(alice={**ALICE, "extension_mobility": mobility})

    assert "psswr" not in f"{topology!r} {topology}"


@pytest.mark.parametrize(
    ("key", "value"),
    [("number", "201"), ("dn", 1), ("ephone", 1), ("phone", ALICE["phone"])],
)
def test_what_identifies_a_party_is_given_once(key, value):
    with pytest.raises(ValidationError, match="is used twice"):
        bench(alice=ALICE, bob={**BOB, key: value})
