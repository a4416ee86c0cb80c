"""The table of questions: as high as its rows, so that the page scrolls and not the table."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from trainer_app.i18n import _, isolate
from trainer_app.operations.reports.works import ItemFigure
from trainer_app.ui import icons, theme
from trainer_app.ui.charts.before_after import paint_change
from trainer_app.ui.charts.ink import Ink
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.oversight.questions_model import (
    CHANGE,
    QUESTION,
    REMARK,
    SORTS,
    Index,
    QuestionsModel,
    lines_of,
)
from trainer_app.ui.reading_side import reading_side
from trainer_app.ui.themed import Themed

_PAD = 12
_SHARES = (34, 15, 19, 32)
"""How the width is shared out, in per cent."""


class QuestionsView(Themed, QTableView):
    """Arrows walk, Enter or a click opens, Ctrl+C copies all rows for a spreadsheet.

    Signals: ``opened(ItemFigure)``; ``sort_asked(str)``, one of ``questions_model.ORDERS``;
    ``row_entered(QRect)``, where the row that is walked to lies in the table.
    """

    opened = Signal(object)
    sort_asked = Signal(str)
    row_entered = Signal(QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.questions = QuestionsModel()
        self.setModel(self.questions)
        self.setItemDelegate(_Cell(self))
        self.head = _Heads(self)
        self.setHorizontalHeader(self.head)
        self.verticalHeader().hide()
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda index: self.open_row(index.row()))
        self.head.sectionClicked.connect(lambda column: self.sort_asked.emit(SORTS[column]))
        self.questions.modelReset.connect(self._fit)
        self.settle()

    def open_row(self, place: int) -> None:
        """Tell which question is to be shown."""
        self.opened.emit(self.questions.figures[place])

    # ------------------------------------------------------------ look and room

    def dress(self) -> None:
        self.setFont(theme.font("small"))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.colour("surface"))
        self.setPalette(palette)
        super().dress()
        self._fit()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Questions"))
        self.questions.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(SORTS) - 1)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        tall = max(theme.px(56), 2 * theme.line_height("label") + 14)
        self.verticalHeader().setMinimumSectionSize(tall)
        self.verticalHeader().setDefaultSectionSize(tall)
        self.head.setFixedHeight(self.head.sizeHint().height())
        self.setFixedHeight(self.head.height() + tall * self.questions.rowCount() + 2)
        room = self.viewport().width()
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, room * share // 100)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(360), super().minimumSizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    # ------------------------------------------------------------ keys

    def currentChanged(self, now: Index, before: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(now, before)
        if now.isValid() and self.hasFocus():
            self.row_entered.emit(self._row_area(now.row()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.questions.rowCount():
            self.selectRow(0)
        elif self.currentIndex().isValid() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.row_entered.emit(self._row_area(self.currentIndex().row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        elif is_enter(event) and self.currentIndex().isValid():
            self.open_row(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            self.selectRow(0 if event.key() == Qt.Key.Key_Home else self.questions.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def copied(self) -> str:
        """All rows with their headings, cells apart by tabs."""
        columns = range(len(SORTS))
        lines = [[self.questions.title(column) for column in columns]]
        lines += [
            [" ".join(" ".join(lines_of(one, column)).split()) for column in columns]
            for one in self.questions.figures
        ]
        return "\n".join("\t".join(line) for line in lines)

    def _row_area(self, row: int) -> QRect:
        top = self.head.height() + self.rowViewportPosition(row)
        return QRect(0, top, self.width(), self.rowHeight(row))


class _Cell(QStyledItemDelegate):
    """Two lines, or two numbers over their dots; a fine line under each row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, QuestionsModel):
            return
        figure = model.figures[index.row()]
        area = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, theme.colour("primary_soft" if chosen else "surface"))
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inside = area.adjusted(_PAD, 5, -_PAD, -6)
        ink = "on_primary_soft" if chosen else "text"
        if index.column() == CHANGE and (figure.before or figure.after):
            self._change(painter, inside, figure, ink, rtl=rtl)
        elif index.column() == QUESTION and not figure.critical:
            self._prompt(painter, inside, figure.prompt, ink, rtl=rtl)
        else:
            muted = "on_primary_soft" if chosen else "text_muted"
            self._lines(painter, inside, index.column(), figure, (ink, muted), rtl=rtl)
        painter.restore()

    def _prompt(
        self, painter: QPainter, inside: QRectF, words: str, ink: str, *, rtl: bool
    ) -> None:
        """In two lines, where there is no other to be said below."""
        lines = _broken(words, QFontMetrics(theme.font("label")), int(inside.width()))
        tall = float(theme.line_height("label"))
        top = inside.top() + (inside.height() - tall * len(lines)) / 2
        for place, line in enumerate(lines):
            area = QRectF(inside.left(), top + place * tall, inside.width(), tall)
            _write(painter, area, line, "label", ink, rtl)

    def _lines(
        self,
        painter: QPainter,
        inside: QRectF,
        column: int,
        figure: ItemFigure,
        inks: tuple[str, str],
        *,
        rtl: bool,
    ) -> None:
        first, second = lines_of(figure, column)
        roles: tuple[theme.Role, theme.Role] = ("small", "caption")
        if column == QUESTION:
            roles = ("label", "caption")
        elif column == REMARK and figure.remark is None:
            inks = (inks[1], inks[1])
        shown = [row for row in zip((first, second), roles, inks, strict=True) if row[0]]
        high = [float(theme.line_height(role)) for _words, role, _ink in shown]
        top = inside.top() + (inside.height() - sum(high)) / 2
        for (words, role, ink), tall in zip(shown, high, strict=True):
            _write(painter, QRectF(inside.left(), top, inside.width(), tall), words, role, ink, rtl)
            top += tall

    def _change(
        self, painter: QPainter, inside: QRectF, figure: ItemFigure, ink: str, *, rtl: bool
    ) -> None:
        tall = float(theme.line_height("small"))
        track = float(theme.px(18))
        top = inside.top() + (inside.height() - tall - track) / 2
        words = lines_of(figure, CHANGE)[0]
        _write(painter, QRectF(inside.left(), top, inside.width(), tall), words, "small", ink, rtl)
        line = QRectF(inside.left(), top + tall, inside.width(), track)
        shares = [None if one is None else one.share for one in (figure.before, figure.after)]
        paint_change(painter, line, shares[0], shares[1], Ink.on_screen(rtl=rtl))


