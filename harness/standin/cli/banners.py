"""``banner``: what is shown to whoever comes in.

A banner goes from a delimiter to its next appearance, over as many lines as that takes; it is
printed back between two ``^C`` (Configuration Fundamentals, ``banner motd``).
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.standin.cli.rows import Change, Row
from harness.standin.cli.talk import Ask, Talk
from harness.standin.configuration import RouterConfiguration

_PRINTED = "^C"


def _key(kind: object) -> str:
    return f"banner {kind}"


def _set(change: Change) -> Talk:
    begun = str(change.values["text"])
    end = _PRINTED if begun.startswith(_PRINTED) else begun[0]
    text, closed, _ = begun[len(end) :].partition(end)
    if not closed:
        yield f"Enter TEXT message.  End with the character '{end[:1]}'."
    while not closed:
        answer = yield Ask("", more=True)
        line, closed, _ = answer.partition(end)
        text += f"\n{line}"
    change.configuration.kept[_key(change.values["kind"])] = f"{_key(change.values['kind'])} {text}"


def _unset(change: Change) -> None:
    change.configuration.kept.pop(_key(change.values["kind"]), None)


def _lines(configuration: RouterConfiguration) -> Iterator[str]:
    for kind in ("exec", "incoming", "login", "motd"):
        text = banner(configuration, kind)
        if text:
            yield from f"{_key(kind)} {_PRINTED}{text}{_PRINTED}".split("\n")


def banner(configuration: RouterConfiguration, kind: str) -> str:
    """The text of a banner, its lines apart; empty where there is none."""
    return configuration.kept.get(_key(kind), "").removeprefix(f"{_key(kind)} ")


def shown(configuration: RouterConfiguration, *kinds: str) -> str:
    """These banners as a terminal gets them."""
    texts = [banner(configuration, kind) for kind in kinds]
    return "".join("\r\n" + text.replace("\n", "\r\n") + "\r\n" for text in texts if text)


BANNER = Row(
    "banner kind:{exec|incoming|login|motd} text:DELIMITED",
    _set,
    _unset,
    lines=_lines,
    no="banner kind:{exec|incoming|login|motd} [text:DELIMITED]",
)
