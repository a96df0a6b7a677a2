from __future__ import annotations

import pytest
from typer.testing import CliRunner

from harness.commands.app import app
from harness.commands.phoning import address_of
from harness.errors import HarnessError, TopologyError


@pytest.mark.parametrize(
    ("text", "address"),
    [("10.0.0.1", ("10.0.0.1", 69)), ("127.0.0.1:6969", ("127.0.0.1", 6969))],
)
def test_an_address_may_name_its_port(text: str, address: tuple[str, int]) -> None:
    assert address_of(text) == address


@pytest.mark.parametrize("text", ["", ":69", "10.0.0.1:tftp", "10.0.0.1:70000", "10.0.0.1:0"])
def test_an_address_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(TopologyError, match=r"is no HOST\[:PORT\]"):
        address_of(text)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--model", "7970", "--mac", "001E4A34A35F"], "there is no '7970'"),
        (["--mac", "1234"], "a MAC has twelve hexadecimal digits"),
        (
            ["--model", "7960", "--sccp-version", "17", "--mac", "001E4A34A35F"],
            "no load of a 7960 offers SCCP version 17; it offers 3 to 11",
        ),
    ],
)
def test_a_wrong_argument_is_one_sentence(arguments: list[str], words: str) -> None:
    ended = CliRunner().invoke(app, ["phone", "--tftp", "127.0.0.1", *arguments])

    assert isinstance(ended.exception, HarnessError)
    assert words in str(ended.exception)
