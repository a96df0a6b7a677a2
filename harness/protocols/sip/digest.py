"""Digest challenge and answer (RFC 3261 §22, RFC 2617, RFC 8760 for SHA-256); ``auth`` only."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Self

from harness.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.sip.grammar import QUOTED, TOKEN, split_list, unquoted

_FIELD = re.compile(rf"({TOKEN})\s*=\s*({QUOTED}|[^\s,\"]+)")


def _fields(text: str) -> dict[str, str]:
    scheme, _, rest = text.strip().partition(" ")
    if scheme.lower() != "digest":
        raise RemoteProtocolError(f"authentication by {scheme!r}, not Digest", status=400)
    found: dict[str, str] = {}
    for piece in split_list(rest):
        field = _FIELD.fullmatch(piece)
        if field is None:
            raise RemoteProtocolError(f"malformed Digest field {piece!r}", status=400)
        found[field.group(1).lower()] = unquoted(field.group(2))
    return found


def _hash(algorithm: str, text: str) -> str:
    octets = text.encode()
    if algorithm.upper() == "SHA-256":
        return hashlib.sha256(octets).hexdigest()
    return hashlib.md5(octets, usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Challenge:
    """The value of WWW-Authenticate or Proxy-Authenticate."""

    realm: str
    nonce: str
    algorithm: str = "MD5"
    opaque: str = ""
    qop: bool = True
    """Whether ``auth`` is offered; without it the answer is RFC 2069's."""
    stale: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a header value.

        Raises:
            RemoteProtocolError: no Digest, realm or nonce missing, or an algorithm or quality of
                protection that this module does not have.
        """
        fields = _fields(text)
        algorithm = fields.get("algorithm", "MD5")
        offered = [word.strip().lower() for word in fields.get("qop", "").split(",") if word]
        if algorithm.upper() not in {"MD5", "SHA-256"} or (offered and "auth" not in offered):
            raise RemoteProtocolError(f"a challenge that cannot be answered: {text!r}")
        if "realm" not in fields or "nonce" not in fields:
            raise RemoteProtocolError(f"a challenge without realm or nonce: {text!r}", status=400)
        return cls(
            fields["realm"],
            fields["nonce"],
            algorithm,
            fields.get("opaque", ""),
            bool(offered),
            fields.get("stale", "").lower() == "true",
        )

    def print(self) -> str:
        """The header value."""
        pairs = [f'realm="{self.realm}"', f'nonce="{self.nonce}"', f"algorithm={self.algorithm}"]
        pairs += ['qop="auth"'] if self.qop else []
        pairs += [f'opaque="{self.opaque}"'] if self.opaque else []
        pairs += ["stale=true"] if self.stale else []
        return f"Digest {', '.join(pairs)}"


def _response(
    fields: dict[str, str], *, method: str, username: str, realm: str, password: str
) -> str:
    algorithm = fields.get("algorithm", "MD5")
    secret = _hash(algorithm, f"{username}:{realm}:{password}")
    what = _hash(algorithm, f"{method}:{fields['uri']}")
    middle = fields["nonce"]
    if "qop" in fields:
        middle += f":{fields['nc']}:{fields['cnonce']}:{fields['qop']}"
    return _hash(algorithm, f"{secret}:{middle}:{what}")


def authorization(
    challenge: Challenge,
    *,
    method: str,
    uri: str,
    username: str,
    password: str,
    cnonce: str,
    count: int = 1,
) -> str:
    """The value of Authorization that answers a challenge for the ``count``-th time.

    Raises:
        LocalProtocolError: a text holds a quote or line end.
    """
    if set('"\\\r\n') & set(f"{username}{uri}{cnonce}"):
        raise LocalProtocolError("a quote, backslash or line end in a Digest answer")
    fields = {"nonce": challenge.nonce, "uri": uri, "algorithm": challenge.algorithm}
    if challenge.qop:
        fields |= {"qop": "auth", "nc": f"{count:08x}", "cnonce": cnonce}
    answer = _response(
        fields, method=method, username=username, realm=challenge.realm, password=password
    )
    text = (
        f'Digest username="{username}", realm="{challenge.realm}", nonce="{challenge.nonce}", '
        f'uri="{uri}", response="{answer}", algorithm={challenge.algorithm}'
    )
    if challenge.qop:
        text += f', qop=auth, nc={fields["nc"]}, cnonce="{cnonce}"'
    return text + (f', opaque="{challenge.opaque}"' if challenge.opaque else "")


def is_authorized(
    text: str, challenge: Challenge, *, method: str, username: str, password: str
) -> bool:
    """Whether an Authorization value answers our challenge with this user's password.

    Raises:
        RemoteProtocolError: it is no Digest answer.
    """
    fields = _fields(text)
    needed = {"username", "realm", "nonce", "uri", "response"}
    needed |= {"nc", "cnonce"} if "qop" in fields else set()
    if not needed <= fields.keys():
        raise RemoteProtocolError(f"a Digest answer without {needed - fields.keys()}", status=400)
    fields["algorithm"] = challenge.algorithm
    ours = (username, challenge.realm, challenge.nonce)
    theirs = (fields["username"], fields["realm"], fields["nonce"])
    answer = _response(
        fields, method=method, username=username, realm=challenge.realm, password=password
    )
    return ours == theirs and fields["response"].lower() == answer
