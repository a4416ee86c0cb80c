"""Searching the library: an index in memory, made anew each time the library is opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from trainer_app.content.folding import words

if TYPE_CHECKING:
    import sqlite3

    from trainer_app.content.shelf import LibraryCard

_MOST_WORDS = 16
"""More words than these say nothing more; FTS5 refuses a few hundred."""
_TABLE = """
    CREATE VIRTUAL TABLE cards USING fts5(
        id UNINDEXED, title, body, text, tokenize = 'unicode61 remove_diacritics 2'
    )
"""
_FIND = """
    SELECT id FROM cards WHERE cards MATCH ? ORDER BY bm25(cards, 0.0, 10.0, 3.0, 1.0), rowid
"""


class _Entry(NamedTuple):
    """A card as it is searched: the folded words of its parts."""

    id: str
    title: list[str]
    body: list[str]
    text: list[str]


class LibrarySearch:
    """Finds library cards by what somebody types: all its words, the last one perhaps unfinished.

    Cards that have them all in the title come first, then the rest by how much the words weigh.
    Where SQLite has no FTS5 the same cards are found and those after the titles keep the order of
    the shelf; ``is_ranked`` tells. For one thread; ``close`` it.
    """

    def __init__(self, cards: Iterable[LibraryCard]) -> None:
        self._entries = [_entry(card) for card in cards]
        self._index = _index(self._entries)

    @property
    def is_ranked(self) -> bool:
        """Whether there is an index that weighs words."""
        return self._index is not None

    def find(self, typed: str) -> list[str]:
        """The ids of the cards that fit, best first; of all where no word was typed."""
        wanted = typed_words(typed)
        if not wanted:
            return [entry.id for entry in self._entries]
        found = self._plainly(wanted) if self._index is None else self._ranked(wanted)
        return list(dict.fromkeys(found))

    def close(self) -> None:
        """Let the index go."""
        if self._index is not None:
            self._index.close()
            self._index = None

    def _ranked(self, wanted: list[str]) -> list[str]:
        assert self._index is not None
        # words are letters and digits only: in quotes, none can be an operator
        query = " AND ".join(f'"{word}"' for word in wanted) + " *"
        found: list[str] = []
        for one in (f"{{title}} : ({query})", query):
            found += [row[0] for row in self._index.execute(_FIND, (one,))]
        return found

    def _plainly(self, wanted: list[str]) -> list[str]:
        in_title = [entry.id for entry in self._entries if all_in(wanted, entry.title)]
        whole = ((entry.id, entry.title + entry.body + entry.text) for entry in self._entries)
        return in_title + [card_id for card_id, there in whole if all_in(wanted, there)]


def typed_words(typed: str) -> list[str]:
    """What is looked for: the folded words of what somebody typed, the last perhaps unfinished."""
    return words(typed, unfinished=True)[:_MOST_WORDS]


def all_in(wanted: list[str], there: list[str]) -> bool:
    """Whether all the words stand there; of the last, its beginning."""
    return all(word in there for word in wanted[:-1]) and any(
        word.startswith(wanted[-1]) for word in there
    )


def _entry(card: LibraryCard) -> _Entry:
    text = f"{card.about} {card.note or ''} {card.year} {card.address}"
    return _Entry(card.id, words(card.title), words(card.body), words(text))


def _index(entries: list[_Entry]) -> sqlite3.Connection | None:
    try:
        import sqlite3
    except ImportError:  # a Python built without it
        return None
    index = sqlite3.connect(":memory:")
    try:
        index.execute(_TABLE)
    except sqlite3.OperationalError:  # built without FTS5
        index.close()
        return None
    rows = ((one.id, *(" ".join(part) for part in one[1:])) for one in entries)
    index.executemany("INSERT INTO cards VALUES (?, ?, ?, ?)", rows)
    return index
