from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, RichLog, Static

from harness.commands.phone_app import PhoneApp, legend, told
from harness.phone.phone import Phone
from harness.phone.screen import Screen
from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import KeypadButton, PhoneCallState
from harness.runtime.journal import Entry, Kind
from tests.phone.standing import PHONES, Bench, standing

MOBILE = "0019E7FF1E30"
"""A phone that users log in at."""

Use = Callable[[PhoneApp, Pilot[None]], Awaitable[None]]


@contextmanager
def desk(model: str, mac: str = "") -> Iterator[tuple[Bench, PhoneApp]]:
    with standing(None) as bench:
        reach = bench.router.reach
        phone = Phone(
            "phone", model=model, mac=mac or PHONES[model][0], tftp=(reach.address, reach.tftp),
            loop=bench.loop, journal=bench.journal, wire=bench.wire, patience=0.3,
        )  # fmt: skip
        bench.phones.append(phone)
        yield bench, PhoneApp(phone, bench.journal)


def using(app: PhoneApp, use: Use) -> None:
    async def run() -> None:
        async with asyncio.timeout(20), app.run_test(size=(140, 40)) as pilot:
            await until(pilot, lambda: "NewCall" in shown(app, "#keys"))
            await use(app, pilot)

    asyncio.run(run())


async def until(pilot: Pilot[None], look: Callable[[], object]) -> None:
    while not look():
        await pilot.pause()


def shown(app: PhoneApp, place: str) -> str:
    return str(app.query_one(place, Static).content)


def log(app: PhoneApp) -> str:
    return "\n".join(line.text for line in app.query_one("#wire", RichLog).lines)


@pytest.mark.parametrize(("model", "number"), [("7960", "202"), ("7961", "201")])
def test_a_phone_comes_into_service_and_shows_its_line_and_its_wire(
    model: str, number: str
) -> None:
    async def look(app: PhoneApp, pilot: Pilot[None]) -> None:
        assert f"a line {number}" in shown(app, "#keys")
        assert number in shown(app, "#display")
        await until(pilot, lambda: "DefineTimeDate" in log(app))
        assert "→ Register device_name=SEP" in log(app)
        assert "← RegisterAck keep_alive_interval=30" in log(app)
        assert "in service" in app.sub_title

    with desk(model) as (_, app):
        using(app, look)


def test_keypad_soft_keys_and_handset_make_and_end_a_call() -> None:
    with desk("7961") as (bench, app):
        bob = bench.registered("7960")

        async def talk(app: PhoneApp, pilot: Pilot[None]) -> None:
            await pilot.press("2", "0", "2")
            await until(pilot, lambda: bob.screen.is_ringing)
            await until(pilot, lambda: "ring out" in shown(app, "#display"))
            assert bob.screen.calls[0].calling_number == "201"
            await pilot.press("h")
            await until(pilot, lambda: bob.screen.is_idle)
            await until(pilot, lambda: "call" not in shown(app, "#display"))

            await until(pilot, lambda: "F2 NewCall" in shown(app, "#keys"))
            await pilot.press("f2")
            await until(pilot, lambda: "off hook" in shown(app, "#display"))
            await until(pilot, lambda: "F2 EndCall" in shown(app, "#keys"))
            await pilot.press("f2")
            await until(pilot, lambda: app.phone.screen.is_idle)

        using(app, talk)
        assert not [entry for entry in bench.journal.entries() if entry.kind is Kind.FAULT]


def test_a_line_key_and_the_handset_answer() -> None:
    with desk("7961") as (bench, app):
        bob = bench.registered("7960")

        async def answer(app: PhoneApp, pilot: Pilot[None]) -> None:
            bob.dial("201")
            await until(pilot, lambda: "Answer" in shown(app, "#keys"))
            await pilot.press("h")
            await until(pilot, lambda: "connected" in shown(app, "#display"))
            await pilot.press("h")
            await until(pilot, lambda: app.phone.screen.is_idle)

            await pilot.press("a")
            await until(
                pilot,
                lambda: (
                    [each.state for each in app.phone.screen.calls] == [PhoneCallState.OFF_HOOK]
                ),
            )

        using(app, answer)


def test_what_cannot_be_done_is_said_and_the_cable_can_be_pulled() -> None:
    async def try_it(app: PhoneApp, pilot: Pilot[None]) -> None:
        await pilot.press("u")
        await until(pilot, lambda: "out of service" in app.sub_title)
        assert "201" not in shown(app, "#display")
        await pilot.press("h")
        await until(pilot, lambda: "not in service" in shown(app, "#problem"))
        await pilot.press("u")
        await until(pilot, lambda: "NewCall" in shown(app, "#keys"))
        await until(pilot, lambda: not shown(app, "#problem"))

    with desk("7961") as (_, app):
        using(app, try_it)


def test_a_phone_that_is_turned_away_says_why() -> None:
    with desk("7961", mac="0000.0000.0001") as (bench, app):
        bench.router._configuration.telephony.auto_reg_ephone = False

        async def run() -> None:
            async with asyncio.timeout(20), app.run_test() as pilot:
                await until(pilot, lambda: "was rejected" in shown(app, "#problem"))
                assert "Error: phone not configured" in shown(app, "#display")

        asyncio.run(run())


