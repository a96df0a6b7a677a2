"""Topology → the IOS configuration lines of the document's MOC client example. Pure.

Lines are indented as IOS prints them, one blank a level, so that whoever pushes them can leave
each section with ``exit`` and never relies on IOS falling back to global mode: inside
``ephone-dn``, ``ephone 1`` is one letter away from ``ephone-dn-template``.

Spelt as a router takes them where the document's step lists misprint (cme-ios.md 5):
``allow-connections sip to sip``, ``moved-temporarily``.

One line is not in the document: ``no auto-reg-ephone``. With automatic registration, the
default, a phone whose MAC address is wrong in the topology would register all the same and
write an ephone of its own into the running configuration; the bench would look healthy, and the
backup would no longer compare.

Left out of the example, because the bench does not need it and the router may be shared:

* ``hostname``, ``boot``, interfaces, routes, ``ip dhcp pool``: the router's own affairs;
* ``cnf-file location flash:``, ``cnf-file perphone``: they would leave files in flash behind,
  and the files in system memory serve the phones as well;
* ``em logout 1:0``: it would log everybody's extension mobility users out at night;
* ``archive``, ``log config``: they do not concern CTI.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from harness.errors import TopologyError
from harness.router.running import Statement, missing, placed, statements
from harness.topology import ExtensionMobility, PartySpec, Topology

_HTTP = (
    "ip http server",
    "ixi transport http",
    " response size 64",
    " no shutdown",
    " request outstanding 1",
    " request timeout 60",
    "ixi application cme",
    " no shutdown",
)
_VOICE_SERVICE = (
    "voice service voip",
    " allow-connections sip to sip",
    " no supplementary-service sip moved-temporarily",
    " no supplementary-service sip refer",
    " no cti shutdown",
)
# Document, "Enabling CTI CSTA", step 10: required for a MOC client.
_CLIENT = {"moc": (" cti csta mode basic",), "sdk": ()}
_CREATE_FILES = ("telephony-service", " create cnf-files")


def configuration(topology: Topology) -> tuple[str, ...]:
    """Everything the bench needs, in an order in which each line finds what it refers to.

    ``max-ephones`` and ``max-dn`` come before what they count, numbers before buttons, profiles
    before the phones that use them, and the phones' files last of all.

    Raises:
        TopologyError: the SCCP port is not known yet, as of a stand-in that is not running.
    """
    mobile = tuple(filter(None, (party.extension_mobility for party in topology.parties.values())))
    return (
        *_HTTP,
        *_VOICE_SERVICE,
        *_CLIENT[topology.cti.client],
        *_telephony_service(topology),
        *_each(_ephone_dn(party) for party in topology.parties.values()),
        *_each(_mobile_dn(mobility) for mobility in mobile),
        *_each(_logout_profile(party) for party in topology.parties.values()),
        *_each(_user_profile(mobility) for mobility in mobile),
        *_each(_ephone(party) for party in topology.parties.values()),
        *_CREATE_FILES,
    )


def _each(groups: Iterable[Iterable[str]]) -> Iterator[str]:
    return (line for group in groups for line in group)


def _telephony_service(topology: Topology) -> tuple[str, ...]:
    port = topology.router.ports.sccp
    if not port:
        raise TopologyError(
            "the router's SCCP port is not known",
            key="router.ports.sccp",
            remedy="Start the stand-in first and take the ports it announces.",
        )
    return (
        "telephony-service",
        " no auto-reg-ephone",
        f" max-ephones {topology.router.max_ephones}",
        f" max-dn {topology.router.max_dn}",
        f" ip source-address {topology.source_address} port {port}",
        " max-conferences 8 gain -6",
        " transfer-system full-consult",
    )


def _ephone_dn(party: PartySpec) -> tuple[str, ...]:
    mode = " dual-line" if party.dual_line else ""
    return (f"ephone-dn {party.dn}{mode}", f" number {party.number}", " cti watch")


def _mobile_dn(mobility: ExtensionMobility) -> tuple[str, ...]:
    # Document, "Configuring a Number or Device", step 7: a number without a physical device
    # needs `cti notify`.
    return (f"ephone-dn {mobility.dn}", f" number {mobility.number}", " cti notify", " cti watch")


def _logout_profile(party: PartySpec) -> tuple[str, ...]:
    mobility = party.extension_mobility
    if mobility is None:
        return ()
    return (
        f"voice logout-profile {mobility.logout_profile}",
        f" number {party.number} type normal",
    )


def _user_profile(mobility: ExtensionMobility) -> tuple[str, ...]:
    return (
        f"voice user-profile {mobility.user_profile}",
        f" user {mobility.user} password {mobility.password.get_secret_value()}",
        f" number {mobility.number} type normal",
    )


def _ephone(party: PartySpec) -> tuple[str, ...]:
    mobility = party.extension_mobility
    line = f" logout-profile {mobility.logout_profile}" if mobility else f" button 1:{party.dn}"
    return (
        f"ephone {party.ephone}",
        f" mac-address {party.phone.dotted_mac}",
        f" type {party.phone.model}",
        line,
    )


def plan(topology: Topology, running: Sequence[Statement]) -> tuple[str, ...]:
    """The lines still to be pushed to a router that runs ``running``; none when all is there.

    A section that lacks anything is pushed with what it lacks only; whenever anything but the
    phones' files is pushed, the files are made again. Larger limits that the router has are kept.

    Raises:
        TopologyError: as `configuration`.
    """
    wanted = _with_the_larger_limits(configuration(topology), running)
    lacking = set(_encryption_apart(missing(wanted, running), running))
    if not lacking:
        return ()
    lacking.difference_update(statements("\n".join(_CREATE_FILES)))
    return (*_only(lacking, wanted), *_CREATE_FILES)


def unheld(topology: Topology, running: Sequence[Statement]) -> tuple[Statement, ...]:
    """What `configuration` wants and the router, having taken it, does not show."""
    wanted = _with_the_larger_limits(configuration(topology), running)
    return _encryption_apart(missing(wanted, running), running)


def _only(chosen: Container[Statement], lines: Sequence[str]) -> Iterator[str]:
    """The chosen lines, and the heads they need to stand under."""
    section: Statement = ()
    for statement, line in placed(lines):
        if statement in chosen:
            above = statement[:-1]
            if above and above != section:
                yield from (" " * level + head for level, head in enumerate(above))
            yield line
            section = above or statement


def _with_the_larger_limits(lines: Sequence[str], running: Sequence[Statement]) -> tuple[str, ...]:
    held = {
        match[1]: int(match[2])
        for section, *rest in running
        if section == "telephony-service" and rest
        if (match := re.fullmatch(r"(max-ephones|max-dn) (\d+).*", rest[0]))
    }
    kept = []
    for line in lines:
        match = re.fullmatch(r" (max-ephones|max-dn) (\d+)", line)
        if match is None or held.get(match[1], 0) <= int(match[2]):
            kept.append(line)
    return tuple(kept)


def _encryption_apart(
    lacking: Iterable[Statement], running: Sequence[Statement]
) -> tuple[Statement, ...]:
    """Without lines that differ by an encrypted password only (`service password-encryption`)."""
    encrypted = {(*above, re.sub(r"(password) [5-9] \S+", r"\1", line)) for *above, line in running}
    return tuple(
        statement
        for statement in lacking
        if not (
            " password " in statement[-1]
            and (*statement[:-1], re.sub(r"(password) \S+", r"\1", statement[-1])) in encrypted
        )
    )


def conflicts(topology: Topology, running: Sequence[Statement]) -> tuple[str, ...]:
    """What the bench would overwrite that somebody else configured; a sentence with remedy each."""
    return tuple(
        sentence
        for look in (_source_address, _numbers, _phones, _profiles)
        for sentence in look(topology, running)
    )


def _children(running: Sequence[Statement], section: str) -> dict[str, list[str]]:
    """The lines under each section whose head begins with ``section``, by its tag."""
    found: dict[str, list[str]] = {}
    for head, *rest in running:
        match = re.fullmatch(rf"{section} (\d+)(?: .*)?", head)
        if match:
            found.setdefault(match[1], []).extend(rest[:1])
    return found


def _value(lines: Iterable[str], keyword: str) -> str | None:
    for line in lines:
        words = line.split()
        if words[0] == keyword and len(words) > 1:
            return words[1]
    return None


def _source_address(topology: Topology, running: Sequence[Statement]) -> Iterator[str]:
    wanted = f"{topology.source_address} port {topology.router.ports.sccp}"
    for head, *rest in running:
        match = re.match(r"ip source-address (\S+ port \d+)", rest[0]) if rest else None
        if head == "telephony-service" and match and match[1] != wanted:
            yield (
                f"CME serves phones at {match[1]}, the topology says {wanted}; set "
                "router.source_address and router.ports.sccp to what the router has"
            )


def _numbers(topology: Topology, running: Sequence[Statement]) -> Iterator[str]:
    held = {tag: _value(lines, "number") for tag, lines in _children(running, "ephone-dn").items()}
    wanted = {str(party.dn): party.number for party in topology.parties.values()}
    for party in topology.parties.values():
        if mobility := party.extension_mobility:
            wanted[str(mobility.dn)] = mobility.number
    for tag, number in held.items():
        if number and wanted.get(tag, number) != number:
            yield f"ephone-dn {tag} is number {number} already; choose a free tag (`dn:`)"
        elif number in wanted.values() and tag not in wanted:
            yield f"number {number} is ephone-dn {tag} already; choose a free number"


def _phones(topology: Topology, running: Sequence[Statement]) -> Iterator[str]:
    wanted = {str(party.ephone): party.phone.dotted_mac for party in topology.parties.values()}
    for tag, lines in _children(running, "ephone").items():
        mac = (_value(lines, "mac-address") or "").upper()
        if mac and wanted.get(tag, mac) != mac:
            yield f"ephone {tag} is {mac} already; choose a free tag (`ephone:`)"
        elif mac in wanted.values() and tag not in wanted:
            yield f"MAC address {mac} is ephone {tag} already; choose another MAC address"


def _profiles(topology: Topology, running: Sequence[Statement]) -> Iterator[str]:
    mobile = [(p, p.extension_mobility) for p in topology.parties.values() if p.extension_mobility]
    wanted = {
        "voice logout-profile": {str(m.logout_profile): p.number for p, m in mobile},
        "voice user-profile": {str(m.user_profile): m.number for _, m in mobile},
    }
    for section, numbers in wanted.items():
        for tag, lines in _children(running, section).items():
            number = _value(lines, "number")
            if number and numbers.get(tag, number) != number:
                key = section.removeprefix("voice ").replace("-", "_")
                yield f"{section} {tag} has number {number} already; choose a free tag (`{key}:`)"
