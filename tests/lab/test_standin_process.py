import os
import signal
import socket

import pytest

from harness.errors import BenchBroken
from harness.lab.standin_process import StandinProcess


@pytest.fixture
def standin():
    process = StandinProcess.start()
    yield process
    process.close()


def test_it_says_where_it_listens_and_listens_there(standin):
    assert {"ssh", "sccp", "sip", "tftp"} <= set(standin.ports)
    for name in ("ssh", "sccp", "sip"):
        socket.create_connection((standin.address, standin.ports[name]), 5).close()


def test_ctrl_c_at_the_terminal_does_not_reach_it(standin):
    assert os.getpgid(standin._process.pid) != os.getpgrp()


def test_closing_ends_it_cleanly_also_twice(standin):
    standin.close()
    standin.close()

    assert not standin.is_running
    assert standin._process.returncode == 0


def test_how_it_died_can_be_told(standin):
    assert standin.is_running
    standin._process.send_signal(signal.SIGKILL)
    standin._process.wait(5)

    assert standin.last_words() == "the stand-in has ended (status -9): it said nothing"


def test_what_it_complains_about_is_the_error_and_stays_in_the_log(tmp_path):
    log = tmp_path / "report" / "standin.log"
    with pytest.raises(BenchBroken, match=r"did not start: .*invalid choice: 'no-such'"):
        StandinProcess.start(defects=("no-such",), log=log)

    assert "no-such" in log.read_text(encoding="utf-8")


def test_a_topology_names_its_ports(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    file = tmp_path / "bench.yaml"
    file.write_text(
        f"router: {{kind: standin, ports: {{ssh: {port}}}}}\n"
        'parties: {alice: {number: "201", phone: {model: 7961, mac: 001E.4A34.A35F}}}\n'
    )
    process = StandinProcess.start(topology_file=file)
    process.close()

    assert process.ports["ssh"] == port
