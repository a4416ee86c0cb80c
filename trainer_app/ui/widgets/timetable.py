"""A plain list of departures."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Para

_STRETCH = (2, 4, 2, 3)
_GAP = 24


class Timetable(Card):
    """Rows of time, place, platform and remark, seven at most."""

    def __init__(self, rows: int = 7, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._heads = [Para("caption", colour="text_muted", lines=1) for _one in range(3)]
        self._rows: list[list[Para]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(_GAP)
        for column, head in enumerate(self._heads):
            grid.addWidget(head, 0, column)
        for row in range(rows):
            cells = [Para("h2", lines=1), Para("lesson", lines=1), Para("lesson", lines=1)]
            cells.append(Para("body", lines=1))
            for column, cell in enumerate(cells):
                grid.addWidget(cell, row + 1, column, Qt.AlignmentFlag.AlignVCenter)
            self._rows.append(cells)
        for column, stretch in enumerate(_STRETCH):
            grid.setColumnStretch(column, stretch)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(40, 20, 40, 24)
        whole.addLayout(grid)
        whole.addStretch(1)
        self.settle()

    def show_departures(self, departures: Sequence[tuple[str, str, str, str]]) -> None:
        """Show (time, place, platform, remark) rows; cells are plain words."""
        for number, cells in enumerate(self._rows):
            words = departures[number] if number < len(departures) else ("", "", "", "")
            for cell, word in zip(cells, words, strict=True):
                cell.set_plain(word)

    def height_of(self, rows: int) -> int:
        """How high it is with so many rows, in pixels."""
        row = theme.line_height("lesson") + _GAP
        return theme.line_height("caption") + 44 + rows * row

    def fit(self, height: int) -> None:
        """Show as many rows as go into ``height`` pixels, and take no more than they need."""
        row = self.height_of(1) - self.height_of(0)
        count = max(1, min(len(self._rows), (height - self.height_of(0)) // row))
        for number, cells in enumerate(self._rows):
            for cell in cells:
                cell.setVisible(number < count)

    def retranslate(self) -> None:
        if hasattr(self, "_heads"):
            for head, word in zip(self._heads, (_("Time"), _("To"), _("Platform")), strict=True):
                head.setText(word)
