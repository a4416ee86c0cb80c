"""The shelf read from its YAML files, checked, and compiled for each language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import msgspec.inspect as inspect
from msgspec.structs import replace

from trainer_app.content.authoring import tree
from trainer_app.content.authoring.catalogs import FOLDER, Original
from trainer_app.content.authoring.problems import Findings, Place
from trainer_app.content.authoring.reader import read_yaml
from trainer_app.content.authoring.shape import Places, Shaper
from trainer_app.content.authoring.translation import lay_over, lay_over_some
from trainer_app.content.authoring.wording import text_faults, words_in
from trainer_app.content.shelf import (
    QUESTION_WORDS,
    SUFFIX,
    TITLE_WORDS,
    CheckItem,
    Shelf,
    write_shelf,
)
from trainer_app.content.texts import Path as PartPath
from trainer_app.content.texts import placed_texts

DOMAIN = "shelf"
FILES = {
    "library": "library.yaml",
    "glossary": "glossary.yaml",
    "paths": "paths.yaml",
    "job_aids": "job-aids.yaml",
    "checklists": "checklists.yaml",
    "helplines": "helplines.yaml",
    "sources": "sources.yaml",
}
"""Field of the shelf: the file in ``assets/`` it is written in."""
PROPOSAL = "PROPOSAL"
"""The source of what is our own."""


def read_shelf(assets: Path, findings: Findings) -> Original:
    """The shelf as written; stand-ins where something is missing, each named in the findings."""
    top = tree.Mapping(Place("library.yaml", 1))
    for name, file in FILES.items():
        node = read_yaml(assets / file, assets, findings)
        if isinstance(node, tree.Sequence):
            top.put(name, node)
        elif node is not None:
            findings.add(node.place, "value", f"{file} is a list: each entry starts with `- id:`.")
    places = Places(Place("library.yaml", 1))
    shelf: Shelf = Shaper(findings, places).read(top, inspect.type_info(Shelf), (), "The shelf")
    return Original(DOMAIN, shelf.version, shelf, places, assets.parent / FOLDER)


def check_shelf(original: Original, modules: Mapping[str, bool], findings: Findings) -> Shelf:
    """Note what has to be mended; ``modules`` are the ids a card or path may name.

    Each with whether it has a short form.
    """
    shelf = original.part
    assert isinstance(shelf, Shelf)
    for path, rule, said in (
        *_texts(shelf),
        *_ids(shelf),
        *_links(shelf, modules),
        *_paths(shelf, modules),
        *_checklists(shelf),
        *_helplines(shelf),
    ):
        findings.add(original.places.at(*path), rule, said)
    return shelf


_CHECKS = "checklists."
"""How the places of their texts begin."""


def build_shelf(original: Original, output: Path, findings: Findings) -> list[Path]:
    """Write ``<language>.shelf`` for English and each language that is translated far enough; with
    the self-checks alone in a language, and all else in English, where they are whole in it."""
    shelf = original.part
    assert isinstance(shelf, Shelf)
    shelves = {"en": shelf}
    for language in original.files():
        laid = lay_over(original, language, findings)
        if laid is not None:
            plain = msgspec.to_builtins(laid.part) | {
                "language": language,
                "updating": laid.missing,
            }
            shelves[language] = msgspec.convert(plain, Shelf)
        elif isinstance(checks := lay_over_some(original, language, _CHECKS, findings), Shelf):
            shelves[language] = replace(
                shelf, checklists=checks.checklists, checks_language=language
            )
    output.mkdir(parents=True, exist_ok=True)
    for old in output.glob(f"*{SUFFIX}"):
        if old.stem not in shelves:
            old.unlink()
    return [write_shelf(output, one) for one in shelves.values()]


_Faults = Iterator[tuple[PartPath, str, str]]


def _texts(shelf: Shelf) -> _Faults:
    for path, _, text in placed_texts(shelf):
        for rule, said in text_faults(text, "en"):
            yield path, rule, said


def _ids(shelf: Shelf) -> _Faults:
    for name in FILES:
        parts = getattr(shelf, name)
        ids = [part.code if name == "sources" else part.id for part in parts]
        for n, part_id in enumerate(ids):
            if part_id and Counter(ids[: n + 1])[part_id] > 1:
                yield (name, n), "twice", f"`{part_id}` is there twice."


def _links(shelf: Shelf, modules: Mapping[str, bool]) -> _Faults:
    named = {("library", n, "used_in"): c.used_in for n, c in enumerate(shelf.library)}
    named |= {
        ("paths", n, "stops"): tuple(stop.module for stop in path.stops)
        for n, path in enumerate(shelf.paths)
    }
    for place, ids in named.items():
        for module in set(ids) - set(modules):
            yield place, "unknown", f"There is no module `{module}`."
    codes = {source.code for source in shelf.sources}
    for name in ("glossary", "job_aids"):
        for n, part in enumerate(getattr(shelf, name)):
            for citation in part.citations:
                if citation.source not in codes:
                    yield (name, n, "citations"), "unknown-source", _unlisted(citation.source)


def _unlisted(source: str) -> str:
    return f"The source `{source}` is not listed in sources.yaml."


def _paths(shelf: Shelf, modules: Mapping[str, bool]) -> _Faults:
    for n, path in enumerate(shelf.paths):
        for stop in path.stops:
            if stop.short and not modules.get(stop.module, True):
                said = f"The module `{stop.module}` has no short form."
                yield ("paths", n, "stops"), "unknown", said
        if not (path.stops and path.do and path.call):
            said = "A path has modules to go through, things to do and somebody to call."
            yield ("paths", n), "count", said
    roles = Counter(role for path in shelf.paths for role in path.roles)
    for n, path in enumerate(shelf.paths):
        for role in path.roles:
            if roles[role] > 1:
                yield ("paths", n, "roles"), "twice", f"The role `{role}` has more than one path."


def _checklists(shelf: Shelf) -> _Faults:
    codes = {source.code for source in shelf.sources}
    for n, checklist in enumerate(shelf.checklists):
        counted: Counter[str] = Counter()
        if not checklist.items:
            yield ("checklists", n, "items"), "count", "A self-check has items to go through."
        for name in ("items", "beside"):
            for m, item in enumerate(getattr(checklist, name)):
                place = ("checklists", n, name, m)
                counted[item.id] += 1
                if counted[item.id] > 1:
                    yield (*place, "id"), "twice", f"`{item.id}` is there twice."
                yield from _check_words(item, place)
                yield from _check_sources(item, place, codes, ours=bool(checklist.proposal))


def _check_words(item: CheckItem, place: PartPath) -> _Faults:
    for name, text, most in (
        ("title", item.title, TITLE_WORDS),
        ("question", item.question, QUESTION_WORDS),
    ):
        if (count := words_in(text)) > most:
            said = f"The {name} of `{item.id}` has {count} words; {most} are the limit."
            yield (*place, name), "count", said


def _check_sources(item: CheckItem, place: PartPath, codes: set[str], *, ours: bool) -> _Faults:
    if item.id and not item.citations:
        yield place, "citation", f"Say where `{item.id}` comes from, or that it is our proposal."
    for citation in item.citations:
        if citation.source not in codes:
            yield (*place, "citations"), "unknown-source", _unlisted(citation.source)
        if citation.source == PROPOSAL and not ours:
            said = f"`{item.id}` is our own proposal, so the list says so in its `proposal`."
            yield place, "citation", said


def _helplines(shelf: Shelf) -> _Faults:
    for n, line in enumerate(shelf.helplines):
        if not re.fullmatch(r"[A-Z]{2}|world|africa|europe", line.country):
            said = f"`{line.country}` is no country: write two letters, such as BO, or `world`."
            yield ("helplines", n, "country"), "value", said
        if line.verified_on and not _is_day(line.verified_on):
            said = f"`{line.verified_on}` is no day that has been."
            yield ("helplines", n, "verified_on"), "value", said
        if bool(line.verified_by) != bool(line.verified_on):
            said = "Who tried this number and when belong together; give both or none."
            yield ("helplines", n), "verified", said
        if line.confidence == "U" and line.number:
            said = "No source names this number; leave it out until a national partner supplies it."
            yield ("helplines", n, "number"), "citation", said


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written) <= datetime.now(UTC).date()
    except ValueError:
        return False
