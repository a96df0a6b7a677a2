import pytest

from harness.errors import ServiceRefused
from harness.expect import Forwarding, expect
from harness.protocols.csta.names import ForwardingType


def test_what_is_set_is_told(bob, carol):
    with expect(bob.sees(Forwarding(bob, to=carol))):
        bob.cti.set_forwarding(to=carol)
    assert bob.cti.forwarded_to == carol.number
    assert bob.cti.tells_forwarded_to(carol).term.unmet() is None
    assert bob.cti.tells_forwarded_to(None).term.unmet() == "Get Forwarding answers 203"

    with expect(bob.sees(Forwarding(bob))):
        bob.cti.set_forwarding(to=None)
    assert bob.cti.forwarded_to == ""


def test_a_kind_of_forwarding_can_be_asked_for(bob, carol):
    with pytest.raises(ServiceRefused, match="SetForwarding was refused: operation/"):
        bob.cti.set_forwarding(to=carol, kind=ForwardingType.FORWARD_BUSY)


def test_a_phone_that_may_be_disturbed_is_told_as_such(bob):
    assert bob.cti.do_not_disturb is False
    assert bob.cti.tells_do_not_disturb(on=False).term.unmet() is None
    assert bob.cti.tells_do_not_disturb(on=True).term.unmet() == "Get Do Not Disturb answers off"
