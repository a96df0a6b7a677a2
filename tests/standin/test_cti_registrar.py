from __future__ import annotations

import pytest

from harness.protocols.sip.messages import Headers, Request
from harness.standin.cli.configurator import load
from harness.standin.configuration import RouterConfiguration
from harness.standin.cti_registrar import Registrar, Reply
from harness.standin.defects import Defect

# The document's "CSTA Client Application Requiring a Session Manager", and a second one.
DOCUMENT = """
voice service voip
 no cti shutdown
 sip
  registrar server expires max 120 min 60
voice register global
 mode cme
 source-address 10.0.0.1 port 5060
voice register session-server 1
 keepalive 60
 register-id apps
 cti-aware
voice register session-server 2
 register-id wallboard
"""
SOURCE = ("10.0.0.50", 40000)


def registrar(configuration: str = DOCUMENT, *defects: Defect) -> Registrar:
    return Registrar(configured(configuration), frozenset(defects))


def configured(text: str) -> RouterConfiguration:
    loaded = load(text)
    assert not loaded.refused
    return loaded.configuration


def request(register_id: str = "apps", *, expires: str | None = None, contact: str = "") -> Request:
    pairs = [
        ("To", f"<sip:{register_id}@10.0.0.1>"),
        ("From", f"<sip:{register_id}@10.0.0.1>;tag=r1"),
        ("Contact", contact or f"<sip:{register_id}@10.0.0.50:40000>"),
    ]
    pairs += [("Expires", expires)] if expires is not None else []
    return Request("REGISTER", "sip:10.0.0.1", Headers(pairs), b"")


def names(registrar: Registrar, now: float) -> list[str]:
    return [each.register_id for each in registrar.statuses(now)]


def test_an_application_is_granted_its_keepalive_and_listed() -> None:
    server = registrar()
    reply = server.register(request(expires="3600"), SOURCE, 0.0)

    assert reply == Reply(
        200, (("Contact", "<sip:apps@10.0.0.50:40000>;expires=60"), ("Expires", "60"))
    )
    [status] = server.statuses(1.0)
    assert (status.tag, status.register_id, status.keepalive) == (1, "apps", 60)
    assert (status.contact, status.remote) == ("sip:apps@10.0.0.50:40000", "10.0.0.50:40000")
    assert status.cti_aware


def test_a_registration_ends_unless_the_application_registers_again() -> None:
    server = registrar()
    server.register(request(), SOURCE, 0.0)
    server.register(request(), SOURCE, 50.0)

    assert names(server, 109.9) == ["apps"]
    assert names(server, 110.0) == []


def test_a_refreshed_registration_keeps_its_number_and_a_new_one_has_its_own() -> None:
    server = registrar()
    server.register(request(), SOURCE, 0.0)
    server.register(request(), SOURCE, 10.0)
    assert [each.number for each in server.statuses(20.0)] == [1]
    server.register(request(), SOURCE, 100.0)
    assert [each.number for each in server.statuses(101.0)] == [2]


def test_several_are_registered_at_a_time_and_one_may_leave() -> None:
    server = registrar()
    server.register(request("wallboard"), SOURCE, 0.0)
    server.register(request("apps"), SOURCE, 0.0)
    assert names(server, 1.0) == ["apps", "wallboard"]
    assert server.register(request("apps", expires="0"), SOURCE, 2.0) == Reply(200)
    assert names(server, 3.0) == ["wallboard"]


def test_the_registrars_limits_bound_what_is_granted() -> None:
    server = registrar()
    short = server.register(request("wallboard", expires="59"), SOURCE, 0.0)
    assert short == Reply(423, (("Min-Expires", "60"),))
    assert names(server, 0.0) == []
    long = server.register(request("wallboard", expires="300"), SOURCE, 0.0)
    assert dict(long.headers)["Expires"] == "120"


