"""A release on trial is confirmed once its first page is shown, or once the data is its own."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.releases import made_up, make
from trainer_app import app as application
from trainer_app.errors import DataDamaged, StoreLocked, StoreUnusable
from trainer_app.releases import switching
from trainer_app.releases.place import Place
from trainer_app.releases.switching import Plan
from trainer_app.ui.background import Background


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """1.0.1 is on trial."""
    found = made_up.place(made_up.release(tmp_path / "program", "1.0.1"), "1.0.1")
    shutil.copyfile(found.main, found.program_of("1.0.1"))
    switching.write_plan(found, Plan("1.0.0", "1.0.1", 1))
    monkeypatch.setattr(application, "here", lambda: found)
    return found


@pytest.fixture
def backgrounds(qapp: QApplication) -> Iterator[list[Background]]:
    made: list[Background] = []
    yield made
    for one in made:
        one.close()


@pytest.mark.parametrize("error", [StoreLocked("locked"), DataDamaged("damaged", None)])
def test_a_page_that_asks_is_a_page(
    place: Place, backgrounds: list[Background], error: Exception, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """And the window does not wait for the disk meanwhile."""
    threads = []

    def confirm(which: Place) -> None:
        threads.append(threading.current_thread())
        switching.confirm(which)

    monkeypatch.setattr(application, "confirm", confirm)
    background = opening(error, backgrounds)
    application._confirm(place, background)
    qtbot.wait_until(lambda: not place.plan_file.exists())
    assert threading.main_thread() not in threads


def test_data_that_cannot_be_opened_confirms_nothing(
    place: Place, backgrounds: list[Background], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    application._confirm(place, opening(StoreUnusable("no"), backgrounds))
    qtbot.wait_until(lambda: "not confirmed" in caplog.text)
    assert place.plan_file.exists()


def test_data_that_was_migrated_leads_to_no_way_back(
    place: Place, tmp_path: Path, qapp: QApplication
) -> None:
    """The release before could not open it; so this one stays, whatever its first page does."""
    folder = shutil.copytree(make.RELEASES[0], tmp_path / "data")
    open_and_close(qapp, folder)
    assert switching.read_plan(place) is None
    switching.write_plan(place, Plan("1.0.0", "1.0.1", 1))
    open_and_close(qapp, folder)
    assert place.plan_file.exists()


def open_and_close(qapp: QApplication, folder: Path) -> None:
    _program, window, background = application.compose(qapp, folder, "en", use_keystore=False)
    background.run(background, lambda store: store.settings()).result()
    background.close()
    window.close()


def opening(error: Exception, backgrounds: list[Background]) -> Background:
    def fail() -> None:
        raise error

    made = Background(fail)  # type: ignore[arg-type]
    backgrounds.append(made)
    return made
