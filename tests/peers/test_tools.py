"""The tools of network engineers, unmodified, on the stand-in: napalm, scrapli, unicon, Genie, NTC.

They live in an environment of their own (`make tools`), since they pin what the harness does not;
each runs as a script of `tools/` and says as JSON what it met.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
from netmiko import ConnectHandler

from harness.lab.standin_process import StandinProcess

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-tools" / "bin" / "python"
SCRIPTS = Path(__file__).parent / "tools"
ADMINISTRATOR = [
    "username admin privilege 15 password full",
    "ip scp server enable",
    "telephony-service",
    "max-dn 9",
    "archive",
    "path flash:cfg",
]
MERGE = "ephone-dn 7\n number 207\n cti watch\n"


@pytest.fixture(scope="module")
def standin():
    process = StandinProcess.start()
    yield process
    process.close()


@pytest.fixture(scope="module")
def cli(standin):
    with ConnectHandler(
        device_type="cisco_ios",
        host=standin.address,
        port=standin.ports["ssh"],
        username="cisco",
        password="cisco",
        secret="cisco",
    ) as connection:
        connection.enable()
        connection.send_config_set(ADMINISTRATOR)
        yield connection


@pytest.fixture(scope="module")
def told_by(standin, cli):
    """What a tool's script says of the stand-in."""
    if not PYTHON.exists():
        absent = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        absent("the engineers' tools are not installed: make tools")

    def run(script, asked=None):
        bench = {"address": standin.address, **standin.ports, "merge": MERGE}
        done = subprocess.run(
            [PYTHON, SCRIPTS / f"{script}.py"],
            input=json.dumps(bench if asked is None else asked),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


def test_napalm_reads_merges_compares_commits_and_rolls_back(told_by):
    told = told_by("napalm_ios")

    assert told["facts"]["model"] == "2811"
    assert told["facts"]["hostname"] == "Router"
    assert told["facts"]["os_version"].startswith("2800 Software (C2800NM-ADVENTERPRISEK9-M)")
    assert "FastEthernet0/0" in told["facts"]["interface_list"]
    assert "hostname Router" in told["startup"]
    assert told["difference"].splitlines() == ["+ephone-dn 7", "+ number 207", "+ cti watch"]
    assert "number 207" in told["merged"]
    assert "number 207" not in told["before"]
    assert "number 207" not in told["rolled back"]
    assert told["replacement"].splitlines() == ["+hostname R", "-hostname Router"]


@pytest.mark.parametrize("transport", ["paramiko", "telnet"])
def test_scrapli_reads_configures_and_saves(told_by, transport):
    told = told_by("scrapli_iosxe")[transport]

    assert "Version 15.1(4)M7" in told["version"]
    assert told["configured"]
    assert told["refused"]
    assert "[OK]" in told["saved"]
    assert f"description by {transport}" in told["running"]


def test_unicon_connects_configures_and_saves_and_genie_understands(told_by):
    told = told_by("unicon_genie")

    assert "description by unicon" in told["running"]
    assert "[OK]" in told["saved"]
    assert told["refused"]
    parsed = told["parsed"]
    version = parsed["show version"]["version"]
    assert (version["platform"], version["version"]) == ("2800", "15.1(4)M7")
    interfaces = parsed["show ip interface brief"]["interface"]
    assert interfaces["FastEthernet0/0"]["ip_address"] == "127.0.0.1"
    assert "CISCO2811" in parsed["show inventory"]["main"]["chassis"]
    assert parsed["show clock"]["timezone"] == "UTC"
    assert parsed["show users"]["line"]["194 vty 0"]["user"] == "cisco"
    assert int(parsed["dir"]["dir"]["flash:/"]["bytes_free"]) > 0


def test_the_templates_of_ntc_understand(told_by, cli):
    commands = [
        "show version",
        "show ip interface brief",
        "show inventory",
        "show clock",
        "show users",
        "dir",
        "show archive",
    ]
    told = told_by("ntc_templates_ios", {each: cli.send_command(each) for each in commands})

    assert told["show version"][0]["hardware"] == ["2811"]
    assert told["show version"][0]["version"] == "15.1(4)M7"
    assert told["show ip interface brief"][0]["interface"] == "FastEthernet0/0"
    assert told["show inventory"][0]["pid"] == "CISCO2811"
    assert told["show clock"][0]["timezone"] == "UTC"
    assert {"user": "cisco", "hosts": "idle"}.items() <= told["show users"][1].items()
    assert told["dir"][0]["file_system"] == "flash:/"
    assert told["show archive"][0]["next_filename"] == "flash:cfg-1"
