import pytest

from harness.errors import RouterUnreachable
from harness.runtime.route import local_address_towards


def test_loopback_is_reached_from_loopback():
    assert local_address_towards("127.0.0.1") == "127.0.0.1"


def test_an_unknown_name_is_one_sentence():
    with pytest.raises(RouterUnreachable, match=r"no route to no\.such\.host\.invalid"):
        local_address_towards("no.such.host.invalid")
