import pytest

from harness.errors import LocalProtocolError, ServiceRefused
from harness.expect.patterns import Call
from harness.lab.asking import OF_A_CALL, OF_A_LINE


@pytest.mark.parametrize("service", OF_A_CALL)
def test_each_service_about_a_call_is_asked_under_its_own_name(alice, bob, service):
    with pytest.raises(ServiceRefused) as refusal:
        alice.cti.asks(service, call=Call("4711"), to=bob)

    assert refusal.value.service == "".join(word.title() for word in service.split("_"))


def test_a_service_about_a_line_is_carried_out(alice, bob):
    assert set(OF_A_LINE).isdisjoint(OF_A_CALL)

    alice.cti.asks("get_forwarding", to=bob)
    with pytest.raises(LocalProtocolError, match="no service 'hold_call' about a line"):
        alice.cti.asks("hold_call", to=bob)
    with pytest.raises(LocalProtocolError, match="no service 'fly' about a call"):
        alice.cti.asks("fly", call=Call("4711"), to=bob)
