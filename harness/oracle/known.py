"""Where tshark and we are known to differ about SCCP, who is right, and how that is known.

Wireshark's layouts of old header versions are those of newer call agents ("version 0" is what CUCM
speaks without a version in its header), so real frames of old Cisco gear are called malformed by
it, and some texts are read shifted. Each row is narrow: one message, the header versions it is
about, the fields. Everything else that differs is a disagreement.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXTS = "texts"
"""Stands for all texts of a message: they are compared in order instead of by name."""


@dataclass(frozen=True, slots=True)
class Known:
    """One known difference."""

    message: str
    """Our name of the message."""
    versions: range
    """Header versions it is seen at."""
    fields: frozenset[str]
    """Ours that are not compared."""
    why: str
    absent: frozenset[str] = frozenset()
    """Ours that are not on the wire at these versions."""


_ALL = range(0x100)
_UNALIGNED = (
    "from version 18 a number has 25 octets; phones and CUCM pad it to 28 (recorded, version 20), "
    "tshark 4.0 reads on at octet 25"
)

DIFFERENCES = (
    Known(
        "CallInfoDynamic",
        range(16),
        frozenset({TEXTS}),
        "below version 16 there are 12 texts (chan-sccp, Cisco traces); tshark 4.0 expects "
        "alternateCallingParty as the second of 13 at every version",
        absent=frozenset({"alternate_calling_party", "hunt_pilot_number", "hunt_pilot_name"}),
    ),
    Known(
        "DialedNumber", range(18, 0x100), frozenset({"line_instance", "call_reference"}), _UNALIGNED
    ),
    Known("EnblocCall", range(18, 0x100), frozenset({"line_instance"}), _UNALIGNED),
    Known(
        "ConnectionStatisticsRes",
        range(18, 0x100),
        frozenset(
            {
                "call_reference",
                "stats_processing_mode",
                "number_packets_sent",
                "number_octets_sent",
                "number_packets_received",
                "number_octets_received",
                "number_packets_lost",
                "jitter",
                "latency",
                "data_size",
            }
        ),
        _UNALIGNED,
    ),
    Known(
        "OffHookWithCallingPartyNumber",
        range(18, 0x100),
        frozenset({"cgpn_voice_mailbox", "line_instance"}),
        _UNALIGNED,
    ),
    Known(
        "RegisterTokenReq",
        _ALL,
        frozenset({"station_ip_address", "station_ipv6_address", "ipv6_address_scope"}),
        "tshark 4.0 prints the address of a token request with its octets reversed",
    ),
    Known(
        "ConfigStatDynamic",
        _ALL,
        frozenset(
            {
                "device_name",
                "reserved_user_id",
                "instance",
                "number_of_lines",
                "number_of_speed_dials",
                "user_name",
                "server_name",
            }
        ),
        "disputed: tshark 4.0 begins with a name that ends at its NUL, we with 16 octets; CME "
        "sends the form of fixed size",
    ),
    Known(
        "ServerRes",
        _ALL,
        frozenset({"server_names", "server_ports", "server_addresses"}),
        "we keep the five names and addresses as blocks",
    ),
    Known(
        "AddOnDeviceCapabilities",
        _ALL,
        frozenset({"unknown1", "unknown2", "unknown3", "text"}),
        "nobody knows what they are; tshark numbers them",
    ),
    Known(
        "ServiceURLStatDynamic",
        _ALL,
        frozenset({"service_url", "service_url_display_name", "service_url_extension"}),
        "tshark 4.0 ends at the index",
    ),
    Known("Notification", _ALL, frozenset({"text"}), "tshark 4.0 ends before the text"),
    Known(
        "UpdateCapabilities",
        _ALL,
        frozenset({"table"}),
        "we leave the table of a video phone unread",
    ),
)


@dataclass(frozen=True, slots=True)
class Excuse:
    """A good frame that tshark calls malformed."""

    message: str
    """tshark's name of the message."""
    octets: range
    """Sizes of the body, without the header."""
    versions: range
    """Header versions it is seen at."""
    why: str


EXCUSES = (
    Excuse(
        "Stimulus",
        range(12, 13),
        _ALL,
        "a 7960 ends after the call reference (recorded); tshark wants the status",
    ),
    Excuse(
        "OpenReceiveChannel",
        range(92, 93),
        range(11, 17),
        "the body of versions 11 to 16 (chan-sccp); tshark wants 108 octets at 11",
    ),
    Excuse("Notification", range(12, 2000), _ALL, "tshark wants more than the text"),
)


def excuse(message: str, octets: int, version: int) -> str | None:
    """Why a frame that tshark calls malformed is a good one, where that is known."""
    rows = (row for row in EXCUSES if row.message == message)
    found = (row.why for row in rows if octets in row.octets and version in row.versions)
    return next(found, None)


def difference(message: str, version: int) -> Known | None:
    """What is known of a message at a header version."""
    rows = (row for row in DIFFERENCES if row.message == message and version in row.versions)
    return next(rows, None)
