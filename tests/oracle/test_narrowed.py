import pytest

READ_REQUEST = b"\x00\x01SEP001E4A34A35F.cnf.xml\x00octet\x00"
GET_FEATURES = (
    b'<GetCSTAFeatures xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3"/>'
)


@pytest.mark.parametrize("port", [4569, 1719, 3784, 44818, 47808])
def test_a_port_that_is_registered_to_another_protocol_misleads_nobody(
    tshark, new_talk, info, port
):
    """IAX2, H.225 RAS, BFD, EtherNet/IP and BACnet have these ports."""
    reading = tshark.read(new_talk().sip(info(GET_FEATURES), source=("10.0.0.6", port)).packets)

    assert [(record.protocol, record.name) for record in reading.records] == [
        ("SIP", "INFO"),
        ("CSTA", "GetCSTAFeatures"),
    ]
    assert reading.objections == ()


def test_a_port_that_carried_tftp_before_is_read_as_what_it_carries_now(tshark, new_talk, info):
    source = ("10.0.0.6", 40411)
    tshark.read(new_talk().tftp(READ_REQUEST, source=source).packets)
    reading = tshark.read(new_talk().sip(info(GET_FEATURES), source=source).packets)

    assert [record.protocol for record in reading.records] == ["SIP", "CSTA"]


def test_nothing_is_left_in_the_file_system():
    import shutil

    from harness.oracle.tshark import Tshark

    if shutil.which("tshark") is None:
        pytest.skip("tshark is not installed")
    judge = Tshark.find(2000, 5060)
    folder = judge._narrowed.path
    assert (folder / "disabled_protos").is_file()
    judge.close()

    assert not folder.exists()
