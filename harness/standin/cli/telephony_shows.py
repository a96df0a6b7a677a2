"""What ``show telephony-service``, ``show ephone-dn``, ``show ephone …`` and the SIP side print.

Heads and fixed texts follow the CME and voice command references for 8.x; where those print tables
with tabs or none at all, the columns are ASSUMED.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from harness.standin.cli.host import Terminal
from harness.standin.cli.modes import lines_of_mode
from harness.standin.cli.orders import Arguments
from harness.standin.configuration import EphoneDn
from harness.standin.defects import Defect
from harness.standin.macs import dotted_mac
from harness.standin.operations import LineStatus

_RULE = "====================="


def service(terminal: Terminal) -> Iterator[str]:
    """``show telephony-service``."""
    telephony = terminal.host.configuration.telephony
    yield "CONFIG (Version=8.6)"
    yield _RULE
    yield "Version 8.6"
    yield "Max phoneload sccp version 17"
    yield "Max dspfarm sccp version 18"
    yield "Cisco Unified Communications Manager Express"
    yield "For on-line documentation please see:"
    yield "http://www.cisco.com/en/US/products/sw/voicesw/ps4625/tsd_products_support_series_home.html"
    yield ""
    yield "protocol mode default"
    if telephony.source_address:
        yield f"ip source-address {telephony.source_address} port {telephony.source_port}"
    yield "ip qos dscp:"
    yield " ef (the MS 6 bits, 46, in ToS, 0xB8) for media"
    yield " cs3 (the MS 6 bits, 24, in ToS, 0x60) for signal"
    yield f"max-ephones {telephony.max_ephones}"
    yield f"max-dn {telephony.max_dn}"
    yield f"max-conferences {telephony.max_conferences} gain {telephony.gain}"
    yield "dspfarm units 0"
    yield "dspfarm transcode sessions 0"
    yield "conference software"
    yield "privacy"
    yield "no privacy-on-hold"
    yield "hunt-group report delay 1 hours"
    yield "max-redirect 10"
    yield f"cnf-file location: {telephony.cnf_file_location or 'system:'}"
    per_phone = telephony.cnf_file == "perphone"
    yield f"cnf-file option: PER-PHONE{'' if per_phone else '-TYPE'}"
    yield from lines_of_mode("telephony-service", telephony)


def service_all(terminal: Terminal) -> Iterator[str]:
    """``show telephony-service all``: the service, then its numbers and phones."""
    yield from service(terminal)
    yield ""
    for tag, dn in sorted(terminal.host.configuration.ephone_dns.items()):
        yield f"ephone-dn {tag}{' ' if dn.lines else ''}{dn.lines}"
        yield from lines_of_mode("ephone-dn", dn)
        yield ""
    yield from service_ephones(terminal)


def service_ephones(terminal: Terminal) -> Iterator[str]:
    """``show telephony-service ephone``."""
    configuration = terminal.host.configuration
    registered = sum(each.registered for each in terminal.host.operations.phones())
    count = len(configuration.ephones)
    yield f"Number of Configured ephones {count} (Registered {registered})"
    for tag, phone in sorted(configuration.ephones.items()):
        yield f"ephone {tag}"
        yield "Device Security Mode: Non-Secure"
        yield from lines_of_mode("ephone", phone)
        yield ""


def service_dns(terminal: Terminal) -> Iterator[str]:
    """``show telephony-service ephone-dn``."""
    for tag, dn in sorted(terminal.host.configuration.ephone_dns.items()):
        yield f"ephone-dn {tag}{' ' if dn.lines else ''}{dn.lines}"
        yield from lines_of_mode("ephone-dn", dn)
        yield ""


def bindings(terminal: Terminal) -> Iterator[str]:
    """``show telephony-service tftp-bindings``."""
    configuration = terminal.host.configuration
    kept = Defect.FILES_NOT_DELETED in terminal.host.defects
    if configuration.telephony.cnf_files is None and not kept:
        return
    yield "tftp-server system:/its/SEPDEFAULT.cnf"
    yield "tftp-server system:/its/SEPDEFAULT.cnf alias SEPDefault.cnf"
    yield "tftp-server system:/its/XMLDefault.cnf.xml alias XMLDefault.cnf.xml"
    for phone in configuration.ephones.values():
        if phone.mac:
            name = f"SEP{phone.mac}.cnf.xml"
            yield f"tftp-server system:/its/XMLDefault{phone.type or ''}.cnf.xml alias {name}"


# -- numbers -----------------------------------------------------------------------------------


def _lines(terminal: Terminal) -> dict[int, list[LineStatus]]:
    """Every line of every phone, by the tag of its number."""
    found: dict[int, list[LineStatus]] = {}
    for phone in terminal.host.operations.phones():
        for line in phone.lines:
            if phone.registered:
                found.setdefault(line.dn_tag, []).append(line)
    return found


def _state(dn: EphoneDn, channel: int, terminal: Terminal) -> str:
    states = [
        line.state for line in _lines(terminal).get(dn.tag, []) if line.channel == channel + 1
    ]
    configuration = terminal.host.configuration
    if states:
        return states[0]
    return "UP" if dn.number and configuration.notified(dn.number) else "DOWN"


def dn_summary(terminal: Terminal) -> Iterator[str]:
    """``show ephone-dn summary``: each number's port and state, followed by a line of one blank."""
    yield "PORT     DN STATE    CODEC    VAD VTSP STATE            VPM STATE"
    yield "======== ==========  ======== === ===================== ========="
    for tag, dn in sorted(terminal.host.configuration.ephone_dns.items()):
        for channel in range(dn.channels):
            port = f"50/0/{tag}" + (f".{channel + 1}" if dn.channels > 1 else "")
            state = _state(dn, channel, terminal)
            yield f"{port:<8} {state:<10}  {'-':<9} {'-':<3} {'-':<21} {'EFXS_ONHOOK':<24}"
            yield " "


