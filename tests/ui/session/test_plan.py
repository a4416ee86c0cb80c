"""F03: a session is planned by keyboard, begun, saved for later, taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.operations.hall import on_duty, planned
from trainer_app.content.catalog import Catalog
from trainer_app.errors import NotSaved
from trainer_app.operations.people import enrol_learner
from trainer_app.operations.session_record import list_sessions
from trainer_app.store import Store
from trainer_app.training.staff import OnDuty
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.session import plan_screen
from trainer_app.ui.session.plan_screen import PlanScreen
from trainer_app.ui.theme import Theme
from trainer_app.ui.widgets.ask_sheet import AskSheet

Ask = Callable[[Callable[[Store], Any]], Any]


@pytest.fixture
def ask(background: Background, window: MainWindow) -> Ask:
    return lambda question: background.run(window, question).result()


@pytest.fixture
def elena(ask: Ask) -> OnDuty:
    found: OnDuty = ask(on_duty)
    return found


def opened(
    window: MainWindow,
    background: Background,
    catalog: Catalog,
    elena: OnDuty,
    qtbot: QtBot,
    meeting: Any = None,
) -> PlanScreen:
    other = replace(elena.staff, staff_id="other", actor="p-OTHER", name="Omar Haddad")
    page = PlanScreen(background, catalog, elena, [elena.staff, other], meeting)
    window.show_page(page)
    qtbot.wait_until(lambda: page._module is not None)
    return page


def test_enter_begins_a_session_with_the_plan_of_the_module(
    window: MainWindow, background: Background, catalog: Catalog, elena: OnDuty, ask: Ask,
    qtbot: QtBot,
) -> None:  # fmt: skip
    page = opened(window, background, catalog, elena, qtbot)
    page.go.setFocus()
    with qtbot.wait_signal(page.planned) as begun:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    (kept,) = ask(list_sessions)
    assert kept.meeting == begun.args[0]
    assert kept.session.state == "running"
    assert kept.session.facilitators == (elena.staff.staff_id,)
    assert kept.session.instructor == elena.staff.actor
    assert kept.session.steps == page.plan.steps
    assert kept.session.day == date.today().isoformat()


def test_a_plan_is_saved_for_another_day_and_opened_again(
    window: MainWindow, background: Background, catalog: Catalog, elena: OnDuty, ask: Ask,
    qtbot: QtBot,
) -> None:  # fmt: skip
    for team in ("Hall", "Drivers"):
        ask(partial(enrol_learner, name=f"Rosa {team}", role="driver", team=team, language="en"))
    page = opened(window, background, catalog, elena, qtbot)
    page.day.setDate(QDate(2026, 12, 24))
    page.facts.teams[0].click()
    page.facts.leaders[1].click()
    page.plan.pause.click()
    page.plan.rows[0].out.click()
    with qtbot.wait_signal(page.kept):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    (kept,) = ask(list_sessions)
    told = kept.session
    assert (told.state, told.day, told.teams) == ("planned", "2026-12-24", ("Hall",))
    assert told.facilitators == (elena.staff.staff_id, "other")
    assert "welcome" not in {step.step_id for step in told.steps}
    assert "break-1" in {step.step_id for step in told.steps}
    again = opened(window, background, catalog, elena, qtbot, kept.meeting)
    assert again.plan.steps == told.steps
    assert [box.isChecked() for box in again.facts.teams] == [False, True]
    assert again.day.date() == QDate(2026, 12, 24)
    with qtbot.wait_signal(again.kept):
        again.drop.click()
    assert ask(list_sessions) == []


def test_steps_are_moved_by_keyboard_alone(
    window: MainWindow, background: Background, catalog: Catalog, elena: OnDuty, qtbot: QtBot
) -> None:
    page = opened(window, background, catalog, elena, qtbot)
    before = [step.step_id for step in page.plan.steps]
    page.plan.rows[0].minutes.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    places = []
    for key in (*[Qt.Key.Key_Down] * 3, *[Qt.Key.Key_Up] * 2):
        QTest.keyClick(window.windowHandle(), key, control)
        places.append([step.step_id for step in page.plan.steps].index(before[0]))
    assert places == [1, 2, 3, 2, 1]
    after = [step.step_id for step in page.plan.steps]
    assert after == [before[1], before[0], *before[2:]]
    assert page.plan.usual.isVisible()
    page.plan.usual.click()
    assert [step.step_id for step in page.plan.steps] == before
    page.plan.rows[1].minutes.more.click()
    assert page.plan.steps[1].minutes == page.plan.rows[1].step.minutes + 1
    QTest.keyClick(page.plan.rows[2].minutes.digits, Qt.Key.Key_Up)
    assert page.plan.steps[2].minutes == page.plan.rows[2].step.minutes + 1


def test_nobody_to_lead_and_a_full_disk_are_said(
    window: MainWindow, background: Background, catalog: Catalog, elena: OnDuty, ask: Ask,
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    page = opened(window, background, catalog, elena, qtbot)
    page.facts.leaders[0].click()
    page.go.click()
    qtbot.wait_until(page.retry.isVisible)
    assert page.go.isEnabled()
    page.facts.leaders[0].click()

    def full(*_args: object, **_facts: object) -> None:
        raise NotSaved("The disk is full.")

    monkeypatch.setattr(plan_screen, "plan_session", full)
    page.go.click()
    qtbot.wait_until(lambda: page.go.isEnabled() and page.retry.isVisible())
    assert ask(list_sessions) == []


def test_the_guide_waits_until_the_changes_are_saved(
    window: MainWindow, background: Background, catalog: Catalog, elena: OnDuty, ask: Ask,
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    page = opened(window, background, catalog, elena, qtbot)
    with qtbot.wait_signal(page.guide_asked) as asked:
        page.guide.click()
    assert asked.args == [page._module, None]
    page.plan.rows[0].out.click()

    def full(*_args: object, **_facts: object) -> None:
        raise NotSaved("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(plan_screen, "plan_session", full)
        page.guide.click()
        assert not page.guide.isEnabled()
        qtbot.wait_until(page.retry.isVisible)
    with qtbot.wait_signal(page.guide_asked) as asked:
        page.retry.button.click()
    (kept,) = ask(list_sessions)
    assert asked.args == [page._module, kept.meeting]
    assert kept.session.steps == page.plan.steps


def test_without_a_module_it_says_how_one_comes(
    window: MainWindow, background: Background, elena: OnDuty, qtbot: QtBot, tmp_path: Any
) -> None:
    page = PlanScreen(background, Catalog([tmp_path]), elena, [elena.staff], None)
    window.show_page(page)
    qtbot.wait_until(lambda: bool(page.facts.leaders))
    assert page._none.isVisible()
    assert not page.go.isEnabled()
    with qtbot.wait_signal(page.modules_asked):
        page.modules.click()


def test_a_doubtful_clock_asks_for_the_day(
    window: MainWindow, background: Background, catalog: Catalog, elena: OnDuty, ask: Ask,
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(plan_screen, "day_is_doubtful", lambda _store: True)
    page = opened(window, background, catalog, elena, qtbot)
    assert page.facts.clock.isVisible()
    page.day.setDate(QDate(2026, 12, 3))
    with qtbot.wait_signal(page.planned):
        page.go.click()
    (kept,) = ask(list_sessions)
    assert (kept.session.day, kept.session.day_from) == ("2026-12-03", "staff")


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar", "en_XA"])
@pytest.mark.parametrize("zoom", [1.0, 1.3])
def test_it_fits_a_small_window(
    window: MainWindow, background: Background, catalog: Catalog, elena: OnDuty, ask: Ask,
    qtbot: QtBot, qapp: QApplication, look: Theme, language: str, zoom: float,
) -> None:  # fmt: skip
    from trainer_app.ui.translator import speak

    speak(qapp, language)
    look.choose(zoom=zoom)
    window.resize(1024, 600)
    meeting = ask(lambda store: planned(store, elena))
    page = opened(window, background, catalog, elena, qtbot, meeting)
    assert page.minimumSizeHint().width() <= 1024
    assert page.minimumSizeHint().height() <= 536


def test_leaving_a_plan_that_was_changed_is_asked_about(
    window: MainWindow, background: Background, catalog: Catalog, elena: OnDuty, qtbot: QtBot
) -> None:
    page = opened(window, background, catalog, elena, qtbot)
    page.sheet_asked.connect(window.open_sheet)
    with qtbot.wait_signal(page.back_asked):
        page.go_back()
    page.plan.rows[0].out.click()
    left: list[bool] = []
    page.back_asked.connect(lambda: left.append(True))
    page.go_back()
    sheet = window.sheet
    assert isinstance(sheet, AskSheet)
    assert window.focusWidget() is sheet.keep
    sheet.keep.click()
    assert left == []
    page.go_back()
    sheet = window.sheet
    assert isinstance(sheet, AskSheet)
    sheet.do_it.click()
    assert left == [True]
