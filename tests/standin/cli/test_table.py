"""Every row of the tables, and every key, against the whole command line."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.standin.cli import exec_rows
from harness.standin.cli.configurator import Configurator, Order, Place, hardware, load
from harness.standin.cli.modes import GLOBAL, MODES
from harness.standin.cli.rows import Row
from harness.standin.cli.running_config import configuration_lines, configuration_text
from harness.standin.cli.syntax import (
    Choice,
    Keyword,
    Number,
    Optional,
    Part,
    Repeated,
    Sequence,
    Variable,
    read,
)
from harness.standin.cli.talk import unattended

EXAMPLES = {
    "WORD": "word",
    "A.B.C.D": "10.20.0.1",
    "H.H.H": "0011.2233.4455",
    "hh:mm": "19:0",
    "mmm or hhh:mm": "10",
    "interface": "FastEthernet0/1",
    "<slot/subslot/port>": "0/0/2",
    "LINE": "some text",
}
WORDS = {
    "text:DELIMITED": "#hello#",
    "button:BUTTON": "1:1",
    "pin:PIN": "12345",
    "digits:PIN": "12345",
    "digest:MD5": "0123456789abcdef0123456789abcdef",
    "file:FILE": "flash:x",
    "target:FILE": "flash:y",
    "file:URL": "nvram:startup-config",
    "first:URL": "flash:x",
    "second:URL": "flash:y",
}
PREPARED = (
    "voice register global\n mode cme\n max-dn 9\n max-pool 9\n"
    "telephony-service\n max-ephones 9\n max-dn 9\nephone-dn 1\n number 201\n"
)


def example(part: Part, syntax: str) -> str:
    """A line that a syntax takes: the first alternative, everything optional, least numbers."""
    match part:
        case Sequence(parts):
            return " ".join(example(each, syntax) for each in parts)
        case Choice(alternatives):
            return example(alternatives[0], syntax)
        case Optional(inner) | Repeated(inner):
            return example(inner, syntax)
        case Keyword(text):
            return text
        case Number(_, low):
            return low
        case Variable(name, kind):
            special = [
                text for mark, text in WORDS.items() if f"{name}:" in mark and mark in syntax
            ]
            digits = any(f"{name}:{each}" in syntax for each in ("DIGITS", "NUMBERS"))
            return special[0] if special else "201" if digits else EXAMPLES[kind.shown]
    raise AssertionError(part)


ROWS = [
    pytest.param(mode, row, id=f"{mode}: {row.syntax}")
    for mode in MODES
    for row in MODES[mode].rows
    if isinstance(row, Row)
]
SPEAKS = {"crypto key generate rsa [general-keys] [modulus bits:<360-4096>]"}
PRINTED_OTHERWISE = {"version number:WORD", "boot-start-marker", "boot-end-marker"}


def opened(mode: str) -> Configurator:
    """A configurator in this mode, through the rows that lead there."""
    configurator = Configurator(load(PREPARED).configuration)
    route = [mode]
    while route[0] != GLOBAL:
        route.insert(
            0,
            next(
                m
                for m in MODES
                for r in MODES[m].rows
                if isinstance(r, Row) and r.opens == route[0]
            ),
        )
    for here, there in itertools.pairwise(route):
        row = next(r for r in MODES[here].rows if isinstance(r, Row) and r.opens == there)
        take(configurator, example(read(row.syntax), row.syntax))
    assert configurator.mode == mode
    return configurator


def take(configurator: Configurator, line: str) -> list[str]:
    order = configurator.understand(line)
    assert isinstance(order, Order), (line, order)
    return unattended(configurator.carry_out(order))


@pytest.mark.parametrize(("mode", "row"), ROWS)
def test_a_row_takes_its_own_syntax_prints_it_back_and_can_be_undone(mode: str, row: Row) -> None:
    configurator = opened(mode)
    configuration = configurator.configuration
    before = configuration_text(configuration)

    told = take(configurator, example(read(row.syntax), row.syntax))
    assert told == [] or row.syntax in SPEAKS
    after = configuration_text(configuration)
    again = load(after)
    assert again.refused == ()
    assert configuration_text(again.configuration) == after

    if row.unset is not None:
        take(configurator, f"no {example(read(row.syntax), row.syntax)}")
        assert load(configuration_text(configuration)).refused == ()
        take(configurator, f"default {example(read(row.syntax), row.syntax)}")
        if mode == GLOBAL and not row.opens and row.syntax not in PRINTED_OTHERWISE:
            assert configuration_text(configuration) == before


@pytest.mark.parametrize("row", [pytest.param(row, id=row.syntax) for row in exec_rows.ROWS])
def test_an_exec_row_takes_its_own_syntax(row: exec_rows.ExecRow) -> None:
    found = exec_rows.grammar(privileged=True).parse(example(read(row.syntax), row.syntax))
    assert getattr(found, "row", found) is row


VOCABULARY = sorted(
    {
        word
        for mode in MODES.values()
        for row in mode.rows
        if isinstance(row, Row)
        for word in example(read(row.syntax), row.syntax).split()
    }
    | {"no", "default", "do", "exit", "end", "show", "running-config", "configure", "|", "include"}
)
KEYS = st.one_of(
    st.sampled_from(["\r", "\t", "?", " ", *map(chr, range(32))]), st.characters(max_codepoint=255)
)
TYPING = st.lists(
    st.one_of(st.sampled_from([f"{word} " for word in VOCABULARY]), KEYS, st.just("\r")),
    max_size=60,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPING)
def test_nothing_that_can_be_typed_breaks_a_session(at_terminal: Any, typed: list[str]) -> None:
    typist = at_terminal(15)
    typist.keys("configure terminal\r")
    for keys in typed:
        typist.keys(keys)
    made = typist.session.terminal.host.configuration
    assert load(configuration_text(made)).refused == ()


def test_a_place_is_remembered_with_its_block() -> None:
    configuration = hardware()
    assert Configurator(configuration).stack == [Place(GLOBAL, configuration)]
    assert configuration_lines(configuration)[-1] == "end"
