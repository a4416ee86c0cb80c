"""The matrix of people and modules: the names stay while the modules move sideways."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableView, QWidget

from trainer_app.i18n import _
from trainer_app.operations.reports.completion import Matrix
from trainer_app.ui import theme
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.oversight.matrix_model import MatrixModel
from trainer_app.ui.oversight.matrix_paint import MatrixDelegate, MatrixHeader, row_height
from trainer_app.ui.themed import Themed

_NAMES, _CHANGE = 220, 132


class MatrixView(Themed, QWidget):
    """Two tables of one model, which scroll up and down together. ``cells`` takes the keys.

    Signals: ``opened(str)`` with a learner id; ``copy_asked(list[int])`` with people, in order;
    ``sort_asked(int)`` with a column.
    """

    opened = Signal(str)
    copy_asked = Signal(object)
    sort_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = MatrixModel()
        self._delegate = MatrixDelegate(self)
        self.names, self.cells = QTableView(), _Cells()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.names)
        row.addWidget(self.cells, 1)
        self.heads = []
        for table in (self.names, self.cells):
            head = MatrixHeader(table)
            table.setHorizontalHeader(head)
            table.setModel(self.model)
            table.setItemDelegate(self._delegate)
            table.verticalHeader().setVisible(False)
            table.setShowGrid(False)
            table.setFrameShape(QTableView.Shape.NoFrame)
            table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
            table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            table.setTabKeyNavigation(False)
            table.setCornerWidget(QWidget())
            table.doubleClicked.connect(lambda index: self.open_row(index.row()))
            head.sectionClicked.connect(self.sort_asked)
            self.heads.append(head)
        self.names.setSelectionModel(self.cells.selectionModel())
        self.names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.names.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        up_down = self.cells.verticalScrollBar()
        up_down.valueChanged.connect(self.names.verticalScrollBar().setValue)
        self.names.verticalScrollBar().valueChanged.connect(up_down.setValue)
        self.cells.copied.connect(self._on_copied)
        self.cells.row_opened.connect(self.open_row)
        self.model.modelReset.connect(self._fit)
        self.setFocusProxy(self.cells)
        self.settle()

    # ------------------------------------------------------------ what it shows

    def show_matrix(self, made: Matrix, sites: Mapping[str, str]) -> None:
        """Show these people; whoever was in the middle of it stays on the same person."""
        here = self.cells.currentIndex()
        was = self.model.ids[here.row()] if 0 <= here.row() < len(self.model.ids) else None
        column = max(1, here.column())
        self.model.show_matrix(made, sites)
        if made.ids:
            place = made.ids.index(was) if was in made.ids else 0
            at = self.model.index(place, min(column, self.model.columnCount() - 1))
            flags = (
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows
            )
            self.cells.selectionModel().setCurrentIndex(at, flags)

    def show_sorted(self, column: int, *, descending: bool) -> None:
        """Draw the arrow of the column that rows are sorted by."""
        for head in self.heads:
            head.sorted = (column, descending)
            head.viewport().update()

    def set_dense(self, dense: bool) -> None:
        """One line for each person, or two."""
        self._delegate.dense = dense
        self._fit()

    def open_row(self, place: int) -> None:
        """Tell who is to be shown."""
        row = self.model.row_of(place)
        if row is not None:
            self.opened.emit(row.learner_id)

    # ------------------------------------------------------------ layout

    def dress(self) -> None:
        super().dress()
        self._fit()

    def retranslate(self) -> None:
        self.cells.setAccessibleName(_("People and modules"))
        self.names.setAccessibleName(_("Names"))
        for table in (self.names, self.cells):
            table.viewport().update()
        for head in self.heads:
            head.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_NAMES) + theme.px(100), theme.px(160))

    def _fit(self) -> None:
        """Names as wide as they need, modules share what is left."""
        count = self.model.columnCount()
        high = self.heads[1].sizeHint().height()
        for table in (self.names, self.cells):
            table.verticalHeader().setDefaultSectionSize(row_height(dense=self._delegate.dense))
            table.horizontalHeader().setFixedHeight(high)
            for column in range(count):
                table.setColumnHidden(column, (column == 0) != (table is self.names))
        names = min(theme.px(_NAMES), max(self.width() // 3, theme.px(140)))
        self.names.setFixedWidth(names)
        self.names.setColumnWidth(0, names)
        room = self.width() - names - self.cells.verticalScrollBar().sizeHint().width()
        last = theme.px(_CHANGE)
        each = max(self.heads[1].least_width(), (room - last) // max(1, count - 2))
        for column in range(1, count):
            self.cells.setColumnWidth(column, last if column == count - 1 else each)

    def _on_copied(self) -> None:
        places = sorted({index.row() for index in self.cells.selectionModel().selectedRows()})
        if places:
            self.copy_asked.emit([self.model.ids[place] for place in places])


class _Cells(QTableView):
    """Signals: ``row_opened(int)``, ``copied``."""

    row_opened = Signal(int)
    copied = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif is_enter(event) and self.currentIndex().isValid():
            self.row_opened.emit(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            rows = self.model().rowCount()
            place = 0 if event.key() == Qt.Key.Key_Home else rows - 1
            self.setCurrentIndex(self.model().index(place, max(1, self.currentIndex().column())))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.hasFocus():
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def moveCursor(  # noqa: N802 - Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Never onto the hidden names."""
        found = super().moveCursor(action, modifiers)
        if found.isValid() and found.column() == 0:
            return self.model().index(found.row(), 1)
        return found
