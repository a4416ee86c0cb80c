"""The one card on home that says what comes next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.ui import theme
from trainer_app.ui.scenes import SceneView
from trainer_app.ui.sound import Passage, Speaker
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.progress import ProgressBar


class NextCard(Card):
    """Says what comes next, with one button. Signals: ``chosen`` when the button is pressed."""

    chosen = Signal()

    def __init__(self, speaker: Speaker, parent: QWidget | None = None) -> None:
        super().__init__(radius=theme.HERO_RADIUS, parent=parent)
        self._over = Para("small", colour="accent")
        self.heading = Heading("h1")
        self._about = Para("body", colour="text_muted")
        self.bar = ProgressBar()
        self.button = PrimaryButton("arrow-right", forward=True)
        self.button.clicked.connect(self.chosen)
        self.listen = Listen(speaker)
        self.picture = SceneView(ratio=2.05, end_only=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        buttons.addWidget(self.listen, 1)
        words = QVBoxLayout()
        words.setContentsMargins(28, 20, 28, 20)
        words.setSpacing(6)
        for widget in (self._over, self.heading, self._about, self.bar):
            words.addWidget(widget)
        words.addSpacing(8)
        words.addLayout(buttons)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        row.addLayout(words, 7)
        row.addWidget(self.picture, 4)

    def show_words(self, over: str, heading: str, about: str, button: str) -> None:
        """What comes next; an empty ``button`` leaves the button out."""
        self._over.setText(over)
        self._over.setVisible(bool(over))
        self.heading.setText(heading)
        self._about.setText(about)
        self.button.setText(button)
        self.button.setVisible(bool(button))

    def show_progress(self, percent: int | None, words: str = "") -> None:
        """How far one is in the module; None where that says nothing."""
        self.bar.setVisible(percent is not None)
        self.bar.setValue(percent or 0)
        self.bar.setAccessibleName(words)

    def offer(self, language: str, first: tuple[Passage, Para] | None = None) -> None:
        """What Listen reads: something before, and the words of this card."""
        paras: list[Para | None] = [self._over, self.heading, self._about]
        read = [
            (Passage(f"home.{number}", para.text()), para)
            for number, para in enumerate(paras)
            if para is not None and para.text()
        ]
        if first:
            read.insert(0, first)
        self.listen.offer([one for one, _para in read], [para for _one, para in read], language)
