from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from harness.application.heartbeat import Heartbeat, Rhythm
from harness.errors import ServiceRefused
from harness.protocols.sip.messages import Request
from harness.runtime.clock import Deadline
from harness.runtime.journal import Kind
from harness.runtime.wire import Wire
from tests.application.conftest import Bench

GRANTED = (("Contact", "<sip:apps@127.0.0.1>;expires=60"),)
Make = Callable[..., Heartbeat]


@pytest.fixture
def make(bench: Bench) -> Iterator[Make]:
    made: list[Heartbeat] = []

    def making(**options: Any) -> Heartbeat:
        heartbeat = Heartbeat(
            "manager",
            **{
                "register_id": "apps",
                "remote": bench.switch.carrier.local,
                "loop": bench.loop,
                "journal": bench.journal,
                "wire": Wire(),
                "response_seconds": 2.0,
                **options,
            },
        )
        made.append(heartbeat)
        return heartbeat

    yield making
    for each in made:
        each.close()


def registers(bench: Bench) -> list[Request]:
    return [each for each in bench.switch.requests if each.method == "REGISTER"]


def test_it_registers_under_its_id_and_learns_what_it_was_granted(bench: Bench, make: Make) -> None:
    bench.switch.answer(str, headers=GRANTED)
    heartbeat = make()

    assert heartbeat.register(300) == 60
    assert heartbeat.granted == 60
    [request] = registers(bench)
    host, port = bench.switch.carrier.local
    assert request.uri == f"sip:{host}:{port}"
    assert f"sip:apps@{host}" in (request.headers.get("To") or "")
    assert f"sip:apps@{host}" in (request.headers.get("From") or "")
    assert "sip:apps@127.0.0.1" in (request.headers.get("Contact") or "")
    assert request.headers.get("Expires") == "300"


def test_it_leaves_the_time_to_the_router(bench: Bench, make: Make) -> None:
    bench.switch.answer(str, headers=GRANTED)
    make().register()

    assert registers(bench)[0].headers.get("Expires") is None


def test_all_registrations_of_a_life_are_one_call(bench: Bench, make: Make) -> None:
    bench.switch.answer(str, headers=GRANTED)
    heartbeat = make()
    heartbeat.register()
    heartbeat.register()
    heartbeat.unregister()

    first, second, last = registers(bench)
    calls = {each.headers.get("Call-ID") for each in (first, second, last)}
    assert len(calls) == 1
    sequence = [each.headers.get("CSeq") for each in (first, second, last)]
    assert sequence == ["1 REGISTER", "2 REGISTER", "3 REGISTER"]
    assert last.headers.get("Expires") == "0"


def test_it_beats_before_its_time_is_over(bench: Bench, make: Make) -> None:
    bench.switch.answer(str, headers=GRANTED)
    make(rhythm=Rhythm(share=0.0005)).register(300)
    deadline = Deadline.after(5, "three heartbeats")
    bench.switch.heard.wait(lambda: len(registers(bench)) >= 4 or None, deadline)

    assert {each.headers.get("Expires") for each in registers(bench)} == {"300"}
    assert not bench.entries(Kind.FAULT)


def test_a_heartbeat_that_is_refused_stops_and_is_a_fault(bench: Bench, make: Make) -> None:
    bench.switch.answer(str, headers=GRANTED)
    heartbeat = make(rhythm=Rhythm(share=0.001))
    heartbeat.register()
    bench.switch.answer(str, status=404)
    look = Deadline.after(5, "a fault")
    bench.journal.wait(lambda: bench.entries(Kind.FAULT) or None, look)

    assert "404" in bench.entries(Kind.FAULT)[0].text
    assert heartbeat.granted is None


def test_a_refusal_says_why(bench: Bench, make: Make) -> None:
    bench.switch.answer(str, status=423, headers=(("Min-Expires", "90"),))
    heartbeat = make()
    with pytest.raises(ServiceRefused) as refused:
        heartbeat.register(30)

    assert (refused.value.category, refused.value.value) == ("sip", "423")
    assert heartbeat.refusal is not None
    assert heartbeat.refusal.headers.get("Min-Expires") == "90"
    assert heartbeat.granted is None


def test_no_answer_counts_as_408(bench: Bench, make: Make) -> None:
    bench.switch.answer(str, silent=True)
    with pytest.raises(ServiceRefused) as refused:
        make(response_seconds=0.1).register()

    assert refused.value.value == "408"


def test_it_falls_silent_without_a_word(bench: Bench, make: Make) -> None:
    bench.switch.answer(str, headers=GRANTED)
    heartbeat = make()
    heartbeat.register()
    heartbeat.close()

    assert len(registers(bench)) == 1
