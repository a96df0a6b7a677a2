from __future__ import annotations

import pytest

from harness.errors import LocalProtocolError
from harness.phone.models import MODELS, profile_of
from harness.protocols.sccp.station import Station

MAC = "001E4A34A35F"
NAME = "534550303031453441333441333546 00"

REGISTER_7960 = (
    "44000000 00000000 01000000"  # length, header version, Register
    + NAME
    + "00000000 01000000 0a000007"  # user, instance, 10.0.0.7
    + "07000000 00000000 00000000"  # type, streams, active streams
    + "0b006085 00000000 00000000"  # version 11 and features, conferences, active ones
    + "00000000 00000000 00000000"  # no MAC
)
REGISTER_7961 = (
    "80000000 00000000 01000000"
    + NAME
    + "00000000 00000000 0a000007"
    + "42750000 05000000 00000000"
    + "11007285 01000000 00000000"
    + "001e4a34a35f 000000000000 03000000 06000000"  # MAC, scope, lines
    + "00000000" * 5  # no IPv6, its scope
    + "53434350 34312e38 2d352d33 53"  # SCCP41.8-5-3S
    + "00" * 19
)


@pytest.mark.parametrize(("model", "octets"), [("7960", REGISTER_7960), ("7961", REGISTER_7961)])
def test_each_model_registers_with_the_body_seen_of_it(model: str, octets: str) -> None:
    profile = profile_of(
        MODELS[model], device=f"SEP{MAC}", mac=MAC, ip="10.0.0.7", alarm="25: Name=x"
    )
    station = Station(profile)
    station.connection_made(0.0)
    sent = station.data_to_send()
    assert bytes.fromhex(octets) in sent
    assert sent.startswith(bytes.fromhex("60000000 00000000 20000000 02000000") + b"25: Name=x\0")


def test_the_table_differs_where_the_phones_do() -> None:
    old, new = MODELS["7960"], MODELS["7961"]
    assert (old.header_carries_version, new.header_carries_version) == (False, True)
    assert (old.acks_media_since, new.acks_media_since) == (None, 17)
    assert [codec for codec, _ in old.capabilities] == [25, 4, 2, 15, 16, 11, 12, 257]


ALARM_OF_A_9X_LOAD = (
    b'<?xml version="1.0" encoding="UTF-8"?><x-cisco-alarm>'
    b'<Alarm Name="LastOutOfServiceInformation"><ParameterList>'
    b'<Parameter name="DeviceName"><String>SEP001E4A34A35F</String></Parameter>'
    b'<Parameter name="DeviceIPv4Address"><String>10.0.0.7/24</String></Parameter>'
    b'<Parameter name="ModelNumber"><String>CP-7961G</String></Parameter>'
    b'<Parameter name="ReasonForOutOfService"><String>25</String></Parameter>'
    b'<Parameter name="LastProtocolEventSent"><String>0x1</String></Parameter>'
    b'<Parameter name="LastProtocolEventReceived"><String>0x0</String></Parameter>'
    b"</ParameterList></Alarm></x-cisco-alarm>\0"
)


def test_a_7961_with_a_9x_load_says_so_and_adds_an_xml_alarm() -> None:
    newer = MODELS["7961"].offering(22)
    profile = profile_of(newer, device=f"SEP{MAC}", mac=MAC, ip="10.0.0.7", alarm="25: Name=x")
    station = Station(profile)
    station.connection_made(0.0)
    sent = station.data_to_send()
    assert bytes.fromhex("00000000 5a010000") + ALARM_OF_A_9X_LOAD in sent
    assert bytes.fromhex("16007285 01000000") in sent
    assert b"SCCP41.9-4-2SR3-1S" in sent


def test_an_older_load_sends_no_xml_alarm() -> None:
    older = MODELS["7961"].offering(11)
    assert (older.protocol_version, older.load) == (11, "SCCP41.8-5-3S")
    assert not older.sends_xml_alarm


@pytest.mark.parametrize(("model", "version"), [("7960", 12), ("7961", 23), ("7960", 2)])
def test_a_version_that_no_load_offers_is_refused_in_a_sentence(model: str, version: int) -> None:
    with pytest.raises(LocalProtocolError, match=f"no load of a {model} offers SCCP version"):
        MODELS[model].offering(version)
