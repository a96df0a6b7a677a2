"""The configuration table of the phones: telephony-service, ephone-dn, ephone.

Sources: the CME Command Reference for syntax and ranges, its sample configurations for the order
and the odd double blanks of what is printed, the document's examples where they differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harness.standin.cli.rows import Change, Row, Rows, collection, flag, kept, service, setting
from harness.standin.cli.speed_dial_rows import speed_dials
from harness.standin.cli.syntax import Limits
from harness.standin.cli.talk import Talk, say
from harness.standin.configuration import (
    ButtonAssignment,
    Ephone,
    EphoneDn,
    EphoneDnTemplate,
    RouterConfiguration,
    TelephonyService,
)
from harness.standin.defects import Defect
from harness.standin.macs import dotted_mac, plain_mac

MOST_EPHONES = 35
"""What a 2811 registers at once (ASSUMED for 8.x; sources give 35 to 48)."""
MOST_DNS = 144
"""ASSUMED for a 2811; no source prints it."""
HIGHEST_EPHONE_TAG = 1000
DEFAULT_STAMP = "Jan 01 2002 00:00:00"

_TYPES = (
    "{12SP|7902|7905|7906|7910|7911|7912|7914|7920|7921|7925|7931|7935|7936|7937|7940|7941|7941GE"
    "|7942|7945|7960|7961|7961GE|7962|7965|7970|7971|7975|7985|anl|ata|bri|cipc}"
)


_LONGEST_KEEPALIVE = 3600


def _longest_keepalive(defects: frozenset[Defect]) -> int:
    if Defect.RANGE_EDGE_REFUSED in defects:
        return _LONGEST_KEEPALIVE - 1
    return 86_400 if Defect.RANGE_NOT_CHECKED in defects else _LONGEST_KEEPALIVE


def limits(configuration: RouterConfiguration, defects: frozenset[Defect] = frozenset()) -> Limits:
    """The bounds that other commands set: ``max-ephones`` and ``max-dn`` come first."""
    telephony = configuration.telephony
    phones = telephony.max_ephones
    return {
        "max_dn": telephony.max_dn,
        "max_ephone": HIGHEST_EPHONE_TAG if phones else 0,
        "longest_keepalive": _longest_keepalive(defects),
        "max_voice_dn": configuration.voice_register_global.max_dn,
        "max_voice_pool": configuration.voice_register_global.max_pool,
        "max_profile": MOST_EPHONES,
        "max_user_profile": 3 * MOST_EPHONES,
    }


# -- telephony-service -------------------------------------------------------------------------


def _log_out_at(change: Change) -> None:
    times = str(change.values["time"]).split()
    change.block.em_logout = [
        f"{int(hour)}:{int(minute)}" for hour, minute in (time.split(":") for time in times)
    ]


def _never_log_out(change: Change) -> None:
    change.block.em_logout = []


def _logout_line(telephony: TelephonyService) -> Iterator[str]:
    if telephony.em_logout:
        yield f"em logout {' '.join(telephony.em_logout)}"


def _set_url(change: Change) -> None:
    kind = str(change.values["kind"])
    change.block.urls[kind] = str(change.values["url"])
    if kind == "services":
        change.block.url_services_root = "root" in change.values


def _remove_url(change: Change) -> None:
    kind = str(change.values["kind"])
    change.block.urls.pop(kind, None)
    if kind == "services":
        change.block.url_services_root = False


def _url_lines(telephony: TelephonyService) -> Iterator[str]:
    for kind, url in sorted(telephony.urls.items()):
        root = " root" if kind == "services" and telephony.url_services_root else ""
        yield f"url {kind} {url}{root}"


_KINDS = "kind:{authentication|directories|idle|information|messages|proxy-server}"


def _set_load(change: Change) -> None:
    change.block.loads[str(change.values["type"])] = str(change.values["file"])


def _remove_load(change: Change) -> None:
    change.block.loads.pop(str(change.values["type"]), None)


def _load_lines(telephony: TelephonyService) -> Iterator[str]:
    for kind, file in sorted(telephony.loads.items()):
        yield f"load {kind} {file}"


def _create_files(change: Change) -> None:
    change.block.cnf_files = str(change.values.get("stamp", DEFAULT_STAMP))
    change.block.cnf_files_deleted = False


def _delete_files(change: Change) -> Talk:
    change.block.cnf_files = None
    change.block.cnf_files_deleted = True
    return say(["CNF files deleted"])


def _files_line(telephony: TelephonyService) -> Iterator[str]:
    if telephony.cnf_files:
        yield f"create cnf-files version-stamp {telephony.cnf_files}"


def _restart_all(change: Change) -> None:
    _each_phone(change, "restart_phone")


def _reset_all(change: Change) -> None:
    _each_phone(change, "reset_phone")


def _each_phone(change: Change, how: str) -> None:
    for tag in change.configuration.ephones:
        if change.operations:
            getattr(change.operations, how)(tag)


_EPHONES = setting(f"max-ephones max_ephones:<1-{MOST_EPHONES}>", max_ephones=0)
_DNS = setting(f"max-dn max_dn:<1-{MOST_DNS}>", max_dn=0)


def _forget_ephones(change: Change) -> None:
    """ASSUMED: without ``max-ephones`` there is no ephone, as there can be none before it."""
    change.configuration.telephony.max_ephones = 0
    change.configuration.ephones.clear()


def _limit_dns(change: Change) -> None:
    """ASSUMED: tags above a lowered ``max-dn`` are removed; a saved file could not hold them."""
    configuration = change.configuration
    configuration.telephony.max_dn = int(change.values["max_dn"])
    for tag in [tag for tag in configuration.ephone_dns if tag > configuration.telephony.max_dn]:
        _remove_dn(configuration, tag)


def _forget_dns(change: Change) -> None:
    change.configuration.telephony.max_dn = 0
    for tag in list(change.configuration.ephone_dns):
        _remove_dn(change.configuration, tag)


def _remove_dn(configuration: RouterConfiguration, tag: int) -> None:
    configuration.ephone_dns.pop(tag, None)
    for phone in configuration.ephones.values():
        phone.buttons = {
            button: assignment
            for button, assignment in phone.buttons.items()
            if tag not in assignment.dns
        }


def _remove_service(change: Change) -> None:
    """ASSUMED: the phones and their numbers go with telephony-service."""
    _forget_dns(change)
    _forget_ephones(change)
    change.configuration.telephony = TelephonyService()


_CONFERENCES = setting(
    "max-conferences max_conferences:<0-16> [gain gain:{-6|0|3|6}]",
    always=True,
    max_conferences=8,
    gain="-6",
)

TELEPHONY: Rows = (
    flag("auto-reg-ephone", "auto_reg_ephone", default=True),
    flag("em external", "em_external"),
    flag("em keep-history", "em_keep_history"),
    Row(
        "em logout time:HH:MM [time:HH:MM] [time:HH:MM]",
        _log_out_at,
        _never_log_out,
        lines=_logout_line,
    ),
    Row(_EPHONES.syntax, _EPHONES.set, _forget_ephones, lines=_EPHONES.lines),
    Row(_DNS.syntax, _limit_dns, _forget_dns, lines=_DNS.lines),
    setting(
        "ip source-address source_address:A.B.C.D [port source_port:<2000-9999>]", source_port=2000
    ),
    kept("auto assign first:<1-144> to last:<1-144>", many=True),
    kept("calling-number initiator"),
    kept("service phone parameter:WORD value:LINE", many=True),
    setting("timeouts interdigit timeouts_interdigit:<2-120>", timeouts_interdigit=10),
    setting("timeouts busy timeouts_busy:<0-30>", timeouts_busy=10),
    setting("timeouts ringing timeouts_ringing:<5-60000>", timeouts_ringing=180),
    setting("timeouts transfer-recall timeouts_recall:<0-1800>", timeouts_recall=0),
    setting("system message system_message:LINE"),
    Row(
        f"url {{{_KINDS} url:WORD|kind:{{services}} url:WORD [root:{{root}}]}}",
        _set_url,
        _remove_url,
        lines=_url_lines,
        no=f"url {{{_KINDS}|kind:{{services}}}} [rest:LINE]",
    ),
    setting("cnf-file location cnf_file_location:WORD"),
    setting("cnf-file cnf_file:{perphone|perphonetype}"),
    Row(
        f"load type:{_TYPES} file:WORD",
        _set_load,
        _remove_load,
        lines=_load_lines,
        no=f"load type:{_TYPES} [file:WORD]",
    ),
    kept("time-zone number:<1-57>"),
    kept("time-format hours:{12|24}"),
    kept("date-format form:{dd-mm-yy|mm-dd-yy|yy-dd-mm|yy-mm-dd}"),
    kept("dialplan-pattern tag:<1-10> pattern:WORD extension-length length:<1-32>", many=True),
    setting("keepalive keepalive:<10-65535>", keepalive=30),
    setting("voicemail voicemail:DIGITS"),
    _CONFERENCES,
    kept("call-forward pattern pattern:WORD", many=True),
    kept("moh file:WORD"),
    kept("web admin system name name:WORD password word:WORD"),
    kept("dn-webedit"),
    kept("time-webedit"),
    kept("authentication credential user:WORD password:WORD"),
    kept("service local-directory", default="service local-directory", quiet=True),
    kept("directory {first-name-first|last-name-first}"),
    kept("directory entry tag:<1-250> number:DIGITS name name:LINE", many=True),
    kept("xml user name:WORD password word:WORD level:<0-15>", many=True),
    setting(
        "transfer-system transfer_system:{blind|full-blind|full-consult|local-consult}",
        always=True,
        transfer_system="full-consult",
    ),
    kept("transfer-pattern pattern:WORD [blind]", many=True),
    kept("secondary-dialtone digits:WORD"),
    Row(
        "create cnf-files [version-stamp stamp:LINE]",
        _create_files,
        _delete_files,
        lines=_files_line,
        no="create cnf-files [version-stamp stamp:LINE]",
    ),
    Row("reset all [seconds:<0-60>]", _reset_all),
    Row("reset sequence-all", _reset_all),
    Row("restart all [seconds:<0-60>]", _restart_all),
)

# -- ephone-dn ---------------------------------------------------------------------------------

DN_TEMPLATE: Rows = (
    kept("description text:LINE"),
    kept("call-forward text:LINE", many=True),
    kept("pickup-group group:WORD"),
    flag("cti notify", "cti_notify"),
    flag("cti watch", "cti_watch"),
)

_BEEPS = frozenset({"accept", "generate"})


def _named(change: Change) -> frozenset[str]:
    which = change.values.get("which")
    return frozenset({str(which)}) if which else _BEEPS


def _beep(change: Change) -> None:
    change.block.beeps |= _named(change)


def _keep_quiet(change: Change) -> None:
    change.block.beeps -= _named(change)


def _beep_lines(dn: EphoneDn) -> Iterator[str]:
    """ASSUMED: what is refused is printed, each by its word unless it is both."""
    refused = sorted(_BEEPS - dn.beeps)
    if len(refused) == len(_BEEPS):
        yield "no call-waiting beep"
    else:
        yield from (f"no call-waiting beep {each}" for each in refused)


def _stop_at_channel(change: Change) -> None:
    """Without a number: the first channel only (dual-line)."""
    change.block.huntstop_channel = int(change.values.get("channels") or 1)


def _hunt_all_channels(change: Change) -> None:
    change.block.huntstop_channel = None


def _channel_lines(dn: EphoneDn) -> Iterator[str]:
    if dn.huntstop_channel is not None:
        count = "" if dn.lines == "dual-line" else f" {dn.huntstop_channel}"
        yield f"huntstop channel{count}"


EPHONE_DN: Rows = (
    setting(
        "number number:DIGITS [secondary secondary:DIGITS] [no-reg no_reg:{both|primary}]",
    ),
    kept("pickup-group group:WORD"),
    setting("label label:LINE"),
    setting("description description:LINE"),
    setting("name name:LINE"),
    kept("preference order:<0-10> [secondary other:<0-10>]"),
    setting("call-forward all forward_all:DIGITS"),
    setting("call-forward busy forward_busy:DIGITS"),
    setting("call-forward noan forward_noan:DIGITS timeout forward_timeout:<3-60000>"),
    Row(
        "call-waiting beep [which:{accept|generate}]",
        _beep,
        _keep_quiet,
        lines=_beep_lines,
        no="call-waiting beep [which:{accept|generate}]",
    ),
    Row(
        "huntstop channel [channels:<1-8>]",
        _stop_at_channel,
        _hunt_all_channels,
        lines=_channel_lines,
        no="huntstop channel [channels:<1-8>]",
    ),
    kept("huntstop", default=""),
    kept("hold-alert seconds:<15-300> kind:{idle|originator|shared}"),
    kept("mwi kind:{off|on|on-off|prefix|qsig|sip}"),
    setting("mwi-type mwi_type:{audio|both|visual}"),
    kept("allow watch"),
    kept("session-server tags:WORD"),
    setting("ephone-dn-template template:<1-15>"),
    flag("cti notify", "cti_notify"),
    flag("cti watch", "cti_watch"),
)


def _choose_lines(change: Change, dn: EphoneDn) -> None:
    """A DN's lines are chosen when it is made; CME wants it removed before they change."""
    lines = str(change.values.get("lines", ""))
    if lines and dn == EphoneDn(dn.tag):
        dn.lines = lines


