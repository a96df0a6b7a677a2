from harness.expect import DoNotDisturb, expect
from harness.lab.capabilities import only_listed


def test_events_that_the_features_list_may_come(bob):
    with expect(bob.sees(DoNotDisturb(bob, on=True)), bob.cti.is_told_what_is_listed()):
        bob.cti.set_do_not_disturb(on=True)


def test_an_event_that_the_features_lack_is_named(lab, bob):
    listed = only_listed("bob.cti", lab, lambda: frozenset({"Delivered"}))
    others = only_listed("carol.cti", lab, lambda: frozenset({"Delivered"}))
    with expect(bob.sees(DoNotDisturb(bob, on=True))):
        bob.cti.set_do_not_disturb(on=True)

    assert listed.unmet() == "the features list no DoNotDisturb"
    assert others.unmet() is None
