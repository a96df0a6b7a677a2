import pytest

from harness.errors import LadderMismatch, LocalProtocolError
from harness.expect import Call, Shown, expect
from harness.lab.power_desk import PowerDesk


def seen(*parties):
    call = Call()
    return [party.sees_anything_of(call) for party in parties]


def test_a_call_by_hand_rings_is_shown_answered_and_ended(alice, bob):
    assert alice.phone.is_idle
    with expect(
        *seen(alice, bob),
        alice.phone.shows(Shown.RING_OUT, called=bob),
        bob.phone.rings(showing=alice),
    ):
        alice.phone.call(bob)
    assert bob.phone.is_ringing
    assert not bob.phone.is_idle

    with expect(*seen(alice, bob), alice.phone.talks_to(bob), bob.phone.talks_to(alice)):
        bob.phone.press("Answer")
    with expect(*seen(alice, bob), alice.phone.falls_idle(), bob.phone.falls_idle()):
        alice.phone.press("EndCall")


def test_a_condition_names_phone_party_and_what_is_shown_instead(lab, alice, bob, given):
    given.ringing(alice, bob)
    unmet = bob.phone.rings(showing="203").term.unmet

    assert bob.phone.rings(showing="203").term.sentence == "rings showing 203"
    assert bob.phone.rings(showing=alice).term.witness == "bob.phone"
    assert unmet() == "the display shows '201' as caller, not '203'"
    assert bob.phone.falls_idle().term.unmet().startswith("the display still shows ring in")
    assert alice.phone.shows(Shown.BUSY).term.sentence == "shows busy"


def test_a_number_and_a_party_are_dialled_alike(alice, bob):
    with expect(*seen(alice, bob), bob.phone.rings(showing=alice)):
        alice.phone.lift()
        alice.phone.dial("202")


def test_a_key_that_is_not_shown_cannot_be_pressed(alice):
    with pytest.raises(LocalProtocolError, match="the soft key Answer"):
        alice.phone.press("Answer")


def test_what_never_becomes_true_fails_with_the_sentence(alice):
    with (
        pytest.raises(LadderMismatch, match="alice.phone: rings showing bob: no incoming call"),
        expect(alice.phone.rings(showing=Bob())),
    ):
        pass


class Bob:
    name, number = "bob", "202"


def test_a_phone_that_comes_back_says_what_is_missing(alice):
    back = alice.phone.comes_back(line=alice).term

    assert back.sentence == "comes back into service with line 201"
    assert back.unmet() == "it did not register again"


def test_phones_come_back_from_a_router_that_cut_them_off(lab, alice, bob, carol):
    began = lab.journal.cursor
    with expect(*(each.phone.comes_back(line=each) for each in (alice, bob, carol))):
        PowerDesk(lab).reload()

    cut = {each.witness for each in lab.journal.entries(began) if each.name == "disconnected"}
    assert cut >= {"alice.phone", "bob.phone", "carol.phone"}


def test_a_phone_with_another_number_has_not_come_back(alice):
    back = alice.phone.comes_back(line="299").term
    with expect(alice.phone.comes_into_service(line=alice)):
        alice.phone.unplug()
        alice.phone.plug_in()

    assert back.unmet() == "its lines are 201"
