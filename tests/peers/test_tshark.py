"""tshark on a bench that comes up: two phone models register, sessions open, a call is made."""

from pathlib import Path

import pytest

from harness.capture.record import read_packets
from harness.capture.recorder import Recorder
from harness.lab.lab import Lab
from harness.oracle.agreement import disagreements
from harness.oracle.tshark import Tshark
from harness.probe.driver import CstaProbe
from harness.topology import load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def judged(tshark, tmp_path_factory):
    folder = tmp_path_factory.mktemp("judged")
    lab = Lab(load(ROOT / "topologies" / "standin.yaml"), report=folder)
    with Recorder(lab.wire, folder / "bench.pcapng") as recorder:
        try:
            lab.climb()
            router = lab.topology.router
            CstaProbe((router.address, router.ports.sip), wire=lab.wire).run(
                line="201", called="202"
            )
        finally:
            lab.close()
    with Tshark(tshark, sccp_port=router.ports.sccp, sip_port=router.ports.sip) as judge:
        return recorder.packets, judge.read(recorder.packets)


def test_it_objects_to_nothing(judged):
    _, reading = judged

    assert reading.objections == ()
    assert reading.excused == ()


def test_it_reads_every_message_as_we_do(judged):
    packets, reading = judged

    assert disagreements(read_packets(packets), reading.records) == []


def test_it_has_seen_a_whole_registration_session_and_call(judged):
    _, reading = judged
    seen = {(record.protocol, record.name) for record in reading.records}

    for name in ("RegisterReq", "RegisterAck", "CapabilitiesRes", "ButtonTemplateRes"):
        assert ("SCCP", name) in seen
    for name in ("SoftKeySetRes", "TimeDateRes", "CallState", "CallInfoV2", "SetRinger"):
        assert ("SCCP", name) in seen
    for name in ("MakeCall", "DeliveredEvent", "ConnectionClearedEvent", "MonitorStopResponse"):
        assert ("CSTA", name) in seen
