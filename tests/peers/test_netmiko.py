"""netmiko, as an engineer uses it from a script, on the stand-in's command line."""

import os
from pathlib import Path

import pytest
from netmiko import ConnectHandler
from netmiko.exceptions import ConfigInvalidException

from harness.lab.standin_process import StandinProcess


@pytest.fixture(scope="module")
def standin():
    process = StandinProcess.start()
    yield process
    process.close()


def over_ssh(standin, request):
    return {"device_type": "cisco_ios", "host": standin.address, "port": standin.ports["ssh"]}


def over_telnet(standin, request):
    return {
        "device_type": "cisco_ios_telnet",
        "host": standin.address,
        "port": standin.ports["telnet"],
    }


def over_a_serial_line(standin, request):
    """pyserial lists only what is named as hardware is; the console is given such a name."""
    device = Path(f"/dev/ttyUSB{os.getpid()}")
    if not os.access(device.parent, os.W_OK):
        pytest.skip("a serial port has to be named in /dev, which is not writable here")
    device.unlink(missing_ok=True)
    device.symlink_to(standin.console)
    request.addfinalizer(device.unlink)
    return {"device_type": "cisco_ios_serial", "serial_settings": {"port": str(device)}}


@pytest.fixture(scope="module", params=[over_ssh, over_telnet, over_a_serial_line])
def cli(standin, request):
    way = request.param(standin, request)
    secrets = {"username": "cisco", "password": "cisco", "secret": "cisco"}
    with ConnectHandler(**way, **secrets) as connection:
        connection.enable()
        yield connection


def test_it_finds_the_prompt_and_the_version(cli):
    assert cli.check_enable_mode()
    assert "Cisco IOS Software" in cli.send_command("show version")


def test_what_it_pushes_it_reads_back(cli):
    cli.send_config_set(["telephony-service", "max-dn 8", "ephone-dn 7", "number 207", "cti watch"])
    shown = cli.send_command("show running-config | section ephone-dn")

    assert "number 207" in shown
    assert "cti watch" in shown
    cli.send_config_set(["no ephone-dn 7"])
    assert "207" not in cli.send_command("show running-config | section ephone-dn")


def test_it_is_told_of_a_line_that_ios_refuses(cli):
    with pytest.raises(ConfigInvalidException, match="colour blue"):
        cli.send_config_set(["colour blue"], error_pattern="% Invalid input")
    cli.exit_config_mode()


def test_it_saves_the_configuration(cli):
    assert "[OK]" in cli.save_config()
