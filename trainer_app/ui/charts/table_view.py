"""The figures of a chart as a table to read, to walk through with arrows and to copy."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from trainer_app.i18n import isolate
from trainer_app.operations.reports.table import Table
from trainer_app.ui import theme
from trainer_app.ui.charts.words import cell_words
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.themed import Themed

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_NOTHING = Table("", "", (), ())
_FIRST = 170
_ROWS = 10
"""As many rows are seen at once; more are scrolled."""


class TableModel(QAbstractTableModel):
    """A ``Table`` for a view. ``unknown`` stands where a figure is None."""

    def __init__(self) -> None:
        super().__init__()
        self.table = _NOTHING
        self._unknown = ""

    def show_table(self, table: Table, unknown: str) -> None:
        """Show this one."""
        self.beginResetModel()
        self.table, self._unknown = table, unknown
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.table.columns)

    def words(self, row: int, column: int) -> str:
        """What a cell says."""
        kind = self.table.columns[column].kind
        return cell_words(self.table.rows[row][column], kind, self._unknown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.words(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.table.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        words = self.table.columns[column].kind == "text"
        side = Qt.AlignmentFlag.AlignLeading if words else Qt.AlignmentFlag.AlignTrailing
        return side | Qt.AlignmentFlag.AlignVCenter


class _Heads(Themed, QHeaderView):
    """Quiet words over the columns, with a line below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("caption"))
        self.setMinimumSectionSize(theme.px(56))
        super().dress()

    def sizeHint(self) -> QSize:
        return QSize(100, theme.line_height("caption") + 14)

    def sectionSizeFromContents(self, logical_index: int) -> QSize:  # noqa: N802 - Qt's name
        words = self.model().headerData(logical_index, self.orientation())
        wide = self.fontMetrics().horizontalAdvance(str(words or ""))
        return QSize(wide + 2 * _PAD + 2, self.sizeHint().height())

    def paintSection(  # noqa: N802 - Qt's name
        self, painter: QPainter, rect: QRect, logical_index: int
    ) -> None:
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        at_start = self.model().headerData(logical_index, self.orientation(), _SIDE)
        leading = bool(at_start & Qt.AlignmentFlag.AlignLeading)
        left = leading != self.isRightToLeft()
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        room = rect.adjusted(_PAD, 0, -_PAD, -4)
        words = str(self.model().headerData(logical_index, self.orientation()))
        painter.setFont(self.font())
        painter.setPen(theme.colour("text_muted"))
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, flags, shown)
        painter.setPen(QPen(theme.colour("border_strong"), 1))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.restore()

    def update(self, *_rows: object) -> None:
        """Paint everything anew."""
        self.viewport().update()


class _Cell(QStyledItemDelegate):
    """Words with room around them, and a fine line under each row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * _PAD, hint.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        rtl = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.colour("primary_soft"))
        left = bool(index.data(_SIDE) & Qt.AlignmentFlag.AlignLeading) != rtl
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        room = rect.adjusted(_PAD, 0, -_PAD, 0)
        font = theme.font("small")
        words = QFontMetrics(font).elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.setFont(font)
        painter.setPen(theme.colour("on_primary_soft" if chosen else "text"))
        painter.drawText(room, flags, isolate(words))
        painter.setPen(theme.colour("border"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.restore()


_PAD = 8
_SIDE = Qt.ItemDataRole.TextAlignmentRole


class ChartTable(Themed, QTableView):
    """As high as its rows, up to ten. Arrows walk, Ctrl+C copies what is selected, or everything,
    with its headings, for a spreadsheet.

    Signals: ``opened(int)`` with the row that was pressed.
    """

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = TableModel()
        self.setModel(self.cells)
        self.setItemDelegate(_Cell(self))
        self.setHorizontalHeader(_Heads(self))
        self.verticalHeader().hide()
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.settle()

    def show_table(self, table: Table, unknown: str) -> None:
        """Show these figures; ``unknown`` stands where one is None."""
        self.cells.show_table(table, unknown)
        self.setAccessibleName(table.title)
        self.setAccessibleDescription(" ".join(table.notes))
        self._size()

    def _size(self) -> None:
        """Every column as wide as its words; the first takes what is left, or as much of its own
        as can be read, and then the table is moved sideways."""
        columns = self.cells.columnCount()
        widths = [
            max(self.sizeHintForColumn(n), self.horizontalHeader().sectionSizeHint(n))
            for n in range(columns)
        ]
        if columns:
            rest = self.viewport().width() - sum(widths[1:])
            widths[0] = max(rest, min(widths[0], theme.px(_FIRST)))
        for column, wide in enumerate(widths):
            self.setColumnWidth(column, wide)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def dress(self) -> None:
        self.setFont(theme.font("small"))
        tall = max(theme.px(36), theme.line_height("small") + 12)
        self.verticalHeader().setMinimumSectionSize(tall)
        self.verticalHeader().setDefaultSectionSize(tall)
        super().dress()
        self._size()

    def update(self, *_rows: object) -> None:
        """Paint everything anew; an item view knows only how to do that for one cell."""
        self.viewport().update()

    # ------------------------------------------------------------ measures

    def sizeHint(self) -> QSize:
        rows = max(1, min(self.cells.rowCount(), _ROWS))
        high = rows * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height()  # there may be one below
        return QSize(theme.px(360), self.horizontalHeader().sizeHint().height() + high + bar)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), self.sizeHint().height())

    # ------------------------------------------------------------ keys

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cells.rowCount():
            self.setCurrentIndex(self.cells.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        elif is_enter(event) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def copied(self) -> str:
        """The selected rows with the headings over them, cells apart by tabs; all if none is."""
        selected = sorted({index.row() for index in self.selectionModel().selectedRows()})
        chosen = selected or range(self.cells.rowCount())
        columns = range(self.cells.columnCount())
        lines = [[column.title for column in self.cells.table.columns]]
        lines += [[self.cells.words(row, column) for column in columns] for row in chosen]
        return "\n".join("\t".join(line) for line in lines)
