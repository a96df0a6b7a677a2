"""What is looked at before the first line is pushed: what would cut a run short or be cut by it."""

from __future__ import annotations

from harness.errors import ProvisioningError
from harness.router import shows
from harness.router.cli import CommandLine
from harness.router.deadman import DeadMan


def require_cti(line: CommandLine, version: str) -> None:
    """Make sure that the image has the commands.

    Raises:
        ProvisioningError: it has none; the text names the version and what is needed.
    """
    try:
        line.run("show cti session")
    except ProvisioningError:
        raise ProvisioningError(
            f"IOS {version} has no CTI CSTA commands; Cisco Unified CME 8.0, which is IOS "
            "15.0(1)XA or 15.1(1)T, or later is needed"
        ) from None


def require_quiet(line: CommandLine, dead_man: DeadMan) -> None:
    """Make sure that the router is not about to change by somebody else's order.

    Raises:
        ProvisioningError: an unconfirmed change or a reload is pending.
    """
    waits = dead_man.pending(line)
    if waits is not None:
        raise ProvisioningError(
            f"nothing was pushed: a change by {waits.user} waits for `configure confirm` "
            f"and would take this run's configuration away; wait {waits.minutes} min or ask"
        )
    reload = scheduled_reload(line)
    if reload:
        raise ProvisioningError(
            f'nothing was pushed: the router says "{reload}"; wait until that is over, or ask '
            "whoever ordered it for `reload cancel`"
        )


def scheduled_reload(line: CommandLine) -> str:
    """What ``show reload`` says is scheduled, as engineers do before a change they may regret."""
    try:
        return shows.scheduled_reload(line.run("show reload"))
    except ProvisioningError:  # an image without it
        return ""
