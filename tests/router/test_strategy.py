from __future__ import annotations

import pytest

from harness.errors import BenchBroken, ProvisioningError
from harness.router.strategy import Rung, Strategy


def test_a_bench_climbs_rung_by_rung_and_each_once():
    climbed = []
    strategy = Strategy({rung: lambda rung=rung: climbed.append(rung) for rung in Rung})

    strategy.reach(Rung.PROVISIONED)
    strategy.reach(Rung.REACHABLE)
    strategy.reach(Rung.CTI_IN_SERVICE)

    assert climbed == ["reachable", "provisioned", "phones in service", "CTI in service"]
    assert strategy.rung is Rung.CTI_IN_SERVICE


def test_a_broken_rung_stays_broken_with_its_first_cause():
    attempts = []

    def break_down() -> None:
        attempts.append(1)
        raise ProvisioningError(f"attempt {len(attempts)}")

    strategy = Strategy({Rung.PROVISIONED: break_down})

    for wanted in (Rung.CTI_IN_SERVICE, Rung.PROVISIONED):
        with pytest.raises(BenchBroken, match="did not come to be provisioned: attempt 1"):
            strategy.reach(wanted)
    assert attempts == [1]
    strategy.reach(Rung.REACHABLE)


def test_an_interrupt_breaks_nothing():
    def interrupt() -> None:
        raise KeyboardInterrupt

    strategy = Strategy({Rung.PROVISIONED: interrupt})

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            strategy.reach(Rung.PROVISIONED)


def test_a_bench_that_fell_climbs_again():
    climbed = []
    strategy = Strategy({Rung.PROVISIONED: lambda: climbed.append(1)})
    strategy.reach(Rung.CTI_IN_SERVICE)

    strategy.fell_to(Rung.REACHABLE)
    strategy.reach(Rung.CTI_IN_SERVICE)

    assert climbed == [1, 1]
