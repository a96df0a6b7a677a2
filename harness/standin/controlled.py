"""What no application may control or ask for: the document's restrictions.

ASSUMED: such numbers are refused as those without ``cti watch`` are, and a prompted Make Call for
its parameter; the document only says that they are not supported.
"""

from __future__ import annotations

from harness.standin.configuration import RouterConfiguration
from harness.standin.defects import Defect

ANALOG_TYPES = frozenset({"anl", "ata"})
"""``type`` of ephones that are ports of an analog gateway."""

Numbers = frozenset[str | None]


def overlaid(configuration: RouterConfiguration, *, without_waiting: bool = False) -> Numbers:
    """The numbers that some phone has on a button for several, with call waiting or not."""
    return frozenset(
        dn.number
        for ephone in configuration.ephones.values()
        for overlay in configuration.overlays_of(ephone)
        if not (overlay.call_waiting and without_waiting)
        for dn in overlay.dns
    )


def of_sip_phones(configuration: RouterConfiguration) -> Numbers:
    """The numbers of SIP phones (``voice register dn``)."""
    lines = (
        line
        for head, section in configuration.sections.items()
        if head.startswith("voice register dn ")
        for line in section.kept.values()
    )
    return frozenset(line.removeprefix("number ") for line in lines if line.startswith("number "))


def may_prompt(configuration: RouterConfiguration, defects: frozenset[Defect]) -> bool:
    """Whether Make Call may ask a hand to lift first: not the phones of a MOC client.

    ASSUMED: a router is for such clients when it has ``cti csta mode basic``, which they require.
    """
    basic = configuration.voice_service.csta_mode_basic
    return not basic or Defect.MOC_PROMPTED in defects


def beyond_applications(configuration: RouterConfiguration, defects: frozenset[Defect]) -> Numbers:
    """The numbers on overlaid buttons, and those of analog phones."""
    analog = frozenset(
        dn.number
        for ephone in configuration.ephones.values()
        if ephone.type in ANALOG_TYPES and Defect.ANALOG_CONTROLLABLE not in defects
        for _, dn in configuration.lines_of(ephone)
    )
    waiting_controlled = Defect.OVERLAY_WAITING_CONTROLLABLE in defects
    shared = overlaid(configuration, without_waiting=waiting_controlled)
    return analog if Defect.OVERLAY_CONTROLLABLE in defects else analog | shared
