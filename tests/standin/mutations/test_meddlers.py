"""What remembers between socket and agent, on typed octets."""

from functools import partial

import pytest

from harness.standin.mutations import meddlers
from tests.standin.mutations.test_wire import INFO, THERE, Inner

ELSEWHERE = ("192.0.2.3", 5060)
EVENT = INFO.replace(b"CSeq: 2", b"CSeq: 7")
ANSWER = b"SIP/2.0 200 OK\r\nCall-ID: c1\r\nCSeq: 7 INFO\r\nContent-Length: 0\r\n\r\n"


class Saying(Inner):
    """Also says what it was told to, once."""

    def __init__(self, *told):
        super().__init__()
        self.told = [(each, THERE) for each in told]

    def data_to_send(self):
        told, self.told = self.told, []
        return told


class Agent:
    dialogs = ()


def heard_of(kind, *octets, source=THERE):
    inner = Inner()
    machine = kind(inner, Agent())
    for each in octets:
        machine.receive_data(each, source, 0.0)
    return inner.heard


def test_a_repetition_is_dropped_or_taken_for_another_request():
    assert heard_of(meddlers.Deaf, INFO, INFO) == [INFO]
    again = INFO.replace(b"z9hG4bKa", b"z9hG4bKagaina")
    assert heard_of(meddlers.Unmatched, INFO, INFO) == [INFO, again]


def test_a_session_that_has_said_bye_answers_on():
    inner = Saying()
    machine = meddlers.Attached(inner, None)
    refusal = ANSWER.replace(b"200 OK", b"481 Gone")
    inner.told = [(refusal, THERE)]
    assert machine.data_to_send() == [(refusal, THERE)]

    machine.receive_data(b"BYE x SIP/2.0\r\nCall-ID: c1\r\n\r\n", THERE, 0.0)
    inner.told = [(refusal, THERE)]
    assert machine.data_to_send() == [(ANSWER, THERE)]


def test_an_event_waits_for_the_answer_of_another_application():
    other = EVENT.replace(b"c1", b"c2")
    machine = meddlers.OneAtATime(Saying(EVENT, other), None)
    assert machine.data_to_send() == [(EVENT, THERE)]
    assert machine.data_to_send() == []

    machine.receive_data(ANSWER, THERE, 0.0)
    assert machine.data_to_send() == [(other, THERE)]


@pytest.mark.parametrize("answered", [True, False])
def test_an_event_is_given_up_early_unless_it_is_answered(answered):
    inner = Saying(EVENT)
    machine = partial(meddlers.Hasty, seconds=8.0)(inner, None)
    machine.data_to_send()
    assert machine.get_timer() == 0.0
    machine.handle_timer(100.0)
    assert machine.get_timer() == 108.0
    if answered:
        machine.receive_data(ANSWER, THERE, 101.0)
    machine.handle_timer(108.0)

    given_up = [each for each in inner.heard if str(each).startswith("b'SIP/2.0 408")]
    assert bool(given_up) is not answered


def test_a_burst_costs_every_fifth_request_or_the_events_or_the_door():
    assert len(heard_of(meddlers.Shedding, *[INFO] * 70)) == 68
    invite = INFO.replace(b"INFO", b"INVITE")
    assert len(heard_of(meddlers.Shut, *[invite] * 70)) == 60

    inner = Saying()
    machine = meddlers.Speechless(inner, None)
    for burst, told in ((60, [(EVENT, THERE)]), (1, [])):
        for _ in range(burst):
            machine.receive_data(INFO, THERE, 0.0)
        inner.told = [(EVENT, THERE)]
        assert machine.data_to_send() == told


def test_private_data_come_back():
    private = b"<extensions><privateData/></extensions>"
    answer = ANSWER.replace(b"CSeq: 7", b"CSeq: 2").replace(b"0\r\n\r\n", b"7\r\n\r\n<b></b>")
    machine = meddlers.Echoing(Saying(answer), None)
    machine.receive_data(INFO + private, THERE, 0.0)

    [(told, _)] = machine.data_to_send()
    assert told.endswith(b"\r\n\r\n<b>" + private + b"</b>")


def test_a_segment_that_is_no_message_is_dropped():
    assert heard_of(meddlers.SegmentReader, INFO[:50], INFO[50:90], INFO) == [INFO]


def test_who_speaks_overwrites_the_beginning_of_another():
    assert heard_of(meddlers.OneBuffer, INFO[:50], INFO[50:]) == [INFO]

    inner = Inner()
    machine = meddlers.OneBuffer(inner, None)
    for octets, source in ((INFO[:50], THERE), (INFO, ELSEWHERE), (INFO[50:], THERE)):
        machine.receive_data(octets, source, 0.0)
    assert inner.heard[0] == INFO
    assert INFO not in inner.heard[1:]


def test_garbage_stops_all_reading():
    garbage = b"no length\r\n\r\n"
    assert heard_of(meddlers.Startled, INFO, garbage, INFO) == [INFO, garbage]
