"""What the marks of standings mean, in a row that wraps."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from trainer_app.operations.reports.completion import Cell
from trainer_app.training.standing import STATES, State
from trainer_app.ui import theme
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.oversight.standing_words import paint_state, state_words
from trainer_app.ui.reading_side import reading_side
from trainer_app.ui.themed import Themed

_GAP = 6


class StateLegend(FlowRow):
    """Every standing with its mark and its word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for state in STATES:
            self.add(_Entry(state))


class _Entry(Themed, QLabel):
    def __init__(self, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State = state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("caption"))
        super().dress()

    def retranslate(self) -> None:
        self.setText(state_words(self._state))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + 2
        side = theme.px(24)
        return QSize(side + _GAP + words + 10, max(side, theme.line_height("caption")))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, rtl = theme.px(24), self.isRightToLeft()
        mark = QRectF(self.width() - side if rtl else 0, (self.height() - side) / 2, side, side)
        paint_state(painter, mark, Cell(self._state))
        words = QRectF(self.rect()).adjusted(
            10 if rtl else side + _GAP, 0, -(side + _GAP) if rtl else 0, 0
        )
        painter.setPen(theme.colour("text"))
        painter.drawText(words, reading_side(rtl=rtl), self.text())
