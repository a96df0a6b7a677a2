"""The bench as frozen values: router, parties, deadlines, capabilities, known deviations.

Every value can also be made in Python; what contradicts itself is refused here, so a `Topology`
that exists is one that can be provisioned. How a mistake is reported to people lives in
``loading``: a refusal made here carries a remedy and the key it is about (`refuse`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from harness.errors import TopologyError
from harness.topology.dialect import STANDARD, Dialect

_UNITS = {"": 1.0, "s": 1.0, "ms": 0.001, "min": 60.0, "h": 3600.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)")
_EXTENSION = re.compile(r"[0-9*#A-D]{1,16}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MODEL = re.compile(r"[0-9]{4}[A-Z-]*")
_WORD = re.compile(r"[A-Za-z0-9]{1,15}")
_CREDENTIALS = re.compile(r"env:[A-Z][A-Z0-9_]*")
_CAPABILITY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def refuse(problem: str, remedy: str, *at: str) -> PydanticCustomError:
    """A refusal for people; ``at`` is the key it is about, from where the validator stands."""
    return PydanticCustomError(
        "bench", "{problem}", {"problem": problem, "remedy": remedy, "at": at}
    )


def _matches(pattern: re.Pattern[str], what: str, remedy: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise refuse(f"{text!r} is not {what}", remedy)
        return text

    return check


def _seconds(given: object) -> object:
    if not isinstance(given, str):
        return given
    match = _DURATION.fullmatch(given.strip())
    if match is None or match[2] not in _UNITS:
        raise refuse(
            f"{given!r} is not a duration", "Write seconds, or a number with ms, s, min or h."
        )
    return float(match[1]) * _UNITS[match[2]]


def _hexadecimal(given: str) -> str:
    digits = re.sub(r"[.:-]", "", given).upper()
    if not re.fullmatch(r"[0-9A-F]{12}", digits):
        remedy = "Write twelve hexadecimal digits, e.g. 001E.4A34.A35F."
        raise refuse(f"{given!r} is not a MAC address", remedy)
    return digits


def _is_ipv4(text: str) -> bool:
    try:
        IPv4Address(text)
    except ValueError:
        return False
    return True


def _ipv4(given: str) -> str:
    if not _is_ipv4(given):
        raise refuse(f"{given!r} is not an IPv4 address", "Write four numbers, e.g. 10.0.0.1.")
    return given


Seconds = Annotated[float, BeforeValidator(_seconds), Field(gt=0)]
"""Accepts ``2``, ``"2 s"``, ``"500 ms"``, ``"1 min"``."""
Mac = Annotated[str, AfterValidator(_hexadecimal)]
"""Twelve upper-case hexadecimal digits, whatever the separators were."""
IPv4 = Annotated[str, AfterValidator(_ipv4)]
Extension = Annotated[
    str,
    AfterValidator(
        _matches(_EXTENSION, "a directory number", "Write up to 16 digits, * or # (IOS `number`).")
    ),
]
Tag = Annotated[int, Field(ge=1)]
Port = Annotated[int, Field(ge=0, le=65_535)]
SccpVersion = Annotated[int, Field(ge=3, le=22)]
"""A version of the phones' protocol."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class Ports(_Value):
    """Where the router's services listen; 0 on a stand-in that is to take a free port."""

    ssh: Port = 22
    telnet: Port = 23
    sccp: Port = 2000
    sip: Port = 5060
    tftp: Port = 69
    http: Port = 80

    @model_validator(mode="after")
    def _sccp_can_be_configured(self) -> Self:
        # IOS `ip source-address … port`: 2000-9999.
        if self.sccp and not 2000 <= self.sccp <= 9999:
            remedy = "IOS takes 2000 to 9999 for `ip source-address … port`."
            raise refuse(f"{self.sccp} cannot be an SCCP port", remedy, "sccp")
        return self


FREE_PORTS = Ports(ssh=0, telnet=0, sccp=0, sip=0, tftp=0, http=0)


class Ssh(_Value):
    """A way in: SSH, at the router's own port unless another is given."""

    way: Literal["ssh"] = "ssh"
    port: Port | None = None


class Telnet(_Value):
    """A way in: Telnet to the router, or to the port of a console server."""

    way: Literal["telnet"] = "telnet"
    address: str | None = None
    port: Port | None = None


