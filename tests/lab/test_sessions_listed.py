from dataclasses import dataclass, replace

import pytest

from harness.lab.sessions_listed import gone, listed, monitored, servers
from harness.router.shows import CtiSession


@dataclass(frozen=True)
class Holder:
    name: str = "application"
    line: str = "201"


MINE = CtiSession(3, "sip:application@10.0.0.9", "201", "10.0.0.9", "UDP", "active", 5, ("201",))
ANOTHER = replace(MINE, number=1, application="sip:alice@10.0.0.9")


def test_a_session_is_found_by_user_and_line():
    assert listed([ANOTHER, MINE], Holder()) is None
    assert gone([ANOTHER, MINE], Holder()) == "show cti session still lists it"
    assert gone([ANOTHER], Holder()) is None


def test_a_session_that_is_not_listed_is_told_with_those_that_are():
    told = "show cti session has none of application on 202; it lists application on 201"

    assert listed([MINE], Holder(line="202")) == told
    assert listed([], Holder()) == (
        "show cti session has none of application on 201; it lists none"
    )


def test_an_id_that_two_sessions_have_tells_neither():
    told = "show cti session gives its id, 3, to that of alice, too"

    assert listed([replace(ANOTHER, number=3), MINE], Holder()) == told


@pytest.mark.parametrize(
    ("sessions", "wanted", "unmet"),
    [
        ([MINE], ["201"], None),
        ([MINE], ["201", "201"], "show cti session has 201 as monitored, not 201, 201"),
        ([replace(MINE, monitored=())], ["201"],
         "show cti session has no line as monitored, not 201"),
        ([MINE], [], "show cti session has 201 as monitored, not none"),
        ([ANOTHER], ["201"], "show cti session does not list the session"),
    ],
)  # fmt: skip
def test_monitors_are_those_that_were_asked_for(sessions, wanted, unmet):
    assert monitored(sessions, Holder(), wanted) == unmet


def test_who_is_registered_is_told_by_register_id():
    assert servers(["apps", "wall"]) == "show voice register session-server lists apps, wall"
    assert servers([]) == "show voice register session-server lists nobody"
