"""A tree turned into structs, naming every part that does not fit instead of the first.

Whatever is missing or unreadable is replaced by an empty stand-in, so that all other checks can
still look at the rest. Only a tree without findings gives a module that may be built.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

import msgspec.inspect as inspect
from msgspec import NODEFAULT

from trainer_app.content.authoring.problems import Findings, Place
from trainer_app.content.authoring.tree import Mapping, Node, Scalar, Sequence
from trainer_app.content.canonical import INVISIBLE

Path = tuple[str | int, ...]


class Places:
    """Where each part of a module was written, by its path of field names and indices."""

    def __init__(self, top: Place) -> None:
        self._known: dict[Path, Place] = {(): top}

    def note(self, path: Path, place: Place) -> None:
        """Remember a place."""
        self._known[path] = place

    def at(self, *path: str | int) -> Place:
        """The place of a part, or of the nearest part around it."""
        while path not in self._known:
            path = path[:-1]
        return self._known[path]


class Shaper:
    """Reads trees as values of the module's types."""

    def __init__(self, findings: Findings, places: Places) -> None:
        self._findings = findings
        self._places = places

    def read(self, node: Node, kind: inspect.Type, path: Path, name: str) -> Any:
        """The node as a value of that type; ``name`` is how sentences call it."""
        self._places.note(path, node.place)
        extra: dict[str, Any] = {}
        if isinstance(kind, inspect.Metadata):
            extra = kind.extra_json_schema or {}
            kind = kind.type
        if isinstance(kind, inspect.UnionType):
            return self._union(node, kind, path, name)
        if isinstance(kind, inspect.StructType):
            return self._struct(node, kind, path, name)
        if isinstance(kind, inspect.VarTupleType):
            return self._tuple(node, kind, path, name)
        if not isinstance(node, Scalar):
            self._bad(node, f"{name} should be {_expected(kind)}; here stands {_found(node)}.")
            return stand_in(kind)
        return self._scalar(node, kind, name, extra.get("description", ""))

    def _struct(self, node: Node, kind: inspect.StructType, path: Path, name: str) -> Any:
        if not isinstance(node, Mapping):
            self._bad(node, f"{name} should have named fields; here stands {_found(node)}.")
            return stand_in(kind)
        what = part_name(kind)
        known = {field.name: field for field in kind.fields}
        for key in node.fields:
            if key not in known and key != kind.tag_field:
                self._unknown(node.key_places[key], key, what, known)
        values: dict[str, Any] = {}
        for field in kind.fields:
            given = node.fields.get(field.name)
            if given is None or (isinstance(given, Scalar) and given.empty):
                values[field.name] = self._absent(node, field, what)
            else:
                at = (*path, field.name)
                values[field.name] = self.read(given, field.type, at, f"`{field.name}`")
                self._places.note(at, node.key_places[field.name])
        return kind.cls(**values)

    def _absent(self, node: Mapping, field: inspect.Field, what: str) -> Any:
        if not field.required:
            if field.default_factory is not NODEFAULT:
                return field.default_factory()
            return field.default
        place = node.key_places.get(field.name, node.place)
        if field.name in node.fields:
            self._findings.add(place, "empty", f"`{field.name}` of this {what} is empty.")
        else:
            self._findings.add(place, "missing", f"This {what} has no `{field.name}`.")
        return stand_in(field.type)

    def _unknown(self, place: Place, key: str, what: str, known: Iterable[str]) -> None:
        if not re.fullmatch(r"[\w-]+", key):
            said = f"“{key}” reads as a field's name: put a text with a comma or colon in quotes."
            self._findings.add(place, "unknown-field", said)
            return
        near = difflib.get_close_matches(key, list(known), 1)
        hint = f"; did you mean `{near[0]}`?" if near else "."
        sentence = f"`{key}` is not a field of a {what}{hint}"
        self._findings.add(place, "unknown-field", sentence)

    def _union(self, node: Node, kind: inspect.UnionType, path: Path, name: str) -> Any:
        structs = [t for t in kind.types if isinstance(t, inspect.StructType)]
        if len(structs) < 2:
            return self.read(node, next(t for t in kind.types if not _is_none(t)), path, name)
        tag_field = str(structs[0].tag_field)
        tags = {str(struct.tag): struct for struct in structs}
        tag = node.fields.get(tag_field) if isinstance(node, Mapping) else None
        if isinstance(tag, Scalar) and tag.text in tags:
            return self._struct(node, tags[tag.text], path, name)
        place = tag.place if tag else node.place
        said = f"`{tag.text}` is no" if isinstance(tag, Scalar) else f"{name} has no"
        sentence = f"{said} `{tag_field}`; it must be one of {_listed(tags)}."
        self._findings.add(place, "choice-of-words", sentence)
        return None

    def _tuple(self, node: Node, kind: inspect.VarTupleType, path: Path, name: str) -> Any:
        if not isinstance(node, Sequence):
            self._bad(node, f"{name} should be a list, each entry on its own line after `- `.")
            return ()
        values: list[Any] = []
        for number, entry in enumerate(node.entries, start=1):
            at = (*path, len(values))
            value = self.read(entry, kind.item_type, at, f"Entry {number} of {name}")
            if value is not None:  # an entry of no known kind: nothing more can be said about it
                values.append(value)
        return tuple(values)

    def _scalar(self, node: Scalar, kind: inspect.Type, name: str, hint: str) -> Any:
        if isinstance(kind, inspect.StrType):
            return self._words(node, kind, name, hint)
        if isinstance(kind, inspect.LiteralType):
            if node.text not in kind.values:
                said = f"{name} is `{node.text}`; it must be one of {_listed(kind.values)}."
                self._findings.add(node.place, "choice-of-words", said)
                return ""
            return node.text
        return self._number(node, kind, name)

    def _words(self, node: Scalar, kind: inspect.StrType, name: str, hint: str) -> str:
        text = unicodedata.normalize("NFC", " ".join(node.text.split()))
        if kind.min_length and len(text) < kind.min_length:
            self._findings.add(node.place, "empty", f"{name} is empty.")
        elif kind.max_length and len(text) > kind.max_length:
            self._bad(node, f"{name} has {len(text)} characters; {kind.max_length} are the limit.")
        elif kind.pattern and not re.search(kind.pattern, text):
            self._bad(node, f"{name} is `{text}`, which does not fit. {hint}".rstrip())
        elif INVISIBLE.search(text):
            self._bad(node, f"{name} holds an invisible control character; type it again.")
        return text

    def _number(self, node: Scalar, kind: inspect.Type, name: str) -> Any:
        written, read = _NUMBERS[type(kind)]
        if node.quoted or not re.fullmatch(written, node.text):
            self._bad(node, f"{name} is `{node.text}`; it should be {_expected(kind)}.")
            return stand_in(kind)
        value = read(node.text)
        if isinstance(kind, inspect.IntType | inspect.FloatType):
            too_small = _below(value, kind.ge, kind.gt)
            too_big = kind.le is not None and value > kind.le
            if too_small or too_big:
                self._bad(node, f"{name} is {node.text}; it must be {_bounds(kind)}.")
        return value

    def _bad(self, node: Node, sentence: str) -> None:
        self._findings.add(node.place, "value", sentence)


