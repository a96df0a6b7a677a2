from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[2] / "golden" / "csta"


@pytest.fixture
def golden() -> Callable[[str], bytes]:
    return lambda name: (GOLDEN / f"{name}.xml").read_bytes()


@pytest.fixture
def flat(golden: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """A golden body as a sender that wastes nothing writes it."""

    def squeeze(name: str) -> bytes:
        text = re.sub(rb"<!--.*?-->", b"", golden(name))
        return re.sub(rb">\s+<", b"><", text.strip())

    return squeeze
