"""Small probes made of sessions, registrations and raw bodies: one function each."""

from __future__ import annotations

from harness.errors import ServiceRefused
from harness.lab.clock_desk import CAPABILITY, ClockDesk
from harness.lab.learning.findings import Seen
from harness.lab.learning.study import Study
from harness.lab.making import Workshop
from harness.lab.managers import Managers
from harness.protocols.csta.services import TABLE_94
from harness.runtime.journal import Kind
from harness.topology import dialect as points
from harness.topology.dialect import Point

TORN = b"<MakeCall"
HALF_AN_HOUR = 1800


def another_edition(study: Study) -> None:
    """An application of another edition, which writes bare numbers, is told of a call."""
    alice, bob, _ = study.people
    modern = study.application()
    modern.open(line=alice, client="modern")
    modern.monitor()
    study.ring(bob, alice)
    other = study.application()
    other.open(line=alice, client="moc")
    other.monitor()
    alice.phone.answer()
    study.until(bob.phone.talks_to(alice))


def capabilities(study: Study) -> None:
    """Which services the router lists, and whether those are Table 94's."""
    alice, *_ = study.people
    asking = study.application()
    asking.open(line=alice)
    listed = asking.features
    lacking = sorted({each.__name__ for each in TABLE_94} - listed)
    study.findings.facts.append((2, f"{len(listed)} services and events are listed"))
    if lacking:
        study.findings.contradictions.append(
            f"Table 94 has services that are not listed: {', '.join(lacking)}"
        )


def session_rules(study: Study) -> None:
    """The timer that is granted, several sessions on one line, and what clearing one does."""
    alice, *_ = study.people
    found = study.findings
    one, another = study.application(), study.application()
    one.open(line=alice, timer=HALF_AN_HOUR, over="UDP")
    found.facts.append((12, f"asked for 1800 s a session is granted {one.timer or 'no end'}"))
    if one.timer is None or one.timer > HALF_AN_HOUR:
        found.contradictions.append("a session timer of 30 minutes is not granted")
    try:
        another.open(line=alice, over="TCP")
    except ServiceRefused as refusal:
        found.facts.append((14, f"a second session on a line is refused: {refusal.told}"))
    else:
        found.facts.append((14, "a line has several sessions at a time"))
        found.facts.append((13, "sessions open over UDP and over TCP"))
        another.close()
    since = study.now
    study.lab.router.clear_session(of=one)
    study.lab.fence()
    by_bye = any(
        each.witness == one.witness and each.name == "BYE" and each.kind is Kind.NOTE
        for each in study.lab.journal.entries(since)
    )
    told = "tells the application by BYE" if by_bye else "tells the application nothing"
    found.facts.append((19, f"`clear cti session` {told}"))
    if not by_bye:
        found.contradictions.append("`clear cti session` does not end the session gracefully")


def lines(study: Study) -> None:
    """Sessions on a line that is not there, and on one that may not be watched."""
    _, bob, _ = study.people
    visitor = study.application()

    def unknown() -> None:
        visitor.open(line=study.free_number())

    def unwatched() -> None:
        visitor.open(line=bob)

    _line(study, points.UNKNOWN_LINE, study.refused(unknown))
    with study.lab.router.configured(f"ephone-dn {bob.dn}", "no cti watch"):
        _line(study, points.UNWATCHED_LINE, study.refused(unwatched))


def _line(study: Study, point: Point, refusal: ServiceRefused | None) -> None:
    if refusal is None:
        study.findings.contradictions.append(f"a session opened at the point {point.name}")
        study.findings.miss(point, "the session opened")
        return
    words = f"{refusal.category}/{refusal.value}"
    study.findings.decide(point, refusal.value, Seen(b"", words))


def unreadable_body(study: Study) -> None:
    """A body that is no XML."""
    alice, *_ = study.people
    sloppy = study.application()
    sloppy.open(line=alice)
    refusal = study.refused(lambda: sloppy.says(TORN))
    if refusal is None:
        study.findings.miss(points.UNREADABLE_BODY, "a torn body was taken")
        return
    choice = refusal.value if refusal.category == "sip" else "fault"
    words = f"{refusal.category}/{refusal.value}"
    study.findings.decide(points.UNREADABLE_BODY, choice, Seen(TORN, f"answered {words}"))


def session_managers(study: Study) -> None:
    """A registration under an unknown name, one under a known name, one without a registrar."""
    managers = Managers(Workshop(study.lab))
    router = study.lab.router
    try:
        with router.has_managers("learner"):
            _registration(study, points.REGISTER_ID, managers, "nobody")
            granted = managers.register("learner", seconds=300)
            study.findings.facts.append((15, f"asked for 300 s a manager is granted {granted}"))
        with router.has_managers("learner", registrar=False):
            _registration(study, points.REGISTRAR_OFF, managers, "learner")
    finally:
        managers.fall_silent()


def _registration(study: Study, point: Point, managers: Managers, name: str) -> None:
    refusal = study.refused(lambda: managers.register(name))
    if refusal is None:
        study.findings.miss(point, "the registration was taken")
    else:
        study.findings.decide(point, refusal.value, Seen(b"", f"REGISTER: {refusal.value}"))


def phone_that_leaves(study: Study) -> None:
    """A phone signs off, and comes back."""
    guest = study.lab.guest("learner")
    guest.bring("7961")
    watching = study.application()
    with study.lab.router.knows(guest, line=["cti watch"]):
        guest.phone.plug_in()
        watching.open(line=guest)
        watching.monitor()
        since = study.now
        guest.phone.sign_off()
        study.until(guest.phone.goes_dark())
        study.until_gone(guest)
        told = study.came(watching.witness, "OutOfServiceEvent", since)
        study.sent(points.SERVICE_STATE_EVENTS, told)
        watching.close()


def expiry(study: Study) -> None:
    """A session that nobody refreshes."""
    if CAPABILITY not in study.lab.topology.capabilities:
        study.findings.miss(
            points.EXPIRED_SESSION,
            "no session is shorter than 90 seconds, and this router's clock cannot be turned",
        )
        return
    alice, *_ = study.people
    passing = study.application()
    passing.open(line=alice, timer=90, client="sdk")
    since = study.now
    ClockDesk(study.lab).passes(seconds=100)
    passing.fence()
    if passing.is_open:
        study.findings.contradictions.append("a session stands although its time is over")
        study.findings.miss(points.EXPIRED_SESSION, "the session did not expire")
        return
    byes = [
        each
        for each in study.lab.journal.entries(since)
        if each.witness == passing.witness and each.name == "BYE" and each.kind is Kind.NOTE
    ]
    study.sent(points.EXPIRED_SESSION, byes, yes="bye", no="silent")
