import socket

import pytest
from typer.testing import CliRunner

from harness.commands.app import app
from harness.commands.opening import Wanted, address_of, from_topology, opened, wanted_of
from harness.errors import RouterUnreachable, ServiceRefused, TopologyError
from harness.runtime.journal import Journal
from harness.standin.configuration import SessionServer
from tests.commands.ctibench import bench_with_cti, desk

HARDWARE = """
router: {kind: hardware, address: 10.0.0.1, ports: {sip: 5070}}
parties:
  alice: {number: "201", phone: {kind: emulated, model: 7961, mac: 001E.4A34.A35F}}
cti: {transport: TCP, client: moc}
deadlines: {response: 7 s}
"""
BARE = {
    "party": "alice", "router": "", "line": "", "client": "sdk", "tcp": False, "register_id": "",
}  # fmt: skip


@pytest.fixture
def topology(tmp_path):
    path = tmp_path / "bench.yaml"
    path.write_text(HARDWARE)
    return path


def test_a_topology_says_where_and_which_line_and_how(topology):
    assert from_topology(topology, "alice") == Wanted(
        ("10.0.0.1", 5070), "201", user="alice", client="moc", transport="TCP", seconds=7.0
    )


def test_an_address_and_a_line_will_do():
    asked = wanted_of(None, **{**BARE, "router": "10.0.0.1", "line": "201", "tcp": True})

    assert asked == Wanted(("10.0.0.1", 5060), "201", transport="TCP")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "nobody said which line of which router"),
        ({"router": "10.0.0.1"}, "nobody said which line"),
        ({"client": "tapi"}, "there is no client 'tapi'"),
        ({"router": "10.0.0.1:sip", "line": "201"}, r"is no HOST\[:PORT\]"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(given, sentence):
    with pytest.raises(TopologyError, match=sentence):
        wanted_of(None, **{**BARE, **given})


def test_a_party_that_is_none_is_told_who_there_is(topology):
    with pytest.raises(TopologyError, match=r"there is no 'bob'\. Parties: alice"):
        from_topology(topology, "bob")


def test_a_standin_with_free_ports_has_to_be_named_by_its_port(tmp_path):
    path = tmp_path / "standin.yaml"
    path.write_text(HARDWARE.replace("hardware, address: 10.0.0.1, ports: {sip: 5070}", "standin"))

    with pytest.raises(TopologyError, match="takes a free port when it starts"):
        from_topology(path, "alice")


@pytest.mark.parametrize("text", ["", ":5060", "router:0", "router:70000"])
def test_an_address_that_is_none_is_refused(text):
    with pytest.raises(TopologyError):
        address_of(text)


def test_a_session_is_open_and_monitored_and_knows_the_calls_that_stand():
    with desk(transport="TCP") as at:
        assert list(at.control.session.monitors) == at.control.monitors
        assert at.control.table.calls == ()


def test_the_command_speaks_plainly_to_a_pipe():
    with desk() as at:
        reach = at.bench.router.reach
        ended = CliRunner().invoke(
            app,
            ["cti", "--router", f"{reach.address}:{reach.sip}", "--line", "202", "--plain"],
            input="snapshot\ndance\n",
        )

    assert ended.exit_code == 1
    assert "= no call" in ended.output
    assert "! 'dance' is no command" in ended.output


def test_an_application_registers_first_and_takes_that_back_when_it_leaves():
    with bench_with_cti() as bench:
        configuration = bench.router._configuration
        configuration.voice_service.sip.registrar = True
        configuration.voice_register_global.mode = "cme"
        configuration.session_servers[1] = SessionServer(1, register_id="apps")
        managers = bench.router._switch.applications.managers
        reach = bench.router.reach

        with opened(Wanted((reach.address, reach.sip), "201", register_id="apps"), Journal()):
            assert [each.register_id for each in managers.statuses(0.0)] == ["apps"]
        assert managers.statuses(0.0) == []


def test_a_registration_that_is_refused_is_one_sentence():
    with bench_with_cti() as bench:
        reach = bench.router.reach
        where = ["--router", f"{reach.address}:{reach.sip}", "--line", "201"]
        ended = CliRunner().invoke(app, ["cti", *where, "--plain", "--register-id", "apps"])

    assert isinstance(ended.exception, ServiceRefused)
    assert str(ended.exception) == "apps: REGISTER was refused: 405 Method Not Allowed"


def test_nobody_there_is_one_sentence():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        wanted = Wanted(silent.getsockname(), "201", seconds=0.1)

        with (
            pytest.raises(RouterUnreachable, match="does not answer over UDP: check that"),
            opened(wanted, Journal()),
        ):
            pass


def test_the_help_teaches_both_ways():
    words = CliRunner().invoke(app, ["cti", "--help"]).output

    assert "call 202" in words
    assert "wait Established" in words
