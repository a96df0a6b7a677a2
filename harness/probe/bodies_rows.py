"""Bodies of a service that are hostile to whoever reads XML: one row each, as a plan names it.

Each asks for a monitor on ``line`` if it is read as its author would like it to be read: with its
entities resolved, its junk overlooked. A reader with entity expansion and network access off
(reference of CSTA over SIP, "Advice") does none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.probe.driver import CSTA_NAMESPACE, document, element

Body = Callable[[str], bytes]

_DEEP = 5_000
_WIDE = 30_000
_BOMB = "".join(
    f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' if n else '<!ENTITY lol0 "">' for n in range(10)
)


def _monitor(object_text: str, *, doctype: str = "", attributes: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{doctype}<MonitorStart xmlns="{CSTA_NAMESPACE}"{attributes}>'
        f"<monitorObject><deviceObject>{object_text}</deviceObject></monitorObject></MonitorStart>"
    )


def _declared(entity: str, text: str) -> Body:
    def body(line: str) -> bytes:
        doctype = f"<!DOCTYPE MonitorStart [{entity.replace('LINE', line)}]>"
        return _monitor(text, doctype=doctype).encode()

    return body


def _parameter(line: str) -> bytes:
    inner = f"<!ENTITY &#37; a '<!ENTITY line \"{line}\">'> %a;"
    return _declared(inner, "&line;")(line)


NOT_XML: Mapping[str, Body] = {
    "an entity for the line": _declared('<!ENTITY line "LINE">', "&line;"),
    "a bomb of entities": _declared(f'{_BOMB}<!ENTITY line "LINE&lol9;">', "&line;"),
    "an entity that holds itself": _declared('<!ENTITY line "&line;">', "&line;"),
    "an entity in a file of the router": _declared(
        '<!ENTITY line SYSTEM "file:///etc/hostname">', "&line;"
    ),
    "an entity on another host": _declared(
        '<!ENTITY line SYSTEM "http://192.0.2.1/line">', "&line;"
    ),
    "a parameter entity": _parameter,
    "a document type alone": lambda line: _monitor(
        line, doctype="<!DOCTYPE MonitorStart>"
    ).encode(),
    "an undeclared entity": lambda line: _monitor(f"{line}&nothing;").encode(),
    "elements nested 5,000 deep": lambda line: _monitor(
        f"{'<a>' * _DEEP}{line}{'</a>' * _DEEP}"
    ).encode(),
    "octets that are no UTF-8": lambda line: _monitor(line).encode() + b"<!-- \xff\xfe -->",
    "a NUL in the text": lambda line: _monitor(f"{line}\0").encode(),
    "two roots": lambda line: _monitor(line).encode() + document("MonitorStop"),
    "text behind the root": lambda line: _monitor(line).encode() + b"and more",
    "an attribute twice": lambda line: _monitor(line, attributes=' a="1" a="2"').encode(),
    "a prefix nobody declared": lambda line: (
        _monitor(line)
        .replace("<monitorObject>", "<c:monitorObject>")
        .replace("</monitorObject>", "</c:monitorObject>")
        .encode()
    ),
}
"""What no careful reader takes for XML, or takes at all."""

NO_SERVICE: Mapping[str, Body] = {
    "no object to monitor": lambda _: document("MonitorStart"),
    "an empty object": lambda _: document("MonitorStart", element("monitorObject")),
    "a number of 2,000 digits": lambda line: _monitor(line * 700).encode(),
    "a number with markup in it": lambda line: _monitor(f"{line}&lt;/deviceObject&gt;").encode(),
    "a number with a line break in it": lambda line: _monitor(f"{line}&#13;&#10;X: y").encode(),
    "a service nobody knows": lambda _: document("SelfDestruct", element("device", text="201")),
    "an event instead of a service": lambda line: document(
        "ConnectionClearedEvent", element("monitorCrossRefID", text=line)
    ),
}
"""What is XML and no service that could be done."""

HARMLESS: Mapping[str, Body] = {
    "an attribute of 30,000 letters": lambda line: _monitor(
        line, attributes=f' a="{"x" * _WIDE}"'
    ).encode(),
    "1,000 attributes": lambda line: _monitor(
        line, attributes="".join(f' a{n}="1"' for n in range(1_000))
    ).encode(),
    "elements nested 100 deep beside it": lambda line: (
        _monitor(line)
        .replace("</MonitorStart>", f"{'<a>' * 100}{'</a>' * 100}</MonitorStart>")
        .encode()
    ),
}
"""What is odd and large, and well-formed all the same."""


def body(kind: str, *, line: str) -> bytes:
    """A row of one of these tables, for that line."""
    return {**NOT_XML, **NO_SERVICE, **HARMLESS}[kind](line)


PRIVATE: Mapping[str, str] = {
    "a text": "<privateData><string>0A0B0C</string></privateData>",
    "elements of their own": (
        '<privateData><private><p:colour xmlns:p="urn:example:p" p:of="lamp">green</p:colour>'
        "</private></privateData>"
    ),
    "nothing at all": "<privateData/>",
}
"""Private data that no router can know (ECMA-323, ``CSTAPrivateData``)."""


def snapshot(line: str, private: str = "") -> bytes:
    """A request for a snapshot of a line, with those private data or without any."""
    return _with_private(f"<snapshotObject>{line}</snapshotObject>", "SnapshotDevice", private)


def status_request(line: str) -> bytes:
    """A System Status request whose private data name a line, as Microsoft's client has it."""
    return _with_private("", "RequestSystemStatus", _naming(line))


def monitor_start(line: str, *, naming: str) -> bytes:
    """Monitor Start of one line whose private data name another one."""
    asked = f"<monitorObject><deviceObject>{line}</deviceObject></monitorObject>"
    return _with_private(asked, "MonitorStart", _naming(naming))


def _naming(line: str) -> str:
    rcc = f'<line xmlns="http://schemas.microsoft.com/Lcs/2005/04/RCCExtension">tel:{line}</line>'
    return f"<privateData><private>{rcc}</private></privateData>"


def _with_private(asked: str, service: str, private: str) -> bytes:
    extensions = f"<extensions>{private}</extensions>" if private else ""
    return (
        f'<?xml version="1.0"?><{service} xmlns="{CSTA_NAMESPACE}">{asked}{extensions}</{service}>'
    ).encode()
