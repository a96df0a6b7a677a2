"""Which of this machine's addresses another host reaches it by."""

from __future__ import annotations

import socket

from harness.errors import RouterUnreachable


def local_address_towards(remote: str) -> str:
    """The address this machine would send from to reach ``remote``; nothing is sent.

    Raises:
        RouterUnreachable: the name is unknown or there is no route.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((remote, 9))
        except OSError as error:
            raise RouterUnreachable(
                f"there is no route to {remote}: {error.strerror or error}; check router.address"
            ) from None
        address: str = probe.getsockname()[0]
    return address
