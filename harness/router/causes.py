"""Why a command line could not be opened, in words a person can act on. Pure.

netmiko, paramiko, pyserial and the socket library each say it in their own way, several layers
deep, and quote what they read; only the sentence chosen here reaches anybody.
"""

from __future__ import annotations

import re

# What went wrong below netmiko, and what a person does about it.
_CAUSES: tuple[tuple[str, str], ...] = (
    (r"exclusively", "a session is open there already, and it bears one; end that first"),
    (r"none set", "its line has no password; configure `login local` and a user"),
    (r"refused", "nothing listens there; check the address, the port and `transport input`"),
    (r"timed? ?out", "nobody answers; check the address and the cable"),
    (r"unreachable|No route", "there is no route to it"),
    (r"not known|getaddrinfo|resolve", "its name cannot be resolved"),
    (
        r"Authentication|Login failed|auth|Bad passwords|Login invalid",
        "it does not accept the user name and password",
    ),
    (
        r"no acceptable|Incompatible ssh peer",
        "it offers only algorithms that this paramiko has dropped; install paramiko below 5",
    ),
    (r"Incompatible version", "it speaks SSH version 1 only; configure `ip ssh version 2`"),
    (
        r"[Ii]nvalid key|key_size|[Kk]ey size|too small",
        "its RSA key is too short; `crypto key generate rsa modulus 2048` there",
    ),
    (r"Permission denied", "this user may not open it; join the group `dialout`"),
    (r"No such file|could not open port|FileNotFound", "there is no such device"),
    (
        r"protocol banner|EOF|reset by peer|Connection lost|closed",
        "it hung up; all its lines may be taken",
    ),
)


def why(error: BaseException) -> str:
    """The innermost cause, in words."""
    told = []
    one: BaseException | None = error
    while one is not None:
        told.append(f"{type(one).__name__} {one}")
        # paramiko's NoValidConnectionsError: the cause for each address it tried.
        by_address = getattr(one, "errors", None)
        if isinstance(by_address, dict):
            told.extend(str(each) for each in by_address.values())
        one = one.__cause__ or one.__context__
    for pattern, sentence in _CAUSES:
        if any(re.search(pattern, text) for text in reversed(told)):
            return sentence
    return "no prompt was seen"
