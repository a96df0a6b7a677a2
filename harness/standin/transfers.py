"""Files over SCP: the router's flash as asyncssh's own file server reads and writes it.

IOS serves SCP, not SFTP, once ``ip scp server enable`` is configured, and to users of privilege 15
only (Secure Shell Configuration Guide, Secure Copy). Nothing but flash can be reached.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import asyncssh

from harness.standin.cli.host import CliHost


@dataclass(slots=True, eq=False)
class _OpenFile:
    """A file while it is read or written."""

    name: str
    written: bool
    octets: bytearray = field(default_factory=bytearray)


class FlashFiles(asyncssh.SFTPServer):
    """The files of flash: by name, without folders.

    A file comes into being when it is closed, so that a transfer cut short leaves the old one.
    """

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], host: CliHost) -> None:
        super().__init__(channel)
        self._host = host

    def map_path(self, path: bytes) -> bytes:
        """Refuse: no path of the machine is the router's."""
        raise asyncssh.SFTPPermissionDenied(f"{path!r} is not in flash")

    def stat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """The size of a file.

        Raises:
            asyncssh.SFTPNoSuchFile: there is none.
        """
        name = _name(path)
        if name not in self._host.flash:
            raise asyncssh.SFTPNoSuchFile(f"{name} is not in flash")
        return self._attributes(len(self._host.flash[name]))

    lstat = stat

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> _OpenFile:
        """Begin to read or write a file.

        Raises:
            asyncssh.SFTPNoSuchFile: it is to be read, and there is none.
        """
        del attrs
        name = _name(path)
        if pflags & asyncssh.FXF_WRITE:
            return _OpenFile(name, written=True)
        self.stat(path)
        return _OpenFile(name, written=False, octets=bytearray(self._host.flash[name]))

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Part of an open file."""
        return bytes(_opened(file_obj).octets[offset : offset + size])

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Put a part of an open file in its place."""
        _opened(file_obj).octets[offset : offset + len(data)] = data
        return len(data)

    def close(self, file_obj: object) -> None:
        """A written file stands in flash from now on."""
        file = _opened(file_obj)
        if file.written:
            self._host.write_file(file.name, bytes(file.octets))

    def fstat(self, file_obj: object) -> asyncssh.SFTPAttrs:
        """The size of an open file."""
        return self._attributes(len(_opened(file_obj).octets))

    def setstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Flash keeps no permissions."""

    @staticmethod
    def _attributes(size: int) -> asyncssh.SFTPAttrs:
        return asyncssh.SFTPAttrs(type=asyncssh.FILEXFER_TYPE_REGULAR, size=size, permissions=0o644)


def _opened(file: object) -> _OpenFile:
    if not isinstance(file, _OpenFile):
        raise asyncssh.SFTPBadMessage("no file is open")
    return file


def _name(path: bytes) -> str:
    return path.decode("latin-1").removeprefix("flash:").lstrip("/")
