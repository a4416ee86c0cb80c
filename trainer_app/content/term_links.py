"""Which words of the glossary stand in a text, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from trainer_app.content.folding import bare, folded, folded_places

if TYPE_CHECKING:
    from trainer_app.content.shelf import Term

_GAP = re.compile(r"[\s-]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_ATTACHED = r"(?:[وف]?(?:[بك]?ال|لل|[بكل])?)"
"""What Arabic writes on to the beginning of a word: and, by, for, the."""


class TermLink(NamedTuple):
    """A term and the letters of a text it stands in."""

    term_id: str
    start: int
    length: int


class TermFinder:
    """Finds terms by their ``forms``: whole words, the longest form that fits, in any case.

    Accents, marks over Arabic letters and how a composed letter is stored do not count; a hyphen
    is as good as a space. Terms without forms are never found.
    """

    def __init__(self, glossary: Iterable[Term]) -> None:
        self._terms: list[str] = []
        forms: dict[str, str] = {}
        for term in glossary:
            for form in term.forms:
                if clean := _GAP.sub(" ", folded(form)).strip():
                    forms.setdefault(clean, term.id)
        patterns: list[str] = []
        for form in sorted(forms, key=len, reverse=True):
            self._terms.append(forms[form])
            patterns.append(f"({_pattern(form)})")
        joined = "|".join(patterns)
        self._any = re.compile(rf"(?<!\w)(?:{joined})(?!\w)") if patterns else None

    def find(self, texts: Sequence[str]) -> list[list[TermLink]]:
        """The terms of each text in reading order; a term counts once, where it first stands."""
        seen: set[str] = set()
        return [self._find(text, seen) for text in texts]

    def _find(self, text: str, seen: set[str]) -> list[TermLink]:
        if self._any is None:
            return []
        found = []
        plain, places = folded_places(text)
        for match in self._any.finditer(plain):
            term_id = self._terms[(match.lastindex or 1) - 1]
            if term_id not in seen:
                seen.add(term_id)
                start = places[match.start()]
                end = places[match.end()] if match.end() < len(places) else len(text)
                found.append(TermLink(term_id, start, end - start))
        return found


def _pattern(form: str) -> str:
    parts = []
    for word in form.split(" "):
        if _ARABIC.search(word):
            parts.append(_ATTACHED + re.escape(bare(word)))
        else:
            parts.append(re.escape(word))
    return r"[\s-]+".join(parts)
