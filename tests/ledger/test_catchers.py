import re
from pathlib import Path

import pytest

from harness.errors import LedgerError
from harness.ledger.catchers import Catcher, load_catchers

GOOD = r"""
wrong-cause:
  plan: test_hold_call[hand]
  says: 'bob\.cti: cause is ''normal'''
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "defects.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_catcher_is_read_as_it_stands(tmp_path):
    (catcher,) = load_catchers(written(tmp_path, GOOD))["wrong-cause"]

    assert catcher == Catcher(
        "wrong-cause", "test_hold_call", "hand", re.compile(r"bob\.cti: cause is 'normal'")
    )
    assert catcher.plan == "test_hold_call[hand]"
    assert catcher.runs("test_hold_call", "hand")
    assert not catcher.runs("test_hold_call", "application")
    assert not catcher.runs("test_hold", "hand")


def test_a_catcher_without_parameters_means_all_of_them(tmp_path):
    text = GOOD.replace("[hand]", "")
    (catcher,) = load_catchers(written(tmp_path, text))["wrong-cause"]

    assert catcher.plan == "test_hold_call"
    assert catcher.runs("test_hold_call", "hand")
    assert catcher.runs("test_hold_call", "")


def test_a_defect_may_have_several_catchers(tmp_path):
    text = "lost:\n- {plan: test_a, says: a}\n- {plan: 'test_b[x-y]', says: b}\n"

    catchers = load_catchers(written(tmp_path, text))["lost"]

    assert [each.plan for each in catchers] == ["test_a", "test_b[x-y]"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (GOOD.replace("says", "say"), r"yaml:2: defect wrong-cause: 'say' is not known here"),
        ("lost:\n  plan: test_a\n", r"yaml:1: defect lost: says is missing"),
        ("lost:\n  plan: test_a\n  says: 5\n", r"says has to be a text, not 5"),
        ("lost:\n  plan: hold\n  says: a\n", r"plan has to be a plan's name, .* not 'hold'"),
        ("lost:\n  plan: test_a\n  says: '('\n", r"says is no regular expression: "),
        ("lost: test_a\n", r"has to be a mapping with plan and says, or a list of such"),
        ("lost:\n", r"has to be a mapping with plan and says, or a list of such"),
        (GOOD + GOOD, r"yaml:6: defect wrong-cause stands here a second time"),
        ("- a\n- b\n", r"has to be a mapping of defect names"),
        ("a: [", r"this is not YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, sentence, tmp_path):
    with pytest.raises(LedgerError, match=sentence):
        load_catchers(written(tmp_path, text))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(LedgerError, match=r"defects.yaml: No such file"):
        load_catchers(tmp_path / "defects.yaml")
