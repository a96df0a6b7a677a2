"""Phones and a stand-in in one process, joined by real sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from harness.phone.phone import Phone
from harness.runtime.clock import Deadline
from harness.runtime.journal import Journal, Kind
from harness.runtime.loop import BackgroundLoop
from harness.runtime.wire import Frame, Wire
from harness.standin.configuration import Credentials, RouterConfiguration
from harness.standin.router import StandinRouter
from harness.standin.switch import Switch
from tests.standin.desk import MOC_EXAMPLE, load

Noted = TypeVar("Noted")
PHONES = {"7961": ("001E4A34A35F", "201"), "7960": ("000F8FC7B681", "202")}


def soon(awaited: str = "it") -> Deadline:
    return Deadline.after(5, awaited)


@dataclass
class Bench:
    loop: BackgroundLoop
    router: StandinRouter
    journal: Journal = field(default_factory=Journal)
    frames: list[Frame] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    wire: Wire = field(default_factory=Wire)

    def __post_init__(self) -> None:
        self.wire.subscribe(self.frames.append)

    def phone(self, model: str, mac: str, *, sccp_version: int | None = None) -> Phone:
        phone = Phone(
            mac, model=model, mac=mac, sccp_version=sccp_version,
            tftp=(self.router.reach.address, self.router.reach.tftp),
            loop=self.loop, journal=self.journal, wire=self.wire,
        )  # fmt: skip
        self.phones.append(phone)
        return phone

    def registered(self, model: str) -> Phone:
        phone = self.phone(model, PHONES[model][0])
        phone.boot_and_register(soon("a registration"))
        return phone

    def until(self, look: object, awaited: str) -> None:
        self.journal.wait(lambda: look() or None, soon(awaited))  # type: ignore[operator]

    def noted(self, kind: Kind, message: type[Noted]) -> list[Noted]:
        return [
            each.value
            for each in self.journal.entries()
            if each.kind is kind and isinstance(each.value, message)
        ]

    def received(self, message: type[Noted]) -> list[Noted]:
        return self.noted(Kind.RECEIVED, message)


Configure = Callable[[RouterConfiguration, Switch, int], None]


def configured(text: str) -> Configure:
    """A stand-in has these lines of configuration, and its call agent where it listens."""

    def configure(configuration: RouterConfiguration, switch: Switch, sccp_port: int) -> None:
        told = load(text)
        assert not told.refused
        loaded = told.configuration
        configuration.telephony = loaded.telephony
        configuration.telephony.source_address = "127.0.0.1"
        configuration.telephony.source_port = sccp_port
        configuration.ephone_dns = loaded.ephone_dns
        configuration.ephones = loaded.ephones
        configuration.logout_profiles = loaded.logout_profiles
        configuration.http_server = True
        switch.configuration_changed("all of it")

    return configure


with_phones = configured(MOC_EXAMPLE)


@contextmanager
def standing(version: int | None, configure: Configure = with_phones) -> Iterator[Bench]:
    async def opened() -> StandinRouter:
        router = await StandinRouter.open(credentials=Credentials(), sccp_version=version)
        configure(router._configuration, router._switch, router.reach.sccp)
        return router

    with BackgroundLoop("bench") as loop:
        bench = Bench(loop, loop.call(opened(), soon("a router")))
        try:
            yield bench
        finally:
            for phone in bench.phones:
                phone.close()
            loop.call(bench.router.close(), soon("the router gone"))
