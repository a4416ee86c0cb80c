"""F09: certificates of a room by keyboard, in one PDF, with what stands in the way said kindly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.operations.hall import Hall
from tests.ui.after.pages import Stage
from trainer_app.errors import NotSaved
from trainer_app.operations.people_desk import correct_person, give_pictures
from trainer_app.operations.session_certificates import certificate_rows
from trainer_app.operations.training_sessions import close_session
from trainer_app.store import Store
from trainer_app.ui import translator
from trainer_app.ui.after import certificates_screen
from trainer_app.ui.after.certificates_screen import CertificatesScreen
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.widgets.ask_sheet import AskSheet

Ask = Callable[[Callable[[Store], Any]], Any]
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def plain(words: str) -> str:
    return words.translate(MARKS)


@pytest.fixture
def opened(stage: Stage, window: MainWindow, qtbot: QtBot) -> Callable[[Hall], CertificatesScreen]:
    def show(room: Hall) -> CertificatesScreen:
        page = stage.certificates(room)
        window.show_page(page)
        qtbot.wait_until(lambda: page._read_now is not None)
        return page

    return show


Open = Callable[[Hall], CertificatesScreen]


def press(window: MainWindow, *keys: Any, control: bool = False) -> None:
    for key in keys:
        if control:
            QTest.keyClick(window.windowHandle(), key, CONTROL)
        else:
            QTest.keyClick(window.windowHandle(), key)


def dialog_of(page: CertificatesScreen, qtbot: QtBot) -> QFileDialog:
    qtbot.wait_until(lambda: isinstance(page.buttons._dialog, QFileDialog))
    dialog = page.buttons._dialog
    assert isinstance(dialog, QFileDialog)
    return dialog


def issued(ask: Ask, room: Hall, kind: Any = "passed") -> list[str]:
    rows = ask(
        lambda store: certificate_rows(store, meeting=room.meeting, module=room.module, kind=kind)
    )
    return [row.issued.facts.name for row in rows if row.issued]


def test_enter_makes_them_all_and_saves_one_pdf(
    opened: Open, stage: Stage, window: MainWindow, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    room = stage.written(8, walk_ins=2)
    page = opened(room)
    assert page.list.hasFocus()
    assert len(page.list.people.chosen) == 7
    press(window, Key.Key_Return)
    dialog = dialog_of(page, qtbot)
    assert len(issued(ask, room)) == 7
    assert plain(page.buttons.note.para.text()) == "7 certificates are made."
    name = Path(dialog.selectedFiles()[0]).name
    assert name == f"waypost-passed-{room.meeting.hex[:8].upper()}.pdf"
    target = tmp_path / name
    with qtbot.wait_signal(page.buttons.press.saved):
        dialog.fileSelected.emit(str(target))
    dialog.reject()
    data = target.read_bytes()
    assert data.count(b"/Type /Page\n") == 7
    assert "Waypost".encode("utf-16-be") in data
    assert plain(page.buttons.note.para.text()) == f"Saved: 7 certificates in {name}"


def test_made_is_said_only_when_it_is_on_the_disk(
    opened: Open, stage: Stage, window: MainWindow, ask: Ask, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    room = stage.written(6)
    page = opened(room)
    with monkeypatch.context() as patch:

        def fails(*_args: object, **_more: object) -> None:
            raise NotSaved("The disk is full.")

        patch.setattr(certificates_screen, "issue_certificates", fails)
        press(window, Key.Key_Return)
        qtbot.wait_until(page.retry.isVisible)
    assert "The disk is full." in page.retry.note.para.text()
    assert not page.buttons.note.isVisible()
    assert page.buttons._dialog is None
    assert issued(ask, room) == []
    page.retry.button.click()
    dialog_of(page, qtbot).reject()
    assert len(issued(ask, room)) == 5


def test_why_not_yet_is_said_kindly_and_never_which_question(opened: Open, stage: Stage) -> None:
    page = opened(stage.written(6, walk_ins=0))
    model = page.list.people
    waiting = [row for row in model.rows if row.why is not None]
    assert [row.why for row in model.rows[-3:]] == [row.why for row in waiting]
    said = {row.why: plain(model.second_line(row)) for row in waiting}
    assert said == {
        "critical": "One important question was not yet right",
        "not-enough": "Needs 80% of the questions right",
        "no-test": "Did not write the test after",
    }
    assert {model.state_of(row)[2] for row in waiting} == {"Not yet"}
    assert plain(page._not_yet.text()).startswith("3 people have none yet.")


def test_ticks_by_keyboard(opened: Open, stage: Stage, window: MainWindow, ask: Ask,
                           qtbot: QtBot) -> None:  # fmt: skip
    room = stage.written(6)
    page = opened(room)
    model = page.list.people
    first, second, *_rest = [row.learner.learner_id for row in model.able]
    press(window, Key.Key_Space, Key.Key_Down, Key.Key_Space)
    assert {first, second} & model.ticked == set()
    assert not page.all.isChecked()
    press(window, Key.Key_A, control=True)
    assert len(model.chosen) == len(model.able)
    assert page.all.isChecked()
    page.all.click()
    assert model.chosen == []
    press(window, Key.Key_Return)
    assert "Tick one person at least." in page.buttons.note.para.text()
    press(window, Key.Key_Home, Key.Key_Space, Key.Key_Return)
    dialog_of(page, qtbot).reject()
    assert issued(ask, room) == [model.able[0].learner.name]


def test_who_is_not_complete_cannot_be_ticked(
    opened: Open, stage: Stage, window: MainWindow
) -> None:
    page = opened(stage.written(6))
    press(window, Key.Key_End, Key.Key_Space)
    row = page.list.marked
    assert row is not None
    assert row.why is not None
    assert row not in page.list.people.chosen


def test_certificates_made_before_are_there_again(
    opened: Open, stage: Stage, window: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    room = stage.written(6)
    stage.issue(room)
    before = issued(ask, room)
    page = opened(room)
    model = page.list.people
    assert {model.state_of(row)[2] for row in model.able} == {"Made"}
    assert page.view.isVisible()
    assert "Certificate of" in page.view.accessibleName()
    press(window, Key.Key_S, control=True)
    dialog_of(page, qtbot).reject()
    assert issued(ask, room) == before
    assert not page.buttons.note.isVisible()


def test_attendance_is_for_everybody_who_was_there(
    opened: Open, stage: Stage, window: MainWindow, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    room = stage.written(6, walk_ins=1)
    page = opened(room)
    page.switch._segments["attended"].click()
    qtbot.wait_until(lambda: page._read_now is not None and page._read_now.kind == "attended")
    assert len(page.list.people.chosen) == 7
    assert not page._not_yet.isVisible()
    press(window, Key.Key_Return)
    dialog = dialog_of(page, qtbot)
    assert Path(dialog.selectedFiles()[0]).name.startswith("waypost-attended-")
    dialog.reject()
    assert len(issued(ask, room, "attended")) == 7
    assert issued(ask, room) == []


def test_a_session_that_is_not_closed_says_what_to_do_first(
    opened: Open, stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    room = stage.written(6, closed=False)
    page = opened(room)
    assert "Close the session first." in page.note.para.text()
    assert page.primary() is None
    press(window, Key.Key_Return)
    assert page.buttons._dialog is None
    stage.background.run(page, lambda store: close_session(store, by=room.by, meeting=room.meeting))
    qtbot.wait_until(lambda: page.primary() is page.buttons.save)
    assert not page.note.isVisible()


def test_stopping_leaves_no_file_and_can_be_done_again(
    opened: Open, stage: Stage, tmp_path: Path, window: MainWindow, qtbot: QtBot
) -> None:
    room = stage.written(8)
    stage.issue(room)
    page = opened(room)
    press(window, Key.Key_Return)
    dialog = dialog_of(page, qtbot)
    dialog.reject()
    target = tmp_path / "all.pdf"
    page.buttons.press.moved.connect(
        lambda done, _total: page.buttons.stop.click() if done == 3 else None
    )
    with qtbot.wait_signal(page.buttons.press.stopped):
        page.buttons.save_to(str(target))
    assert not target.exists()
    assert "Stopped." in page.buttons.note.para.text()
    assert not page.buttons._progress.isVisible()
    assert page.buttons.save.isEnabled()
    page.buttons.press.moved.disconnect()
    with qtbot.wait_signal(page.buttons.press.saved):
        page.buttons.save_to(str(target))
    assert target.exists()


def test_while_it_runs_it_says_how_far_and_leaving_stops_it(
    opened: Open, stage: Stage, tmp_path: Path, window: MainWindow, qtbot: QtBot
) -> None:
    room = stage.written(8)
    stage.issue(room)
    page = opened(room)
    press(window, Key.Key_Return)
    dialog_of(page, qtbot).reject()
    said: list[str] = []
    page.buttons.press.moved.connect(
        lambda _done, _total: said.append(plain(page.buttons.bar.accessibleName()))
    )
    page.buttons.save_to(str(tmp_path / "all.pdf"))
    assert not page.buttons.save.isEnabled()
    qtbot.wait_until(lambda: len(said) > 2)
    page.left()
    assert said[:3] == ["Page 0 of 7", "Page 1 of 7", "Page 2 of 7"]
    assert not (tmp_path / "all.pdf").exists()


def test_a_file_that_cannot_be_written_is_said(
    opened: Open, stage: Stage, tmp_path: Path, window: MainWindow, qtbot: QtBot
) -> None:
    room = stage.written(6)
    page = opened(room)
    press(window, Key.Key_Return)
    dialog_of(page, qtbot).reject()
    with qtbot.wait_signal(page.buttons.press.not_saved):
        page.buttons.save_to(str(tmp_path / "nowhere" / "all.pdf"))
    assert "Choose another folder" in page.buttons.note.para.text()


def test_without_a_printer_there_is_the_pdf(
    opened: Open, stage: Stage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6 import QtPrintSupport

    monkeypatch.setattr(QtPrintSupport.QPrinterInfo, "availablePrinterNames", list)
    room = stage.written(5)
    stage.issue(room)
    page = opened(room)
    press(window, Key.Key_P, control=True)
    assert page.buttons.note.para.text() == "No printer is set up here. Make a PDF instead."


def test_a_walk_in_gets_it_in_the_name_on_the_roll(
    opened: Open, stage: Stage, ask: Ask, window: MainWindow, qtbot: QtBot
) -> None:
    room = stage.written(5, walk_ins=1)
    ask(lambda store: give_pictures(store, by=room.by, learner_ids=[room.people[-1]]))
    page = opened(room)
    press(window, Key.Key_Return)
    dialog_of(page, qtbot).reject()
    assert "Awa Sow" in issued(ask, room)
    assert "under People" in page._hint.text()


def test_it_speaks_another_language_at_once(opened: Open, stage: Stage, qapp: QApplication) -> None:
    page = opened(stage.written(5))
    translator.speak(qapp, "ar")
    assert page.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert page._about.text() == "Understanding grooming"


def test_a_corrected_name_is_asked_about_and_made_again(
    opened: Open, stage: Stage, window: MainWindow, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    room = stage.written(6)
    page = opened(room)
    page.sheet_asked.connect(window.open_sheet)
    press(window, Key.Key_Return)
    dialog_of(page, qtbot).reject()
    first = page.list.people.rows[0].learner
    ask(
        lambda store: correct_person(
            store, by=room.by, learner_id=first.learner_id, name="Zoila Quispe", role=first.role,
            team=first.team,
        )
    )  # fmt: skip
    page._read()
    qtbot.wait_until(lambda: any(row.is_renamed for row in page.list.people.rows))
    renamed = next(row for row in page.list.people.rows if row.is_renamed)
    assert page.list.people.state_of(renamed)[2] == "Other name"
    page.buttons.save.click()
    sheet = window.sheet
    assert isinstance(sheet, AskSheet)
    assert window.focusWidget() is sheet.keep
    sheet.do_it.click()
    qtbot.wait_until(lambda: "Zoila Quispe" in issued(ask, room))
    qtbot.wait_until(lambda: not any(row.is_renamed for row in page.list.people.rows))
    assert plain(page.buttons.note.para.text()) == "1 certificate is made."
