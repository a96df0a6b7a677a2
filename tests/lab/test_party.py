import pytest

from harness.errors import LocalProtocolError
from harness.expect import Call, expect


@pytest.mark.parametrize("by", ["application", "hand"])
def test_a_party_calls_by_either_way(alice, bob, by):
    call = Call()
    with expect(
        alice.sees_anything_of(call), bob.sees_anything_of(call), bob.phone.rings(showing=alice)
    ):
        alice.call(bob, by=by)


@pytest.mark.parametrize("by", ["application", "handset", "soft key"])
def test_a_party_answers_and_leaves_by_each_way(given, alice, bob, by):
    call = given.ringing(alice, bob)
    seen = [alice.sees_anything_of(call), bob.sees_anything_of(call)]
    with expect(*seen, bob.phone.talks_to(alice)):
        bob.answer(call, by=by)
    with expect(*seen, alice.phone.falls_idle(), bob.phone.falls_idle()):
        bob.clear(call, by=by)


def test_an_unknown_way_names_those_there_are(alice, bob):
    with pytest.raises(LocalProtocolError, match="'magic'; the ways are application, hand"):
        alice.call(bob, by="magic")


def test_a_party_is_a_name_and_a_number(alice):
    assert str(alice) == "alice (201)"
    assert (alice.dn, alice.ephone) == (1, 1)
