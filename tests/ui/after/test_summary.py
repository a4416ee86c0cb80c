"""F08: the summary says what the session came to, and its papers are saved from there."""

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
from tests.ui.after.rooms import Who
from trainer_app.errors import NotSaved
from trainer_app.operations.session_results import session_results
from trainer_app.operations.training_sessions import close_session
from trainer_app.store import Store
from trainer_app.ui import theme, translator
from trainer_app.ui.after import summary_screen
from trainer_app.ui.after.change_card import ChangeDots
from trainer_app.ui.after.summary_screen import SummaryScreen
from trainer_app.ui.main_window import MainWindow

Ask = Callable[[Callable[[Store], Any]], Any]
MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
CONTROL = Qt.KeyboardModifier.ControlModifier


def plain(words: str) -> str:
    return words.translate(MARKS)


@pytest.fixture
def opened(stage: Stage, window: MainWindow, qtbot: QtBot) -> Callable[[Hall], SummaryScreen]:
    def show(room: Hall) -> SummaryScreen:
        page = stage.summary(room)
        window.show_page(page)
        qtbot.wait_until(lambda: page._facts is not None)
        return page

    return show


Open = Callable[[Hall], SummaryScreen]


def test_the_numbers_are_those_of_the_session(opened: Open, stage: Stage, ask: Ask) -> None:
    room = stage.written(12, walk_ins=2, unnamed=3)
    page = opened(room)
    said = [
        plain(card.accessibleName()) for card in (page.here, page.before, page.after, page.passed)
    ]
    assert said == [
        "In the room. 17. 12 from the list, 2 walked in, 3 without a name",
        "Test before. 14. wrote it",
        "Test after. 13. wrote it",
        "Passed. 11. can have a certificate",
    ]
    results = ask(lambda store: session_results(store, meeting=room.meeting, module=room.module))
    assert results.passed == 11
    assert "Led by Elena Vargas" in plain(page._about.text())


def test_each_objective_is_said_in_words(opened: Open, stage: Stage, ask: Ask) -> None:
    room = stage.written(12)
    page = opened(room)
    results = ask(lambda store: session_results(store, meeting=room.meeting, module=room.module))
    first, *others = page.changes.rows
    assert first.words.text() == "All questions"
    assert [row.words.text() for row in others] == [one.text for one in results.objectives]
    for row, one in zip(others, results.objectives, strict=True):
        said = f"Before {one.before:.0%}, after {one.after:.0%}"
        assert plain(row.said.text()) == plain(row.dots.accessibleName()) == said


def test_dots_are_mirrored(look: theme.Theme, qtbot: QtBot, qapp: QApplication) -> None:
    dots = ChangeDots(0.0, 0.9)
    qtbot.addWidget(dots)
    dots.resize(200, 24)

    def filled(x: int) -> bool:
        wanted = theme.colour("primary").name()
        return bool(dots.grab().toImage().pixelColor(x, 12).name() == wanted)

    assert filled(171)
    assert not filled(188)
    dots.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert filled(29)
    assert not filled(12)


def test_too_few_are_not_compared(opened: Open, stage: Stage) -> None:
    page = opened(stage.written(4, walk_ins=0, who=Who((), (), ())))
    assert page.changes.rows == []
    said = plain(page.changes._about.text())
    assert said.startswith("Too few to compare: fewer than 5 people wrote both tests.")
    assert "%" not in said


def test_votes_are_counts_beside_the_words_of_the_module(opened: Open, stage: Stage) -> None:
    page = opened(stage.written(5))
    assert len(page.votes.blocks) == 3
    numbers = [plain(number.accessibleName()) for number in page.votes.blocks[0].numbers]
    assert numbers[1] == "Chat with him kindly, and offer him the seat near you.: 5"


def test_a_session_under_way_says_so_and_has_no_certificates(
    opened: Open, stage: Stage, ask: Ask, qtbot: QtBot
) -> None:
    room = stage.written(6, closed=False)
    page = opened(room)
    assert "not closed yet" in page.note.para.text()
    assert page.primary() is None
    stage.background.run(page, lambda store: close_session(store, by=room.by, meeting=room.meeting))
    qtbot.wait_until(lambda: page.primary() is page.go)
    assert not page.note.isVisible()


def test_before_a_session_there_is_the_sign_in_sheet(opened: Open, stage: Stage) -> None:
    page = opened(stage.planned())
    assert page.papers.kind == "sign-in"
    assert not page.here.isVisible()
    assert not page.changes.isVisible()


def test_enter_goes_to_the_certificates(
    opened: Open, stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    page = opened(stage.written(5))
    with qtbot.wait_signal(page.certificates_asked):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)


def test_arrows_and_page_keys_move_the_page(
    opened: Open, stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    page = opened(stage.written(12))
    bar = page._page.verticalScrollBar()
    qtbot.wait_until(lambda: bar.maximum() > 0)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_PageUp)
    assert bar.value() == 0


@pytest.mark.parametrize("kind", ["record", "sign-in"])
def test_a_paper_is_saved_under_a_name_that_says_nothing(
    kind: str, opened: Open, stage: Stage, window: MainWindow, tmp_path: Path
) -> None:
    room = stage.written(8)
    page = opened(room)
    page.papers.switch._segments[kind].click()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_S, CONTROL)
    dialog = page.papers.buttons._dialog
    assert isinstance(dialog, QFileDialog)
    name = Path(dialog.selectedFiles()[0]).name
    assert name == f"waypost-{kind}-{room.meeting.hex[:8].upper()}.pdf"
    target = tmp_path / name
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    assert target.read_bytes().startswith(b"%PDF-")
    assert plain(page.papers.buttons.note.para.text()) == f"Saved: {name}"


def test_a_paper_that_cannot_be_saved_is_said(opened: Open, stage: Stage, tmp_path: Path) -> None:
    page = opened(stage.written(5))
    page.papers.buttons.save_to(str(tmp_path / "nowhere" / "x.pdf"))
    assert "Choose another folder" in page.papers.buttons.note.para.text()


def test_reading_that_does_not_work_can_be_tried_again(
    stage: Stage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = stage.written(5)
    with monkeypatch.context() as patch:

        def fails(*_args: object) -> None:
            raise NotSaved("The disk does not answer.")

        patch.setattr(summary_screen, "read_facts", fails)
        page = stage.summary(room)
        window.show_page(page)
        qtbot.wait_until(page.retry.isVisible)
        assert "The disk does not answer." in page.retry.note.para.text()
    page.retry.button.click()
    qtbot.wait_until(lambda: page._facts is not None)
    assert not page.retry.isVisible()


def test_it_speaks_another_language_at_once(opened: Open, stage: Stage, qapp: QApplication) -> None:
    page = opened(stage.written(6))
    translator.speak(qapp, "ar")
    assert page.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert page._heading.text() == "Understanding grooming"
    # words of the module keep their own way
    row = page.changes.rows[1]
    assert row.words.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert row.dots.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert page.votes.blocks[0].layoutDirection() == Qt.LayoutDirection.LeftToRight
