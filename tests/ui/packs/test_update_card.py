"""An update of the program that came by stick, from the stick to “is ready”."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.releases import made_up
from tests.ui.packs.pages import Stage
from trainer_app.operations import updates
from trainer_app.releases import switching
from trainer_app.releases.place import Place
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.packs.modules_screen import ModulesScreen


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The program lies in a folder, and whoever made it signs updates."""
    found = made_up.place(made_up.release(tmp_path / "program", "1.0.0"), "1.0.0")
    monkeypatch.setattr(updates, "here", lambda: found)
    monkeypatch.setattr(updates, "release_key", lambda: made_up.KEY)
    return found


@pytest.fixture
def update(stage: Stage, place: Place, tmp_path: Path) -> Path:
    newer = made_up.release(tmp_path / "newer", "1.0.1", note="one line more")
    path = stage.stick / "waypost-1.0.1.wayupdate"
    path.write_bytes(made_up.update_bytes(place.folder, newer))
    return path


def page_with_stick(stage: Stage, window: MainWindow, qtbot: QtBot) -> ModulesScreen:
    stage.put_in()
    page = stage.screen()
    window.show_page(page)
    qtbot.wait_until(lambda: is_quiet(page))
    return page


def is_quiet(page: ModulesScreen) -> bool:
    card, stick = page.update_card, page.stick
    looked = card.looking.result is not None or card.looking.error is not None
    busy = card.looking.is_running or card.updating.is_running or stick.looking.is_running
    return page.here is not None and looked and not busy


def test_an_update_on_the_stick_is_made_ready(
    stage: Stage, place: Place, update: Path, window: MainWindow, qtbot: QtBot
) -> None:
    page = page_with_stick(stage, window, qtbot)
    card = page.update_card
    assert card.isVisible()
    assert card._title.text() == "A new version of Waypost"
    assert "1.0.1" in card._line.text()
    card.button.click()
    qtbot.wait_until(lambda: is_quiet(page) and card.updating.result is not None)
    qtbot.wait_until(lambda: "is ready" in card._title.text())
    assert not card.button.isVisible()
    assert not card.trouble.isVisible()
    plan = switching.read_plan(place)
    assert plan is not None
    assert plan.to == "1.0.1"
    assert not place.copy.exists()
    assert update.exists()


def test_without_an_update_there_is_no_card(
    stage: Stage, place: Place, window: MainWindow, qtbot: QtBot
) -> None:
    assert place.main.exists()
    page = page_with_stick(stage, window, qtbot)
    assert not page.update_card.isVisible()


def test_a_damaged_update_is_told_and_cannot_be_taken(
    stage: Stage, update: Path, window: MainWindow, qtbot: QtBot
) -> None:
    update.write_bytes(update.read_bytes()[:-20])
    card = page_with_stick(stage, window, qtbot).update_card
    assert card._title.text() == "This update is not for here"
    assert "damaged" in card._line.text()
    assert not card.button.isVisible()


def test_a_release_that_does_not_work_here_says_so(
    stage: Stage, place: Place, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = made_up.release(tmp_path / "broken", "1.0.1", self_test=1)
    path = stage.stick / "broken.wayupdate"
    path.write_bytes(made_up.update_bytes(place.folder, broken))
    page = page_with_stick(stage, window, qtbot)
    page.update_card.button.click()
    qtbot.wait_until(lambda: is_quiet(page) and page.update_card.updating.error is not None)
    assert "does not work on this computer" in page.update_card.trouble.note.para.text()
    assert switching.read_plan(place) is None


def test_a_program_of_the_system_is_not_changed(
    stage: Stage, update: Path, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "here", lambda: None)
    assert update.exists()
    card = page_with_stick(stage, window, qtbot).update_card
    assert "put here by the system" in card._line.text()
    assert not card.button.isVisible()
