"""What the answers to somebody who keeps no rules amount to, and in which words they are wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from harness.errors import DeadlineExceeded, LadderMismatch, ServiceRefused
from harness.probe.intruder import SILENCE, Answer
from harness.protocols.sip.printing import reason_of


def carried_out(what: str, answer: Answer) -> None:
    """Raise the refusal that an answer is, if it is one.

    Raises:
        ServiceRefused: by CSTA fault or SIP status; 408 stands for no answer.
    """
    if answer.fault is not None:
        raise ServiceRefused(what, *answer.fault)
    if answer.status >= 300:
        reason = "no answer" if answer.status == SILENCE else reason_of(answer.status)
        raise ServiceRefused(what, "sip", str(answer.status), reason=reason)


@contextmanager
def holding_nobody_up(name: str, fence: Callable[[], None]) -> Iterator[None]:
    """Ask, when something in the block does not come, whether nobody is served meanwhile.

    Args:
        name: who owes the router answers while the block runs.
        fence: returns when everything that was sent to everybody else has arrived.

    Raises:
        LadderMismatch: what did not come is held up, as is the answer to a harmless question.
    """
    try:
        yield
    except (DeadlineExceeded, LadderMismatch) as missing:
        late = _late(fence)
        if late is None:
            raise
        mismatch = LadderMismatch(f"{name}: while it answers nothing, others are held up: {late}")
        for note in (str(missing), *getattr(missing, "__notes__", ())):
            mismatch.add_note(note)
        mismatch.has_ladder = missing.has_ladder
        raise mismatch from None


def _late(fence: Callable[[], None]) -> DeadlineExceeded | None:
    try:
        fence()
    except DeadlineExceeded as late:
        return late
    return None


def same_again(heard: Sequence[Sequence[bytes]], events: int) -> None:
    """Insist that the router sent so many requests, each time the same.

    Args:
        heard: the requests, each with every copy that came.
        events: how many there should be.

    Raises:
        LadderMismatch: there are more, or one came again otherwise.
    """
    if any(copies[0].startswith(b"BYE ") for copies in heard):
        raise LadderMismatch("the router ended the session with BYE when an event was lost")
    if len(heard) > events:
        raise LadderMismatch(
            f"the router sent {len(heard)} requests, not {events}: one that nobody had answered"
            " came again under another number"
        )
    for copies in heard:
        if len(set(copies)) > 1:
            raise LadderMismatch("a request of the router came again otherwise than before")


def same_answer(first: Answer, again: Answer) -> None:
    """Insist that a request that came twice has the same answer twice.

    Raises:
        LadderMismatch: it has not.
    """
    if (again.status, again.body) != (first.status, first.body):
        raise LadderMismatch(f"a request that came again was {_done(again)}")


def _done(answer: Answer) -> str:
    told = f"{answer.status} {answer.root}".strip()
    if answer.status == SILENCE:
        return "not answered again"
    if answer.status >= 300:
        return f"not answered as before, but refused: {told} {reason_of(answer.status)}"
    return f"carried out again: another answer, {told}"


def unchanged(plain: Answer, other: Answer) -> None:
    """Insist that private data make no difference to an answer.

    Raises:
        LadderMismatch: they do.
    """
    if plain.body != other.body:
        told = other.body.decode(errors="replace")
        raise LadderMismatch(f"router: private data change the answer to a service: {told}")


def opens_session(what: str, status: int) -> None:
    """Insist that an INVITE opens a session, by the status that answers it; 0 for none.

    Raises:
        LadderMismatch: it does not.
    """
    if status != 200:
        answered = f"it is answered {status} {reason_of(status)}" if status else "nothing comes"
        raise LadderMismatch(f"router: {what} opens no session: {answered}")
