"""What a screen is laid out with: the scrolling column and the bar at the bottom."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from trainer_app.ui import theme
from trainer_app.ui.themed import Themed

COLUMN = 1280
"""The widest a page's column gets, in pixels."""


class ScrollPage(QScrollArea):
    """A centred column that scrolls up and down only. Add widgets to ``column``.

    ``width`` is the widest the column gets; margins are 32 px at the sides.
    """

    def __init__(self, *, width: int = COLUMN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 20, 0, 24)
        self.column.setSpacing(16)
        self._middle = QWidget()
        self._middle.setMaximumWidth(width)
        self._middle.setLayout(self.column)
        self._middle.setProperty("kind", "scrolled")
        whole = QWidget()
        whole.setProperty("kind", "scrolled")
        row = QHBoxLayout(whole)
        row.setContentsMargins(32, 0, 32, 0)
        row.addStretch(0)
        row.addWidget(self._middle, 100)
        row.addStretch(0)
        self.setWidget(whole)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        whole.setAutoFillBackground(False)

    def to_top(self) -> None:
        """Show the beginning again."""
        self.verticalScrollBar().setValue(0)


class ActionBar(Themed, QWidget):
    """The bar at the bottom of a player: back at the start, the primary action at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(12)
        self._stretch = 0
        self._row.addStretch(1)
        self.settle()

    def add_start(self, widget: QWidget) -> None:
        """Add at the start edge, after what is there already."""
        self._row.insertWidget(self._stretch, widget)
        self._stretch += 1

    def add_end(self, widget: QWidget) -> None:
        """Add at the end edge; the primary button comes last."""
        self._row.addWidget(widget)

    def set_compact(self, compact: bool) -> None:
        """Take less height on a small window."""
        edge = 9 if compact else 15
        self._row.setContentsMargins(32, edge + 1, 32, edge)

    def dress(self) -> None:
        self.set_compact(self.window().height() < theme.px(theme.COMPACT_HEIGHT))
        super().dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        thick = 2 if theme.is_high_contrast() else 1
        painter.fillRect(0, 0, self.width(), thick, theme.colour("border"))


def clear_layout(layout: QLayout) -> None:
    """Empty a layout and delete what was in it."""
    while layout.count():
        entry = layout.takeAt(0)
        widget: QWidget | None = entry.widget()
        inner: QLayout | None = entry.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)


def marked(mark: QWidget, words: QWidget, gap: int = 14) -> QHBoxLayout:
    """A mark and its words: it stands at the start of their first line."""
    row = QHBoxLayout()
    row.setSpacing(gap)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row
