"""Small probes made of calls: one function each, asked in the order of the table.

Each brings a situation about by hand or by a service, and reads from the monitors what the router
made of it. What merely stands in the messages is read by ``hearing`` meanwhile.
"""

from __future__ import annotations

from typing import Any

from harness.expect.conditions import Shown
from harness.expect.patterns import Call
from harness.lab.learning.findings import Seen
from harness.lab.learning.study import Study, call_id, cause, device
from harness.protocols.csta.names import Cause
from harness.topology import dialect as points

VOIP = "voice service voip"
_FOR_A_SERVICE = {str(Cause.CONSULTATION), str(Cause.SINGLE_STEP_TRANSFER)}


def ordinary_call(study: Study) -> None:
    """One calls the other by hand, who answers and hangs up."""
    alice, bob, _ = study.people
    since = study.now
    call = study.ring(alice, bob)
    study.sent(points.SERVICE_INITIATED, study.told(alice, "ServiceInitiatedEvent", since))
    at_bob = study.told(bob, "DeliveredEvent", since)
    if at_bob:
        study.findings.decide(points.ORDINARY_CAUSE, cause(at_bob), Seen(at_bob[-1].octets))
        ids = {call.id_at(each.cti.witness) for each in (alice, bob)}
        choice = "call" if len(ids) == 1 else "party"
        study.findings.decide(points.CALL_ID_SCOPE, choice, Seen(at_bob[-1].octets))
    bob.phone.answer()
    study.until(alice.phone.talks_to(bob))
    _late_monitor(study, call)
    since = study.now
    bob.phone.hang_up()
    study.until(alice.phone.falls_idle())
    cleared = study.told(alice, "ConnectionClearedEvent", since)
    others = [each for each in cleared if device(each) != alice.number]
    study.sent(points.CONNECTION_CLEARED, others, yes="both", no="own")


def _late_monitor(study: Study, call: Call) -> None:
    """An application that comes late asks for the calls, then for a monitor."""
    del call
    alice, *_ = study.people
    late = study.application()
    late.open(line=alice)
    late.session.snapshot_device()
    late.monitor()
    late.close()


def abandoned_call(study: Study) -> None:
    """A call made by the application is given up while it rings."""
    alice, bob, _ = study.people
    alice.cti.make_call(to=bob)
    study.until(bob.phone.rings())
    since = study.now
    alice.phone.hang_up()
    study.until(bob.phone.falls_idle())
    told = study.told(bob, "ConnectionClearedEvent", since)
    if told:
        study.findings.decide(points.ABANDONED_CAUSE, cause(told), Seen(told[-1].octets))


def busy_line(study: Study) -> None:
    """A line is called whose only channel is taken."""
    alice, bob, carol = study.people
    study.talk(bob, carol)
    since = study.now
    alice.phone.call(bob)
    study.until(alice.phone.shows(Shown.BUSY))
    study.sent(points.FAILED_BUSY, study.told(alice, "FailedEvent", since))


def unknown_number(study: Study) -> None:
    """A number is dialled that nobody has."""
    alice, *_ = study.people
    since = study.now
    alice.phone.call(study.free_number())
    study.until(alice.phone.shows(Shown.UNKNOWN_NUMBER))
    study.sent(points.FAILED_UNKNOWN, study.told(alice, "FailedEvent", since))


def consultation_and_transfer(study: Study) -> None:
    """One consults a third by the application, and leaves the two to each other."""
    alice, bob, carol = study.people
    held = study.talk(alice, bob)
    since = study.now
    alice.cti.consultation_call(held, to=carol)
    study.until(carol.phone.rings())
    begun = study.told(alice, "OriginatedEvent", since)
    if begun:
        choice = "told" if cause(begun) in _FOR_A_SERVICE else "ordinary"
        study.findings.decide(points.SERVICE_CAUSE, choice, Seen(begun[-1].octets))
    active = study.call_at(alice, study.told(alice, "DeliveredEvent", since)[-1])
    carol.phone.answer()
    study.until(alice.phone.talks_to(carol))
    alice.cti.transfer_call(held=held, active=active)
    study.until(bob.phone.talks_to(carol))


def single_step_transfer(study: Study) -> None:
    """The called party sends the caller on; and may not deflect what it has answered."""
    alice, bob, carol = study.people
    call = study.talk(alice, bob)
    if study.refused(lambda: bob.cti.deflect_call(call, to=carol)) is None:
        study.findings.contradictions.append(
            "Deflect Call was carried out in conversation; Table 94 has it only while alerting"
        )
        return
    bob.cti.single_step_transfer_call(call, to=carol)
    study.until(carol.phone.rings())