class Console(_Value):
    """A way in: the serial console, 8N1."""

    way: Literal["console"] = "console"
    device: str
    baud: int = Field(default=9600, gt=0)


def _named_way(given: object) -> object:
    return {"way": given} if isinstance(given, str) else given


Way = Annotated[Ssh | Telnet | Console, Field(discriminator="way")]
Access = Annotated[Way, BeforeValidator(_named_way)]


class RouterSpec(_Value):
    """The router under test, hardware or stand-in."""

    kind: Literal["standin", "hardware"]
    address: str = Field(min_length=1)
    """Where its services and its command line are reached."""
    ports: Ports = Ports()
    access: tuple[Access, ...] = Field(default=(Ssh(),), min_length=1)
    """The ways to its command line, tried in this order."""
    ios: str = ""
    """The IOS version it is believed to run; the report says when it runs another."""
    credentials: Annotated[
        str,
        AfterValidator(
            _matches(
                _CREDENTIALS,
                "a credentials name",
                "Write env:NAME; NAME_USERNAME, NAME_PASSWORD and NAME_ENABLE are read from the "
                "environment. Secrets never stand in a topology.",
            )
        ),
    ] = "env:CME"
    source_address: IPv4 | None = None
    """For ``ip source-address``: what phones reach CME by, when it is not ``address``."""
    max_ephones: int = Field(default=10, ge=1)
    max_dn: int = Field(default=100, ge=1)
    sccp_version: SccpVersion | None = None
    """What a stand-in offers every phone; when left out, what CME offers the phone's model."""

    @model_validator(mode="before")
    @classmethod
    def _a_standin_takes_free_ports(cls, given: Any) -> Any:
        if not isinstance(given, dict) or given.get("kind") != "standin":
            return given
        ports = given.get("ports", {})
        if isinstance(ports, dict):
            ports = {**FREE_PORTS.model_dump(), **ports}
        return {"address": "127.0.0.1", **given, "ports": ports}

    @model_validator(mode="after")
    def _phones_need_a_number(self) -> Self:
        if self.source_address is None and not _is_ipv4(self.address):
            remedy = "Add source_address: the router's IPv4 address for `ip source-address`."
            raise refuse(
                f"{self.address!r} is a name, and phones are given numbers", remedy, "address"
            )
        return self

    @property
    def is_standin(self) -> bool:
        """Whether the bundled software router is meant."""
        return self.kind == "standin"


class PhoneSpec(_Value):
    """The telephone on a party's desk."""

    kind: Literal["emulated"] = "emulated"
    model: Annotated[
        str, AfterValidator(_matches(_MODEL, "a phone's model", "Write IOS's `type`, e.g. 7961."))
    ]
    """As in IOS ``type``: ``7960``, ``7961``."""
    mac: Mac
    sccp_version: SccpVersion | None = None
    """What its firmware offers; when left out, that of the model's usual load."""

    @property
    def device_name(self) -> str:
        """The name it registers by: ``SEP001E4A34A35F``."""
        return f"SEP{self.mac}"

    @property
    def dotted_mac(self) -> str:
        """The MAC address as IOS writes it: ``001E.4A34.A35F``."""
        return ".".join(self.mac[start : start + 4] for start in (0, 4, 8))


class ExtensionMobility(_Value):
    """A phone that people log in to: its line at rest, and one user who may log in."""

    logout_profile: Tag
    user_profile: Tag
    user: Annotated[
        str, AfterValidator(_matches(_WORD, "a profile user", "Write up to 15 letters and digits."))
    ]
    password: SecretStr
    """The user's, on the phone; not one of the router's credentials."""
    number: Extension
    """The directory number that the user brings along."""
    dn: Tag
    """The ephone-dn tag of that number."""


class PartySpec(_Value):
    """One person: a directory number, a phone, and the IOS tags that join them."""

    number: Extension
    phone: PhoneSpec
    dn: Tag
    """The ephone-dn tag; the party's place in the file when not given."""
    ephone: Tag
    """The ephone tag; the party's place in the file when not given."""
    dual_line: bool = False
    extension_mobility: ExtensionMobility | None = None


