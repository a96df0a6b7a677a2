import pytest

from harness.errors import DeadlineExceeded
from harness.lab.fencing import fence_phone
from harness.runtime.clock import Deadline


def test_a_phone_that_starts_again_is_fenced_when_it_is_back(lab, carol, router):
    phone = lab.screens()["carol"]
    before = phone.registrations
    router.let_start_again(carol, by="restart")
    fence_phone(phone, lab.journal, answered=_soon, back=_soon)
    fence_phone(phone, lab.journal, answered=_soon, back=_soon)
    lab.journal.wait(lambda: phone.registrations > before or None, _soon("the phone back"))
    fence_phone(phone, lab.journal, answered=_soon, back=_soon)


def test_a_phone_that_never_comes_back_is_told(lab, router):
    guest = lab.guest("guest")
    guest.bring("7960")
    with router.knows(guest):
        guest.phone.plug_in()
        guest.phone.unplug()
        with pytest.raises(DeadlineExceeded, match="guest's phone back in service"):
            fence_phone(
                guest.handset, lab.journal, answered=_soon,
                back=lambda what: Deadline.after(0.05, what),
            )  # fmt: skip


def _soon(what):
    return Deadline.after(5, what)
