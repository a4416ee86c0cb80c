"""What keys do in the grid, without a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_module import SMALL
from trainer_app.operations.session_results import PersonInTest
from trainer_app.training.letters import letters_of, printed
from trainer_app.training.people import Learner
from trainer_app.training.scoring import canonical
from trainer_app.training.statement import Taken
from trainer_app.ui.room_test.paper_grid import (
    PaperGrid,
    SheetRow,
    press,
    response,
    row_of,
    rub_out,
)

ONE, SEVERAL, ORDER, SORT = (
    printed(SMALL.item(item_id), 7) for item_id in ("one", "several", "steps", "sorted")
)


def row(name: str, items: tuple[str, ...], way: Taken | None = None) -> SheetRow:
    learner = Learner(
        learner_id=name, actor=f"p-{name}", name=name, role="driver", team="", picture="tree"
    )
    person = PersonInTest(learner, "a", way, 0, len(items), "waiting")
    return row_of(person, items, SMALL, 7, {}, closed=False)


@pytest.mark.parametrize(
    ("cell", "key", "expected"),
    [
        (None, "B", ("B", True, "")),
        ("A", "C", ("C", True, "")),
        (None, "D", (None, False, "not-printed")),
        (None, "Ж", (None, False, "not-printed")),
        (None, ".", (None, False, "not-printed")),
        (None, "-", ("", True, "")),
        ("A", "-", ("", True, "")),
        (None, " ", ("", True, "")),
        ("A", " ", ("A", True, "")),
    ],
)
def test_a_question_with_one_letter(cell: str | None, key: str, expected: object) -> None:
    assert press(ONE, cell, key) == expected


@pytest.mark.parametrize(
    ("cell", "key", "expected"),
    [
        (None, "C", ("C", False, "")),
        ("C", "A", ("AC", False, "")),
        ("AC", "C", ("AC", False, "twice")),
        ("AC", "B", ("ABC", True, "")),
        ("ABC", "B", ("B", False, "")),
        ("AC", " ", ("AC", True, "")),
        ("AC", "-", ("AC", True, "")),
        (None, "-", ("", True, "")),
    ],
)
def test_a_question_with_several_letters(cell: str | None, key: str, expected: object) -> None:
    assert press(SEVERAL, cell, key) == expected


def test_a_sequence_and_lines_take_a_letter_for_each_place() -> None:
    assert press(ORDER, "CA", "B") == ("CAB", True, "")
    assert press(ORDER, "CA", "C") == ("CA", False, "twice")
    assert press(ORDER, "CA", ".") == ("CA", False, "not-printed")
    assert press(SORT, "AB", "B") == ("ABB", False, "")
    assert press(SORT, "AB.", "B") == ("AB.B", True, "")
    assert response(SORT, "..") == response(ORDER, "") == ""
    assert letters_of(SORT, response(SORT, "A.")) == "A..."
    assert letters_of(ORDER, response(ORDER, "CA")) == "CA."


def test_the_last_letter_is_rubbed_out() -> None:
    assert rub_out(ONE, "B") is None
    assert rub_out(ORDER, "CA") == "C"
    assert rub_out(ORDER, "C") is None
    assert rub_out(ORDER, "") is None
    assert rub_out(ORDER, None) is None


@given(
    item_id=st.sampled_from(["one", "several", "truth", "steps", "pairs", "sorted", "where"]),
    keys=st.text("ABCDEFGZ.- ", max_size=12),
)
def test_whatever_is_typed_can_be_kept_and_comes_back(item_id: str, keys: str) -> None:
    item = SMALL.item(item_id)
    sheet = printed(item, 7)
    cell: str | None = None
    for key in keys:
        cell = press(sheet, cell, key).cell
    if cell is None:
        return
    kept = response(sheet, cell)
    assert canonical(item, kept) == kept
    assert letters_of(sheet, kept).rstrip(".") == cell.rstrip(".")


# ---------------------------------------------------------------- from cell to cell

LONG, SHORT = ("one", "steps", "sorted"), ("one", "several")
GRID = PaperGrid(
    [row("Ana", LONG), row("Awa", SHORT, Taken.SHARED), row("Juan", SHORT), row("Rosa", LONG)]
)


def test_tab_goes_sheet_by_sheet_and_passes_over_who_is_at_a_computer() -> None:
    places, place = [], GRID.step(None, 1)
    while place is not None:
        places.append(place)
        place = GRID.step(place, 1)
    assert places == [(0, 0), (0, 1), (0, 2), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]
    assert GRID.step((3, 0), -1) == (2, 1)
    assert GRID.step((0, 0), -1) is None
    assert (GRID.columns, len(GRID.on_paper)) == (3, 3)


def test_up_and_down_stay_at_the_question_where_there_is_one() -> None:
    assert GRID.beside((0, 2), 1) == (2, 1)
    assert GRID.beside((2, 0), -1) == (0, 0)
    assert GRID.beside((3, 0), 1) is None
    assert GRID.edge((3, 1), last=True) == (3, 2)
    assert GRID.edge((3, 1), last=False) == (3, 0)


def test_the_next_open_question_is_found_over_the_end() -> None:
    grid = PaperGrid([row("Ana", SHORT), row("Juan", SHORT)])
    for place in ((0, 1), (1, 0), (1, 1)):
        grid.put(place, "A")
    assert grid.next_open((1, 0)) == (0, 0)
    grid.put((0, 0), "")
    assert grid.next_open((1, 0)) is None
    assert grid.complete == 2


def test_a_sheet_is_found_by_the_beginning_of_a_name() -> None:
    grid = PaperGrid([row("Ana Quispe", SHORT), row("Álvaro Ana", SHORT), row("Awa", SHORT)])
    grid.put((1, 0), "A")
    assert grid.find("ana q") == (0, 0)
    assert grid.find("alv") == (1, 1)
    assert grid.find("uispe") is None
    assert grid.find(" ") is None


def test_a_question_left_too_early_is_told() -> None:
    grid = PaperGrid([row("Ana", LONG)])
    grid.put((0, 1), "CA")
    assert grid.partial((0, 1)) == (2, 3)
    grid.put((0, 1), "CAB")
    assert grid.partial((0, 1)) is None
    assert grid.partial((0, 0)) is None
