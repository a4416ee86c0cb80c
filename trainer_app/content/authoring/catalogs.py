"""Translation catalogs of what authors write: one gettext file for each domain and language.

``<translations>/<language>/LC_MESSAGES/<domain>.po``, as the catalogs of the interface. A domain
is a module's id, or ``shelf``. Each text is one message: ``msgctxt`` is its key
(``content.texts``), ``msgid`` the source text; the facts' sources stand beside it as a comment. A
text that changed keeps its old translation, marked fuzzy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from msgspec import Struct

from trainer_app.content.authoring.shape import Places
from trainer_app.content.module import Module
from trainer_app.content.soundness import citations_of
from trainer_app.content.texts import Path as PartPath
from trainer_app.content.texts import placed_texts

FOLDER = "translations"
_INSIDE = "LC_MESSAGES"


@dataclass(frozen=True)
class Original:
    """Something to translate, as its authors wrote it. ``folder`` holds all its catalogs.

    ``remarks`` are told to translators beside every text of the part at that path.
    """

    domain: str
    version: str
    part: Struct
    places: Places
    folder: Path
    remarks: Mapping[PartPath, str] = field(default_factory=dict)

    def file(self, language: str) -> Path:
        """Where the catalog of a language lies or will lie."""
        return self.folder / language / _INSIDE / f"{self.domain}.po"

    def files(self) -> dict[str, Path]:
        """The catalogs there are, by language."""
        found = sorted(self.folder.glob(f"*/{_INSIDE}/{self.domain}.po"))
        return {file.parent.parent.name: file for file in found}


def folder_for(module: Path) -> Path:
    """The translations of a module: in its own folder, or beside the folder of all modules."""
    beside = module.resolve().parent.parent / FOLDER
    own = module / FOLDER
    return beside if beside.is_dir() and not own.is_dir() else own


def source_remarks(module: Module) -> dict[PartPath, str]:
    """Who says so, for each step, question and scene that names its sources."""
    names = {source.code: source for source in module.sources}
    told: dict[PartPath, list[str]] = {}
    for path, citation in citations_of(module):
        source = names.get(citation.source)
        who = f"{source.organisation}, {source.year}" if source else citation.source
        fact = f" {citation.fact}" if citation.fact else ""
        told.setdefault(path[:-2], []).append(
            f"{who} ({citation.source}{fact}, label {citation.confidence})"
        )
    return {path: "Source: " + "; ".join(found) for path, found in told.items()}


def extract(original: Original, language: str) -> Path:
    """Create or update the catalog of a language; written only when something changed."""
    file = original.file(language)
    old = read(file, language) if file.exists() else None
    new = _updated(original, language, old)
    if old is None or _seen(new) != _seen(old):
        write(file, new)
    return file


def read(file: Path, language: str) -> Catalog:
    """A catalog. Raises ``PoFileError``, ``ValueError`` or ``OSError``."""
    return read_po(BytesIO(file.read_bytes()), locale=language, abort_invalid=True)


def write(file: Path, catalog: Catalog) -> None:
    """Write a catalog, its folders too."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, include_previous=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(buffer.getvalue())


def messages(catalog: Catalog) -> dict[str, Message]:
    """The messages of a catalog by key."""
    return {str(m.context): m for m in catalog if m.id and m.context}


def _updated(original: Original, language: str, old: Catalog | None) -> Catalog:
    known = messages(old) if old else {}
    gone = {str(m.context): m for m in (old.obsolete.values() if old else ()) if m.context}
    same_text = {m.id: m.string for m in known.values() if m.string and not m.fuzzy}
    now = datetime.now(UTC)
    catalog = Catalog(
        locale=language,
        domain=original.domain,
        project=f"Waypost {original.domain}",
        version=original.version,
        creation_date=old.creation_date if old else now,
        revision_date=old.revision_date if old else now,
        last_translator=old.last_translator if old else None,
        header_comment="# Translation of what Waypost teaches.",
        fuzzy=False,
    )
    for path, key, text in placed_texts(original.part):
        before = known.pop(key, None) or gone.pop(key, None)
        place = original.places.at(*path)
        remark = _remark(original.remarks, path)
        message = catalog.add(
            text, context=key, locations=[(place.file, place.line)], auto_comments=remark
        )
        if before is not None and before.string:
            message.string = before.string
            message.user_comments = before.user_comments
            if before.id != text or before.fuzzy:
                message.flags.add("fuzzy")
        elif text in same_text:  # said elsewhere already: offered, to be looked at
            message.string = same_text[text]
            message.flags.add("fuzzy")
    for key, message in (gone | known).items():
        if message.string:
            catalog.obsolete[key] = message
    return catalog


def _remark(remarks: Mapping[PartPath, str], path: PartPath) -> list[str]:
    """The remark of the innermost part around a text."""
    around = (path[:end] for end in range(len(path), 0, -1))
    return next(([remarks[part]] for part in around if part in remarks), [])


def _seen(catalog: Catalog) -> list[tuple[object, ...]]:
    """What a translator sees of a catalog; line numbers and dates are not worth a rewrite."""
    return [(m.context, m.id, m.string, m.fuzzy, tuple(m.auto_comments)) for m in catalog if m.id]
