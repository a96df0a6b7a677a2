from dataclasses import dataclass

from harness.lab.power_desk import PowerDesk


@dataclass
class Deadlines:
    registration: float = 12.0


@dataclass
class Topology:
    deadlines: Deadlines


class Bench:
    """A bench that notes in which order it comes back."""

    def __init__(self):
        self.done = []
        self.topology = Topology(Deadlines())
        self.parties = {name: Person(name, self.done) for name in ("alice", "bob")}

    @property
    def router_access(self):
        return self

    def reload(self, back):
        self.done.append(f"reload within {back.seconds:g} s")


class Person:
    def __init__(self, name, done):
        self.name = name
        self.done = done
        self.phone = self

    def plug_in(self):
        self.done.append(f"{self.name}'s phone")


def test_the_phones_start_again_once_the_router_is_back():
    bench = Bench()

    PowerDesk(bench, step=bench.done.append).reload()

    assert bench.done == [
        "the router is reloaded",
        "reload within 12 s",
        "alice's phone",
        "bob's phone",
    ]
