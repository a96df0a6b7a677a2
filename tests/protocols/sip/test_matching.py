from __future__ import annotations

import pytest

from harness.errors import RemoteProtocolError
from harness.protocols.sip.events import TransactionKey
from harness.protocols.sip.matching import answered_by
from harness.protocols.sip.parsing import parse
from harness.protocols.sip.transactions import NON_INVITE_CLIENT, ClientTransaction, State

OK = """SIP/2.0 200 OK
Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK77
From: <sip:alice@192.0.2.10>;tag=ours
To: <sip:201@192.0.2.1>;tag=theirs
Call-ID: one@192.0.2.10
CSeq: 2 OPTIONS
Content-Length: 0

"""
KEY = TransactionKey("z9hG4bK77 OPTIONS")


def answering(text):
    asked = ClientTransaction(
        KEY, NON_INVITE_CLIENT, State.TRYING, "OPTIONS", 2, "one@192.0.2.10", "ours", b"",
        ("192.0.2.1", 5060), None,
    )  # fmt: skip
    found = answered_by(parse(text.replace("\n", "\r\n").encode()), {KEY: asked})
    return found is asked


def test_a_response_belongs_to_the_request_with_its_branch_and_method():
    assert answering(OK)


@pytest.mark.parametrize(
    ("said", "instead", "complaint"),
    [
        (
            "z9hG4bK77",
            "z9hG4bK78",
            "^200 OK to (OPTIONS|INFO) came unasked or once more: no request",
        ),
        ("2 OPTIONS", "2 INFO", "^200 OK to (OPTIONS|INFO) came unasked or once more: no request"),
        ("2 OPTIONS", "3 OPTIONS", "200 with foreign tags, Call-ID or CSeq"),
        ("tag=ours", "tag=mine", "200 with foreign tags, Call-ID or CSeq"),
        ("one@", "two@", "200 with foreign tags, Call-ID or CSeq"),
        ("\nFrom", "\nVia: SIP/2.0/UDP 192.0.2.11;branch=x\nFrom", "200 with more than one Via"),
    ],
)
def test_a_response_of_anybody_elses_is_refused(said, instead, complaint):
    with pytest.raises(RemoteProtocolError, match=complaint):
        answering(OK.replace(said, instead))


def test_a_100_may_come_with_foreign_tags():
    assert answering(OK.replace("200 OK", "100 Trying").replace("tag=ours", "tag=mine"))
