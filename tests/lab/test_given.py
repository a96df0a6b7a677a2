from harness.expect import LocalConnectionState as State
from harness.protocols.sccp.numbers import PhoneCallState


def states(party):
    return [call.state for call in party.phone.screen.calls]


def test_ringing_is_what_it_says(given, alice, bob):
    call = given.ringing(alice, bob)

    assert states(alice) == [PhoneCallState.RING_OUT]
    assert states(bob) == [PhoneCallState.RING_IN]
    assert call.id_at("alice.cti") == call.id_at("bob.cti") is not None


def test_talking_is_what_it_says_and_made_by_hand(lab, given, alice, bob):
    given.talking(alice, bob)

    assert states(alice) == states(bob) == [PhoneCallState.CONNECTED]
    entries = lab.journal.entries(lab.began)
    assert not [each for each in entries if each.name in {"MakeCall", "AnswerCall"}]


def test_busy_leaves_the_talkers_alone(given, alice, bob, carol):
    given.talking(bob, carol)
    given.busy(alice, bob)

    assert states(alice) == [PhoneCallState.BUSY]
    assert states(bob) == states(carol) == [PhoneCallState.CONNECTED]


def test_conferring_is_one_call_of_three_that_everybody_shows(given, alice, bob, carol):
    call = given.conferring(alice, bob, carol)

    assert states(alice) == states(bob) == states(carol) == [PhoneCallState.CONNECTED]
    known = {call.id_at(f"{party.name}.cti") for party in (alice, bob, carol)}
    assert len(known) == 1
    assert None not in known


def test_about_to_consult_holds_the_first_and_may_dial(given, alice, bob):
    call, consultation = given.about_to_consult(alice, bob, key="Confrn")

    assert call.ids
    assert call.ids.isdisjoint(consultation.ids)
    alice.cti.finds((call, State.HOLD), (consultation, State.INITIATED))


def test_a_consultation_may_begin_in_a_call_that_stands(given, alice, bob, carol):
    call = given.talking(bob, alice)

    held, consultation = given.consulting(alice, bob, carol, within=call)

    assert held is call
    alice.cti.finds((call, State.HOLD), (consultation, State.CONNECTED))
