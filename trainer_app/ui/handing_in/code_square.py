"""A QR code on the screen, always dark on light, with the quiet edge it needs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from trainer_app.ui import theme
from trainer_app.ui.themed import Themed

_SIDE, _QUIET = 200, 4


class CodeSquare(Themed, QLabel):
    """Draws a text as a QR code; give it an accessible name. Empty draws nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[list[int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_code(self, text: str) -> None:
        """Draw this text."""
        import segno  # not needed before a hub is open

        made = segno.make(text, error="m", micro=False).matrix_iter(border=_QUIET) if text else ()
        self._rows = [list(row) for row in made]
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_SIDE), theme.px(_SIDE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        side = min(self.width(), self.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("paper"))
        round_edge = theme.CONTROL_RADIUS
        painter.drawRoundedRect(QRectF(0, 0, side, side), round_edge, round_edge)
        step = side // len(self._rows)
        edge = (side - step * len(self._rows)) / 2
        squares = QPainterPath()
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    squares.addRect(QRectF(edge + x * step, edge + y * step, step, step))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.fillPath(squares, theme.colour("ink"))
