"""A bench that gives way, is interrupted, or is not allowed to begin."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from harness.application.notes import RAW
from harness.capture import Recorder
from harness.lab.standin_process import StandinProcess
from harness.plugin.bench import BenchSession, Manner, PlanInProgress
from harness.plugin.judges import Hearing
from harness.plugin.plans import PlanMark
from harness.router import shows
from harness.router.router import Router
from harness.router.running import statements
from harness.runtime.journal import Journal, Kind
from harness.runtime.wire import Transport, Wire
from harness.topology import loads

TWO_PLANS = '''
@pytest.mark.plan("OD-01", ref="none")
def test_first(alice):
    """The first."""


@pytest.mark.plan("OD-02", ref="none")
def test_second(alice):
    """The second."""
'''
STANDIN_DIES = '''
@pytest.mark.plan("OD-01", ref="none")
def test_first(alice, bob, lab):
    """The router dies under it."""
    lab._standin._process.kill()
    lab._standin._process.wait()
    with expect(bob.phone.rings()):
        alice.cti.make_call(to=bob)


@pytest.mark.plan("OD-02", ref="none")
def test_second(alice):
    """The second."""
'''
INTERRUPTED = '''
@pytest.mark.plan("OD-01", ref="none")
def test_first(alice, bob, given):
    """Somebody loses patience while it runs."""
    given.ringing(alice, bob)
    os.killpg(os.getpgrp(), signal.SIGINT)


@pytest.mark.plan("OD-02", ref="none")
def test_second(alice):
    """The second."""
'''


PARTIES = """\
parties:
  alice: {number: "201", phone: {model: 7961, mac: 001E.4A34.A35F}}
  bob: {number: "202", phone: {model: 7960, mac: 000F.8FC7.B681}}
deadlines: {response: 2 s, event: 1 s, registration: 10 s, cli: 5 s, push: 10 s}
"""


class Listener:
    """A judge that only remembers what it was given, and when."""

    def __init__(self):
        self.told = []

    def begin(self, packets, *, deliberate):
        self.told.append(("begin", len(packets), deliberate))
        return "what was begun"

    def hear(self, packets, *, deliberate, begun):
        self.told.append((begun, len(packets), deliberate))
        return Hearing(("not as it should be",))


class Resting:
    """A lab that only settles: a last datagram, sent wrong on purpose, leaves meanwhile."""

    claims, difference = {}, None

    def __init__(self, wire):
        self.journal, self._wire = Journal(), wire

    def sends_wrong(self, octets):
        self.journal.append("alice.cti", Kind.SENT, RAW, octets, octets=octets)
        self._wire.record(Transport.UDP, ("10.0.0.6", 40001), ("10.0.0.1", 5060), octets)

    def settle(self):
        self.sends_wrong(b"late")
        return ""


def test_the_judges_begin_before_the_bench_settles_and_hear_all_of_it_after(pytestconfig, tmp_path):
    wire, listener = Wire(), Listener()
    bench = BenchSession(pytestconfig, None, Manner(thorough=False, folder=tmp_path))
    bench._lab, bench._judges = Resting(wire), listener
    recorder = Recorder(wire, None).start()
    watching = ExitStack()
    watching.callback(recorder.stop)
    mark = PlanMark("", "OD-01", "none", (), (), "", "The first.", "")
    bench.plan = PlanInProgress(mark, 0, 0.0, recorder, watching)
    bench._lab.sends_wrong(b"early")

    assert bench.end() == ("not as it should be",)
    assert listener.told == [
        ("begin", 1, {b"early"}),
        ("what was begun", 2, {b"early", b"late"}),
    ]


def test_a_standin_that_dies_is_the_cause_of_all_that_follows(run_plans):
    ended = run_plans(STANDIN_DIES, "--patience=0.4")

    verdict, words = ended.verdict("OD-01")
    assert verdict in {"failed", "broken"}
    assert (
        "the bench did not come to rest after a plan: the stand-in has ended (status -9)" in words
    )
    verdict, words = ended.verdict("OD-02")
    assert verdict == "skipped"
    assert "the bench is broken: the bench did not come to rest after a plan" in words
    assert "Traceback" not in ended.said
    assert "INTERNALERROR" not in ended.said


# -- interrupted, on a router that must be put back ------------------------------------------------

IN_THE_CLIMB = """
import harness.plugin.access as access

