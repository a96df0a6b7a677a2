"""YAML → `Topology`; every error names file, line, key and remedy.

The document is composed, not constructed: each scalar is the text that stands there, so neither
``no`` nor ``0201`` nor ``15.10`` changes its meaning on the way, and every key keeps its line.
Aliases, tags and repeated keys are refused: a topology holds facts, each once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from harness.errors import TopologyError
from harness.topology.dialect import Dialect
from harness.topology.dialect_file import path_beside
from harness.topology.model import Topology

Key = tuple[str | int, ...]

_PROBLEMS = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "literal_error": "has to be {expected}, not {input!r}",
    "union_tag_invalid": "has to be one of {expected_tags}, not {tag!r}",
    "union_tag_not_found": "does not say which way it is",
    "int_parsing": "has to be a whole number, not {input!r}",
    "int_type": "has to be a whole number",
    "float_type": "has to be a duration",
    "bool_parsing": "has to be true or false, not {input!r}",
    "string_type": "has to be a text",
    "dict_type": "has to be a mapping of keys to values",
    "model_type": "has to be a mapping of keys to values",
    "model_attributes_type": "has to be a mapping of keys to values",
    "tuple_type": "has to be a list",
    "frozen_set_type": "has to be a list",
    "greater_than": "has to be more than {gt}, not {input!r}",
    "greater_than_equal": "has to be at least {ge}, not {input!r}",
    "less_than_equal": "has to be at most {le}, not {input!r}",
    "string_too_short": "has to say something",
    "too_short": "has to hold at least one",
    "bench": "{problem}",
}
_REMEDIES = {
    "missing": "Add it.",
    "union_tag_not_found": "Write ssh, telnet, or {{way: console, device: /dev/ttyUSB0}}.",
    "bench": "{remedy}",
}


class _Composed:
    """A YAML document as plain values, and the line of every key."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines: dict[Key, int] = {}
        try:
            node = self._sole_document(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self.error(
                error.problem or "this is not YAML",
                line=mark.line + 1 if mark else None,
                remedy="Check indentation, colons and brackets there.",
            ) from None
        except yaml.YAMLError:
            remedy = "Save the file as UTF-8 text without control characters."
            raise self.error("this is not text YAML can hold", remedy=remedy) from None
        self.value = self._plain(node, ()) if node is not None else {}

    def error(
        self, problem: str, *, line: int | None = None, key: Key = (), remedy: str = ""
    ) -> TopologyError:
        name = ".".join(str(part) for part in key)
        return TopologyError(problem, file=self.file, line=line, key=name, remedy=remedy)

    def _sole_document(self, text: str) -> yaml.Node | None:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken):
                raise self.error(
                    "anchors, aliases and tags are not read here",
                    line=token.start_mark.line + 1,
                    remedy="Write the value out.",
                )
        return yaml.compose(text, Loader=yaml.SafeLoader)

    def _plain(self, node: yaml.Node, key: Key) -> Any:
        self.lines.setdefault(key, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, key)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(child, (*key, place)) for place, child in enumerate(node.value)]
        if node.tag == "tag:yaml.org,2002:null":
            return None
        return node.value

    def _mapping(self, node: yaml.MappingNode, key: Key) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, child in node.value:
            line = name.start_mark.line + 1
            if not isinstance(name, yaml.ScalarNode):
                raise self.error("a key has to be a word", line=line, key=key, remedy="Name it.")
            here = (*key, name.value)
            if name.value in found:
                remedy = f"Keep one; the first stands in line {self.lines[here]}."
                raise self.error("is given twice", line=line, key=here, remedy=remedy)
            self.lines[here] = line
            found[name.value] = self._plain(child, here)
        return found

    def place(self, location: Iterable[str | int]) -> tuple[Key, int | None]:
        """The deepest key of ``location`` that was written, and its line.

        Pydantic puts names of its own between the keys: a union's tag, ``[key]``.
        """
        written: Key = ()
        for part in location:
            if (*written, part) in self.lines:
                written = (*written, part)
        return written, self.lines.get(written)


