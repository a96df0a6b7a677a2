"""A Wireshark configuration in which only the protocols that are judged are known.

tshark guesses: a port that is registered to somebody, or that carried another protocol before, is
read as that. Ports of a bench are taken as they come free, so any of its thousands of guesses
comes true some day. Where they are switched off, a packet is read by what it was declared to be.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

_JUDGED = frozenset(
    {"frame", "eth", "ip", "udp", "tcp", "skinny", "sip", "http"}
    | {"media", "xml", "data", "data-text-lines"}
)
_FILE = "disabled_protos"
_SECONDS = 20


class Narrowed:
    """A folder for ``WIRESHARK_CONFIG_DIR``; gone with `close`.

    Nobody's own preferences reach into it either.
    """

    def __init__(self, program: str) -> None:
        """Ask ``program`` what it knows (a third of a second) and switch the rest off."""
        self._folder = TemporaryDirectory(prefix="tshark-")
        self.path = Path(self._folder.name)
        known = subprocess.run(  # noqa: S603
            [program, "-G", "protocols"],
            capture_output=True, text=True, check=False, timeout=_SECONDS,
            env={"LC_ALL": "C.UTF-8", "WIRESHARK_CONFIG_DIR": str(self.path)},
        ).stdout  # fmt: skip
        names = (line.split("\t")[2] for line in known.splitlines() if line.count("\t") >= 2)
        others = (name for name in names if name not in _JUDGED and not name.startswith("_ws"))
        (self.path / _FILE).write_text("".join(f"{name}\n" for name in others), encoding="utf-8")

    def close(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()
