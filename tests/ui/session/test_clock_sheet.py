"""Where the clock may be wrong, a person says what the time is; it is noted, and said so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.operations.hall import on_duty, planned
from tests.ui import keys
from tests.ui.gallery import settle_layout
from tests.ui.session.lead_room import Key, press
from trainer_app.content.catalog import Catalog
from trainer_app.errors import NotSaved
from trainer_app.store import Store
from trainer_app.training.staff import OnDuty
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.session import clock_sheet, plan_screen
from trainer_app.ui.session.clock_sheet import ClockSheet
from trainer_app.ui.session.plan_screen import PlanScreen
from trainer_app.ui.theme import Theme

Ask = Callable[[Callable[[Store], Any]], Any]


@pytest.fixture
def ask(background: Background, window: MainWindow) -> Ask:
    return lambda question: background.run(window, question).result()


@pytest.fixture
def elena(ask: Ask) -> OnDuty:
    found: OnDuty = ask(on_duty)
    return found


def opened(
    window: MainWindow, background: Background, catalog: Catalog, elena: OnDuty, qtbot: QtBot,
    meeting: Any = None,
) -> PlanScreen:  # fmt: skip
    page = PlanScreen(background, catalog, elena, [elena.staff], meeting)
    page.sheet_asked.connect(window.open_sheet)
    window.show_page(page)
    qtbot.wait_until(lambda: page._module is not None)
    return page


@pytest.fixture
def page(
    window: MainWindow, background: Background, catalog: Catalog, elena: OnDuty, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> PlanScreen:  # fmt: skip
    monkeypatch.setattr(plan_screen, "day_is_doubtful", lambda _store: True)
    return opened(window, background, catalog, elena, qtbot)


def sheet_of(window: MainWindow) -> ClockSheet:
    assert isinstance(window.sheet, ClockSheet)
    return window.sheet


def told(store: Store) -> list[tuple[str, datetime]]:
    found = store.observations.of(store.device, store.epoch)
    return [(one.source, datetime.fromtimestamp(one.reference_ms / 1000, UTC)) for one in found]


def test_a_clock_that_may_be_right_asks_for_nothing(
    window: MainWindow, background: Background, catalog: Catalog, elena: OnDuty, qtbot: QtBot
) -> None:
    page = opened(window, background, catalog, elena, qtbot)
    assert not page.facts.clock.tell.isVisible()


def test_the_time_is_told_by_keyboard_and_what_was_noted_is_said(
    window: MainWindow, page: PlanScreen, ask: Ask, qtbot: QtBot
) -> None:
    page.facts.clock.tell.setFocus()
    press(window, Key.Key_Return)
    sheet = sheet_of(window)
    assert sheet.day.hasFocus()
    assert sheet.day.day() == page.day.day()
    keys.write(window, "03122026")
    press(window, Key.Key_Tab)
    assert sheet.time.hasFocus()
    keys.write(window, "1405")
    with qtbot.wait_signal(sheet.told):
        press(window, Key.Key_Return)
    assert window.sheet is None
    assert page.facts.clock.tell.hasFocus()
    noted = datetime(2026, 12, 3, 14, 5).astimezone()
    assert ask(told) == [("person", noted)]
    said = page.facts.clock.note.para.text()
    assert "December 3, 2026" in said
    assert "14:05" in said
    assert page.day.day() == date(2026, 12, 3)  # who said it need not write it again


def test_a_plan_that_has_a_day_keeps_it(
    window: MainWindow, background: Background, catalog: Catalog, elena: OnDuty, ask: Ask,
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(plan_screen, "day_is_doubtful", lambda _store: True)
    meeting = ask(lambda store: planned(store, elena))
    page = opened(window, background, catalog, elena, qtbot, meeting)
    before = page.day.day()
    page.facts.clock.tell.click()
    sheet = sheet_of(window)
    sheet.day.setDate(QDate(2026, 12, 9))
    with qtbot.wait_signal(sheet.told):
        sheet.note.click()
    assert page.day.day() == before


def test_a_day_that_cannot_be_is_said_beside_the_field(
    window: MainWindow, page: PlanScreen, ask: Ask, qtbot: QtBot
) -> None:
    page.facts.clock.tell.click()
    sheet = sheet_of(window)
    sheet.day.setDate(QDate(2019, 5, 4))
    sheet.note.click()
    field = sheet._fields[sheet.day]
    qtbot.wait_until(lambda: "This cannot be the date today." in field.error)
    assert sheet.day.hasFocus()
    assert ask(told) == []
    sheet.day.setDate(QDate(2026, 12, 3))
    with qtbot.wait_signal(sheet.told):
        press(window, Key.Key_Return)


def test_a_full_disk_is_said_and_what_was_typed_stays(
    window: MainWindow, page: PlanScreen, ask: Ask, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_facts: object) -> None:
        raise NotSaved("The disk is full.")

    page.facts.clock.tell.click()
    sheet = sheet_of(window)
    sheet.day.setDate(QDate(2026, 12, 3))
    with monkeypatch.context() as patch:
        patch.setattr(clock_sheet, "tell_time", full)
        sheet.note.click()
        qtbot.wait_until(sheet.retry.isVisible)
    assert not page.facts.clock.note.isVisible()
    with qtbot.wait_signal(sheet.told):
        sheet.retry.button.click()
    assert len(ask(told)) == 1


def test_esc_notes_nothing(window: MainWindow, page: PlanScreen, ask: Ask) -> None:
    page.facts.clock.tell.click()
    press(window, Key.Key_Escape)
    assert window.sheet is None
    assert ask(told) == []


@pytest.mark.parametrize("language", ["en", "ar", "en_XA"])
@pytest.mark.parametrize("zoom", [1.0, 1.3])
def test_it_fits_a_small_window_and_the_hour_comes_first(
    window: MainWindow, page: PlanScreen, look: Theme, qapp: QApplication, language: str,
    zoom: float,
) -> None:  # fmt: skip
    from trainer_app.ui.translator import speak

    speak(qapp, language)
    look.choose(zoom=zoom)
    window.resize(1024, 600)
    page.facts.clock.tell.click()
    sheet = sheet_of(window)
    settle_layout(qapp)
    for field in (sheet.day, sheet.time):
        assert field.layoutDirection() is Qt.LayoutDirection.LeftToRight
        assert field.accessibleName()
        assert field.width() >= field.minimumSizeHint().width()
    bar = sheet._scroll.verticalScrollBar()
    assert not bar.isVisible()
    assert page.minimumSizeHint().width() <= 1024
