"""EXEC commands on files: saving, copying, deleting."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from harness.standin.cli.host import IMAGE, Terminal
from harness.standin.cli.platform_shows import directory
from harness.standin.cli.syntax import Value
from harness.standin.cli.talk import Ask, Talk, affirmed

Arguments = Mapping[str, Value]


def flash_name(url: Value) -> str:
    """The name of a file in flash: ``flash:/backup.cfg`` is ``backup.cfg``."""
    return str(url).partition(":")[2].lstrip("/")


def missing(name: str) -> str:
    """How IOS says that a file is not there."""
    return f"%Error opening flash:/{name} (No such file or directory)"


def _quiet(terminal: Terminal) -> bool:
    return terminal.host.configuration.file_prompt == "quiet"


def _copied(size: int) -> str:
    # ASSUMED: the time; IOS prints what it took.
    return f"{size} bytes copied in 0.596 secs ({int(size / 0.596)} bytes/sec)"


def write_memory(terminal: Terminal, arguments: Arguments) -> Talk:
    """``write memory``."""
    del arguments
    yield "Building configuration..."
    terminal.host.save(terminal.user)
    yield "[OK]"


def save(terminal: Terminal, arguments: Arguments) -> Talk:
    """``copy running-config startup-config``."""
    if not _quiet(terminal):
        yield Ask("Destination filename [startup-config]? ")
    yield from write_memory(terminal, arguments)


def save_to_flash(terminal: Terminal, arguments: Arguments) -> Talk:
    """``copy running-config flash:NAME``."""
    yield from _to_flash(terminal, arguments, terminal.host.running())


def erase_startup(terminal: Terminal, arguments: Arguments) -> Talk:
    """``write erase``, ``erase startup-config``, ``erase nvram:``."""
    del arguments
    host = terminal.host
    answer = yield Ask(
        "Erasing the nvram filesystem will remove all configuration files! Continue? [confirm]",
        key=True,
    )
    if affirmed(answer):
        host.startup = None
        yield "[OK]"
        yield "Erase of nvram: complete"
        host.log.tell("%SYS-7-NV_BLOCK_INIT: Initialized the geometry of nvram")


def startup_to_flash(terminal: Terminal, arguments: Arguments) -> Talk:
    """``copy startup-config flash:NAME``."""
    if terminal.host.startup is None:
        yield "%Error opening nvram:/startup-config (No such file or directory)"
        return
    yield from _to_flash(terminal, arguments, terminal.host.startup)


def flash_to_flash(terminal: Terminal, arguments: Arguments) -> Talk:
    """``copy flash:NAME flash:NAME``."""
    name = flash_name(arguments["file"])
    content = terminal.host.flash.get(name)
    if content is None:
        yield missing(name)
        return
    to = {**arguments, "file": arguments["target"]}
    yield from _to_flash(terminal, to, content.decode("latin-1"))


def _to_flash(terminal: Terminal, arguments: Arguments, text: str) -> Talk:
    name = flash_name(arguments["file"])
    if not _quiet(terminal):
        answer = yield Ask(f"Destination filename [{name}]? ")
        name = answer.strip() or name
        if name in terminal.host.flash:
            yield "%Warning:There is a file already existing with this name "
            answer = yield Ask("Do you want to over write? [confirm]", key=True)
            if not affirmed(answer):
                return
    octets = text.encode()
    terminal.host.write_file(name, octets)
    yield _copied(len(octets))


def merge(terminal: Terminal, arguments: Arguments) -> Talk:
    """``copy flash:NAME running-config``."""
    if not _quiet(terminal):
        yield Ask("Destination filename [running-config]? ")
    name = flash_name(arguments["file"])
    content = terminal.host.flash.get(name)
    if content is None:
        yield missing(name)
        return
    for line in terminal.host.merge(content.decode("latin-1"), terminal.user):
        yield line.strip()
        yield "% Invalid input detected at '^' marker."
    yield _copied(len(content))


def empty(terminal: Terminal, arguments: Arguments) -> Talk:
    """``copy null: flash:NAME``."""
    name = flash_name(arguments["file"])
    if not _quiet(terminal):
        answer = yield Ask(f"Destination filename [{name}]? ")
        name = answer.strip() or name
    terminal.host.write_file(name, b"")
    yield _copied(0)


def listed(terminal: Terminal, arguments: Arguments) -> Talk:
    """``dir flash:NAME``."""
    name = flash_name(arguments["file"])
    if name in terminal.host.flash or name == IMAGE:
        yield from directory(terminal.host, name)
    else:
        yield missing(name)


def verify(terminal: Terminal, arguments: Arguments) -> Talk:
    """``verify /md5 flash:NAME [MD5]``."""
    name = flash_name(arguments["file"])
    content = terminal.host.flash.get(name)
    if content is None:
        yield missing(name)
        return
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    wanted = str(arguments.get("digest", digest)).lower()
    yield ".Done!"
    yield f"verify /md5 (flash:/{name}) = {digest}"
    if wanted != digest:
        yield f"%Error verifying flash:/{name}"
        yield f"Computed signature  = {digest}"
        yield f"Submitted signature = {wanted}"


def delete(terminal: Terminal, arguments: Arguments) -> Talk:
    """``delete [/force] flash:NAME``."""
    name = flash_name(arguments["file"])
    if "force" not in arguments and not _quiet(terminal):
        answer = yield Ask(f"Delete filename [{name}]? ")
        name = answer.strip() or name
        answer = yield Ask(f"Delete flash:/{name}? [confirm]", key=True)
        if not affirmed(answer):
            return
    if not terminal.host.remove_file(name):
        yield f"%Error deleting flash:/{name} (No such file or directory)"


def more(terminal: Terminal, arguments: Arguments) -> Talk:
    """``more flash:NAME``."""
    name = flash_name(arguments["file"])
    content = terminal.host.flash.get(name)
    if content is None:
        yield missing(name)
    else:
        yield from content.decode("latin-1").splitlines()
