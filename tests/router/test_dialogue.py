from __future__ import annotations

import re

import pytest

from harness.router.dialogue import (
    QUESTION,
    Prompt,
    answer_of,
    last_prompt,
    prompt_pattern,
    question_of,
    refusal,
    undisturbed,
)


@pytest.mark.parametrize(
    ("output", "prompt", "mode"),
    [
        ("\ncme-lab>", "cme-lab>", "user EXEC"),
        ("\ncme-lab#", "cme-lab#", "EXEC"),
        ("\ncme-lab(config)#", "cme-lab(config)#", "config"),
        ("\ncme-lab(conf-voi-serv)#", "cme-lab(conf-voi-serv)#", "conf-voi-serv"),
        ("\ncme-lab(dhcp-config)#", "cme-lab(dhcp-config)#", "dhcp-config"),
        ("\ncme-lab(cfg-lpcor-policy)#", "cme-lab(cfg-lpcor-policy)#", "cfg-lpcor-policy"),
        ("\nR(config-ephone-dn-temp)#", "R(config-ephone-dn-temp)#", "config-ephone-dn-temp"),
        ("\ncme-lab# ", "cme-lab#", "EXEC"),
        ("% Bad\n\ncme-lab#*Mar  1 00:00:07.1: %SYS-5-CONFIG_I: Configured from console\n",
         "cme-lab#", "EXEC"),
        ("\ncme-lab#\n*Mar  1 00:00:07.1: %SYS-5-CONFIG_I: Configured\ncme-lab#",
         "cme-lab#", "EXEC"),
        ("\ncme-lab#\n*Mar  1 00:00:07.1: //CTI/PI:session 3\n", "cme-lab#", "EXEC"),
    ],
)  # fmt: skip
def test_a_prompt_is_known_by_its_host_and_shape(output, prompt, mode):
    found = last_prompt(output, prompt[:1])

    assert (found.text, found.mode) == (prompt, mode)


def test_a_long_hostname_is_known_by_its_first_sixteen_characters():
    base = "THIS.IS.A.PARTICULAR.ROUTER"[:16]

    assert last_prompt("\nTHIS.IS.A.PARTICULAR(config)#", base).mode == "config"
    assert last_prompt("\nTHIS.IS.A.PARTICULAR.ROUTER#", base).mode == "EXEC"


@pytest.mark.parametrize(
    "output",
    [
        "\n*Mar  1 00:00:07.1: %SYS-5-X: the # in a log line",
        "\n description line #",
        "\ncme-lab# is how its prompt looks",
        "\nxcme-lab#",
        "\nhostname cme-lab",
    ],
)
def test_a_number_sign_alone_is_no_prompt(output):
    assert not re.search(prompt_pattern("cme-lab"), output)


@pytest.mark.parametrize(
    "output",
    [
        "Destination filename [startup-config]? ",
        "Proceed with reload? [confirm]",
        "Save? [yes/no]: ",
        "Are you sure you want to proceed? Yes/No? [no]: ",
        "How many bits in the modulus [512]: ",
        "Password: ",
    ],
)
def test_a_question_is_known_by_its_end(output):
    assert QUESTION.search(output)


def test_a_question_stays_one_when_log_lines_come_after_it():
    log = "*Nov 23 08:41:07.103: %SYS-5-CONFIG_I: Configured from console by ann\n"
    output = f"\nDestination filename [backup.cfg]? \n{log}{log}"

    assert QUESTION.search(output)
    assert question_of(output) == "Destination filename [backup.cfg]?"
    assert not QUESTION.search(output + "4711 bytes copied in 0.4 secs\n")


@pytest.mark.parametrize(
    "output", ["4711 bytes copied in 0.4 secs [OK - 4711/4096 bytes]", "ephone-3[2] Mac:", "Done"]
)
def test_a_bracket_alone_is_no_question(output):
    assert not QUESTION.search(output)


