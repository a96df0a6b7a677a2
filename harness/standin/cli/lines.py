"""What the configuration says of a terminal's line: ``line con 0`` and ``line vty 0 4``."""

from __future__ import annotations

from harness.standin.configuration import RouterConfiguration

CONSOLE = "line con 0"
VTY = "line vty 0 4"
DEFAULT_IDLE = 600.0
"""Seconds; ``exec-timeout 10 0`` is the default (Configuration Fundamentals)."""


def said(configuration: RouterConfiguration, line: str, word: str) -> str | None:
    """The rest of this line's command that begins with ``word``; ``None`` where there is none."""
    section = configuration.sections.get(line)
    lines = section.kept.values() if section is not None else ()
    found = [each for each in lines if each.split()[0] == word]
    return found[0].partition(" ")[2] if found else None


def idle_limit(configuration: RouterConfiguration, line: str) -> float | None:
    """Seconds without a key after which the line is logged out; ``None`` is never."""
    told = said(configuration, line, "exec-timeout")
    if told is None:
        return DEFAULT_IDLE
    minutes, *seconds = map(int, told.split())
    return 60.0 * minutes + sum(seconds) or None


def is_synchronous(configuration: RouterConfiguration, line: str) -> bool:
    """Whether a log line puts the typed line back after itself (``logging synchronous``)."""
    return (said(configuration, line, "logging") or "").startswith("synchronous")
