"""A box to tick, with its words: large enough for a finger, and a shape in every theme."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from trainer_app.ui import icons, theme
from trainer_app.ui.enter_key import Pressable

_GAP = 10


class Tick(Pressable, QAbstractButton):
    """A check box. Space ticks it; Enter is left to the page."""

    takes_enter = False
    ring_radius = 8

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("body"))
        super().dress()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        tall = max(theme.px(theme.SMALL_TARGET), theme.line_height("body") + 8)
        return QSize(theme.px(24) + _GAP + words + 8, tall)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.isRightToLeft()
        side = theme.px(24)
        top = (self.height() - side) / 2
        box = QRectF(self.width() - side if rtl else 0, top, side, side)
        icon = "square-check" if self.isChecked() else "square"
        icons.paint(painter, icon, box, "primary" if self.isChecked() else "border_strong")
        room = self.width() - side - _GAP
        words = QRectF(0 if rtl else side + _GAP, 0, room, self.height())
        edge = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room))
        painter.setPen(theme.colour("text" if self.isEnabled() else "text_muted"))
        flags = edge | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(words, flags, shown)
