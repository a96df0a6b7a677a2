r"""Phrases that a call agent names by number and the phone shows in its own language.

``\x80`` and ``\x1e`` each begin a table of their own; the octet after them is the entry. Codes and
literal text mix freely: ``\x80\x17`` and ``201`` read "From 201".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

SYSTEM_LABELS: Mapping[int, str] = {
    0x01: "Redial",
    0x02: "NewCall",
    0x03: "Hold",
    0x04: "Trnsfer",
    0x05: "CFwdAll",
    0x06: "CFwdBusy",
    0x07: "CFwdNoAnswer",
    0x08: "<<",
    0x09: "EndCall",
    0x0A: "Resume",
    0x0B: "Answer",
    0x0C: "Info",
    0x0D: "Confrn",
    0x0E: "Park",
    0x0F: "Join",
    0x10: "MeetMe",
    0x11: "PickUp",
    0x12: "GPickUp",
    0x13: "Your current options",
    0x14: "Off Hook",
    0x15: "On Hook",
    0x16: "Ring Out",
    0x17: "From ",
    0x18: "Connected",
    0x19: "Busy",
    0x1A: "Line In Use",
    0x1B: "Call Waiting",
    0x1C: "Call Transfer",
    0x1D: "Call Park",
    0x1E: "Call Proceed",
    0x1F: "In Use Remote",
    0x20: "Enter number",
    0x21: "Call park At",
    0x22: "Primary Only",
    0x23: "Temp Fail",
    0x24: "You Have VoiceMail",
    0x25: "Forwarded to",
    0x26: "Can Not Complete Conference",
    0x27: "No Conference Bridge",
    0x28: "Can Not Hold Primary Control",
    0x29: "Invalid Conference Participant",
    0x2A: "In Conference Already",
    0x2B: "No Participant Info",
    0x2C: "Exceed Maximum Parties",
    0x2D: "Key Is Not Active",
    0x2E: "Error No License",
    0x2F: "Error DBConfig",
    0x30: "Error Database",
    0x31: "Error Pass Limit",
    0x32: "Error Unknown",
    0x33: "Error Mismatch",
    0x34: "Conference",
    0x35: "Park Number",
    0x36: "Private",
    0x37: "Not Enough Bandwidth",
    0x38: "Unknown Number",
    0x39: "RmLstC",
    0x3A: "Voicemail",
    0x3B: "ImmDiv",
    0x3C: "Intrcpt",
    0x3D: "SetWtch",
    0x3E: "TrnsfVM",
    0x3F: "DND",
    0x40: "DivAll",
    0x41: "CallBack",
    0x42: "Network congestion,rerouting",
    0x43: "Barge",
    0x44: "Failed to setup Barge",
    0x45: "Another Barge exists",
    0x46: "Incompatible device type",
    0x47: "No Park Number Available",
    0x48: "CallPark Reversion",
    0x49: "Service is not Active",
    0x4A: "High Traffic Try Again Later",
    0x4B: "QRT",
    0x4C: "MCID",
    0x4D: "DirTrfr",
    0x4E: "Select",
    0x4F: "ConfList",
    0x50: "iDivert",
    0x51: "cBarge",
    0x52: "Can Not Complete Transfer",
    0x53: "Can Not Join Calls",
    0x55: "Number Not Configured",
    0x56: "Security Error",
    0x57: "Video Bandwidth Unavailable",
    0x58: "VidMode",
    0x59: "Max Call Duration Timeout",
    0x5A: "Max Hold Duration Timeout",
    0x5B: "OPickUp",
    0x5C: "HLog",
    0x5D: "Logged Out of Hunt Group",
    0x5E: "Park Slot Unavailable",
    0x5F: "No Call Available For PickUp",
    0x61: "External Transfer Restricted",
    0x62: "No Line Available For PickUp",
}
r"""After ``\x80``. The entries 0x65 to 0x7F, captions of the settings menu, are left out."""

FEATURE_LABELS: Mapping[int, str] = {
    0x02: "Acct",
    0x03: "Flash",
    0x04: "Login",
    0x05: "Device In Home Location",
    0x06: "Device In Roaming Location",
    0x07: "Enter Authorization Code",
    0x08: "Enter Client Matter Code",
    0x09: "Calls Available For PickUp",
    0x0A: "CM Fallback Service Operating",
    0x0B: "Max Phones Exceeded",
    0x0C: "Waiting To Rehome",
    0x0D: "Please End Call",
    0x0E: "Paging",
    0x0F: "Select Line",
    0x10: "Transfer Destination Is Busy",
    0x11: "Select A Service",
    0x12: "Local Services",
    0x14: "Night Service",
    0x15: "Night Service Active",
    0x16: "Night Service Disabled",
    0x17: "Login Successful",
    0x18: "Wrong PIN",
    0x19: "Please Enter PIN",
    0x1E: "Calls In Queue",
    0x1F: "Join To Hunt Group",
    0x20: "Ready",
    0x21: "Not Ready",
    0x22: "Call On Hold",
    0x23: "Hold Reversion",
    0x24: "Setup Failed",
    0x25: "No Resources",
    0x26: "Device Not Authorized",
    0x38: "Do Not Disturb",
    0x39: "Do Not Disturb Is Active",
    0x3A: "Forward All Loop Detected",
    0x43: "Record",
}
r"""After ``\x1e``."""

_TABLES: Mapping[str, Mapping[int, str]] = {"\x80": SYSTEM_LABELS, "\x1e": FEATURE_LABELS}
_CODE = re.compile("([\x80\x1e])(.)", re.DOTALL)


@lru_cache(1024)
def expand(text: str) -> str:
    """The text a phone shows for ``text``; codes that are in no table stay as they are."""
    if "\x80" not in text and "\x1e" not in text:
        return text
    return _CODE.sub(_phrase, text)


def _phrase(code: re.Match[str]) -> str:
    return _TABLES[code[1]].get(ord(code[2]), code[0])
