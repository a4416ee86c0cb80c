"""Searching the library, with and without an index, in the languages people type."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer_app.content.search import LibrarySearch
from trainer_app.content.shelf import LibraryCard


def card(
    card_id: str, title: str, about: str = "About it.", body: str = "A network"
) -> LibraryCard:
    return LibraryCard(
        id=card_id, rows=(1,), kind="publication", title=title, body=body, year="2023",
        topics=("online",), about=about,
    )  # fmt: skip


CARDS = (
    card("buses", "Paper on roads", "How buses and terminals keep children safe on the way."),
    card("terminals", "Model of Safe Terminals", "Seats, staff and a plan."),
    card("mexico", "Estándares de protección de la niñez", "La experiencia de México."),
    card("mariage", "Les mariages précoces", "Ce que vivent les élèves et l’école."),
    card("arabic", "حماية الأطفال في النقل", "دليل قصير للمحطات والسائقين."),
    card("partner", "A project", body="Terminal watchers"),
    card("many", "A paper", "terminal terminal terminal terminal"),
)


class _NoIndex:
    """An SQLite that was built without FTS5."""

    OperationalError = sqlite3.OperationalError

    @staticmethod
    def connect(_name: str) -> object:
        class Connection:
            def execute(self, _sql: str) -> None:
                raise sqlite3.OperationalError("no such module: fts5")

            def close(self) -> None: ...

        return Connection()


Make = Callable[..., LibrarySearch]


@pytest.fixture(params=["index", "no index", "no sqlite"])
def make(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes a search over some cards, in each of the ways it may work."""
    if request.param == "no index":
        monkeypatch.setitem(sys.modules, "sqlite3", cast("ModuleType", _NoIndex))
    elif request.param == "no sqlite":
        monkeypatch.setitem(sys.modules, "sqlite3", cast("ModuleType", None))
    made: list[LibrarySearch] = []

    def makes(cards: tuple[LibraryCard, ...] = CARDS) -> LibrarySearch:
        made.append(LibrarySearch(cards))
        assert made[-1].is_ranked == (request.param == "index")
        return made[-1]

    yield makes
    for one in made:
        one.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mexico", ["mexico"]), ("MÉXICO proteccion", ["mexico"]), ("niñ", ["mexico"]),
        ("precoce", ["mariage"]), ("Ecole", ["mariage"]), ("l’éco", ["mariage"]),
        ("أطفال", ["arabic"]), ("الأطفال", ["arabic"]), ("حمايه", ["arabic"]),
        ("محط", ["arabic"]), ("السائقين", ["arabic"]), ("حماية ال", ["arabic"]),
        ("safe plan", ["terminals"]), ("plan saf", ["terminals"]), ("saf plan", []),
        ("seats mexico", []), ("nothing like it", []),
    ],
)  # fmt: skip
def test_words_are_found(make: Make, typed: str, found: list[str]) -> None:
    assert make().find(typed) == found


def test_no_word_finds_everything_in_the_order_of_the_shelf(make: Make) -> None:
    for typed in ("", "   ", "!? -", "ال"):
        assert make().find(typed) == [one.id for one in CARDS]


def test_a_title_comes_before_any_text(make: Make) -> None:
    found = make().find("terminal")
    assert found[0] == "terminals"
    assert sorted(found[1:]) == ["buses", "many", "partner"]


def test_with_an_index_the_publisher_weighs_more_than_the_text() -> None:
    index = LibrarySearch(CARDS)
    found = index.find("terminal")
    assert found.index("partner") < found.index("buses")
    index.close()


@pytest.mark.parametrize(
    "typed",
    [
        '"', '""', "'; DROP TABLE cards; --", "title:", "title: x", "safe AND", "OR", "NOT safe",
        "NEAR(a b)", "safe*", "^safe", "{title} : safe", "(", ")", "a + b", "-safe", "\\", "\x00",
        "safe\x00plan", "word " * 2000, "x" * 100_000,
    ],
)  # fmt: skip
def test_what_people_type_is_never_a_command(make: Make, typed: str) -> None:
    make().find(typed)


def test_operators_are_words_like_others(make: Make) -> None:
    one = make((card("and", "This and that"), card("or", "This or that")))
    assert one.find("OR") == ["or"]
    assert one.find("this AND that") == ["and"]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_looked_for_with_the_same_answer(typed: str) -> None:
    index, plain = LibrarySearch(CARDS), LibrarySearch(CARDS)
    plain.close()
    assert sorted(index.find(typed)) == sorted(plain.find(typed))
    index.close()


def test_an_empty_library_finds_nothing(make: Make) -> None:
    assert make(()).find("a") == []
    assert make(()).find("") == []
