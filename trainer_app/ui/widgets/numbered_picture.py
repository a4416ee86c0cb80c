"""One of somebody's three pictures, large, with its number and its word."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from trainer_app import i18n
from trainer_app.ui import icons, theme
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import paint_surface
from trainer_app.ui.widgets.pictures import PICTURES, word


class NumberedPicture(Themed, QLabel):
    """One of the three pictures with its number and its word."""

    def __init__(self, number: int, picture: str) -> None:
        super().__init__()
        self._number, self._picture = number, picture
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("h2"))
        super().dress()

    def retranslate(self) -> None:
        number = i18n.isolate(i18n.number(self._number))
        self.setText(f"{number}. {word(self._picture)}")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + 32
        return QSize(max(theme.px(180), words), theme.px(148) + theme.line_height("h2"))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        words = self.fontMetrics().horizontalAdvance(self.text()) + 16
        return QSize(max(theme.px(120), words), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = PICTURES[self._picture][1]
        edge = "border" if theme.is_high_contrast() else ""
        paint_surface(painter, QRectF(self.rect()), f"{tint}_soft", edge, 2, theme.CARD_RADIUS)
        ink, size = theme.colour(f"on_{tint}_soft"), theme.px(88)
        place = QRectF((self.width() - size) / 2, theme.px(22), size, size)
        icons.paint(painter, f"picture-{self._picture}", place, ink)
        painter.setPen(ink)
        below = QRectF(0, theme.px(124), self.width(), theme.line_height("h2"))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.text())
