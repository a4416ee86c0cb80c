"""The grid of answer sheets as Qt asks for it, and how its cells are painted."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.training.letters import GAP
from trainer_app.ui import theme
from trainer_app.ui.room_test.paper_grid import PaperGrid, Place, SheetRow
from trainer_app.ui.widgets.cards import paint_surface

Index = QModelIndex | QPersistentModelIndex
_NOTHING, _DOT = "–", "·"


class GridModel(QAbstractTableModel):
    """Letters in cells, names as row headers. ``refused`` is the cell that took no key last."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = PaperGrid()
        self.refused: Place | None = None

    def show_grid(self, grid: PaperGrid) -> None:
        """Show these sheets instead."""
        self.beginResetModel()
        self.grid, self.refused = grid, None
        self.endResetModel()

    def put(self, place: Place, cell: str | None) -> None:
        """Fill a cell, or open it again."""
        row = self.grid.rows[place[0]]
        before = row.is_complete
        self.grid.put(place, cell)
        self._tell(place)
        if row.is_complete != before:  # telling it paints the whole grid anew
            self.headerDataChanged.emit(Qt.Orientation.Vertical, place[0], place[0])

    def refuse(self, place: Place | None) -> None:
        """Mark a cell whose key meant nothing there, or none."""
        before, self.refused = self.refused, place
        for one in (before, place):
            if one is not None:
                self._tell(one)

    def _tell(self, place: Place) -> None:
        index = self.index(*place)
        self.dataChanged.emit(index, index)

    # ------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        return 0 if parent.isValid() else self.grid.columns

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.grid.takes((index.row(), index.column())):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        place = index.row(), index.column()
        if not index.isValid() or place[1] >= len(self.grid.rows[place[0]].cells):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(self.grid.rows[place[0]], place[1])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said(self.grid.rows[place[0]], place[1])
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        spoken = role == Qt.ItemDataRole.AccessibleTextRole
        if role != Qt.ItemDataRole.DisplayRole and not spoken:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return i18n.number(section + 1)
        row = self.grid.rows[section]
        name = row.person.learner.name
        return f"{name}. {standing(row)}" if spoken else name


def shown(row: SheetRow, column: int) -> str:
    """What a cell shows. What somebody answers at a computer is nobody's business here."""
    cell = row.cells[column]
    if row.at_computer or cell is None:
        return ""
    if not cell.strip(GAP):
        return _NOTHING
    most = row.printed[column].length or 0
    return cell.ljust(most, GAP).replace(GAP, _DOT)


def said(row: SheetRow, column: int) -> str:
    """A cell for those who hear it."""
    number = _("Question {number}").format(number=isolate(i18n.number(column + 1)))
    cell = row.cells[column]
    if row.locked:
        state = standing(row)
    elif cell is None:
        # For translators: a box on a form that nobody filled in yet
        state = _("open")
    else:
        state = " ".join(cell) if cell.strip(GAP) else _("left empty")
    return f"{row.person.learner.name}. {number}: {state}"


def standing(row: SheetRow) -> str:
    """How far a sheet is, in words."""
    if row.at_computer:
        return _("At a computer")
    if row.is_complete:
        return _("Complete")
    done = sum(cell is not None for cell in row.cells)
    return _("{done} of {all}").format(
        done=isolate(i18n.number(done)), all=isolate(i18n.number(len(row.cells)))
    )


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: its letters, where one is, and what was not taken."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, GridModel)
        place = index.row(), index.column()
        row = model.grid.rows[place[0]]
        if place[1] >= len(row.cells):
            return
        rect: QRectF = QRectF(option.rect)  # type: ignore[attr-defined]
        here = self.parent().currentIndex() == index  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect.adjusted(3, 3, -3, -3), row, place, model, here=here)
        self._letters(painter, rect, shown(row, place[1]))
        painter.restore()

    def _ground(
        self,
        painter: QPainter,
        area: QRectF,
        row: SheetRow,
        place: Place,
        model: GridModel,
        *,
        here: bool,
    ) -> None:
        ground, edge, thick = "surface", "border_strong", 1
        if row.locked:
            ground, edge = "surface_alt", "border" if theme.is_high_contrast() else ""
        elif row.cells[place[1]] is not None:
            ground, edge = "primary_soft", "primary_soft"
            if theme.is_high_contrast():
                edge = "border"
        if here:
            ring = ("caution", 4) if model.refused == place else ("focus", 3)
            paint_surface(painter, area.adjusted(-2, -2, 2, 2), "", *ring, 9)
        paint_surface(painter, area, ground, edge, thick, 7)
        if here and model.refused == place:
            self._refused(painter, area)

    def _refused(self, painter: QPainter, area: QRectF) -> None:
        """A dashed edge inside: the mark differs by shape, not only by colour."""
        pen = QPen(theme.colour("caution"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(3, 3, -3, -3), 5, 5)

    def _letters(self, painter: QPainter, area: QRectF, letters: str) -> None:
        """Letters and dots stand in the order of their lines, whichever way words run."""
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_muted" if letters == _NOTHING else "text"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letters)
