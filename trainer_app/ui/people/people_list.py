"""The list of people: rows are painted as they come into view, however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from trainer_app.operations.people_desk import DeskPerson
from trainer_app.ui import icons, theme
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.people.row_list import RowList
from trainer_app.ui.people.words import state_of, why_alike, work_and_team
from trainer_app.ui.widgets.cards import paint_surface
from trainer_app.ui.widgets.pictures import PICTURES

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_PAD = 14


class PeopleModel(QAbstractListModel):
    """Holds ids, and asks for a person when a row is shown. Checked ones stay checked."""

    def __init__(self) -> None:
        super().__init__()
        self.people: Mapping[str, DeskPerson] = {}
        self.ids: list[str] = []
        self.checked: dict[str, None] = {}
        self.explains = False
        """Whether the second line says of whom somebody may be a double."""

    def show_people(
        self, people: Mapping[str, DeskPerson], ids: Sequence[str], *, explains: bool
    ) -> None:
        """Show these, in this order."""
        self.beginResetModel()
        self.people, self.ids, self.explains = people, list(ids), explains
        self.checked = {one: None for one in self.checked if one in people}
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.ids):
            return None
        person = self.people[self.ids[index.row()]]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return person.learner.name
            case Qt.ItemDataRole.AccessibleTextRole:
                state = state_of(person)[2]
                said = (person.learner.name, self.second_line(person), state)
                return ". ".join(one for one in said if one)
            case Qt.ItemDataRole.CheckStateRole:
                on = person.learner.learner_id in self.checked
                return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.UserRole:
                return person
        return None

    def second_line(self, person: DeskPerson) -> str:
        """Work and team, or why this may be a double."""
        if self.explains and person.likes:
            like = person.likes[0]
            if like.learner_id in self.people:
                return why_alike(like.why, self.people[like.learner_id].learner)
        return work_and_team(person.learner)

    def toggle(self, row: int) -> None:
        """Check a row, or take the tick away."""
        one = self.ids[row]
        if one in self.checked:
            del self.checked[one]
        else:
            self.checked[one] = None
        here = self.index(row)
        self.dataChanged.emit(here, here, [Qt.ItemDataRole.CheckStateRole])

    def clear_checked(self) -> None:
        """Take every tick away."""
        self.checked = {}
        if self.ids:
            self.dataChanged.emit(self.index(0), self.index(len(self.ids) - 1))


class PersonRow(QStyledItemDelegate):
    """Paints one person: a tick box, the picture, name, work and team, what is special."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = theme.line_height("label") + theme.line_height("small")
        return QSize(theme.px(200), max(theme.px(60), lines + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        person = index.data(Qt.ItemDataRole.UserRole)
        model = index.model()
        if not isinstance(person, DeskPerson) or not isinstance(model, PeopleModel):
            return
        shown: Any = option  # its fields are missing from the stubs
        area, rtl = QRectF(shown.rect), shown.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, area, shown.state, row=index.row())
        row = _Row(painter, area, rtl=rtl)
        row.tick(person.learner.learner_id in model.checked)
        row.avatar(person.learner.picture if person.has_pictures else "")
        row.end_chip(*state_of(person))
        row.words(person.learner.name, model.second_line(person))
        painter.restore()

    @staticmethod
    def _paint_ground(painter: QPainter, area: QRectF, state: Any, *, row: int) -> None:
        inside = area.adjusted(4, 2, -4, -2)
        current = bool(state & QStyle.StateFlag.State_Selected)
        if current:
            paint_surface(painter, inside, "primary_soft", "", 0, theme.CONTROL_RADIUS)
        elif state & QStyle.StateFlag.State_MouseOver:
            paint_surface(painter, inside, "surface_alt", "", 0, theme.CONTROL_RADIUS)
        if current and theme.is_high_contrast():
            paint_surface(painter, inside, "", "primary", 2, theme.CONTROL_RADIUS)
        if row:
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(area.adjusted(_PAD, 0, -_PAD, 0).topLeft(),
                             area.adjusted(_PAD, 0, -_PAD, 0).topRight())  # fmt: skip


class _Row:
    """Paints from the start edge on, whichever side that is."""

    def __init__(self, painter: QPainter, area: QRectF, *, rtl: bool) -> None:
        self._painter, self._area, self._rtl = painter, area, rtl
        self._start, self._end = float(_PAD), float(_PAD)

    def tick(self, on: bool) -> None:
        """The box to choose several by."""
        box = self._take(theme.px(24), theme.px(24), gap=14)
        ground, edge = ("primary", "primary") if on else ("surface", "border_strong")
        paint_surface(self._painter, box, ground, edge, 2, 6)
        if on:
            icons.paint(self._painter, "check", box.adjusted(3, 3, -3, -3), "on_primary")

    def avatar(self, picture: str) -> None:
        """Somebody's picture; without one, a plain person."""
        side = theme.px(40)
        box = self._take(side, side, gap=14)
        tint = PICTURES[picture][1] if picture else ""
        ground = f"{tint}_soft" if tint else "surface_alt"
        edge = "border" if theme.is_high_contrast() else ""
        paint_surface(self._painter, box, ground, edge, 1, side / 2)
        inset = side * 0.24
        icon = f"picture-{picture}" if picture else "user"
        ink = f"on_{tint}_soft" if tint else "text_muted"
        icons.paint(self._painter, icon, box.adjusted(inset, inset, -inset, -inset), ink)

    def end_chip(self, kind: str, icon: str, words: str) -> None:
        """What is special, at the end; nothing for nothing."""
        if not words:
            return
        self._painter.setFont(theme.font("caption"))
        wide = self._painter.fontMetrics().horizontalAdvance(words)
        side, pad, high = theme.px(18), theme.px(11), theme.px(28)
        whole = wide + side + 6 + 2 * pad
        start = self._area.width() - self._end - whole
        box = self._place(start, whole, high)
        plain = kind == "plain"
        edge = "border" if theme.is_high_contrast() else ""
        ground = "surface_alt" if plain else f"{kind}_soft"
        paint_surface(self._painter, box, ground, edge, 1, high / 2)
        ink = "text_muted" if plain else f"on_{kind}_soft"
        icons.paint(self._painter, icon, self._place(start + pad, side, side), ink, rtl=self._rtl)
        self._painter.setPen(theme.colour(ink))
        self._write(self._place(start + pad + side + 6, wide + 2, high), words)
        self._end += whole + 14

    def words(self, name: str, below: str) -> None:
        """The name, and the line below it; what is too long ends in dots."""
        room = self._area.width() - self._start - self._end
        top, line = theme.line_height("label"), theme.line_height("small")
        high = top + line
        y = self._area.y() + (self._area.height() - high) / 2
        for font, ink, text, at, tall in (
            ("label", "text", name, y, top),
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

    def _take(self, width: float, height: float, *, gap: float) -> QRectF:
        box = self._place(self._start, width, height)
        self._start += width + gap
        return box

    def _place(self, start: float, width: float, height: float) -> QRectF:
        left = self._area.width() - start - width if self._rtl else start
        y = self._area.y() + (self._area.height() - height) / 2
        return QRectF(self._area.x() + left, y, width, height)


class PeopleList(RowList):
    """Arrows move, Space ticks, Enter opens, Del asks. A click on the tick box ticks.

    Signals: ``opened(str)``, ``erase_asked(str)`` with the id of the person, ``ticked`` when other
    people are checked than before.
    """

    opened = Signal(str)
    erase_asked = Signal(str)
    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.rows = PeopleModel()
        super().__init__(self.rows, parent)
        self.setItemDelegate(PersonRow(self))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self._pressed = QPersistentModelIndex()
        self.settle()

    @property
    def current_id(self) -> str:
        """Whose row is marked; empty where none is."""
        row = self.currentIndex().row()
        return self.rows.ids[row] if 0 <= row < len(self.rows.ids) else ""

    def show_people(
        self, people: Mapping[str, DeskPerson], ids: Sequence[str], *, explains: bool = False
    ) -> None:
        """Show these; the marked one stays marked, and where it was."""
        marked, place = self.current_id, self.verticalScrollBar().value()
        before = list(self.rows.checked)
        self.rows.show_people(people, ids, explains=explains)
        row = self.rows.ids.index(marked) if marked in self.rows.ids else 0
        self.mark(row)
        if marked in self.rows.ids:
            self.verticalScrollBar().setValue(place)
        if before != list(self.rows.checked):
            self.ticked.emit()

    def mark(self, row: int) -> None:
        """Mark a row, and show it."""
        if 0 <= row < len(self.rows.ids):
            self.setCurrentIndex(self.rows.index(row))

    def mark_person(self, learner_id: str) -> None:
        """Mark somebody, if they are shown."""
        if learner_id in self.rows.ids:
            self.mark(self.rows.ids.index(learner_id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        marked = self.current_id
        if is_enter(event) and marked:
            self.opened.emit(marked)
        elif event.key() == Qt.Key.Key_Delete and marked and not event.isAutoRepeat():
            self.erase_asked.emit(marked)
        elif event.key() == Qt.Key.Key_Space and marked:
            self._toggle(self.currentIndex().row())
        elif event.text().strip() and event.text().isprintable() and not event.modifiers():
            event.ignore()  # the page writes it into the search
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        if self._pressed.row() != index.row():
            return
        if self._tick_area(self.visualRect(index)).contains(event.position().toPoint()):
            self._toggle(index.row())
        else:
            self.opened.emit(self.rows.ids[index.row()])

    def _tick_area(self, row: QRect) -> QRect:
        wide = _PAD + theme.px(24) + 10
        left = row.right() - wide if self.isRightToLeft() else row.left()
        return QRect(left, row.top(), wide, row.height())

    def _toggle(self, row: int) -> None:
        self.rows.toggle(row)
        self.ticked.emit()
