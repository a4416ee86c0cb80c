"""The parts of what we teach, each in every language, with who says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from trainer_app.content.authoring.checker import check_folder
from trainer_app.content.authoring.problems import Findings
from trainer_app.content.authoring.shelf_reader import read_shelf
from trainer_app.content.authoring.translation import lay_over
from trainer_app.content.module import Citation, Module, Source
from trainer_app.content.shelf import Shelf
from trainer_app.content.soundness import citations_of
from trainer_app.content.texts import Path as PartPath
from trainer_app.content.texts import placed_texts, texts

LANGUAGES = ("en", "es", "fr")


class Line(NamedTuple):
    """One text: the end of its key, and its words by language."""

    key: str
    words: dict[str, str]


@dataclass(frozen=True)
class Piece:
    """A step, a question, a scene or what stands around them."""

    kind: str
    name: str
    lines: tuple[Line, ...]
    citations: tuple[Citation, ...] = ()
    marks: tuple[str, ...] = ()


def modules_of(root: Path) -> Iterator[dict[str, Module]]:
    """Each module of the project, by language."""
    for file in sorted(root.glob("modules/*/module.yaml")):
        report = check_folder(file.parent)
        assert report.draft is not None, file
        module = report.draft.module
        yield {module.language: module, **report.translations}


def pieces_of(modules: dict[str, Module]) -> list[Piece]:
    """A module cut into what an expert looks at one by one, in reading order."""
    module = modules["en"]
    cited: dict[PartPath, list[Citation]] = {}
    for path, citation in citations_of(module):
        cited.setdefault(path[:-2], []).append(citation)
    words = {language: dict(texts(one)) for language, one in modules.items()}
    grouped: dict[PartPath, list[Line]] = {}
    for path, key, _text in placed_texts(module):
        around = _around(path)
        line = Line(key, {lang: known[key] for lang, known in words.items() if key in known})
        grouped.setdefault(around, []).append(line)
    return [
        _piece(module, path, tuple(lines), tuple(cited.get(path, ())))
        for path, lines in grouped.items()
    ]


def shelf_pieces(root: Path) -> tuple[list[Piece], dict[str, Source]]:
    """The shelf, cut the same way, and its sources by code."""
    whole = read_shelf(root / "assets", Findings())
    parts: dict[str, Struct] = {"en": whole.part}
    for language in whole.files():
        if (laid := lay_over(whole, language, Findings())) is not None:
            parts[language] = laid.part
    words = {language: dict(texts(part)) for language, part in parts.items()}
    grouped: dict[PartPath, list[Line]] = {}
    for path, key, _text in placed_texts(whole.part):
        line = Line(key, {lang: known[key] for lang, known in words.items() if key in known})
        grouped.setdefault(path[:2], []).append(line)
    pieces = []
    for (field, number), lines in grouped.items():
        part = getattr(whole.part, str(field))[number]
        pieces.append(Piece(str(field), part.id, tuple(lines), _cited(part)))
    assert isinstance(whole.part, Shelf)
    return pieces, {source.code: source for source in whole.part.sources}


def _cited(part: Any) -> tuple[Citation, ...]:
    """The sources of a part, or those of its items."""
    inside = (*getattr(part, "items", ()), *getattr(part, "beside", ()))
    found = [one for item in (part, *inside) for one in getattr(item, "citations", ())]
    return tuple(dict.fromkeys(found))


def _around(path: PartPath) -> PartPath:
    if path[0] == "lessons":
        return path[:4] if len(path) > 3 and path[2] == "steps" else path[:2]
    if path[0] == "guide":
        return path[:3] if path[1] in ("steps", "what_if") else path[:1]
    return path[:2] if path[0] in ("items", "scenarios") else ()


def _piece(
    module: Module, path: PartPath, lines: tuple[Line, ...], citations: tuple[Citation, ...]
) -> Piece:
    match path:
        case ("lessons", int(n), "steps", int(m)):
            step = module.lessons[n].steps[m]
            marks: tuple[str, ...] = (step.layer,) if step.layer else ()
            return Piece("Step", f"{module.lessons[n].id} / {step.id}", lines, citations, marks)
        case ("lessons", int(n)):
            return Piece("Lesson", module.lessons[n].id, lines)
        case ("items", int(n)):
            item = module.items[n]
            facts = {"critical": item.critical, "practice": item.practice}
            marks = tuple(name for name, true in facts.items() if true)
            return Piece("Question", item.id, lines, citations, marks)
        case ("scenarios", int(n)):
            scene = module.scenarios[n]
            mark = "a concern" if scene.concern else "no concern; be helpful"
            return Piece("Scene", scene.id, lines, citations, (mark,))
        case ("guide", *inside) if module.guide:
            name = "guide"
            if inside:
                part = getattr(module.guide, str(inside[0]))[inside[1]]
                name = f"guide / {part.id}"
            return Piece("Guide", name, lines)
    return Piece("Module", module.id, lines)
