"""Asks once before something is given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Signal

from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet


class Question(NamedTuple):
    """What is asked, what follows from it, and the words on the two buttons."""

    title: str
    about: str
    do_it: str
    keep: str


class AskSheet(Sheet):
    """The safe answer has the focus. Signals: ``agreed`` when it is to be done."""

    agreed = Signal()

    def __init__(self, question: Callable[[], Question]) -> None:
        """``question`` gives the words in the language of the moment."""
        super().__init__(width=600)
        self._question = question
        self._about = Para("body")
        self.do_it, self.keep = SecondaryButton("trash"), PrimaryButton()
        self.do_it.clicked.connect(self._on_agreed)
        self.keep.clicked.connect(self.close_sheet)
        self.body.addWidget(self._about)
        self.buttons.addWidget(self.do_it)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.keep)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        asked = self._question()
        self.set_title(asked.title)
        self._about.setText(asked.about)
        self.do_it.setText(asked.do_it)
        self.keep.setText(asked.keep)

    def _on_agreed(self) -> None:
        self.agreed.emit()
        self.close_sheet()
