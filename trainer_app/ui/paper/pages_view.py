"""Many pages of paper below each other on screen; only those in sight are painted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from trainer_app.ui import theme
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.themed import Themed

_GAP, _KEPT = 16, 4


class PagesView(Themed, QLabel):
    """Stands in a page that scrolls. Pages out of sight are forgotten and painted again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: list[Paper] = []
        self._drawn: dict[int, QPixmap] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.settle()

    def show_pages(self, pages: Sequence[Paper], words: str) -> None:
        """Show these; ``words`` are what screen readers say of them."""
        self._pages, self._drawn = list(pages), {}
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return round(places[-1].bottom()) + 1 if places else 0

    def sizeHint(self) -> QSize:
        return QSize(640, self.heightForWidth(640))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.colour("border"))
        seen = QRectF(event.rect())
        for number, place in enumerate(self._places(self.width())):
            if place.intersects(seen):
                painter.drawPixmap(place.topLeft(), self._picture(number, place.size()))
                painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))

    def _places(self, width: int) -> list[QRectF]:
        """Where each page stands: as wide as there is room."""
        found, y = [], 0.0
        for page in self._pages:
            wide, high = page.size
            found.append(QRectF(0, y, width, round(width * high / wide)))
            y = found[-1].bottom() + _GAP
        return found

    def _picture(self, number: int, size: QSizeF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        wanted = (size * ratio).toSize()
        made = self._drawn.pop(number, None)
        if made is None or made.size() != wanted:
            made = QPixmap(wanted)
            made.setDevicePixelRatio(ratio)
            painter = QPainter(made)
            self._pages[number].paint_into(painter, QRectF(QPointF(0, 0), size))
            painter.end()
        self._drawn[number] = made
        while len(self._drawn) > _KEPT:
            del self._drawn[next(iter(self._drawn))]
        return made
