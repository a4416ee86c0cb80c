"""A page of paper on screen, large or small."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from trainer_app.ui import theme
from trainer_app.ui.paper.page import A4_LANDSCAPE, Paper
from trainer_app.ui.themed import Themed


class PaperView(Themed, QLabel):
    """The page on screen, painted by the same function as on paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper: Paper | None = None
        self._drawn: QPixmap | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.settle()

    def show_paper(self, paper: Paper, words: str) -> None:
        """Show a page; ``words`` are what screen readers say of it."""
        self._paper, self._drawn = paper, None
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
        wanted = (QSizeF(self.size()) * self.devicePixelRatioF()).toSize()
        if self._drawn is None or self._drawn.size() != wanted:
            self._drawn = _picture(self._paper, QSizeF(self.size()), self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setPen(theme.colour("border"))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


class PaperThumb(Themed, QLabel):
    """A page as a small picture, in the middle of its place. Decoration: the words stand beside it.

    White until ``draw`` is called, as fitting a page takes a moment; do one after the other.
    """

    def __init__(self, paper: Paper, width: int, height: int) -> None:
        """The place it may take, in pixels at normal text size."""
        super().__init__()
        self._paper, self._room = paper, (width, height)
        self._drawn: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    @property
    def is_drawn(self) -> bool:
        """Whether the page is shown, and not only its outline."""
        return self._drawn is not None

    def draw(self) -> None:
        """Paint the page now; from here on it stays."""
        self._drawn = _picture(self._paper, self._area().size(), self.devicePixelRatioF())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._room[0]), theme.px(self._room[1]))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def dress(self) -> None:
        super().dress()
        if self._drawn is not None and self._drawn.deviceIndependentSize() != self._area().size():
            self.draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self._area()
        painter.fillRect(area, theme.colour("paper"))
        if self._drawn is not None:
            painter.drawPixmap(area.topLeft(), self._drawn)
        painter.setPen(theme.colour("border"))
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))

    def _area(self) -> QRectF:
        """Where the page stands: as large as its place allows, on whole pixels."""
        room = QRectF(QPointF(0, 0), QSizeF(self.sizeHint()))
        wide, high = self._paper.size
        scale = min(room.width() / wide, room.height() / high)
        width, height = round(wide * scale), round(high * scale)
        left, top = (room.width() - width) // 2, (room.height() - height) // 2
        return QRectF(left, top, width, height)


def _picture(paper: Paper, size: QSizeF, ratio: float) -> QPixmap:
    """The page painted once, so that scrolling does not set all its words again."""
    made = QPixmap((size * ratio).toSize())
    made.setDevicePixelRatio(ratio)
    made.fill(theme.colour("paper"))
    painter = QPainter(made)
    paper.paint_into(painter, QRectF(QPointF(0, 0), size))
    painter.end()
    return made
