"""The router's configuration as plain data.

The command line writes it, the running configuration is printed from it, and the switch obeys it.
Attributes bear the names of IOS commands; what has a default in IOS has the same default here.
``kept`` holds lines that the stand-in stores and prints back without acting on them.

There is one `RouterConfiguration` for the life of the router. Its blocks may be replaced whole
(``configure replace``, ``reload``), so readers go through it each time and keep no block.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from harness.standin.index import Index

Kept = dict[str, str]


@dataclass(frozen=True, slots=True)
class Credentials:
    """The user who may log in from the beginning, and the secret that opens privileged EXEC."""

    username: str = "cisco"
    password: str = field(default="cisco", repr=False)
    enable: str = field(default="cisco", repr=False)


@dataclass(slots=True)
class User:
    """``username``: who may log in."""

    name: str
    privilege: int = 1
    secret: str | None = None
    """The MD5-crypt form that IOS calls type 5."""
    password: str | None = None


@dataclass(slots=True)
class Interface:
    """One interface."""

    name: str
    address: str | None = None
    mask: str | None = None
    shutdown: bool = False
    kept: Kept = field(default_factory=dict)


@dataclass(slots=True)
class SipService:
    """``sip`` under ``voice service voip``."""

    registrar: bool = False
    expires_max: int = 3600
    expires_min: int = 60
    kept: Kept = field(default_factory=dict)


@dataclass(slots=True)
class VoiceService:
    """``voice service voip``."""

    configured: bool = False
    cti_shutdown: bool = True
    """ASSUMED: CTI is shut until ``no cti shutdown``; the document's examples all print that."""
    cti_callmonitor: bool = False
    csta_mode_basic: bool = False
    suppress_conversion: bool = False
    make_call_prompt: int | None = None
    callmonitor: bool = False
    gcid: bool = False
    shutdown: bool = False
    allow_connections: list[tuple[str, str]] = field(default_factory=list)
    moved_temporarily: bool = True
    refer: bool = True
    media_renegotiate: bool = False
    sip: SipService = field(default_factory=SipService)
    kept: Kept = field(default_factory=dict)


@dataclass(slots=True)
class VoiceRegisterGlobal:
    """``voice register global``."""

    configured: bool = False
    mode: str | None = None
    source_address: str | None = None
    source_port: int = 5060
    max_dn: int = 0
    max_pool: int = 0
    kept: Kept = field(default_factory=dict)


@dataclass(slots=True)
class SessionServer:
    """``voice register session-server``: one application that registers."""

    tag: int
    register_id: str | None = None
    keepalive: int = 300
    cti_aware: bool = False
    kept: Kept = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpeedDial:
    """``speed-dial``: a number behind a key, and what stands beside the key."""

    number: str
    label: str = ""


_RANKS = ("normal", "silent-ring", "beep-ring", "feature-ring", "monitor-ring")
"""Then the overlays."""


@dataclass(frozen=True, slots=True)
class ProfileNumber:
    """One number of a logout or user profile."""

    number: str
    type: str = "normal"

    def rank(self) -> int:
        """Where its type places it among the others (CME administrator guide)."""
        return _RANKS.index(self.type) if self.type in _RANKS else len(_RANKS)


@dataclass(slots=True)
class Profile:
    """``voice logout-profile`` or ``voice user-profile``."""

    tag: int
    pin: str | None = None
    user: str | None = None
    password: str | None = None
    numbers: list[ProfileNumber] = field(default_factory=list)
    speed_dials: dict[int, SpeedDial] = field(default_factory=dict)
    max_idle_time: int | None = None
    kept: Kept = field(default_factory=dict)


@dataclass(slots=True)
class TelephonyService:
    """``telephony-service``."""

    configured: bool = False
    auto_reg_ephone: bool = True
    em_external: bool = False
    em_keep_history: bool = False
    em_logout: list[str] = field(default_factory=list)
    max_ephones: int = 0
    max_dn: int = 0
    source_address: str | None = None
    source_port: int = 2000
    timeouts_interdigit: int = 10
    timeouts_busy: int = 10
    timeouts_ringing: int = 180
    timeouts_recall: int = 0
    """Seconds after which a transferred call that rings comes back; 0: never."""
    system_message: str | None = None
    urls: dict[str, str] = field(default_factory=dict)
    """By kind: ``services``, ``directories``, ``information``, …"""
    url_services_root: bool = False
    """``url services … root``: the page is the phone's whole Services menu."""
    cnf_file_location: str | None = None
    cnf_file: str | None = None
    """``perphone`` or ``perphonetype``; unset is one file per type."""
    loads: dict[str, str] = field(default_factory=dict)
    keepalive: int = 30
    """Seconds; a phone that misses three is out of service."""
    voicemail: str | None = None
    max_conferences: int = 8
    gain: str = "-6"
    transfer_system: str = "full-consult"
    cnf_files: str | None = None
    """The version stamp of the phones' files; ``None`` while they were never created."""
    cnf_files_deleted: bool = False
    """``no create cnf-files``: the phones' own files are gone until they are created again."""
    kept: Kept = field(default_factory=dict)

    @property
    def url_services(self) -> str | None:
        """The page behind the Services button."""
        return self.urls.get("services")


