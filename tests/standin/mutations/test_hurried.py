"""A router that takes its time over a service, and who does not wait for it."""

from harness.standin.mutations import hurried
from tests.standin.mutations.test_wire import INFO, THERE, Inner

SECOND = INFO.replace(b"CSeq: 2", b"CSeq: 3").replace(b"<a/>", b"<b/>")
BYE = INFO.replace(b"INFO", b"BYE").replace(b"CSeq: 2", b"CSeq: 3")


def met(kind, second, *, wait=0.01):
    """What was heard of two requests, and the status lines that answered them at once."""
    inner = Inner()
    machine = kind(inner, None)
    machine.receive_data(INFO, THERE, 1.0)
    machine.handle_timer(1.0 + wait)
    machine.receive_data(second, THERE, 1.0 + wait)
    machine.handle_timer(2.0)
    heard = [each for each in inner.heard if isinstance(each, bytes)]
    return heard, [told.partition(b"\r\n")[0] for told, _ in machine.data_to_send()]


def test_who_waits_is_served():
    for kind in (hurried.Impatient, hurried.Confused, hurried.Clinging):
        assert met(kind, SECOND, wait=0.2) == ([INFO, SECOND], [])


def test_who_does_not_wait_is_refused():
    assert met(hurried.Impatient, SECOND) == ([INFO], [b"SIP/2.0 491 Request Pending"])
    assert met(hurried.Clinging, BYE) == ([INFO], [b"SIP/2.0 491 Request Pending"])


def test_who_does_not_wait_has_the_answer_of_another():
    heard, _ = met(hurried.Confused, SECOND)

    assert [each[-4:] for each in heard] == [b"<b/>", b"<a/>"]
    assert [b"CSeq: 2" in each for each in heard] == [True, False]


def test_the_work_is_done_after_a_tenth_of_a_second():
    machine = hurried.Slow(Inner(), None)
    machine.receive_data(INFO, THERE, 1.0)

    assert machine.get_timer() == 1.1
