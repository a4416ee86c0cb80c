"""A module folder read into structs that remember where each part was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import msgspec.inspect as inspect

from trainer_app import paths
from trainer_app.content.authoring import tree
from trainer_app.content.authoring.lesson_text import parse_lesson
from trainer_app.content.authoring.narration import recordings
from trainer_app.content.authoring.problems import Findings, Place
from trainer_app.content.authoring.shape import Places, Shaper
from trainer_app.content.module import Item, Lesson, Module, Scenario
from trainer_app.content.soundness import pictures_of

SCENES = "scenes/"
"""Pictures named so lie in ``assets/scenes`` and are shared by all modules."""

_PARTS = {"lessons": Lesson, "scenarios": Scenario, "items": Item}
_GUIDE = "guide.yaml"
_READ_BY_NAME = {"module.yaml", "items.yaml", _GUIDE}


@dataclass(frozen=True)
class Draft:
    """A module as its author left it: perhaps with stand-ins where something is missing."""

    folder: Path
    module: Module
    places: Places
    media: dict[str, Path]
    """The folder's own pictures and recordings, and the shared pictures the module names."""


def read_folder(folder: Path, findings: Findings, scenes: Path | None = None) -> Draft | None:
    """The draft in a folder; ``None`` when its module.yaml cannot be read at all."""
    top = read_yaml(folder / "module.yaml", folder, findings)
    parts = _parts(folder, findings)
    for file in _strangers(folder):
        said = "This file is no part of a module and is left out."
        findings.notice(Place(file.relative_to(folder).as_posix(), 1), "stranger", said)
    places = Places(Place("module.yaml", 1))
    shaper = Shaper(findings, places)
    if not isinstance(top, tree.Mapping):
        if top is not None:
            findings.add(top.place, "yaml", "module.yaml holds named fields, not a list.")
        for name, sequence in parts.items():
            shaper.read(sequence, _list_of(name), (name,), f"`{name}`")
        return None
    for name in (*_PARTS, "guide", "narration", "updating", "form"):
        if name in top.fields:
            said = f"`{name}` is not written in module.yaml; it lies in its own place."
            findings.add(top.key_places[name], "unknown-field", said)
            del top.fields[name]
    for name, sequence in parts.items():
        top.put(name, sequence)
    if (guide := _read_guide(folder, findings)) is not None:
        top.put("guide", guide)
    module: Module = shaper.read(top, inspect.type_info(Module), (), "The module")
    shared = _shared(module, scenes or paths.resources() / "assets" / "scenes")
    media = shared | _own_media(folder)
    module = msgspec.structs.replace(module, narration=recordings(media, module))
    return Draft(folder, module, places, media)


def _parts(folder: Path, findings: Findings) -> dict[str, tree.Sequence]:
    items = tree.Sequence(Place("items.yaml", 1))
    read = read_yaml(folder / "items.yaml", folder, findings)
    if isinstance(read, tree.Sequence):
        items = read
    elif read is not None:
        findings.add(read.place, "value", "items.yaml is a list: each item starts with `- kind:`.")
    return {
        "lessons": _numbered(folder, "lessons/*.md", findings, _read_lesson),
        "scenarios": _numbered(folder, "scenarios/*.yaml", findings, read_yaml),
        "items": items,
    }


def _numbered(
    folder: Path,
    pattern: str,
    findings: Findings,
    read: Callable[[Path, Path, Findings], tree.Node | None],
) -> tree.Sequence:
    """The parts in files named ``NN-<id>``, in the order of their names."""
    sequence = tree.Sequence(Place("module.yaml", 1))
    for file in sorted(folder.glob(pattern)):
        node = read(file, folder, findings)
        if node is None:
            continue
        sequence.entries.append(node)
        number, _, name = file.stem.partition("-")
        written = node.fields.get("id") if isinstance(node, tree.Mapping) else None
        if not isinstance(written, tree.Scalar):
            continue
        if not number.isdigit() or name != written.text:
            named = f"01-{written.text}{file.suffix}"
            said = f"The file's name should be a number and the id, such as {named}."
            findings.add(written.place, "file-name", said)
    return sequence


def _read_guide(folder: Path, findings: Findings) -> tree.Node | None:
    """The guide for sessions; a module may do without one."""
    node = read_yaml(folder / _GUIDE, folder, findings) if (folder / _GUIDE).exists() else None
    if isinstance(node, tree.Mapping) and "updating" in node.fields:
        said = "`updating` is not written by hand; the translations tell."
        findings.add(node.key_places["updating"], "unknown-field", said)
        del node.fields["updating"]
    return node


def _read_lesson(file: Path, folder: Path, findings: Findings) -> tree.Node | None:
    text = _read_text(file, folder, findings)
    name = file.relative_to(folder).as_posix()
    return None if text is None else parse_lesson(text, name, findings)


def read_yaml(file: Path, folder: Path, findings: Findings) -> tree.Node | None:
    """The tree in a file, None where it cannot be read; places are relative to the folder."""
    text = _read_text(file, folder, findings)
    name = file.relative_to(folder).as_posix()
    return None if text is None else tree.parse_yaml(text, name, findings)


def _read_text(file: Path, folder: Path, findings: Findings) -> str | None:
    place = Place(file.relative_to(folder).as_posix(), 1)
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        findings.add(place, "missing-file", "This file is missing.")
        return None
    except OSError as error:
        findings.add(place, "missing-file", f"This file cannot be read: {error.strerror}.")
        return None
    if len(data) > tree.MAX_BYTES:
        findings.add(place, "size", f"This file is larger than {tree.MAX_BYTES // 1024} kB.")
        return None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        said = "This file is not saved as UTF-8; choose UTF-8 when you save it."
        findings.add(Place(place.file, line), "encoding", said)
        return None


def _own_media(folder: Path) -> dict[str, Path]:
    media = folder / "media"
    files = (file for file in sorted(media.rglob("*")) if file.is_file())
    return {f.relative_to(media).as_posix(): f for f in files if not f.name.startswith(".")}


def _shared(module: Module, scenes: Path) -> dict[str, Path]:
    named = {name for _, name in pictures_of(module) if name.startswith(SCENES)}
    files = {name: scenes / name.removeprefix(SCENES) for name in sorted(named)}
    return {name: file for name, file in files.items() if file.is_file()}


def _strangers(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        place = file.relative_to(folder)
        if not file.is_file() or any(part.startswith(".") for part in place.parts):
            continue
        known = place.as_posix() in _READ_BY_NAME or place.parts[0] in {"media", "translations"}
        known = known or any(
            place.match(pattern) and len(place.parts) == 2
            for pattern in ("lessons/*.md", "scenarios/*.yaml")
        )
        if not known:
            yield file


def _list_of(name: str) -> inspect.Type:
    return inspect.VarTupleType(inspect.type_info(_PARTS[name]))
