"""A stand-in with two phones in service, and one CTI session on Alice's line."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from harness.commands.cti_verbs import Control
from harness.commands.opening import Wanted, opened
from harness.phone.phone import Phone
from harness.runtime.journal import Journal
from harness.standin.configuration import RouterConfiguration
from harness.standin.switch import Switch
from tests.phone.standing import Bench, standing, with_phones
from tests.standin.desk import MOC_EXAMPLE, load


@dataclass
class Desk:
    bench: Bench
    alice: Phone
    bob: Phone
    control: Control
    journal: Journal


def _with_cti(configuration: RouterConfiguration, switch: Switch, sccp_port: int) -> None:
    configuration.voice_service = load(MOC_EXAMPLE).configuration.voice_service
    with_phones(configuration, switch, sccp_port)


@contextmanager
def bench_with_cti() -> Iterator[Bench]:
    with standing(None, _with_cti) as bench:
        bench.registered("7961")
        yield bench


@contextmanager
def desk(**wanted: object) -> Iterator[Desk]:
    with standing(None, _with_cti) as bench:
        alice, bob = bench.registered("7961"), bench.registered("7960")
        reach, journal = bench.router.reach, Journal()
        asked = Wanted((reach.address, reach.sip), "201", **wanted)  # type: ignore[arg-type]
        with opened(asked, journal) as control:
            yield Desk(bench, alice, bob, control, journal)
