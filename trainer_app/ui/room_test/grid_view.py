"""The grid for answer sheets: names down, questions across, a key for each letter."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView, QTableView, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.training.letters import GAP
from trainer_app.ui import icons, theme
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.room_test.grid_model import CellDelegate, GridModel, Index
from trainer_app.ui.room_test.paper_grid import NOTHING, PaperGrid, Place, SheetRow, press, rub_out
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import paint_surface

Key = Qt.Key
_VIRTUAL = {code: chr(code) for code in range(ord("A"), ord("Z") + 1)}
"""On Windows: keys by place, whatever alphabet is on."""
_SCANNED = {38: "A", 56: "B", 54: "C", 40: "D", 26: "E", 41: "F"}
"""On Linux: the same."""


def typed_key(event: QKeyEvent) -> str:
    """The letter, dot, minus or blank of a key; with another alphabet on, by the key's place."""
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return ""
    text = event.text().upper()
    if text in (GAP, NOTHING, " ") or (text.isascii() and text.isalpha()):
        return text
    if text.isalpha():
        if sys.platform == "win32":
            return _VIRTUAL.get(event.nativeVirtualKey(), text)
        return _SCANNED.get(event.nativeScanCode(), text)
    return text if text.isprintable() else ""


class NameHeader(Themed, QHeaderView):
    """Names, the letter of each one's form, and a mark once a sheet is complete."""

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._grid = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("body"))
        tall = max(theme.px(44), theme.line_height("body") + 14)
        self.setMinimumSectionSize(tall)
        self.setDefaultSectionSize(tall)
        super().dress()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        names = [row.person.learner.name for row in self._grid.grid.rows]
        longest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        room = theme.px(28) + theme.px(22) + 34
        return QSize(min(max(longest, theme.px(120)), theme.px(210)) + room, 100)

    def paintSection(  # noqa: N802 - Qt's name
        self, painter: QPainter, rect: QRect, logical_index: int
    ) -> None:
        row = self._grid.grid.rows[logical_index]
        rtl = self.isRightToLeft()
        side, mark = theme.px(28), theme.px(22)
        area = QRectF(rect)
        badge = QRectF(area.left() + 2, area.center().y() - side / 2, side, side)
        tick = QRectF(area.right() - mark - 8, area.center().y() - mark / 2, mark, mark)
        words = QRectF(
            badge.right() + 10, area.top(), tick.left() - badge.right() - 16, area.height()
        )
        if rtl:
            badge, tick, words = (
                QRectF(area.left() + area.right() - one.right(), one.y(), one.width(), one.height())
                for one in (badge, tick, words)
            )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._form(painter, badge, row)
        here = self.parent().currentIndex().row() == logical_index  # type: ignore[attr-defined]
        self._name(painter, words, row, rtl=rtl, here=here)
        if row.at_computer:
            icons.paint(painter, "device-desktop", tick, "text_muted")
        elif row.is_complete:
            icons.paint(painter, "circle-check", tick, "success")
        painter.restore()

    def _form(self, painter: QPainter, area: QRectF, row: SheetRow) -> None:
        tint = "info" if row.person.letter == "a" else "accent"
        edge = "border" if theme.is_high_contrast() else ""
        paint_surface(painter, area, f"{tint}_soft", edge, 1, 7)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour(f"on_{tint}_soft"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, row.person.letter.upper())

    def _name(
        self, painter: QPainter, area: QRectF, row: SheetRow, *, rtl: bool, here: bool
    ) -> None:
        painter.setFont(theme.font("label" if here else "body"))
        painter.setPen(theme.colour("text_muted" if row.locked else "text"))
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        name = row.person.learner.name
        elided = painter.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(area, flags, isolate(elided))


