"""What the platform's ``show`` commands print: version, clock, users, interfaces, flash.

The forms are those of a real 2811 on 15.1(4)M, as the parsers of common automation tools read
them; serial number and dates are the stand-in's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from harness.standin.cli import aliases
from harness.standin.cli.host import FLASH_BYTES, IMAGE, IMAGE_BYTES, CliHost, Stamp, Terminal

_FIRST_VTY = 194
"""The absolute number of VTY 0 on a 2811."""


def clock_text(at: datetime) -> str:
    """A moment as ``show clock`` prints it: ``18:57:38.347 UTC Mon Oct 19 2015``."""
    return f"{at:%H:%M:%S}.{at.microsecond // 1000:03} {at:%Z %a %b} {at.day} {at:%Y}"


def _stamp_text(at: datetime) -> str:
    return f"{at:%H:%M:%S %Z %a %b} {at.day} {at:%Y}"


def show_clock(terminal: Terminal) -> Iterator[str]:
    """``show clock``; the asterisk says that nobody set it."""
    yield f"*{clock_text(terminal.host.wall_clock())}"


def uptime(up: timedelta) -> str:
    """How long, in the units of ``show version``."""
    minutes = int(up.total_seconds()) // 60
    parts = (
        (minutes // 10080, "week"),
        (minutes // 1440 % 7, "day"),
        (minutes // 60 % 24, "hour"),
        (minutes % 60, "minute"),
    )
    shown = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return ", ".join(shown) or "0 minutes"


def show_version(terminal: Terminal) -> Iterator[str]:
    """``show version``."""
    host = terminal.host
    yield (
        "Cisco IOS Software, 2800 Software (C2800NM-ADVENTERPRISEK9-M), Version 15.1(4)M7, "
        "RELEASE SOFTWARE (fc2)"
    )
    yield "Technical Support: http://www.cisco.com/techsupport"
    yield "Copyright (c) 1986-2013 by Cisco Systems, Inc."
    yield "Compiled Tue 17-Sep-13 04:12 by prod_rel_team"
    yield ""
    yield "ROM: System Bootstrap, Version 12.4(13r)T, RELEASE SOFTWARE (fc1)"
    yield ""
    yield f"{host.configuration.hostname} uptime is {uptime(host.wall_clock() - host.booted_at)}"
    yield "System returned to ROM by power-on"
    yield f"System restarted at {_stamp_text(host.booted_at)}"
    yield f'System image file is "flash:{IMAGE}"'
    yield "Last reload type: Normal Reload"
    yield ""
    yield ""
    yield "Cisco 2811 (revision 53.51) with 512000K/12288K bytes of memory."
    yield "Processor board ID FTX1107A0ZZ"
    yield "2 FastEthernet interfaces"
    yield "1 Virtual Private Network (VPN) Module"
    yield "DRAM configuration is 64 bits wide with parity enabled."
    yield "239K bytes of non-volatile configuration memory."
    yield "500472K bytes of ATA CompactFlash (Read/Write)"
    yield ""
    yield "Configuration register is 0x2102"
    yield ""


def show_inventory(terminal: Terminal) -> Iterator[str]:
    """``show inventory``."""
    del terminal
    yield 'NAME: "2811 chassis", DESCR: "2811 chassis"'
    yield f"PID: {'CISCO2811':<18}, VID: {'V04':<4}, SN: FTX1107A0ZZ"
    yield ""


def show_interfaces(terminal: Terminal) -> Iterator[str]:
    """``show ip interface brief``."""
    row = "{:<26} {:<15} {:<3} {:<6} {:<21} {:<8}"
    yield row.format("Interface", "IP-Address", "OK?", "Method", "Status", "Protocol").rstrip()
    for each in terminal.host.configuration.interfaces.values():
        state = ("administratively down", "down") if each.shutdown else ("up", "up")
        method = "NVRAM" if each.address else "unset"
        yield row.format(each.name, each.address or "unassigned", "YES", method, *state)


def show_users(terminal: Terminal) -> Iterator[str]:
    """``show users``."""
    now = terminal.host.wall_clock()
    yield "    Line       User       Host(s)              Idle       Location"
    yield "   0 con 0                idle                 00:00:00   "
    for each in sorted(terminal.host.terminals, key=lambda other: other.number):
        idle = int((now - each.last_key_at).total_seconds())
        yield (
            f"{'*' if each is terminal else ' '} {_FIRST_VTY + each.number} "
            f"{f'vty {each.number}':<9} {each.user:<10} {'idle':<20} "
            f"{idle // 3600:02}:{idle // 60 % 60:02}:{idle % 60:02} {each.remote}"
        )
    yield ""
    yield "  Interface    User               Mode         Idle     Peer Address"
    yield ""


def show_flash(terminal: Terminal) -> Iterator[str]:
    """``dir flash:`` and ``show flash:``."""
    return directory(terminal.host)


def directory(host: CliHost, only: str = "") -> Iterator[str]:
    """What is in flash, or the entry of one file."""
    files = [(IMAGE, IMAGE_BYTES), *((name, len(octets)) for name, octets in host.flash.items())]
    yield f"Directory of flash:/{only}"
    yield ""
    for number, (name, size) in enumerate(files, start=1):
        if only in {"", name}:
            at = host.file_times.get(name, host.booted_at)
            yield f"{number:>5}  -rw-  {size:>10}  {at:%b %d %Y %H:%M:%S} +00:00  {name}"
    used = sum(size for _, size in files)
    yield ""
    yield f"{FLASH_BYTES} bytes total ({FLASH_BYTES - used} bytes free)"


def show_hosts(terminal: Terminal) -> Iterator[str]:
    """``show hosts``."""
    lookup = terminal.host.configuration.ip_domain_lookup
    yield "Default domain is not set"
    yield f"Name/address lookup uses {'domain service' if lookup else 'static mappings'}"
    yield "Name servers are 255.255.255.255"


def show_running(terminal: Terminal) -> Iterator[str]:
    """``show running-config``."""
    host = terminal.host
    text = host.running()
    yield "Building configuration..."
    yield ""
    yield f"Current configuration : {len(text)} bytes"
    yield from _history(host)
    yield from text.splitlines()
    yield ""


def _history(host: CliHost) -> Iterator[str]:
    stamps: tuple[tuple[str, Stamp | None], ...] = (
        ("Last configuration change at", host.last_change),
        ("NVRAM config last updated at", host.last_save),
    )
    if any(stamp for _, stamp in stamps):
        yield "!"
    for what, stamp in stamps:
        if stamp is not None:
            yield f"! {what} {_stamp_text(stamp.at)} by {stamp.by}"


NVRAM_BYTES = 245_752


def show_startup(terminal: Terminal) -> Iterator[str]:
    """``show startup-config``."""
    text = terminal.host.startup
    if text is None:
        yield "startup-config is not present"
        return
    yield f"Using {len(text)} out of {NVRAM_BYTES} bytes"
    yield from text.splitlines()
    yield ""


def show_aliases(terminal: Terminal) -> Iterator[str]:
    """``show aliases``."""
    yield "Exec mode aliases:"
    for name, command in sorted(aliases.aliases(terminal.host.configuration).items()):
        yield f"  {name:<21} {command}"
    yield ""
