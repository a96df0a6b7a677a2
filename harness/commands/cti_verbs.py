"""What a person can tell a CTI session in words: a verb each, its arguments, what it asks for.

Every service of Table 94 has a row; calls may be named by their ids, or are found by their state:
``hold`` holds the connected call. A call that is named is asked for whatever its state, so that a
person can see the refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from harness.application.calls import CallTable
from harness.application.session import CtiSession
from harness.errors import HarnessError
from harness.protocols.csta.names import LocalConnectionState as State
from harness.protocols.csta.types import ConnectionID


class Unclear(HarnessError):
    """A line that is no command, or lacks something."""


@dataclass(slots=True)
class Control:
    """A session, the calls at its line, and what the last verb told."""

    session: CtiSession
    table: CallTable
    monitors: list[str] = field(default_factory=list)

    def connection(self, words: Sequence[str], place: int, *states: State) -> ConnectionID:
        """The connection named by the word at that place, or the one in the first of the states.

        Raises:
            Unclear: none was named, and none is in such a state.
        """
        if len(words) > place:
            return ConnectionID(words[place], self.table.line)
        found = self.table.in_state(*states)
        if found is None:
            calls = ", ".join(f"{each.call_id} {each.state}" for each in self.table.calls)
            wanted = " or ".join(states)
            raise Unclear(f"no call is {wanted}; {f'there is {calls}' if calls else 'none at all'}")
        return ConnectionID(found.call_id, self.table.line)


Act = Callable[[Control, Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Verb:
    """One row: how it is written, what it asks for, how it is done."""

    arguments: str
    """``NUMBER`` is needed, ``[CALL]`` may be left out."""
    asks: str
    act: Act
    needed: int = 0
    """How many arguments cannot be left out."""
    key: str = ""
    """The function key that says it without arguments."""


def _on(verb: str, *states: State) -> Act:
    """A service on one connection."""

    def act(control: Control, words: Sequence[str]) -> str:
        connection = control.connection(words, 0, *states)
        getattr(control.session, verb)(connection)
        return f"call {connection.call_id}"

    return act


def _onward(verb: str, *states: State) -> Act:
    """A service on one connection, towards a number or with digits."""

    def act(control: Control, words: Sequence[str]) -> str:
        connection = control.connection(words, 1, *states)
        getattr(control.session, verb)(connection, words[0])
        return f"call {connection.call_id}, {words[0]}"

    return act


def _on_both(verb: str) -> Act:
    """A service on the held and the active connection."""

    def act(control: Control, words: Sequence[str]) -> str:
        held = control.connection(words, 0, State.HOLD)
        active = control.connection(words, 1, State.CONNECTED, State.ALERTING)
        getattr(control.session, verb)(held=held, active=active)
        return f"held {held.call_id}, active {active.call_id}"

    return act


def _call(control: Control, words: Sequence[str]) -> str:
    prompt = "prompt" in words[1:]
    return f"call {control.session.make_call(words[0], prompt=prompt).call_id}"


def _forward(control: Control, words: Sequence[str]) -> str:
    if not words or words[0] == "?":
        active = [each for each in control.session.get_forwarding() if each.forward_status]
        told = [f"{each.forwarding_type or 'all'} to {each.forward_dn}" for each in active]
        return ", ".join(told) or "not forwarded"
    control.session.set_forwarding("" if words[0] == "off" else words[0])
    return ""


def _switch(words: Sequence[str]) -> bool:
    if words[0] not in {"on", "off"}:
        raise Unclear(f"{words[0]!r} is neither on nor off")
    return words[0] == "on"


def _do_not_disturb(control: Control, words: Sequence[str]) -> str:
    if not words or words[0] == "?":
        return "on" if control.session.get_do_not_disturb() else "off"
    control.session.set_do_not_disturb(on=_switch(words))
    return ""


def _message_waiting(control: Control, words: Sequence[str]) -> str:
    control.session.set_message_waiting_indicator(on=_switch(words))
    return ""


def _snapshot(control: Control, words: Sequence[str]) -> str:
    number = words[0] if words else ""
    calls = control.session.snapshot_device(number)
    if not number or number == control.table.line:
        control.table = control.table.snapshot(calls)
    told = [
        f"call {each.connection_identifier.call_id}:"
        f" {', '.join(each.local_call_state.compound_call_state) or 'in no state'}"
        for each in calls
    ]
    return "; ".join(told) or "no call"


def _features(control: Control, _: Sequence[str]) -> str:
    return ", ".join(sorted(control.session.get_features()))


def _monitor(control: Control, words: Sequence[str]) -> str:
    control.monitors.append(control.session.monitor_start(words[0] if words else None))
    return f"monitor {control.monitors[-1]}"


def _unmonitor(control: Control, words: Sequence[str]) -> str:
    running = list(control.session.monitors)
    if not words and not running:
        raise Unclear("no monitor runs")
    control.session.monitor_stop(words[0] if words else running[-1])
    return ""


def _refresh(control: Control, _: Sequence[str]) -> str:
    status = control.session.refresh()
    return str(status) if status is not None else ""


def _help(_: Control, __: Sequence[str]) -> str:
    return usage()


def _raw(control: Control, words: Sequence[str]) -> str:
    response = control.session.send_raw(" ".join(words).encode())
    return f"{response.status} {response.body.decode(errors='replace')}".strip()


VERBS: Mapping[str, Verb] = {
    "call": Verb("NUMBER [prompt]", "Make Call", _call, 1),
    "answer": Verb("[CALL]", "Answer Call", _on("answer_call", State.ALERTING), key="f2"),
    "clear": Verb(
        "[CALL]",
        "Clear Connection",
        _on(
            "clear_connection",
            State.CONNECTED,
            State.ALERTING,
            State.INITIATED,
            State.FAIL,
            State.HOLD,
        ),
        key="f3",
    ),
    "hold": Verb("[CALL]", "Hold Call", _on("hold_call", State.CONNECTED), key="f4"),
    "retrieve": Verb("[CALL]", "Retrieve Call", _on("retrieve_call", State.HOLD), key="f5"),
    "alternate": Verb("[HELD ACTIVE]", "Alternate Call", _on_both("alternate_call"), key="f6"),
    "transfer": Verb("[HELD ACTIVE]", "Transfer Call", _on_both("transfer_call"), key="f7"),
    "reconnect": Verb("[HELD ACTIVE]", "Reconnect Call", _on_both("reconnect_call"), key="f8"),
    "consult": Verb(
        "NUMBER [CALL]", "Consultation Call", _onward("consultation_call", State.CONNECTED), 1
    ),
    "blind": Verb(
        "NUMBER [CALL]",
        "Single Step Transfer Call",
        _onward("single_step_transfer_call", State.CONNECTED),
        1,
    ),
    "deflect": Verb("NUMBER [CALL]", "Deflect Call", _onward("deflect_call", State.ALERTING), 1),
    "digits": Verb(
        "DIGITS [CALL]", "Generate Digits", _onward("generate_digits", State.CONNECTED), 1
    ),
    "forward": Verb("NUMBER|off|?", "Set or Get CFwdAll", _forward),
    "dnd": Verb("on|off|?", "Set or Get Do Not Disturb", _do_not_disturb),
    "mwi": Verb("on|off", "Set MWI", _message_waiting, 1),
    "snapshot": Verb("[NUMBER]", "Snapshot Device", _snapshot, key="f9"),
    "features": Verb("", "Get CSTA Features", _features, key="f10"),
    "monitor": Verb("[NUMBER]", "Monitor Start", _monitor),
    "unmonitor": Verb("[MONITOR]", "Monitor Stop", _unmonitor),
    "refresh": Verb("", "refresh the session by re-INVITE", _refresh),
    "help": Verb("", "this list", _help, key="f1"),
    "raw": Verb("XML", "any body, as it stands, in an INFO", _raw, 1),
}


def do(control: Control, line: str) -> str:
    """Do what a line says; returns what the answer tells, empty where it only agrees.

    Raises:
        Unclear: it is no command.
        HarnessError: it was refused, or not answered.
    """
    name, *words = line.split()
    verb = VERBS.get(name.lower())
    if verb is None:
        raise Unclear(f"{name!r} is no command; there are {', '.join(VERBS)}")
    if len(words) < verb.needed:
        raise Unclear(f"{name} lacks something: {name} {verb.arguments}")
    return verb.act(control, words)


def usage() -> str:
    """The verbs, a line each."""
    rows = [(f"{name} {verb.arguments}".strip(), verb) for name, verb in VERBS.items()]
    width = max(len(text) for text, _ in rows)
    return "\n".join(
        f"{text:{width}}  {verb.key.upper() or '':3}  {verb.asks}" for text, verb in rows
    )
