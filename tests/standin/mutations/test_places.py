"""A number that goes from phone A to phone B under one monitor; a broken router stays at A."""

from harness.protocols.csta.names import LocalConnectionState
from harness.standin.calls.engine import CallEngine
from harness.standin.calls.events import Configured, LinesAssigned, StationGone, StationRegistered
from harness.standin.mutations.engine import MutatedEngine
from harness.standin.mutations.places import PLACES
from harness.topology.dialect import STANDARD
from tests.standin.switching import NUMBERS, Switch

S = LocalConnectionState
CALLING = ("calls-where-the-user-was",)
ANSWERING = ("answers-where-the-user-was",)


def moved(*names: str, before: CallEngine | None = None) -> Switch:
    rows = [each for each in PLACES if each.name in names]
    defects = frozenset()
    engine = before or MutatedEngine(
        (), first_reference=100, defects=defects, dialect=STANDARD, places=rows
    )
    switch = Switch(engine)
    switch.does(Configured(NUMBERS))
    switch.does(StationRegistered("A", ((1, "201"),)))
    switch.does(StationRegistered("B", ((1, "206"),)))
    switch.does(StationRegistered("C", ((1, "203"),)))
    switch.monitors("201", "203")
    switch.does(LinesAssigned("A", ((1, "205"),)))
    switch.does(LinesAssigned("B", ((1, "201"),)))
    return switch


def at(switch: Switch, state: LocalConnectionState) -> list[str | None]:
    return [each.station for each in switch.engine.connections_of("201") if each.state is state]


def calling(switch: Switch) -> list[str | None]:
    switch.calls("201", "203")
    return at(switch, S.CONNECTED)


def answering(switch: Switch) -> list[str | None]:
    switch.calls("203", "201")
    switch.answers("1", "201")
    return at(switch, S.CONNECTED)


def test_a_sound_engine_calls_and_answers_where_the_number_is() -> None:
    assert calling(moved(before=CallEngine())) == ["B"]
    assert answering(moved(before=CallEngine())) == ["B"]


def test_a_call_goes_out_where_the_number_was() -> None:
    assert calling(moved(*CALLING)) == ["A"]
    assert answering(moved(*CALLING)) == ["B"]


def test_a_call_is_answered_where_the_number_was() -> None:
    assert answering(moved(*ANSWERING)) == ["A"]
    assert calling(moved(*ANSWERING)) == ["B"]


def test_without_the_phone_that_it_left_the_number_is_where_it_is() -> None:
    switch = moved(*CALLING, *ANSWERING)
    switch.does(StationGone("A"))

    assert calling(switch) == ["B"]


def test_a_monitor_that_is_started_anew_knows_where_the_number_is() -> None:
    switch = moved(*CALLING)
    switch.monitors("201")

    assert calling(switch) == ["B"]
