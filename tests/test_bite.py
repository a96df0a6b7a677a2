"""The plans can fail: every seeded defect of the stand-in is caught, and named, by a plan."""

import os
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from harness.standin.defects import DEFECTS
from tests.biting import run_with_defect

ROOT = Path(__file__).resolve().parents[1]

MADE = "test_make_call_from_the_application"
ANSWERED = "test_answer_call_on_the_other_model and application"

# Defect → the plan that must catch it, and the words by which an engineer knows what was wrong.
CAUGHT = {
    "event-missing": (ANSWERED, r"bob\.cti: Established\(.*\) never came"),
    "event-twice": (MADE, r"bob\.cti: (nothing more|no one expects an event)"),
    "wrong-cause": (MADE, r"(bob|alice)\.cti: cause is 'callForwardImmediate', expected"),
    "wrong-device": (ANSWERED, r"\w+\.cti: answeringDevice is '202', expected alice \(201\)"),
    "wrong-order": (MADE, r"alice\.cti: it is Delivered, expected Originated"),
    "wrong-local-connection-info": (
        MADE,
        r"bob\.cti: localConnectionInfo is 'connected', expected 'alerting'",
    ),
    "event-after-monitor-stop": (
        "test_no_event_after_monitor_stop",
        r"application\.cti: DeliveredEvent of monitor '\d+', which does not run",
    ),
    "no-ring": (MADE, r"bob\.phone: rings showing alice: .* but the ringer is off"),
    "wrong-caller-on-screen": (
        MADE,
        r"bob\.phone: rings showing alice: the display shows '202' as caller, not alice \(201\)",
    ),
    "empty-response": (ANSWERED, r"the answer to AnswerCall has no body"),
    "session-listed-after-bye": (
        "test_session_ends_with_bye",
        r"router: no longer lists the session of application: it is still listed",
    ),
    "call-never-clears": (
        "test_clear_connection_by_the_caller and application",
        r"alice\.cti: ConnectionCleared\(\d+, releasing=alice \(201\)\) never came",
    ),
    "busy-not-reported": (
        "test_make_call_to_a_busy_line and hand",
        r"alice\.cti: Failed\(\w+, failing=bob \(202\), cause=busy\) never came",
    ),
    "lamp-stays-lit": (
        "test_clear_connection_while_ringing and handset",
        r"alice\.phone: falls idle: the lamp of line 1 is ON",
    ),
    "watch-ignored": (
        "test_no_session_on_a_line_without_cti_watch",
        r"carried out; a refusal with sip/403 was expected",
    ),
    "shutdown-ignored": (
        "test_no_session_while_cti_is_shut",
        r"carried out; a refusal with sip/503 was expected",
    ),
    "unknown-line-accepted": (
        "test_no_session_on_an_unknown_line",
        r"carried out; a refusal with sip/404 was expected",
    ),
    "session-never-expires": (
        "test_session_is_deleted_after_expiry",
        r"application\.cti: loses its session: the session still stands",
    ),
    "refresh-forgotten": (
        "test_session_refreshed_in_time_stands_on",
        r"router: lists the monitors of application: it lists the monitors None",
    ),
    "refresh-ends-monitors": (
        "test_session_refresh_keeps_monitors",
        r"router: lists the monitors of application: it lists the monitors \(\), not \('201',\)",
    ),
    "short-timer-accepted": (
        "test_session_timer_that_is_too_short_is_refused",
        r"carried out; a refusal with sip/422 was expected",
    ),
    "content-type-ignored": (
        "test_wrong_content_type_is_refused and text",
        r"INFO was refused with sip/400, expected sip/415",
    ),
    "monitor-forgotten": (
        "test_several_monitors_in_one_session",
        r"router: lists the monitors of application: it lists the monitors \('201',\)",
    ),
    "snapshot-from-the-far-end": (
        "test_snapshot_of_a_ringing_call",
        r"the snapshot of 201 says alerting of call \d+, expected connected",
    ),
    "snapshot-without-held": (
        "test_snapshot_of_a_held_call",
        r"the snapshot of 201 lacks call \d+; it lists no call",
    ),
    "template-ignored": (
        "test_watch_in_a_template",
        r"the CTI session on 202 was refused: sip/403",
    ),
    "notify-ignored": (
        "test_notify_keeps_a_number_without_a_phone_up",
        r"MonitorStart was refused: systemResourceAvailability/",
    ),
    "any-register-id": (
        "test_session_manager_of_another_name_is_refused",
        r"carried out; a refusal with sip/403 or sip/404 was expected",
    ),
    "manager-never-expires": (
        "test_heartbeat_keeps_a_session_manager_registered",
        r"router: does not list the session manager apps: it is still listed",
    ),
    "heartbeat-without-cti": (
        "test_cti_aware_heartbeat_stops_when_cti_is_shut",
        r"carried out; a refusal with sip/408 or sip/503 was expected",
    ),
    "registrar-limits-ignored": (
        "test_registrar_limits_bound_the_registration",
        r"carried out; a refusal with sip/423 was expected",
    ),
    "held-party-not-told": (
        "test_hold_call_by_the_caller and application",
        r"bob\.cti: Held\(\d+, holding=alice \(201\)\) never came",
    ),
    "hold-keeps-media": (
        "test_hold_call_by_the_called_party and application",
        r"alice\.phone: falls silent: its voice goes to [\d.]+:\d+",
    ),
    "retrieved-but-silent": (
        "test_retrieve_call_by_the_caller and application",
        r"alice\.phone: hears bob: bob is told to speak to nobody, while it listens at no port",
    ),
    "consultation-cause-lost": (
        "test_the_consultation_call_is_one_act",
        r"alice\.cti: cause is 'normal', expected 'consultation'",
    ),
    "alternate-clears": (
        "test_alternate_call_by_the_application",
        r"alice\.cti: it is ConnectionCleared, expected Held",
    ),
    "reconnect-keeps-call": (
        "test_reconnect_call_by_the_application",
        r"alice\.cti: it is Held, expected ConnectionCleared",
    ),
    "transfer-not-told-to-held": (
        "test_transfer_call_after_a_consultation",
        r"bob\.cti: Transferred\(\d+, transferring=alice \(201\), .*\) never came",
    ),
    "transfer-keeps-call-id": (
        "test_a_transferred_call_is_cleared_by_its_new_identifier",
        r"\w+\.cti: the new connections are of the calls 1, 2, expected one",
    ),
    "transfer-without-media": (
        "test_transfer_call_by_hand",
        r"bob\.phone: hears carol: carol is told to speak to nobody",
    ),
    "single-step-as-transfer": (
        "test_single_step_transfer_call_by_the_caller",
        r"\w+\.cti: cause is 'transfer', expected 'singleStepTransfer'",
    ),
    "deflect-rings-on": (
        "test_deflect_call_while_alerting",
        r"bob\.phone: falls idle: the display still shows RING_IN",
    ),
    "diverted-not-told": (
        "test_deflect_call_while_alerting",
        r"alice\.cti: it is Delivered, expected Diverted",
    ),
    "last-redirection-missing": (
        "test_deflect_call_while_alerting",
        r"carol\.cti: lastRedirectionDevice is 'notRequired', expected bob \(202\)",
    ),
    "deflect-while-talking": (
        "test_deflect_call_is_refused_once_answered",
        r"carried out; a refusal with stateIncompatibility/invalidConnectionState was expected",
    ),
    "wrong-fault": (
        "test_answer_call_is_refused_when_nothing_rings",
        r"AnswerCall was refused with operation/generic, expected stateIncompatibility/",
    ),
    "forwarding-ignored": (
        "test_set_forwarding_sends_calls_on and hand",
        r"\w+\.cti: (alertingDevice is '202', expected carol|it is Delivered, expected Diverted)",
    ),
    "forwarding-not-shown": (
        "test_set_forwarding and application and not sends_calls_on",
        r"bob\.phone: shows its line forwarded to carol: its lines are forwarded to nobody",
    ),
    "forwarding-not-configured": (
        "test_set_forwarding and hand and not sends_calls_on",
        r"router: has bob's line forwarded to carol in its configuration: .* nowhere",
    ),
    "forwarding-of-any-type": (
        "test_set_forwarding_of_another_type_is_refused and forwardBusy",
        r"carried out; a refusal with operation/forwardingTypeOutOfRange or .* was expected",
    ),
    "dnd-rings": (
        "test_set_do_not_disturb_silences_the_phone",
        r"bob\.phone: stays silent showing alice: the ringer sounds",
    ),
    "dnd-event-inverted": (
        "test_set_do_not_disturb and hand",
        r"bob\.cti: doNotDisturbOn is false, expected true",
    ),
    "message-lamp-stays-dark": (
        "test_set_message_waiting and not outlasts",
        r"bob\.phone: has its message lamp lit: the message lamp is dark",
    ),
    "digits-echoed": (
        "test_generate_digits and application and not by_the_called_party",
        r"alice\.phone: hears no digit: it heard '1590\*#'",
    ),
    "get-forwarding-empty": (
        "test_set_forwarding and hand and not sends_calls_on",
        r"bob\.cti: is told of a forwarding to carol: Get Forwarding answers nobody",
    ),
    "get-dnd-off": (
        "test_set_do_not_disturb and hand and not silences",
        r"bob\.cti: is told that do not disturb is on: Get Do Not Disturb answers off",
    ),
    "message-waiting-not-told": (
        "test_set_message_waiting and not outlasts",
        r"bob\.cti: MessageWaiting\(bob \(202\), message_waiting_on=true\) never came",
    ),
    "no-answer-ignored": (
        "test_the_dnd_key_sends_a_call_on",
        r"alice\.cti: Diverted\(.*, cause=callForwardNoAnswer\) never came",
    ),
    "last-digit-lost": (
        "test_generate_digits and application and not by_the_called_party",
        r"bob\.phone: hears the digits 1590\*#: it heard '1590\*'",
    ),
    "unknown-phone-served": (
        "test_unknown_phone_is_turned_away and 7960",
        r"stranger\.phone: is turned away: the router serves it",
    ),
    "rejected-without-a-word": (
        "test_unknown_phone_is_turned_away and 7961",
        r"stranger\.phone: is turned away: it is not served, and its display says nothing",
    ),
    "limit-ignored": (
        "test_phone_beyond_the_limit and 7960",
        r"guest\.phone: is turned away: the router serves it",
    ),
    "stale-phone-kept": (
        "test_second_phone_with_the_same_mac and 7961",
        r"guest\.phone: loses its router: the router serves it",
    ),
    "reset-not-sent": (
        "test_router_lets_a_phone_start_again and 7960 and restart",
        r"guest\.phone: comes into service with line \d+: it is not in service",
    ),
}