@dataclass(slots=True)
class EphoneDnTemplate:
    """``ephone-dn-template``."""

    tag: int
    cti_watch: bool = False
    cti_notify: bool = False
    kept: Kept = field(default_factory=dict)


@dataclass(slots=True)
class EphoneDn:
    """``ephone-dn``: one directory number."""

    tag: int
    lines: str = ""
    """Empty for a single line, or ``dual-line`` or ``octo-line``."""
    number: str | None = None
    secondary: str | None = None
    no_reg: str | None = None
    label: str | None = None
    description: str | None = None
    name: str | None = None
    forward_all: str | None = None
    forward_busy: str | None = None
    forward_noan: str | None = None
    forward_timeout: int | None = None
    template: int | None = None
    huntstop_channel: int | None = None
    """How many channels calls that come in may use; ``None``: all of them."""
    beeps: frozenset[str] = frozenset({"accept", "generate"})
    """``call-waiting beep``: whether it hears that calls wait, and lets it be heard elsewhere."""
    mwi_type: str | None = None
    """How a waiting message is told: ``visual``, ``audio`` or ``both``; unset is ``visual``."""
    cti_notify: bool = False
    cti_watch: bool = False
    kept: Kept = field(default_factory=dict)

    @property
    def dual_line(self) -> bool:
        """Whether a second call fits on the number."""
        return self.lines == "dual-line"

    @property
    def channels(self) -> int:
        """How many calls fit on the number at once."""
        return {"": 1, "dual-line": 2, "octo-line": 8}[self.lines]


@dataclass(frozen=True, slots=True)
class ButtonAssignment:
    """What one line button of a phone is for."""

    separator: str
    """``:`` normal, ``b`` beep, ``f`` feature, ``m`` monitor, ``w`` watch, ``s`` silent,
    ``o`` ``c`` ``x`` overlays."""
    dns: tuple[int, ...]
    """Tags of the ephone-dns; more than one in an overlay only."""


