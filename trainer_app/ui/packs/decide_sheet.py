"""Asks once before a module is let in or taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Signal

from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet


class Asked(NamedTuple):
    """What is asked, of which module, what follows from it, and the words on the two buttons."""

    title: str
    name: str
    about: str
    do_it: str
    leave: str


class DecideSheet(Sheet):
    """The safe answer has the focus. Signals: ``agreed`` when it is to be done."""

    agreed = Signal()

    def __init__(self, icon: str, words: Callable[[], Asked]) -> None:
        """``words`` gives them in the language of the moment."""
        super().__init__(width=640)
        self._words = words
        self._name, self._about = Para("label"), Para("body")
        self.do_it, self.leave = SecondaryButton(icon), PrimaryButton()
        self.do_it.clicked.connect(self._on_agreed)
        self.leave.clicked.connect(self.close_sheet)
        self.body.addWidget(self._name)
        self.body.addWidget(self._about)
        self.buttons.addWidget(self.do_it)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.leave)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        asked = self._words()
        self.set_title(asked.title)
        self._name.set_plain(asked.name)
        self._about.setText(asked.about)
        self.do_it.setText(asked.do_it)
        self.leave.setText(asked.leave)

    def _on_agreed(self) -> None:
        self.agreed.emit()
        self.close_sheet()
