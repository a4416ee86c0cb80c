"""Before and after by objective: a ring where the room began, a dot where it stands now."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.operations.session_results import SessionResults
from trainer_app.ui import theme
from trainer_app.ui.after.after_words import before_after, counted, too_few
from trainer_app.ui.charts.before_after import paint_change
from trainer_app.ui.charts.ink import Ink
from trainer_app.ui.items.slots import direction
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Heading, Para


class ChangeDots(Themed, QLabel):
    """Two shares on one line from nothing to all, mirrored from right to left."""

    def __init__(self, before: float, after: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before, self._after = before, after
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.settle()

    def retranslate(self) -> None:
        self.setAccessibleName(before_after(self._before, self._after))

    def sizeHint(self) -> QSize:
        return QSize(240, theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = Ink.on_screen(rtl=self.isRightToLeft())
        paint_change(painter, QRectF(self.rect()), self._before, self._after, ink)


class ChangeRow(Themed, QWidget):
    """What it is about, the dots, and both shares in words."""

    def __init__(
        self, words: str, before: float, after: float, *, rtl: bool, whole: bool = False
    ) -> None:
        """``rtl`` is the way ``words`` run; the ``whole`` test is not an objective."""
        super().__init__()
        self._shares = (before, after)
        self.words = Para("label" if whole else "body")
        self.words.set_plain(words)
        self.words.setLayoutDirection(direction(rtl))
        self.dots, self.said = ChangeDots(before, after), Para("small", colour="text_muted")
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self.dots, 1)
        below.addWidget(self.said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.words)
        column.addLayout(below)
        self.settle()

    def dress(self) -> None:
        super().dress()
        self.said.setFixedWidth(theme.px(230))

    def retranslate(self) -> None:
        self.said.setText(before_after(*self._shares))


class ChangeCard(Card):
    """All objectives, or why nothing is compared."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._results: SessionResults | None = None
        self._rtl = False
        self._title, self._about = Heading("h2"), Para("body", colour="text_muted")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(14)
        self.rows: list[ChangeRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 20)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addLayout(self._rows)

    def show_results(self, results: SessionResults) -> None:
        """Show what the session came to."""
        self._results = results
        self._rtl = i18n.is_rtl(results.session.language)
        clear_layout(self._rows)
        self.rows = []
        if results.before is not None and results.after is not None:
            whole = ChangeRow("", results.before, results.after, rtl=i18n.is_rtl(), whole=True)
            self.rows = [whole]
            self.rows += [
                ChangeRow(one.text, one.before, one.after, rtl=self._rtl)
                for one in results.objectives
            ]
        for row in self.rows:
            self._rows.addWidget(row)
        self.say()

    def say(self) -> None:
        """All words again, in the language of the moment."""
        results = self._results
        if results is None:
            return
        self._title.setText(_("Before and after"))
        if results.too_few or results.answers_gone:
            self._about.setText(too_few(results))
            return
        words = _("Share of answers that were right, over {count} people who wrote both tests.")
        self._about.setText(words.format(count=counted(results.both)))
        for row in self.rows[:1]:
            row.words.setText(_("All questions"))
            row.words.setLayoutDirection(direction(i18n.is_rtl()))
