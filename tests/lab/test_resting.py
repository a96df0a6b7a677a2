from harness.expect import DoNotDisturb, Forwarding, Held, MessageWaiting, expect
from harness.expect import LocalConnectionState as State
from harness.lab.resting import touched
from harness.protocols.csta.services import GetForwarding, SetDoNotDisturb
from harness.runtime.journal import Entry, Kind


def entry(kind, *, text="", value=None):
    return Entry(0, 0.0, "bob.phone", kind, "press", value, text=text)


def test_a_feature_is_touched_by_a_service_or_by_a_key():
    service = SetDoNotDisturb(device="202", do_not_disturb_on=True)
    assert touched([entry(Kind.SENT, value=service)])
    assert touched([entry(Kind.ACT, text="CFwdAll")])
    assert touched([entry(Kind.ACT, text="DND")])
    assert not touched([entry(Kind.SENT, value=GetForwarding(device="202"))])
    assert not touched([entry(Kind.ACT, text="Answer"), entry(Kind.SCREEN, text="DND")])


def test_what_a_plan_has_left_on_is_off_for_the_next(lab, bob, carol):
    with expect(bob.sees(Forwarding(bob, to=carol)), bob.phone.shows_forwarded_to(carol)):
        bob.forward_all(to=carol, by="hand")
    with expect(bob.sees(DoNotDisturb(bob, on=True)), bob.phone.shows_do_not_disturb()):
        bob.switch_do_not_disturb(on=True, by="hand")
    with expect(bob.sees(MessageWaiting(bob, on=True)), bob.phone.shows_message_waiting()):
        bob.cti.set_message_waiting(on=True)

    assert lab.settle() == ""

    assert bob.phone.shows_no_forwarding().term.unmet() is None
    assert bob.phone.shows_do_not_disturb(on=False).term.unmet() is None
    assert bob.phone.shows_message_waiting(on=False).term.unmet() is None
    assert bob.cti.forwarded_to == ""
    assert not bob.cti.do_not_disturb


def test_a_plan_that_touched_no_feature_asks_the_router_nothing(lab, bob):
    before = lab.journal.cursor
    lab.settle()
    names = {each.name for each in lab.journal.entries(before) if each.witness == "bob.cti"}
    assert "GetForwarding" not in names


def test_a_call_that_both_hold_is_ended(lab, given, alice, bob):
    call = given.held(alice, bob, by=alice)
    with expect(
        alice.sees(Held(call, holding=bob, local=State.HOLD)), bob.sees(Held(call, holding=bob))
    ):
        bob.phone.press("Hold")

    assert lab.settle() == ""

    assert alice.phone.is_idle
    assert bob.phone.is_idle


def test_a_held_call_ends_with_who_waits_for_it(lab, given, alice, bob):
    given.held(alice, bob, by=alice)

    assert lab.settle() == ""

    keys = [each.text for each in lab.journal.entries(0) if each.name == "press"]
    assert keys[-1] == "Hold", "nobody had to take it back"
