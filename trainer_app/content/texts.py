"""Every text a learner reads, by a key that stays the same while ids stay the same.

A key is the path to the text: field names, ids where parts have one, else positions, such as
``lessons.what-it-is.steps.slow-process.blocks.0.text``. Translations, narration files and the
check of terms all use it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec
import msgspec.inspect as inspect
from msgspec import Struct

_Part = TypeVar("_Part", bound=Struct)

Path = tuple[str | int, ...]
"""Field names and positions, as ``module.lessons[0].title`` is ``("lessons", 0, "title")``."""


def texts(part: Struct) -> Iterator[tuple[str, str]]:
    """Key and text of everything a learner reads in the part, in reading order."""
    for _, key, text in placed_texts(part):
        yield key, text


def placed_texts(part: Struct) -> Iterator[tuple[Path, str, str]]:
    """As ``texts``, with the path of positions before each key."""
    return _walk(part, (), "")


def replaced(part: _Part, words: Mapping[str, str]) -> _Part:
    """A copy of the part in which each text whose key is in ``words`` is exchanged."""
    return _replaced(part, words, "")


def _walk(part: Struct, path: Path, prefix: str) -> Iterator[tuple[Path, str, str]]:
    for name, is_text in _readable(type(part)):
        value = getattr(part, name)
        if isinstance(value, tuple):
            for index, element in enumerate(value):
                at = (*path, name, index)
                key = f"{prefix}{name}.{_label(element, index)}"
                yield from _element(element, at, key, is_text)
        elif value is not None:
            yield from _element(value, (*path, name), f"{prefix}{name}", is_text)


def _element(value: Any, path: Path, key: str, is_text: bool) -> Iterator[tuple[Path, str, str]]:
    if is_text:
        yield path, key, value
    else:
        yield from _walk(value, path, f"{key}.")


def _replaced(part: _Part, words: Mapping[str, str], prefix: str) -> _Part:
    changed: dict[str, Any] = {}
    for name, is_text in _readable(type(part)):
        value = getattr(part, name)
        if isinstance(value, tuple):
            changed[name] = tuple(
                _exchanged(element, words, f"{prefix}{name}.{_label(element, index)}", is_text)
                for index, element in enumerate(value)
            )
        elif value is not None:
            changed[name] = _exchanged(value, words, f"{prefix}{name}", is_text)
    return msgspec.structs.replace(part, **changed)


def _exchanged(value: Any, words: Mapping[str, str], key: str, is_text: bool) -> Any:
    return words.get(key, value) if is_text else _replaced(value, words, f"{key}.")


def _label(element: object, index: int) -> str:
    return str(getattr(element, "id", index))


@cache
def _readable(kind: type[Struct]) -> tuple[tuple[str, bool], ...]:
    """The fields of a struct that lead to texts, and whether they hold the text itself."""
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)
    found = []
    for field in info.fields:
        inside = tuple(_leaves(field.type))
        if any(_is_text(leaf) for leaf in inside):
            found.append((field.name, True))
        elif any(isinstance(leaf, inspect.StructType) and _readable(leaf.cls) for leaf in inside):
            found.append((field.name, False))
    return tuple(found)


def _leaves(kind: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.UnionType):
        for option in kind.types:
            yield from _leaves(option)
    elif isinstance(kind, inspect.VarTupleType):
        yield from _leaves(kind.item_type)
    else:
        yield kind


def _is_text(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.Metadata) and bool((kind.extra or {}).get("learner_reads"))
