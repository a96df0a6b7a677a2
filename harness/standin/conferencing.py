"""What the call engine must know of the configuration to hold conferences."""

from __future__ import annotations

from harness.standin.calls.events import Conferencing
from harness.standin.configuration import RouterConfiguration
from harness.standin.defects import Defect
from harness.standin.mixer import Mixer

_NO_LIMIT = 1_000


def conferencing(
    configuration: RouterConfiguration, mixer: Mixer, defects: frozenset[Defect] = frozenset()
) -> Conferencing:
    """Where conferences are mixed, how many there may be, and which creators may leave theirs."""
    keeping = {
        f"SEP{ephone.mac}": ephone.keep_conference
        for ephone in configuration.ephones.values()
        if ephone.mac is not None and ephone.keep_conference is not None
    }
    if Defect.KEEP_CONFERENCE_IGNORED in defects:
        keeping = {}
    unlimited = Defect.MAX_CONFERENCES_IGNORED in defects
    most = _NO_LIMIT if unlimited else configuration.telephony.max_conferences
    return Conferencing(mixer.local, most, keeping)
