"""The plan of a session under way is changed by keyboard alone: order, minutes, a step less."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.operations.hall import Hall, hall
from tests.ui.gallery import settle_layout
from tests.ui.session.lead_room import Ask, FakeScreen, Key, go, idle, opened, press
from trainer_app.content.catalog import Catalog
from trainer_app.errors import NotSaved
from trainer_app.operations.session_record import session
from trainer_app.training.meeting import PlanStep
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.session import lead_road
from trainer_app.ui.session.change_plan_sheet import ChangePlanSheet
from trainer_app.ui.session.lead_projector import Projector
from trainer_app.ui.session.lead_screen import LeadScreen

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ask(background: Background, window: MainWindow) -> Ask:
    return lambda question: background.run(window, question).result()


@pytest.fixture
def room(ask: Ask) -> Hall:
    made: Hall = ask(lambda store: hall(store, 4))
    return made


@pytest.fixture
def projector(window: MainWindow) -> Iterator[Projector]:
    made = Projector(window, find_screens=lambda: [FakeScreen(0), FakeScreen(800)])
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def page(
    window: MainWindow, background: Background, catalog: Catalog, room: Hall,
    projector: Projector, qtbot: QtBot,
) -> LeadScreen:  # fmt: skip
    made = opened(window, background, catalog, room, projector, qtbot)
    go(made, "rules", qtbot)
    return made


def sheet_of(window: MainWindow) -> ChangePlanSheet:
    assert isinstance(window.sheet, ChangePlanSheet)
    return window.sheet


def steps_of(ask: Ask, room: Hall) -> tuple[PlanStep, ...]:
    found: tuple[PlanStep, ...] = ask(lambda store: session(store, meeting=room.meeting)).steps
    return found


def tab_to(window: MainWindow, name: str) -> None:
    """Tab until what has that name has the focus."""
    for _step in range(60):
        focused = QApplication.focusWidget()
        assert focused is not None
        if name in focused.accessibleName():
            return
        press(window, Key.Key_Tab)
    pytest.fail(f"Tab never reaches {name}")


def test_order_minutes_and_a_step_less_by_keys_alone(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot
) -> None:
    before = steps_of(ask, room)
    first, second, third, *others = before[2:]
    press(window, Key.Key_C)
    sheet = sheet_of(window)
    assert [row.step for row in sheet.plan.rows] == list(before[2:])
    assert sheet.plan.rows[0].minutes.digits.hasFocus()
    press(window, Key.Key_Up, Key.Key_Up, Key.Key_Down)  # a minute more
    press(window, Key.Key_Down, held=CONTROL)
    press(window, Key.Key_Return)  # the arrow that has the focus now: down once more
    rows = [row.step.step_id for row in sheet.plan.rows]
    assert rows[:3] == [second.step_id, third.step_id, first.step_id]
    tab_to(window, "Leave out")
    press(window, Key.Key_Space)
    assert steps_of(ask, room) == before  # nothing before somebody says so
    tab_to(window, "Minutes for")
    press(window, Key.Key_Return)
    assert window.sheet is None
    qtbot.wait_until(lambda: idle(page))
    now = steps_of(ask, room)
    assert now[:2] == before[:2]
    assert [step.step_id for step in now[2:]] == [one.step_id for one in (second, third, *others)]


def test_minutes_are_kept_and_esc_changes_nothing(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot
) -> None:
    before = steps_of(ask, room)
    press(window, Key.Key_C, Key.Key_Up, Key.Key_Escape)
    assert window.sheet is None
    assert steps_of(ask, room) == before
    press(window, Key.Key_C, Key.Key_2, Key.Key_5, Key.Key_Return)
    qtbot.wait_until(lambda: steps_of(ask, room) != before)
    now = steps_of(ask, room)
    assert now[2].minutes == 25
    assert [step.step_id for step in now] == [step.step_id for step in before]
    qtbot.wait_until(lambda: idle(page))
    assert "25" in page.side.plan.rows[2].accessibleName()


def test_it_is_reached_by_tab_and_gives_the_focus_back(
    window: MainWindow, page: LeadScreen
) -> None:
    page.side.plan.pause.setFocus()
    press(window, Key.Key_Tab)
    assert page.side.plan.change.hasFocus()
    press(window, Key.Key_Return, Key.Key_Escape)
    assert page.side.plan.change.hasFocus()


def test_on_the_last_step_a_break_may_still_come_with_a_name_of_its_own(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot
) -> None:
    page.side.plan.pause.click()
    qtbot.wait_until(lambda: idle(page) and len(page.side.plan.rows) > len(room.module.lessons))
    last = steps_of(ask, room)[-1].step_id
    go(page, last, qtbot)
    press(window, Key.Key_C)
    sheet = sheet_of(window)
    assert sheet.plan.pause.hasFocus()
    assert "Nothing more is planned" in sheet._about.text()
    press(window, Key.Key_Space)
    assert sheet.plan.rows[0].up.hasFocus()
    tab_to(window, "Leave out")
    press(window, Key.Key_Space)
    assert sheet.plan.pause.hasFocus()
    press(window, Key.Key_Space)
    tab_to(window, "Minutes for")
    press(window, Key.Key_Return)
    qtbot.wait_until(lambda: steps_of(ask, room)[-1].step_id == "break-2")


def test_a_step_that_began_meanwhile_stays(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot
) -> None:
    before = steps_of(ask, room)
    press(window, Key.Key_C)
    press(window, Key.Key_Down, held=CONTROL)
    go(page, before[2].step_id, qtbot)  # the clicker goes on
    tab_to(window, "Minutes for")
    press(window, Key.Key_Return)
    qtbot.wait_until(lambda: idle(page))
    assert steps_of(ask, room) == before


def test_a_full_disk_is_said_and_what_was_wanted_can_be_tried_again(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def full(*_args: object, **_facts: object) -> None:
        raise NotSaved("The disk is full.")

    before = steps_of(ask, room)
    with monkeypatch.context() as patch:
        patch.setattr(lead_road, "change_plan", full)
        press(window, Key.Key_C, Key.Key_Up, Key.Key_Return)
        qtbot.wait_until(page.retry.isVisible)
    assert [row.step for row in page.side.plan.rows] == list(before)
    page.retry.button.click()
    qtbot.wait_until(lambda: idle(page))
    assert steps_of(ask, room)[2].minutes == before[2].minutes + 1


@pytest.mark.parametrize("zoom", [1.0, 1.3])
@pytest.mark.parametrize("language", ["en", "ar", "en_XA"])
def test_what_is_moved_stays_in_sight_in_a_small_window(
    window: MainWindow, page: LeadScreen, qapp: QApplication, language: str, zoom: float
) -> None:
    from trainer_app.ui.translator import speak

    speak(qapp, language)
    window._look.choose(zoom=zoom)
    window.resize(1024, 600)
    assert page.minimumSizeHint().height() <= 536
    press(window, Key.Key_C)
    settle_layout(qapp)
    sheet = sheet_of(window)
    for _row in sheet.plan.rows[1:]:
        press(window, Key.Key_Down, held=CONTROL)
    settle_layout(qapp)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused is sheet.plan.rows[-1].down
    assert focused.visibleRegion().boundingRect() == focused.rect()
    for row in sheet.plan.rows:
        assert row.out.geometry().right() <= row.width()
