from __future__ import annotations

import pytest
from typer.testing import CliRunner

from harness.commands.app import app


def test_the_version_of_the_phones_protocol_reaches_the_standin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[list[str]] = []
    monkeypatch.setattr("harness.standin.__main__.serve", lambda told: given.append(told) or 0)
    told = CliRunner().invoke(app, ["standin", "--sccp-version", "17", "--json"])
    assert told.exit_code == 0
    assert given == [["--sccp-version", "17", "--json"]]
    assert CliRunner().invoke(app, ["standin", "--sccp-version", "23"]).exit_code == 2


def test_the_version_of_the_phones_protocol_reaches_the_phone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[dict[str, object]] = []
    monkeypatch.setattr("harness.commands.phoning.use_phone", lambda **told: given.append(told))
    CliRunner().invoke(
        app, ["phone", "--tftp", "10.0.0.1", "--mac", "001E.4A34.A35F", "--sccp-version", "22"]
    )
    assert given == [
        {"tftp": "10.0.0.1", "mac": "001E.4A34.A35F", "model": "7961", "sccp_version": 22}
    ]
