"""A line of a question as a card: its words, its small speaker, its verdict."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.items.reasons import TINTS, ReasonLine
from trainer_app.ui.widgets.buttons import IconButton
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.choices import Verdict
from trainer_app.ui.widgets.para import Para


class LineSpeaker(IconButton):
    """Reads one line of a question; shown only where it can be heard."""

    def __init__(self) -> None:
        super().__init__("volume")
        self.hide()

    def retranslate(self) -> None:
        self.setText(_("Listen to this line"))


class LineCard(CardButton):
    """Subclasses put ``texts`` and ``speaker`` into ``row`` and end with ``settle()``.

    Signals: ``listen_asked`` from its small speaker.
    """

    listen_asked = Signal()
    takes_enter = False

    def __init__(self, words: str) -> None:
        super().__init__()
        self.locked = False
        self.verdict: Verdict = ""
        self.para = Para("body")
        self.para.setText(words)
        self.reason = ReasonLine()
        self.speaker = LineSpeaker()
        self.speaker.clicked.connect(self.listen_asked)
        self.texts = QVBoxLayout()
        self.texts.setSpacing(2)
        self.texts.addStretch(1)
        self.texts.addWidget(self.para)
        self.texts.addWidget(self.reason)
        self.texts.addStretch(1)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(14, 8, 14, 8)
        self.row.setSpacing(10)
        self.see_through(self.para, self.reason)

    def say_verdict(self, verdict: Verdict, reason: str = "", word: str = "") -> None:
        """Colour, icon, word and reason; empty takes all back."""
        self.verdict = verdict
        self.reason.say(verdict, reason, word)
        self.update()

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802 - Qt's name
        """A locked card takes no click; its speaker still does."""
        return not self.locked and super().hitButton(pos)

    def dress(self) -> None:
        self.setMinimumHeight(theme.px(60))
        super().dress()

    def ground(self) -> str:
        return f"{TINTS[self.verdict]}_soft" if self.verdict else super().ground()

    def edge(self) -> tuple[str, int]:
        return (TINTS[self.verdict], 2) if self.verdict else super().edge()