def load(path: Path | str) -> Topology:
    """Read a topology file.

    Raises:
        TopologyError: it cannot be read or used; the first mistake in the file is the text,
            others are notes on the exception.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        remedy = "Give the path of a topology file, e.g. topologies/standin.yaml."
        problem = error.strerror or "it cannot be read"
        raise TopologyError(problem, file=path, remedy=remedy) from None
    except UnicodeDecodeError:
        raise TopologyError("this is not text", file=path, remedy="Save it as UTF-8.") from None
    return loads(text, file=path)


def loads(text: str, *, file: Path | str = "") -> Topology:
    """Read a topology from text; ``file`` is for error texts.

    Raises:
        TopologyError: as `load`.
    """
    composed = _Composed(text, str(file))
    value = composed.value
    if isinstance(value, dict) and file:
        value = {"name": Path(file).stem, **value, **_learnt(composed, value, file)}
    try:
        return Topology.model_validate(value)
    except ValidationError as error:
        details = error.errors(include_url=False)
        first, *others = sorted(
            (_mistake(composed, detail) for detail in details if not _echoes(detail)),
            key=lambda mistake: mistake.line or 0,
        )
        for other in others:
            first.add_note(f"also: {other}")
        raise first from None


def _learnt(composed: _Composed, value: dict[str, Any], file: Path | str) -> dict[str, Any]:
    """The dialect that stands in the file beside the topology, if there is one.

    Raises:
        TopologyError: it cannot be used, or the topology has a dialect of its own.
    """
    beside = path_beside(file)
    if not beside.is_file():
        return {}
    if "dialect" in value:
        line = composed.lines["dialect",]
        remedy = f"Remove it here, or {beside.name}."
        raise composed.error("is given twice", line=line, key=("dialect",), remedy=remedy)
    learnt = _Composed(beside.read_text(encoding="utf-8"), str(beside))
    given = learnt.value.get("dialect", {}) if isinstance(learnt.value, dict) else {}
    try:
        return {"dialect": Dialect(given)}
    except PydanticCustomError as error:
        context = error.context or {}
        key = ("dialect", *context["at"])
        raise learnt.error(
            context["problem"], line=learnt.lines.get(key), key=key, remedy=context["remedy"]
        ) from None


def _echoes(detail: ErrorDetails) -> bool:
    """Whether pydantic only repeats that the members of a list or mapping were refused."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _mistake(composed: _Composed, detail: ErrorDetails) -> TopologyError:
    context: dict[str, Any] = {"input": detail["input"], **detail.get("ctx", {})}
    location = (*detail["loc"], *context.get("at", ()))
    key, line = composed.place(location)
    kind = detail["type"]
    if kind == "missing":
        key = (*key, location[-1])
    problem = _PROBLEMS[kind].format(**context) if kind in _PROBLEMS else detail["msg"]
    if kind == "extra_forbidden":
        remedy = _spelling(key)
    else:
        remedy = _REMEDIES.get(kind, "Correct the value.").format(**context)
    return composed.error(problem, line=line, key=key, remedy=remedy)


def _spelling(key: Key) -> str:
    known = sorted(_known_keys(Topology, key[:-1]))
    close = get_close_matches(str(key[-1]), known, n=1)
    if close:
        return f"Did you mean {close[0]}?"
    return f"Known here: {', '.join(known)}." if known else "Remove it."


def _known_keys(model: type[BaseModel], path: Key) -> Mapping[str, object]:
    """The fields of the model that ``path`` leads to."""
    if not path:
        return model.model_fields
    head, *rest = path
    field = model.model_fields.get(str(head))
    if field is None:
        return {}
    inner = [kind for kind in _models_in(field.annotation) if kind is not model]
    if len(inner) != 1:
        return {}
    if not issubclass(_origin(field.annotation), BaseModel):
        rest = rest[1:]
    return _known_keys(inner[0], tuple(rest))


def _origin(annotation: Any) -> type:
    return annotation if isinstance(annotation, type) else getattr(annotation, "__origin__", object)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [kind for part in getattr(annotation, "__args__", ()) for kind in _models_in(part)]