_NUMBERS: dict[type, tuple[str, Callable[[str], Any]]] = {
    inspect.BoolType: (r"true|false", lambda text: text == "true"),
    inspect.IntType: (r"-?\d{1,9}", int),
    inspect.FloatType: (r"-?\d{1,9}(\.\d{1,9})?", float),
}
_STAND_INS: dict[type, Any] = {
    inspect.StrType: "",
    inspect.LiteralType: "",
    inspect.BoolType: False,
    inspect.IntType: 0,
    inspect.FloatType: 0.0,
    inspect.VarTupleType: (),
    inspect.DictType: {},
}
_EXPECTED = {
    inspect.BoolType: "`true` or `false`",
    inspect.IntType: "a whole number",
    inspect.FloatType: "a number",
}


def stand_in(kind: inspect.Type) -> Any:
    """An empty value of that type, to go on checking with."""
    if isinstance(kind, inspect.Metadata):
        return stand_in(kind.type)
    if isinstance(kind, inspect.StructType):
        return kind.cls(**{f.name: stand_in(f.type) for f in kind.fields if f.required})
    return _STAND_INS.get(type(kind))


def part_name(kind: inspect.StructType) -> str:
    """How sentences call a struct: "scenario choice", "true-false item"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.cls.__name__).lower()


def _is_none(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.NoneType)


def _expected(kind: inspect.Type) -> str:
    return _EXPECTED.get(type(kind), "a text")


def _found(node: Node) -> str:
    if isinstance(node, Sequence):
        return "a list"
    return f"`{node.text}`" if isinstance(node, Scalar) else "a set of fields"


def _listed(words: Iterable[object]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _below(value: float, least: float | None, more_than: float | None) -> bool:
    return (least is not None and value < least) or (more_than is not None and value <= more_than)


def _bounds(kind: inspect.IntType | inspect.FloatType) -> str:
    lower = f"at least {kind.ge}" if kind.ge is not None else f"more than {kind.gt}"
    return lower if kind.le is None else f"{lower} and at most {kind.le}"
