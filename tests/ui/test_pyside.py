"""The binding itself: versions that lose references to None abort on Python 3.11."""

import sys

import PySide6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from trainer_app.ui.widgets.buttons import PrimaryButton


def test_the_version_is_the_pinned_one() -> None:
    assert PySide6.__version__ == "6.8.3"


def test_calls_keep_their_references(qtbot: QtBot) -> None:
    label, button, watcher = QLabel(), PrimaryButton(), QObject()
    qtbot.addWidget(label)
    qtbot.addWidget(button)
    before = [sys.getrefcount(one) for one in (None, True, False)]
    for _turn in range(200):
        label.setText("a")
        label.setEnabled(True)
        label.update()
        button.setText("b")
        button.setChecked(False)
        button.isEnabled()
        watcher.eventFilter(label, QEvent(QEvent.Type.User))
    after = [sys.getrefcount(one) for one in (None, True, False)]
    assert all(abs(new - old) < 50 for old, new in zip(before, after, strict=True))
