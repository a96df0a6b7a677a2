import pytest

from harness.application.wording import _SENTENCES, in_words
from harness.protocols.csta import events as e
from harness.protocols.csta.elements import ELEMENTS, Kind
from harness.protocols.csta.names import Cause, LocalConnectionState, Unidentified
from harness.protocols.csta.types import ConnectionID

AT = ConnectionID("8", "202")


def delivered(calling):
    return e.DeliveredEvent(
        connection=AT, alerting_device="tel:202", calling_device=calling, called_device="202",
        local_connection_info=LocalConnectionState.ALERTING, cause=Cause.NEW_CALL,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (delivered("sip:201@10.0.0.1"), "202 rings: 201 calls 202 (the line rings, newCall)"),
        (
            delivered(Unidentified.NOT_KNOWN),
            "202 rings: somebody (notKnown) calls 202 (the line rings, newCall)",
        ),
        (e.DoNotDisturbEvent(device="201", do_not_disturb_on=True), "do not disturb of 201 is on"),
        (
            e.ForwardingEvent(device="201", forward_status=False),
            "forwarding of 201 is off, to nobody",
        ),
        (e.OutOfServiceEvent(device="201"), "201 is out of service"),
    ],
)
def test_an_event_is_told_in_a_sentence(event, sentence):
    assert in_words(event) == sentence


def test_every_event_of_the_vocabulary_has_a_sentence_of_its_own():
    kinds = {kind for kind, row in ELEMENTS.items() if row.kind is Kind.EVENT}

    assert kinds == _SENTENCES.keys()
