import pytest

from harness import errors
from harness.errors import HarnessError, LadderMismatch, OracleDisagreement, TopologyError


def kinds(kind=HarnessError):
    yield kind
    for child in kind.__subclasses__():
        yield from kinds(child)


def test_the_docstring_draws_the_whole_tree():
    here = {kind.__name__ for kind in kinds() if kind.__module__ == errors.__name__}

    assert {name for name in here if name in errors.__doc__} == here


@pytest.mark.parametrize("kind", [LadderMismatch, OracleDisagreement])
def test_what_says_something_of_the_router_fails_a_test(kind):
    assert issubclass(kind, AssertionError)


def test_a_topology_error_is_place_key_problem_and_remedy():
    error = TopologyError("is missing", file="bench.yaml", line=3, key="router", remedy="Add it.")

    assert str(error) == "bench.yaml:3: router: is missing. Add it."
    assert str(TopologyError("is missing.", remedy="Add it.")) == "is missing. Add it."
    assert str(TopologyError("is missing")) == "is missing"


def test_a_remote_error_names_the_octet():
    assert str(errors.RemoteProtocolError("cut short", offset=12)) == "cut short (octet 12)"
    assert errors.RemoteProtocolError("bad", status=400).status == 400


def test_what_did_not_come_is_named_with_its_time():
    assert str(errors.DeadlineExceeded("the answer", 2.0)) == "the answer did not come within 2 s"


def test_who_met_an_error_stands_ahead_of_its_sentence():
    refusal = errors.ServiceRefused("MakeCall", "sip", "404", reason="Not Found")
    assert str(refusal) == "MakeCall was refused: 404 Not Found"

    refusal.witness = "alice.cti"

    assert str(refusal) == "alice.cti: MakeCall was refused: 404 Not Found"
    assert refusal.sentence == "MakeCall was refused: 404 Not Found"


def test_a_fault_without_a_value_is_told_by_its_category():
    assert str(errors.ServiceRefused("HoldCall", "unspecified", "")).endswith(": unspecified")