class Deadlines(_Value):
    """How long what is awaited may take, in seconds."""

    response: Seconds = 2.0
    event: Seconds = 5.0
    registration: Seconds = 60.0
    cli: Seconds = 15.0
    """One command at the router's command line."""
    push: Seconds = 120.0
    """A copy to flash, a ``configure replace``."""

    def scaled(self, patience: float) -> Deadlines:
        """All of them ``patience`` times as long."""
        return Deadlines(**{name: value * patience for name, value in self.model_dump().items()})


class CtiSpec(_Value):
    """How applications talk to the router."""

    transport: Literal["UDP", "TCP"] = "UDP"
    client: Literal["moc", "sdk"] = "moc"
    """Whose manners: Microsoft Office Communicator's, or the Cisco SDK's."""


Capability = Annotated[
    str,
    AfterValidator(
        _matches(_CAPABILITY, "a capability", "Write lower-case words, e.g. dial-via-office.")
    ),
]
PartyName = Annotated[
    str,
    AfterValidator(
        _matches(_NAME, "a party's name", "Write a lower-case word: it is a fixture's name.")
    ),
]


class Topology(_Value):
    """One bench."""

    name: str = Field(min_length=1)
    router: RouterSpec
    parties: dict[PartyName, PartySpec] = Field(min_length=1)
    deadlines: Deadlines = Deadlines()
    cti: CtiSpec = CtiSpec()
    dialect: Dialect = STANDARD
    """How the router speaks CSTA, where the standards leave it a choice."""
    local_address: IPv4 | None = None
    """This machine as the router reaches it; found from the route when not given."""
    capabilities: frozenset[Capability] = frozenset()
    """What this bench can do beyond CME 8.0; plans that need more are skipped."""
    known_deviations: dict[str, Annotated[str, Field(min_length=1)]] = {}
    """Plan number to the reason it is expected to fail on this bench."""

    @model_validator(mode="before")
    @classmethod
    def _tags_follow_the_order(cls, given: Any) -> Any:
        parties = given.get("parties") if isinstance(given, dict) else None
        if not isinstance(parties, dict):
            return given
        tagged = {
            name: {"dn": place, "ephone": place, **party} if isinstance(party, dict) else party
            for place, (name, party) in enumerate(parties.items(), 1)
        }
        return {**given, "parties": tagged}

    @model_validator(mode="after")
    def _nothing_is_given_twice(self) -> Self:
        seen: dict[tuple[str, object], str] = {}
        for what, value, key in self._unique_things():
            first = seen.setdefault((what, value), ".".join(key))
            if first != ".".join(key):
                remedy = f"Give each its own; the first is {first}."
                raise refuse(f"{what} {value} is used twice", remedy, *key)
        return self

    def _unique_things(self) -> Iterator[tuple[str, object, tuple[str, ...]]]:
        for name, party in self.parties.items():
            here = ("parties", name)
            yield "number", party.number, (*here, "number")
            yield "MAC address", party.phone.dotted_mac, (*here, "phone", "mac")
            yield "ephone-dn tag", party.dn, (*here, "dn")
            yield "ephone tag", party.ephone, (*here, "ephone")
            if mobility := party.extension_mobility:
                there = (*here, "extension_mobility")
                yield "number", mobility.number, (*there, "number")
                yield "ephone-dn tag", mobility.dn, (*there, "dn")
                yield "logout profile", mobility.logout_profile, (*there, "logout_profile")
                yield "user profile", mobility.user_profile, (*there, "user_profile")
                yield "profile user", mobility.user, (*there, "user")

    @property
    def source_address(self) -> str:
        """The address for ``ip source-address``."""
        return self.router.source_address or self.router.address

    def with_ports(self, **ports: int) -> Topology:
        """The same bench at other ports: what a stand-in announced.

        Raises:
            TopologyError: a name is no port's, or a number cannot be one.
        """
        try:
            moved = Ports(**{**self.router.ports.model_dump(), **ports})
        except ValidationError as error:
            told = error.errors()[0]
            key = ".".join(str(part) for part in ("router", "ports", *told["loc"]))
            raise TopologyError(told["msg"], key=key) from None
        return self.model_copy(update={"router": self.router.model_copy(update={"ports": moved})})
