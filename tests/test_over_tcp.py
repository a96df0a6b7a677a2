"""Table 94 over TCP: for each service its first plan, on a bench whose applications speak TCP."""

from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

from harness.lab.lab import Lab
from harness.plugin.keywords import snake_case
from harness.protocols.csta.services import TABLE_94
from harness.runtime.wire import Transport
from harness.topology import loads

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT / "topologies" / "standin.yaml"
SIP = (b"SIP/2.0 ", b"INVITE ", b"INFO ", b"ACK ", b"BYE ")
PLANS = {
    "make_call": "test_02_make_call.test_make_call_from_the_application",
    "answer_call": "test_03_answer_call.test_answer_call",
    "clear_connection": "test_04_clear_connection.test_clear_connection_by_the_caller",
    "reconnect_call": "test_06_consultation.test_reconnect_call_by_the_application",
    "hold_call": "test_05_hold.test_hold_call_by_the_caller",
    "retrieve_call": "test_05_hold.test_retrieve_call_by_the_caller",
    "deflect_call": "test_08_deflect.test_deflect_call_while_alerting",
    "single_step_transfer_call": "test_07_transfer.test_single_step_transfer_call",
    "consultation_call": "test_06_consultation.test_the_consultation_call_is_one_act",
    "transfer_call": "test_07_transfer.test_transfer_call_after_a_consultation",
    "alternate_call": "test_06_consultation.test_alternate_call_by_the_application",
    "generate_digits": "test_09_features.test_generate_digits",
    "get_do_not_disturb": "test_09_features.test_set_do_not_disturb",
    "set_do_not_disturb": "test_09_features.test_set_do_not_disturb",
    "get_forwarding": "test_09_features.test_get_forwarding_tells_what_is_configured",
    "set_forwarding": "test_09_features.test_set_forwarding",
    "set_message_waiting_indicator": "test_09_features.test_set_message_waiting",
    "snapshot_device": "test_13_snapshot.test_snapshot_of_a_conversation",
}


@pytest.fixture(scope="module")
def standing(tmp_path_factory):
    text = BENCH.read_text(encoding="utf-8")
    spoken = text.replace("transport: UDP", "transport: TCP")
    assert spoken != text
    with Lab(loads(spoken, file=BENCH), report=tmp_path_factory.mktemp("report")) as lab:
        yield lab


@pytest.fixture
def frames(standing):
    frames = []
    leave = standing.wire.subscribe(frames.append)
    yield frames
    leave()


@pytest.fixture
def bench(standing, frames, request):
    standing.begin(request.node.name, "")
    yield standing
    assert standing.settle() == ""
    carriers = {each.transport for each in frames if each.octets.startswith(SIP)}
    assert carriers == {Transport.TCP}


def test_every_service_has_a_plan_here():
    assert set(PLANS) == {snake_case(each.__name__) for each in TABLE_94}


@pytest.mark.parametrize("service", PLANS)
def test_a_service_is_carried_out_over_tcp(bench, service):
    module, name = PLANS[service].split(".")
    plan = getattr(import_module(f"testplans.{module}"), name)
    has = {**bench.parties, "given": bench.given, "router": bench.router, "by": "application"}
    began = bench.journal.cursor

    plan(**{each: has[each] for each in signature(plan).parameters})

    assert service in {snake_case(each.name) for each in bench.journal.entries(began)}