def run_plans(tmp_path, *arguments):
    """pytest on the plans, in a process of its own as an engineer would start it."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "testplans", "-q", "--no-header", "--tb=short",
         "-p", "no:randomly", f"--report={tmp_path / 'report'}", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120, env=os.environ,
    )  # fmt: skip


def test_every_defect_has_a_plan_that_catches_it():
    assert set(CAUGHT) == {str(name) for name in DEFECTS}


@pytest.fixture(scope="module")
def ends(request, tmp_path_factory):
    """How the run with a defect ended; as many run at a time as the machine has processors."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        runs = {
            defect: pool.submit(run_with_defect, plan, defect, tmp_path_factory.mktemp(defect))
            for defect, (plan, _) in chosen(request).items()
        }
        yield {defect: run.result for defect, run in runs.items()}


def chosen(request):
    """The rows of those defects whose tests were selected."""
    wanted = {
        item.callspec.params["defect"]
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    }
    return {defect: row for defect, row in CAUGHT.items() if defect in wanted}


@pytest.mark.parametrize("defect", CAUGHT)
def test_the_defect_is_caught_and_named(defect, ends):
    _, words = CAUGHT[defect]
    ended = ends[defect]()

    assert ended.returncode == pytest.ExitCode.TESTS_FAILED, ended.stdout
    first_lines = "\n".join(re.findall(r"^E   harness\.errors\.(.*)$", ended.stdout, re.MULTILINE))
    assert re.search(words, first_lines), ended.stdout
    assert "alice's phone:" in ended.stdout
    assert "capture: " in ended.stdout


def test_without_defects_all_plans_pass(tmp_path):
    ended = run_plans(tmp_path)

    assert ended.returncode == pytest.ExitCode.OK, ended.stdout + ended.stderr
    assert (tmp_path / "report" / "index.html").is_file()
    assert list((tmp_path / "report" / "captures").glob("*.pcapng"))
    assert list((tmp_path / "report" / "allure-results").glob("*-result.json"))


def test_an_unknown_defect_is_one_sentence(tmp_path):
    ended = run_plans(tmp_path, "-k", MADE, "--defect", "no-such-defect")

    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    assert "there is no defect 'no-such-defect'" in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr


def test_a_missing_topology_is_one_sentence(tmp_path):
    ended = run_plans(tmp_path, "--topology", "topologies/nowhere.yaml")

    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    assert "topologies/nowhere.yaml" in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr
