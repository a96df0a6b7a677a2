"""SIPp asks the stand-in for each service of Table 94 once, and is told what it caused."""

import subprocess
from dataclasses import dataclass, field

import pytest

from tests.peers.scenarios import element, scenario

LINE, BOB, CAROL = "201", "202", "203"


def at(name, call):
    return f"<{name}><callID>[{call}]</callID><deviceID>[line]</deviceID></{name}>"


def idle(lab):
    return {}


def ringing(lab):
    alice, bob = lab.parties["alice"], lab.parties["bob"]
    return {"call": lab.given.ringing(bob, alice)}


def talking(lab):
    alice, bob = lab.parties["alice"], lab.parties["bob"]
    return {"call": lab.given.talking(alice, bob)}


def held(lab):
    alice, bob = lab.parties["alice"], lab.parties["bob"]
    return {"call": lab.given.held(alice, bob, by=alice)}


def consulting(lab):
    calls = lab.given.consulting(*(lab.parties[name] for name in ("alice", "bob", "carol")))
    return dict(zip(("held", "active"), calls, strict=True))


@dataclass(frozen=True)
class Row:
    given: object
    inside: str
    events: tuple = ()
    answer: str = ""
    after: tuple = field(default=())
    """A further service that undoes the first."""


TO_CAROL = f"<consultedDevice>{CAROL}</consultedDevice>"
CALLING = (
    f"<callingDevice>[line]</callingDevice><calledDirectoryNumber>{BOB}</calledDirectoryNumber>"
)
IMMEDIATE = "<device>[line]</device><forwardingType>forwardImmediate</forwardingType>"
BOTH = at("heldCall", "held") + at("activeCall", "active")
SERVICES = {
    "MakeCall": Row(
        idle,
        f"{CALLING}<autoOriginate>doNotPrompt</autoOriginate>",
        ("ServiceInitiatedEvent", "OriginatedEvent", "DeliveredEvent"),
        "<callingDevice><callID>[^<]+</callID><deviceID>201<",
    ),
    "AnswerCall": Row(ringing, at("callToBeAnswered", "call"), ("EstablishedEvent",)),
    "ClearConnection": Row(
        talking, at("connectionToBeCleared", "call"), ("ConnectionClearedEvent",)
    ),
    "HoldCall": Row(talking, at("callToBeHeld", "call"), ("HeldEvent",)),
    "RetrieveCall": Row(held, at("callToBeRetrieved", "call"), ("RetrievedEvent",)),
    "ReconnectCall": Row(
        consulting,
        at("activeCall", "active") + at("heldCall", "held"),
        ("ConnectionClearedEvent", "RetrievedEvent"),
    ),
    "DeflectCall": Row(
        ringing,
        at("callToBeDiverted", "call") + f"<newDestination>{CAROL}</newDestination>",
        ("DivertedEvent",),
    ),
    "SingleStepTransferCall": Row(
        talking,
        at("activeCall", "call") + f"<transferredTo>{CAROL}</transferredTo>",
        ("Transferr?edEvent",),
        "<transferredCall><callID>[^<]+<",
    ),
    "ConsultationCall": Row(
        talking,
        at("existingCall", "call") + TO_CAROL,
        ("HeldEvent", "ServiceInitiatedEvent", "OriginatedEvent", "DeliveredEvent"),
        "<initiatedCall><callID>[^<]+</callID><deviceID>201<",
    ),
    "TransferCall": Row(
        consulting, BOTH, ("Transferr?edEvent",), "<transferredCall><callID>[^<]+<"
    ),
    "AlternateCall": Row(consulting, BOTH, ("HeldEvent", "RetrievedEvent")),
    "GenerateDigits": Row(
        talking,
        at("connectionToSendDigits", "call") + "<charactersToSend>12#</charactersToSend>",
    ),
    "SnapshotDevice": Row(
        talking,
        "<snapshotObject>[line]</snapshotObject>",
        answer="<callID>[^<]+</callID><deviceID>201</deviceID></connectionIdentifier>"
        "<localCallState><compoundCallState><localConnectionState>connected<",
    ),
    "GetDoNotDisturb": Row(
        idle, "<device>[line]</device>", answer="<doNotDisturbOn>false</doNotDisturbOn>"
    ),
    "SetDoNotDisturb": Row(
        idle,
        "<device>[line]</device><doNotDisturbOn>true</doNotDisturbOn>",
        ("DoNotDisturbEvent",),
        after=("<device>[line]</device><doNotDisturbOn>false</doNotDisturbOn>",),
    ),
    "GetForwarding": Row(idle, "<device>[line]</device>", answer="<forwardingList"),
    "SetForwarding": Row(
        idle,
        f"{IMMEDIATE}<activateForward>true</activateForward><forwardDN>{CAROL}</forwardDN>",
        ("ForwardingEvent",),
        after=(f"{IMMEDIATE}<activateForward>false</activateForward>",),
    ),
    "SetMessageWaitingIndicator": Row(
        idle,
        "<device>[line]</device><messageWaitingOn>true</messageWaitingOn>",
        ("MessageWaitingEvent",),
        after=("<device>[line]</device><messageWaitingOn>false</messageWaitingOn>",),
    ),
}
TABLE_94 = {
    "MakeCall", "AnswerCall", "ClearConnection", "ReconnectCall", "HoldCall", "RetrieveCall",
    "DeflectCall", "SingleStepTransferCall", "ConsultationCall", "TransferCall", "AlternateCall",
    "GenerateDigits", "GetDoNotDisturb", "SetDoNotDisturb", "GetForwarding", "SetForwarding",
    "SetMessageWaitingIndicator", "SnapshotDevice",
}  # fmt: skip


