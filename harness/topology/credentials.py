"""User names and passwords, taken from the environment by the name a topology gives.

`Credentials` prints no secret: not in ``repr``, not in ``str``, not in a traceback's locals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from harness.errors import TopologyError
from harness.topology.model import RouterSpec


@dataclass(frozen=True, slots=True)
class Credentials:
    """What opens a router's command line."""

    username: str
    password: SecretStr
    enable: SecretStr | None = None
    """The enable secret; ``None`` when the login is privileged already."""


STANDIN_CREDENTIALS = Credentials("cisco", SecretStr("cisco"), SecretStr("cisco"))
"""What a stand-in accepts when the environment says nothing else."""


def credentials_from(
    environment: Mapping[str, str], name: str, *, otherwise: Credentials | None = None
) -> Credentials:
    """The credentials that ``env:NAME`` names: ``NAME_USERNAME``, ``_PASSWORD``, ``_ENABLE``.

    A console or Telnet line without users needs no ``NAME_USERNAME``. What is lacking is taken
    from ``otherwise``.

    Raises:
        TopologyError: there is no ``NAME_PASSWORD``, and no ``otherwise``.
    """
    prefix = name.removeprefix("env:")
    password = environment.get(f"{prefix}_PASSWORD")
    if password is None:
        if otherwise is not None:
            return otherwise
        raise TopologyError(
            f"the environment has no {prefix}_PASSWORD",
            key="router.credentials",
            remedy=f"Set {prefix}_USERNAME, {prefix}_PASSWORD and, unless the login is "
            f"privileged, {prefix}_ENABLE.",
        )
    enable = environment.get(f"{prefix}_ENABLE")
    return Credentials(
        username=environment.get(f"{prefix}_USERNAME") or (otherwise.username if otherwise else ""),
        password=SecretStr(password),
        enable=SecretStr(enable) if enable else (otherwise.enable if otherwise else None),
    )


def credentials_for(router: RouterSpec, environment: Mapping[str, str]) -> Credentials:
    """The credentials of a topology's router; a stand-in falls back to its own.

    Raises:
        TopologyError: hardware, and the environment has none.
    """
    otherwise = STANDIN_CREDENTIALS if router.is_standin else None
    return credentials_from(environment, router.credentials, otherwise=otherwise)
