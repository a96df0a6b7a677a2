"""Command lines that lead elsewhere, do not do what they say, or print what is not."""

from __future__ import annotations

from harness.standin.mutations.terminal import (
    PrintedRow,
    TerminalRow,
    TypedRow,
    instead,
    without,
    without_any,
)

_ENABLING = "document, Enabling CTI CSTA"
_MANAGER = "document, Creating a Session Manager"
_NUMBER = "document, Configuring a Number or Device"
_NO_FORM = "Configuration Fundamentals, the no form of a command"
_MISPRINT = "Configuration Fundamentals: % Invalid input detected"
_RUNNING = "show running-config"


def _leads(
    name: str, effect: str, breaks: str, line: str, *becomes: str, modes: tuple[str, ...] = ()
) -> TypedRow:
    return TypedRow(name, effect, breaks, line, becomes, modes, spares_first_terminal=True)


def _kept(name: str, effect: str, line: str, *, spares: int = 0) -> TypedRow:
    """Not obeyed once; the bench can have its configuration back."""
    return TypedRow(name, effect, _NO_FORM, line, spares=spares, often=1)


MODES: tuple[TerminalRow, ...] = (
    _leads(
        "configure-goes-elsewhere",
        "configure terminal goes on in the mode that somebody left last",
        f"{_ENABLING}, step 2",
        "configure terminal",
        "configure terminal",
        "telephony-service",
    ),
    _leads(
        "voice-service-goes-on-in-sip",
        "voice service voip leads into the SIP mode below it",
        f"{_ENABLING}, step 3",
        "voice service voip",
        "voice service voip",
        "sip",
    ),
    _leads(
        "sip-taken-for-sip-ua",
        "sip leads to the mode of sip-ua",
        f"{_ENABLING}, step 12",
        "sip",
        "sip-ua",
        modes=("voice-service",),
    ),
    _leads(
        "end-leaves-one-mode",
        "end leaves only the mode it was typed in, as exit does",
        f"{_ENABLING}, step 14; {_MANAGER}, step 10; {_NUMBER}, step 12",
        "end",
        "exit",
    ),
    _leads(
        "voice-service-not-entered",
        "voice service voip is taken and leads nowhere",
        f"{_ENABLING}, step 3",
        "voice service voip",
    ),
    _leads(
        "sip-leads-back",
        "sip leads out of the voice service instead of below it",
        f"{_ENABLING}, step 12",
        "sip",
        "exit",
        modes=("voice-service",),
    ),
    _leads(
        "sip-wants-more",
        "sip is not a whole command in the voice service",
        f"{_ENABLING}, step 12",
        "sip",
        "registrar",
        modes=("voice-service",),
    ),
    _leads(
        "end-leaves-privileged-exec",
        "end leaves configuration, and privileged EXEC with it",
        f"{_ENABLING}, step 14; {_MANAGER}, step 10; {_NUMBER}, step 12",
        "end",
        "do disable",
        "end",
    ),
    _leads(
        "exit-leaves-all-modes",
        "exit leaves configuration altogether, as end does",
        f"{_MANAGER}, step 5; {_NUMBER}, step 8",
        "exit",
        "end",
        modes=("register-global", "ephone-dn"),
    ),
    _leads(
        "register-global-not-entered",
        "voice register global is taken and leads nowhere",
        f"{_MANAGER}, step 3",
        "voice register global",
    ),
    _leads(
        "telephony-service-not-entered",
        "telephony-service is taken and leads nowhere",
        f"{_NUMBER}, step 9",
        "telephony-service",
    ),
)