def test_the_log_keeps_control_characters_and_long_texts_from_the_terminal() -> None:
    def line(value: object) -> str:
        return told(Entry(0, 0.0, "phone.phone", Kind.RECEIVED, "x", value))

    assert line(sccp.DisplayNotify(0, "\x1b[2J")) == "time_out_value=0, notify=▯[2J"
    assert line(sccp.KeepAlive()) == ""
    assert len(line(sccp.ServiceURLStat(1, "x" * 250, "label"))) == 160


def test_the_log_calls_numbers_and_label_codes_by_their_names() -> None:
    def line(value: object) -> str:
        return told(Entry(0, 0.0, "phone.phone", Kind.RECEIVED, "x", value))

    ringing = line(sccp.CallState(PhoneCallState.RING_IN, 1, 7))
    assert ringing == "state=RING_IN, line_instance=1, call_reference=7"
    prompt = line(sccp.DisplayPromptStatus(0, "\x80\x19", 1, 7))
    assert "prompt_status=Busy" in prompt
    assert "kp_button=ZERO" in line(sccp.KeypadButton(KeypadButton.ZERO, 1, 7))


def test_the_legend_of_a_dark_phone_names_the_keypad_only() -> None:
    keys = "0-9 * # keypad   h handset   s speaker   t headset   m messages   u cable"
    pages = "v services   n directories   esc leaves them"
    assert legend(Screen()).strip() == f"{keys}\n{pages}"


@pytest.mark.parametrize(("key", "path"), [("s", "SPEAKER"), ("t", "HEADSET"), ("h", "HANDSET")])
def test_handset_speaker_and_headset_answer(key: str, path: str) -> None:
    with desk("7961") as (bench, app):
        bob = bench.registered("7960")

        async def answer(app: PhoneApp, pilot: Pilot[None]) -> None:
            bob.dial("201")
            await until(pilot, lambda: "Answer" in shown(app, "#keys"))
            await pilot.press(key)
            await until(pilot, lambda: "connected" in shown(app, "#display"))
            await pilot.press(key)
            await until(pilot, lambda: app.phone.screen.is_idle)

        using(app, answer)
        paths = [each.media_path_id.name for each in bench.noted(Kind.SENT, sccp.MediaPathEvent)]
        assert paths == [path, path]


def test_another_key_takes_the_call_over_and_the_same_one_ends_it() -> None:
    with desk("7961") as (bench, app):
        bob = bench.registered("7960")

        async def talk(app: PhoneApp, pilot: Pilot[None]) -> None:
            bob.dial("201")
            await until(pilot, lambda: "Answer" in shown(app, "#keys"))
            await pilot.press("h")
            await until(pilot, lambda: "connected" in shown(app, "#display"))
            await pilot.press("s")
            await until(pilot, lambda: app.phone.ear == "speaker")
            assert app.phone.screen.active_call is not None
            await pilot.press("s")
            await until(pilot, lambda: app.phone.screen.is_idle)

        using(app, talk)
        said = bench.noted(Kind.SENT, sccp.MediaPathEvent)
        assert [(each.media_path_id.name, each.media_path_event.name) for each in said] == [
            ("HANDSET", "ON"),
            ("SPEAKER", "ON"),
            ("HANDSET", "OFF"),
            ("SPEAKER", "OFF"),
        ]


def test_the_messages_key_says_when_there_is_no_voice_mail() -> None:
    async def press(app: PhoneApp, pilot: Pilot[None]) -> None:
        await pilot.press("m")
        await until(pilot, lambda: "Key Is Not Active" in shown(app, "#display"))
        await pilot.press("c")
        await until(pilot, lambda: "no number on key 3" in shown(app, "#problem"))

    with desk("7961") as (_, app):
        using(app, press)


def test_services_are_opened_chosen_and_left_and_a_form_is_filled() -> None:
    with desk("7961", mac=MOBILE) as (bench, app):

        async def log_in(app: PhoneApp, pilot: Pilot[None]) -> None:
            await pilot.press("v")
            await until(pilot, lambda: "1 Extension Mobility" in shown(app, "#display"))
            await pilot.press("7")
            await until(pilot, lambda: "number 7" in shown(app, "#problem"))
            await pilot.press("1")
            await until(pilot, lambda: app.query_one("#form", Input).display)
            app.query_one("#form", Input).value = "user204 wrong"
            await pilot.press("enter")
            await until(pilot, lambda: "Password: *****" in shown(app, "#display"))
            await pilot.press("f1")
            await until(pilot, lambda: "Invalid user name" in shown(app, "#display"))
            assert not app.query_one("#form", Input).display
            await pilot.press("escape")
            await until(pilot, lambda: app.phone.screen.page is None)
            await pilot.press("n")
            await until(pilot, lambda: "1 Local Directory" in shown(app, "#display"))

        using(app, log_in)
        assert not [entry for entry in bench.journal.entries() if entry.kind is Kind.FAULT]
