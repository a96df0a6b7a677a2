"""The configuration the stand-in leaves the factory with: reachable, and nothing more."""

from __future__ import annotations

from harness.standin.cli.configurator import load
from harness.standin.cli.secrets import secret
from harness.standin.configuration import Credentials, RouterConfiguration

_TEXT = """
hostname Router
enable secret 5 {enable}
no ip domain lookup
ip domain name lab.example
username {username} secret 5 {password}
interface FastEthernet0/0
 ip address {address} {mask}
 duplex auto
 speed auto
interface Service-Engine0/0
 no ip address
 shutdown
interface FastEthernet0/1
 no ip address
 shutdown
 duplex auto
 speed auto
line vty 0 4
 login local
 transport input telnet ssh
end
"""


def factory_configuration(
    credentials: Credentials, *, address: str = "127.0.0.1", mask: str = "255.0.0.0"
) -> RouterConfiguration:
    """A router that lets ``credentials`` in over SSH and Telnet; CME and CTI are not configured."""
    text = _TEXT.format(
        enable=secret(credentials.enable),
        username=credentials.username,
        password=secret(credentials.password),
        address=address,
        mask=mask,
    )
    return load(text).configuration
