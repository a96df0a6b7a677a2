"""unicon connects, configures and saves as pyATS does; Genie parses what the router shows."""

import json
import sys
from contextlib import redirect_stdout

from pyats.topology import loader
from unicon.core.errors import SubCommandFailure

SSH = (
    "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
    " -o KexAlgorithms=+diffie-hellman-group14-sha1 -o HostKeyAlgorithms=+ssh-rsa"
    " -o Ciphers=+aes128-cbc -o MACs=+hmac-sha1"
)
PARSED = (
    "show version",
    "show ip interface brief",
    "show inventory",
    "show clock",
    "show users",
    "dir",
)

bench = json.load(sys.stdin)
password = {"username": "cisco", "password": "cisco"}
testbed = loader.load(
    {
        "devices": {
            "Router": {
                "os": "ios",
                "type": "router",
                "credentials": {"default": password, "enable": {"password": "cisco"}},
                "connections": {
                    "cli": {
                        "protocol": "ssh",
                        "ip": bench["address"],
                        "port": bench["ssh"],
                        "ssh_options": SSH,
                        "settings": {
                            "GRACEFUL_DISCONNECT_WAIT_SEC": 0,
                            "POST_DISCONNECT_WAIT_SEC": 0,
                        },
                    }
                },
            }
        }
    }
)
router = testbed.devices["Router"]
with redirect_stdout(sys.stderr):
    router.connect(via="cli", log_stdout=False)
    router.configure(["interface loopback 6", "description by unicon"])
    running = router.execute("show running-config | section interface Loopback6")
    saved = router.execute("write memory")
    try:
        router.configure("colour blue")
        refused = False
    except SubCommandFailure:
        refused = True
    router.configure("no interface loopback 6")
    parsed = {command: router.parse(command) for command in PARSED}
    router.disconnect()
json.dump({"running": running, "saved": saved, "refused": refused, "parsed": parsed}, sys.stdout)