@pytest.fixture
def state(bench):
    def build(given):
        calls = given(bench)
        return {name: call.id_at("alice.cti") for name, call in calls.items()}

    bench.begin("SIPp asks for a service", "Document, Table 94")
    yield build
    bench.settle()


def run(sipp, router, folder, text, *, transport="u1", **keys):
    path = folder / "scenario.xml"
    path.write_text(text, encoding="utf-8")
    command = [
        sipp, f"{router.address}:{router.ports.sip}", "-sf", str(path), "-i", router.address,
        "-t", transport, "-m", "1", "-l", "1", "-nostdin", "-timeout", "10", "-timeout_error",
        "-recv_timeout", "4000", "-deadcall_wait", "0", "-trace_err", "-error_file", "errors.txt",
    ]  # fmt: skip
    for name, value in keys.items():
        command += ["-key", name, value]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=20
    )
    errors = folder / "errors.txt"
    return done.returncode, errors.read_text() if errors.exists() else ""


def text_of(service):
    row = SERVICES[service]
    answer = f"<{service}Response" + (f".*{row.answer}" if row.answer else "")
    first = (element(service, row.inside), answer, row.events)
    others = [(element(service, inside), answer, row.events) for inside in row.after]
    return scenario(service, first, *others)


def test_every_service_of_table_94_has_its_row():
    assert SERVICES.keys() == TABLE_94


@pytest.mark.parametrize("service", SERVICES)
def test_a_foreign_client_asks_for_each_service_and_is_told_of_it(
    bench, sipp, tmp_path, state, service
):
    calls = state(SERVICES[service].given)

    result = run(sipp, bench.topology.router, tmp_path, text_of(service), line=LINE, **calls)

    assert result == (0, "")


def test_the_foreign_client_sees_when_an_event_is_another(bench, sipp, tmp_path, state):
    calls = state(talking)
    wrong = text_of("HoldCall").replace("HeldEvent", "RetrievedEvent")

    status, errors = run(sipp, bench.topology.router, tmp_path, wrong, line=LINE, **calls)

    assert status != 0
    assert "RetrievedEvent" in errors
