from __future__ import annotations

from collections.abc import Callable

from harness.standin.cli.configurator import hardware, load
from harness.standin.cli.running_config import configuration_lines

CTI_PART = """
voice service voip
 cti csta mode basic
 no cti shutdown
 sip
  registrar server expires max 120 min 60
voice register session-server 1
 cti-aware
 keepalive 360
 register-id lab-cti-1
telephony-service
 max-dn 9
 max-ephones 9
 keepalive 30
ephone-dn-template 15
 cti watch
 cti notify
ephone-dn 7 dual-line
 cti watch
 number 3107
 cti notify
 name Alice of the desk
ephone 3
 button 1:7
 mac-address 0011.2233.44ff
 type 7961
"""


def test_lines_are_printed_in_the_order_and_spacing_of_ios() -> None:
    lines = configuration_lines(load(CTI_PART).configuration)

    def block(head: str) -> list[str]:
        start = lines.index(head)
        return lines[start : lines.index("!", start)]

    assert block("voice service voip ")[1:] == [
        " no cti shutdown",
        " cti csta mode basic",
        " sip",
        "  registrar server expires max 120 min 60",
    ]
    assert block("voice register session-server 1 ")[1:] == [
        " register-id lab-cti-1",
        " keepalive 360",
        " cti-aware",
    ]
    assert block("telephony-service")[1:] == [
        " max-ephones 9",
        " max-dn 9",
        " max-conferences 8 gain -6",
        " transfer-system full-consult",
    ]
    assert block("ephone-dn-template  15")[1:] == [" cti notify", " cti watch"]
    assert block("ephone-dn  7  dual-line")[1:] == [
        " number 3107",
        " name Alice of the desk",
        " cti notify",
        " cti watch",
    ]
    assert block("ephone  3")[1:] == [" mac-address 0011.2233.44FF", " type 7961", " button  1:7"]


def test_a_router_without_configuration_prints_its_defaults_and_its_hardware() -> None:
    lines = configuration_lines(hardware())
    assert lines[:6] == [
        "!",
        "version 15.1",
        "service timestamps debug datetime msec",
        "service timestamps log datetime msec",
        "no service password-encryption",
        "!",
    ]
    assert "telephony-service" not in lines
    assert "voice-port 0/0/3" in lines
    assert lines[-1] == "end"


def test_buttons_wrap_after_four() -> None:
    dns = "".join(f"ephone-dn {tag}\n number 20{tag}\n" for tag in range(1, 6))
    text = (
        f"telephony-service\n max-dn 9\n max-ephones 9\n{dns}"
        "ephone 1\n button 1:1 2:2 3:3 4:4\n button 5:5\n"
    )
    lines = configuration_lines(load(text).configuration)
    assert [line for line in lines if "button" in line] == [
        " button  1:1 2:2 3:3 4:4",
        " button  5:5",
    ]


def test_everything_of_the_document_is_printed_back(ios_example: Callable[[str], str]) -> None:
    text = ios_example("moc-client")
    printed = {" ".join(line.split()) for line in configuration_lines(load(text).configuration)}
    pushed = {" ".join(line.split()) for line in text.splitlines() if not line.startswith("!")}
    assert pushed - printed == {"version 12.4", "Voice service voip"}
