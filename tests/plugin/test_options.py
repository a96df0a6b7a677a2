"""What is wrong with the command line is one sentence, before anything is begun."""

import pytest

PLAN = '''
@pytest.mark.plan("OD-01", ref="none")
def test_first(alice):
    """The first."""
'''
HARDWARE = """\
router: {kind: hardware, address: 127.0.0.1}
parties: {alice: {number: "201", phone: {model: 7961, mac: 001E.4A34.A35F}}}
"""


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--patience=0", "'0' cannot multiply a deadline; write a number above 0, e.g. 3"),
        ("--patience=-2", "'-2' cannot multiply a deadline"),
        ("--patience=nan", "'nan' cannot multiply a deadline"),
        ("--patience=much", "'much' cannot multiply a deadline"),
        ("--defect=no-rin", "--defect: there is no defect 'no-rin'; did you mean no-ring?"),
        ("--defect=xyz", "--defect: there is no defect 'xyz'; `harness defects` lists them"),
        ("--topology=nowhere.yaml", "nowhere.yaml: No such file or directory. Give the path of"),
        (
            "--report=/dev/null/report",
            "cannot be written to /dev/null/report: Not a directory; give",
        ),
    ],
)
def test_a_wrong_option_is_one_sentence(run_plans, option, sentence):
    ended = run_plans(PLAN, option)

    assert ended.code == pytest.ExitCode.USAGE_ERROR
    assert sentence in ended.said
    assert "Traceback" not in ended.said
    assert "INTERNALERROR" not in ended.said


def test_no_defect_is_seeded_in_hardware(run_plans):
    ended = run_plans(PLAN, "--defect=no-ring", topology=HARDWARE)

    assert ended.code == pytest.ExitCode.USAGE_ERROR
    assert "can be seeded in the bundled stand-in only, not in hardware" in ended.said


def test_every_mistake_in_a_topology_is_told_with_its_line(run_plans):
    ended = run_plans(PLAN, topology=HARDWARE.replace("number", "nummer"))

    assert (
        "bench.yaml:2: parties.alice.nummer: is not known here. Did you mean number?" in ended.said
    )
    assert "bench.yaml:2: parties.alice.number: is missing. Add it." in ended.said


def test_the_options_are_explained(run_plans):
    ended = run_plans(PLAN, "--help")

    for option in ("--topology=FILE", "--patience=FACTOR", "--defect=NAME", "--report=FOLDER"):
        assert option in ended.said
