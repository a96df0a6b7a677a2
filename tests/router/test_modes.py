import pytest

from harness.router.modes import mode_named


@pytest.mark.parametrize(
    ("bracket", "mode"),
    [
        ("config", "global configuration"),
        ("conf-voi-serv", "voice service"),
        ("config-voi-serv", "voice service"),
        ("config-voi-sip", "SIP"),
        ("config-sip-ua", "SIP user agent"),
        ("config-register-globa", "voice register global"),
        ("voice-register-global", "voice register global"),
        ("config-ephone-dn", "ephone-dn"),
        ("config-ephone-dn-temp", "ephone-dn template"),
        ("config-ephone", "ephone"),
        ("config-if", "config-if"),
    ],
)
def test_a_mode_has_one_name_however_its_prompt_is_spelt_or_cut(bracket, mode):
    assert mode_named(bracket) == mode
