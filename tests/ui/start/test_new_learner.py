"""Registering: the form by keyboard, what can go wrong, and the three pictures."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.start.conftest import Enrol
from trainer_app.errors import NotSaved
from trainer_app.operations.people import Enrolled
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.start import new_learner_screen
from trainer_app.ui.start.new_learner_screen import NewLearnerScreen


@pytest.fixture
def screen(background: Background, window: MainWindow) -> NewLearnerScreen:
    made = NewLearnerScreen(background, "es")
    window.show_page(made)
    return made


def fill(screen: NewLearnerScreen, name: str = "Rosa Mamani", team: str = "Tickets") -> None:
    screen.name.setText(name)
    screen.role.setCurrentIndex(0)
    screen.team.setText(team)


def enrolled(screen: NewLearnerScreen, qtbot: QtBot) -> Enrolled:
    qtbot.wait_until(lambda: screen._enrolled is not None)
    assert screen._enrolled is not None
    return screen._enrolled


def test_the_whole_road_by_keyboard(
    screen: NewLearnerScreen, window: MainWindow, qtbot: QtBot
) -> None:
    handle = window.windowHandle()
    assert window.focusWidget() is screen.name
    QTest.keyClicks(screen.name, "Fatou Ndiaye")
    QTest.keyClick(handle, Qt.Key.Key_Return)
    assert window.focusWidget() is screen.role
    QTest.keyClick(handle, Qt.Key.Key_Down)
    QTest.keyClick(handle, Qt.Key.Key_Return)
    assert window.focusWidget() is screen.team
    QTest.keyClick(handle, Qt.Key.Key_Return)
    assert window.focusWidget() is screen.language
    QTest.keyClick(handle, Qt.Key.Key_Return)
    made = enrolled(screen, qtbot)
    assert (made.learner.name, made.learner.role, made.learner.team) == (
        "Fatou Ndiaye",
        "ticket-office",
        "",
    )
    assert made.learner.preferences.language == "es"
    assert window.focusWidget() is screen.start
    with qtbot.wait_signal(screen.signed_in) as signed_in:
        QTest.keyClick(handle, Qt.Key.Key_Return)
    assert signed_in.args[0].learner.learner_id == made.learner.learner_id


def test_what_is_missing_is_said_twice_and_leads_to_the_field(
    screen: NewLearnerScreen, window: MainWindow
) -> None:
    screen.save.click()
    assert screen._fields[screen.name].error == "Write your name."
    assert screen._fields[screen.role].error == "Choose your work."
    assert screen.summary.isVisible()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)  # the first line of the summary
    assert window.focusWidget() is screen.name


def test_a_taken_name_is_said_at_the_field_and_what_was_typed_stays(
    screen: NewLearnerScreen, enrol: Enrol, qtbot: QtBot
) -> None:
    enrol("Rosa Mamani", team="Tickets")
    fill(screen, "rosa mamani")
    screen.save.click()
    qtbot.wait_until(screen.summary.isVisible)
    assert "There is another" in screen._fields[screen.name].error
    assert screen.name.text() == "rosa mamani"
    assert screen.save.isEnabled()
    screen.team.setText("Drivers")
    screen.save.click()
    assert enrolled(screen, qtbot).learner.team == "Drivers"


def test_a_full_disk_is_said_and_can_be_tried_again(
    screen: NewLearnerScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_known: object) -> None:
        raise NotSaved("Could not save because the disk is full.")

    fill(screen)
    with monkeypatch.context() as patched:
        patched.setattr(new_learner_screen, "enrol_learner", full)
        screen.save.click()
        qtbot.wait_until(screen.retry.isVisible)
    assert screen.retry.note.para.text() == "Could not save because the disk is full."
    assert screen.name.text() == "Rosa Mamani"
    assert screen._enrolled is None
    screen.retry.button.click()
    enrolled(screen, qtbot)


def test_teams_of_others_are_offered(
    background: Background, enrol: Enrol, window: MainWindow, qtbot: QtBot
) -> None:
    enrol("A", team="Drivers")
    enrol("B", team="Drivers")
    enrol("C", team="Porters")
    screen = NewLearnerScreen(background, "en")
    window.show_page(screen)
    qtbot.wait_until(lambda: [c.team for c in screen.offered.chips] == ["Drivers", "Porters"])
    QTest.keyClicks(screen.team, "po")
    assert [chip.team for chip in screen.offered.chips] == ["Porters"]
    screen.offered.chips[0].click()
    assert screen.team.text() == "Porters"
    assert not screen.offered.isVisible()


def test_the_card_is_saved_as_a_pdf(
    screen: NewLearnerScreen,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    fill(screen)
    screen.save.click()
    enrolled(screen, qtbot)
    buttons = screen.pictures.buttons
    buttons.save_to(str(tmp_path / "nowhere" / "card.pdf"))
    assert "Choose another folder" in buttons.note.para.text()
    buttons.save_to(str(tmp_path / "card.pdf"))
    assert buttons.note.para.text() == "Your card is saved as a PDF."
    written = (tmp_path / "card.pdf").read_bytes()
    assert written.startswith(b"%PDF")
    assert b"Rosa" not in written  # its properties name nobody


def test_back_leads_back(screen: NewLearnerScreen, qtbot: QtBot) -> None:
    with qtbot.wait_signal(screen.back_asked):
        screen.cancel.click()
