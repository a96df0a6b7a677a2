import pytest

from harness.errors import TopologyError
from harness.topology import loads
from harness.topology.dialect import POINTS, STANDARD, Dialect, turned

BENCH = """
name: bench
router: {kind: standin}
parties:
  alice: {number: "201", phone: {model: 7961, mac: 001E.4A34.A35F}}
"""


def test_every_point_has_a_choice_to_turn_and_says_what_it_is():
    assert len({point.name for point in POINTS}) == len(POINTS)
    for point in POINTS:
        assert len(point.choices) > 1
        assert len(set(point.choices)) == len(point.choices)
        assert point.source
        assert point.says.endswith(".")
        assert point.question is None or 1 <= point.question <= 20


def test_a_bench_without_a_word_has_the_defaults():
    dialect = loads(BENCH).dialect

    assert dialect == STANDARD
    assert dict(dialect) == {point: point.choices[0] for point in POINTS}
    assert dialect.turned == {}


def test_a_topology_turns_points():
    dialect = loads(BENCH + "dialect:\n  service-initiated: not-sent\n").dialect

    assert dialect.turned == {"service-initiated": "not-sent"}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "dialect:\n  service-initiated: never\n",
            "bench.yaml:7: dialect.service-initiated: 'never' is no choice at service-initiated.",
        ),
        (
            "dialect:\n  prefix: csta\n  service-initated: sent\n",
            "bench.yaml:8: dialect.service-initated: there is no point 'service-initated' in a",
        ),
        (
            "dialect: ed5\n",
            "bench.yaml:6: dialect: has to be a mapping of points to choices.",
        ),
    ],
)
def test_what_is_no_dialect_is_one_sentence(written, told):
    with pytest.raises(TopologyError) as error:
        loads(BENCH + written, file="bench.yaml")

    assert str(error.value).startswith(told)
    assert error.value.remedy


def test_a_command_line_turns_what_the_topology_says():
    spoken = turned(Dialect({"prefix": "csta"}), ["prefix=none,device-id=tel", "call-id=opaque"])

    assert spoken.turned == {"device-id": "tel", "call-id": "opaque"}


@pytest.mark.parametrize("given", ["prefix", "prefix=", "prefix=sip", "nonsense=csta"])
def test_a_command_line_that_turns_nothing_is_one_sentence(given):
    with pytest.raises(TopologyError, match=r"^--dialect: "):
        turned(STANDARD, [given])


def test_a_choice_that_is_none_cannot_be_asked_for():
    point = POINTS[0]

    with pytest.raises(Exception, match="no choice"):
        STANDARD.speaks(point, "ed9")
