import pytest

from harness.errors import DeadlineExceeded, LadderMismatch, ServiceRefused
from harness.lab.verdicts import (
    carried_out,
    holding_nobody_up,
    opens_session,
    same_again,
    same_answer,
    unchanged,
)
from harness.probe.intruder import SILENCE, Answer

DONE = Answer(200, b"<MonitorStartResponse/>")


def test_what_is_refused_says_by_what():
    carried_out("INFO", DONE)
    with pytest.raises(ServiceRefused, match="INFO was refused: 400 Bad Request$"):
        carried_out("INFO", Answer(400))
    with pytest.raises(ServiceRefused, match="INFO was refused: 408 no answer$"):
        carried_out("INFO", Answer(SILENCE))


@pytest.mark.parametrize(
    ("heard", "told"),
    [
        ([[b"INFO 1"], [b"BYE 2"]], "ended the session with BYE when an event was lost"),
        ([[b"INFO 1"], [b"INFO 2"]], "sent 2 requests, not 1"),
        ([[b"INFO 1", b"INFO x"]], "came again otherwise than before"),
    ],
)
def test_an_event_that_comes_again_is_the_same(heard, told):
    same_again([[b"INFO 1", b"INFO 1"]], 1)
    with pytest.raises(LadderMismatch, match=told):
        same_again(heard, 1)


@pytest.mark.parametrize(
    ("again", "told"),
    [
        (Answer(SILENCE), "not answered again"),
        (Answer(500), "not answered as before, but refused: 500 Server Internal Error"),
        (Answer(200, b"<Other/>"), "carried out again: another answer, 200 Other"),
    ],
)
def test_a_request_that_comes_again_has_the_same_answer(again, told):
    same_answer(DONE, DONE)
    with pytest.raises(LadderMismatch, match=told):
        same_answer(DONE, again)


def test_private_data_make_no_difference():
    unchanged(DONE, DONE)
    with pytest.raises(LadderMismatch, match="private data change the answer to a service: <a/>"):
        unchanged(DONE, Answer(200, b"<a/>"))


@pytest.mark.parametrize(("status", "told"), [(0, "nothing comes"), (404, "it is answered 404")])
def test_an_invite_opens_a_session(status, told):
    opens_session("an INVITE", 200)
    with pytest.raises(LadderMismatch, match=f"an INVITE opens no session: {told}"):
        opens_session("an INVITE", status)


def raises(error):
    raise error


@pytest.mark.parametrize(
    "missing", [LadderMismatch("Held never came"), DeadlineExceeded("her first answer", 2.0)]
)
def test_who_holds_others_up_is_named_and_what_did_not_come_is_kept(missing):
    missing.add_note("what was seen until then")

    with (
        pytest.raises(LadderMismatch) as held_up,
        holding_nobody_up("mallory", lambda: raises(DeadlineExceeded("her answer", 1.0))),
    ):
        raise missing

    assert str(held_up.value) == (
        "mallory: while it answers nothing, others are held up: her answer did not come within 1 s"
    )
    assert held_up.value.__notes__ == [str(missing), "what was seen until then"]


def test_nobody_is_blamed_while_others_are_served():
    with pytest.raises(LadderMismatch, match=r"^Held never came$"), holding_nobody_up("m", list):
        raise LadderMismatch("Held never came")
