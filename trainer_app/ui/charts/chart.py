"""What every chart is on a page: painted, heard as sentences, told by a tip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from trainer_app.operations.reports.table import Table
from trainer_app.ui.charts.data import ChartData
from trainer_app.ui.charts.drawing import Drawing
from trainer_app.ui.charts.ink import Ink
from trainer_app.ui.charts.words import empty_words, sentences, table_of
from trainer_app.ui.themed import Themed

_EMPTY_HEIGHT = 96


class Chart(Themed, QLabel):
    """One chart. A subclass makes its drawing, and ends its ``__init__`` with ``settle()``.

    Screen readers meet it as one text with the name of ``set_name`` and all its figures.
    Signals: ``changed`` when other data are shown.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: ChartData | None = None
        self._drawing: Drawing | None = None
        self._ink: Ink | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # ------------------------------------------------------------ what is shown

    @property
    def data(self) -> ChartData | None:
        """What is shown now."""
        return self._data

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self._data is None or self._data.is_empty

    @property
    def drawing(self) -> Drawing | None:
        """What paints it, here and into a file."""
        return self._drawing

    def table(self, title: str = "") -> Table | None:
        """The same figures as a table; None before any data came."""
        return None if self._data is None else table_of(self._data, title)

    def set_name(self, name: str) -> None:
        """What the chart is about, for screen readers."""
        self.setAccessibleName(name)

    def open_row(self, row: int) -> bool:
        """A row of the table was pressed; False where that means nothing."""
        return False

    def make_drawing(self) -> Drawing | None:
        """A drawing of the data, in the language of the moment."""
        raise NotImplementedError

    def _show(self, data: ChartData) -> None:
        self._data = data
        self._say()
        self.updateGeometry()
        self.update()
        self.changed.emit()

    def _say(self) -> None:
        """Words and figures anew: for other data, and in another language."""
        if self._data is None:
            return
        self._drawing = None if self._data.is_empty else self.make_drawing()
        self.setAccessibleDescription(" ".join(sentences(self._data)))

    @property
    def ink(self) -> Ink:
        """What it is drawn with now."""
        if self._ink is None:
            self._ink = Ink.on_screen(rtl=self.isRightToLeft())
        return self._ink

    # ------------------------------------------------------------ look and words

    def dress(self) -> None:
        self._ink = None
        super().dress()

    def retranslate(self) -> None:
        self._ink = None
        self._say()
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._ink = None
        super().changeEvent(event)

    # ------------------------------------------------------------ measures

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._drawing is not None:
            return round(self._drawing.height(self.ink, width) + 0.49)
        if self._data is None:
            return 0
        words = self.ink.wrapped_height(empty_words(self._data), "body", width)
        return max(round(self.ink.px(_EMPTY_HEIGHT)), round(words) + 24)

    def sizeHint(self) -> QSize:
        least = self.minimumSizeHint().width()
        wide = max(least, round(self.ink.px(360)))
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        wide = self.ink.px(120)
        if self._drawing is not None:
            wide = max(wide, self._drawing.least_width(self.ink))
        return QSize(round(wide), self.heightForWidth(round(wide)) if self._drawing else 0)

    # ------------------------------------------------------------ drawing

    def area(self) -> QRectF:
        """Where it is drawn."""
        return QRectF(self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._data is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(event.rect())  # long charts draw only what is in sight
        if self._drawing is None:
            words = empty_words(self._data)
            self.ink.write(
                painter, self.area(), words, "body", colour="text_muted", at="middle", wrap=True
            )
            return
        self._drawing.paint(painter, self.area(), self.ink)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def tip_at(self, place: QPoint) -> str:
        """What a tip says at this place of the chart."""
        if self._drawing is None:
            return ""
        return self._drawing.tip(QPointF(place), self.area(), self.ink)

    def _show_tip(self, place: QPoint, on_screen: QPoint) -> None:
        words = self.tip_at(place)
        if words:
            QToolTip.showText(on_screen, words, self)
        else:
            QToolTip.hideText()
