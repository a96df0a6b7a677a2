import re

import pytest

from harness.commands import orders
from harness.commands.orders import in_order_of, run_orders
from harness.commands.repeating import Manner, Repetition


@pytest.fixture
def asked(monkeypatch):
    told = []
    monkeypatch.setattr(orders, "repeat", lambda every, **_: told.append(every) or len(told) == 1)
    return told


def test_each_order_has_a_seed_of_its_own():
    assert in_order_of(5) == Repetition("seed 5", ("-p", "randomly", "--randomly-seed=5"))


def test_the_seeds_follow_on_the_first(asked, capsys):
    assert run_orders(times=3, first=7, manner=Manner()) == 0

    assert [each.name for each in asked[0]] == ["seed 7", "seed 8", "seed 9"]
    assert "the plans in 3 random orders" in capsys.readouterr().out


def test_an_order_that_was_not_green_is_the_exit_code(asked):
    asked.append([])

    assert run_orders(times=1, first=7, manner=Manner()) == 1


def test_a_seed_is_drawn_when_none_is_given(asked):
    for _ in range(4):
        run_orders(times=1, first=None, manner=Manner())

    assert len({re.sub(r"\D", "", every[0].name) for every in asked}) > 1
