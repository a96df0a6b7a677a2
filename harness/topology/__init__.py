"""What stands on the bench: data, and how it is read. No behaviour.

``model`` has the values, frozen; ``loading`` turns a YAML file into them and names file, line,
key and remedy when it cannot; ``credentials`` finds user names and passwords in the environment,
since no topology contains any. Everything above may import this package; it imports
``harness.errors`` only. Deliberately absent: steps, expressions, includes, defaults that depend
on the machine.
"""

from harness.topology.credentials import Credentials, credentials_for, credentials_from
from harness.topology.dialect import STANDARD, Dialect
from harness.topology.loading import load, loads
from harness.topology.model import (
    Console,
    CtiSpec,
    Deadlines,
    ExtensionMobility,
    PartySpec,
    PhoneSpec,
    Ports,
    RouterSpec,
    Ssh,
    Telnet,
    Topology,
)

__all__ = [
    "STANDARD",
    "Console",
    "Credentials",
    "CtiSpec",
    "Deadlines",
    "Dialect",
    "ExtensionMobility",
    "PartySpec",
    "PhoneSpec",
    "Ports",
    "RouterSpec",
    "Ssh",
    "Telnet",
    "Topology",
    "credentials_for",
    "credentials_from",
    "load",
    "loads",
]