LINES: tuple[TerminalRow, ...] = (
    # -- what is taken although it is wrong, refused although it is right
    TypedRow(
        "sip-to-sip-taken",
        "allow-connections sip-to-sip is taken for allow-connections sip to sip",
        _MISPRINT,
        "allow-connections sip-to-sip",
        ("allow-connections sip to sip",),
    ),
    TypedRow(
        "moved-temporary-taken",
        "a wrong last letter is overlooked: moved-temporary is taken for moved-temporarily",
        _MISPRINT,
        "(.*) moved-temporary",
        (r"\1 moved-temporarily",),
    ),
    TypedRow(
        "last-session-server-refused",
        "there are seven session managers: the tag 8 is refused",
        f"{_MANAGER}, step 6",
        "voice register session-server 8",
        ("voice register session-server 9",),
    ),
    TypedRow(
        "ninth-session-server-taken",
        "a session manager with a tag beyond 8 is made, as number 8",
        f"{_MANAGER}, step 6",
        "voice register session-server 9",
        ("voice register session-server 8",),
    ),
    TypedRow(
        "clear-csta-taken",
        "clear csta session is taken for clear cti session",
        _MISPRINT,
        r"clear csta session id (\d+)",
        (r"clear cti session id \1",),
    ),
    TypedRow(
        "debug-cti-callmon-taken",
        "debug cti callmon is taken for debug callmonitor",
        _MISPRINT,
        "debug cti callmon",
        ("debug callmonitor all",),
    ),
    TypedRow(
        "abbreviation-refused",
        "register is not taken for register-id, although no other command begins so",
        f"{_MANAGER}, step 8, example",
        r"register (\w+)",
        (r"registers \1",),
        modes=("session-server",),
    ),
    TypedRow(
        "abbreviation-names-nobody",
        "of an abbreviated register-id the name is cut as short as the word",
        f"{_MANAGER}, step 8, example",
        r"register (\w)\w+",
        (r"register-id \1",),
        modes=("session-server",),
    ),
    TypedRow(
        "underscore-in-url-refused",
        "an underscore in the name of an application's host is refused",
        f"{_NUMBER}, step 11, example",
        r"url services http://\w+_\S+ root",
        ("url services",),
    ),
    # -- no forms that are not obeyed
    _kept(
        "connections-allowed-for-good",
        "what allow-connections has allowed is not taken back",
        "no allow-connections sip to sip",
    ),
    _kept(
        "supplementary-service-off-for-good",
        "a supplementary service that was turned off is not turned on again",
        "supplementary-service sip (moved-temporarily|refer)",
    ),
    _kept(
        "cti-shut-for-good",
        "no cti shutdown does not turn CTI on a second time",
        "no cti shutdown",
        spares=1,
    ),
    _kept(
        "basic-mode-for-good",
        "no cti csta mode basic is taken and not obeyed",
        "no cti csta mode basic",
    ),
    _kept(
        "suppression-for-good",
        "no cti message device-id suppress-conversion is taken and not obeyed",
        "no cti message device-id suppress-conversion",
    ),
    _kept(
        "registrar-for-good",
        "no registrar server is taken and not obeyed",
        "no registrar server.*",
    ),
    _kept("gcid-for-good", "no gcid is taken and not obeyed", "no gcid"),
    _kept("mode-cme-for-good", "no mode cme is taken and not obeyed", "no mode cme"),
    _kept(
        "session-server-for-good",
        "a session manager is not removed by its no form",
        "no voice register session-server [2-8]",
    ),
    _kept(
        "profile-for-good",
        "a profile is not removed by its no form",
        "no voice (logout|user)-profile 9",
    ),
    _kept("em-external-for-good", "no em external is taken and not obeyed", "no em external"),
    _kept(
        "axl-user-for-good",
        "an XML user is not removed by the no form of xml user",
        "no xml user .*",
    ),
    # -- options that are taken otherwise
    TypedRow(
        "first-voicemail-number-kept",
        "a second voicemail number is taken, and the messages key calls the first",
        "CME command reference, voicemail",
        r"voicemail \S+",
        spares=1,
        often=1,
    ),
    TypedRow(
        "speed-dial-label-lost",
        "a speed dial is taken without its label",
        "CME command reference, speed-dial",
        r"(speed-dial \d+ \d+) label .+",
        (r"\1",),
    ),
    TypedRow(
        "second-logout-time-dropped",
        "of the times of em logout only the first is taken",
        "MOC Client, example (em logout)",
        r"(em logout \S+)( \S+)+",
        (r"\1",),
    ),
    TypedRow(
        "register-id-resets-keepalive",
        "register-id gives the session manager its first keepalive of 300 seconds back",
        f"{_MANAGER}, example",
        "register-id appl",
        ("register-id appl", "keepalive 300"),
    ),
    TypedRow(
        "services-url-loses-root",
        "url services is taken without its keyword root",
        f"{_NUMBER}, step 11",
        r"(url services \S+) root",
        (r"\1",),
    ),
)

PRINTED: tuple[TerminalRow, ...] = (
    PrintedRow(
        "version-before-cti",
        "show telephony-service tells a version of CME that has no CTI",
        "document, Table 95, step 1",
        "show telephony-service",
        instead("8.6", "7.1"),
    ),
    PrintedRow(
        "version-untold",
        "show telephony-service does not tell the version of CME",
        "document, Table 95, step 1",
        "show telephony-service",
        without_any("Version "),
    ),
    PrintedRow(
        "callmonitor-not-printed",
        "show running-config does not print callmonitor",
        f"{_ENABLING}, step 8",
        _RUNNING,
        without(" callmonitor"),
    ),
    PrintedRow(
        "mode-cme-not-printed",
        "show running-config does not print mode cme",
        f"{_MANAGER}, step 4",
        _RUNNING,
        without(" mode cme"),
    ),
)

TERMINAL: tuple[TerminalRow, ...] = (*MODES, *LINES, *PRINTED)
