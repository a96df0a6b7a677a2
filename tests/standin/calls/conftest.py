from __future__ import annotations

import pytest

from tests.standin.switching import Switch, make_switch


@pytest.fixture
def switch() -> Switch:
    return make_switch()


@pytest.fixture
def monitored(switch: Switch) -> Switch:
    switch.monitors("201", "202", "203")
    return switch