def test_the_contact_may_say_how_long() -> None:
    server = registrar()
    contact = "<sip:wallboard@10.0.0.50>;expires=90"
    reply = server.register(request("wallboard", expires="120", contact=contact), SOURCE, 0.0)
    assert dict(reply.headers)["Expires"] == "90"


@pytest.mark.parametrize(
    ("lost", "status"),
    [
        ("registrar server expires max 120 min 60", 405),
        ("mode cme", 405),
        ("register-id apps", 404),
    ],
)
def test_who_is_not_configured_is_refused(lost: str, status: int) -> None:
    server = registrar("\n".join(line for line in DOCUMENT.splitlines() if line.strip() != lost))
    assert server.register(request(), SOURCE, 0.0).status == status
    assert names(server, 0.0) == []


@pytest.mark.parametrize("expires", ["soon", "-1", "٣", ""])
def test_a_time_that_is_none_is_malformed(expires: str) -> None:
    assert registrar().register(request(expires=expires), SOURCE, 0.0).status == 400


def test_only_a_cti_aware_heartbeat_stops_with_cti() -> None:
    server = registrar(DOCUMENT.replace("no cti shutdown", "cti shutdown"))
    assert server.register(request("apps"), SOURCE, 0.0).status == 503
    assert server.register(request("wallboard"), SOURCE, 0.0).status == 200


def test_who_is_configured_no_more_is_forgotten_though_he_comes_back() -> None:
    configuration = configured(DOCUMENT)
    server = Registrar(configuration)
    server.register(request(), SOURCE, 0.0)
    kept = configuration.session_servers.pop(1)
    server.drop_what_is_over(1.0)
    configuration.session_servers[1] = kept
    assert names(server, 2.0) == []


def test_a_rebooted_router_knows_nobody() -> None:
    server = registrar()
    server.register(request(), SOURCE, 0.0)
    server.forget_all()
    assert names(server, 1.0) == []


@pytest.mark.parametrize(
    ("defect", "sound", "broken"),
    [
        (Defect.ANY_REGISTER_ID, 404, 200),
        (Defect.REGISTRAR_LIMITS_IGNORED, 423, 200),
        (Defect.HEARTBEAT_WITHOUT_CTI, 503, 200),
    ],
)
def test_a_defect_accepts_what_a_sound_router_refuses(
    defect: Defect, sound: int, broken: int
) -> None:
    asked = {
        Defect.ANY_REGISTER_ID: (DOCUMENT, request("intruder")),
        Defect.REGISTRAR_LIMITS_IGNORED: (DOCUMENT, request(expires="5")),
        Defect.HEARTBEAT_WITHOUT_CTI: (DOCUMENT.replace("no cti shut", "cti shut"), request()),
    }
    configuration, register = asked[defect]
    assert registrar(configuration).register(register, SOURCE, 0.0).status == sound
    assert registrar(configuration, defect).register(register, SOURCE, 0.0).status == broken


@pytest.mark.parametrize(
    ("keepalive", "defects", "granted"),
    [
        ("", (), "300"),
        ("", (Defect.KEEPALIVE_DEFAULT_SHORT,), "60"),
        (" keepalive 3600\n", (), "3600"),
        (" keepalive 3600\n", (Defect.REGISTRAR_DEFAULT_SHORT,), "600"),
    ],
)
def test_what_nobody_configured_is_granted_by_default(
    keepalive: str, defects: tuple[Defect, ...], granted: str
) -> None:
    without_limits = DOCUMENT.replace(" expires max 120 min 60", "") + keepalive
    server = registrar(without_limits, *defects)
    reply = server.register(request("wallboard", expires="86400"), SOURCE, 0.0)
    assert dict(reply.headers)["Expires"] == granted


def test_a_manager_that_never_expires_does_not() -> None:
    server = registrar(DOCUMENT, Defect.MANAGER_NEVER_EXPIRES)
    server.register(request(), SOURCE, 0.0)
    assert names(server, 1e9) == ["apps"]
