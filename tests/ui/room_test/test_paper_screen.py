"""The grid for answer sheets: every key arrives, is kept, and is there again."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.room_test.stage import Gate, Stage, staged
from trainer_app.errors import NotSaved
from trainer_app.operations.room_tests import close_test, keep_sheets
from trainer_app.operations.training_sessions import mark_here, welcome_walk_in
from trainer_app.training.letters import printed
from trainer_app.training.meeting import seed_of
from trainer_app.training.statement import Taken
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.room_test import sheet_keeper
from trainer_app.ui.room_test.not_kept_sheet import NotKeptSheet
from trainer_app.ui.room_test.paper_grid import Place, response
from trainer_app.ui.room_test.paper_screen import PaperScreen
from trainer_app.ui.translator import speak

Key = Qt.Key


@pytest.fixture
def stage(window: MainWindow, background: Background) -> Stage:
    return staged(window, background)


def opened(stage: Stage, qtbot: QtBot) -> PaperScreen:
    page = PaperScreen(stage.background, stage.module, stage.room.by, stage.meeting, stage.test)
    page.sheet_asked.connect(stage.window.open_sheet)
    stage.window.show_page(page)
    qtbot.wait_until(lambda: page._now is not None)
    return page


def kept(page: PaperScreen, qtbot: QtBot) -> None:
    qtbot.wait_until(lambda: page.keeper.is_idle)


def letters_for(page: PaperScreen) -> str:
    """Keys that fill the sheet one stands in."""
    assert page.grid.row is not None
    return "".join(
        {"one": "B", "several": "A ", "sequence": sheet.letters, "lines": "A" * len(sheet.lines)}[
            sheet.way
        ]
        for sheet in page.grid.row.printed
    )


# ---------------------------------------------------------------- typing


def test_letters_fill_cells_and_move_on(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot)
    assert page.grid.hasFocus()
    assert page.grid.place == (0, 0)
    row = page.grid.row
    assert row is not None
    stage.write(letters_for(page).lower())
    assert row.is_complete
    assert page.grid.place == (1, 0)
    kept(page, qtbot)
    assert stage.sheets() == {row.learner_id: row.responses()}
    qtbot.wait_until(lambda: "Everything is kept" in page.state.text())
    assert "\u20681\u2069 of \u20684\u2069 sheets complete" in page.count.text()


def test_keys_move_rub_out_and_leave_empty(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot)
    first = page.grid.cells.grid.rows[0]
    one = next(n for n, sheet in enumerate(first.printed) if sheet.way == "one")
    while page.grid.place != (0, one):
        stage.press(Key.Key_Right)
    stage.write("b")
    assert page.grid.place == page.grid.cells.grid.step((0, one), 1)
    stage.press(Key.Key_Left, Key.Key_Backspace)
    assert first.cells[one] is None
    stage.write("-")
    assert first.cells[one] == ""
    stage.press(Key.Key_Home)
    assert page.grid.place == (0, 0)
    stage.press(Key.Key_End, Key.Key_Tab)
    assert page.grid.place == (1, 0)
    stage.press(Key.Key_Backtab, Key.Key_Down, Key.Key_Up, Key.Key_Return)
    assert page.grid.place == (1, 0)
    stage.press(Key.Key_End, control=True)
    assert page.grid.place == page.grid.cells.grid.step(None, -1)
    stage.press(Key.Key_Home, control=True)
    assert page.grid.place == (0, 0)
    kept(page, qtbot)
    assert stage.sheets() == {first.learner_id: {first.items[one]: ""}}


def test_a_letter_that_is_not_printed_is_told_and_changes_nothing(
    stage: Stage, qtbot: QtBot
) -> None:
    page = opened(stage, qtbot)
    row = page.grid.row
    assert row is not None
    stage.write("Z")
    assert row.cells[0] is None
    refused: Place | None = page.grid.cells.refused
    assert refused == (0, 0)
    assert "\u2068Z\u2069 is not printed" in page.panel.note.accessibleName()
    stage.write("A")
    refused = page.grid.cells.refused
    assert refused is None
    assert not page.panel.note.isVisible()


def test_a_question_left_too_early_is_told_once(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot)
    grid = page.grid.cells.grid
    place = next(
        (row, column)
        for row, sheet in enumerate(grid.rows)
        for column, one in enumerate(sheet.printed)
        if one.way == "sequence"
    )
    page.grid.go(place)
    stage.write("BA")
    stage.press(Key.Key_Tab)
    assert "2\u2069 of \u20683\u2069 letters" in page.panel.note.accessibleName()
    kept(page, qtbot)
    row = grid.rows[place[0]]
    assert stage.sheets()[row.learner_id] == {
        row.items[place[1]]: response(row.printed[place[1]], "BA")
    }


def test_the_question_of_a_cell_is_shown_in_the_words_of_its_form(
    stage: Stage, qtbot: QtBot
) -> None:
    page = opened(stage, qtbot)
    row = page.grid.row
    assert row is not None
    item = stage.module.item(row.items[0])
    assert page.panel._prompt.text() == item.prompt
    assert f"Form \u2068{row.person.letter.upper()}\u2069" in page.panel._whose.text()
    sheet = printed(item, seed_of(stage.meeting))
    shown = [line.accessibleName() for line in page.panel._lines if line.isVisibleTo(page)]
    assert [words[0] for words in shown if words[0].isalpha()] == list(sheet.letters)


def test_with_another_alphabet_on_the_place_of_the_key_counts(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    from trainer_app.ui.room_test.grid_view import typed_key

    none = Qt.KeyboardModifier.NoModifier

    def key(scan: int, virtual: int, text: str) -> QKeyEvent:
        return QKeyEvent(QEvent.Type.KeyPress, 0x634, none, scan, virtual, 0, text)

    monkeypatch.setattr("sys.platform", "linux")
    assert typed_key(key(38, 0, "ش")) == "A"
    assert typed_key(key(24, 0, "ض")) == "ض"
    monkeypatch.setattr("sys.platform", "win32")
    assert typed_key(key(0, ord("D"), "ي")) == "D"
    held = Qt.KeyboardModifier.ControlModifier
    assert typed_key(QKeyEvent(QEvent.Type.KeyPress, Key.Key_A, held, "a")) == ""


# ---------------------------------------------------------------- finding


def test_a_name_is_found_and_the_next_open_question(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot)
    stage.press(Key.Key_F, control=True)
    stage.write("rosa")
    stage.press(Key.Key_Return)
    assert page.grid.hasFocus()
    assert page.search.text() == ""
    assert page.grid.row is not None
    assert page.grid.row.person.learner.name == "Rosa Mamani"
    at = page.grid.place
    stage.press(Key.Key_F8)
    assert page.grid.place == page.grid.cells.grid.next_open(at)
    before = page.grid.place
    stage.press(Key.Key_Down, control=True)
    assert page.grid.place == page.grid.cells.grid.next_open(before)


def test_who_is_at_a_computer_is_passed_over_and_shows_nothing(stage: Stage, qtbot: QtBot) -> None:
    people = stage.ask(lambda store: [store.learner(one) for one in stage.room.people])
    first = min(people, key=lambda one: one.name.casefold()).learner_id
    stage.sit(first, 2)
    page = opened(stage, qtbot)
    assert page.grid.cells.grid.rows[0].learner_id == first
    assert page.grid.place == (1, 0)
    stage.press(Key.Key_Up)
    assert page.grid.place == (1, 0)
    model = page.grid.cells
    index = model.index(0, 0)
    assert model.data(index) == ""
    said = str(model.data(index, Qt.ItemDataRole.AccessibleTextRole))
    assert "At a computer" in said
    assert "at a computer" in page.count.text()


def test_who_comes_to_a_computer_meanwhile_is_locked_and_who_walks_in_appears(
    stage: Stage, qtbot: QtBot
) -> None:
    page = opened(stage, qtbot)
    stage.write("B")
    kept(page, qtbot)
    assert page.grid.row is not None
    typed, place = page.grid.row.learner_id, page.grid.place
    other = next(one for one in stage.room.people if one != typed)
    stage.sit(other, 1, taken=Taken.PAIRED)
    stage.background.run(
        page,
        lambda store: welcome_walk_in(
            store, by=stage.room.by, meeting=stage.meeting, name="Zoé Diaz", role="vendor"
        ),
    )
    qtbot.wait_until(lambda: len(page.grid.cells.grid.rows) == 5)
    assert (page.grid.row.learner_id, page.grid.place) == (typed, place)
    assert [row.learner_id for row in page.grid.cells.grid.rows if row.locked] == [other]


# ---------------------------------------------------------------- keeping


def test_what_was_typed_is_there_again_after_a_restart(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot)
    stage.write(letters_for(page))
    stage.write("B")
    stage.press(Key.Key_End)
    stage.write("-")
    kept(page, qtbot)
    before = [list(row.cells) for row in page.grid.cells.grid.rows]
    again = opened(stage, qtbot)
    shown = [list(row.cells) for row in again.grid.cells.grid.rows]
    strip = [[cell and cell.rstrip(".") for cell in row] for row in before]
    assert shown == strip
    assert again.grid.place == again.grid.cells.grid.next_open(None)


def test_keys_typed_while_a_save_is_under_way_are_kept_in_order(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    monkeypatch.setattr(sheet_keeper, "keep_sheets", gate.around(keep_sheets))
    page = opened(stage, qtbot)
    rows = page.grid.cells.grid.rows
    gate.shut()
    for _person in range(3):
        stage.write(letters_for(page))
    assert [row.is_complete for row in rows] == [True, True, True, False]
    assert "Keeping" in page.state.text()
    gate.open()
    kept(page, qtbot)
    assert stage.sheets() == {row.learner_id: row.responses() for row in rows[:3]}
    assert gate.passed <= 3  # writes take what was typed last


def test_a_save_that_does_not_work_is_said_and_nothing_is_lost(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = [True]

    def keep(*args: Any, **facts: Any) -> Any:
        if full[0]:
            raise NotSaved("The disk is full.")
        return keep_sheets(*args, **facts)

    monkeypatch.setattr(sheet_keeper, "keep_sheets", keep)
    page = opened(stage, qtbot)
    row = page.grid.row
    assert row is not None
    stage.write(letters_for(page))
    qtbot.wait_until(lambda: page.keeper.is_stuck)
    assert page.grid.hasFocus()
    assert page.trouble.isVisible()
    assert "still on the screen" in page.trouble.accessibleName()
    assert "Not kept" in page.state.text()
    assert stage.sheets() == {}
    full[0] = False
    page.again.click()
    kept(page, qtbot)
    assert stage.sheets() == {row.learner_id: row.responses()}
    assert not page.trouble.isVisible()


@pytest.mark.parametrize("way", ["esc", "top-bar", "done"])
def test_leaving_waits_for_the_last_letter(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    gate = Gate()
    monkeypatch.setattr(sheet_keeper, "keep_sheets", gate.around(keep_sheets))
    page = opened(stage, qtbot)
    left: list[bool] = []
    page.back_asked.connect(lambda: left.append(True))
    gate.shut()
    stage.write("B")
    if way == "esc":
        stage.press(Key.Key_Escape)
    else:
        (page.done if way == "done" else stage.window.frame.bar._back).click()
    assert not left
    gate.open()
    qtbot.wait_until(lambda: left == [True])
    assert stage.sheets()


def test_whoever_cannot_keep_the_last_letters_decides(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(stage, qtbot)
    stage.background.run(
        page, lambda store: close_test(store, by=stage.room.by, **stage.facts())
    ).result()
    stage.write("B")
    qtbot.wait_until(lambda: page.keeper.is_stuck)
    assert "The test is closed" in page.trouble.accessibleName()
    with qtbot.assert_not_emitted(page.back_asked):
        page.done.click()
    sheet = stage.window.sheet
    assert isinstance(sheet, NotKeptSheet)
    with qtbot.wait_signal(page.back_asked):
        sheet.leave.click()


def test_a_page_that_goes_away_at_once_loses_no_letter(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    monkeypatch.setattr(sheet_keeper, "keep_sheets", gate.around(keep_sheets))
    page = opened(stage, qtbot)
    row = page.grid.row
    assert row is not None
    gate.shut()
    stage.write(letters_for(page))
    opened_future = stage.background.run(stage.window, lambda store: None)
    from trainer_app.ui.screen import Screen

    stage.window.show_page(Screen())
    gate.open()
    opened_future.result()
    assert stage.sheets() == {row.learner_id: row.responses()}


# ---------------------------------------------------------------- states and places


def test_a_closed_test_takes_nothing(stage: Stage, qtbot: QtBot) -> None:
    stage.ask(lambda store: close_test(store, by=stage.room.by, **stage.facts()))
    page = opened(stage, qtbot)
    assert page.grid.place is None
    assert page._empty.isVisible()
    stage.write("B")
    assert page.keeper.is_idle


def test_nobody_here_is_said(window: MainWindow, background: Background, qtbot: QtBot) -> None:
    stage = staged(window, background, count=1)
    (one,) = stage.room.people
    stage.ask(lambda store: mark_here(store, meeting=stage.meeting, learner_id=one, here=False))
    page = opened(stage, qtbot)
    assert page._empty.isVisible()
    assert not page.grid.isVisible()


def test_arrows_are_mirrored_where_words_run_from_right_to_left(
    stage: Stage, qtbot: QtBot, qapp: QApplication
) -> None:
    speak(qapp, "ar")
    page = opened(stage, qtbot)
    stage.press(Key.Key_Left)
    assert page.grid.place == (0, 1)
    stage.press(Key.Key_Right)
    assert page.grid.place == (0, 0)


def test_a_screen_reader_hears_the_cell(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot)
    model, row = page.grid.cells, page.grid.row
    assert row is not None
    role = Qt.ItemDataRole.AccessibleTextRole
    name = row.person.learner.name
    assert model.data(model.index(0, 0), role) == f"{name}. Question \u20681\u2069: open"
    stage.write("-")
    assert str(model.data(model.index(0, 0), role)).endswith("left empty")
    down = Qt.Orientation.Vertical
    assert model.headerData(0, down, role) == f"{name}. \u20681\u2069 of \u20685\u2069"


def test_a_click_chooses_a_cell(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot)
    place = page.grid.visualRect(page.grid.cells.index(2, 1)).center()
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.grid.place == (2, 1)


def test_a_session_of_another_version_says_so(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    from msgspec.structs import replace

    stage = staged(window, background)
    older = replace(stage.module, items=stage.module.items[1:])
    page = PaperScreen(background, older, stage.room.by, stage.meeting, stage.test)
    window.show_page(page)
    qtbot.wait_until(page.retry.isVisible)
    assert "planned with version" in page.retry.note.accessibleName()


def test_thirty_sheets_stay_quick(window: MainWindow, background: Background, qtbot: QtBot) -> None:
    import time

    stage = staged(window, background, count=30, test="after")
    page = opened(stage, qtbot)
    letters = letters_for(page)
    before = time.perf_counter()
    stage.write(letters)
    each = (time.perf_counter() - before) / len(letters)
    assert each < 0.25, "slower than four keys a second"
    kept(page, qtbot)
