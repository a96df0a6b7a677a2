"""Session managers as a plan meets them: an application registers, beats, falls silent."""

from __future__ import annotations

from harness.application.heartbeat import Heartbeat
from harness.errors import LadderMismatch, LocalProtocolError
from harness.lab.making import Workshop


def document_lines(
    *register_ids: str,
    keepalive: int = 60,
    cti_aware: bool = True,
    limits: str = "max 600 min 60",
    mode_cme: bool = True,
    registrar: bool = True,
) -> tuple[str, ...]:
    """The document's example for an application that needs a session manager, tags from 1 on."""
    lines = ["voice service voip", "sip"]
    lines += [f"registrar server expires {limits}"] if registrar else []
    lines += ["voice register global", *(["mode cme"] if mode_cme else [])]
    for tag, name in enumerate(register_ids, 1):
        lines += [f"voice register session-server {tag}", f"register-id {name}"]
        lines += [f"keepalive {keepalive}", *(["cti-aware"] if cti_aware else [])]
    return tuple(lines)


class Managers:
    """Whoever registers with the router during one plan, by the name it registers under."""

    def __init__(self, workshop: Workshop, *, name: str = "manager") -> None:
        self._workshop = workshop
        self._name = name
        self._heartbeats: dict[str, Heartbeat] = {}

    def __repr__(self) -> str:
        return f"Managers ({', '.join(self._heartbeats) or 'nobody has registered'})"

    def register(self, register_id: str, *, seconds: int | None = None) -> int:
        """Register under that name, or again; returns the seconds that were granted.

        Raises:
            ServiceRefused: by SIP status; 408 stands for no answer.
        """
        known = self._heartbeats.get(register_id)
        if known is None:
            known = self._workshop.heartbeat(name=self._name, register_id=register_id)
            self._heartbeats[register_id] = known
        return known.register(seconds)

    def is_granted(self, register_id: str, seconds: int, *, by: str, of: int | None = None) -> None:
        """Register, and insist on how long the registration lasts.

        Args:
            register_id: the name to register under.
            seconds: what has to be granted.
            by: the line of configuration that says so.
            of: what is asked for; left to the router when not given.

        Raises:
            ServiceRefused: by SIP status; 408 stands for no answer.
            LadderMismatch: another time is granted.
        """
        granted = self.register(register_id, seconds=of)
        if granted != seconds:
            asked = "" if of is None else f" of {of} s asked for"
            raise LadderMismatch(
                f"router: grants {register_id} {granted} s{asked}, expected {seconds} s by `{by}`"
            )

    def unregister(self, register_id: str) -> None:
        """Take the registration back.

        Raises:
            ServiceRefused: by SIP status.
        """
        self._of(register_id).unregister()

    def shortest_told(self, register_id: str) -> int | None:
        """What a refusal for being too short named as the least that will do."""
        refusal = self._of(register_id).refusal
        told = refusal.headers.get("Min-Expires") if refusal is not None else None
        return int(told) if told else None

    def _of(self, register_id: str) -> Heartbeat:
        if register_id not in self._heartbeats:
            raise LocalProtocolError(f"nobody has registered as {register_id!r} yet")
        return self._heartbeats[register_id]

    def fall_silent(self) -> None:
        """Leave no socket and no heartbeat, without a word to the router."""
        while self._heartbeats:
            _, heartbeat = self._heartbeats.popitem()
            heartbeat.close()
