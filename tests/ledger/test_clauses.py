from pathlib import Path

import pytest

from harness.errors import LedgerError
from harness.ledger.clauses import Clause, load

GOOD = """
T94.hold-call:
  place: Table 94
  says: The application holds a conversation.
  since: "8.0"
  open: 4
  defects: [wrong-cause]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "clauses.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_clause_is_read_as_it_stands(tmp_path):
    clauses = load(written(tmp_path, GOOD))

    assert clauses.by_id == {
        "T94.hold-call": Clause(
            "T94.hold-call",
            "Table 94",
            "The application holds a conversation.",
            "8.0",
            4,
            ("wrong-cause",),
        )
    }
    assert clauses.sentences(["T94.hold-call", "T94.fly"]) == (
        "T94.hold-call: The application holds a conversation.",
        "T94.fly",
    )
    assert clauses.nearest("T94.hold") == "T94.hold-call"


def test_a_clause_may_be_out_of_reach_and_says_why(tmp_path):
    beyond = GOOD.replace("open: 4", "out-of-reach: No router has it.")

    [clause] = load(written(tmp_path, beyond)).by_id.values()

    assert clause.out_of_reach == "No router has it."
    assert clause.open is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            GOOD.replace("  place: Table 94\n", ""),
            r"yaml:2: clause T94.hold-call: place is missing",
        ),
        (GOOD.replace('"8.0"', "8.0"), r"clause T94.hold-call: since has to be a str, not 8.0"),
        (GOOD.replace('"8.0"', '"late"'), r"since has to be a version like '8.0', not 'late'"),
        (GOOD.replace("open: 4", "open: soon"), r"open has to be a int, not 'soon'"),
        (GOOD.replace("open: 4", "opened: 4"), r"'opened' is not known here"),
        (GOOD + GOOD, r"yaml:9: clause T94.hold-call stands here a second time"),
        (GOOD.replace("T94.hold-call", "Hold Call"), r"an id is words and digits"),
        ("- a\n- b\n", r"has to be a mapping of clause names"),
        ("a: [", r"this is not YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, sentence):
    with pytest.raises(LedgerError, match=sentence):
        load(written(tmp_path, text))


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(LedgerError, match=r"nowhere\.yaml: No such file"):
        load(tmp_path / "nowhere.yaml")
