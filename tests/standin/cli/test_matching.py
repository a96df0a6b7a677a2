from __future__ import annotations

import pytest

from harness.standin.cli.matching import Ambiguous, Grammar, Incomplete, Invalid, Match

GRAMMAR = Grammar(
    (syntax, syntax)
    for syntax in (
        "callmonitor",
        "cti shutdown",
        "cti csta mode basic",
        "supplementary-service sip {moved-temporarily|refer}",
        "allow-connections from:{h323|sip} to to:{h323|sip}",
        "max-ephones limit:<1-48>",
        "max-dn limit:<1-highest>",
        "ephone tag:<1-10>",
        "ephone-dn tag:<1-10> [lines:{dual-line|octo-line}]",
        "registrar server [expires [max max:<120-86400>] [min min:<60-3600>]]",
        "name text:LINE",
        "button pair:BUTTON ...",
    )
)


def parse(line: str) -> object:
    return GRAMMAR.parse(line, 0, {"highest": 20})


def test_keywords_may_be_cut_and_are_written_out() -> None:
    found = parse("ct cs m b")
    assert isinstance(found, Match)
    assert found.text == "cti csta mode basic"
    assert not found.exact


def test_a_whole_keyword_beats_the_longer_one_it_begins() -> None:
    found = parse("EPHONE 3")
    assert isinstance(found, Match)
    assert (found.row, found.values, found.exact) == ("ephone tag:<1-10>", {"tag": 3}, True)


@pytest.mark.parametrize(
    ("line", "column", "why"),
    [
        ("csta cti mode basic", 1, "c still fits callmonitor and cti, cs fits nothing"),
        ("supplementary-service sip moved-temporary", 40, "moved-temporarily goes on with i"),
        ("supplementary-service sip-refer", 25, "sip fits, the hyphen does not"),
        ("allow-connections sip-to-sip", 21, "sip fits, the hyphen does not"),
        ("max-ephones 999", 12, "a number out of range is marked at its beginning"),
        ("max-dn 21", 7, "a limit that the configuration sets"),
        ("cti csta mode basic extra", 20, "nothing more is wanted"),
        ("cti csta mood basic", 11, "only the first mistake counts"),
        ("  cti x", 6, "leading blanks count as echoed"),
        ("zebra", 0, "nothing begins with z"),
    ],
)
def test_the_caret_stands_where_no_candidate_fits_any_more(
    line: str, column: int, why: str
) -> None:
    found = parse(line)
    assert isinstance(found, Invalid), why
    assert found.column == column, why


@pytest.mark.parametrize("line", ["cti", "max-dn", "registrar server expires max", "button"])
def test_a_line_that_wants_more_is_incomplete(line: str) -> None:
    assert isinstance(parse(line), Incomplete)


@pytest.mark.parametrize("line", ["c", "max 3", "ep"])
def test_a_prefix_of_several_keywords_is_ambiguous(line: str) -> None:
    assert isinstance(parse(line), Ambiguous)


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("registrar server", {}),
        ("registrar server expires max 600 min 60", {"max": 600, "min": 60}),
        ("registrar server expires min 60", {"min": 60}),
        ("allow-connections sip to h", {"from": "sip", "to": "h323"}),
        ("name Alice   of the  desk ", {"text": "Alice   of the  desk"}),
        ("button 1:1 2o3,4", {"pair": "1:1 2o3,4"}),
    ],
)
def test_what_varies_is_remembered_by_name(line: str, values: dict[str, object]) -> None:
    found = parse(line)
    assert isinstance(found, Match)
    assert found.values == values


def test_help_lists_what_may_come_next() -> None:
    assert GRAMMAR.next_words("cti ") == ["csta", "shutdown"]
    assert GRAMMAR.next_words("max-") == ["max-dn", "max-ephones"]
    assert GRAMMAR.next_words("max-dn ", 0, {"highest": 20}) == ["<1-20>"]
    assert GRAMMAR.next_words("ephone-dn 1 ") == ["dual-line", "octo-line", "<cr>"]
    assert GRAMMAR.next_words("nonsense ") is None


def test_tab_completes_only_what_is_certain() -> None:
    assert GRAMMAR.completion("call") == "monitor"
    assert GRAMMAR.completion("max-") is None
    assert GRAMMAR.completion("cti ") is None
