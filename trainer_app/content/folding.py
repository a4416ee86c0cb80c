"""Texts as they are compared: case, accents and the marks over Arabic letters do not count."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_ATTACHED = re.compile(r"[وف]?(?:[بك]?ال|لل)")
_ALIKE = {"ى": "ي", "ة": "ه", "’": "'", "‐": "-", "ـ": "", "\u00ad": ""}
"""Letters that are written one for the other; the last two only shape a word."""


def folded(text: str) -> str:
    """The text in the form two texts are compared in."""
    return "".join(_folded(letter) for letter in text)


def folded_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each letter of it its place in the text as it stands."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for one in _folded(letter):
            letters.append(one)
            places.append(place)
    return "".join(letters), places


def words(text: str, *, unfinished: bool = False) -> list[str]:
    """The folded words of a text; Arabic ones without the article that is written on to them.

    ``unfinished`` says that more letters of the last word may still come.
    """
    found = _WORD.findall(folded(text))
    made = [bare(word) for word in found]
    if unfinished and found:
        made.pop()
        if not _ATTACHED.fullmatch(found[-1]):  # an article alone says nothing yet
            made.append(bare(found[-1], least=1))
    return made


def bare(word: str, least: int = 2) -> str:
    """A folded word without an attached Arabic article, if ``least`` letters are left then."""
    match = _ATTACHED.match(word)
    return word[match.end() :] if match and len(word) - match.end() >= least else word


@lru_cache(maxsize=2048)
def _folded(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    parts = unicodedata.normalize("NFKD", letter).casefold()
    kept = (one for one in parts if not unicodedata.combining(one))
    return "".join(_ALIKE.get(one, one) for one in kept)
