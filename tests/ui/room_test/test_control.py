"""F07: opening, watching and closing a test of the room."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.room_test.stage import Stage, focused, staged
from trainer_app.errors import NotSaved
from trainer_app.operations.room_tests import close_test, open_test
from trainer_app.operations.session_record import session
from trainer_app.operations.training_sessions import count_unnamed, mark_here, welcome_walk_in
from trainer_app.training.statement import Taken
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.room_test import close_sheet, test_screen
from trainer_app.ui.room_test.close_sheet import CloseSheet

Key = Qt.Key
Page = test_screen.TestScreen


def opened(stage: Stage, qtbot: QtBot) -> Page:
    page = Page(stage.background, stage.module, stage.room.by, stage.meeting, stage.test)
    page.sheet_asked.connect(stage.window.open_sheet)
    stage.window.show_page(page)
    qtbot.wait_until(lambda: page._now is not None)
    return page


def counted(page: Page) -> list[str]:
    return [
        chip.text().replace("\u2068", "").replace("\u2069", "") for chip in page.counts.values()
    ]


def sheet_of(stage: Stage, page: Page) -> CloseSheet:
    page.go.click()
    sheet = stage.window.sheet
    assert isinstance(sheet, CloseSheet)
    return sheet


def state(stage: Stage) -> str:
    return stage.ask(lambda store: session(store, meeting=stage.meeting)).test(stage.test).state


# ---------------------------------------------------------------- opening


def test_it_is_opened_by_enter(window: MainWindow, background: Background, qtbot: QtBot) -> None:
    stage = staged(window, background, opened=False)
    page = opened(stage, qtbot)
    assert page.go.hasFocus()
    assert not page.keyboard.isEnabled()
    assert not page.paper.isEnabled()
    assert page.print.isEnabled()
    assert "5" in page._about.text()
    stage.press(Key.Key_Return)
    qtbot.wait_until(lambda: page._state == "open")
    assert state(stage) == "open"
    assert page.keyboard.isEnabled()
    assert counted(page) == ["0 done", "0 answering", "4 not begun"]


def test_it_is_not_opened_while_the_other_one_is(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    stage = staged(window, background)
    stage.test = "after"
    page = opened(stage, qtbot)
    page.go.click()
    qtbot.wait_until(page.retry.isVisible)
    assert "other test is still open" in page.retry.note.accessibleName()
    assert page.go.isEnabled()


def test_nobody_here_is_said(window: MainWindow, background: Background, qtbot: QtBot) -> None:
    stage = staged(window, background, count=1, opened=False)
    (one,) = stage.room.people
    stage.ask(lambda store: mark_here(store, meeting=stage.meeting, learner_id=one, here=False))
    page = opened(stage, qtbot)
    assert "Nobody is ticked" in page._people.text()


def test_another_version_of_the_module_cannot_be_opened(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    stage = staged(window, background, opened=False)
    older = replace(stage.module, items=stage.module.items[1:])
    page = Page(background, older, stage.room.by, stage.meeting, stage.test)
    window.show_page(page)
    qtbot.wait_until(page.trouble.isVisible)
    assert "planned with version" in page.trouble.accessibleName()
    assert not page.go.isEnabled()


# ---------------------------------------------------------------- watching


def test_it_counts_who_is_how_far_and_shows_no_result(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    stage = staged(window, background, count=6)
    first, second, third, fourth = stage.room.people[:4]
    stage.paper(first)
    stage.paper(second, 2)
    stage.sit(third, 5, done=True)
    stage.sit(fourth, 1, taken=Taken.PAIRED)
    page = opened(stage, qtbot)
    assert counted(page) == ["2 done", "2 answering", "2 not begun"]
    model = page.list.standings
    role = Qt.ItemDataRole.AccessibleTextRole
    said = [str(model.data(model.index(n), role)) for n in range(6)]
    assert sum("on paper, Done" in words for words in said) == 1
    assert sum("at this computer, Done" in words for words in said) == 1
    assert sum("at another computer, Answering" in words for words in said) == 1
    assert all("Form A" in words or "Form B" in words for words in said)


def test_answers_from_elsewhere_show_up_by_themselves(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    from trainer_app.operations import Changed

    stage = staged(window, background)
    page = opened(stage, qtbot)
    stage.sit(stage.room.people[0], 2, taken=Taken.PAIRED)
    background.changed.emit(Changed.SYNC)
    qtbot.wait_until(lambda: counted(page) == ["0 done", "1 answering", "3 not begun"])
    background.run(
        page,
        lambda store: welcome_walk_in(
            store, by=stage.room.by, meeting=stage.meeting, name="Zoé Diaz", role="vendor"
        ),
    )
    qtbot.wait_until(lambda: counted(page) == ["0 done", "1 answering", "4 not begun"])


def test_people_without_a_name_are_mentioned(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    stage = staged(window, background)
    stage.ask(lambda store: count_unnamed(store, meeting=stage.meeting, count=2))
    page = opened(stage, qtbot)
    assert "2\u2069 people are here without a name" in page._unnamed.text()


def test_the_three_ways_are_asked_for(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    page = opened(staged(window, background), qtbot)
    assert page.keyboard.hasFocus()
    for card, signal in zip(
        page.ways, (page.pass_asked, page.paper_asked, page.print_asked), strict=True
    ):
        with qtbot.wait_signal(signal):
            card.click()


# ---------------------------------------------------------------- closing


def test_with_nobody_writing_one_calm_sheet_closes_it(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    stage = staged(window, background, count=3)
    stage.paper(stage.room.people[0])
    stage.paper(stage.room.people[1], 2)
    page = opened(stage, qtbot)
    sheet = sheet_of(stage, page)
    assert sheet.heading.text() == "Close the test?"
    assert "1\u2069 answer sheet is not complete" in sheet._who.text()
    assert "1\u2069 person has not begun" in sheet._who.text()
    assert "cannot be opened again" in sheet._rule.text()
    assert focused(window) is sheet.go
    stage.press(Key.Key_Return)
    qtbot.wait_until(lambda: page._state == "closed")
    assert "left some questions open" in page.trouble.accessibleName()
    assert not page.keyboard.isVisible()
    with qtbot.wait_signal(page.closed):
        page.go.click()


def test_somebody_writing_is_told_and_enter_waits(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    stage = staged(window, background)
    for one in stage.room.people[:3]:
        stage.sit(one, 2)
    page = opened(stage, qtbot)
    sheet = sheet_of(stage, page)
    assert sheet.heading.text() == "\u20683\u2069 people are still answering"
    assert sheet.go.text() == "Close and keep their answers"
    assert focused(window) is sheet.wait
    stage.press(Key.Key_Return)
    assert window.sheet is None
    assert state(stage) == "open"


def test_who_goes_on_behind_the_sheet_is_counted_anew(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    stage = staged(window, background)
    one = stage.room.people[0]
    stage.sit(one, 2)
    page = opened(stage, qtbot)
    sheet = sheet_of(stage, page)
    stage.sit(one, 5, done=True)
    from trainer_app.operations import Changed

    background.changed.emit(Changed.ATTEMPTS)
    qtbot.wait_until(lambda: sheet.heading.text() == "Close the test?")


def test_closing_keeps_what_was_answered(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    stage = staged(window, background)
    stage.sit(stage.room.people[0], 2)
    page = opened(stage, qtbot)
    sheet_of(stage, page).go.click()
    qtbot.wait_until(lambda: page._state == "closed")
    assert counted(page)[0] == "1 done"
    (verdict,) = [
        one for one in stage.ask(lambda store: store.sittings.of(stage.meeting))
        if one.draft.maximum
    ]  # fmt: skip
    assert (verdict.draft.raw, verdict.draft.maximum) == (2, 5)


def test_what_cannot_be_closed_is_said_on_the_sheet(
    window: MainWindow, background: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = staged(window, background)
    page = opened(stage, qtbot)

    def full(*_args: object, **_facts: object) -> None:
        raise NotSaved("The disk is full.")

    monkeypatch.setattr(close_sheet, "close_test", full)
    sheet = sheet_of(stage, page)
    sheet.go.click()
    qtbot.wait_until(sheet.retry.isVisible)
    assert state(stage) == "open"
    monkeypatch.setattr(close_sheet, "close_test", close_test)
    sheet.retry.button.click()
    qtbot.wait_until(lambda: page._state == "closed")


def test_a_closed_test_is_shown_as_such_after_a_restart(
    window: MainWindow, background: Background, qtbot: QtBot
) -> None:
    stage = staged(window, background)
    page = opened(stage, qtbot)
    sheet_of(stage, page).go.click()
    qtbot.wait_until(lambda: page._state == "closed")
    again = opened(stage, qtbot)
    assert "cannot be opened again" in again._about.text()
    assert again.go.text() == "Back to the session"
    with pytest.raises(Exception, match="was closed"):
        stage.ask(
            lambda store: open_test(store, by=stage.room.by, meeting=stage.meeting, test=stage.test)
        )
