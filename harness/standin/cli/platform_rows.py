"""The configuration table of the platform: everything that is not a telephone.

Sources: the document's two whole configurations, reference outputs of a 2811 on 15.1(4)M for the
order and the defaults that are printed. Most of these lines are kept, not obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from harness.standin.cli import aliases, banners
from harness.standin.cli.rows import (
    Change,
    Row,
    Rows,
    accepted,
    flag,
    kept,
    section,
    service,
    setting,
)
from harness.standin.cli.secrets import secret
from harness.standin.cli.talk import Ask, Talk, affirmed, say
from harness.standin.configuration import Interface, RouterConfiguration, Section, User

VERSION = "15.1"

_HOSTNAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?")
_AN_INTERFACE = (
    "interface {interface:INTERFACE|type:SLOTTED unit:SLOT|type:LOOPBACK unit:<0-2147483647>}"
)
_INTERFACES = ("FastEthernet", "Service-Engine", "Loopback")


# -- hostname, users, secrets ------------------------------------------------------------------


def _name_host(change: Change) -> Talk | None:
    name = str(change.values["hostname"])
    if not _HOSTNAME.fullmatch(name):
        return say(["% Hostname contains one or more illegal characters."])
    change.configuration.hostname = name
    return None


def _unname_host(change: Change) -> None:
    change.configuration.hostname = "Router"


def _host_line(configuration: RouterConfiguration) -> Iterator[str]:
    yield f"hostname {configuration.hostname}"


def _type_5(change: Change) -> str:
    text = str(change.values.get("hash") or change.values["plain"])
    return text if "hash" in change.values else secret(text)


def _set_enable_secret(change: Change) -> None:
    change.configuration.enable_secret = _type_5(change)


def _clear_enable_secret(change: Change) -> None:
    change.configuration.enable_secret = None


def _enable_secret_line(configuration: RouterConfiguration) -> Iterator[str]:
    if configuration.enable_secret:
        yield f"enable secret 5 {configuration.enable_secret}"


def _set_user(change: Change) -> None:
    values = change.values
    users = change.configuration.users
    user = users.setdefault(str(values["name"]), User(str(values["name"])))
    if "privilege" in values:
        user.privilege = int(values["privilege"])
    if "hash" in values or "plain" in values:
        user.secret, user.password = _type_5(change), None
    elif "password" in values:
        user.secret, user.password = None, str(values["password"])


def _remove_user(change: Change) -> Talk:
    yield "This operation will remove all username related configurations with same name."
    answer = yield Ask("Do you want to continue? [confirm]", key=True)
    if affirmed(answer):
        change.configuration.users.pop(str(change.values["name"]), None)


def _user_lines(configuration: RouterConfiguration) -> Iterator[str]:
    for user in configuration.users.values():
        privilege = f" privilege {user.privilege}" if user.privilege != 1 else ""
        if user.secret:
            yield f"username {user.name}{privilege} secret 5 {user.secret}"
        elif user.password is not None:
            yield f"username {user.name}{privilege} password 0 {user.password}"
        else:
            yield f"username {user.name}{privilege}"


# -- interfaces --------------------------------------------------------------------------------


def interface_name(typed: str) -> str:
    """The full name of an interface that was typed short: ``fa0/0``."""
    letters = re.match(r"[A-Za-z-]+", typed)
    prefix = letters[0].lower() if letters else ""
    full = next(name for name in _INTERFACES if name.lower().startswith(prefix[0]))
    return full + typed[len(prefix) :]


def _named(change: Change) -> str:
    values = change.values
    return interface_name(str(values.get("interface") or f"{values['type']}{values['unit']}"))


def _into_interface(change: Change) -> Interface:
    name = _named(change)
    return change.configuration.interfaces.setdefault(name, Interface(name))


def _remove_interface(change: Change) -> Talk | None:
    name = _named(change)
    if not name.startswith("Loopback"):
        return say(["% Removal of physical interfaces is not permitted"])
    change.configuration.interfaces.pop(name, None)
    return None


def _default_interface(change: Change) -> Talk | None:
    name = _named(change)
    interface = change.configuration.interfaces.get(name)
    if interface is not None:
        interface.address = interface.mask = None
        interface.kept.clear()
    return say(["Building configuration...", "", f"Interface {name} set to default configuration"])


def _interfaces(configuration: RouterConfiguration) -> Iterator[tuple[str, Interface]]:
    for name, interface in configuration.interfaces.items():
        yield f"interface {name}", interface


def _address_line(interface: Interface) -> Iterator[str]:
    if interface.address is None:
        yield "no ip address"
    else:
        yield f"ip address {interface.address} {interface.mask}"


_ADDRESS = setting("ip address address:A.B.C.D mask:A.B.C.D")

INTERFACE: Rows = (
    kept("description text:LINE"),
    Row(_ADDRESS.syntax, _ADDRESS.set, _ADDRESS.unset, lines=_address_line),
    flag("shutdown", "shutdown"),
    kept("duplex mode:{auto|full|half}"),
    kept("speed value:{10|100|auto}"),
    kept("ip nat side:{inside|outside}"),
)

# -- XML services ------------------------------------------------------------------------------


def _shutdown_line(block: Section) -> Iterator[str]:
    if not block.shutdown:
        yield "no shutdown"


_SHUT = flag("shutdown", "shutdown", default=True)
_SHUTDOWN = Row(_SHUT.syntax, _SHUT.set, _SHUT.unset, lines=_shutdown_line)

XML_TRANSPORT: Rows = (
    kept("response size kilobytes:<1-64>"),
    _SHUTDOWN,
    kept("request outstanding number:<1-10>"),
    kept("request timeout seconds:<0-60>"),
)

XML_APPLICATION: Rows = (kept("response timeout seconds:<0-60>"), _SHUTDOWN)


def _is_used(block: Section) -> bool:
    return bool(block.kept) or not block.shutdown


def _new_xml_section() -> Section:
    return Section(shutdown=True)


# -- blocks that are only kept -----------------------------------------------------------------

DHCP_POOL: Rows = (
    kept("network address:A.B.C.D mask:A.B.C.D"),
    kept("option code:<0-254> {ip address:A.B.C.D ...|ascii text:LINE}", many=True),
    kept("default-router address:A.B.C.D ..."),
    kept("dns-server address:A.B.C.D ..."),
    kept("domain-name name:WORD"),
    kept("lease days:<0-365>"),
)

ARCHIVE: Rows = (
    section("log config", "archive-log"),
    kept("path url:WORD"),
    kept("maximum number:<1-14>"),
    kept("write-memory"),
)

ARCHIVE_LOG: Rows = (kept("logging enable"), kept("hidekeys"), kept("notify syslog"))

VOICE_CARD: Rows = (kept("dsp services dspfarm"), kept("codec complexity level:{flex|high|medium}"))

VOICE_PORT: Rows = (
    kept("description text:LINE"),
    kept("signal kind:{groundStart|loopStart}"),
    kept("cptone country:WORD"),
    kept("station-id name text:LINE"),
    kept("station-id number digits:DIGITS"),
    kept("caller-id enable"),
    kept("connection plar number:DIGITS"),
)

CONTROL_PLANE: Rows = (kept("service-policy input name:WORD"),)

SIP_UA: Rows = (
    kept("registrar text:LINE"),
    kept("retry text:LINE", many=True),
    kept("timers text:LINE", many=True),
    kept("mwi-server text:LINE"),
)

DIAL_PEER: Rows = (
    kept("description text:LINE"),
    kept("preference order:<0-10>"),
    kept("destination-pattern digits:WORD"),
    kept("translation-profile direction:{incoming|outgoing} name:WORD", many=True),
    kept("session protocol kind:{sipv2|cisco}"),
    kept("session target text:LINE"),
    kept("session transport protocol:{tcp|udp|system}"),
    kept("incoming called-number digits:WORD"),
    kept("dtmf-relay text:LINE"),
    kept("codec name:WORD"),
    kept("port number:WORD"),
    kept("vad", default="vad", quiet=True),
    flag("shutdown", "shutdown"),
)

LINE: Rows = (
    kept("exec-timeout minutes:<0-35791> [seconds:<0-2147483>]"),
    kept("privilege level level:<0-15>"),
    kept("password word:LINE"),
    kept("logging synchronous"),
    kept("login [local]"),
    kept("history size lines:<0-256>"),
    kept("length lines:<0-512>"),
    kept("width characters:<0-512>"),
    kept("speed baud:<0-115200>"),
    kept("stopbits number:{1|1.5|2}"),
    kept("transport input protocol:{all|none|ssh|telnet} ..."),
    kept("transport output protocol:{all|none|ssh|telnet} ..."),
)


_DOMAIN = "ip domain name name:WORD"


def _set_domain(change: Change) -> None:
    """The spelling of old releases; the new one is printed."""
    change.configuration.kept[_DOMAIN] = f"ip domain name {change.values['name']}"


def _unset_domain(change: Change) -> None:
    change.configuration.kept.pop(_DOMAIN, None)


def _generate_key(change: Change) -> Talk:
    name = change.configuration.hostname
    domain = change.configuration.kept.get(_DOMAIN, "").rpartition(" ")[2]
    if not domain:
        yield "% Please define a domain-name first."
        return
    bits = change.values.get("bits")
    yield f"The name for the keys will be: {name}.{domain}"
    if bits is None:
        answer = yield Ask("How many bits in the modulus [512]: ")
        bits = answer.strip() if answer.strip().isdigit() else "512"
    yield f"% Generating {bits} bit RSA keys, keys will be non-exportable..."
    yield "[OK] (elapsed time was 1 seconds)"


def _fixed(line: str) -> Callable[[RouterConfiguration], tuple[str, ...]]:
    def lines(configuration: RouterConfiguration) -> tuple[str, ...]:
        del configuration
        return (line,)

    return lines


_LEVEL = "level:{alerts|critical|debugging|emergencies|errors|informational|notifications|warnings}"

# -- global configuration ----------------------------------------------------------------------

FIRST: Rows = (
    "!",
    Row("version number:WORD", lines=_fixed(f"version {VERSION}")),
    kept("service timestamps debug text:LINE", default="service timestamps debug datetime msec"),
    kept("service timestamps log text:LINE", default="service timestamps log datetime msec"),
    kept("service password-encryption", default="no service password-encryption"),
    kept("service sequence-numbers"),
    "!",
    Row("hostname hostname:WORD", _name_host, _unname_host, lines=_host_line),
    "!",
    Row("boot-start-marker", lines=_fixed("boot-start-marker")),
    kept("boot system {flash|tftp} file:LINE", many=True),
    Row("boot-end-marker", lines=_fixed("boot-end-marker")),
    "!",
    "!",
    kept("logging message-counter kind:{debug|log|syslog}"),
    kept(
        f"logging buffered [size:<4096-2147483647>] [{_LEVEL}]",
        default="logging buffered",
        quiet=True,
    ),
    kept(f"logging console [{_LEVEL}]", default="logging console", quiet=True),
    kept(f"logging monitor [{_LEVEL}]", default="logging monitor", quiet=True),
    kept(f"logging trap [{_LEVEL}]"),
    kept("logging host address:A.B.C.D", many=True),
    Row(
        "enable secret {5 hash:WORD|[0] plain:LINE}",
        _set_enable_secret,
        _clear_enable_secret,
        lines=_enable_secret_line,
        no="enable secret [rest:LINE]",
    ),
    setting("enable password enable_password:LINE"),
    "!",
    kept("aaa new-model", default="no aaa new-model"),
    "!",
    kept("clock timezone zone:WORD hours:<0-23> [minutes:<0-59>]"),
    kept("dot11 syslog", default="dot11 syslog"),
    kept("ip source-route", default="ip source-route"),
    "!",
    "!",
    kept("ip cef", default="ip cef"),
    kept("ip dhcp excluded-address first:A.B.C.D [last:A.B.C.D]", many=True),
    "!",
    section("ip dhcp pool name:WORD", "dhcp"),
    flag("ip domain lookup", "ip_domain_lookup", default=True),
    flag("ip domain-lookup", "ip_domain_lookup", default=True, printed=False),
    kept(_DOMAIN),
    Row("ip domain-name name:WORD", _set_domain, _unset_domain),
    kept("ip name-server address:A.B.C.D ...", many=True),
    kept("ipv6 cef", default="no ipv6 cef"),
    kept("multilink bundle-name authenticated", default="multilink bundle-name authenticated"),
    "!",
    "!",
)
"""What stands before the voice services."""

MIDDLE: Rows = (
    section("voice-card slot:{0}", "voice-card", present=("voice-card 0",), fixed=True),
    "!",
    Row(
        "username name:WORD [privilege privilege:<0-15>]"
        " [{secret {5 hash:WORD|[0] plain:LINE}|password [0] password:LINE}]",
        _set_user,
        _remove_user,
        lines=_user_lines,
        no="username name:WORD [rest:LINE]",
    ),
    "!",
    section("archive", "archive"),
    Row(
        _AN_INTERFACE,
        unset=_remove_interface,
        reset=_default_interface,
        no=_AN_INTERFACE,
        opens="interface",
        into=_into_interface,
        blocks=_interfaces,
    ),
    kept("ip default-gateway address:A.B.C.D"),
    kept("ip forward-protocol nd", default="ip forward-protocol nd"),
    kept("ip route network:A.B.C.D mask:A.B.C.D via:WORD [distance:<1-255>]", many=True),
    "!",
    flag("ip http server", "http_server"),
    kept("ip http secure-server", default="no ip http secure-server"),
    kept("ip http path url:WORD"),
    kept("ip http authentication method:{aaa|enable|local}"),
    kept("ip scp server enable"),
    kept("ip ssh version number:<1-2>"),
    "!",
    kept("tftp-server file:WORD [alias name:WORD]", many=True),
    "!",
    service(
        "ixi transport http", "xml-transport", "xml_transport", _new_xml_section, shown=_is_used
    ),
    service(
        "ixi application cme",
        "xml-application",
        "xml_application",
        _new_xml_section,
        shown=_is_used,
    ),
    section("control-plane", "control-plane", present=("control-plane",), fixed=True),
    section(
        "voice-port port:PORT",
        "voice-port",
        present=tuple(f"voice-port 0/0/{unit}" for unit in range(4)),
        fixed=True,
    ),
    kept("mgcp fax t38 ecm"),
    kept("mgcp profile name:WORD", default="mgcp profile default"),
    "!",
    section("dial-peer voice tag:<1-2147483647> kind:{pots|voip}", "dial-peer"),
    section("sip-ua", "sip-ua"),
)
"""What stands between the voice services and telephony-service."""

LAST: Rows = (
    setting("file prompt file_prompt:{alert|noisy|quiet}", file_prompt=None),
    Row("crypto key generate rsa [general-keys] [modulus bits:<360-4096>]", _generate_key),
    banners.BANNER,
    aliases.ALIAS,
    section(
        "line type:{aux|console|vty} first:<0-15> [last:<0-15>]",
        "line",
        present=("line con 0", "line aux 0", "line vty 0 4"),
        fixed=True,
        spelled=("console", "con"),
    ),
    kept(
        "scheduler allocate interrupts:<400-60000> process:<100-4000>",
        default="scheduler allocate 20000 1000",
    ),
    kept("ntp server address:A.B.C.D", many=True),
    accepted("license udi pid product:WORD sn serial:WORD"),
)
"""What stands after the phones."""
