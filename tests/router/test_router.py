from __future__ import annotations

import copy
import os
import signal
from threading import Event

import pytest

from harness.errors import (
    DeadlineExceeded,
    ProvisioningError,
    RouterUnreachable,
)
from harness.router.backup import NAME
from harness.router.router import Router
from harness.router.running import difference, statements
from harness.runtime import interrupts
from harness.runtime.journal import Kind
from harness.topology import Console

SECRETS = ("psswr", "hush-login", "hush-enable", "hush-hash")


def notes(journal):
    return {entry.name: entry.text for entry in journal.entries() if entry.kind is Kind.NOTE}


def without_lease(ios):
    return {head: body for head, body in ios.configuration.items() if "cme-lease" not in head}


def configuring(ios):
    """What was typed to change the router, but for the lease."""
    told = [
        line
        for line, following in zip(ios.typed, [*ios.typed[1:], ""], strict=True)
        if not (line == "configure terminal" and "alias exec cme-lease" in following)
    ]
    return [line for line in told if line.startswith(("configure t", "copy", "ephone 1"))]


def test_a_bench_is_provisioned_after_its_backup_and_put_back_at_the_end(router, ios):
    before = copy.deepcopy(without_lease(ios))
    router.connect()

    pushed = router.provision()

    assert configuring(ios) == [
        f"copy running-config flash:{NAME}",
        "configure terminal revert timer 10",
        "configure terminal",
        "ephone 1",
    ]
    [first] = [body for head, body in ios.configuration.items() if head.startswith("ephone-dn 1")]
    assert first == {"number 201": {}, "cti watch": {}}
    assert ios.configuration["voice service voip"]["no cti shutdown"] == {}
    assert ios.configuration["ephone 2"]["logout-profile 1"] == {}
    assert list(ios.flash) == [NAME]
    assert len(pushed) > 40

    router.restore()

    assert without_lease(ios) == before
    assert ios.flash == {}
    assert router.version == "15.1(4)M7"


def test_a_second_provisioning_pushes_nothing(router, ios):
    router.connect()
    router.provision()
    typed = len(ios.typed)

    assert router.provision() == ()
    assert ios.typed[typed:] == ["show aliases", "show cti session", "show running-config"]


def test_the_startup_configuration_is_never_written(router, ios):
    router.connect()
    router.provision()
    router.close()

    wrote = [line for line in ios.typed if "startup" in line or line.startswith("wr")]
    assert set(wrote) == {"show startup-config"}


def test_no_secret_is_written_anywhere(router, ios, journal, tmp_path):
    router.connect()
    router.provision()
    router.close()

    told = f"{journal.entries()!r}"
    kept = {path.name: path.read_text() for path in (tmp_path / "router").iterdir()}
    assert sorted(kept) == ["router-before.cfg", "router-pushed.cfg"]
    assert "password <hidden>" in kept["router-pushed.cfg"]
    assert "secret 5 <hidden>" in kept["router-before.cfg"]
    assert [s for s in SECRETS for text in (told, *kept.values(), repr(router)) if s in text] == []


def test_a_refused_line_is_told_with_its_place_and_the_router_is_put_back(router, ios, journal):
    before = copy.deepcopy(without_lease(ios))
    caret = " " * (len("cme-lab(config-voice)#") + 4) + "^"
    ios.answers["cti csta mode basic"] = f"{caret}\n% Invalid input detected at '^' marker.\n\n"
    router.connect()

    with pytest.raises(ProvisioningError) as refused:
        router.provision()

    assert str(refused.value) == (
        'the router refused "cti csta mode basic" in mode config-voice: "% Invalid input detected '
        'at \'^\' marker.", caret at column 5 ("csta mode basic"); line 14 of 46'
    )
    assert without_lease(ios) == before
    assert ios.flash == {}


