"""How far along one is. Done, here and to come differ by shape, not only by colour."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QWidget

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.themed import Themed


class ProgressSteps(Themed, QLabel):
    """A strip of steps and, in words, "Step 3 of 6". Mirrored from right to left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._here, self._total = 0, 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_step(self, here: int, total: int) -> None:
        """Stand at step ``here`` (from 0) of ``total``."""
        self._here, self._total = here, max(1, total)
        self.retranslate()

    def retranslate(self) -> None:
        words = _("Step {here} of {total}")
        here, total = i18n.number(self._here + 1), i18n.number(self._total)
        self.setText(words.format(here=i18n.isolate(here), total=i18n.isolate(total)))
        self.setAccessibleName(self.text())
        self.updateGeometry()

    def dress(self) -> None:
        self.setFont(theme.font("caption"))
        super().dress()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(420), theme.line_height("caption") + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._words() + 16 + 10 * self._total, self.sizeHint().height())

    def _words(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.text()) + 4

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl, words = self.isRightToLeft(), self._words()
        painter.setPen(theme.colour("text_muted"))
        beside = QRectF(0 if rtl else self.width() - words, 0, words, self.height())
        painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, self.text())
        gap = 10 if self._total <= 12 else 4
        room = self.width() - words - 16
        each = (room - gap * (self._total - 1)) / self._total
        for number in range(self._total):
            x = number * (each + gap)
            if rtl:
                x = self.width() - x - each
            self._paint_step(painter, number, x, each)

    def _paint_step(self, painter: QPainter, number: int, x: float, wide: float) -> None:
        here = number == self._here
        high = 14 if here else 8
        area = QRectF(x, (self.height() - high) / 2, wide, high)
        if number < self._here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary"))
        elif here:
            painter.setPen(QPen(theme.colour("primary"), 2))
            painter.setBrush(theme.colour("primary_soft"))
            area.adjust(1, 1, -1, -1)
        else:
            painter.setPen(QPen(theme.colour("border_strong"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            area.adjust(0.75, 0.75, -0.75, -0.75)
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)


class ProgressBar(Themed, QProgressBar):
    """A quiet bar, 0 to 100. Give it an accessible name that says what it measures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, 100)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.settle()

    def sizeHint(self) -> QSize:
        return QSize(200, 9)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 9)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = whole.height() / 2
        strong = theme.is_high_contrast()
        painter.setPen(QPen(theme.colour("border"), 1) if strong else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface_alt" if strong else "border"))
        painter.drawRoundedRect(whole, radius, radius)
        if self.value() <= 0:
            return
        done = QRectF(whole)
        done.setWidth(max(whole.height(), whole.width() * self.value() / 100))
        if self.isRightToLeft():
            done.moveRight(whole.right())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("primary"))
        painter.drawRoundedRect(done, radius, radius)
