"""Chapter 23. What is refused whatever the service.

Each service of Table 94 with a call that nobody has, with a call of others, on a line that may be
watched no longer, for a number without a phone: it is refused for that reason, and the calls that
stand go on as they were (ECMA-269, negative acknowledgements). What only one service can meet
stands in the chapter of that service.
"""

import pytest

from harness.expect import Call, Fault, LocalConnectionState, expect, refused

OF_A_CALL = {
    "answer_call": "T94.answer-call",
    "clear_connection": "T94.clear-connection",
    "hold_call": "T94.hold-call",
    "retrieve_call": "T94.retrieve-call",
    "consultation_call": "T94.consultation-call",
    "alternate_call": "T94.alternate-call",
    "reconnect_call": "T94.reconnect-call",
    "transfer_call": "T94.transfer-call",
    "deflect_call": "T94.deflect-call",
    "single_step_transfer_call": "T94.single-step-transfer-call",
    "generate_digits": "T94.generate-digits",
}
OF_A_PHONE = {
    "get_do_not_disturb": "T94.get-do-not-disturb",
    "set_do_not_disturb": "T94.set-do-not-disturb",
    "set_message_waiting_indicator": "T94.set-message-waiting-indicator",
}
OF_A_LINE = {
    "make_call": "T94.make-call",
    "get_forwarding": "T94.get-forwarding",
    "set_forwarding": "T94.set-forwarding",
    "snapshot_device": "T94.snapshot-device",
    **OF_A_PHONE,
}
BEYOND = (
    "ConferenceCall",
    "SingleStepConferenceCall",
    "JoinCall",
    "ParkCall",
    "DirectedPickupCall",
    "GroupPickupCall",
    "IntrudeCall",
    "CampOnCall",
    "CallBackCallRelated",
    "MakePredictiveCall",
    "SendUserInformation",
    "SnapshotCall",
    "GetMessageWaitingIndicator",
    "GetAutoAnswer",
    "GetAgentState",
    "GetLogicalDeviceInformation",
    "GetPhysicalDeviceInformation",
)
WITHOUT_A_PHONE = "299"


@pytest.mark.plan(
    "RF-01", ref="ECMA-269 clause 11, invalidConnectionID", clauses=list(OF_A_CALL.values())
)
@pytest.mark.parametrize("service", OF_A_CALL)
def test_nobody_acts_on_a_call_that_is_not_there(alice, bob, carol, given, router, service):
    """A call that never was cannot be acted on; the conversation at the line goes on."""
    call = given.talking(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            alice.phone.talks_to(bob), bob.phone.talks_to(alice), bob.phone.hears_digits(""),
            router.shows_call(alice, bob), router.shows_line(alice, "CONNECTED"),
        ),
        refused(Fault.INVALID_CONNECTION),
    ):  # fmt: skip
        alice.cti.asks(service, call=Call("4711"), to=carol)

    alice.cti.finds((call, LocalConnectionState.CONNECTED))


@pytest.mark.plan(
    "RF-02", ref="ECMA-269 clause 11, invalidDeviceID", clauses=list(OF_A_CALL.values())
)
@pytest.mark.parametrize("service", OF_A_CALL)
def test_nobody_acts_in_a_call_of_others(alice, bob, carol, given, router, service):
    """Carol's line is not in the call: whatever her application asks about it, the two talk on."""
    call = given.talking(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            alice.phone.talks_to(bob), bob.phone.talks_to(alice), carol.phone.falls_idle(),
            bob.phone.hears_digits(""),
            router.shows_call(alice, bob), router.shows_line(carol, "IDLE"),
        ),
        refused(Fault.NOT_IN_THE_CALL),
    ):  # fmt: skip
        carol.cti.asks(service, call=call, to=bob)

    alice.cti.finds((call, LocalConnectionState.CONNECTED))
    bob.cti.finds((call, LocalConnectionState.CONNECTED))


@pytest.mark.plan(
    "RF-03", ref="Document, Configuring a Number, step 6",
    clauses=["dn.cti-watch", *OF_A_LINE.values()],
)  # fmt: skip
@pytest.mark.parametrize("service", OF_A_LINE)
def test_nobody_controls_a_line_that_is_watched_no_longer(application, alice, bob, router, service):
    """Once `cti watch` is taken away, a session that stands is refused every service there."""
    application.open(line=bob)

    with (
        router.configured(f"ephone-dn {bob.dn}", "no cti watch"),
        expect(
            alice.sees_nothing(),
            alice.phone.falls_idle(),
            bob.phone.falls_idle(),
            bob.phone.shows_no_forwarding(),
            bob.phone.shows_do_not_disturb(on=False),
            bob.phone.shows_message_waiting(on=False),
            router.shows_forwarding(bob, to=None),
            router.shows_do_not_disturb(bob, on=False),
        ),
        refused(Fault.LINE_NOT_PERMITTED),
    ):
        application.asks(service, to=alice)


@pytest.mark.plan(
    "RF-04", ref="ECMA-269 clause 11, deviceOutOfService; Document, Configuring a Number, step 7",
    clauses=["dn.cti-notify", *OF_A_PHONE.values()],
)  # fmt: skip
@pytest.mark.parametrize("service", OF_A_PHONE)
def test_nobody_switches_a_phone_that_is_not_there(application, alice, router, service):
    """A number that `cti notify` keeps up has a monitor, but no phone to be lit or silenced."""
    number = ("ephone-dn 99", f"number {WITHOUT_A_PHONE}", "cti watch", "cti notify")
    with router.configured(*number):
        application.open(line=WITHOUT_A_PHONE)
        application.monitor()

        with expect(application.sees_nothing()), refused(Fault.OUT_OF_SERVICE):
            application.asks(service, to=alice)


@pytest.mark.plan("RF-05", ref="Table 94; ECMA-269 clause 11, serviceNotSupported", clauses=["T94"])
@pytest.mark.parametrize("beyond", BEYOND)
def test_what_table_94_does_not_have_is_not_offered(alice, bob, carol, given, router, beyond):
    """A service that neither the table nor the router lists is refused as such; the two talk on."""
    if beyond in alice.cti.features:
        pytest.skip(f"this router offers {beyond} beyond the table, and says so")
    call = given.talking(alice, bob)

    with (
        expect(
            alice.sees_nothing(), bob.sees_nothing(), carol.sees_nothing(),
            alice.phone.talks_to(bob), bob.phone.talks_to(alice), carol.phone.falls_idle(),
            router.shows_call(alice, bob),
        ),
        refused(Fault.NOT_OFFERED, what=f"{beyond}, which Table 94 does not have,"),
    ):  # fmt: skip
        alice.cti.asks_beyond_table_94(beyond, call=call, to=carol)
