"""The form in which IOS keeps a secret: type 5, the MD5 crypt of FreeBSD (``$1$salt$…``).

The salt is taken from the secret itself, so that the same configuration pushed twice prints the
same twice; a real router draws a new one each time.
"""

from __future__ import annotations

import hashlib
import hmac

_ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ROUNDS = 1000
_GROUPS = ((0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5))


def _md5(octets: bytes) -> bytes:
    return hashlib.md5(octets, usedforsecurity=False).digest()


def _letters(value: int, count: int) -> str:
    return "".join(_ALPHABET[value >> 6 * place & 0x3F] for place in range(count))


def md5_crypt(password: str, salt: str) -> str:
    """The crypt of ``password``, with its head."""
    secret, grain = password.encode(), salt.encode()
    length = len(secret)
    inner = _md5(secret + grain + secret)
    mixed = secret + b"$1$" + grain + (inner * (length // 16 + 1))[:length]
    while length:
        mixed += b"\0" if length & 1 else secret[:1]
        length >>= 1
    digest = _md5(mixed)
    for turn in range(_ROUNDS):
        digest = _md5(
            (secret if turn & 1 else digest)
            + (grain if turn % 3 else b"")
            + (secret if turn % 7 else b"")
            + (digest if turn & 1 else secret)
        )
    letters = "".join(
        _letters(digest[a] << 16 | digest[b] << 8 | digest[c], 4) for a, b, c in _GROUPS
    )
    return f"$1${salt}${letters}{_letters(digest[11], 2)}"


def secret(password: str) -> str:
    """The type 5 form of a new secret."""
    grains = hashlib.sha256(password.encode()).digest()[:4]
    return md5_crypt(password, "".join(_ALPHABET[grain & 0x3F] for grain in grains))


def opens(password: str, kept: str) -> bool:
    """Whether ``password`` is the secret kept in type 5 form."""
    parts = kept.split("$")
    if len(parts) != 4:
        return False
    return hmac.compare_digest(md5_crypt(password, parts[2]), kept)
