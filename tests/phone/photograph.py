"""``python -m tests.phone.photograph``: both models in a call, as reports/phones.png.

The phones register with a stand-in and talk; a browser (Chromium) turns their pictures into one.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from harness.phone.casing import HEIGHT, WIDTH
from harness.phone.phone import Phone
from harness.protocols.sccp.numbers import PhoneCallState
from tests.phone.standing import configured, standing

PICTURE = Path("reports/phones.png")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
GAP = 20
CONFIGURATION = """
telephony-service
 max-ephones 2
 max-dn 3
ephone-dn 1 dual-line
 number 201
 name Alice
ephone-dn 2 dual-line
 number 202
 name Bob
ephone-dn 3
 number 203
 mwi on
ephone 1
 mac-address 001E.4A34.A35F
 type 7961
 speed-dial 1 203 label Carol
 speed-dial 2 5550111 label "Sales Desk"
 button 1:1
ephone 2
 mac-address 000F.8FC7.B681
 type 7960
 speed-dial 1 203 label Carol
 button 1:2
"""


def talking() -> tuple[str, str]:
    """Bob's 7960, which has called, and Alice's 7961, which has answered by its speaker."""
    with standing(None, configured(CONFIGURATION)) as bench:
        alice, bob = bench.registered("7961"), bench.registered("7960")
        bob.dial("201")
        bench.until(lambda: alice.screen.is_ringing, "a ring")
        alice.lift("speaker")
        bench.until(lambda: _talks(alice) and _talks(bob), "a conversation")
        return bob.picture(), alice.picture()


def _talks(phone: Phone) -> bool:
    screen = phone.screen
    call = screen.active_call
    talks = call is not None and call.state is PhoneCallState.CONNECTED and screen.speaker
    return talks and bool(screen.clock and screen.keys)


def side_by_side(pictures: tuple[str, str]) -> str:
    """One SVG of both phones."""
    placed = "".join(
        picture.replace("<svg ", f'<svg x="{number * (WIDTH + GAP)}" ', 1)
        for number, picture in enumerate(pictures)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * WIDTH + GAP}" height="{HEIGHT}">'
        f"{placed}</svg>"
    )


def photograph(drawing: str, to: Path, browser: str) -> None:
    """Let a browser paint it, a pixel for each unit: the dots of a display stay square."""
    with TemporaryDirectory() as folder:
        page = Path(folder) / "phones.html"
        page.write_text(f'<body style="margin:0">{drawing}')
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--hide-scrollbars",
                "--default-background-color=00000000", f"--window-size={2 * WIDTH + GAP},{HEIGHT}",
                f"--screenshot={to.resolve()}", page.as_uri(),
            ],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip


if __name__ == "__main__":
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        sys.exit(f"no browser paints {PICTURE}: install {BROWSERS[0]}")
    photograph(side_by_side(talking()), PICTURE, found)
