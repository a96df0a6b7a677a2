"""The configuration table of the voice services: CTI, SIP, session managers, profiles.

Sources: the document's procedures (Table 95 and the steps after it) and the CME Command
Reference; the two contradict each other in places, which `cme-ios.md` §5 settles line by line.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.standin.cli.rows import (
    Change,
    Row,
    Rows,
    collection,
    flag,
    kept,
    section,
    service,
    setting,
)
from harness.standin.cli.speed_dial_rows import speed_dials
from harness.standin.cli.talk import Ask, Talk
from harness.standin.configuration import (
    Profile,
    ProfileNumber,
    SessionServer,
    SipService,
    VoiceRegisterGlobal,
    VoiceService,
)

# -- voice service voip ------------------------------------------------------------------------


def _pair(change: Change) -> tuple[str, str]:
    return str(change.values["from"]), str(change.values["to"])


def _allow(change: Change) -> None:
    allowed = change.block.allow_connections
    if _pair(change) not in allowed:
        allowed.append(_pair(change))


def _disallow(change: Change) -> None:
    if _pair(change) in change.block.allow_connections:
        change.block.allow_connections.remove(_pair(change))


def _allowed_lines(voice: VoiceService) -> Iterator[str]:
    for one, other in sorted(voice.allow_connections):
        yield f"allow-connections {one} to {other}"


VOICE_SERVICE: Rows = (
    flag("shutdown [forced]", "shutdown"),
    kept("address-hiding"),
    Row(
        "allow-connections from:{h323|sip} to to:{h323|sip}",
        _allow,
        _disallow,
        lines=_allowed_lines,
        no="allow-connections from:{h323|sip} to to:{h323|sip}",
    ),
    flag("supplementary-service sip moved-temporarily", "moved_temporarily", default=True),
    flag("supplementary-service sip refer", "refer", default=True),
    kept("supplementary-service sip handle-replaces", default=""),
    flag("supplementary-service media-renegotiate", "media_renegotiate"),
    kept("redirect ip2ip"),
    kept("fax protocol text:LINE"),
    flag("callmonitor", "callmonitor"),
    flag("gcid", "gcid"),
    flag("cti shutdown", "cti_shutdown", default=True),
    flag("cti callmonitor", "cti_callmonitor"),
    flag("cti csta mode basic", "csta_mode_basic"),
    flag("cti message device-id suppress-conversion", "suppress_conversion"),
    # ASSUMED: the range; only the command's name is published.
    setting("cti timeout make-call-prompt make_call_prompt:<1-60>"),
    service("sip", "sip", "sip", SipService, shown=lambda sip: sip.registrar or bool(sip.kept)),
)


def _register(change: Change) -> None:
    change.block.registrar = True
    change.block.expires_max = change.values.get("max", 3600)
    change.block.expires_min = change.values.get("min", 60)


def _unregister(change: Change) -> None:
    change.block.registrar = False
    change.block.expires_max, change.block.expires_min = 3600, 60


def _registrar_line(sip: SipService) -> Iterator[str]:
    if sip.registrar and (sip.expires_max, sip.expires_min) == (3600, 60):
        yield "registrar server"
    elif sip.registrar:
        yield f"registrar server expires max {sip.expires_max} min {sip.expires_min}"


SIP: Rows = (
    kept("bind scope:{all|control|media} source-interface name:INTERFACE", many=True),
    kept("session transport protocol:{tcp|udp}"),
    # The document and the CME books have 600 as the least maximum, Cisco's own configurations 120.
    Row(
        "registrar server [expires [max max:<120-86400>] [min min:<60-3600>]]",
        _register,
        _unregister,
        lines=_registrar_line,
        no="registrar server [rest:LINE]",
    ),
    kept("outbound-proxy text:LINE"),
)

# -- voice register ----------------------------------------------------------------------------

_WIPE = (
    "This will remove all the existing DNs, Pools, Templates,",
    "Dialplan-Patterns, Dialplans and Feature Servers on the system.",
)


def _wipe_register(change: Change) -> Talk:
    yield from _WIPE
    answer = yield Ask("Are you sure you want to proceed? Yes/No? [no]: ")
    if answer.strip().lower().startswith("y"):
        change.configuration.voice_register_global = VoiceRegisterGlobal()
        change.configuration.session_servers.clear()
        sections = change.configuration.sections
        for head in [each for each in sections if each.startswith("voice register ")]:
            del sections[head]


def _srst(change: Change) -> None:
    change.block.mode = None


REGISTER_GLOBAL: Rows = (
    Row(
        "mode mode:{cme}",
        lambda change: setattr(change.block, "mode", "cme"),
        _srst,
        lines=lambda block: (f"mode {block.mode}",) if block.mode else (),
    ),
    setting(
        "source-address source_address:A.B.C.D [port source_port:<2000-9999>]", source_port=5060
    ),
    setting("max-dn max_dn:<0-150>", max_dn=0),
    setting("max-pool max_pool:<0-42>", max_pool=0),
    kept("load type:WORD file:WORD", many=True),
    kept("authenticate register"),
    kept("authenticate realm name:LINE"),
    kept("timezone number:<0-53>"),
    kept("tftp-path place:WORD"),
    kept("voicemail number:DIGITS"),
    kept("create profile"),
)

REGISTER_DN: Rows = (
    kept("number digits:DIGITS"),
    kept("name text:LINE"),
    kept("label text:LINE"),
    kept("call-forward text:LINE", many=True),
    kept("session-server tags:WORD"),
    kept("allow watch"),
    kept("shared-line"),
)

REGISTER_POOL: Rows = (
    kept("id mac address:H.H.H"),
    kept("session-server tag:<1-8>"),
    kept("type model:WORD"),
    kept("number tag:<1-10> dn dn:<1-150>", many=True),
    kept("username name:WORD password word:WORD"),
    kept("dtmf-relay text:LINE"),
    kept("codec name:WORD"),
    kept("description text:LINE"),
)

SESSION_SERVER: Rows = (
    setting("register-id register_id:NAME30"),
    setting("keepalive keepalive:<60-longest_keepalive>", keepalive=300),
    flag("cti-aware", "cti_aware"),
)

# -- extension mobility profiles ---------------------------------------------------------------

_TYPES = "{beep-ring|cw-overlay|feature-ring|monitor-ring|normal|overlay|silent-ring}"


def _add_numbers(change: Change) -> None:
    added = ProfileNumber(str(change.values["number"]), str(change.values.get("type", "normal")))
    others = [each for each in change.block.numbers if each.number != added.number]
    change.block.numbers = [*others, added]


def _remove_numbers(change: Change) -> None:
    gone = change.values["number"]
    change.block.numbers = [each for each in change.block.numbers if each.number != gone]


def _number_lines(profile: Profile) -> Iterator[str]:
    for each in profile.numbers:
        yield f"number {each.number} type {each.type}"


def _reset(change: Change) -> None:
    """``reset``: the phones that have the profile now start again, with what it says now."""
    operations, configuration = change.operations, change.configuration
    for tag, ephone in configuration.ephones.items():
        if operations and (
            configuration.profile_at(ephone, user=operations.user_at(tag)) is change.block
        ):
            operations.reset_phone(tag)


_PROFILE: Rows = (
    setting("pin pin:PIN"),
    setting("user user:NAME15 password password:NAME15"),
    Row(
        f"number number:NUMBERS [type type:{_TYPES}]",
        _add_numbers,
        _remove_numbers,
        lines=_number_lines,
        no=f"number number:NUMBERS [type type:{_TYPES}]",
    ),
    speed_dials(36),
    kept("privacy-button"),
    Row("reset", _reset),
)

LOGOUT_PROFILE: Rows = _PROFILE

USER_PROFILE: Rows = (*_PROFILE, setting("max-idle-time max_idle_time:<1-9999>"))

# -- the blocks in global configuration --------------------------------------------------------

VOICE: Rows = (
    service(
        "voice service voip",
        "voice-service",
        "voice_service",
        VoiceService,
        head="voice service voip ",
    ),
    "!",
    service(
        "voice register global",
        "register-global",
        "voice_register_global",
        VoiceRegisterGlobal,
        head="voice register global ",
        unset=_wipe_register,
    ),
    "!",
    collection(
        "voice register session-server tag:<1-8>",
        "session-server",
        "session_servers",
        SessionServer,
        head="voice register session-server {each.tag} ",
    ),
    "!",
    section("voice register dn tag:<1-max_voice_dn>", "register-dn"),
    section("voice register pool tag:<1-max_voice_pool>", "register-pool"),
    collection(
        "voice logout-profile tag:<1-max_profile>",
        "logout-profile",
        "logout_profiles",
        Profile,
        head="voice logout-profile {each.tag}",
    ),
    collection(
        "voice user-profile tag:<1-max_user_profile>",
        "user-profile",
        "user_profiles",
        Profile,
        head="voice user-profile {each.tag}",
    ),
)
