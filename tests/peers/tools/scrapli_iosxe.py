"""scrapli's IOS driver, unmodified, over SSH (paramiko) and Telnet: read, configure, save.

IOS hangs up at the ``exit`` with which the driver closes, so the line may be gone when it says
good-bye to it, too.
"""

import json
import sys
from contextlib import contextmanager, suppress

from scrapli.driver.core import IOSXEDriver


@contextmanager
def logged_in(**where):
    router = IOSXEDriver(
        **where,
        auth_username="cisco",
        auth_password="cisco",
        auth_secondary="cisco",
        auth_strict_key=False,
    )
    router.open()
    try:
        yield router
    finally:
        with suppress(EOFError):
            router.close()


bench = json.load(sys.stdin)
told = {}
for transport, port in (("paramiko", bench["ssh"]), ("telnet", bench["telnet"])):
    with logged_in(host=bench["address"], port=port, transport=transport) as router:
        version = router.send_command("show version").result
        lines = ["interface loopback 5", f"description by {transport}"]
        configured = router.send_configs(lines)
        refused = router.send_config("colour blue")
        saved = router.send_command("write memory").result
        running = router.send_command("show running-config | section interface Loopback5").result
        router.send_config("no interface loopback 5")
        told[transport] = {
            "version": version,
            "configured": not configured.failed,
            "refused": refused.failed,
            "saved": saved,
            "running": running,
            "prompt": router.get_prompt(),
        }
json.dump(told, sys.stdout)
