"""``emadmin``: the administrator logs extension mobility users in and out.

Silent when it succeeds (CME command reference); the words of a refusal are ASSUMED.
"""

from __future__ import annotations

from harness.standin.cli.host import Terminal
from harness.standin.cli.orders import Arguments, ExecRow
from harness.standin.cli.talk import Talk, say
from harness.standin.defects import Defect


def _log_in(terminal: Terminal, arguments: Arguments) -> Talk | None:
    refusal = terminal.host.operations.log_in(str(arguments["user"]), int(arguments["tag"]))
    return say([f"% {refusal}"]) if refusal else None


def _log_out(terminal: Terminal, arguments: Arguments) -> Talk | None:
    if Defect.EMADMIN_LOGOUT_IGNORED in terminal.host.defects:
        return None
    refusal = terminal.host.operations.log_out(str(arguments["user"]))
    return say([f"% {refusal}"]) if refusal else None


ROWS: tuple[ExecRow, ...] = (
    ExecRow("emadmin login user:WORD tag:<1-1000>", _log_in),
    ExecRow("emadmin logout user:WORD", _log_out),
)
