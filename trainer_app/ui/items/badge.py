"""A number or letter in a ring, filled once it belongs to something."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from trainer_app.ui import theme
from trainer_app.ui.themed import Themed


class Badge(Themed, QLabel):
    """A mark beside its words; ``show_tint`` fills it in a colour role."""

    def __init__(
        self,
        words: str = "",
        *,
        size: int = 34,
        square: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size, self._square, self._tint, self._dashed = size, square, "", False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(words)
        self.settle()

    def show_words(self, words: str, *, dashed: bool = False) -> None:
        """Show this number or letter; ``dashed`` while it waits for one."""
        self._dashed = dashed
        self.setText(words)
        self.update()

    def show_tint(self, tint: str) -> None:
        """Fill with a colour role such as ``primary``; empty for the plain ring."""
        self._tint = tint
        self.update()

    def dress(self) -> None:
        self.setFont(theme.font("label"))
        super().dress()

    def sizeHint(self) -> QSize:
        side = theme.px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        area = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        area.adjust(1, 1, -1, -1)
        if self._tint:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(self._tint))
        else:
            style = Qt.PenStyle.DashLine if self._dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(theme.colour("border_strong"), 2, style))
            painter.setBrush(theme.colour("surface"))
        if self._square:
            painter.drawRoundedRect(area, 8, 8)
        else:
            painter.drawEllipse(area)
        painter.setPen(theme.colour(f"on_{self._tint}" if self._tint else "text"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())
