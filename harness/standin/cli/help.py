"""What ``?`` says about a word: a line for each keyword worth one, in our own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

HELP: Mapping[str, str] = {
    "<cr>": "",
    "WORD": "A word",
    "LINE": "Text up to the end of the line",
    "A.B.C.D": "IP address",
    "H.H.H": "48-bit hardware address",
    "allow-connections": "Which kinds of call legs may be joined",
    "auto-reg-ephone": "Let phones register that are not configured",
    "button": "Put directory numbers on the line buttons",
    "callmonitor": "Report calls to a contact centre",
    "clear": "Reset functions",
    "configure": "Enter configuration mode",
    "copy": "Copy from one file to another",
    "create": "Build the phones' configuration files",
    "csta": "Computer-supported telephony applications",
    "cti": "Computer telephony integration",
    "cti-aware": "Tie this session server to CTI",
    "default": "Set a command to its default",
    "delete": "Delete a file",
    "dir": "List the files of a filesystem",
    "disable": "Leave privileged EXEC",
    "do": "Run an EXEC command",
    "em": "Extension mobility",
    "enable": "Enter privileged EXEC",
    "end": "Leave configuration mode",
    "ephone": "A phone",
    "ephone-dn": "A directory number",
    "exit": "Leave this mode",
    "gcid": "Carry a global call identifier",
    "interface": "An interface",
    "keepalive": "Seconds between signs of life",
    "mac-address": "The phone's hardware address",
    "max-dn": "How many directory numbers there may be",
    "max-ephones": "How many phones may register",
    "no": "Undo a command or set its default",
    "notify": "Keep the number up without a phone",
    "register-id": "The name the application registers with",
    "reload": "Boot the router",
    "session": "CTI sessions",
    "show": "Show what the system does",
    "shutdown": "Turn it off",
    "sip": "Session Initiation Protocol",
    "telephony-service": "Unified Communications Manager Express",
    "terminal": "Set the parameters of this terminal line",
    "type": "The phone's model",
    "voice": "Voice services",
    "watch": "Let an application watch and control the number",
    "write": "Write the running configuration",
}


def listing(words: list[str], *, partial: bool) -> Iterator[str]:
    """The lines of a help list: side by side for a word begun, else one a line with its text."""
    if partial:
        for start in range(0, len(words), 4):
            yield "".join(f"{word:<18}" for word in words[start : start + 4]).rstrip()
        return
    column = max((len(word) for word in words), default=0) + 2
    for word in words:
        yield f"  {word:<{column}}{HELP.get(word, '')}".rstrip()
