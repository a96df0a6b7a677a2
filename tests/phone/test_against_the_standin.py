from __future__ import annotations

import asyncio

import pytest

from harness.protocols.sccp import messages as sccp
from harness.protocols.sccp.numbers import LampMode, PhoneCallState
from harness.runtime.journal import Kind
from tests.phone.standing import PHONES, configured, soon, standing
from tests.standin.desk import MOC_EXAMPLE


@pytest.mark.parametrize("version", [3, 5, 9, 11, 12, 17, 20])
@pytest.mark.parametrize("calling", ["7960", "7961"])
def test_both_models_register_and_call_each_other_at_every_server_version(
    version: int, calling: str
) -> None:
    with standing(version) as bench:
        alice, bob = bench.registered("7961"), bench.registered("7960")
        caller, called = (bob, alice) if calling == "7960" else (alice, bob)
        numbers = {phone: PHONES[phone.model.name][1] for phone in (alice, bob)}
        assert [ack.max_protocol_version for ack in bench.received(sccp.RegisterAck)] == [
            version,
            version,
        ]
        assert all(phone.screen.lines[0].number == numbers[phone] for phone in (alice, bob))
        assert all("NewCall" in phone.screen.soft_keys for phone in (alice, bob))

        caller.dial(numbers[called])
        bench.until(lambda: called.screen.is_ringing, "a ring")
        assert called.screen.calls[0].calling_number == numbers[caller]
        assert called.screen.lines[0].lamp is LampMode.BLINK

        called.answer()
        bench.until(
            lambda: (
                {each.state for phone in (alice, bob) for each in phone.screen.calls}
                == {PhoneCallState.CONNECTED}
            ),
            "a conversation",
        )
        bench.until(
            lambda: len(bench.noted(Kind.RECEIVED, sccp.StartMediaTransmission)) == 2,
            "both told to speak",
        )
        opened = bench.noted(Kind.SENT, sccp.OpenReceiveChannelAck)
        spoken_to = bench.noted(Kind.RECEIVED, sccp.StartMediaTransmission)
        assert {each.remote_port_number for each in spoken_to} == {
            each.port_number for each in opened
        }
        assert caller.screen.calls[0].called_number == numbers[called]
        assert "EndCall" in called.screen.soft_keys

        caller.hang_up()
        bench.until(lambda: alice.screen.is_idle and bob.screen.is_idle, "both idle")
        assert not [each for each in bench.journal.entries() if each.kind is Kind.FAULT]
        assert not bench.router.journal.entries()


@pytest.mark.parametrize(
    ("version", "newer", "older"),
    [
        (3, (), (sccp.CallInfo, sccp.DisplayPromptStatus, sccp.LineStat)),
        (9, (sccp.CallInfoDynamic, sccp.DisplayPromptStatusDynamic), (sccp.LineStat,)),
        (17, (sccp.CallInfoDynamic, sccp.LineStatDynamic), (sccp.LineStat,)),
    ],
)
def test_messages_take_the_form_of_the_version_that_both_speak(
    version: int, newer: tuple[type, ...], older: tuple[type, ...]
) -> None:
    with standing(version) as bench:
        alice, bob = bench.registered("7961"), bench.registered("7960")
        alice.dial("202")
        bench.until(lambda: bob.screen.is_ringing, "a ring")

        assert all(bench.received(kind) for kind in (*newer, *older))
        forms = [bool(bench.received(kind)) for kind in (sccp.CallInfo, sccp.CallInfoDynamic)]
        assert sum(forms) == 1


def test_without_a_setting_each_model_is_offered_what_cme_offers_it() -> None:
    with standing(None) as bench:
        bench.registered("7961")
        bench.registered("7960")
        assert [ack.max_protocol_version for ack in bench.received(sccp.RegisterAck)] == [12, 9]


def test_all_phones_of_a_process_keep_one_copy_of_the_soft_keys() -> None:
    with standing(None) as bench:
        alice, bob = bench.registered("7961"), bench.registered("7960")
        assert alice.screen.memory.template is bob.screen.memory.template
        assert alice.screen.memory.sets is bob.screen.memory.sets


def test_a_router_that_is_gone_leaves_both_screens_dark() -> None:
    with standing(None) as bench:
        alice = bench.registered("7961")

        async def gone() -> None:
            bench.router._switch.stations.forget_all(asyncio.get_running_loop().time())
            bench.router._flush()

        bench.loop.call(gone(), soon("the router gone"))
        bench.until(lambda: not alice.screen.lines, "a dark screen")
        assert not alice.is_registered


def test_a_long_directory_is_turned_over_with_a_key() -> None:
    entries = "".join(
        f" directory entry {tag} 55{tag:02} name Desk {tag}\n" for tag in range(1, 41)
    )
    with standing(None, configured(f"{MOC_EXAMPLE}telephony-service\n{entries}")) as bench:
        alice = bench.registered("7961")
        alice.pages.open_directories()
        alice.pages.choose("Local Directory")
        alice.pages.fill("", "desk", "")
        alice.press("Submit")
        bench.until(lambda: "Next" in alice.screen.soft_keys, "more names")
        first = alice.screen.page
        alice.press("Next")
        bench.until(lambda: alice.screen.page != first and alice.screen.page.rows, "the others")
        assert alice.screen.page is not None
        assert any("Desk 40" in row for row in alice.screen.page.rows)
        assert "Next" not in alice.screen.soft_keys
