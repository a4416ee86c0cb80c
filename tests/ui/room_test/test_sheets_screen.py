"""The page where a test is looked at on paper, saved and printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.room_test.stage import Stage, staged
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.room_test.sheets_screen import SheetsScreen


def opened(stage: Stage, qtbot: QtBot) -> SheetsScreen:
    page = SheetsScreen(stage.background, stage.module, stage.room.by, stage.meeting, stage.test)
    stage.window.show_page(page)
    qtbot.wait_until(lambda: page._now is not None)
    return page


def chosen(page: SheetsScreen) -> set[str]:
    return {kind for kind, row in page.rows.items() if row.isChecked()}


def test_with_people_there_are_sheets_with_names_and_no_key(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    page = opened(staged(window, background, count=6), qtbot)
    assert chosen(page) == {"questions-a", "questions-b", "named"}
    count = len(page.pages())
    assert count >= 5
    assert f"\u2068{count}\u2069 pages" in page._empty.text()
    assert "3\u2069 copies" in page.rows["questions-a"].accessibleName()
    page.rows["key"].click()
    assert len(page.pages()) == count + 1


def test_before_the_test_is_open_nobody_has_a_form(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    page = opened(staged(window, background, opened=False), qtbot)
    assert chosen(page) == {"questions-a", "questions-b", "slips"}
    assert not page.rows["named"].isEnabled()
    assert page.pages()


def test_nothing_chosen_is_nothing_to_print(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    page = opened(staged(window, background), qtbot)
    for row in page.rows.values():
        row.setChecked(False)
    assert not page.buttons.isEnabled()
    assert page._empty.text() == "Choose what to print."
    page.rows["list"].click()
    assert page.buttons.isEnabled()


def test_by_keyboard_into_one_file_with_a_neutral_name(
    window: MainWindow, background: Background, qtbot: QtBot, tmp_path: Path
) -> None:
    stage = staged(window, background)
    page = opened(stage, qtbot)
    assert page.buttons.save.hasFocus()
    stage.press(Qt.Key.Key_S, control=True)
    dialog = page.buttons._dialog
    assert isinstance(dialog, QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "waypost-answer-sheets.pdf"
    dialog.close()
    page.buttons.save_to(str(tmp_path / "sheets.pdf"))
    data = (tmp_path / "sheets.pdf").read_bytes()
    assert data.count(b"/Type /Page\n") == len(page.pages())
    assert page.buttons.note.isVisible()