def _drop_dn(change: Change) -> None:
    _remove_dn(change.configuration, int(change.values["tag"]))


# -- ephone ------------------------------------------------------------------------------------


def _set_mac(change: Change) -> Talk | None:
    mac = plain_mac(str(change.values["mac"]))
    phone: Ephone = change.block
    there = [
        each
        for each in (change.operations.phones() if change.operations else ())
        if each.tag == phone.tag and each.registered and each.mac != mac
    ]
    if there and phone.mac:
        held = dotted_mac(there[0].mac)
        return say(
            [f"ephone slot is already registered with {held}", "", "Cannot change MAC address."]
        )
    phone.mac = mac
    return None


def _clear_mac(change: Change) -> None:
    change.block.mac = None


def _mac_line(phone: Ephone) -> Iterator[str]:
    if phone.mac:
        yield f"mac-address {dotted_mac(phone.mac)}"


def _set_buttons(change: Change) -> Talk:
    for text in str(change.values["button"]).split():
        button, assignment = _assignment(text)
        if any(tag not in change.configuration.ephone_dns for tag in assignment.dns):
            yield f" invalid input dn parameter for button {button}"
            return
        change.block.buttons[button] = assignment


def _assignment(text: str) -> tuple[int, ButtonAssignment]:
    at = next(index for index, letter in enumerate(text) if not letter.isdigit())
    dns = tuple(int(tag) for tag in text[at + 1 :].split(","))
    return int(text[:at]), ButtonAssignment(text[at], dns)


