import asyncio

import pytest
from textual.widgets import Input, RichLog, Static

from harness.application.calls import CallSeen, CallTable
from harness.commands.cti_app import CtiApp, drawn
from harness.protocols.csta.names import LocalConnectionState as State
from tests.commands.ctibench import desk


@pytest.fixture
def at():
    with desk() as made:
        yield made


def using(at, use):
    app = CtiApp(at.control, at.journal)

    async def run():
        async with asyncio.timeout(20), app.run_test(size=(150, 40)) as pilot:
            await use(app, pilot)

    asyncio.run(run())


async def until(pilot, look):
    while not look():
        await pilot.pause()


def shown(app, place):
    return str(app.query_one(place, Static).content)


def logged(app, place):
    return "\n".join(line.text for line in app.query_one(place, RichLog).lines)


async def say(pilot, line):
    pilot.app.query_one(Input).value = line
    await pilot.press("enter")


def test_a_person_calls_holds_and_clears_and_sees_events_calls_and_wire(at):
    async def use(app, pilot):
        assert "line 201, open, 1 monitors" in app.sub_title
        await say(pilot, "call 202")
        await until(pilot, lambda: at.bob.screen.is_ringing)
        at.bob.lift()
        await until(pilot, lambda: "202 answers 201" in logged(app, "#events"))
        await until(pilot, lambda: "connected  202" in shown(app, "#calls"))
        await pilot.press("f4")
        await until(pilot, lambda: "hold" in shown(app, "#calls"))
        await pilot.press("f5")
        await until(pilot, lambda: "connected" in shown(app, "#calls"))
        await pilot.press("f3")
        await until(pilot, lambda: "(no call)" in shown(app, "#calls"))
        wire = logged(app, "#wire")
        assert "→ MakeCall" in wire
        assert "<calledDirectoryNumber>202</calledDirectoryNumber>" in wire
        assert "← EstablishedEvent" in wire
        assert '<EstablishedEvent xmlns="…ed3">' in wire

    using(at, use)


def test_what_cannot_be_done_is_said_in_red(at):
    async def use(app, pilot):
        await pilot.press("f2")
        await until(pilot, lambda: "no call is alerting" in shown(app, "#answer"))
        assert app.query_one("#answer").has_class("problem")
        await say(pilot, "snapshot")
        await until(pilot, lambda: shown(app, "#answer") == "snapshot: no call")
        assert not app.query_one("#answer").has_class("problem")

    using(at, use)


def test_f1_lists_the_commands(at):
    async def use(app, pilot):
        await pilot.press("f1")
        await until(pilot, lambda: "consult NUMBER [CALL]" in shown(app, "#answer"))

    using(at, use)


def test_a_session_that_the_router_ends_is_shown_as_ended(at):
    async def use(app, pilot):
        sessions = at.bench.router._switch.applications
        at.bench.loop.loop.call_soon_threadsafe(
            lambda: (sessions.clear(1, at.bench.loop.loop.time()), at.bench.router._flush())
        )
        await until(pilot, lambda: "ended" in app.sub_title)

    using(at, use)


def test_calls_are_drawn_as_a_table():
    table = CallTable("201", (CallSeen("8\x1b", State.HOLD, ("202", "203")),))

    assert drawn(table).splitlines()[1] == "8▯         hold       202, 203"
