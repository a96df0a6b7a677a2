"""Where phones and numbers stand in a configuration, found once and then remembered.

A plant of thousands asks at each registration. What is remembered is checked at each use, so that
a change nobody told of is noticed, but for one: a number that a second ephone-dn got as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.standin.configuration import Ephone, EphoneDn


class Index:
    """Memory of one configuration's lookups; a new one remembers nothing."""

    __slots__ = ("_numbers", "_phones")

    def __init__(self) -> None:
        self._phones: dict[str | None, Ephone] = {}
        self._numbers: dict[str, list[EphoneDn]] = {}

    def phone(self, ephones: Mapping[int, Ephone], mac: str) -> Ephone | None:
        """The phone with this MAC address, in upper case."""
        known = self._phones.get(mac)
        if known is not None and known.mac == mac and ephones.get(known.tag) is known:
            return known
        self._phones = {each.mac: each for each in reversed([*ephones.values()])}
        return self._phones.get(mac)

    def dns(self, ephone_dns: Mapping[int, EphoneDn], number: str) -> list[EphoneDn]:
        """The ephone-dns with ``number`` as primary or secondary, lowest tag first."""
        known = self._numbers.get(number)
        if known and all(_is_at(ephone_dns, dn, number) for dn in known):
            return known
        numbers: defaultdict[str, list[EphoneDn]] = defaultdict(list)
        for _, dn in sorted(ephone_dns.items()):
            for each in {dn.number, dn.secondary}:
                if each is not None:
                    numbers[each].append(dn)
        self._numbers = dict(numbers)
        return self._numbers.get(number, [])


def _is_at(ephone_dns: Mapping[int, EphoneDn], dn: EphoneDn, number: str) -> bool:
    return number in (dn.number, dn.secondary) and ephone_dns.get(dn.tag) is dn
