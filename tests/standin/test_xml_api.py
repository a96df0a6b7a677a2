from __future__ import annotations

import pytest

from tests.standin.web import Site


@pytest.mark.parametrize(
    ("user", "password"), [("", ""), ("labxml", "no"), ("other", "lab123"), ("labxml", "")]
)
def test_the_xml_api_turns_others_away(site: Site, user: str, password: str) -> None:
    assert site.post("ISgetGlobal", user=user, password=password)[0] == 401


def test_an_xml_user_of_too_low_a_level_is_turned_away(site: Site) -> None:
    site.host.merge("telephony-service\n xml user low password pw 1\n", "test")
    assert site.post("ISgetGlobal", user="low", password="pw")[0] == 401


def test_the_xml_api_tells_of_the_router_its_phones_and_its_numbers(site: Site) -> None:
    status, told = site.post("ISgetGlobal")
    assert status == 200
    assert (told["ISMode"], told["ISMaxDN"], told["ISConfiguredDevice"]) == ("ITS", "100", "3")
    _, extension = site.post("ISgetExtension", "<ISExtNumber>202</ISExtNumber>")
    assert extension["ISExtID"] == "2"
    assert site.post("ISgetNothing")[0] == 400


@pytest.mark.parametrize("shut", ["ixi transport http", "ixi application cme"])
def test_the_xml_api_needs_both_of_its_parts(site: Site, shut: str) -> None:
    site.host.merge(f"{shut}\n shutdown\n", "test")
    assert site.post("ISgetGlobal")[0] == 503


def test_lines_are_carried_out_up_to_the_first_that_is_refused(site: Site) -> None:
    told = "".join(
        f"<CLI>{line}</CLI>"
        for line in ("ephone 1", "description desk", "button 1:77", "description late")
    )
    _, answer = site.post("ISexecCLI", told)
    assert answer["ISexecCLIResponse"] == "3"
    assert answer["ISexecCLIError"] == " invalid input dn parameter for button 1"
    assert site.host.configuration.ephones[1].description == "desk"
    _, answer = site.post("ISexecCLI", "<CLI>ephone 1</CLI><CLI>description again</CLI>")
    assert answer["ISexecCLIResponse"] == "0"


def test_a_configuration_is_saved_later_while_somebody_is_at_a_terminal(site: Site) -> None:
    assert site.post("ISSaveConfig")[1]["ISSaveConfigResult"] == "success"
    site.host.attach(user="engineer", remote="10.0.0.9")
    assert site.post("ISSaveConfig")[1]["ISSaveConfigResult"] == "delay"
