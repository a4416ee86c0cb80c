"""How far the translations are: every catalog of the modules, the shelf and the interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from trainer_app.content.authoring import catalogs
from trainer_app.content.authoring.catalogs import Original
from trainer_app.content.authoring.problems import Findings
from trainer_app.content.authoring.reader import read_folder
from trainer_app.content.authoring.shelf_reader import read_shelf
from trainer_app.content.authoring.translation import done, of_guide, original
from trainer_app.content.module import Module
from trainer_app.content.texts import texts
from trainer_app.errors import ModuleProblems

INTERFACE = "trainer_app"


@dataclass(frozen=True, slots=True)
class Row:
    """One catalog; the session guide of a module is a row of its own, after ``guide of``.

    ``words`` counts those of the source; ``reviewer`` signed the translation.
    """

    language: str
    domain: str
    texts: int
    translated: int
    fuzzy: int
    words: int
    reviewer: str

    @property
    def missing(self) -> int:
        return self.texts - self.translated - self.fuzzy

    @property
    def share(self) -> float:
        """What is translated, 0..1; never rounded up to all."""
        return int(1000 * self.translated / self.texts) / 1000 if self.texts else 1.0


def originals(root: Path, folders: Iterable[Path] = ()) -> Iterator[Original]:
    """What there is to translate: these modules, or all of the project and its shelf.

    Raises ``ModuleProblems`` for a module that cannot be read.
    """
    chosen = list(folders)
    for folder in chosen or sorted(file.parent for file in root.glob("modules/*/module.yaml")):
        findings = Findings()
        draft = read_folder(folder, findings)
        if draft is None or _unreadable(findings):
            raise ModuleProblems(f"The module in {folder} cannot be read; check it first.")
        yield original(draft)
    if not chosen:
        findings = Findings()
        shelf = read_shelf(root / "assets", findings)
        if _unreadable(findings):
            raise ModuleProblems("The shelf cannot be read; run `waypost shelf check` first.")
        yield shelf


def _unreadable(findings: Findings) -> bool:
    """Whether parts are missing: their translations would be taken for out of date."""
    return any(found.level == "problem" for found in findings)


def status(root: Path) -> list[Row]:
    """A row for every catalog there is, and for the guide in it, by language, then domain."""
    rows = [
        row
        for one in originals(root)
        for language, file in one.files().items()
        for row in _rows(language, one, catalogs.read(file, language))
    ]
    for file in root.glob(f"translations/*/LC_MESSAGES/{INTERFACE}.po"):
        language = file.parent.parent.name
        rows.append(_interface(language, catalogs.read(file, language)))
    return sorted(rows, key=lambda row: (row.language, row.domain))


def _rows(language: str, whole: Original, catalog: Catalog) -> Iterator[Row]:
    sources = dict(texts(whole.part))
    guide = {key: text for key, text in sources.items() if of_guide(key)}
    learners = {key: text for key, text in sources.items() if key not in guide}
    yield _row(language, whole, catalog, learners)
    if guide:
        yield replace(_row(language, whole, catalog, guide), domain=f"guide of {whole.domain}")


def _row(language: str, whole: Original, catalog: Catalog, sources: Mapping[str, str]) -> Row:
    found = catalogs.messages(catalog)
    here = {key: found[key] for key in sources if key in found and found[key].string}
    translated = sum(done(message, sources[key]) for key, message in here.items())
    reviewer = ""
    if isinstance(whole.part, Module):
        reviewer = ", ".join(
            f"{review.name} ({review.date})"
            for review in whole.part.reviews
            if review.kind == "native-reviewer" and review.language == language
        )
    words = sum(len(text.split()) for text in sources.values())
    fuzzy = len(here) - translated
    return Row(language, whole.domain, len(sources), translated, fuzzy, words, reviewer)


def _interface(language: str, catalog: Catalog) -> Row:
    every = [message for message in catalog if message.id]
    fuzzy = sum(message.fuzzy for message in every)
    translated = sum(_complete(message) for message in every)
    words = sum(len(str(_one(message)).split()) for message in every)
    return Row(language, "interface", len(every), translated, fuzzy, words, "")


def _complete(message: Message) -> bool:
    given = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(given) and not message.fuzzy


def _one(message: Message) -> object:
    return message.id[0] if isinstance(message.id, tuple) else message.id
