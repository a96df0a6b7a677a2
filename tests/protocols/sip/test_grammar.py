from __future__ import annotations

import pytest

from harness.errors import RemoteProtocolError
from harness.protocols.sip.grammar import canonical, is_token, parameters, split_list, unquoted


def test_every_spelling_has_one_canonical_name():
    spelled = {
        "v": "Via",
        "CALL-ID": "Call-ID",
        "cseq": "CSeq",
        "min-se": "Min-SE",
        "x": "Session-Expires",
    }
    assert {name: canonical(name) for name in spelled} == spelled
    assert canonical("X-Own") == canonical("x-OWN")
    assert canonical("www-authenticate") == "WWW-Authenticate"


@pytest.mark.parametrize(
    ("value", "elements"),
    [
        ("", []),
        ("a", ["a"]),
        (" a ,b , ,c", ["a", "b", "c"]),
        ('"x, \\" y" <sip:a,b@c>;q="1,2", d', ['"x, \\" y" <sip:a,b@c>;q="1,2"', "d"]),
    ],
)
def test_lists_part_at_their_own_commas_only(value, elements):
    assert split_list(value) == elements


@pytest.mark.parametrize("value", ['"a, b', "<a, b", 'a, "'])
def test_an_open_quote_or_bracket_is_refused(value):
    with pytest.raises(RemoteProtocolError):
        split_list(value)


def test_parameters_are_read_by_lower_case_name():
    assert parameters('; A = b ;c;D="e;f"') == {"a": "b", "c": None, "d": '"e;f"'}
    for text in ("a=b", ";", ";a=", ";a=b;A=c", ";a b"):
        with pytest.raises(RemoteProtocolError):
            parameters(text)


def test_tokens_and_quotes():
    assert is_token("z9hG4bK-.!%*_+`'~")
    assert not is_token("a b")
    assert not is_token("")
    assert unquoted('"a \\"b\\\\"') == 'a "b\\'
    assert unquoted("plain") == "plain"