@dataclass(slots=True)
class Ephone:
    """``ephone``: one phone."""

    tag: int
    mac: str | None = None
    """Twelve hexadecimal digits, upper case."""
    type: str | None = None
    addons: str = ""
    description: str | None = None
    username: str | None = None
    password: str | None = None
    logout_profile: int | None = None
    keepalive: int | None = None
    buttons: dict[int, ButtonAssignment] = field(default_factory=dict)
    speed_dials: dict[int, SpeedDial] = field(default_factory=dict)
    keep_conference: frozenset[str] | None = None
    """The keywords of ``keep-conference``; ``None``: a conference ends with its creator."""
    kept: Kept = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A button for several numbers, in the order in which they take calls."""

    button: int
    dns: tuple[EphoneDn, ...]
    call_waiting: bool


@dataclass(slots=True)
class Section:
    """A block that is stored and printed back, not obeyed."""

    row: str = ""
    """The syntax of the command that opens it."""
    head: str = ""
    """The line that opens it."""
    shutdown: bool = False
    sections: dict[str, Section] = field(default_factory=dict)
    kept: Kept = field(default_factory=dict)


@dataclass(slots=True)
class RouterConfiguration:
    """Everything ``show running-config`` prints."""

    hostname: str = "Router"
    enable_secret: str | None = None
    enable_password: str | None = None
    ip_domain_lookup: bool = True
    users: dict[str, User] = field(default_factory=dict)
    interfaces: dict[str, Interface] = field(default_factory=dict)
    http_server: bool = False
    xml_transport: Section = field(default_factory=lambda: Section(shutdown=True))
    """``ixi transport http``."""
    xml_application: Section = field(default_factory=lambda: Section(shutdown=True))
    """``ixi application cme``."""
    voice_service: VoiceService = field(default_factory=VoiceService)
    voice_register_global: VoiceRegisterGlobal = field(default_factory=VoiceRegisterGlobal)
    session_servers: dict[int, SessionServer] = field(default_factory=dict)
    logout_profiles: dict[int, Profile] = field(default_factory=dict)
    user_profiles: dict[int, Profile] = field(default_factory=dict)
    telephony: TelephonyService = field(default_factory=TelephonyService)
    ephone_dn_templates: dict[int, EphoneDnTemplate] = field(default_factory=dict)
    ephone_dns: dict[int, EphoneDn] = field(default_factory=dict)
    ephones: dict[int, Ephone] = field(default_factory=dict)
    file_prompt: str | None = None
    """``file prompt``: ``quiet`` or ``noisy``; unset asks what IOS usually asks."""
    sections: dict[str, Section] = field(default_factory=dict)
    """Blocks by the line that opens them: ``line vty 0 4``, ``ip dhcp pool test``, …"""
    kept: Kept = field(default_factory=dict)
    _index: Index = field(default_factory=Index, init=False, repr=False, compare=False)

    def become(self, other: RouterConfiguration) -> None:
        """Take over everything from ``other``, as after a reload."""
        for each in fields(self):
            setattr(self, each.name, getattr(other, each.name))

    def ephone_by_mac(self, mac: str) -> Ephone | None:
        """The phone with this MAC address, twelve hexadecimal digits in either case."""
        return self._index.phone(self.ephones, mac.upper())

    def dn_by_number(self, number: str) -> EphoneDn | None:
        """The lowest ephone-dn that has ``number`` as its primary or secondary number."""
        return next(iter(self._dns_with(number)), None)

    def _dns_with(self, number: str) -> list[EphoneDn]:
        return self._index.dns(self.ephone_dns, number)

    def changed(self) -> None:
        """Look every number up anew: another ephone-dn may have it as well now."""
        self._index = Index()

    def lines_of(self, ephone: Ephone, *, user: str | None = None) -> list[tuple[int, EphoneDn]]:
        """The line buttons of a phone with their directory numbers.

        A phone with a logout profile has that profile's numbers, or those of ``user``'s profile
        while that user is logged in, on the buttons from 1 in the order of their types; a number
        without an ephone-dn leaves its button without a line. Watched (``w``, ``m``) buttons are
        no lines.
        """
        if ephone.logout_profile is None:
            return [
                (button, self.ephone_dns[assignment.dns[0]])
                for button, assignment in sorted(ephone.buttons.items())
                if assignment.separator not in "mw" and assignment.dns[0] in self.ephone_dns
            ]
        profile = self.profile_at(ephone, user=user)
        numbers = sorted(profile.numbers, key=ProfileNumber.rank) if profile else []
        found = (self.dn_by_number(each.number) for each in numbers)
        return [(button, dn) for button, dn in enumerate(found, start=1) if dn is not None]

    def profile_at(self, ephone: Ephone, *, user: str | None = None) -> Profile | None:
        """What a phone has instead of its own buttons: the profile of who is logged in there."""
        if ephone.logout_profile is None:
            return None
        return self.profile_of(user) if user else self.logout_profiles.get(ephone.logout_profile)

    def overlays_of(self, ephone: Ephone) -> list[Overlaid]:
        """The overlaid buttons of a phone, without those that only extend one (``x``)."""
        if ephone.logout_profile is not None:
            return []
        return [
            Overlaid(button, tuple(self.ephone_dns[tag] for tag in each.dns), each.separator == "c")
            for button, each in sorted(ephone.buttons.items())
            if each.separator in "oc" and all(tag in self.ephone_dns for tag in each.dns)
        ]

    def profile_of(self, user: str) -> Profile | None:
        """The user profile whose ``user`` is this name."""
        return next((each for each in self.user_profiles.values() if each.user == user), None)

    def watched(self, number: str) -> bool:
        """Whether an application may monitor and control ``number`` (``cti watch``)."""
        return any(dn.cti_watch or self._template_of(dn).cti_watch for dn in self._dns_with(number))

    def notified(self, number: str) -> bool:
        """Whether ``number`` is up without a phone (``cti notify``)."""
        return any(
            dn.cti_notify or self._template_of(dn).cti_notify for dn in self._dns_with(number)
        )

    def _template_of(self, dn: EphoneDn) -> EphoneDnTemplate:
        tag = dn.template or 0
        return self.ephone_dn_templates.get(tag) or EphoneDnTemplate(tag)
