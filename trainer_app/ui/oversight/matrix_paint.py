"""How the rows and the head of the matrix are painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen, QTextOption
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from trainer_app.i18n import isolate
from trainer_app.operations.reports.completion import MatrixRow
from trainer_app.ui import icons, theme
from trainer_app.ui.charts.before_after import paint_change
from trainer_app.ui.charts.ink import Ink
from trainer_app.ui.oversight.matrix_model import MatrixModel
from trainer_app.ui.oversight.standing_words import paint_state
from trainer_app.ui.reading_side import reading_side
from trainer_app.ui.themed import Themed

Index = QModelIndex | QPersistentModelIndex
_PAD = 14


def row_height(*, dense: bool) -> int:
    """Pixels of a row: a name alone, or a name and a line below it."""
    lines = theme.line_height("label")
    if dense:
        return max(theme.px(44), lines + 12)
    return max(theme.px(54), lines + theme.line_height("caption") + 12)


class MatrixDelegate(QStyledItemDelegate):
    """Paints names, marks and dots; a row that is not here yet as a faint line."""

    dense = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(90), row_height(dense=self.dense))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, MatrixModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, theme.colour("primary_soft" if chosen else "surface"))
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        rtl = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]
        row = model.row_of(index.row())
        if row is None:
            line = area.adjusted(_PAD, area.height() / 2 - 3, -_PAD, -area.height() / 2 + 3)
            painter.fillRect(line, theme.colour("surface_alt"))
        elif index.column() == 0:
            self._name(painter, area, row, model, chosen=chosen, rtl=rtl)
        elif index.column() <= len(model.modules):
            painter.setOpacity(0.5 if row.has_left else 1.0)
            paint_state(painter, area, row.cells[model.modules[index.column() - 1].module_id])
        else:
            ink = Ink.on_screen(rtl=rtl)
            paint_change(painter, area.adjusted(_PAD, 0, -_PAD, 0), row.before, row.after, ink)
        painter.restore()

    def _name(
        self,
        painter: QPainter,
        area: QRectF,
        row: MatrixRow,
        model: MatrixModel,
        *,
        chosen: bool,
        rtl: bool,
    ) -> None:
        lines = [(row.name, "label", "text_muted" if row.has_left else "text")]
        if not self.dense:
            second = " · ".join(isolate(one) for one in model.second_line(row))
            lines.append((second, "caption", "on_primary_soft" if chosen else "text_muted"))
        inside = area.adjusted(_PAD, 5, -_PAD, -6)
        high = inside.height() / len(lines)
        for place, (words, role, colour) in enumerate(lines):
            painter.setFont(theme.font(role))  # type: ignore[arg-type]
            painter.setPen(theme.colour(colour))
            line = QRectF(inside.left(), inside.top() + place * high, inside.width(), high)
            elided = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, int(line.width())
            )
            painter.drawText(line, reading_side(rtl=rtl), isolate(elided))


class MatrixHeader(Themed, QHeaderView):
    """Titles that wrap, with an arrow at the one that rows are sorted by."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sorted: tuple[int, bool] | None = None
        """The column rows are sorted by, and whether from the end."""
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(10)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("caption"))
        palette = self.palette()
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Button):
            palette.setColor(role, theme.colour("surface"))
        self.setPalette(palette)
        super().dress()

    def least_width(self) -> int:
        """Pixels in which no word of a module's title is cut."""
        model, metrics = self.model(), self.fontMetrics()
        if not isinstance(model, MatrixModel):
            return 0
        titles = [model.title(column + 1) for column in range(len(model.modules))]
        words = [word for title in titles for word in title.split()]
        longest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        return max(theme.px(72), longest + 16)

    def sizeHint(self) -> QSize:
        return QSize(10, 3 * theme.line_height("caption") + 10)

    def paintSection(  # noqa: N802 - Qt's name
        self, painter: QPainter, rect: QRect, logical_index: int
    ) -> None:
        model = self.model()
        if not isinstance(model, MatrixModel):
            return
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        painter.setPen(QPen(theme.colour("border_strong"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(self.font())
        painter.setPen(theme.colour("text"))
        area = QRectF(rect).adjusted(6, 4, -6, -6)
        rtl = self.isRightToLeft()
        if self.sorted is not None and self.sorted[0] == logical_index:
            arrow = "arrow-down" if self.sorted[1] else "arrow-up"
            side = theme.px(16)
            left = area.left() if rtl else area.right() - side
            mark = QRectF(left, area.bottom() - side, side, side)
            icons.paint(painter, arrow, mark, "primary")
            area.adjust(side if rtl else 0, 0, 0 if rtl else -side, 0)
        option = QTextOption(
            Qt.AlignmentFlag.AlignHCenter if logical_index else Qt.AlignmentFlag.AlignLeading
        )
        option.setAlignment(option.alignment() | Qt.AlignmentFlag.AlignBottom)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        option.setTextDirection(self.layoutDirection())
        painter.drawText(area, model.title(logical_index), option)
        painter.restore()
