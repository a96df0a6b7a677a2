from __future__ import annotations

import pytest

from harness.standin.cli.secrets import md5_crypt, opens, secret


# Typed from `openssl passwd -1 -salt …`.
@pytest.mark.parametrize(
    ("password", "salt", "kept"),
    [
        ("cisco", "abcd", "$1$abcd$2hDGYdE0UrwK2pqoiF6BB1"),
        ("a longer password than 16!", "xyz", "$1$xyz$AQqBg10sRiuuCpbPGtsWN."),
    ],
)
def test_the_crypt_is_the_one_others_compute(password: str, salt: str, kept: str) -> None:
    assert md5_crypt(password, salt) == kept
    assert opens(password, kept)
    assert not opens(password + "x", kept)


def test_the_same_secret_is_kept_the_same() -> None:
    assert secret("cisco") == secret("cisco")
    assert secret("cisco") != secret("Cisco")
    assert not opens("cisco", "no crypt at all")
