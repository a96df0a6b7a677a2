"""Runs the probes one after the other; what one cannot find out another may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from harness.errors import BenchBroken, HarnessError
from harness.lab.lab import Lab
from harness.lab.learning import call_probes, session_probes
from harness.lab.learning.findings import Findings
from harness.lab.learning.hearing import hearing
from harness.lab.learning.study import Study
from harness.topology import dialect as points
from harness.topology.dialect import Point

QUESTIONS: Mapping[int, str] = {
    1: "edition and prefix",
    2: "the answer to Get CSTA Features",
    3: "the answer to Monitor Start",
    4: "the form of a device identifier",
    5: "the form of a callID, whose it is, and what becomes of it",
    6: "Service Initiated",
    7: "one Connection Cleared or two",
    8: "Failed on busy and unknown numbers",
    9: "refusals, by CSTA and by SIP",
    10: "extras in enhanced mode, the global call identifier",
    11: "the prompt and its end",
    12: "the session timer",
    13: "transport, pacing, repetition",
    14: "several sessions on a line",
    15: "session managers",
    16: "events of features and of phones that go",
    17: "snapshots",
    18: "two calls on one number",
    19: "what ends sessions",
    20: "dial via office",
}
"""The bench list (reference/csta.md §5.4)."""

UNASKED: tuple[tuple[int, str], ...] = (
    (4, "external numbers: no trunk stands on this bench"),
    (14, "how many sessions a line bears: a limit is not looked for on a shared router"),
    (19, "reload and `cti shutdown`: they would end the sessions of others"),
    (20, "it needs a mobile number behind a trunk"),
)


@dataclass(frozen=True, slots=True)
class Probe:
    """One situation and what it is to show."""

    asks: Callable[[Study], None]
    about: tuple[Point, ...] = ()

    @property
    def sentence(self) -> str:
        """What it does."""
        return (self.asks.__doc__ or "").partition("\n")[0]


PROBES: tuple[Probe, ...] = (
    Probe(session_probes.capabilities, (points.FEATURES,)),
    Probe(session_probes.session_rules),
    Probe(session_probes.another_edition, (points.NAMESPACE, points.DEVICE_ID)),
    Probe(session_probes.lines, (points.UNKNOWN_LINE, points.UNWATCHED_LINE)),
    Probe(session_probes.unreadable_body, (points.UNREADABLE_BODY,)),
    Probe(
        call_probes.ordinary_call,
        (
            points.SERVICE_INITIATED, points.ORDINARY_CAUSE, points.CALL_ID_SCOPE,
            points.CONNECTION_CLEARED, points.EXISTING_CALLS, points.SNAPSHOT_STATE,
        ),
    ),
    Probe(call_probes.abandoned_call, (points.ABANDONED_CAUSE, points.RESPONSE_ORDER)),
    Probe(call_probes.busy_line, (points.FAILED_BUSY,)),
    Probe(call_probes.unknown_number, (points.FAILED_UNKNOWN,)),
    Probe(
        call_probes.consultation_and_transfer,
        (points.SERVICE_CAUSE, points.TRANSFERRED_CALL, points.TRANSFERRED_NAME),
    ),
    Probe(call_probes.single_step_transfer, (points.SINGLE_STEP_CALL,)),
    Probe(
        call_probes.forwarded_call,
        (points.FORWARDING_EVENT, points.DIVERTED_AT_CALLER, points.DIVERTED_AT_FORWARDER),
    ),
    Probe(call_probes.do_not_disturb, (points.DO_NOT_DISTURB_EVENT,)),
    Probe(call_probes.message_waiting, (points.MESSAGE_WAITING_EVENT,)),
    Probe(call_probes.refusals, (points.FAULT_VALUES, points.FAULT_CARRIER)),
    Probe(call_probes.second_call),
    Probe(call_probes.late_answers, (points.PACING,)),
    Probe(call_probes.extras, (points.ENHANCED, points.CALL_LINKAGE)),
    Probe(call_probes.prompted_call, (points.PROMPT_TIMEOUT,)),
    Probe(session_probes.session_managers, (points.REGISTER_ID, points.REGISTRAR_OFF)),
    Probe(session_probes.phone_that_leaves, (points.SERVICE_STATE_EVENTS,)),
    Probe(session_probes.expiry, (points.EXPIRED_SESSION,)),
)  # fmt: skip


def learn(lab: Lab, *, progress: Callable[[str], None] = lambda _: None) -> Findings:
    """Ask the router of a bench that is in service.

    Raises:
        BenchBroken: the bench is too small, or does not come to rest after a probe.
    """
    findings = Findings(unasked=list(UNASKED))
    study = Study(lab, findings)
    with hearing(lab.journal, lab.wire, lab.topology.router.ports.sip) as heard:
        for probe in PROBES:
            progress(probe.sentence)
            lab.begin(probe.sentence, "")
            try:
                probe.asks(study)
            except BenchBroken:
                raise
            except HarnessError as problem:
                for point in probe.about:
                    findings.miss(point, f"while asking: {problem.sentence}")
            lab.settle()
    heard.conclude(findings)
    findings.close()
    return findings
