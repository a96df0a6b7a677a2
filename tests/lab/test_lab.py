import asyncio
import contextlib
import gc
import os
import threading
from pathlib import Path

import pytest

from harness.errors import BenchBroken, LadderMismatch
from harness.expect import Call, Delivered, expect
from harness.lab.lab import Lab
from harness.runtime.journal import Kind
from harness.topology import load

TOPOLOGY = Path(__file__).resolve().parents[2] / "topologies" / "standin.yaml"
LINUX = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="reads Linux's /proc")


def descriptors():
    for entry in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # the listing's own
            yield str(entry.readlink())


def everything():
    """What a bench may not leave behind, by kind."""
    gc.collect()
    objects = gc.get_objects()
    loops = [each for each in objects if isinstance(each, asyncio.AbstractEventLoop)]
    tasks = [each for each in objects if isinstance(each, asyncio.Task)]
    process = Path("/proc/self/task", str(os.getpid()), "children")
    return {
        "thread": {thread.ident for thread in threading.enumerate()},
        "socket": {each for each in descriptors() if each.startswith(("socket:", "pipe:"))},
        "process": set(process.read_text().split()),
        "loop": {id(each) for each in loops if not each.is_closed()},
        "task": {id(each) for each in tasks if not each.done()},
    }


@LINUX
def test_a_whole_life_leaves_no_thread_task_socket_or_process(tmp_path):
    before = everything()

    with Lab(load(TOPOLOGY), report=tmp_path) as lab:
        lab.begin("a call that is up when the bench goes", "")
        guest = lab.guest_application()
        guest.open(line="203", over="TCP")
        guest.monitor()
        lab.given.talking(lab.parties["alice"], lab.parties["bob"])
        began = {kind for kind, each in everything().items() if each - before[kind]}
        assert began == {"thread", "socket", "process", "loop"}

    assert {kind: each - before[kind] for kind, each in everything().items()} == {
        kind: set() for kind in before
    }


@LINUX
def test_a_bench_whose_climb_breaks_off_is_taken_down(tmp_path):
    before = everything()

    def interrupt(sentence):
        if sentence == "registering the phones":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Lab(load(TOPOLOGY), report=tmp_path, progress=interrupt):
        pytest.fail("it never stood")

    assert not any(each - before[kind] for kind, each in everything().items())
    assert (tmp_path / "router" / "router-pushed.cfg").exists()


@LINUX
def test_a_bench_that_never_came_up_leaves_nothing_either(tmp_path):
    before = everything()

    Lab(load(TOPOLOGY), report=tmp_path).close()

    assert not any(each - before[kind] for kind, each in everything().items())


def test_a_rung_that_gives_way_is_told_to_everyone_who_asks_later(tmp_path):
    lab = Lab(load(TOPOLOGY), report=tmp_path, defects=("no-such-defect",))
    with pytest.raises(BenchBroken, match="starting the stand-in: .*no-such-defect") as first:
        lab.climb()
    with pytest.raises(BenchBroken) as second:
        lab.climb()
    lab.close()

    assert str(first.value) == str(second.value)


def test_patience_stretches_every_deadline(tmp_path):
    topology = load(TOPOLOGY)
    lab = Lab(topology, report=tmp_path, patience=3)
    lab.close()

    given, stretched = topology.deadlines, lab.topology.deadlines
    assert stretched.model_dump() == {
        name: 3 * seconds for name, seconds in given.model_dump().items()
    }


# -- one plan after the other --------------------------------------------------------------------


def test_settling_hangs_up_and_tells_what_nobody_expected(standing):
    alice, bob = standing.parties["alice"], standing.parties["bob"]
    standing.begin("a plan that expects nothing", "ECMA-269")
    bob.phone.call(alice)

    leftovers = standing.settle()

    assert leftovers.startswith("left over after the plan: bob.cti: ")
    assert "plan: a plan that expects nothing" in leftovers
    assert standing.difference.verdict.objection.entry.witness == "bob.cti"
    assert alice.phone.is_idle
    assert bob.phone.is_idle


def test_after_settling_there_is_nothing_left_over(standing):
    standing.begin("the next plan", "")

    assert standing.settle() == ""
    assert standing.difference is None


def test_what_comes_between_two_plans_belongs_to_the_next(standing):
    standing.journal.append("bob.phone", Kind.FAULT, "something", text="nobody was looking")
    standing.begin("the next plan", "")

    assert standing.settle().startswith("left over after the plan: bob.phone: nobody was looking")


def test_settling_opens_again_what_a_plan_closed(standing):
    alice, bob = standing.parties["alice"], standing.parties["bob"]
    standing.begin("a plan that ends Alice's session", "")
    alice.cti.close()
    standing.settle()

    assert alice.cti.is_watching
    standing.begin("the next plan", "")
    call = Call()
    with expect(alice.sees(Delivered(call, alerting=alice)), bob.sees_anything_of(call)):
        bob.phone.call(alice)
    assert standing.settle() == ""


def test_guests_leave_when_the_plan_ends(standing):
    standing.begin("a plan with a guest", "")
    guest = standing.guest_application()
    guest.open(line="201")
    standing.settle()

    assert not guest.is_open


def test_a_failure_shows_screens_plan_and_clause(lab, alice, bob):
    with (
        pytest.raises(LadderMismatch) as caught,
        expect(alice.sees_nothing(), bob.sees_nothing()),
    ):
        alice.phone.call(bob)

    text = str(caught.value)
    assert "alice's phone:" in text
    assert "plan: test_a_failure_shows_screens_plan_and_clause" in text
    assert lab.difference is not None


def test_claims_tell_what_each_event_was_claimed_as(lab, given, alice, bob):
    given.ringing(alice, bob)

    assert sorted(text.partition("(")[0] for text in lab.claims.values()) == [
        "Delivered",
        "Delivered",
        "Originated",
        "ServiceInitiated",
    ]
