"""The local directory: names of ephone-dns, and ``directory entry`` lines. Pure.

Names are kept as they were typed, first name first unless ``directory last-name-first`` says
otherwise; a search takes what begins so (CME administrator guide, Directory Services; that it is
the beginning that counts, in any case of letters, is ASSUMED).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from harness.standin.configuration import RouterConfiguration
from harness.standin.defects import Defect

_ENTRY = re.compile(r"directory entry \d+ (\S+) name (.+)")
LAST_NAME_FIRST = "directory last-name-first"


def entries(configuration: RouterConfiguration) -> list[tuple[str, str]]:
    """Every name with its number: those of ephone-dns by tag, then those that were entered."""
    own = [
        (dn.name, dn.number)
        for _, dn in sorted(configuration.ephone_dns.items())
        if dn.name and dn.number
    ]
    lines = configuration.telephony.kept.values()
    entered = [(match[2], match[1]) for line in lines if (match := _ENTRY.fullmatch(line))]
    return own + entered


def found(
    configuration: RouterConfiguration,
    query: Mapping[str, str],
    defects: frozenset[Defect] = frozenset(),
) -> list[tuple[str, str]]:
    """The names that fit what was keyed in; what was left empty fits any."""
    last_first = LAST_NAME_FIRST in configuration.telephony.kept.values()
    all_entries = entries(configuration)
    if Defect.DIRECTORY_WITHOUT_ENTRIES in defects:
        all_entries = [each for each in all_entries if configuration.dn_by_number(each[1])]
    if Defect.DIRECTORY_NAMES_SWAPPED in defects:
        last_first = not last_first
    numbers = [number for _, number in all_entries]
    if Defect.DIRECTORY_WRONG_NUMBER in defects:
        numbers = numbers[1:] + numbers[:1]
    if Defect.DIRECTORY_SEARCH_IGNORED in defects:
        query = {}
    return [
        (name, shown)
        for (name, number), shown in zip(all_entries, numbers, strict=True)
        if _fits(name, number, query, last_first=last_first)
    ]


def _fits(name: str, number: str, query: Mapping[str, str], *, last_first: bool) -> bool:
    one, _, other = name.replace(",", " ").partition(" ")
    first, last = (other, one) if last_first else (one, other)
    told = {"first": first.strip(), "last": last.strip() or first, "number": number}
    wanted = {part: query.get(part, "").strip().casefold() for part in told}
    return all(told[part].casefold().startswith(wanted[part]) for part in told)
