"""Translations of a module: gettext catalogs in ``translations/<language>.po``.

Each text is one message: ``msgctxt`` is its key (``content.texts``), ``msgid`` the source text.
A text that changed keeps its old translation, marked fuzzy. A language goes into the pack only
when every text is translated and none is fuzzy.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import msgspec
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from trainer_app.content import inline
from trainer_app.content.authoring.problems import Findings, Place
from trainer_app.content.authoring.reader import Draft, narration
from trainer_app.content.authoring.wording import step_faults, text_faults
from trainer_app.content.canonical import INVISIBLE
from trainer_app.content.module import Module
from trainer_app.content.texts import placed_texts, replaced, texts

LANGUAGE = r"[a-z]{2,3}(_[A-Z]{2})?"
NAMED = 5
"""How many missing translations are named one by one before the rest is counted."""
ROOM = 1.35
"""Most languages need more words than English for the same thought."""


def extract(draft: Draft, language: str) -> Path:
    """Create or update the catalog of a language; written only when something changed."""
    file = draft.folder / "translations" / f"{language}.po"
    old = _read(file, language) if file.exists() else None
    new = _updated(draft, language, old)
    if old is None or _content(new) != _content(old):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(_written(new))
    return file


def translations(draft: Draft, findings: Findings) -> dict[str, Module]:
    """The module in each further language that is complete; what is wrong becomes a finding."""
    complete: dict[str, Module] = {}
    for language, file in draft.catalogs.items():
        name = file.relative_to(draft.folder).as_posix()
        place = Place(name, 1)
        if not re.fullmatch(LANGUAGE, language) or language == draft.module.language:
            said = (
                f"`{language}` is no further language; a catalog is named like es.po or pt_BR.po."
            )
            findings.add(place, "translation", said)
            continue
        try:
            catalog = _read(file, language)
        except (PoFileError, UnicodeDecodeError, ValueError) as error:
            findings.add(place, "translation", f"This does not read as a catalog ({error}).")
            continue
        module = _Translation(draft, language, catalog, name, findings).module()
        if module is not None:
            complete[language] = module
    return complete


@dataclass
class _Translation:
    """One catalog laid over a draft."""

    draft: Draft
    language: str
    catalog: Catalog
    name: str
    findings: Findings

    def module(self) -> Module | None:
        """The translated module; ``None`` while anything is missing or wrong."""
        sources = dict(texts(self.draft.module))
        messages = {str(m.context): m for m in self.catalog if m.id and m.context}
        words = {
            key: unicodedata.normalize("NFC", " ".join(str(messages[key].string).split()))
            for key, source in sources.items()
            if key in messages and _done(messages[key], source)
        }
        for key in messages.keys() - sources.keys():
            said = f"There is no text `{key}` any more; run `modules extract` again."
            self.findings.notice(self._place(messages[key]), "translation", said)
        if not words:
            self.findings.notice(Place(self.name, 1), "translation", "Nothing is translated yet.")
            return None
        self._missing([key for key in sources if key not in words], messages, len(sources))
        wrong = [key for key in words if not self._sound(messages[key], sources[key], words[key])]
        if wrong or len(words) < len(sources):
            return None
        translated = replaced(self.draft.module, words)
        spoken = narration(self.draft.media, self.language)
        module = msgspec.structs.replace(translated, language=self.language, narration=spoken)
        return module if self._fits(module, messages) else None

    def _missing(self, keys: list[str], messages: dict[str, Message], total: int) -> None:
        for key in keys[:NAMED]:
            message = messages.get(key)
            if message is None or not message.string:
                said = f"`{key}` is not translated."
            else:
                said = f"`{key}` changed since it was translated; look at it and unmark `fuzzy`."
            place = self._place(message) if message else Place(self.name, 1)
            self.findings.add(place, "translation", said)
        if len(keys) > NAMED:
            said = f"{len(keys)} of {total} texts are not translated or need a second look."
            self.findings.add(Place(self.name, 1), "translation", said)

    def _sound(self, message: Message, source: str, words: str) -> bool:
        place = self._place(message)
        wrong = list(text_faults(words, self.language))
        if sorted(inline.slots_in(words)) != sorted(inline.slots_in(source)):
            wrong.append(("unknown-slot", "The slots in braces must be the same as in the source."))
        if INVISIBLE.search(words):
            wrong.append(("value", "This text holds an invisible control character."))
        if len(words) > 1200:
            wrong.append(("value", "This text is longer than 1200 characters."))
        for rule, said in wrong:
            self.findings.add(place, rule, said)
        return not wrong

    def _fits(self, module: Module, messages: dict[str, Message]) -> bool:
        """Whether each step of the translation still fits on a page."""
        first = {path[:4]: key for path, key, _ in reversed(list(placed_texts(module)))}
        fits = True
        for n, lesson in enumerate(module.lessons):
            for m, step in enumerate(lesson.steps):
                key = first["lessons", n, "steps", m]
                for rule, said in step_faults(step, ROOM):
                    self.findings.add(self._place(messages[key]), rule, said)
                    fits = False
        return fits

    def _place(self, message: Message) -> Place:
        return Place(self.name, message.lineno or 1)


def _done(message: Message, source: str) -> bool:
    return bool(message.string) and not message.fuzzy and message.id == source


def _updated(draft: Draft, language: str, old: Catalog | None) -> Catalog:
    known = {str(m.context): m for m in old or () if m.id and m.context}
    same_text = {m.id: m.string for m in known.values() if m.string and not m.fuzzy}
    now = datetime.now(UTC)
    catalog = Catalog(
        locale=language,
        domain=draft.module.id,
        project=f"Waypost module {draft.module.id}",
        version=draft.module.version,
        creation_date=old.creation_date if old else now,
        revision_date=old.revision_date if old else now,
        last_translator=old.last_translator if old else None,
        header_comment="# Translation of a Waypost module.",
        fuzzy=False,
    )
    for path, key, text in placed_texts(draft.module):
        before = known.pop(key, None)
        place = draft.places.at(*path)
        message = catalog.add(text, context=key, locations=[(place.file, place.line)])
        if before is not None and before.string:
            message.string = before.string
            message.user_comments = before.user_comments
            if before.id != text or before.fuzzy:
                message.flags.add("fuzzy")
        elif text in same_text:  # said elsewhere already: offered, to be looked at
            message.string = same_text[text]
            message.flags.add("fuzzy")
    catalog.obsolete.update(old.obsolete if old else {})
    for key, message in known.items():
        if message.string:
            catalog.obsolete[key] = message
    return catalog


def _read(file: Path, language: str) -> Catalog:
    return read_po(BytesIO(file.read_bytes()), locale=language, abort_invalid=True)


def _written(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, include_previous=False)
    return buffer.getvalue()


def _content(catalog: Catalog) -> list[tuple[object, ...]]:
    """What a translator sees of a catalog; line numbers and dates are not worth a rewrite."""
    return [(m.context, m.id, m.string, m.fuzzy) for m in catalog if m.id]
