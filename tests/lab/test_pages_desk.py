import pytest

from harness.errors import LadderMismatch
from harness.expect import Call, expect


@pytest.fixture
def user(lab):
    return lab.visitors.user()


def test_a_menu_and_a_refused_login_are_told(carol, user):
    services = carol.phone.services
    refused = services.refuse_login().term
    assert refused.unmet() == "it shows no page"
    with expect(services.offer("Extension Mobility", but_not=["Weather"])):
        services.open()
    with (
        pytest.raises(LadderMismatch, match="does not offer Extension Mobility in its Services"),
        expect(services.offer(but_not=["Extension Mobility"])),
    ):
        pass
    with expect(services.refuse_login()):
        services.log_in(user, password="wrong")
    assert refused.unmet() is None
    services.leave()
    assert carol.phone.screen.page is None


def test_a_login_that_should_have_been_refused_is_told(carol, user):
    refused = carol.phone.services.refuse_login().term
    with expect(carol.phone.comes_into_service(line=user)):
        carol.phone.services.log_in(user)
    assert refused.unmet() == "the phone started again, with 204"


def test_names_are_searched_listed_and_called(alice, bob, router):
    directories = alice.phone.directories
    with router.configured(f"ephone-dn {bob.dn}", "name Bob Byrne"):
        with expect(directories.list(("Bob Byrne", bob))):
            directories.find(last="by")
        with expect(directories.find_nobody()):
            directories.find(last="zz")
        directories.find(first="bob")
        call = Call("call")
        with expect(
            alice.sees_anything_of(call), bob.sees_anything_of(call), bob.phone.rings(showing=alice)
        ):
            directories.call("Bob Byrne")
        with expect(
            alice.sees_anything_of(call), bob.sees_anything_of(call), bob.phone.falls_idle()
        ):
            alice.phone.hang_up()
