"""Lists of people as tables: headers and words in four languages, in any order."""

import pytest

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.operations.role_words import ROLES
from trainer_app.training.roster import (
    COLUMNS,
    clean,
    find_headers,
    headers_in,
    left_word,
    read_table,
    role_word,
)


def lines(*rows: list[str]):
    headers = find_headers(list(rows))
    assert headers is not None
    return read_table(list(rows), headers)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_is_written_is_understood(language: str) -> None:
    headers = headers_in(language)
    row = ["id-1", "Rosa", role_word("guard", language), "Gate 2", "es", left_word(True, language)]
    for order in (range(6), reversed(range(6))):
        places = list(order)
        roster = lines([headers[at] for at in places], [row[at] for at in places])
        assert roster.columns == set(COLUMNS)
        (line,) = roster.lines
        assert (line.learner_id, line.name, line.role) == ("id-1", "Rosa", "guard")
        assert (line.team, line.language, line.left, line.unread) == ("Gate 2", "es", True, ())


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_words_of_the_screens_are_understood(language: str) -> None:
    before = i18n.language()
    i18n.set_language(language)
    try:
        for role, words in ROLES.items():
            (line,) = lines(["Name", "Work"], ["Rosa", _(words)]).lines
            assert line.role == role
            assert role_word(role, language) == _(words)
    finally:
        i18n.set_language(before)


@pytest.mark.parametrize(
    ("headers", "row", "name"),
    [
        (["Nombres", "Apellidos"], ["Rosa", "Mamani"], "Rosa Mamani"),
        (["Nom", "Prénom"], ["Diallo", "Amadou"], "Amadou Diallo"),
        (["FIRST NAME", "Last_Name"], ["Rosa", "Mamani"], "Rosa Mamani"),
        (["Surname", "Name"], ["Mamani", "Rosa"], "Rosa Mamani"),
        (["الاسم"], ["أمل"], "أمل"),
    ],
    ids=["es", "fr", "en", "en-turned", "ar"],
)
def test_a_name_may_stand_in_two_columns(headers, row, name) -> None:
    assert lines(headers, row).lines[0].name == name


def test_a_title_blank_rows_and_other_columns_do_not_matter() -> None:
    roster = lines(
        ["Staff of the terminal"], [], ["", "Phone", "Name"], ["", "1", "Rosa"], ["", "2", ""],
        ["", "3"], ["", "4", "Ana"],
    )  # fmt: skip
    assert [(line.row, line.name) for line in roster.lines] == [(4, "Rosa"), (7, "Ana")]
    assert roster.ignored == ("Phone",)


def test_words_nobody_knows_are_told_apart_from_empty_ones() -> None:
    headers = ["Name", "Work", "Language", "Left"]
    roster = lines(headers, ["Rosa", "juggler", "Klingon", "perhaps"], ["Ana", "", "", ""])
    assert roster.lines[0].unread == ("role", "language", "left")
    assert roster.lines[1].unread == ()
    assert (roster.lines[1].role, roster.lines[1].left) == (None, None)


def test_without_names_there_are_no_headers() -> None:
    assert find_headers([["Team", "Work"], ["A", "driver"]]) is None
    assert find_headers([]) is None
    assert find_headers([["x"]] * 10 + [["Name"]]) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Rosa \n Mamani ", "Rosa Mamani"), ("Ro\u202esa", "Rosa"), ("a\x00b", "ab"),
        ("ن\u200cام", "ن\u200cام"), ("\u00a0Rosa", "Rosa"),
    ],
    ids=["blanks", "turned", "nothing", "joiner", "hard-blank"],
)  # fmt: skip
def test_letters_that_only_steer_are_left_out(typed: str, kept: str) -> None:
    assert clean(typed) == kept
