"""A second place for backups is chosen and left on the page of the lock."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.staff.conftest import Stage
from trainer_app.operations.audit import list_acts
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.staff.lock_screen import LockScreen


def shown(stage: Stage, window: MainWindow, qtbot: QtBot) -> LockScreen:
    page = LockScreen(stage.background, stage.elena)
    window.show_page(page)
    qtbot.wait_until(page.backups.isVisible)
    return page


def test_a_folder_is_chosen_and_left(
    stage: Stage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    card = shown(stage, window, qtbot).backups
    assert not card.end.isVisible()
    stick = tmp_path / "stick"
    stick.mkdir()
    card.take(stick)
    qtbot.wait_until(lambda: card.place is not None)
    assert str(stick) in card._where.text()
    assert len(list(stick.glob("*/waypost-*.db"))) == 1
    card.end.click()
    qtbot.wait_until(lambda: card.place is None)
    assert card.choose.hasFocus()
    told = [done.act for done in stage.do(lambda store: list_acts(store))]
    assert told[:2] == ["backup-folder-left", "backup-folder-chosen"]


def test_a_folder_that_takes_nothing_is_told(
    stage: Stage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    card = shown(stage, window, qtbot).backups
    card.take(tmp_path / "not-there")
    qtbot.wait_until(card.trouble.isVisible)
    assert "No safety copy can be kept in" in card.trouble.note.para.text()
    assert card.place is None