def _clear_buttons(change: Change) -> None:
    for text in str(change.values.get("button", "")).split():
        change.block.buttons.pop(_assignment(text)[0], None)
    if "button" not in change.values:
        change.block.buttons.clear()


def _button_lines(phone: Ephone) -> Iterator[str]:
    pairs = [
        f"{button}{each.separator}{','.join(map(str, each.dns))}"
        for button, each in sorted(phone.buttons.items())
    ]
    for start in range(0, len(pairs), 4):
        yield f"button  {' '.join(pairs[start : start + 4])}"


def _keep_conference(change: Change) -> None:
    words = ("drop_last", "endcall", "local_only")
    said = (change.values.get(word) for word in words)
    change.block.keep_conference = frozenset(str(each) for each in said if each)


def _end_conference(change: Change) -> None:
    change.block.keep_conference = None


def _keep_conference_line(phone: Ephone) -> Iterator[str]:
    if phone.keep_conference is not None:
        yield " ".join(("keep-conference", *sorted(phone.keep_conference)))


def _choose_profile(change: Change) -> Talk | None:
    tag = int(change.values["logout_profile"])
    change.block.logout_profile = tag
    return None


def _leave_profile(change: Change) -> None:
    change.block.logout_profile = None


def _profile_line(phone: Ephone) -> Iterator[str]:
    if phone.logout_profile is not None:
        yield f"logout-profile {phone.logout_profile}"


