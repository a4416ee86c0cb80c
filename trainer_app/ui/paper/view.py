"""A page of paper on screen."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from trainer_app.ui import theme
from trainer_app.ui.paper.page import A4_LANDSCAPE, Paper
from trainer_app.ui.themed import Themed


class PaperView(Themed, QLabel):
    """The page on screen, painted by the same function as on paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper: Paper | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.settle()

    def show_paper(self, paper: Paper, words: str) -> None:
        """Show a page; ``words`` are what screen readers say of it."""
        self._paper = paper
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        wide, high = self._paper.size if self._paper is not None else A4_LANDSCAPE
        return round(width * high / wide)

    def sizeHint(self) -> QSize:
        return QSize(640, self.heightForWidth(640))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._paper is None:
            return
        painter = QPainter(self)
        self._paper.paint_into(painter, QRectF(self.rect()))
        painter.setPen(theme.colour("border"))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
