"""Every seeded defect by its name: those in the code, and those laid over what leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from harness.standin.defects import DEFECTS, Description
from harness.standin.mutations.rows import ROWS

CATALOGUE: Mapping[str, Description] = MappingProxyType(
    {str(name): description for name, description in DEFECTS.items()}
    | {name: Description(row.effect, "mutations", row.breaks) for name, row in ROWS.items()}
)
