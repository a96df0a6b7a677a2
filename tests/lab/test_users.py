import pytest

from harness.expect import Call, expect


@pytest.fixture
def user(lab):
    return lab.visitors.user()


def test_the_topology_names_the_user(user):
    assert (user.name, user.number, user.dn, user.profile) == ("user204", "204", 4, 1)
    assert str(user) == "user204 (204)"


@pytest.mark.parametrize("by", ["phone", "administrator"])
def test_a_user_who_leaves_is_logged_out_whatever_the_way_in(carol, user, by):
    with expect(carol.phone.comes_into_service(line=user)):
        user.log_in(at=carol, by=by)
    user.leave()
    assert [line.number for line in carol.phone.screen.lines] == ["203"]
    user.leave()


def test_a_user_leaves_with_the_plan_also_out_of_a_call(standing, carol, alice, user):
    with expect(carol.phone.comes_into_service(line=user)):
        user.log_in(at=carol, by="administrator")
    call = Call("call")
    with expect(alice.sees_anything_of(call), alice.phone.rings(showing=user)):
        carol.phone.call(alice)
    with expect(alice.sees_anything_of(call), alice.phone.falls_idle()):
        standing.visitors.leave()
    assert [line.number for line in carol.phone.screen.lines] == ["203"]
