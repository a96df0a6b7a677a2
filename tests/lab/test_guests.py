import pytest

from harness.errors import LadderMismatch, LocalProtocolError
from harness.expect import expect


def test_a_guest_has_a_number_tags_and_a_mac_that_nobody_else_has(lab):
    guests = [lab.guest("guest"), lab.guest("stranger")]
    parties = list(lab.parties.values())

    for fact in ("number", "dn", "ephone", "name"):
        told = [getattr(each, fact) for each in (*guests, *parties)]
        assert len(set(told)) == len(told), fact
    assert len({guest.mac for guest in guests}) == 2
    assert all(int(guest.mac[:2], 16) & 0b11 == 0b10 for guest in guests)
    assert len(guests[0].number) == len(parties[0].number)


def test_a_guest_without_a_phone_has_nothing_to_press(lab):
    with pytest.raises(LocalProtocolError, match="guest has no phone; bring one first"):
        _ = lab.guest("guest").phone


def test_a_guests_phone_is_among_the_screens_until_it_leaves(lab):
    guest = lab.guest("guest")
    guest.bring("7960")
    assert guest.model == guest.phone.model == "7960"
    assert "guest" in lab.screens()
    assert "guest's phone:" in lab.describe_state()

    guest.leave()
    guest.leave()
    assert "guest" not in lab.screens()


def test_two_guests_may_bring_phones_with_one_mac(lab):
    guest, stranger = lab.guest("guest"), lab.guest("stranger")
    guest.bring("7960")
    stranger.bring("7960", with_mac_of=guest)
    assert stranger.phone.mac == guest.phone.mac


def test_conditions_of_service_say_what_is_there_instead(lab, router):
    guest = lab.guest("guest")
    guest.bring("7961")
    with router.knows(guest):
        assert guest.phone.comes_into_service(line=guest).term.unmet() == (
            "it is not in service; its display says nothing"
        )
        assert guest.phone.is_turned_away().term.unmet() == (
            "it is not served, and its display says nothing"
        )
        assert router.serves(guest).term.unmet() == "show ephone says UNREGISTERED of it"
        with expect(guest.phone.comes_into_service(line=guest), router.serves(guest)):
            guest.phone.plug_in()

        again = guest.phone.comes_into_service(line=guest).term.unmet()
        assert again == "it did not register again"
        assert guest.phone.is_turned_away().term.unmet() == "the router serves it"
        assert guest.phone.goes_dark().term.unmet() == "the router serves it"
        assert router.no_longer_serves(guest).term.unmet() == "show ephone says REGISTERED of it"
        with (
            pytest.raises(LadderMismatch, match=r"serves guest's phone: .* lists its lines as"),
            expect(router.serves(Other(guest))),
        ):
            pass
    assert router.no_longer_serves(guest).term.unmet() is None


class Other:
    name, number, dn, ephone = "guest", "299", 0, 0

    def __init__(self, guest):
        self.phone = guest.phone


def test_lines_that_the_router_refuses_are_told_in_its_words(lab, router):
    assert "Invalid input" in router.refusal_of("ephone-dn 1", "no such thing")
    assert router.refusal_of("ephone-dn 1", "description x") == ""
