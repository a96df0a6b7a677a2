from __future__ import annotations

import pytest

from harness.errors import TopologyError
from harness.topology import RouterSpec, credentials_for, credentials_from

STANDIN = RouterSpec.model_validate({"kind": "standin"})
HARDWARE = RouterSpec.model_validate(
    {"kind": "hardware", "address": "10.0.0.1", "credentials": "env:LAB"}
)


def test_credentials_are_looked_up_by_the_name_the_topology_gives():
    environment = {"LAB_USERNAME": "ann", "LAB_PASSWORD": "p1", "LAB_ENABLE": "e1"}

    found = credentials_for(HARDWARE, environment)

    assert found.username == "ann"
    assert found.password.get_secret_value() == "p1"
    assert found.enable.get_secret_value() == "e1"


def test_a_missing_password_says_which_variables_to_set():
    with pytest.raises(TopologyError, match=r"no LAB_PASSWORD.*Set LAB_USERNAME, LAB_PASSWORD"):
        credentials_for(HARDWARE, {})


def test_a_standin_without_variables_has_its_own_user():
    found = credentials_for(STANDIN, {})

    assert (found.username, found.password.get_secret_value()) == ("cisco", "cisco")
    assert found.enable.get_secret_value() == "cisco"


def test_a_login_may_be_privileged_already_and_a_line_may_have_no_users():
    found = credentials_from({"X_PASSWORD": "p"}, "env:X")

    assert (found.username, found.enable) == ("", None)


def test_no_secret_is_printed():
    found = credentials_from({"X_PASSWORD": "hush1", "X_ENABLE": "hush2"}, "env:X")

    assert "hush" not in f"{found!r} {found}"


def test_a_standin_fills_in_what_the_environment_lacks():
    found = credentials_for(STANDIN, {"CME_PASSWORD": "p"})

    assert (found.username, found.password.get_secret_value()) == ("cisco", "p")
    assert found.enable.get_secret_value() == "cisco"
