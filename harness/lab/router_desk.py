"""The router as a plan meets it: its own ``show`` commands as the third witness, and a hand on it.

Third person expects (``router.shows_call(alice, bob)``), imperatives act
(``router.clear_session(of=application)``). Answering a condition costs a round trip to the
router's command line; a condition is asked again until it holds or the bench's patience ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from harness.errors import HarnessError, ProvisioningError
from harness.expect.conditions import Condition
from harness.expect.ladder import Bench
from harness.expect.patterns import HasNumber, number_of
from harness.lab import sessions_listed
from harness.lab.desk import Desk
from harness.lab.managers import document_lines
from harness.lab.sessions_listed import HasLine
from harness.lab.terms import Term
from harness.router import shows
from harness.router.router import Router
from harness.router.shows import EphoneShown


class HasPhone(HasNumber, Protocol):
    """Whoever has a line on a phone: a party, a guest."""

    @property
    def dn(self) -> int:
        """Tag of the line's ``ephone-dn``."""
        ...

    @property
    def ephone(self) -> int:
        """Tag of the phone's ``ephone``."""
        ...

    @property
    def phone(self) -> Desk:
        """The phone."""
        ...


class RouterDesk:
    """What plans may say of and do to the router."""

    def __init__(self, bench: Bench, router: Router, *, reconfigured: Callable[[], None]) -> None:
        self._bench = bench
        self._router = router
        self._reconfigured = reconfigured

    def __repr__(self) -> str:
        return "Router"

    # -- what it shows ----------------------------------------------------------------------

    def shows_session(self, *, of: HasLine) -> Term:
        """``show cti session`` lists the application's session on its line, by an id of its own."""
        return self._condition(
            f"lists the session of {of.name}",
            lambda: sessions_listed.listed(self._router.show_cti_sessions(), of),
        )

    def shows_no_session(self, *, of: HasLine) -> Term:
        """``show cti session`` no longer lists it."""
        return self._condition(
            f"no longer lists the session of {of.name}",
            lambda: sessions_listed.gone(self._router.show_cti_sessions(), of),
        )

    def shows_monitors(self, *whose: HasNumber, of: HasLine) -> Term:
        """``show cti session`` lists exactly these monitors of the application's session."""
        wanted = tuple(party.number for party in whose)
        return self._condition(
            f"lists the monitors of {of.name}",
            lambda: sessions_listed.monitored(self._router.show_cti_sessions(), of, wanted),
        )

    def shows_manager(self, register_id: str) -> Term:
        """``show voice register session-server`` lists who registered under that name."""

        def unmet() -> str | None:
            names = [each.register_id for each in self._router.show_session_servers()]
            return None if register_id in names else sessions_listed.servers(names)

        return self._condition(f"lists the session manager {register_id}", unmet)

    def shows_no_manager(self, register_id: str) -> Term:
        """It does not list that name."""

        def unmet() -> str | None:
            names = [each.register_id for each in self._router.show_session_servers()]
            return sessions_listed.servers(names) if register_id in names else None

        return self._condition(f"does not list the session manager {register_id}", unmet)

    def shows_call(self, calling: HasNumber, called: HasNumber) -> Term:
        """``show cti call`` lists an active call between the two."""

        def unmet() -> str | None:
            calls = self._router.show_cti_calls()
            pairs = {(call.calling, call.called) for call in calls if call.state}
            if (number_of(calling), number_of(called)) in pairs:
                return None
            told = ", ".join(f"{one} → {other}" for one, other in sorted(pairs))
            return f"it lists {told or 'no call'}"

        return self._condition(f"lists the call {calling.name} → {called.name}", unmet)

    def shows_global_call_id(self, calling: HasNumber, called: HasNumber) -> Term:
        """``show cti call``: both legs of their call have one identifier, no other call has it."""

        def unmet() -> str | None:
            legs = [each for each in self._router.show_cti_calls() if each.state]
            pair = (calling.number, called.number)
            theirs = {each.gcid for each in legs if (each.calling, each.called) == pair}
            others = {each.gcid for each in legs if (each.calling, each.called) != pair}
            if len(theirs) != 1:
                return f"its legs have {len(theirs)} identifiers"
            return "another call has the same" if theirs & others else None

        names = f"{calling.name} → {called.name}"
        return self._condition(f"has a global identifier for the call {names}", unmet)

    def shows_no_call(self) -> Term:
        """``show cti call`` lists no active call."""

        def unmet() -> str | None:
            calls = [call for call in self._router.show_cti_calls() if call.state]
            return f"it still lists {len(calls)} call legs" if calls else None

        return self._condition("lists no call", unmet)

    def shows_line(self, party: HasNumber, state: str) -> Term:
        """``show ephone`` says that of the party's line: ``IDLE``, ``RINGING``, ``CONNECTED``.

        Of a line with two channels it says so of one of them; ``IDLE`` only of both.
        """

        def unmet() -> str | None:
            told = {
                line.state
                for phone in self._router.show_ephones()
                for line in phone.lines
                if line.number == party.number
            }
            met = told == {state} if state == "IDLE" else state in told
            return None if met else f"show ephone says {', '.join(sorted(told)) or 'nothing'}"

        return self._condition(f"shows {party.name}'s line {state}", unmet)

    def serves(self, whom: HasPhone) -> Term:
        """``show ephone`` lists the phone once, registered, as what it is and with its line."""

        def unmet() -> str | None:
            shown = self._phones_of(whom)
            if len(shown) != 1 or not shown[0].is_registered:
                told = ", ".join(each.state for each in shown)
                return f"show ephone says {told or 'nothing'} of it"
            phone = shown[0]
            if whom.phone.model not in phone.type_name:
                return f"show ephone calls it a {phone.type_name!r}"
            numbers = [line.number for line in phone.lines]
            return None if whom.number in numbers else _lines(numbers)

        return self._condition(f"serves {whom.name}'s phone", unmet)

    def no_longer_serves(self, whom: HasPhone) -> Term:
        """``show ephone`` does not list the phone as registered."""

        def unmet() -> str | None:
            served = [phone for phone in self._phones_of(whom) if phone.is_registered]
            return f"show ephone says {served[0].state} of it" if served else None

        return self._condition(f"does not serve {whom.name}'s phone", unmet)

    def shows_phone(self, whom: HasPhone, *, line: HasNumber) -> Term:
        """``show ephone`` lists the phone as registered, with exactly that line."""

        def unmet() -> str | None:
            shown = [phone for phone in self._phones_of(whom) if phone.is_registered]
            numbers = sorted({each.number for phone in shown for each in phone.lines})
            return None if numbers == [line.number] else _lines(numbers)

        return self._condition(f"shows {whom.name}'s phone with line {line.number}", unmet)

    def holds(self, section: str, line: str) -> Term:
        """``show running-config`` has that line in that section."""

        def unmet() -> str | None:
            told = self._router.show(f"running-config | section {section}")
            lines = [each.strip() for each in told.splitlines()]
            like = [repr(each) for each in lines if each.split()[:1] == line.split()[:1]]
            has = f", but {', '.join(like)}" if like else ""
            return None if line in lines else f"no {section} has such a line{has}"

        return self._condition(f"holds {line!r} in its configuration", unmet)

    def _phones_of(self, whom: HasPhone) -> list[EphoneShown]:
        return [phone for phone in self._router.show_ephones() if phone.mac == whom.phone.mac]

    def shows_forwarding(self, party: HasNumber, *, to: HasNumber | None) -> Term:
        """``show running-config`` has ``call-forward all`` for the party's line, or has none."""

        def unmet() -> str | None:
            told = self._router.show_forwardings().get(party.number, "")
            wanted = "" if to is None else to.number
            return None if told == wanted else f"it has {_forwarding(told)}"

        whither = "not forwarded" if to is None else f"forwarded to {to.name}"
        return self._condition(f"has {party.name}'s line {whither} in its configuration", unmet)

    def shows_conferences(self, count: int) -> Term:
        """``show ephone summary`` counts so many active conferences."""

        def unmet() -> str | None:
            told = shows.conferences(self._router.show("ephone summary"))
            return None if told == count else f"it counts {told if told is not None else 'none'}"

        return self._condition(f"counts {count} conferences", unmet)

    def shows_do_not_disturb(self, party: HasNumber, *, on: bool) -> Term:
        """``show ephone`` marks the phone with the party's line ``DnD``, or does not."""

        def unmet() -> str | None:
            phones = self._router.show_ephones()
            told = any(
                phone.do_not_disturb
                for phone in phones
                if party.number in {line.number for line in phone.lines}
            )
            return None if told == on else f"show ephone says {'DnD' if told else 'no DnD'}"

        return self._condition(
            f"shows {party.name}'s phone {'in' if on else 'out of'} do not disturb", unmet
        )

    def _condition(self, sentence: str, unmet: Callable[[], str | None]) -> Term:
        return Term(self._bench, Condition("router", sentence, unmet, asks_router=True))

    # -- what a hand does to it --------------------------------------------------------------

    def configured(self, *lines: str) -> AbstractContextManager[None]:
        """These configuration lines while the block runs; undone after it."""
        self._reconfigured()
        return self._router.configured(*lines)

    def has_managers(self, *register_ids: str, **how: Any) -> AbstractContextManager[None]:
        """Session managers of those names while the block runs (`managers.document_lines`)."""
        return self._router.configured(*document_lines(*register_ids, **how))

    @contextmanager
    def knows(
        self,
        whom: HasPhone,
        *more: str,
        as_a: str | None = None,
        button: str | None = None,
        line: Sequence[str] = (),
        dual_line: bool = False,
    ) -> Iterator[None]:
        """A line and an ephone for somebody's phone while the block runs.

        Args:
            whom: the number, the tags, and the phone with its MAC address.
            more: further lines of the ephone.
            as_a: the configured ``type``; the phone's own when left out.
            button: what its buttons are, as IOS takes it; the line on the first when left out.
            line: further lines of the ephone-dn.
            dual_line: whether two calls fit on the number.
        """
        mac = whom.phone.mac
        with self._router.configured(
            f"ephone-dn {whom.dn}" + (" dual-line" if dual_line else ""),
            f"number {whom.number}",
            *line,
            f"ephone {whom.ephone}",
            f"mac-address {mac[:4]}.{mac[4:8]}.{mac[8:]}",
            f"type {as_a or whom.phone.model}",
            f"button {button or f'1:{whom.dn}'}",
            *more,
        ):
            try:
                yield
            finally:
                whom.phone.sign_off()

    def log_in(self, user: HasNumber, *, at: HasPhone) -> None:
        """``emadmin login``: the administrator's word, without a password."""
        self._router.execute(f"emadmin login {user.name} {at.ephone}")

    def log_out(self, user: HasNumber) -> None:
        """``emadmin logout``: wherever the user is logged in."""
        self._router.execute(f"emadmin logout {user.name}")

    def refusal_of_login(self, user: HasNumber, *, at: HasPhone) -> str:
        """The words with which ``emadmin login`` is refused; empty when it is not."""
        try:
            self.log_in(user, at=at)
        except ProvisioningError as refusal:
            return str(refusal)
        return ""

    def reset_profile(self, tag: int) -> None:
        """``reset`` of that ``voice user-profile``: phones that have it start again."""
        self._router.push((f"voice user-profile {tag}", "reset"))

    @contextmanager
    def lends(self, whom: HasPhone) -> Iterator[None]:
        """Somebody's phone may be logged in at while the block runs: its line is lent."""
        profile = f"voice logout-profile {whom.ephone}"
        with (
            self._router.configured(profile, f"number {whom.number} type normal"),
            self.knows(whom, f"logout-profile {whom.ephone}"),
        ):
            yield

    def time_in(self, *, minutes: int) -> str:
        """The time of day on the router's clock so many minutes from now, as ``em logout`` has it.

        Raises:
            HarnessError: ``show clock`` tells no time.
        """
        told = re.search(r"(\d+):(\d+):\d+", self._router.show("clock"))
        if told is None:
            raise HarnessError("the router's `show clock` tells no time")
        at = (int(told[1]) * 60 + int(told[2]) + minutes) % (24 * 60)
        return f"{at // 60:02}:{at % 60:02}"

    def forget(self, whom: HasPhone, *, by: str) -> None:
        """Take its configuration from a phone: by ``no ephone`` or ``no mac-address``."""
        ways = {
            "no ephone": (f"no ephone {whom.ephone}",),
            "no mac-address": (f"ephone {whom.ephone}", "no mac-address"),
        }
        self._router.push(ways[by])

    def refusal_of(self, *lines: str) -> str:
        """The words with which the router refuses these lines; empty when it takes them."""
        try:
            with self._router.configured(*lines):
                return ""
        except ProvisioningError as refusal:
            return str(refusal)

    def let_start_again(self, whom: HasPhone, *, by: str) -> None:
        """Tell a phone to start again: by ``reset`` or ``restart``."""
        self._router.push((f"ephone {whom.ephone}", by))

    @property
    def phones_in_service(self) -> int:
        """How many phones ``show ephone`` lists as registered."""
        return sum(phone.is_registered for phone in self._router.show_ephones())

    def clear_session(self, *, of: HasLine) -> None:
        """``clear cti session id`` of the application's session.

        Raises:
            HarnessError: the router lists no such session.
        """
        session = sessions_listed.session_of(self._router.show_cti_sessions(), of)
        if session is None:
            raise HarnessError(f"the router lists no session of {of.name} to clear")
        self._router.clear_cti_session(session.number)


def _lines(numbers: Sequence[str]) -> str:
    return f"show ephone lists its lines as {', '.join(numbers) or 'none'}"


def _forwarding(number: str) -> str:
    return f"call-forward all {number}" if number else "no call-forward all"
