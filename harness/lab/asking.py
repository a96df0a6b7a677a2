"""Services of Table 94 by their names, for plans that ask for one as for any other.

A plan that is about one service calls its verb; one that is about all of them, as those about
refusals are, names the service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from harness.errors import LocalProtocolError
from harness.expect.patterns import Call, HasNumber

if TYPE_CHECKING:
    from harness.lab.applications import Application

OF_A_CALL: Mapping[str, Callable[[Application, Call, HasNumber], object]] = {
    "answer_call": lambda asker, call, _: asker.answer_call(call),
    "clear_connection": lambda asker, call, _: asker.clear_connection(call),
    "hold_call": lambda asker, call, _: asker.hold_call(call),
    "retrieve_call": lambda asker, call, _: asker.retrieve_call(call),
    "consultation_call": lambda asker, call, to: asker.consultation_call(call, to=to),
    "alternate_call": lambda asker, call, _: asker.alternate_call(held=call, active=call),
    "reconnect_call": lambda asker, call, _: asker.reconnect_call(held=call, active=call),
    "transfer_call": lambda asker, call, _: asker.transfer_call(held=call, active=call),
    "deflect_call": lambda asker, call, to: asker.deflect_call(call, to=to),
    "single_step_transfer_call": lambda asker, call, to: asker.single_step_transfer_call(
        call, to=to
    ),
    "generate_digits": lambda asker, call, _: asker.generate_digits(call, "1"),
}
"""Services about a call; a second call or a destination where they need one."""

OF_A_LINE: Mapping[str, Callable[[Application, HasNumber], object]] = {
    "make_call": lambda asker, to: asker.make_call(to=to),
    "get_do_not_disturb": lambda asker, _: asker.do_not_disturb,
    "set_do_not_disturb": lambda asker, _: asker.set_do_not_disturb(on=True),
    "get_forwarding": lambda asker, _: asker.forwarded_to,
    "set_forwarding": lambda asker, to: asker.set_forwarding(to=to),
    "set_message_waiting_indicator": lambda asker, _: asker.set_message_waiting(on=True),
    "snapshot_device": lambda asker, _: asker.finds(),
}
"""Services about the session's own line."""


def ask(asker: Application, service: str, *, call: Call | None, to: HasNumber) -> None:
    """Ask for that service, about ``call`` where it is about calls; ``to`` is any other line.

    Raises:
        ServiceRefused: the router refused it.
        LocalProtocolError: there is no such service.
    """
    if call is None and service in OF_A_LINE:
        OF_A_LINE[service](asker, to)
    elif call is not None and service in OF_A_CALL:
        OF_A_CALL[service](asker, call, to)
    else:
        about = "a line" if call is None else "a call"
        raise LocalProtocolError(f"Table 94 has no service {service!r} about {about}")
