"""Rows of facts on a card: a mark, a name, and a line below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from trainer_app.operations.reports.completion import Cell
from trainer_app.ui import theme
from trainer_app.ui.oversight.standing_words import paint_state
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import Card, CardButton
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark


class StateMark(Themed, QLabel):
    """The mark of a standing; its words stand beside it."""

    def __init__(self, cell: Cell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cell = cell
        self.settle()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(30), theme.px(30))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_state(painter, QRectF(self.rect()), self._cell)


class FactCard(Card):
    """A card with a title and rows; ``nothing`` is said where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.heading, self.nothing = Heading("h2"), Para("body", colour="text_muted")
        self.rows = QVBoxLayout()
        super().__init__(parent=parent)
        self.rows.setSpacing(10)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(12)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.nothing)
        self._column.addLayout(self.rows)
        self._column.addStretch(1)

    def add_below(self, widget: QWidget) -> None:
        """Put something at the end of the card."""
        self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeading)

    def show_rows(self, title: str, rows: list[QWidget], nothing: str) -> None:
        """Show these rows, or say why there are none."""
        self.heading.setText(title)
        self.nothing.setText(nothing)
        self.nothing.setVisible(not rows)
        clear_layout(self.rows)
        for row in rows:
            self.rows.addWidget(row)


def fact_row(mark: QWidget, name: str, line: str) -> QWidget:
    """One row that only tells."""
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(12)
    across.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    across.addLayout(_lines(name, line)[0], 1)
    return row


class FactButton(CardButton):
    """One row that leads somewhere."""

    def __init__(
        self,
        icon: str,
        name: str,
        line: str,
        open_it: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        mark = PictureMark(icon, 24, colour="primary", beside="label")
        lines, words = _lines(name, line)
        across = QHBoxLayout(self)
        across.setContentsMargins(14, 10, 14, 10)
        across.setSpacing(12)
        across.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(lines, 1)
        self.see_through(mark, *words)
        self.setAccessibleName(". ".join(one for one in (name, line) if one))
        self.clicked.connect(lambda: open_it())
        self.settle()


def _lines(name: str, line: str) -> tuple[QVBoxLayout, list[QWidget]]:
    lines = QVBoxLayout()
    lines.setSpacing(0)
    title, below = Para("label"), Para("small", colour="text_muted")
    title.set_plain(name)
    below.set_plain(line)
    if not line:
        below.hide()  # shown before it has a place, it would flash as a window
    lines.addWidget(title)
    lines.addWidget(below)
    return lines, [title, below]
