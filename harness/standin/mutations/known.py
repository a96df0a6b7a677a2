"""Rows over what the engine is told of the configuration, and what it forgets at a change of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from harness.protocols.csta.services import SetForwarding
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


def _heard_everywhere(
    number: DirectoryNumber, dn: EphoneDn, configuration: RouterConfiguration
) -> DirectoryNumber:
    del dn, configuration
    return replace(number, beeps=True)


def _as_many_as_come_in(
    number: DirectoryNumber, dn: EphoneDn, configuration: RouterConfiguration
) -> DirectoryNumber:
    del dn, configuration
    return replace(number, channels=number.incoming or number.channels)


def _gone_on_after(seconds: float) -> NumberChange:
    """Calls that nobody answers go on after that time, whatever stands behind ``timeout``."""
    return lambda number, _, __: replace(number, no_answer_seconds=seconds)


def _by_first_number_only(
    number: DirectoryNumber, dn: EphoneDn, configuration: RouterConfiguration
) -> DirectoryNumber:
    del dn
    kept = configuration.voice_service.suppress_conversion
    return replace(number, aliases=()) if kept else number


def _watched_when_notified(
    number: DirectoryNumber, dn: EphoneDn, configuration: RouterConfiguration
) -> DirectoryNumber:
    del dn, configuration
    return replace(number, watched=number.watched or number.notified)


def _blind_in_full_only(known: Configured, configuration: RouterConfiguration) -> Configured:
    return replace(known, blind_transfer=configuration.telephony.transfer_system == "full-blind")


def _busy_for_ever(known: Configured, configuration: RouterConfiguration) -> Configured:
    del configuration
    return replace(known, timeouts=replace(known.timeouts, busy=86_400.0))


def _is_watched_no_longer(moment: Moment) -> bool:
    event = moment.event
    return isinstance(event, Configured) and not all(each.watched for each in event.numbers)


def _is_forwarded_without_a_phone(moment: Moment) -> bool:
    return isinstance(moment.service, SetForwarding) and not moment.stations


def _forwarding(moment: Moment) -> None:
    number = moment.exchange.numbers[moment.device]
    moment.exchange.numbers[moment.device] = replace(number, forward_all="")


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
    KnownRow(
        "suppression-hides-second-number",
        "while conversion is suppressed a second number leads nowhere",
        "document, Enabling CTI CSTA, step 11",
        each_number(_by_first_number_only),
    ),
    KnownRow(
        "notify-taken-for-watch",
        "a number with cti notify is for applications without cti watch",
        f"{_NUMBER}, steps 6 and 7",
        each_number(_watched_when_notified),
    ),
    KnownRow(
        "beep-generate-ignored",
        "a number that is not to be heard waiting is heard all the same",
        "CME command reference, call-waiting beep",
        each_number(_heard_everywhere),
    ),
    KnownRow(
        "huntstop-stops-own-calls",
        "what huntstop channel keeps from calls that come in is kept from the number's own, too",
        "CME command reference, huntstop channel",
        each_number(_as_many_as_come_in),
    ),
    KnownRow(
        "forward-no-answer-early",
        "calls that nobody answers go on after 20 seconds, whatever timeout is configured",
        "CME command reference, call-forward noan",
        each_number(_gone_on_after(20.0)),
    ),
    KnownRow(
        "blind-in-full-only",
        "transfer-system blind is taken, and transfers ask all the same",
        "CME command reference, transfer-system",
        _blind_in_full_only,
    ),
    KnownRow(
        "busy-tone-for-ever",
        "a busy tone lasts until somebody hangs up",
        "CME command reference, timeouts busy",
        _busy_for_ever,
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
    LeakRow(
        "forwarding-without-a-phone-forgotten",
        "a number that no phone has takes its forwarding and forgets it at once",
        f"{_NUMBER}, step 7",
        _is_forwarded_without_a_phone,
        _forwarding,
    ),
)
