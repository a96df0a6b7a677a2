import pytest
import yaml

from harness.errors import TopologyError
from harness.topology import load
from harness.topology.dialect_file import path_beside, text_of

BENCH = """
router: {kind: standin}
parties:
  alice: {number: "201", phone: {model: 7961, mac: 001E.4A34.A35F}}
"""


@pytest.fixture
def bench(tmp_path):
    path = tmp_path / "lab.yaml"
    path.write_text(BENCH, encoding="utf-8")
    return path


def test_a_learnt_dialect_is_read_with_its_topology(bench):
    path_beside(bench).write_text(
        "dialect: {fault-carrier: '403'}\nevidence: [{seen: 1}]\n", encoding="utf-8"
    )

    assert path_beside(bench).name == "lab.dialect.yaml"
    assert load(bench).dialect.turned == {"fault-carrier": "403"}


def test_two_dialects_for_one_bench_are_refused(bench):
    bench.write_text(BENCH + "dialect: {prefix: csta}\n", encoding="utf-8")
    path_beside(bench).write_text("dialect: {prefix: none}\n", encoding="utf-8")

    with pytest.raises(TopologyError) as error:
        load(bench)

    told = "lab.yaml:5: dialect: is given twice. Remove it here, or lab.dialect.yaml."
    assert str(error.value).endswith(told)


def test_a_mistake_in_the_learnt_file_names_that_file(bench):
    path_beside(bench).write_text("dialect:\n  prefix: none\n  pacing: slow\n", encoding="utf-8")

    with pytest.raises(TopologyError) as error:
        load(bench)

    assert "lab.dialect.yaml:3: dialect.pacing: 'slow' is no choice at pacing" in str(error.value)


@pytest.mark.parametrize(
    "text", ["<a/>", "two\nlines", "INFO x\r\nCSeq: 1 INFO\r\n\r\n<a/>", "403"]
)
def test_evidence_loses_nothing(text):
    written = text_of(["a comment"], {"seen": text})

    assert written.startswith("# a comment\n")
    assert yaml.safe_load(written) == {"seen": text}
