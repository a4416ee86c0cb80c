"""Who is how far with a test: name, form, how they answer, and never how well."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from trainer_app.i18n import _, isolate, listing
from trainer_app.operations.session_results import PersonInTest
from trainer_app.ui import icons, theme
from trainer_app.ui.room_test.room_words import standing_words, way_words
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import paint_surface

Index = QModelIndex | QPersistentModelIndex
STATES = {
    "waiting": ("plain", "circle"),
    "writing": ("primary", "pencil"),
    "done": ("success", "circle-check"),
}
_GAP = 6


class StandingModel(QAbstractListModel):
    """Everybody with a form, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.people: list[PersonInTest] = []

    def show_people(self, people: Sequence[PersonInTest]) -> None:
        """Show these; the rows stay where nobody came or went."""
        before = [person.learner for person in self.people]
        if before == [person.learner for person in people]:
            self.people = list(people)
            if people:
                self.dataChanged.emit(self.index(0), self.index(len(people) - 1))
            return
        self.beginResetModel()
        self.people = list(people)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        return 0 if parent.isValid() else len(self.people)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        person = self.people[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return person.learner.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            form = _("Form {letter}").format(letter=person.letter.upper())
            parts = (person.learner.name, form, way_words(person.way), standing(person))
            return listing(part for part in parts if part)
        return None


def standing(person: PersonInTest) -> str:
    """How far somebody is, in words."""
    return standing_words(person.standing)


class StandingRow(QStyledItemDelegate):
    """Paints one person in one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        return view.gridSize() if isinstance(view, QListView) else QSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, StandingModel)
        rect: QRectF = QRectF(option.rect)  # type: ignore[attr-defined]
        rtl = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = rect.adjusted(4, 3, -4, 3 - _GAP)
        if focused:
            paint_surface(painter, area.adjusted(-2, -2, 2, 2), "", "focus", 3, 14)
        thick = 2 if theme.is_high_contrast() else 1
        paint_surface(painter, area, "surface", "border", thick, theme.CONTROL_RADIUS)
        line = _Line(painter, area, rtl=rtl)
        person = model.people[index.row()]
        line.form(person.letter.upper())
        line.chip(*STATES[person.standing], standing(person))
        line.words(person.learner.name, way_words(person.way))
        painter.restore()


class _Line:
    """Paints from both ends towards the middle, whichever side is which."""

    def __init__(self, painter: QPainter, area: QRectF, *, rtl: bool) -> None:
        self._painter, self._area, self._rtl = painter, area, rtl
        self._start, self._end = 12.0, 10.0

    def form(self, letter: str) -> None:
        """The letter of the form, in its colour."""
        side = theme.px(28)
        tint = "info" if letter == "A" else "accent"
        box = self._place(self._start, side, side)
        edge = "border" if theme.is_high_contrast() else ""
        paint_surface(self._painter, box, f"{tint}_soft", edge, 1, 7)
        self._ink("caption", f"on_{tint}_soft")
        self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
        self._start += side + 12

    def chip(self, kind: str, icon: str, words: str) -> None:
        """How far they are, at the end."""
        ink = "text_muted" if kind == "plain" else f"on_{kind}_soft"
        self._ink("caption", ink)
        wide = self._painter.fontMetrics().horizontalAdvance(words) + 2
        side, pad, high = theme.px(18), theme.px(10), theme.px(28)
        whole = wide + side + 6 + 2 * pad
        start = self._area.width() - self._end - whole
        edge = "border" if theme.is_high_contrast() else ""
        ground = "surface_alt" if kind == "plain" else f"{kind}_soft"
        paint_surface(self._painter, self._place(start, whole, high), ground, edge, 1, high / 2)
        icons.paint(self._painter, icon, self._place(start + pad, side, side), ink, rtl=self._rtl)
        self._ink("caption", ink)
        self._write(self._place(start + pad + side + 6, wide, high), words)
        self._end += whole + 12

    def words(self, name: str, way: str) -> None:
        """The name, and after it how they answer."""
        room = self._area.width() - self._start - self._end
        high = self._area.height()
        self._ink("body", "text")
        metrics = self._painter.fontMetrics()
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(room))
        wide = metrics.horizontalAdvance(shown) + 2
        self._write(self._place(self._start, min(wide, room), high), isolate(shown))
        rest = room - wide - 14
        self._ink("small", "text_muted")
        if way and rest > self._painter.fontMetrics().horizontalAdvance(way):
            self._write(self._place(self._start + wide + 14, rest, high), way)

    def _ink(self, role: theme.Role, colour: str) -> None:
        self._painter.setFont(theme.font(role))
        self._painter.setPen(theme.colour(colour))

    def _write(self, box: QRectF, words: str) -> None:
        side = Qt.AlignmentFlag.AlignRight if self._rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(box, flags, words)

    def _place(self, start: float, width: float, height: float) -> QRectF:
        left = self._area.width() - start - width if self._rtl else start
        y = self._area.y() + (self._area.height() - height) / 2
        return QRectF(self._area.x() + left, y, width, height)


class StandingList(Themed, QListView):
    """In two columns where there is room; read only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.standings = StandingModel()
        self.setModel(self.standings)
        self.setItemDelegate(StandingRow(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.settle()

    def dress(self) -> None:
        self.setMinimumHeight(theme.px(150))
        super().dress()
        self._size_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._size_rows()
        super().resizeEvent(event)

    def _size_rows(self) -> None:
        """Two in a line where both have room for a long name."""
        room = self.viewport().width() - 8
        columns = 2 if room >= theme.px(860) else 1
        tall = max(theme.px(46), theme.line_height("body") + 14) + _GAP
        self.setGridSize(QSize(room // columns, tall))

    def retranslate(self) -> None:
        self.setAccessibleName(_("Who is how far"))
        self.viewport().update()
