"""The desk closes when nobody touched the computer; its clock is moved by hand."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.staff.idle_lock import (
    SESSION_MINUTES,
    SHORT_MINUTES,
    IdleLock,
    sleepless_clock,
    steady_seconds,
)


class _Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def lock(clock: _Clock, window: MainWindow) -> Iterator[IdleLock]:
    window.show_page(Screen())
    made = IdleLock(now=clock)
    made.closed = []  # type: ignore[attr-defined]
    made.idle.connect(lambda: made.closed.append(clock.seconds))  # type: ignore[attr-defined]
    made.start()
    yield made
    made.stop()
    made.deleteLater()


def closed(lock: IdleLock) -> list[float]:
    return list(lock.closed)  # type: ignore[attr-defined]


def test_it_closes_once_when_the_time_is_over(lock: IdleLock, clock: _Clock) -> None:
    clock.seconds += SHORT_MINUTES * 60 - 1
    assert not lock.look()
    clock.seconds += 1
    assert lock.look()
    assert not lock.look()
    assert len(closed(lock)) == 1
    assert not lock.is_watching


def test_a_key_or_the_mouse_keeps_it_open(
    lock: IdleLock, clock: _Clock, window: MainWindow
) -> None:
    for touch in (
        lambda: QTest.keyClick(window.windowHandle(), Qt.Key.Key_A),
        lambda: QTest.mouseMove(window.windowHandle(), QPoint(50, 300)),
        lambda: QTest.mouseClick(
            window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(60, 400)
        ),
    ):
        clock.seconds += 200
        touch()
        clock.seconds += 200
        assert not lock.look()
        clock.seconds += 50
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_B)
    assert closed(lock) == []


def test_what_happens_by_itself_keeps_nothing_open(
    lock: IdleLock, clock: _Clock, qapp: QApplication, window: MainWindow
) -> None:
    clock.seconds += 200
    for kind in (QEvent.Type.Paint, QEvent.Type.Timer, QEvent.Type.LanguageChange):
        assert not lock.eventFilter(window, QEvent(kind))
    clock.seconds += 101
    assert lock.look()


def test_the_touch_that_wakes_the_computer_does_not_reach_the_page(
    lock: IdleLock, clock: _Clock, window: MainWindow, qtbot: QtBot
) -> None:
    pressed: list[str] = []
    window.helpline_asked.connect(lambda: pressed.append("F1"))
    clock.seconds += 8 * 3600
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F1)
    assert len(closed(lock)) == 1
    assert pressed == []


def test_a_session_keeps_it_open_longer(lock: IdleLock, clock: _Clock) -> None:
    lock.minutes = SESSION_MINUTES
    clock.seconds += 59 * 60
    assert not lock.look()
    lock.minutes = SHORT_MINUTES
    assert lock.look()


def test_it_begins_anew_with_each_sign_in(lock: IdleLock, clock: _Clock) -> None:
    clock.seconds += 290
    lock.start()
    clock.seconds += 290
    assert not lock.look()
    lock.stop()
    clock.seconds += 900
    assert not lock.look()
    lock.start()
    assert not lock.look()
    assert closed(lock) == []


def test_its_own_clock_only_grows() -> None:
    first = steady_seconds()
    assert steady_seconds() >= first


@pytest.mark.parametrize(
    ("system", "clock"),
    [("linux", "CLOCK_BOOTTIME"), ("darwin", "CLOCK_MONOTONIC"), ("win32", None), ("haiku", None)],
)
def test_sleep_counts_on_every_system(
    monkeypatch: pytest.MonkeyPatch, system: str, clock: str | None
) -> None:
    """On Windows Python's own clock goes on in sleep."""
    for number, name in enumerate(("CLOCK_MONOTONIC", "CLOCK_BOOTTIME")):
        monkeypatch.setattr(time, name, number, raising=False)
    assert sleepless_clock(system) == (None if clock is None else getattr(time, clock))


@pytest.mark.parametrize("kind", [QEvent.Type.WindowActivate, QEvent.Type.ApplicationStateChange])
def test_a_computer_that_wakes_is_looked_at_at_once(
    lock: IdleLock, clock: _Clock, window: MainWindow, qapp: QApplication, kind: QEvent.Type
) -> None:
    clock.seconds += SHORT_MINUTES * 60 - 1
    qapp.sendEvent(window, QEvent(kind))
    qapp.processEvents()
    assert closed(lock) == []
    clock.seconds += 3600
    qapp.sendEvent(window, QEvent(kind))
    qapp.processEvents()
    assert len(closed(lock)) == 1
