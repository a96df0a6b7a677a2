"""What each mode of the command line is called, whatever its prompt says. Pure.

The document, the CME books and real routers spell prompts differently (``(config-voi-serv)`` and
``(conf-voi-serv)``), and long ones are cut to 30 characters: ``(config-register-globa)``
(cme-ios.md 4.1).
"""

from __future__ import annotations

from collections.abc import Mapping

SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "global configuration": ("config",),
    "voice service": ("conf-voi-serv", "config-voi-serv", "config-voi-srv"),
    "SIP": ("conf-serv-sip", "config-serv-sip", "config-voi-sip"),
    "SIP user agent": ("config-sip-ua",),
    "voice register global": (
        "config-register-global",
        "config-voice-register-global",
        "voice-register-global",
    ),
    "session server": ("config-register-fs",),
    "telephony service": ("config-telephony",),
    "ephone-dn": ("config-ephone-dn",),
    "ephone-dn template": ("config-ephone-dn-template",),
    "ephone": ("config-ephone",),
    "logout profile": ("config-logout-profile",),
    "user profile": ("config-user-profile",),
}
_LEAST_CUT = len("config-ephone-dn-")
"""What is at least left of a prompt that was cut."""


def mode_named(bracket: str) -> str:
    """The mode of a prompt by the words in its brackets; those words where nobody knows them."""
    for name, spellings in SPELLINGS.items():
        if bracket in spellings:
            return name
    for name, spellings in SPELLINGS.items():
        if len(bracket) >= _LEAST_CUT and any(each.startswith(bracket) for each in spellings):
            return name
    return bracket
