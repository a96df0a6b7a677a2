import pytest

from harness.router.standing import Standing, silence, standing


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("\r\ncme-lab>", Standing.READY),
        ("\r\ncme-lab#", Standing.READY),
        ("cme-lab(config-telephony)#", Standing.READY),
        ("\r\nUser Access Verification\r\n\r\nUsername: ", Standing.READY),
        ("\r\nPassword: ", Standing.READY),
        ("monitor: command not found\r\nrommon 12 > ", Standing.MONITOR),
        (
            "Would you like to enter the initial configuration dialog? [yes/no]: ",
            Standing.UNCONFIGURED,
        ),
        ("Would you like to terminate autoinstall? [yes]: ", Standing.UNCONFIGURED),
        ("Press RETURN to get started!\r\n\r\n", Standing.AT_REST),
        ("cme-lab con0 is now available\r\n\r\nPress RETURN to get started.\r\n", Standing.AT_REST),
        ("Self decompressing the image : ####", None),
        ("cme-lab#\r\n*Mar  1 00:00:07.1: %SYS-5-CONFIG_I: Configured from console\r\n", None),
        ("Proceed with reload? [confirm]", None),
        ("", None),
    ],
)
def test_where_a_line_stands_is_read_from_the_last_it_says(said, where):
    assert standing(said) is where


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("\r\n", Standing.SILENT),
        ("System Bootstrap, Version 12.4(13r)T11\r\nSelf decompressing: ##", Standing.BOOTING),
        ("\ufffd\ufffdx\x00\ufffd\ufffd~\x1c\ufffd", Standing.UNREADABLE),
        ("login banner without a prompt", Standing.UNKNOWN),
    ],
)
def test_what_leads_nowhere_is_told_apart(said, where):
    assert silence(said) is where
