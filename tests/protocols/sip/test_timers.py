from __future__ import annotations

from dataclasses import dataclass

from harness.protocols.sip.timers import Signal, TimerQueues, Timers


@dataclass
class Sleeper:
    name: str
    awake: bool = True

    def awaits(self, signal):
        return self.awake


def test_the_delays_are_table_4_of_rfc_3261():
    delays = Timers().delays(reliable=False)
    assert {signal.value: delays[signal] for signal in map(Signal, "ABDEFGHIJKLM")} == {
        "A": 0.5,
        "B": 32,
        "D": 32,
        "E": 0.5,
        "F": 32,
        "G": 0.5,
        "H": 32,
        "I": 5,
        "J": 32,
        "K": 5,
        "L": 32,
        "M": 32,
    }


def test_a_reliable_transport_repeats_nothing_and_waits_for_nothing():
    delays = Timers().delays(reliable=True)
    assert [delays[signal] for signal in map(Signal, "AEG")] == [None] * 3
    assert [delays[signal] for signal in map(Signal, "DIJK")] == [0] * 4
    assert [delays[signal] for signal in map(Signal, "BFHLM")] == [32] * 5


def test_timers_fire_in_order_of_time_across_delays():
    queues, a, b = TimerQueues(), Sleeper("a"), Sleeper("b")
    queues.start(5.0, a, Signal.K, 0.0)
    queues.start(0.5, b, Signal.E, 1.0)
    queues.start(0.5, a, Signal.E, 2.0)
    assert queues.next_due() <= 1.5
    assert list(queues.fired(1.4)) == []
    assert list(queues.fired(9.0)) == [(b, "E"), (a, "E"), (a, "K")]
    assert queues.next_due() is None


def test_the_dead_neither_fire_nor_wake_anybody():
    queues, dead, living = TimerQueues(), Sleeper("dead"), Sleeper("living")
    queues.start(0.5, dead, Signal.E, 0.0)
    queues.start(0.5, living, Signal.E, 1.0)
    dead.awake = False
    assert queues.next_due() <= 1.5
    assert list(queues.fired(2.0)) == [(living, "E")]


def test_a_timer_started_while_timers_fire_waits_for_its_own_time():
    queues, sleeper = TimerQueues(), Sleeper("a")
    queues.start(0.5, sleeper, Signal.E, 0.0)
    fired = []
    for _, _ in queues.fired(10.0):
        fired.append(10.0)
        queues.start(0.5, sleeper, Signal.E, 10.0)
    assert fired == [10.0]
    assert queues.next_due() == 10.5
