"""Which columns of a report are saved: all of them, or those that are ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate, number
from trainer_app.operations.reports.table import Column
from trainer_app.ui.oversight.export_errand import TableOutline
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.tick import Tick

_SIDE_BY_SIDE = 2


class ColumnTicks(Themed, QWidget):
    """A line that says how many, and behind its button a box for each.

    Columns that name people are there only ``with_names``. Signals: ``changed``.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables: tuple[TableOutline, ...] = ()
        self._with_names = False
        self.ticks: dict[tuple[str, str], Tick] = {}
        self._grids: dict[str, QGridLayout] = {}
        self._said, self.button = Para("label"), SecondaryButton("adjustments")
        self.button.clicked.connect(lambda: self.open(not self.is_open))
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._said, 1, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.button)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._boxes = QWidget(self)
        self._boxes.setLayout(self._list)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._boxes.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._boxes)
        self.settle()

    def show_tables(self, tables: Sequence[TableOutline]) -> None:
        """What there is to choose from; what was unticked before stays so."""
        left_out = {key for key, tick in self.ticks.items() if not tick.isChecked()}
        self._tables = tuple(tables)
        self.ticks, self._grids = {}, {}
        clear_layout(self._list)
        for table in self._tables:
            self._add(table, left_out)
        self._place()
        self.retranslate()

    def set_with_names(self, with_names: bool) -> None:
        """Whether columns that name people can be chosen."""
        self._with_names = with_names
        self._place()
        self._say()

    @property
    def is_open(self) -> bool:
        """Whether the boxes are shown."""
        return not self._boxes.isHidden()

    def open(self, shown: bool = True) -> None:
        """Show the boxes, or the line alone."""
        self._boxes.setVisible(shown)
        self.retranslate()

    def chosen(self) -> dict[str, list[str]]:
        """The columns that are ticked, by table."""
        return {
            table.key: [
                column.key
                for column in self._offered(table)
                if self.ticks[table.key, column.key].isChecked()
            ]
            for table in self._tables
        }

    def retranslate(self) -> None:
        self.button.setText(_("Hide columns") if self.is_open else _("Choose columns"))
        self._say()

    def _say(self) -> None:
        count = sum(len(self._offered(table)) for table in self._tables)
        ticked = sum(map(len, self.chosen().values()))
        if ticked == count:
            self._said.setText(_("All columns"))
        else:
            words = _("Columns: {ticked} of {count}")
            self._said.setText(
                words.format(ticked=isolate(number(ticked)), count=isolate(number(count)))
            )

    def _offered(self, table: TableOutline) -> list[Column]:
        return [column for column in table.columns if self._with_names or not column.named]

    def _add(self, table: TableOutline, left_out: set[tuple[str, str]]) -> None:
        if len(self._tables) > 1:
            title = Para("small", colour="text_muted")
            title.set_plain(table.title)
            self._list.addWidget(title)
        for column in table.columns:
            tick = Tick(column.title, self._boxes)
            tick.setToolTip(column.title)
            tick.setChecked((table.key, column.key) not in left_out)
            tick.toggled.connect(self._on_toggled)
            self.ticks[table.key, column.key] = tick
        grid = self._grids[table.key] = QGridLayout()
        grid.setSpacing(4)
        for place in range(_SIDE_BY_SIDE):
            grid.setColumnStretch(place, 1)
        self._list.addLayout(grid)

    def _place(self) -> None:
        """Every box that is offered side by side, without a gap where one is not."""
        for table in self._tables:
            grid, offered = self._grids[table.key], self._offered(table)
            for column in table.columns:
                tick = self.ticks[table.key, column.key]
                grid.removeWidget(tick)
                tick.setVisible(column in offered)
            for place, column in enumerate(offered):
                tick = self.ticks[table.key, column.key]
                grid.addWidget(tick, place // _SIDE_BY_SIDE, place % _SIDE_BY_SIDE)

    def _on_toggled(self) -> None:
        self._say()
        self.changed.emit()
