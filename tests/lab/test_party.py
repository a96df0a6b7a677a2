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


def test_arguments_of_a_plan_read_as_an_engineer_would_name_them(lab, alice, application):
    assert repr(alice) == "Party alice (201)"
    assert repr(alice.phone) == "Desk with alice's 7961"
    assert repr(alice.cti) == "Application alice on 201"
    assert repr(application) == "Application application without a session"
    assert repr(lab.router) == "Router"
    assert repr(lab.visitors.guest("guest")) == "Guest guest (209)"


def test_a_call_tells_who_knows_it_by_which_number():
    call = Call("first")
    assert repr(call) == "Call first (nobody was told of it)"
    call.bind("alice.cti", "7")
    assert repr(call) == "Call first (7 at alice.cti)"
