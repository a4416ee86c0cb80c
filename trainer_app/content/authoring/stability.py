"""Ids against an earlier version: results are kept under them, so each keeps its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trainer_app.content.module import Item, Module
from trainer_app.content.pack import newer
from trainer_app.content.soundness import Fault, answers_of


def stability_faults(module: Module, earlier: Module) -> Iterator[Fault]:
    """Ids that now mean something else than in a version people have learnt with."""
    if module.id != earlier.id:
        said = f"This is `{module.id}`, but the earlier pack is `{earlier.id}`."
        yield Fault(("id",), "stable-id", said)
        return
    if module.version and not newer(module.version, earlier.version) and module != earlier:
        said = f"The content changed since version {earlier.version}; raise the version."
        yield Fault(("version",), "version", said)
    before = {item.id: item for item in earlier.items}
    for n, item in enumerate(module.items):
        if item.id in before:
            yield from _changed(n, item, before[item.id])


def stability_notices(module: Module, earlier: Module) -> Iterator[Fault]:
    """Ids that are gone: retired on purpose, or renamed by mistake?"""
    for name in ("objectives", "lessons", "scenarios", "items"):
        ids = {part.id for part in getattr(module, name)}
        for part in getattr(earlier, name):
            if part.id not in ids:
                said = f"`{part.id}` was in {name} of version {earlier.version}; was it renamed?"
                yield Fault((name,), "stable-id", said)


def _changed(n: int, item: Item, before: Item) -> Iterator[Fault]:
    if type(item) is not type(before) or item.objective != before.objective:
        said = f"`{item.id}` was another question before (kind or objective); give it a new id."
        yield Fault(("items", n), "stable-id", said)
        return
    known = {name: {part.id: part for part in parts} for name, parts in answers_of(before)}
    for name, parts in answers_of(item):
        for m, part in enumerate(parts):
            old = known[name].get(part.id)
            if old is not None and _meaning(part) != _meaning(old):
                said = f"`{part.id}` was judged differently before; give it a new id."
                yield Fault(("items", n, name, m), "stable-id", said)


def _meaning(part: Any) -> tuple[Any, Any]:
    """Whether an answer is right, and the group it belongs to."""
    return getattr(part, "right", None), getattr(part, "group", None)
