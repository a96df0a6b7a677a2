from __future__ import annotations

import pytest

from harness.errors import LocalProtocolError, RemoteProtocolError
from harness.protocols.sip.digest import Challenge, authorization, is_authorized

RFC2617 = (
    'Digest realm="testrealm@host.com", qop="auth,auth-int", '
    'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
)
RFC7616 = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"'
)


def test_the_example_of_rfc_2617():
    answer = authorization(
        Challenge.parse(RFC2617),
        method="GET",
        uri="/dir/index.html",
        username="Mufasa",
        password="Circle Of Life",
        cnonce="0a4f113b",
    )
    assert 'response="6629fae49393a05397450978507c4ef1"' in answer
    assert 'opaque="5ccc069c403ebaf9f0171e9517f40e41"' in answer
    assert "nc=00000001" in answer


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_examples_of_rfc_7616(algorithm, response):
    answer = authorization(
        Challenge.parse(RFC7616.format(algorithm)),
        method="GET",
        uri="/dir/index.html",
        username="Mufasa",
        password="Circle of Life",
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    )
    assert f'response="{response}"' in answer


@pytest.mark.parametrize("qop", [True, False])
def test_only_the_right_password_for_our_challenge_is_accepted(qop):
    challenge = Challenge("cme", "n0nce", qop=qop)
    assert Challenge.parse(challenge.print()) == challenge
    given = {"uri": "sip:cme", "username": "app1", "cnonce": "c"}
    answer = authorization(challenge, method="REGISTER", password="right", **given)
    asked = {"method": "REGISTER", "username": "app1"}
    assert is_authorized(answer, challenge, password="right", **asked)
    assert not is_authorized(answer, challenge, password="wrong", **asked)
    assert not is_authorized(answer, Challenge("cme", "later"), password="right", **asked)
    assert not is_authorized(answer, challenge, password="right", method="INVITE", username="app1")


@pytest.mark.parametrize(
    "text",
    [
        'Basic realm="x"',
        'Digest realm="x"',
        'Digest realm="x", nonce="y", algorithm=MD4',
        'Digest realm="x", nonce="y", qop="auth-int"',
        'Digest realm=, nonce="y"',
    ],
)
def test_what_cannot_be_answered_is_refused(text):
    with pytest.raises(RemoteProtocolError):
        Challenge.parse(text)


def test_an_incomplete_answer_is_refused():
    with pytest.raises(RemoteProtocolError):
        is_authorized(
            'Digest username="a"', Challenge("r", "n"), method="INVITE", username="a", password="p"
        )


def test_a_quote_cannot_be_sent():
    with pytest.raises(LocalProtocolError):
        authorization(
            Challenge("r", "n"), method="X", uri='sip:"', username="a", password="p", cnonce="c"
        )
