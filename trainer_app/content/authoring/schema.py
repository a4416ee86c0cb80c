"""JSON Schemas of what authors write, for editors that complete and check YAML.

Made from the same structs that read it. ``modules/schema`` holds a copy; a test keeps it fresh.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from trainer_app.content.guide import Guide
from trainer_app.content.module import Item, Lesson, Module, Scenario

_WRITTEN_ELSEWHERE = {"lessons", "scenarios", "items", "guide", "narration", "updating", "form"}


def schemas() -> dict[str, dict[str, Any]]:
    """File name to schema: module.yaml, a lesson's front matter, a scenario, items and guide."""
    return {
        "module.json": _of(Module, "module.yaml", without=_WRITTEN_ELSEWHERE),
        "lesson.json": _of(Lesson, "the lines between `---` of a lesson", without={"steps"}),
        "scenario.json": _of(Scenario, "scenarios/NN-id.yaml"),
        "items.json": _of(tuple[Item, ...], "items.yaml"),
        "guide.json": _of(Guide, "guide.yaml", without={"updating"}),
    }


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into a folder; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        file = folder / name
        file.write_text(rendered(schema), encoding="utf-8")
        written.append(file)
    return written


def rendered(schema: dict[str, Any]) -> str:
    """A schema as the file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _of(kind: Any, what: str, without: set[str] | None = None) -> dict[str, Any]:
    (schema,), components = msgspec.json.schema_components([kind])
    if without:
        top = components[schema["$ref"].rpartition("/")[2]]
        top["properties"] = {k: v for k, v in top["properties"].items() if k not in without}
        top["required"] = [name for name in top["required"] if name not in without]
    used = _reachable(schema, components)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Waypost: {what}",
        **schema,
        "$defs": {name: components[name] for name in sorted(used)},
    }


def _reachable(schema: Any, components: dict[str, Any]) -> set[str]:
    """The names of the components a schema leads to."""
    found: set[str] = set()
    waiting = [schema]
    for part in waiting:
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name in components and name not in found:
                found.add(name)
                waiting.append(components[name])
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return found