def _broken(words: str, metrics: QFontMetrics, width: int) -> list[str]:
    """What fits into a line, and what is left."""
    first: list[str] = []
    rest = words.split()
    while rest and (not first or metrics.horizontalAdvance(" ".join((*first, rest[0]))) <= width):
        first.append(rest.pop(0))
    return [" ".join(one) for one in (first, rest) if one]


def _write(
    painter: QPainter, line: QRectF, words: str, role: theme.Role, ink: str, rtl: bool
) -> None:
    painter.setFont(theme.font(role))
    painter.setPen(theme.colour(ink))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(line.width()))
    painter.drawText(line, reading_side(rtl=rtl), isolate(shown))


class _Heads(Themed, QHeaderView):
    """Quiet words over the columns, with an arrow at the one that rows are sorted by."""

    def __init__(self, parent: QuestionsView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
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

    def sizeHint(self) -> QSize:
        return QSize(10, theme.line_height("caption") + 14)

    def paintSection(  # noqa: N802 - Qt's name
        self, painter: QPainter, rect: QRect, logical_index: int
    ) -> None:
        model = self.model()
        if not isinstance(model, QuestionsModel):
            return
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        painter.setPen(QPen(theme.colour("border_strong"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        rtl = self.isRightToLeft()
        area = QRectF(rect).adjusted(_PAD, 0, -_PAD, -2)
        if SORTS[logical_index] == model.order:
            side = theme.px(16)
            left = area.left() if rtl else area.right() - side
            mark = QRectF(left, area.center().y() - side / 2, side, side)
            icons.paint(painter, "arrow-up", mark, "primary")
            area.adjust(side if rtl else 0, 0, 0 if rtl else -side, 0)
        _write(painter, area, model.title(logical_index), "caption", "text_muted", rtl)
        painter.restore()

    def update(self, *_rows: object) -> None:
        """Paint everything anew."""
        self.viewport().update()
