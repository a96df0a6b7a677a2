"""Which of our requests a response answers (RFC 3261 §17.1.3, §18.1.2)."""

from __future__ import annotations

from collections.abc import Mapping

from harness.errors import RemoteProtocolError
from harness.protocols.sip.messages import Response
from harness.protocols.sip.transactions import ClientTransaction


def answered_by(response: Response, waiting: Mapping[str, ClientTransaction]) -> ClientTransaction:
    """The request under way that ``response`` belongs to, by branch and method.

    A 100 is taken by its branch alone; it need not even have a To tag (§8.2.6.2).

    Raises:
        RemoteProtocolError: it belongs to none, contradicts its request, or is for somebody else.
    """
    envelope = response.headers.envelope
    transaction = waiting.get(f"{envelope.branch} {envelope.method}")
    if transaction is None:
        told = f"{response.status} {response.reason} to {envelope.method}".strip()
        raise RemoteProtocolError(
            f"{told} came unasked or once more: no request waits for its branch"
            f" {envelope.branch!r} (RFC 3261 §17.1.3)"
        )
    dialog = transaction.dialog
    foreign = (
        envelope.call_id != transaction.call_id
        or envelope.from_tag != transaction.from_tag
        or envelope.cseq != transaction.cseq
        or (dialog is not None and envelope.to_tag != dialog.id.remote_tag)
    )
    if foreign and response.status != 100:
        raise RemoteProtocolError(f"{response.status} with foreign tags, Call-ID or CSeq")
    if not response.headers.stands_once("Via"):
        # RFC 3261 §8.1.3.3: it was meant for somebody behind us.
        raise RemoteProtocolError(f"{response.status} with more than one Via")
    return transaction