@pytest.fixture
def interruptible():
    """A shell's background jobs ignore SIGINT, and so would pytest."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_in_the_middle_of_a_line_puts_the_router_back(router, ios):
    before = copy.deepcopy(without_lease(ios))
    router.connect()
    ios.silent_at = "cti csta mode basic"
    ios.on_typed = lambda line: (
        os.kill(os.getpid(), signal.SIGINT) if line == ios.silent_at else None
    )

    with pytest.raises(KeyboardInterrupt):
        router.provision()

    assert without_lease(ios) == before
    assert ios.flash == {}


def interrupting(ios, beginning):
    """One Ctrl-C when the router has heard a line that begins so; it does what that says."""

    def on_typed(line):
        if line.startswith(beginning):
            ios.on_typed = lambda line: None
            os.kill(os.getpid(), signal.SIGINT)

    ios.on_typed = on_typed


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_while_the_lease_is_taken_leaves_none(router, ios):
    before = copy.deepcopy(ios.configuration)
    interrupting(ios, "alias exec cme-lease")
    with pytest.raises(KeyboardInterrupt):
        router.connect()

    router.close()

    assert ios.configuration == before


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_while_the_backup_is_made_leaves_nothing_half_done(router, ios):
    before = copy.deepcopy(ios.configuration)
    router.connect()
    interrupting(ios, "copy running-config")

    with pytest.raises(KeyboardInterrupt) as struck:
        router.provision()
    router.close()

    assert not hasattr(struck.value, "__notes__")
    assert ios.configuration == before
    assert ios.flash == {}


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("at", ["configure replace", "dir flash:", "delete", "no alias exec"])
def test_ctrl_c_while_the_router_is_put_back_strikes_when_that_is_done(router, ios, at, capfd):
    before = copy.deepcopy(ios.configuration)
    router.connect()
    router.provision()
    interrupting(ios, at)

    with pytest.raises(KeyboardInterrupt):
        router.close()

    assert ios.configuration == before
    assert ios.flash == {}
    assert "the router is being put back; Ctrl-C once more" in capfd.readouterr().err


@pytest.mark.usefixtures("interruptible")
def test_who_presses_ctrl_c_again_need_not_wait_for_the_router(router, ios, monkeypatch):
    monkeypatch.setattr(interrupts, "_SAME_SECONDS", 0)
    router.connect()
    router.provision()

    def press_twice(line):
        if line.startswith("configure replace"):
            ios.silent_at = line
            ios.on_typed = lambda _: setattr(ios, "silent_at", "")
            os.kill(os.getpid(), signal.SIGINT)
            Event().wait(0.05)
            os.kill(os.getpid(), signal.SIGINT)

    ios.on_typed = press_twice

    with pytest.raises(KeyboardInterrupt):
        router.close()

    assert list(ios.flash) == [NAME]


def test_what_others_configured_stops_the_bench_before_anything_is_touched(router, ios):
    ios.configuration["ephone-dn 1"] = {"number 999": {}}
    router.connect()

    with pytest.raises(ProvisioningError, match=r"nothing was pushed: ephone-dn 1 is number 999"):
        router.provision()

    assert configuring(ios) == []


def test_an_image_without_cti_is_named(router, ios):
    ios.answers["show cti session"] = "% Invalid input detected at '^' marker.\n\n"
    router.connect()

    with pytest.raises(ProvisioningError, match=r"15\.1\(4\)M7 has no CTI CSTA commands"):
        router.provision()

    assert configuring(ios) == []


def test_a_line_that_the_router_does_not_hold_is_noticed(router, ios):
    before = copy.deepcopy(without_lease(ios))
    ios.answers["cti notify"] = ""
    router.connect()

    with pytest.raises(ProvisioningError, match=r"lacks ephone-dn 4: cti notify"):
        router.provision()

    assert without_lease(ios) == before


def test_a_backup_that_cannot_be_read_back_stops_the_bench(router, ios):
    ios.answers[f"more flash:{NAME}"] = "version 15.1\n"
    before = copy.deepcopy(without_lease(ios))
    router.connect()

    with pytest.raises(ProvisioningError, match="does not hold the running configuration"):
        router.provision()

    assert without_lease(ios) == before
    assert configuring(ios) == [f"copy running-config flash:{NAME}"]


def test_what_a_killed_run_left_is_put_back_first(router, ios, journal, tmp_path):
    before = copy.deepcopy(without_lease(ios))
    ios.flash[NAME] = ios.running()
    ios.configuration["ephone-dn 1"] = {"number 201": {}}

    router.connect()

    assert without_lease(ios) == before
    assert ios.flash == {}
    assert "a run that was killed left" in notes(journal)["leftover"]
    assert "number 201" in (tmp_path / "router" / "router-found.cfg").read_text()


def test_after_a_reload_a_leftover_backup_is_only_removed(router, ios):
    ios.flash[NAME] = ios.running()

    router.connect()

    assert ios.flash == {}
    assert configuring(ios) == []


def test_half_a_backup_never_replaces_a_configuration(router, ios, journal):
    before = copy.deepcopy(without_lease(ios))
    ios.flash[NAME] = ios.running()[:120]

    router.connect()

    assert without_lease(ios) == before
    assert ios.flash == {}
    assert notes(journal)["leftover"] == (f"removed what a run that was killed left: flash:{NAME}")


def test_what_a_rollback_leaves_undone_is_undone_line_by_line(router, ios, journal):
    before = copy.deepcopy(without_lease(ios))
    ios.replace_works = False
    router.connect()
    router.provision()

    router.restore()

    assert without_lease(ios) == before
    assert ios.flash == {}
    assert "Rollback aborted" in notes(journal)["configure replace failed"]


def test_a_router_that_cannot_be_put_back_keeps_its_backup_and_says_what_differs(router, ios):
    ios.replace_works = False
    router.connect()
    router.provision()
    ios.answers["no ephone-dn 4"] = "% Cannot be removed\n"

    with pytest.raises(ProvisioningError, match=r"not as it was.*\+ ephone-dn 4.*kept in flash"):
        router.restore()
    assert list(ios.flash) == [NAME]

    ios.answers.clear()
    router.restore()
    assert ios.flash == {}


@pytest.mark.parametrize(
    ("lines", "while_it_lasts"),
    [
        (("ephone-dn 2", "no cti watch"), ("ephone-dn 2", {"number 203": {}})),
        (("ephone-dn 2", "number 299"), ("ephone-dn 2", {"number 299": {}, "cti watch": {}})),
        (("ephone-dn 9", "number 209"), ("ephone-dn 9", {"number 209": {}})),
        (("no ephone-dn 2",), ("ephone-dn 2", None)),
        (("voice service voip", " sip", "  registrar server", " gcid"), None),
        (("voice service voip", "cti shutdown"), None),
    ],
)
def test_a_change_lasts_as_long_as_its_block(router, ios, lines, while_it_lasts):
    router.connect()
    router.provision()
    before = ios.running()

    with router.configured(*lines):
        changed = copy.deepcopy(ios.configuration)
        assert ios.running() != before

    if while_it_lasts:
        assert changed.get(while_it_lasts[0]) == while_it_lasts[1]
    assert not difference(statements(before), statements(ios.running()))


def test_cti_is_shut_as_long_as_its_block(router, ios):
    router.connect()
    router.provision()

    with router.configured("voice service voip", "cti shutdown"):
        assert "no cti shutdown" not in ios.configuration["voice service voip"]

    assert "no cti shutdown" in ios.configuration["voice service voip"]


def test_a_change_is_undone_when_its_block_fails(router, ios):
    router.connect()
    router.provision()
    before = copy.deepcopy(without_lease(ios))

    with pytest.raises(ZeroDivisionError), router.configured("ephone-dn 2", "no cti watch"):
        raise ZeroDivisionError

    assert without_lease(ios) == before


def test_a_refused_change_is_undone_and_its_block_not_entered(router, ios):
    router.connect()
    before = copy.deepcopy(without_lease(ios))
    ios.answers["cti wash"] = "% Invalid input detected at '^' marker.\n\n"

    with (
        pytest.raises(ProvisioningError, match='refused "cti wash"'),
        router.configured("ephone-dn 80", "number 3108", "cti wash"),
    ):
        pytest.fail("the block was entered")

    assert without_lease(ios) == before


def test_a_block_that_loses_the_session_is_undone_over_a_new_one(router, ios):
    router.connect()
    router.provision()
    before = copy.deepcopy(without_lease(ios))
    ios.hang_up_at = "show cti call"

    with (
        pytest.raises(RouterUnreachable, match="closed the session"),
        router.configured("ephone-dn 2", "no cti watch"),
    ):
        router.show_cti_calls()

    assert without_lease(ios) == before


def test_leaving_the_context_puts_the_router_back(bench, journal, ios):
    before = copy.deepcopy(without_lease(ios))
    environment = {"CME_USERNAME": "ann", "CME_PASSWORD": "hush-login", "CME_ENABLE": "hush-enable"}

    with (
        pytest.raises(ZeroDivisionError),
        Router(bench, journal, environment=environment) as router,
    ):
        router.connect()
        router.provision()
        raise ZeroDivisionError

    assert without_lease(ios) == before


def test_a_version_other_than_declared_is_noted(bench, journal, ios):
    spec = bench.router.model_copy(update={"ios": "15.1(4)M12"})
    topology = bench.model_copy(update={"router": spec})
    environment = {"CME_PASSWORD": "hush-login", "CME_ENABLE": "hush-enable"}

    with Router(topology, journal, environment=environment) as router:
        router.connect()

    assert notes(journal)["version"] == "runs 15.1(4)M7; the topology says 15.1(4)M12"


def test_a_console_that_is_not_there_is_named_and_the_next_way_taken(bench, journal, ios):
    ways = (Console(device="/dev/ttyNONE9"), *bench.router.access)
    topology = bench.model_copy(update={"router": bench.router.model_copy(update={"access": ways})})
    environment = {"CME_PASSWORD": "hush-login", "CME_ENABLE": "hush-enable"}

    with Router(topology, journal, environment=environment) as router:
        router.connect()

    assert notes(journal)["no way in"] == ("console /dev/ttyNONE9 failed: there is no such device")
    assert notes(journal)["connected"] == f"by SSH to 127.0.0.1:{ios.port}, as cme-lab"


def test_a_router_that_does_not_answer_in_time_is_named(router, ios):
    router.connect()
    ios.silent_at = "show ephone"

    with pytest.raises(
        DeadlineExceeded, match=r"router's prompt by SSH to 127\.0\.0\.1:\d+ did not"
    ):
        router.show_ephones()

    assert router.show_cti_sessions() == ()


def test_a_reload_that_is_pending_stops_the_bench_before_anything_is_touched(router, ios):
    ios.answers["show reload"] = "Reload scheduled in 9 minutes by bob on vty1 (10.0.0.9)\n"

    with pytest.raises(ProvisioningError, match=r"nothing was pushed: .* in 9 minutes by bob"):
        router.provision()

    assert ios.flash == {}
    assert "ephone-dn 1" not in ios.configuration


def test_what_others_configure_during_a_run_is_told_and_kept(router, ios, journal, tmp_path):
    router.provision()
    ios.configuration["ephone-dn 81"] = {"number 3199": {}}

    router.restore()

    told = [entry.text for entry in journal.entries() if entry.name == "changed meanwhile"]
    (sentence,) = told
    assert sentence.endswith("is put back: + ephone-dn 81; + ephone-dn 81: number 3199")
    assert "number 3199" in next(tmp_path.rglob("router-changed.cfg")).read_text()


def test_a_run_that_is_alone_tells_of_nobody(router, journal):
    router.provision()

    with router.configured("ephone-dn 1", "no cti watch"):
        pass
    router.restore()

    assert not [entry for entry in journal.entries() if entry.name == "changed meanwhile"]


def test_a_link_that_is_lost_in_the_middle_of_the_push_leaves_the_router_as_it_was(router, ios):
    before = copy.deepcopy(without_lease(ios))
    ios.hang_up_at = "telephony-service"

    with pytest.raises(RouterUnreachable, match="the router closed the session"):
        router.provision()

    assert "voice service voip" in ios.typed
    assert without_lease(ios) == before
    assert ios.flash == {}


def test_a_full_flash_stops_the_bench_before_anything_is_pushed(router, ios):
    before = copy.deepcopy(without_lease(ios))
    ios.answers[f"copy running-config flash:{NAME}"] = (
        f"%Error opening flash:{NAME} (No space left on device)\n"
    )

    with pytest.raises(ProvisioningError, match="No space left on device"):
        router.provision()

    assert without_lease(ios) == before
    assert "voice service voip" not in ios.typed
