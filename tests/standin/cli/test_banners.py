from __future__ import annotations

from typing import Any

from harness.standin.cli.configurator import load
from harness.standin.cli.login import LineSession
from harness.standin.cli.running_config import configuration_text


def test_a_banner_of_one_line(configuring: Any) -> None:
    assert configuring.line("banner motd #Lab router, held by ann#") == ["Router(config)#"]
    assert "banner motd ^CLab router, held by ann^C\n" in configuration_text(
        configuring.session.terminal.host.configuration
    )


def test_a_banner_of_several_lines_ends_at_its_delimiter(configuring: Any) -> None:
    assert configuring.line("banner login $") == [
        "Enter TEXT message.  End with the character '$'.",
        "",
    ]
    configuring.line("keep out # or not")
    configuring.line("")
    assert configuring.line("this means you$")[-1] == "Router(config)#"

    text = configuring.session.terminal.host.running()
    assert "banner login ^C\nkeep out # or not\n\nthis means you^C\n" in text
    assert configuration_text(load(text).configuration) == text

    configuring.line("no banner login")
    assert "banner" not in configuring.session.terminal.host.running()


def test_an_unfinished_banner_in_a_file_is_dropped() -> None:
    loaded = load("banner motd ^C\nno end\n")
    assert "banner" not in configuration_text(loaded.configuration)


def test_banners_greet_before_and_after_the_login(configuring: Any) -> None:
    host = configuring.session.terminal.host
    for kind in ("motd", "login", "exec"):
        configuring.line(f"banner {kind} ^Cthe {kind}^C")
    line = LineSession(host, line="line vty 0 4", remote="10.0.0.9", hang_up=lambda: None)
    line.begin(0.0)
    assert line.data_to_send().decode() == (
        "\r\nthe motd\r\n\r\nthe login\r\n\r\n\r\nUser Access Verification\r\n\r\nUsername: "
    )
    line.receive_data(b"engineer\rletmein\r", 0.0)
    assert line.data_to_send().decode().endswith("\r\n\r\nthe exec\r\n\r\nRouter>")
