"""Rows over what the engine is told of the configuration, and what it forgets at a change of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from harness.standin.calls.events import Configured, DirectoryNumber
from harness.standin.configuration import EphoneDn, RouterConfiguration
from harness.standin.mutations.commands import LeakRow, Moment, Row, every_monitor

NumberChange = Callable[[DirectoryNumber, EphoneDn, RouterConfiguration], DirectoryNumber]


@dataclass(frozen=True, slots=True)
class KnownRow:
    """The configuration is obeyed otherwise than it stands."""

    name: str
    effect: str
    breaks: str
    change: Callable[[Configured, RouterConfiguration], Configured]


def each_number(change: NumberChange) -> Callable[[Configured, RouterConfiguration], Configured]:
    """Every number is something else."""

    def changed(known: Configured, configuration: RouterConfiguration) -> Configured:
        pairs = [(each, configuration.dn_by_number(each.number)) for each in known.numbers]
        numbers = [change(each, dn, configuration) for each, dn in pairs if dn is not None]
        return replace(known, numbers=tuple(numbers))

    return changed


def _notified_itself(
    number: DirectoryNumber, dn: EphoneDn, configuration: RouterConfiguration
) -> DirectoryNumber:
    del configuration
    return replace(number, notified=dn.cti_notify)


def _notified_by_template(
    number: DirectoryNumber, dn: EphoneDn, configuration: RouterConfiguration
) -> DirectoryNumber:
    template = configuration.ephone_dn_templates.get(dn.template or 0)
    return number if template is None else replace(number, notified=template.cti_notify)


def _always_up(
    number: DirectoryNumber, dn: EphoneDn, configuration: RouterConfiguration
) -> DirectoryNumber:
    del dn, configuration
    return replace(number, notified=True)


def _unwatched_when_mobile(
    number: DirectoryNumber, dn: EphoneDn, configuration: RouterConfiguration
) -> DirectoryNumber:
    mobile = {
        each.number for profile in configuration.user_profiles.values() for each in profile.numbers
    }
    return replace(number, watched=number.watched and dn.number not in mobile)


def _is_watched_no_longer(moment: Moment) -> bool:
    event = moment.event
    return isinstance(event, Configured) and not all(each.watched for each in event.numbers)


_NUMBER = "document, Configuring a Number or Device"

KNOWN: tuple[KnownRow, ...] = (
    KnownRow(
        "notify-template-ignored",
        "cti notify in a template has no effect",
        f"{_NUMBER}, step 7",
        each_number(_notified_itself),
    ),
    KnownRow(
        "notify-template-wins",
        "a template without cti notify takes it from its numbers",
        f"{_NUMBER}, step 7",
        each_number(_notified_by_template),
    ),
    KnownRow(
        "phoneless-number-up",
        "a number that no phone has is up without cti notify",
        f"{_NUMBER}, step 7",
        each_number(_always_up),
    ),
    KnownRow(
        "mobile-number-unwatched",
        "the numbers of user profiles are not for applications, whatever cti watch says",
        f"{_NUMBER}, prerequisites",
        each_number(_unwatched_when_mobile),
    ),
    KnownRow(
        "conversion-always-suppressed",
        "a second number stays in messages as it was dialled, suppressed or not",
        "document, Enabling CTI CSTA, step 11",
        lambda known, _: replace(known, promotes_numbers=False),
    ),
)

FORGOTTEN: tuple[Row, ...] = (
    LeakRow(
        "unwatched-number-stops-all-monitors",
        "all monitors stop when one number is no longer watched",
        f"{_NUMBER}, step 6",
        _is_watched_no_longer,
        every_monitor,
    ),
)