def forwarded_call(study: Study) -> None:
    """A line that is forwarded is called."""
    alice, bob, carol = study.people
    since = study.now
    bob.cti.set_forwarding(to=carol)
    study.until(bob.phone.shows_forwarded_to(carol))
    study.sent(points.FORWARDING_EVENT, study.told(bob, "ForwardingEvent", since))
    since = study.now
    alice.phone.call(bob)
    study.until(carol.phone.rings())
    at_alice = study.told(alice, "DivertedEvent", since)
    at_bob = study.told(bob, "DivertedEvent", since)
    study.sent(points.DIVERTED_AT_CALLER, at_alice, yes="told", no="not-told")
    study.sent(points.DIVERTED_AT_FORWARDER, at_bob, yes="told", no="not-told")


def do_not_disturb(study: Study) -> None:
    """Do not disturb is switched on."""
    _, bob, _ = study.people
    since = study.now
    bob.cti.set_do_not_disturb(on=True)
    study.until(bob.phone.shows_do_not_disturb())
    told = study.told(bob, "DoNotDisturbEvent", since)
    study.sent(points.DO_NOT_DISTURB_EVENT, told)


def message_waiting(study: Study) -> None:
    """The message lamp is lit."""
    _, bob, _ = study.people
    since = study.now
    bob.cti.set_message_waiting(on=True)
    study.until(bob.phone.shows_message_waiting())
    study.sent(points.MESSAGE_WAITING_EVENT, study.told(bob, "MessageWaitingEvent", since))


def refusals(study: Study) -> None:
    """A call is to be answered that does not ring."""
    alice, bob, _ = study.people
    call = study.talk(alice, bob)
    refusal = study.refused(lambda: bob.cti.answer_call(call))
    if refusal is None:
        study.findings.miss(points.FAULT_VALUES, "Answer Call was carried out on an answered call")
        return
    reasons = {"noCallToAnswer": "specific", "invalidConnectionState": "general"}
    words = f"{refusal.category}/{refusal.value}"
    study.findings.decide(points.FAULT_VALUES, reasons.get(refusal.value), Seen(b"", words))


def second_call(study: Study) -> None:
    """A line with two channels is called while it talks."""
    alice, bob, carol = study.people
    study.talk(alice, bob)
    since = study.now
    carol.phone.call(alice)
    study.until(carol.phone.shows(Shown.RING_OUT))
    waits = bool(study.told(alice, "DeliveredEvent", since))
    told = "is told to the line's monitor" if waits else "is not told to the line's monitor"
    study.findings.facts.append((18, f"a second call to a line with two channels {told}"))


def extras(study: Study) -> None:
    """A call with `cti csta mode basic` left out and `gcid` configured, and one with both."""
    alice, bob, _ = study.people
    enhanced = (VOIP, "no cti csta mode basic", "gcid")
    with study.lab.router.configured(*enhanced):
        since = study.now
        alice.phone.call(bob)
        study.until(bob.phone.rings())
        [told, *_] = study.told(bob, "DeliveredEvent", since)
        value: Any = told.value
        private = "private-data" if value.extensions is not None else "plain"
        linked = "global-call-id" if value.call_linkage_data is not None else "absent"
        study.findings.decide(points.ENHANCED, private, Seen(told.octets))
        study.findings.decide(points.CALL_LINKAGE, linked, Seen(told.octets))
        alice.phone.hang_up()
        study.until(bob.phone.falls_idle())
    with study.lab.router.configured(VOIP, "cti csta mode basic", "gcid"):
        since = study.now
        alice.phone.call(bob)
        study.until(bob.phone.rings())
        basic: Any = study.told(bob, "DeliveredEvent", since)[-1].value
        if basic.extensions is not None or basic.call_linkage_data is not None:
            study.findings.contradictions.append(
                "events carry extensions in basic mode; `cti csta mode basic` leaves them out"
            )
        alice.phone.hang_up()
        study.until(bob.phone.falls_idle())


def prompted_call(study: Study) -> None:
    """A prompted Make Call that nobody answers."""
    alice, bob, _ = study.people
    lines = (VOIP, "no cti csta mode basic", "cti timeout make-call-prompt 1")
    with study.lab.router.configured(*lines):
        since = study.now
        alice.cti.make_call(to=bob, prompted=True)
        told = study.until_told(alice.cti.witness, "ConnectionClearedEvent", since)
        study.findings.decide(points.PROMPT_TIMEOUT, cause([told]), Seen(told.octets))


def late_answers(study: Study) -> None:
    """A call is told to an application whose answers get lost at first."""
    alice, bob, _ = study.people
    late = study.application()
    late.open(line=alice, over="UDP", client="forgetful")
    late.monitor()
    since = study.now
    alice.phone.call(bob)
    study.until(bob.phone.rings())
    told = study.until_told(late.witness, "DeliveredEvent", since)
    repeated = "an event whose answer is lost is repeated, and told once"
    study.findings.facts.append((13, f"{repeated} (call {call_id(told)})"))