@pytest.fixture(autouse=True)
def impatience(request):
    bench = access.bench_of(request.config)
    def progress(sentence):
        if sentence == "SENTENCE":
            os.killpg(os.getpgrp(), signal.SIGINT)
    bench.progress = progress
"""
IN_THE_PUSH = """
from harness.runtime.journal import Journal, Kind
from harness.runtime.wire import Transport, Wire

append = Journal.append

def impatient(journal, witness, kind, name, *rest, **more):
    if witness == "router" and name.startswith("ephone-dn"):
        os.killpg(os.getpgrp(), signal.SIGINT)
    return append(journal, witness, kind, name, *rest, **more)

Journal.append = impatient
"""

AND_AGAIN = """
@pytest.fixture(autouse=True)
def hurry(request):
    class Hurry:
        def pytest_keyboard_interrupt(self):
            os.killpg(os.getpgrp(), signal.SIGINT)

        def pytest_unconfigure(self):
            open_still = [open(__file__, "rb", buffering=0)]
            open_still.append(open_still)

    request.config.pluginmanager.register(Hurry())
"""
NO_REPORT = """
from harness.plugin.bench import BenchSession

def fails(bench):
    raise OSError("no space left on the device")

BenchSession.interrupted = fails
"""
IN_THE_END = """
from harness.runtime import interrupts
from harness.runtime.journal import Journal

append = Journal.append
hurry = [signal.SIGINT] * TIMES
interrupts._SAME_SECONDS = 0

def impatient(journal, witness, kind, name, *rest, **more):
    if witness == "router" and name == "configure revert now":
        while hurry:
            os.killpg(os.getpgrp(), hurry.pop())
            signal.sigtimedwait([], 0.01)
    return append(journal, witness, kind, name, *rest, **more)

