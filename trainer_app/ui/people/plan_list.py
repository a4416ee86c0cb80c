"""The rows of a list that is to be taken in: what each would do, and what is to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from trainer_app.i18n import _, isolate_number, number, pgettext
from trainer_app.operations.roster_plan import Kind, RowPlan
from trainer_app.ui import icons, theme
from trainer_app.ui.people.row_list import RowList
from trainer_app.ui.people.words import change_words, work_and_team
from trainer_app.ui.widgets.cards import paint_surface

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LOOKS: dict[Kind, tuple[str, str]] = {
    "new": ("user-plus", "primary"),
    "changes": ("pencil", "info"),
    "same": ("check", "text_muted"),
    "problem": ("alert-circle", "caution"),
}
_PAD = 16


def kind_words(kind: Kind) -> str:
    """What becomes of a row, in a word or two."""
    words = {
        "new": pgettext("rows of a list", "New"),
        "changes": _("Changes"),
        "same": _("Stays as it is"),
        "problem": _("To be mended"),
    }
    return words[kind]


def row_words(plan: RowPlan) -> str:
    """What a row does, or what is to be mended in it."""
    if plan.kind == "changes":
        return " · ".join(change_words(change) for change in plan.changes)
    if plan.kind == "new" and plan.after is not None:
        said = (work_and_team(plan.after), plan.words)
        return " · ".join(one for one in said if one)
    return plan.words or kind_words(plan.kind)


class PlanModel(QAbstractListModel):
    """The rows that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.plans: list[RowPlan] = []

    def show_plans(self, plans: Sequence[RowPlan]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.plans = list(plans)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.plans)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.plans):
            return None
        plan = self.plans[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return plan.name
            case Qt.ItemDataRole.AccessibleTextRole:
                row = _("Row {row}").format(row=number(plan.row))
                said = (row, plan.name, kind_words(plan.kind), row_words(plan))
                return ". ".join(one for one in said if one)
            case Qt.ItemDataRole.ToolTipRole:
                return row_words(plan)
            case Qt.ItemDataRole.UserRole:
                return plan
        return None


class PlanRow(QStyledItemDelegate):
    """Paints one row: its number, an icon, the name, and below it the words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = theme.line_height("label") + theme.line_height("small")
        return QSize(theme.px(200), max(theme.px(56), lines + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        plan = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(plan, RowPlan):
            return
        shown: Any = option  # its fields are missing from the stubs
        area, rtl = QRectF(shown.rect), shown.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if shown.state & QStyle.StateFlag.State_Selected:
            inside = area.adjusted(4, 2, -4, -2)
            edge = "primary" if theme.is_high_contrast() else ""
            paint_surface(painter, inside, "surface_alt", edge, 2, theme.CONTROL_RADIUS)
        if index.row():
            line = area.adjusted(_PAD, 0, -_PAD, 0)
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(line.topLeft(), line.topRight())
        self._paint_plan(painter, area, plan, rtl=rtl)
        painter.restore()

    @staticmethod
    def _paint_plan(painter: QPainter, area: QRectF, plan: RowPlan, *, rtl: bool) -> None:
        icon, ink = _LOOKS[plan.kind]
        wide, side = theme.px(52), theme.px(24)
        top, below = theme.line_height("label"), theme.line_height("small")
        y = area.y() + (area.height() - top - below) / 2

        def place(start: float, width: float, at: float, height: float) -> QRectF:
            left = area.width() - start - width if rtl else start
            return QRectF(area.x() + left, at, width, height)

        edge = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = edge | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_muted"))
        number_box = place(_PAD, wide, area.y(), area.height())
        painter.drawText(number_box, flags, isolate_number(number(plan.row)))
        mark = place(_PAD + wide, side, area.y() + (area.height() - side) / 2, side)
        icons.paint(painter, icon, mark, ink)
        start = _PAD + wide + side + 14
        room = area.width() - start - _PAD
        for font, colour, words, at, high in (
            ("label", "text", plan.name, y, top),
            ("small", ink if plan.kind == "problem" else "text_muted", row_words(plan), y + top,
             below),
        ):  # fmt: skip
            painter.setFont(theme.font(font))  # type: ignore[arg-type]
            painter.setPen(theme.colour(colour))
            cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(place(start, room, at, high), flags, cut)


class PlanList(RowList):
    """The rows of a list; nothing happens when one is pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.rows = PlanModel()
        super().__init__(self.rows, parent)
        self.setItemDelegate(PlanRow(self))
        self.settle()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Rows of the list"))
        self.update()