def test_an_answer_is_what_stands_before_the_prompt():
    assert answer_of("\n% Incomplete command.\n\ncme-lab(config)#", "cme-lab") == (
        "% Incomplete command."
    )
    assert answer_of("cme-lab(config)#", "cme-lab") == ""


@pytest.mark.parametrize("again", ["", "cme-lab#", "\ncme-lab#", "cme-lab#\n"])
@pytest.mark.parametrize("line", ["%SYS-5-TEST: 2 lines # or more > told", "//CTI/PI:session 3"])
def test_log_lines_after_the_prompt_and_the_prompt_after_them_are_no_answer(line, again):
    logged = f"\n*Nov 23 17:07:55.032: {line}\n{again}"

    assert answer_of(f"ip cef\nend\n\ncme-lab#{logged * 2}", "cme-lab") == "ip cef\nend"


def test_a_refusal_says_line_mode_answer_and_where_the_caret_stands():
    at = Prompt("R(conf-voi-serv)#")
    line = "no supplementary-service sip moved-temporary"
    answer = " " * (len(at.text) + 43) + "^\n% Invalid input detected at '^' marker."

    refused = refusal(line, answer, at)

    assert str(refused) == (
        'the router refused "no supplementary-service sip moved-temporary" in mode conf-voi-serv: '
        '"% Invalid input detected at \'^\' marker.", caret at column 44 ("y")'
    )


@pytest.mark.parametrize(
    "answer",
    [
        "% Incomplete command.",
        '% Ambiguous command:  "c"',
        "%Error opening flash:/x (No such file or directory)",
        " invalid input dn parameter for button 1",
        "ephone slot is already registered with 0011.2233.4455\n\nCannot change MAC address.",
        "ERROR: 8945 is built-in phonemodel, cannot be changed",
        "Rollback aborted after 5 passes",
    ],
)
def test_refusals_have_several_voices(answer):
    assert refusal("x", answer, Prompt("R(config)#")) is not None


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "*Mar  1 00:00:06.711: %LINK-3-UPDOWN: Interface FastEthernet0/0, changed state to up",
        "%SYS-5-CONFIG_I: Configured from console by ann on vty0 (10.20.0.50)",
        "CNF-FILES: Clock is not set or synchronized, retaining old versionStamps",
        "% Warning: this takes a while",
        "CNF files updating complete",
    ],
)
def test_a_log_line_or_a_remark_refuses_nothing(answer):
    assert refusal("x", answer, Prompt("R(config)#")) is None


def test_a_refused_password_is_not_told():
    refused = refusal(
        "user user204 password hush extra", " " * 40 + "^\n% Invalid input", Prompt("R(config)#")
    )

    assert "hush" not in str(refused)
    assert "caret at column 31" in str(refused)


LOGGED = "*Mar  3 08:02:11.347: %IPPHONE-6-REGISTER: ephone-1 has registered."
DEBUGGED = "*Mar  3 08:02:11.347: //CTI/PI:session 3 requests MakeCall"


@pytest.mark.parametrize(
    ("seen", "echo"),
    [
        (f"show cl\n{LOGGED}\nock\n", "show clock\n"),
        (f"sh\n{LOGGED}\n\n{LOGGED}\now clock\n", "show clock\n"),
        (f"sh\n{LOGGED}\n{DEBUGGED}\now clock\n", "show clock\n"),
        (f"show clock\n{LOGGED}\n\n*08:02", f"show clock\n{LOGGED}\n\n*08:02"),
        (f"sh\n{LOGGED}\nRouter#show clock\n", f"sh\n{LOGGED}\nRouter#show clock\n"),
        (f"sh\n{LOGGED}", f"sh\n{LOGGED}"),
        ("show clock\n*08:02:11.347 UTC\n", "show clock\n*08:02:11.347 UTC\n"),
        (f"show clock\nRouter#\n{LOGGED}\nRouter#", f"show clock\nRouter#\n{LOGGED}\nRouter#"),
    ],
)
def test_an_echo_is_put_together_again_where_log_lines_broke_it(seen, echo):
    assert undisturbed(seen, r"show clock\s*\n") == echo
