"""Old answers at the desk: counted, asked once more, and gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.store.conftest import draft, passed
from tests.ui.staff.conftest import Stage
from trainer_app.errors import NotSaved
from trainer_app.operations.audit import list_acts
from trainer_app.operations.retention import LimitApplied, apply_limit
from trainer_app.store import Store
from trainer_app.training.clocks import Observation
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.staff import kept_answers
from trainer_app.ui.staff.kept_answers import LimitSheet
from trainer_app.ui.staff.lock_screen import LockScreen

DAY = 24 * 60 * 60 * 1000


def meet(store: Store, mono_ms: int, days_ago: int, boot: int) -> None:
    wall_ms, _mono_ms = store.clocks()
    store.observations.observe(
        Observation(
            device=store.device, epoch=store.epoch, boot=boot, mono_ms=mono_ms,
            wall_ms=wall_ms, reference_ms=wall_ms - days_ago * DAY, source="hub",
        )
    )  # fmt: skip


@pytest.fixture
def old(stage: Stage) -> Stage:
    """Two answers of four hundred days ago, and a pass of the same day."""

    def fill(store: Store) -> None:
        store.append([draft("a"), draft("b"), passed()])
        stage.clock.pass_time(400 * DAY)
        meet(store, store.clocks()[1], 0, store.boot)

    stage.do(fill)
    return stage


def shown(stage: Stage, window: MainWindow, qtbot: QtBot) -> LockScreen:
    page = LockScreen(stage.background, stage.elena)
    window.show_page(page)
    qtbot.wait_until(lambda: page.answers.past is not None)
    return page


def opened(page: LockScreen, stage: Stage, window: MainWindow) -> LimitSheet:
    assert stage.elena
    assert page.answers.past
    sheet = LimitSheet(stage.background, stage.elena, page.answers.past)
    window.open_sheet(sheet)
    return sheet


def test_nothing_old_leaves_nothing_to_press(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    page = shown(stage, window, qtbot)
    assert not page.answers.delete.isVisible()


def test_old_answers_go_when_somebody_agrees(old: Stage, window: MainWindow, qtbot: QtBot) -> None:
    page = shown(old, window, qtbot)
    assert page.answers.past
    assert page.answers.past.count == 2
    with qtbot.wait_signal(page.limit_asked):
        qtbot.mouseClick(page.answers.delete, Qt.MouseButton.LeftButton)
    sheet = opened(page, old, window)
    assert sheet.keep.hasFocus()
    with qtbot.wait_signal(sheet.applied) as told:
        sheet.do_it.click()
    assert told.args is not None
    assert told.args[0].count == 2
    acts = old.do(list_acts)
    assert (acts[0].act, acts[0].by) == ("limit-applied", "Elena Choque")
    qtbot.wait_until(lambda: not page.answers.delete.isVisible())


def test_whoever_keeps_them_keeps_them(old: Stage, window: MainWindow, qtbot: QtBot) -> None:
    page = shown(old, window, qtbot)
    sheet = opened(page, old, window)
    with qtbot.wait_signal(sheet.closed):
        sheet.keep.click()
    assert old.do(lambda store: store.retention.sealed_count()) == 0
    assert page.answers.delete.isVisible()


def test_a_full_disk_is_told_and_tried_again(
    old: Stage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(old, window, qtbot)
    sheet = opened(page, old, window)
    really: Callable[..., LimitApplied] = apply_limit

    def full(*_anything: object, **_more: object) -> LimitApplied:
        raise NotSaved("The disk is full.")

    monkeypatch.setattr(kept_answers, "apply_limit", full)
    sheet.do_it.click()
    qtbot.wait_until(sheet.do_it.isEnabled)
    assert sheet.retry.isVisible()
    monkeypatch.setattr(kept_answers, "apply_limit", really)
    with qtbot.wait_signal(sheet.applied):
        sheet.do_it.click()
