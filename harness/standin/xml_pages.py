"""What the router writes for its phones' displays: Cisco IP Phone XML objects. Pure.

Element names after Cisco's *IP Phone Services Application Development Notes*; a phone reads them
with a reader of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from harness.protocols.http import HttpResponse

MOST_ENTRIES = 32
"""Names on one page (CME administrator guide, Directory Search)."""


def menu(title: str, items: Iterable[tuple[str, str]], *, prompt: str = "") -> HttpResponse:
    """Choices: each a name and an address."""
    told = "".join(_item("MenuItem", Name=name, URL=url) for name, url in items)
    return _page("Menu", title, prompt, told)


def text(title: str, words: str, *, prompt: str = "") -> HttpResponse:
    """Words."""
    return _page("Text", title, prompt, f"<Text>{escape(words)}</Text>")


def form(
    title: str, url: str, fields: Iterable[tuple[str, str, str]], *, prompt: str = ""
) -> HttpResponse:
    """Fields to fill: each a caption, its name in the query, and its flags."""
    told = "".join(
        _item("InputItem", DisplayName=caption, QueryStringParam=name, InputFlags=flags)
        for caption, name, flags in fields
    )
    return _page("Input", title, prompt, f"<URL>{escape(url)}</URL>{told}")


def names(
    title: str, entries: Iterable[tuple[str, str]], *, prompt: str = "", following: str = ""
) -> HttpResponse:
    """Names that can be called: each with its number; and the address of more, where there are."""
    told = "".join(_item("DirectoryEntry", Name=name, Telephone=number) for name, number in entries)
    keys = [("Dial", "SoftKey:Dial"), ("Next", following), ("Exit", "SoftKey:Exit")]
    if following:
        told += "".join(
            _item("SoftKeyItem", Name=name, URL=url, Position=str(place))
            for place, (name, url) in enumerate(keys, 1)
        )
    return _page("Directory", title, prompt, told)


def _item(tag: str, **parts: str) -> str:
    told = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parts.items())
    return f"<{tag}>{told}</{tag}>\r\n"


def _page(kind: str, title: str, prompt: str, rest: str) -> HttpResponse:
    body = (
        f"<CiscoIPPhone{kind}>\r\n<Title>{escape(title)}</Title>\r\n"
        f"<Prompt>{escape(prompt)}</Prompt>\r\n{rest}</CiscoIPPhone{kind}>\r\n"
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\r\n'
    return HttpResponse(
        200, (("Content-Type", "text/xml; charset=UTF-8"),), f"{head}{body}".encode()
    )
