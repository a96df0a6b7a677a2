"""Chapter 12. Session managers.

An application that is no MOC client registers under its register-id and keeps its registration
alive by registering again; a single router serves several (document: Creating a Session Manager).
"""

import pytest

from harness.expect import Call, Delivered, Fault, Originated, expect, maybe, refused
from harness.expect import ServiceInitiated as Initiated

MANAGER = "Document, Creating a Session Manager"


@pytest.mark.plan(
    "SM-01", ref=f"{MANAGER}, steps 8 and 9", clauses=["manager.register-id", "manager.keepalive"]
)
def test_session_manager_registers_for_its_keepalive(managers, router):
    """An application registers under its register-id; it is granted the keepalive, no more."""
    with router.has_managers("apps", keepalive=60), expect(router.shows_manager("apps")):
        managers.is_granted("apps", 60, of=300, by="keepalive 60")


@pytest.mark.plan(
    "SM-02", ref=f"{MANAGER}, step 8; RFC 3261 §10.3", clauses=["manager.register-id"]
)
def test_session_manager_of_another_name_is_refused(managers, router):
    """An application that registers under a name that nobody configured is refused."""
    with (
        router.has_managers("apps"),
        expect(router.shows_no_manager("apps"), router.shows_no_manager("intruder")),
        refused(Fault.UNKNOWN_REGISTER_ID),
    ):
        managers.register("intruder")


@pytest.mark.plan("SM-03", ref=f"{MANAGER}, step 9", clauses=["manager.keepalive"])
def test_heartbeat_keeps_a_session_manager_registered(managers, router, clock):
    """Registering again before the keepalive is over keeps the registration; silence ends it."""
    with router.has_managers("apps", keepalive=60):
        managers.register("apps")
        clock.passes(seconds=45)
        managers.register("apps")
        with expect(router.shows_manager("apps")):
            clock.passes(seconds=45)

        with expect(router.shows_no_manager("apps")):
            clock.passes(seconds=20)


@pytest.mark.plan("SM-04", ref=f"{MANAGER}, note", clauses=["manager.several"])
def test_several_session_managers_at_once(managers, router):
    """Two applications are registered at a time; when one leaves, the other stays."""
    with router.has_managers("apps", "wallboard"):
        managers.register("apps")
        with expect(router.shows_manager("apps"), router.shows_manager("wallboard")):
            managers.register("wallboard")

        with expect(router.shows_no_manager("apps"), router.shows_manager("wallboard")):
            managers.unregister("apps")


@pytest.mark.plan(
    "SM-05",
    ref=f"{MANAGER}, step 4; Enabling CTI CSTA, step 13",
    clauses=["manager.mode-cme", "enable.registrar"],
)
@pytest.mark.parametrize("lacks", ["mode_cme", "registrar"])
def test_nobody_registers_without_a_registrar(managers, router, lacks):
    """Without `mode cme` or `registrar server` nobody can register."""
    with (
        router.has_managers("apps", **{lacks: False}),
        expect(router.shows_no_manager("apps")),
        refused(Fault.NO_REGISTRAR),
    ):
        managers.register("apps")


@pytest.mark.plan(
    "SM-06",
    ref="Document, Enabling CTI CSTA, step 13; RFC 3261 §10.3",
    clauses=["enable.registrar"],
)
def test_registrar_limits_bound_the_registration(managers, router):
    """Too short a time is refused with the least that will do; too long a time is cut."""
    with router.has_managers("apps", keepalive=3600, limits="max 600 min 90"):
        with refused(Fault.REGISTRATION_TOO_SHORT):
            managers.register("apps", seconds=30)

        shortest = managers.shortest_told("apps")
        has = f"Min-Expires {shortest}" if shortest else "no Min-Expires"
        told = f"router: the 423 to REGISTER has {has}, expected 90"
        assert shortest == 90, told
        for asked, due in ((90, 90), (3600, 600)):
            managers.is_granted("apps", due, of=asked, by="registrar server expires max 600 min 90")


@pytest.mark.plan("SM-10", ref=f"{MANAGER}, step 9", clauses=["manager.keepalive"])
def test_registration_lasts_five_minutes_by_default(managers, router):
    """Without `keepalive` a registration lasts 300 seconds."""
    registrar = ("voice register global", "mode cme", "voice service voip", "sip")
    server = ("voice register session-server 7", "register-id plain")
    with router.configured(*registrar, "registrar server", *server):
        managers.is_granted("plain", 300, of=3600, by="keepalive, default 300")


@pytest.mark.plan(
    "SM-11", ref="Document, Enabling CTI CSTA, step 13", clauses=["enable.registrar"]
)  # fmt: skip
def test_registrar_grants_an_hour_by_default(managers, router):
    """Without limits `registrar server` grants 3600 seconds at most."""
    registrar = ("voice register global", "mode cme", "voice service voip", "sip")
    server = ("voice register session-server 7", "register-id plain", "keepalive 3600")
    with router.configured(*registrar, "registrar server", *server):
        managers.is_granted("plain", 3600, of=86400, by="registrar server, default max 3600")


@pytest.mark.plan("SM-07", ref=f"{MANAGER}, step 7", clauses=["manager.cti-aware"])
def test_cti_aware_heartbeat_stops_when_cti_is_shut(managers, router):
    """Bound to CTI, the heartbeat is answered only while CTI serves."""
    with router.has_managers("apps", cti_aware=True):
        managers.register("apps")

        with (
            router.configured("voice service voip", "cti shutdown"),
            refused(Fault.HEARTBEAT_STOPPED),
        ):
            managers.register("apps")

        managers.is_granted("apps", 60, by="keepalive 60")


@pytest.mark.plan("SM-08", ref=f"{MANAGER}, step 7", clauses=["manager.cti-aware"])
def test_heartbeat_of_others_goes_on_when_cti_is_shut(managers, router):
    """Without `cti-aware` the heartbeat is answered whatever becomes of CTI."""
    with (
        router.has_managers("apps", cti_aware=False),
        router.configured("voice service voip", "cti shutdown"),
    ):
        managers.is_granted("apps", 60, by="keepalive 60")


@pytest.mark.plan(
    "SM-09", ref=f"{MANAGER}; ECMA-269 Make Call", clauses=["manager.register-id", "T94.make-call"]
)
def test_registered_sdk_application_makes_a_call(managers, application, alice, bob, router):
    """An application of the SDK registers, opens a session and makes a call."""
    call = Call("call")
    with router.has_managers("apps"):
        managers.register("apps")
        application.open(line=alice, client="sdk")
        application.monitor()

        calls = (
            maybe(Initiated(call, initiating=alice)),
            Originated(call, calling=alice, called=bob),
            Delivered(call, alerting=bob, calling=alice, called=bob),
        )
        with expect(
            application.sees(*calls),
            alice.sees(*calls),
            bob.sees(Delivered(call, alerting=bob, calling=alice, called=bob)),
            bob.phone.rings(showing=alice),
        ):
            application.make_call(to=bob)
