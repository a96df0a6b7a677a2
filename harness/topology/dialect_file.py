"""The file beside a topology in which a learnt dialect stands: ``lab-2811.dialect.yaml``.

``harness learn`` writes it, with the evidence; whoever reads the topology reads its ``dialect``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

SUFFIX = ".dialect.yaml"


def path_beside(topology: Path | str) -> Path:
    """Where the dialect of a topology stands."""
    path = Path(topology)
    return path.with_name(f"{path.stem}{SUFFIX}")


def text_of(head: Sequence[str], content: Mapping[str, Any]) -> str:
    """The file's text: a comment of some lines, then the content in its order."""
    comment = "".join(f"# {line}\n" for line in head)
    return comment + yaml.dump(
        dict(content), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )


class _Dumper(yaml.SafeDumper):
    """Writes several lines as they stand, without references."""

    def ignore_aliases(self, data: object) -> bool:
        """No anchors: a topology's files are read without any."""
        del data
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # Only in double quotes a carriage return survives (YAML 1.2 §5.4).
    style = '"' if "\r" in text else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
