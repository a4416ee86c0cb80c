"""Who was there, each with the certificate they have, can have, or do not have yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from trainer_app.content.folding import folded
from trainer_app.i18n import _, isolate
from trainer_app.operations.session_certificates import CertificateRow
from trainer_app.ui import icons, theme
from trainer_app.ui.after.after_words import team_or_work
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import paint_surface

Index = QModelIndex | QPersistentModelIndex
State = tuple[str, str, str]
"""Kind, icon and words of a chip."""
_ROOT = QModelIndex()
_PAD, _GAP = 14, 14
_NAME = 240
"""So much room a long name gets, in pixels at normal text size, before its state is shortened."""


class CertificateModel(QAbstractListModel):
    """Rows in alphabetical order, those who can have one first. Only they can be ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[CertificateRow] = []
        self.ticked: set[str] = set()
        self.reason: Callable[[CertificateRow], str] = lambda _row: ""
        """Says why somebody has none yet, in the language of the moment."""

    def show_rows(self, rows: Sequence[CertificateRow], *, tick_all: bool) -> None:
        """Show these; ticks stay, or all who can are ticked."""
        self.beginResetModel()
        self.rows = sorted(
            rows,
            key=lambda row: (row.why is not None, folded(row.learner.name), row.learner.learner_id),
        )
        able = {row.learner.learner_id for row in self.rows if row.why is None}
        self.ticked = able if tick_all else self.ticked & able
        self.endResetModel()

    @property
    def able(self) -> list[CertificateRow]:
        """Who has one or can have one."""
        return [row for row in self.rows if row.why is None]

    @property
    def chosen(self) -> list[CertificateRow]:
        """Who is ticked, in the order they are shown in."""
        return [row for row in self.rows if row.learner.learner_id in self.ticked]

    def toggle(self, place: int) -> bool:
        """Tick a row or take the tick away; false where there is nothing to tick."""
        row = self.rows[place]
        if row.why is not None:
            return False
        self.ticked ^= {row.learner.learner_id}
        self._told_anew()
        return True

    def tick_all(self, on: bool) -> None:
        """Tick everybody who can have one, or nobody."""
        self.ticked = {row.learner.learner_id for row in self.able} if on else set()
        self._told_anew()

    def state_of(self, row: CertificateRow) -> State:
        """How it stands with somebody's certificate."""
        if row.is_renamed:
            # For translators: on a certificate whose name was corrected since it was made
            return "caution", "alert-circle", _("Other name")
        if row.issued is not None:
            # For translators: on a certificate that exists
            return "success", "circle-check", _("Made")
        if row.why is None:
            return "info", "certificate", _("Can be made")
        return "plain", "circle-dashed", _("Not yet")

    def second_line(self, row: CertificateRow) -> str:
        """Why not yet; else where somebody belongs, and the number of what they have."""
        if row.why is not None:
            return self.reason(row)
        parts = [isolate(team_or_work(row.learner))] if team_or_work(row.learner) else []
        if row.issued is not None:
            parts.append(isolate(row.issued.facts.serial))
        return " · ".join(parts)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        able = index.isValid() and self.rows[index.row()].why is None
        return usual | Qt.ItemFlag.ItemIsUserCheckable if able else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.learner.name
            case Qt.ItemDataRole.AccessibleTextRole:
                said = (row.learner.name, self.state_of(row)[2], self.second_line(row))
                return ". ".join(one for one in said if one)
            case Qt.ItemDataRole.CheckStateRole if row.why is None:
                on = row.learner.learner_id in self.ticked
                return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return None

    def _told_anew(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))


