import pytest

from harness.errors import LocalProtocolError
from harness.lab.beyond import NAMES, body
from harness.protocols.csta.services import TABLE_94
from harness.protocols.csta.types import ConnectionID

CONNECTION = ConnectionID("17", "tel:201")
ED3 = b"http://www.ecma-international.org/standards/ecma-323/csta/ed3"


def test_a_service_about_a_call_names_its_connection():
    told = body("ParkCall", CONNECTION, "203")

    assert told == (
        b'<?xml version="1.0" encoding="UTF-8"?><ParkCall xmlns="' + ED3 + b'">'
        b"<parking><callID>17</callID><deviceID>tel:201</deviceID></parking>"
        b"<parkTo>203</parkTo></ParkCall>"
    )


def test_what_is_written_is_text():
    told = body("GetAgentState", ConnectionID("1", "<&>"), "203")

    assert b"<device>&lt;&amp;&gt;</device>" in told


def test_none_of_them_is_in_the_table():
    assert not {each.__name__ for each in TABLE_94} & set(NAMES)


def test_another_name_is_none_of_them():
    with pytest.raises(LocalProtocolError, match="'HoldCall' is none of ConferenceCall"):
        body("HoldCall", CONNECTION, "203")