def _restart(change: Change) -> None:
    if change.operations:
        change.operations.restart_phone(change.block.tag)


def _reset(change: Change) -> None:
    if change.operations:
        change.operations.reset_phone(change.block.tag)


EPHONE: Rows = (
    kept("device-security-mode mode:{authenticated|encrypted|none}"),
    setting("description description:LINE"),
    Row("mac-address mac:H.H.H", _set_mac, _clear_mac, lines=_mac_line),
    kept("ephone-template tag:<1-20>"),
    setting("username username:WORD password password:WORD"),
    speed_dials(33),
    Row(
        "keep-conference [drop_last:{drop-last}] [endcall:{endcall}] [local_only:{local-only}]",
        _keep_conference,
        _end_conference,
        lines=_keep_conference_line,
        no="keep-conference [drop-last] [endcall] [local-only]",
    ),
    kept("pin digits:PIN"),
    kept("max-calls-per-button number:<1-8>"),
    setting("keepalive keepalive:<10-65535>"),
    setting(f"type type:{_TYPES}"),
    Row(
        "logout-profile logout_profile:<1-max_profile>",
        _choose_profile,
        _leave_profile,
        lines=_profile_line,
    ),
    Row("button button:BUTTON ...", _set_buttons, _clear_buttons, lines=_button_lines),
    Row("restart", _restart),
    Row("reset", _reset),
)


# -- the blocks in global configuration --------------------------------------------------------


def _dns(configuration: RouterConfiguration) -> Iterator[tuple[str, Any]]:
    for tag, dn in sorted(configuration.ephone_dns.items()):
        yield f"ephone-dn  {tag}{'  ' if dn.lines else ''}{dn.lines}", dn


_DN = collection(
    "ephone-dn tag:<1-max_dn> [lines:{dual-line|octo-line}]",
    "ephone-dn",
    "ephone_dns",
    EphoneDn,
    head="",
    removed=_drop_dn,
    entered=_choose_lines,
)

PHONES: Rows = (
    service(
        "telephony-service",
        "telephony-service",
        "telephony",
        TelephonyService,
        unset=_remove_service,
    ),
    "!",
    collection(
        "ephone-dn-template tag:<1-15>",
        "ephone-dn-template",
        "ephone_dn_templates",
        EphoneDnTemplate,
        head="ephone-dn-template  {each.tag}",
    ),
    Row(
        _DN.syntax,
        unset=_DN.unset,
        no=_DN.syntax,
        opens=_DN.opens,
        into=_DN.into,
        blocks=_dns,
    ),
    collection(
        "ephone tag:<1-max_ephone>",
        "ephone",
        "ephones",
        Ephone,
        head="ephone  {each.tag}",
    ),
)
