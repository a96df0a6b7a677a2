"""``-k`` with the name of any service of Table 94 selects its plans, and only them."""

from pathlib import Path

import pytest

from harness.plugin.keywords import PRINTED, in_clauses, snake_case
from harness.protocols.csta.services import TABLE_94

ROOT = Path(__file__).resolve().parents[2]
SERVICES = [snake_case(each.__name__) for each in TABLE_94]


class Selecting:
    """A pytest plugin that asks, once all is collected, what each word would select."""

    def __init__(self):
        self.selected = {}
        self.proving = {}

    def pytest_collection_finish(self, session):
        for item in session.items:
            clauses = item.get_closest_marker("plan").kwargs["clauses"]
            variant = getattr(item, "callspec", None)
            service = variant.params.get("service") if variant else None
            if service is not None and any(each.startswith("T94.") for each in clauses):
                assert service in SERVICES, f"{item.name}: no service of Table 94"
                clauses = [f"T94.{service.replace('_', '-')}"]
            for clause in clauses:
                self.proving.setdefault(clause, set()).add(item.nodeid)
        for service in SERVICES:
            session.config.option.keyword = service
            items = list(session.items)
            session.config.hook.pytest_collection_modifyitems(
                session=session, config=session.config, items=items
            )
            self.selected[service] = {item.nodeid for item in items}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    plugin = Selecting()
    report = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        arguments = [
            "testplans",
            "--collect-only",
            "-qq",
            "-p",
            "no:randomly",
            f"--report={report}",
        ]
        quiet = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
        assert pytest.main([*arguments, *quiet], plugins=[plugin]) == pytest.ExitCode.OK
    return plugin


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_name_selects_its_plans_and_only_them(service, asked):
    clause = f"T94.{service.replace('_', '-')}"

    assert asked.selected[service] == asked.proving[clause]
    assert asked.selected[service]


@pytest.mark.parametrize(
    ("expression", "meant"),
    [
        ("transfer_call", "T94.transfer-call"),
        ("single_step_transfer_call", "T94.single-step-transfer-call"),
        ("Hold_Call and not (application or hand)", "T94.hold-call and not (application or hand)"),
        ("test_hold_call", "test_hold_call"),
        ("hold_call_by", "hold_call_by"),
        ("T94.hold-call", "T94.hold-call"),
        ("", ""),
        ("set_mwi", "T94.set-message-waiting-indicator"),
        ("get_cfwdall or set_cfwdall", "T94.get-forwarding or T94.set-forwarding"),
        ("reconnect", "T94.reconnect-call"),
    ],
)
def test_only_a_whole_word_is_a_service(expression, meant):
    assert in_clauses(expression) == meant


def test_every_name_that_the_table_prints_is_understood():
    assert set(PRINTED.values()) <= set(SERVICES)
    assert not set(PRINTED) & set(SERVICES)
