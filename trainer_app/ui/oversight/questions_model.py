"""Every question of a module as rows: sorted by what is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.operations.reports.works import ItemFigure
from trainer_app.ui.oversight.works_words import (
    apart_sentence,
    apart_words,
    group_sentence,
    remark_words,
    too_few,
)

Index = QModelIndex | QPersistentModelIndex
QuestionOrder = Literal["notice", "module", "difficulty", "apart"]
ORDERS: tuple[QuestionOrder, ...] = ("notice", "difficulty", "apart", "module")
"""By what rows can be sorted: what stands out first, the hardest, what tells people apart least, as
they stand in the module."""
QUESTION, CHANGE, APART, REMARK = range(4)
SORTS: dict[int, QuestionOrder] = {
    QUESTION: "module",
    CHANGE: "difficulty",
    APART: "apart",
    REMARK: "notice",
}
"""What a press on the head of each column sorts by."""
_ROOT = QModelIndex()
_REMARKS = ("hard", "missed", "backwards", "known", "flat")
_LAST = 2.0


class QuestionsModel(QAbstractTableModel):
    """Rows hold an ``ItemFigure`` each; where a figure is withheld it comes last in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.figures: list[ItemFigure] = []
        self.order: QuestionOrder = "notice"
        self._all: tuple[ItemFigure, ...] = ()

    def show_figures(self, figures: tuple[ItemFigure, ...]) -> None:
        """Show these questions, given in the order of the module."""
        self._all = figures
        self._sort()

    def sort_by(self, order: QuestionOrder) -> None:
        """Show them in another order."""
        self.order = order
        self._sort()

    def _sort(self) -> None:
        self.beginResetModel()
        keys: dict[QuestionOrder, Callable[[ItemFigure], Any]] = {
            "module": lambda one: 0,
            "difficulty": _share_after,
            "apart": lambda one: _LAST if one.upper_lower is None else one.upper_lower,
            "notice": lambda one: (
                _REMARKS.index(one.remark) if one.remark else len(_REMARKS), _share_after(one)
            ),
        }  # fmt: skip
        self.figures = sorted(self._all, key=keys[self.order])
        self.endResetModel()

    # ------------------------------------------------------------ for the view

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.figures)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(SORTS)

    def title(self, column: int) -> str:
        """What stands over a column."""
        return (_("Question"), _("Before and after"), _("Tells people apart"), _("What we see"))[
            column
        ]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        figure = self.figures[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "\n".join(filter(None, lines_of(figure, index.column())))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return said_of(figure, index.column())
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.title(section)


def lines_of(figure: ItemFigure, column: int) -> tuple[str, str]:
    """The two lines of a cell."""
    match column:
        case 0:
            return figure.prompt, _("Must be right to pass") if figure.critical else ""
        case 1:
            return change_words(figure), ""
        case 2:
            return apart_words(figure.upper_lower), ""
    return remark_words(figure)


def change_words(figure: ItemFigure) -> str:
    """“45 → 82”, out of 100, in reading order."""
    if figure.before is None and figure.after is None:
        return too_few()
    shares = [
        "–" if group is None else i18n.number(round(group.share * 100))
        for group in (figure.before, figure.after)
    ]
    if i18n.is_rtl():
        return f"\N{RIGHT-TO-LEFT MARK}{shares[0]} \N{LEFTWARDS ARROW} {shares[1]}"
    return f"{shares[0]} \N{RIGHTWARDS ARROW} {shares[1]}"


def said_of(figure: ItemFigure, column: int) -> str:
    """All there is to say of a cell."""
    match column:
        case 0:
            return "\n".join(filter(None, (*lines_of(figure, column), figure.objective)))
        case 1:
            before = group_sentence(_("Test before"), figure.before)
            after = group_sentence(_("Test after"), figure.after)
            return f"{before} {after}"
        case 2:
            return apart_sentence(figure.upper_lower)
    return " ".join(filter(None, remark_words(figure)))


def _share_after(one: ItemFigure) -> float:
    return _LAST if one.after is None else one.after.share
