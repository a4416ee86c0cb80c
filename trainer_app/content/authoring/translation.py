"""Translations laid over what authors wrote.

A text without a sound translation stays in the language it was written in, and the part says so
(``updating``): nothing half-translated ships silently. A language with fewer than ``ENOUGH`` of
its texts does not ship at all. The texts of a session guide are counted apart: learners never see
them, so a language ships without them.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import msgspec
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError
from msgspec import Struct

from trainer_app.content import guide, inline
from trainer_app.content.authoring import catalogs
from trainer_app.content.authoring.catalogs import Original
from trainer_app.content.authoring.guide_words import long_texts
from trainer_app.content.authoring.narration import recordings
from trainer_app.content.authoring.problems import Findings, Place
from trainer_app.content.authoring.reader import Draft
from trainer_app.content.authoring.typography import typography_faults
from trainer_app.content.authoring.wording import step_faults, text_faults
from trainer_app.content.canonical import INVISIBLE
from trainer_app.content.module import Module
from trainer_app.content.texts import placed_texts, replaced, texts

LANGUAGE = r"[a-z]{2,3}(_[A-Z]{2})?"
ENOUGH = 0.9
"""The share of texts that has to be translated before a language ships."""
NAMED = 5
"""How many missing translations are named one by one before the rest is counted."""
ROOM = 1.35
"""Most languages need more words than English for the same thought."""

_Part = TypeVar("_Part", bound=Struct)


class Laid(NamedTuple):
    """A part in another language, the keys still in the source language, and its messages."""

    part: Struct
    missing: tuple[str, ...]
    messages: dict[str, Message]


def original(draft: Draft) -> Original:
    """What translators get of a module."""
    module = draft.module
    remarks = catalogs.source_remarks(module)
    folder = catalogs.folder_for(draft.folder)
    return Original(module.id, module.version, module, draft.places, folder, remarks)


def translations(draft: Draft, findings: Findings) -> dict[str, Module]:
    """The module in each further language that ships; what is wrong becomes a finding."""
    ready: dict[str, Module] = {}
    whole = original(draft)
    for language in whole.files():
        laid = lay_over(whole, language, findings, source=draft.module.language)
        if laid is None:
            continue
        module = msgspec.convert(msgspec.to_builtins(laid.part), Module, strict=False)
        module = _marked(module, language, laid.missing)
        module = msgspec.structs.replace(module, narration=recordings(draft.media, module))
        if _fits(module, laid.messages, whole, language, findings):
            ready[language] = module
    return ready


def _marked(module: Module, language: str, missing: tuple[str, ...]) -> Module:
    """The module with its language, and what of it and of its guide is not translated yet."""
    mine = tuple(key for key in missing if not of_guide(key))
    led = module.guide and msgspec.structs.replace(
        module.guide, updating=tuple(key for key in missing if of_guide(key))
    )
    return msgspec.structs.replace(module, language=language, updating=mine, guide=led)


def of_guide(key: str) -> bool:
    """Whether a text is read by whoever leads a session, not by learners."""
    return key.startswith(guide.KEYS)


def lay_over_some(
    whole: Original, language: str, prefix: str, findings: Findings, *, source: str = "en"
) -> Struct | None:
    """The part with its texts under ``prefix`` in a language and the others as they are; ``None``
    where one of them is not translated."""
    if not re.fullmatch(LANGUAGE, language) or language == source:
        return None
    try:
        catalog = catalogs.read(whole.file(language), language)
    except (PoFileError, UnicodeDecodeError, ValueError):
        return None  # ``lay_over`` said so
    return _Translation(whole, language, catalogs.messages(catalog), findings).some(prefix)


def lay_over(
    whole: Original, language: str, findings: Findings, *, source: str = "en"
) -> Laid | None:
    """The part in a language; ``None`` while too little is translated or something is wrong."""
    place = Place(_name(whole, language), 1)
    if not re.fullmatch(LANGUAGE, language) or language == source:
        said = f"`{language}` is no further language; a folder is named like es or pt_BR."
        findings.add(place, "translation", said)
        return None
    try:
        catalog = catalogs.read(whole.file(language), language)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        findings.add(place, "translation", f"This does not read as a catalog ({error}).")
        return None
    return _Translation(whole, language, catalogs.messages(catalog), findings).laid()


@dataclass
class _Translation:
    """One catalog laid over an original."""

    whole: Original
    language: str
    messages: dict[str, Message]
    findings: Findings

    def _words(self, sources: Mapping[str, str]) -> dict[str, str]:
        return {
            key: _clean(self.messages[key])
            for key, source in sources.items()
            if key in self.messages and done(self.messages[key], source)
        }

    def some(self, prefix: str) -> Struct | None:
        """The part with what is under ``prefix`` translated; ``None`` unless all of it is."""
        sources = {k: text for k, text in texts(self.whole.part) if k.startswith(prefix)}
        words = self._words(sources)
        if not sources or words.keys() != sources.keys():
            return None
        wrong = [key for key in words if not self._sound(key, sources[key], words[key])]
        return None if wrong else replaced(self.whole.part, words)

    def laid(self) -> Laid | None:
        """The translated part; ``None`` while it cannot ship."""
        sources = dict(texts(self.whole.part))
        words = self._words(sources)
        for key in self.messages.keys() - sources.keys():
            said = f"There is no text `{key}` any more; run `translations extract` again."
            self.findings.notice(self._place(self.messages[key]), "translation", said)
        if not words:
            self.findings.notice(self._place(None), "translation", "Nothing is translated yet.")
            return None
        missing = tuple(key for key in sources if key not in words)
        self._name_missing(missing, sources)
        wrong = [key for key in words if not self._sound(key, sources[key], words[key])]
        if wrong:
            return None
        there, total = _learners(words), _learners(sources)
        if there < (needed := math.ceil(ENOUGH * total)):
            said = (
                f"This language stays out of the pack: {there} of {total} texts are "
                f"translated, and {needed} are needed."
            )
            self.findings.notice(self._place(None), "translation", said)
            return None
        return Laid(replaced(self.whole.part, words), missing, self.messages)

    def _name_missing(self, missing: tuple[str, ...], sources: Mapping[str, str]) -> None:
        keys = [key for key in missing if not of_guide(key)]
        for key in keys[:NAMED]:
            message = self.messages.get(key)
            if message is None or not message.string:
                said = f"`{key}` is not translated."
            else:
                said = f"`{key}` changed since it was translated; look at it and unmark `fuzzy`."
            self.findings.notice(self._place(message), "translation", said)
        if len(keys) > NAMED:
            total = _learners(sources)
            said = f"{len(keys)} of {total} texts are not translated or need a second look."
            self.findings.notice(self._place(None), "translation", said)
        if (of_it := len(missing) - len(keys)) > 0:
            total = len(sources) - _learners(sources)
            said = f"{of_it} of {total} texts of the session guide are not translated."
            self.findings.notice(self._place(None), "translation", said)

    def _sound(self, key: str, source: str, words: str) -> bool:
        wrong = list(text_faults(words, self.language))
        if words != source:  # an official title stays as it is
            wrong += typography_faults(words, self.language)
        if sorted(inline.slots_in(words)) != sorted(inline.slots_in(source)):
            wrong.append(("unknown-slot", "The slots in braces must be the same as in the source."))
        if inline.strong_marks(words) != inline.strong_marks(source):
            said = "The words marked **strong** must be as many as in the source."
            wrong.append(("markup", said))
        if INVISIBLE.search(words):
            wrong.append(("value", "This text holds an invisible control character."))
        if len(words) > 1200:
            wrong.append(("value", "This text is longer than 1200 characters."))
        for rule, said in wrong:
            self.findings.add(self._place(self.messages[key]), rule, said)
        return not wrong

    def _place(self, message: Message | None) -> Place:
        return Place(_name(self.whole, self.language), (message and message.lineno) or 1)


def _learners(keys: Iterable[str]) -> int:
    """How many of the texts are for learners."""
    return sum(not of_guide(key) for key in keys)


def done(message: Message, source: str) -> bool:
    """Whether a message is a finished translation of this source text."""
    return bool(message.string) and not message.fuzzy and message.id == source


def _clean(message: Message) -> str:
    return unicodedata.normalize("NFC", re.sub(r"[ \n\t]+", " ", str(message.string)).strip())


def _name(whole: Original, language: str) -> str:
    file = whole.file(language)
    return f"{file.parents[2].name}/{file.relative_to(file.parents[2]).as_posix()}"


def _fits(
    module: Module,
    messages: dict[str, Message],
    whole: Original,
    language: str,
    findings: Findings,
) -> bool:
    """Whether each step of the translation still fits on a page, and the guide is short."""
    keys = {path: key for path, key, _ in placed_texts(module)}
    first = {path[:4]: key for path, key in reversed(keys.items())}
    fits = True
    for n, lesson in enumerate(module.lessons):
        for m, step in enumerate(lesson.steps):
            message = messages.get(first["lessons", n, "steps", m])
            for rule, said in step_faults(step, ROOM):
                place = Place(_name(whole, language), (message and message.lineno) or 1)
                findings.add(place, rule, said)
                fits = False
    for path, rule, said in long_texts(module.guide, ROOM) if module.guide else ():
        message = messages.get(keys["guide", *path])
        place = Place(_name(whole, language), (message and message.lineno) or 1)
        findings.add(place, rule, said)
        fits = False
    return fits
