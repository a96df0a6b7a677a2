"""A command line with rows laid over it, typed at as an engineer types."""

import re
from datetime import UTC, datetime

import pytest

from harness.standin.cli.factory import factory_configuration
from harness.standin.cli.session import CliSession
from harness.standin.configuration import Credentials
from harness.standin.mutations.host import MutatedHost
from harness.standin.mutations.terminal import PrintedRow, TypedRow, instead, without

HEAD = ("name", "effect", "breaks")


class Running:
    """A running system that is told of changes and has nothing to say."""

    def configuration_changed(self, what):
        del what


def host(*rows):
    return MutatedHost(
        rows,
        factory_configuration(Credentials(), address="192.0.2.1"),
        Running(),
        wall_clock=lambda: datetime(2014, 3, 3, tzinfo=UTC),
    )


def typed(router, *lines):
    """Type lines at a terminal of one's own; what the last printed, with the prompt after it."""
    session = CliSession(router.attach(user="admin", remote="192.0.2.9", privilege=15))
    session.terminal.length = 0
    session.connection_made(0.0)
    screen = ""
    for line in lines:
        session.data_to_send()
        session.receive_data(f"{line}\r".encode(), 0.0)
        screen = session.data_to_send().decode().replace(f"{line}\r\n", "", 1)
    return screen


def mode(router, *lines):
    return re.search(r"[^\r\n]*$", typed(router, *lines))[0]


CONFIGURE = "configure terminal"


def test_a_line_is_taken_for_another_for_several_or_for_none():
    other = host(TypedRow(*HEAD, "end", ("exit",)))
    several = host(TypedRow(*HEAD, "voice service voip", ("voice service voip", "sip")))
    none = host(TypedRow(*HEAD, "voice service .*"))

    assert mode(other, CONFIGURE, "voice service voip", "end") == "Router(config)#"
    assert mode(several, CONFIGURE, "voice service voip") == "Router(conf-serv-sip)#"
    assert mode(none, CONFIGURE, "voice service voip") == "Router(config)#"


def test_words_of_a_line_stand_in_what_it_is_taken_for():
    router = host(TypedRow(*HEAD, r"hostname (\w+)", (r"hostname \1x",)))

    assert mode(router, CONFIGURE, "hostname West") == "Westx(config)#"


def test_a_line_that_is_only_like_it_is_read_well():
    router = host(TypedRow(*HEAD, "hostname", ("end",)))

    assert mode(router, CONFIGURE, "hostname West") == "West(config)#"


def test_it_may_be_misread_in_one_mode_only():
    router = host(TypedRow(*HEAD, "exit", ("end",), modes=("sip",)))

    assert mode(router, CONFIGURE, "voice service voip", "exit") == "Router(config)#"
    assert mode(router, CONFIGURE, "voice service voip", "sip", "exit") == "Router#"


def test_some_may_be_read_well_before_and_all_after():
    router = host(TypedRow(*HEAD, "no hostname", (), spares=1, often=1))

    told = [mode(router, CONFIGURE, "hostname West", "no hostname") for _ in range(3)]

    assert told == ["Router(config)#", "West(config)#", "Router(config)#"]


def test_the_first_terminal_may_be_spared():
    router = host(TypedRow(*HEAD, "end", ("exit",), spares_first_terminal=True))

    assert mode(router, CONFIGURE, "voice service voip", "end") == "Router#"
    assert mode(router, CONFIGURE, "voice service voip", "end") == "Router(config)#"


@pytest.mark.parametrize(
    ("change", "line"),
    [(without("hostname Router"), None), (instead("Router", "Rooter"), "hostname Rooter")],
    ids=["a line is missing", "a word is another"],
)
def test_a_command_prints_something_else(change, line):
    router = host(PrintedRow(*HEAD, "show running-config", change, spares=1))

    assert "\r\nhostname Router\r\n" in typed(router, "show running-config")
    printed = typed(router, "show running-config")
    assert [each for each in printed.split("\r\n") if "hostname" in each] == (
        [line] if line else []
    )
    assert "hostname Router" in typed(router, "show startup-config")
