from harness.application.calls import CallSeen, CallTable
from harness.protocols.csta import xml
from harness.protocols.csta.names import LocalConnectionState as State

HEAD = '<{0} xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">{1}</{0}>'


def told(name, inside):
    return xml.decode(
        HEAD.format(name, f"<monitorCrossRefID>1</monitorCrossRefID>{inside}").encode()
    ).value


def connection(name, call, device):
    return f"<{name}><callID>{call}</callID><deviceID>{device}</deviceID></{name}>"


def device(name, number):
    return f"<{name}><deviceIdentifier>{number}</deviceIdentifier></{name}>"


def ending(state):
    return f"<localConnectionInfo>{state}</localConnectionInfo><cause>newCall</cause>"


def delivered(call, *, alerting="202", calling="201", state="connected"):
    parts = [connection("connection", call, alerting), device("alertingDevice", alerting)]
    parts += [device("callingDevice", calling), device("calledDevice", alerting)]
    parts += ["<lastRedirectionDevice><notRequired/></lastRedirectionDevice>", ending(state)]
    return told("DeliveredEvent", "".join(parts))


def held(call):
    inside = connection("heldConnection", call, "tel:201") + device("holdingDevice", "tel:201")
    return told("HeldEvent", inside + ending("hold"))


def cleared(call, state):
    inside = connection("droppedConnection", call, "202") + device("releasingDevice", "202")
    return told("ConnectionClearedEvent", inside + ending(state))


def table(*events):
    seen = CallTable("201")
    for event in events:
        seen = seen.told(event)
    return seen


def test_a_call_is_known_by_its_id_its_state_and_who_else_is_in_it():
    seen = table(delivered("8", alerting="tel:202", calling="tel:201"), held("8"))

    assert seen.calls == (CallSeen("8", State.HOLD, ("202",)),)


def test_a_call_ends_when_the_line_is_out_of_it_and_not_before():
    ringing = table(delivered("8"))

    assert ringing.told(cleared("8", "connected")).named("8")
    assert ringing.told(cleared("8", "null")).calls == ()


def test_the_youngest_call_in_the_first_state_that_any_is_in_is_found():
    seen = table(delivered("7"), held("7"), delivered("8"), delivered("9", state="alerting"))

    assert seen.in_state(State.ALERTING, State.CONNECTED).call_id == "9"
    assert seen.in_state(State.FAIL, State.HOLD).call_id == "7"
    assert seen.in_state(State.QUEUED) is None


def test_a_snapshot_replaces_the_calls_and_keeps_who_was_known():
    reply = xml.decode(
        HEAD.format(
            "SnapshotDeviceResponse",
            "<crossRefIDorSnapshotData><snapshotData><snapshotDeviceResponseInfo>"
            + connection("connectionIdentifier", "8", "201")
            + "<localCallState><compoundCallState><localConnectionState>hold</localConnectionState>"
            "<localConnectionState>connected</localConnectionState></compoundCallState>"
            "</localCallState></snapshotDeviceResponseInfo></snapshotData>"
            "</crossRefIDorSnapshotData>",
        ).encode()
    ).value

    assert table(delivered("8"), delivered("9")).snapshot(reply.calls).calls == (
        CallSeen("8", State.HOLD, ("202",)),
    )


def joined(state):
    item = (
        "<connectionListItem>"
        + connection("newConnection", "10", "201")
        + connection("oldConnection", "8", "201")
        + "<endpoint><deviceID>203</deviceID></endpoint></connectionListItem>"
    )
    inside = connection("primaryOldCall", "8", "202") + connection("secondaryOldCall", "9", "202")
    inside += device("transferringDevice", "202") + device("transferredToDevice", "203")
    inside += f"<transferredConnections>{item}</transferredConnections>"
    return told("TransferedEvent", inside + ending(state))


def test_a_transferred_call_goes_on_under_its_new_name():
    assert table(delivered("8"), joined("connected")).calls == (
        CallSeen("10", State.CONNECTED, ("203",)),
    )


def test_who_transfers_two_calls_is_left_with_none():
    assert table(delivered("8"), held("8"), delivered("9"), joined("null")).calls == ()


def test_what_is_about_no_call_changes_nothing():
    switched = told(
        "DoNotDisturbEvent", device("device", "201") + "<doNotDisturbOn>true</doNotDisturbOn>"
    )

    assert table(delivered("8"), switched) == table(delivered("8"))