def dn(terminal: Terminal, arguments: Arguments) -> Iterator[str]:
    """``show ephone-dn [tag]``; the fields between port and state are ASSUMED."""
    wanted = arguments.get("tag")
    for tag, each in sorted(terminal.host.configuration.ephone_dns.items()):
        if wanted is None or tag == wanted:
            yield f"50/0/{tag} INVALID" if each.number is None else f"50/0/{tag} {each.number}"
            for channel in range(each.channels):
                yield f"  CH{channel + 1} {_state(each, channel, terminal)}"


def by_number(terminal: Terminal, arguments: Arguments) -> Iterator[str]:
    """``show ephone telephone-number``."""
    number = str(arguments["number"])
    found = terminal.host.configuration.dn_by_number(number)
    if found is None:
        yield "No ephone in specified type/condition."
        return
    role = "secondary" if found.secondary == number else "primary"
    yield f"DP tag: 0, {role}"
    yield f"Tag {found.tag}, Normal or Intercom dn"
    for phone in terminal.host.operations.phones():
        for button, _ in groupby(
            line.button for line in phone.lines if line.dn_tag == found.tag and phone.mac
        ):
            yield f"  ephone {phone.tag}, mac-address {dotted_mac(phone.mac)}, line {button}"


def phone_load(terminal: Terminal) -> Iterator[str]:
    """``show ephone phone-load``; what a phone runs is not told by SCCP and stays empty."""
    yield "DeviceName        CurrentPhoneload       PreviousPhoneload      LastReset"
    yield "=" * 69
    for phone in terminal.host.operations.phones():
        if phone.mac:
            yield f"{'SEP' + phone.mac:<18}{'':<23}{'':<23}Initialized"


# -- SIP ---------------------------------------------------------------------------------------


def register_global(terminal: Terminal) -> Iterator[str]:
    """``show voice register global``, the part of it that the configuration decides."""
    block = terminal.host.configuration.voice_register_global
    yield "CONFIG [Version=8.6]"
    yield "========================"
    yield "  Version 8.6"
    yield f"  Mode is {block.mode or 'srst'}"
    yield f"  Max-pool is {block.max_pool}"
    yield f"  Max-dn is {block.max_dn}"
    if block.source_address:
        yield f"  Source-address is {block.source_address} port {block.source_port}"
    yield "  Time-format is 12"
    yield "  Date-format is M/D/Y"
    yield "  Hold-alert is disabled"
    yield "  Forwarding local is enabled"
    yield "  Max redirect number is 5"


def sip_service(terminal: Terminal) -> Iterator[str]:
    """``show sip-ua service``."""
    if terminal.host.configuration.voice_service.shutdown:
        yield "SIP service is shut globally"
        yield "under 'voice service voip'"
    else:
        yield "SIP Service is up"


def sip_calls(terminal: Terminal) -> Iterator[str]:
    """``show sip-ua calls``: CTI's dialogs carry no call, so there is never one."""
    del terminal
    for name, letters in (("UAC", "Client(UAC)"), ("UAS", "Server(UAS)")):
        yield f"SIP {name} CALL INFO"
        yield f"   Number of SIP User Agent {letters} calls: 0"


def active_calls(terminal: Terminal) -> Iterator[str]:
    """``show call active voice brief``, its totals: each party of a call is a leg of SCCP."""
    legs = [leg for call in terminal.host.operations.calls() for leg in call.legs]
    for leg in legs:
        yield f"{leg.call_id:X} : {leg.call_id} 0ms.1 +0 pid:20001 Originate {leg.dn} active"
    for kind in ("Telephony", "SIP", "H323", "Call agent controlled"):
        yield f"{kind} call-legs: 0"
    yield f"SCCP call-legs: {len(legs)}"
    yield "Multicast call-legs: 0"
    yield f"Total call-legs: {len(legs)}"


def dial_peers(terminal: Terminal) -> Iterator[str]:
    """``show dial-peer voice summary``: what is configured, and one peer a number."""
    configuration = terminal.host.configuration
    yield "             AD                                    PRE PASS                OUT"
    yield ("TAG    TYPE  MIN  OPER PREFIX    DEST-PATTERN      FER THRU SESS-TARGET    STAT PORT")
    for head, section in configuration.sections.items():
        if head.startswith("dial-peer voice "):
            _, _, tag, kind = head.split()
            said = {line.split()[0]: line.partition(" ")[2] for line in section.kept.values()}
            pattern = said.get("destination-pattern", "")
            yield f"{tag:<6} {kind:<5} up   up             {pattern:<17} 0  syst"
    for number, dn_ in sorted(configuration.ephone_dns.items()):
        if dn_.number:
            pattern = f"{dn_.number}$"
            tag = str(20000 + number)
            yield f"{tag:<6} pots  up   up             {pattern:<17} 0{'':<22}50/0/{number}"