class CertificateDelegate(QStyledItemDelegate):
    """Paints a row: a box to tick, the name and a line below, and the state in a chip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = theme.line_height("label") + theme.line_height("small")
        return QSize(theme.px(240), max(theme.px(56), lines + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, CertificateModel):
            return
        shown: Any = option  # its fields are missing from the stubs
        row = model.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = shown.direction == Qt.LayoutDirection.RightToLeft
        brush = _Brush(painter, QRectF(shown.rect), rtl=rtl)
        brush.ground(shown.state, first=index.row() == 0)
        if row.why is None:
            brush.tick(row.learner.learner_id in model.ticked)
        else:
            brush.skip(theme.px(24))
        brush.chip(*model.state_of(row), name=row.learner.name)
        brush.words(row.learner.name, model.second_line(row))
        painter.restore()


class _Brush:
    """Paints one row from the side where reading starts."""

    def __init__(self, painter: QPainter, area: QRectF, *, rtl: bool) -> None:
        self._painter, self._area, self._rtl = painter, area, rtl
        self._start = self._end = float(_PAD)

    def ground(self, state: Any, *, first: bool) -> None:
        inside = self._area.adjusted(4, 2, -4, -2)
        if state & QStyle.StateFlag.State_Selected:
            strong = "primary" if theme.is_high_contrast() else ""
            paint_surface(self._painter, inside, "primary_soft", strong, 2, theme.CONTROL_RADIUS)
        elif state & QStyle.StateFlag.State_MouseOver:
            paint_surface(self._painter, inside, "surface_alt", "", 0, theme.CONTROL_RADIUS)
        if not first:
            line = self._area.adjusted(_PAD, 0, -_PAD, 0)
            self._painter.setPen(QPen(theme.colour("border"), 1))
            self._painter.drawLine(line.topLeft(), line.topRight())

    def tick(self, on: bool) -> None:
        side = theme.px(24)
        icon, colour = ("square-check", "primary") if on else ("square", "border_strong")
        icons.paint(self._painter, icon, self._place(self._start, side, side), colour)
        self.skip(side)

    def skip(self, width: float) -> None:
        self._start += width + _GAP

    def chip(self, kind: str, icon: str, words: str, *, name: str) -> None:
        """The state; where the name beside it would be cut, only its icon."""
        self._painter.setFont(theme.font("label"))
        needed = min(self._painter.fontMetrics().horizontalAdvance(name) + 4, theme.px(_NAME))
        self._painter.setFont(theme.font("caption"))
        wide = self._painter.fontMetrics().horizontalAdvance(words) + 8
        side, pad, high = theme.px(18), theme.px(11), theme.px(28)
        if self._area.width() - self._start - _PAD - _GAP - wide - side - 2 * pad < needed:
            words, wide = "", 0
        whole = wide + side + 2 * pad
        start = self._area.width() - self._end - whole
        edge = "border" if theme.is_high_contrast() else ""
        plain = kind == "plain"
        ground, ink = (
            ("surface_alt", "text_muted") if plain else (f"{kind}_soft", f"on_{kind}_soft")
        )
        paint_surface(self._painter, self._place(start, whole, high), ground, edge, 1, high / 2)
        icons.paint(self._painter, icon, self._place(start + pad, side, side), ink, rtl=self._rtl)
        self._painter.setPen(theme.colour(ink))
        self._write(self._place(start + pad + side + 6, wide - 6, high), words)
        self._end += whole + _GAP

    def words(self, name: str, below: str) -> None:
        room = self._area.width() - self._start - self._end
        top, line = theme.line_height("label"), theme.line_height("small")
        y = self._area.y() + (self._area.height() - top - line) / 2
        for font, ink, text, at, tall in (
            ("label", "text", isolate(name), y, top),
            ("small", "text_muted", below, y + top, line),
        ):
            self._painter.setFont(theme.font(font))  # type: ignore[arg-type]
            self._painter.setPen(theme.colour(ink))
            box = self._place(self._start, room, tall)
            box.moveTop(at)
            metrics = self._painter.fontMetrics()
            self._write(box, metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room)))

    def _write(self, box: QRectF, words: str) -> None:
        side = Qt.AlignmentFlag.AlignRight if self._rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(box, flags, words)

    def _place(self, start: float, width: float, height: float) -> QRectF:
        left = self._area.width() - start - width if self._rtl else start
        y = self._area.y() + (self._area.height() - height) / 2
        return QRectF(self._area.x() + left, y, width, height)


class CertificateList(Themed, QListView):
    """Arrows move, Space and a click tick, Ctrl+A ticks all. Enter is left to the page.

    Signals: ``ticked`` when others are ticked than before; ``moved`` when another row is marked.
    """

    ring_radius = theme.CARD_RADIUS

    ticked = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people = CertificateModel()
        self.setModel(self.people)
        self.setItemDelegate(CertificateDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMinimumHeight(120)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().currentChanged.connect(lambda *_rows: self.moved.emit())
        self.settle()

    @property
    def marked(self) -> CertificateRow | None:
        """The row that is marked."""
        place = self.currentIndex().row()
        return self.people.rows[place] if 0 <= place < len(self.people.rows) else None

    def show_rows(self, rows: Sequence[CertificateRow], *, tick_all: bool) -> None:
        """Show these; who was marked stays marked."""
        before = self.marked
        self.people.show_rows(rows, tick_all=tick_all)
        ids = [row.learner.learner_id for row in self.people.rows]
        wanted = before.learner.learner_id if before else ""
        if ids:
            self.setCurrentIndex(self.people.index(ids.index(wanted) if wanted in ids else 0))
        self.ticked.emit()

    def tick_all(self, on: bool) -> None:
        """Tick everybody who can have one, or nobody."""
        self.people.tick_all(on)
        self.ticked.emit()

    def dress(self) -> None:
        super().dress()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Certificates"))
        self.setAccessibleDescription(_("Space ticks a person. Control and A tick everybody."))
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.people.rows:
            self.setCurrentIndex(self.people.index(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.tick_all(True)
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._toggle(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._toggle(index.row())

    def _toggle(self, place: int) -> None:
        if self.people.toggle(place):
            self.ticked.emit()
