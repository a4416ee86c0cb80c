"""The matrix as a table: ids are held, rows are asked for when they come into view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.operations.reports.completion import Matrix, MatrixRow
from trainer_app.operations.reports.terms import ModuleTerm
from trainer_app.operations.role_words import ROLES
from trainer_app.ui.oversight.standing_words import said_of

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
PORTION = 64
"""So many rows are asked for at once."""
MOST_KEPT = 4_000


class MatrixModel(QAbstractTableModel):
    """Columns: who, each module, and last the tests before and after.

    Signals: ``wanted(list[int])``, the people whose rows are to be brought with ``keep``.
    """

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.ids: Sequence[int] = ()
        self.modules: tuple[ModuleTerm, ...] = ()
        self.sites: Mapping[str, str] = {}
        self._rows: dict[int, MatrixRow] = {}
        self._asked: set[int] = set()

    # ------------------------------------------------------------ what it holds

    def show_matrix(self, made: Matrix, sites: Mapping[str, str]) -> None:
        """Show other people, or the same in another order; ``sites`` are names by id."""
        self.beginResetModel()
        self.ids, self.modules, self.sites = made.ids, made.modules, sites
        self._rows, self._asked = {}, set()
        self.endResetModel()

    def keep(self, rows: Sequence[MatrixRow]) -> None:
        """Rows that were wanted are here."""
        if len(self._rows) > MOST_KEPT:
            self._rows, self._asked = {}, set()
        self._rows |= {row.person: row for row in rows}
        if self.ids:
            last = self.index(len(self.ids) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row_of(self, place: int) -> MatrixRow | None:
        """The row at a place; None while it is not here, and then it is wanted."""
        if not 0 <= place < len(self.ids):
            return None
        found = self._rows.get(self.ids[place])
        if found is None:
            self._want(place)
        return found

    def _want(self, place: int) -> None:
        first = place // PORTION * PORTION
        portion = self.ids[first : first + PORTION]
        missing = [one for one in portion if one not in self._rows and one not in self._asked]
        if missing:
            self._asked |= set(missing)
            self.wanted.emit(missing)

    # ------------------------------------------------------------ as Qt asks for it

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.modules) + 2

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.title(section)

    def title(self, column: int) -> str:
        """What stands above a column."""
        if column == 0:
            return _("Name")
        if column <= len(self.modules):
            return self.modules[column - 1].title.partition(":")[0]
        # For translators: the results of two tests, above a column with a dot for each.
        return _("Before and after")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_of(index.row())
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.ToolTipRole:
                return self.said(row, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.name}. {self.title(index.column())}: {self.said(row, index.column())}"
        return None

    def said(self, row: MatrixRow, column: int) -> str:
        """A cell in words."""
        if column == 0:
            return ". ".join((row.name, *self.second_line(row)))
        if column <= len(self.modules):
            return said_of(row.cells[self.modules[column - 1].module_id])
        return change_words(row.before, row.after)

    def second_line(self, row: MatrixRow) -> list[str]:
        """What stands below a name: team or work, the site where there are several, who left."""
        said = [row.team or _(ROLES[row.role])]
        if len(self.sites) > 1:
            said.append(self.sites.get(row.site, row.site) or _("No site"))
        if row.walk_in:
            said.append(_("Walk-in"))
        if row.has_left:
            said.append(_("Has left"))
        return said


def change_words(before: float | None, after: float | None) -> str:
    """Two results out of 100."""
    if before is None or after is None:
        return _("Not both tests yet")
    return _("{before} before, {after} after, out of 100").format(
        before=isolate(i18n.number(round(before * 100))),
        after=isolate(i18n.number(round(after * 100))),
    )