Journal.append = impatient
"""


@pytest.fixture
def hardware():
    """A router that outlives the run, reached as hardware is."""
    standin = StandinProcess.start()
    ports = ", ".join(f"{name}: {port}" for name, port in standin.ports.items())
    yield f"router: {{kind: hardware, address: 127.0.0.1, ports: {{{ports}}}}}\n"
    standin.close()


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def running_configuration(topology):
    router = Router(loads(topology, file="bench.yaml"), Journal(), environment=CREDENTIALS)
    router.connect()
    try:
        return statements(router.show("running-config")), shows.files(router.show("flash:"))
    finally:
        router.close()


def as_it_is(topology):
    """The same, by somebody who puts nothing back."""
    router = Router(loads(topology, file="bench.yaml"), Journal(), environment=CREDENTIALS)
    line = router.another_line()
    try:
        return statements(line.run("show running-config")), shows.files(line.run("dir flash:"))
    finally:
        line.close()


CREDENTIALS = {"CME_USERNAME": "cisco", "CME_PASSWORD": "cisco", "CME_ENABLE": "cisco"}


@pytest.mark.parametrize(
    "plans",
    [
        INTERRUPTED,
        IN_THE_CLIMB.replace("SENTENCE", "opening CTI sessions and monitors") + TWO_PLANS,
        IN_THE_PUSH + TWO_PLANS,
        AND_AGAIN + INTERRUPTED,
        INTERRUPTED.replace("SIGINT", "SIGTERM"),
        INTERRUPTED.replace("SIGINT", "SIGHUP"),
    ],
    ids=["in a plan", "before the sessions", "while pushing", "twice", "SIGTERM", "SIGHUP"],
)
def test_ctrl_c_leaves_the_router_as_it_was(run_plans, hardware, plans):
    topology = hardware + PARTIES
    before = running_configuration(topology)

    ended = run_plans(plans, topology=topology, environment=CREDENTIALS)

    assert ended.code == pytest.ExitCode.INTERRUPTED, ended.said
    assert "the bench did not come down" not in ended.said
    assert "INTERNALERROR" not in ended.said
    assert "Traceback" not in ended.said
    assert running_configuration(topology) == before


def test_ctrl_c_in_the_end_is_answered_and_the_router_put_back(run_plans, hardware):
    topology = hardware + PARTIES
    before = running_configuration(topology)

    ended = run_plans(
        IN_THE_END.replace("TIMES", "1") + TWO_PLANS, topology=topology, environment=CREDENTIALS
    )

    assert ended.code == pytest.ExitCode.OK, ended.said
    assert "the router put back; Ctrl-C once more leaves that to" in ended.said
    assert "the bench did not come down" not in ended.said
    assert as_it_is(topology) == before


def test_who_presses_again_in_the_end_is_told_who_puts_the_router_back(run_plans, hardware):
    topology = hardware + PARTIES
    before = running_configuration(topology)

    ended = run_plans(
        IN_THE_END.replace("TIMES", "2") + TWO_PLANS, topology=topology, environment=CREDENTIALS
    )

    assert ended.code == pytest.ExitCode.INTERRUPTED, ended.said
    assert "it was interrupted; the router may not be as it was" in ended.said
    assert "the next run on this router puts it back first" in ended.said
    assert "Traceback" not in ended.said
    assert as_it_is(topology) != before
    assert running_configuration(topology) == before


def test_a_report_that_cannot_be_written_keeps_no_router(run_plans, hardware):
    topology = hardware + PARTIES
    before = running_configuration(topology)

    ended = run_plans(NO_REPORT + TWO_PLANS, topology=topology, environment=CREDENTIALS)

    assert ended.code == pytest.ExitCode.TESTS_FAILED, ended.said
    assert "no space left on the device" in ended.said
    assert as_it_is(topology) == before


# -- a bench that cannot be brought up -------------------------------------------------------------


def test_the_first_plan_tells_the_cause_and_the_rest_is_skipped_with_it(run_plans, free_port):
    topology = f"router: {{kind: hardware, address: 127.0.0.1, ports: {{ssh: {free_port}}}}}\n"

    ended = run_plans(TWO_PLANS, topology=topology + PARTIES, environment=CREDENTIALS)

    cause = f"SSH to 127.0.0.1:{free_port} failed: nothing listens there"
    verdict, words = ended.verdict("OD-01")
    assert verdict == "broken"
    assert f"reaching the router's command line: {cause}" in words
    verdict, words = ended.verdict("OD-02")
    assert verdict == "skipped"
    assert f"the bench is broken: reaching the router's command line: {cause}" in words
    assert "harness/lab" not in ended.said


def test_missing_credentials_name_the_variables(run_plans):
    topology = "router: {kind: hardware, address: 127.0.0.1, credentials: env:NOBODY}\n"

    ended = run_plans(TWO_PLANS, topology=topology + PARTIES)

    assert "router.credentials: the environment has no NOBODY_PASSWORD. Set NOBODY_" in ended.said
    assert "Traceback" not in ended.said


def test_a_port_that_is_taken_is_named(run_plans):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run_plans(
            TWO_PLANS, topology=f"router: {{kind: standin, ports: {{ssh: {port}}}}}\n" + PARTIES
        )

    assert (
        f"127.0.0.1:{port}" in ended.verdict("OD-01")[1] or str(port) in ended.verdict("OD-01")[1]
    )
    assert "Traceback" not in ended.said


def test_in_ci_an_absent_judge_breaks_the_bench_for_every_plan(run_plans, tmp_path):
    environment = {"CI": "true", "PATH": str(tmp_path)}

    ended = run_plans(TWO_PLANS, environment=environment)

    assert ended.verdict("OD-01")[0] == "broken"
    assert "tshark is not installed, and with CI=true every judge must" in ended.verdict("OD-01")[1]
    assert ended.verdict("OD-02")[0] == "skipped"


# -- two at a time ---------------------------------------------------------------------------------


def test_two_runs_at_a_time_do_not_meet_and_absent_judges_are_named(run_plans, tmp_path):
    def go(_):
        return run_plans(TWO_PLANS, environment={"CI": "", "PATH": str(tmp_path)})

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(go, range(2)))

    assert [ended.code for ended in both] == [pytest.ExitCode.OK, pytest.ExitCode.OK]
    for ended in both:
        assert "judge tshark: absent (install Wireshark's tshark to have it)" in ended.said