class NumberHeader(Themed, QHeaderView):
    """The numbers of the questions, as printed on the sheets."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(10)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("caption"))
        super().dress()

    def sizeHint(self) -> QSize:
        return QSize(100, theme.line_height("caption") + 10)

    def paintSection(  # noqa: N802 - Qt's name
        self, painter: QPainter, rect: QRect, logical_index: int
    ) -> None:
        here = self.parent().currentIndex().column() == logical_index  # type: ignore[attr-defined]
        painter.save()
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("primary" if here else "text_muted"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, i18n.number(logical_index + 1))
        painter.restore()


class GridView(Themed, QTableView):
    """Keys go straight into the cells; nothing opens and nothing waits.

    Signals: ``filled(SheetRow)`` when a sheet changed; ``moved`` when another cell is current;
    ``refused(str, str)`` with the key and why it meant nothing.
    """

    filled = Signal(object)
    moved = Signal()
    refused = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        corner: list[QAbstractButton] = list(self.findChildren(QAbstractButton))
        self._corner = corner[0]
        self.cells = GridModel()
        self.setModel(self.cells)
        self.setItemDelegate(CellDelegate(self))
        self.setVerticalHeader(NameHeader(self.cells, self))
        self.setHorizontalHeader(NumberHeader(self))
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        for mode in (self.setVerticalScrollMode, self.setHorizontalScrollMode):
            mode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.settle()

    # ------------------------------------------------------------ what is shown

    @property
    def place(self) -> Place | None:
        """Where one types."""
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else None

    @property
    def row(self) -> SheetRow | None:
        """Whose sheet that is."""
        return self.cells.grid.rows[self.currentIndex().row()] if self.place else None

    def show_rows(self, rows: Sequence[SheetRow]) -> None:
        """Show these sheets; who is still there keeps the place."""
        before, column = self.row, self.currentIndex().column()
        self.cells.show_grid(PaperGrid(rows))
        self._size_columns()
        ids = [row.learner_id for row in rows]
        place = None
        if before is not None and before.learner_id in ids:
            place = ids.index(before.learner_id), column
        if place is None or not self.cells.grid.takes(place):
            place = self.cells.grid.next_open(None) or self.cells.grid.step(None, 1)
        self.go(place)

    def go(self, place: Place | None) -> None:
        """Stand there."""
        if place is not None:
            self.cells.refuse(None)
            self.setCurrentIndex(self.cells.index(*place))

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.verticalHeader().viewport().update()
        if current.column() != previous.column():
            self.horizontalHeader().viewport().update()
        self.moved.emit()

    def updateGeometries(self) -> None:  # noqa: N802 - Qt's name
        super().updateGeometries()
        self._corner.hide()  # Qt shows it again each time

    # ------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.place
        if place is None or not self._takes_key(event, place):
            event.ignore()  # never the search of Qt's tables

    def _takes_key(self, event: QKeyEvent, place: Place) -> bool:
        grid, key = self.cells.grid, event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        forward = (key == Key.Key_Right) != self.isRightToLeft()
        if key == Key.Key_F8 or (control and key == Key.Key_Down):
            self.go(grid.next_open(place))
        elif key in (Key.Key_Left, Key.Key_Right):
            self.go(grid.step(place, 1 if forward else -1))
        elif key in (Key.Key_Up, Key.Key_Down) and not control:
            self.go(grid.beside(place, 1 if key == Key.Key_Down else -1))
        elif key in (Key.Key_Home, Key.Key_End):
            last = key == Key.Key_End
            self.go(grid.step(None, -1 if last else 1) if control else grid.edge(place, last=last))
        elif key in (Key.Key_Backspace, Key.Key_Delete) and grid.takes(place):
            cell = rub_out(grid.sheet(place), grid.cell(place))
            self._put(place, cell if key == Key.Key_Backspace else None)
        elif is_enter(event):
            self.go(grid.step(place, 1))
        elif typed := typed_key(event):
            if not event.isAutoRepeat() and grid.takes(place):
                self._type(place, typed)
        else:
            return False
        return True

    def _type(self, place: Place, key: str) -> None:
        grid = self.cells.grid
        cell, moves, refused = press(grid.sheet(place), grid.cell(place), key)
        if refused:
            self.cells.refuse(place)
            self.refused.emit(key, refused)
            return
        self._put(place, cell)
        if moves:
            self.go(grid.step(place, 1))

    def _put(self, place: Place, cell: str | None) -> None:
        self.cells.refuse(None)
        if self.cells.grid.cell(place) != cell:
            self.cells.put(place, cell)
            self.filled.emit(self.cells.grid.rows[place[0]])
        self.moved.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab goes from cell to cell; past the last one it leaves the grid."""
        place = self.cells.grid.step(self.place, 1 if forward else -1) if self.place else None
        if place is None:
            return super().focusNextPrevChild(forward)
        self.go(place)
        return True

    # ------------------------------------------------------------ look and words

    def dress(self) -> None:
        super().dress()
        self._size_columns()

    def _size_columns(self) -> None:
        """As wide as the longest answer that may stand in a column."""
        letter = theme.px(14)
        for column in range(self.cells.grid.columns):
            most = max(
                len(row.printed[column].options) if row.printed[column].length is None
                else row.printed[column].length or 1
                for row in self.cells.grid.rows
                if column < len(row.cells)
            )  # fmt: skip
            self.setColumnWidth(column, max(theme.px(48), letter * most + theme.px(20)))

    def retranslate(self) -> None:
        self.setAccessibleName(_("Answer sheets"))
