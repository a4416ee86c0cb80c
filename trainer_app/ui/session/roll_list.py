"""The roll: one big row for each person, ticked by a click or the space bar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from trainer_app.content.folding import folded
from trainer_app.i18n import _, isolate, listing
from trainer_app.operations.role_words import ROLES
from trainer_app.operations.session_record import RollRow
from trainer_app.ui import icons, theme
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import paint_surface
from trainer_app.ui.widgets.pictures import PICTURES

_GAP = 8
Index = QModelIndex | QPersistentModelIndex


class RollModel(QAbstractListModel):
    """Rows of the roll, those that a search leaves. A tick changes when it is saved."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[RollRow] = []
        self.rows: list[RollRow] = []
        self._waiting: set[str] = set()
        self._words = ""

    def show_rows(self, rows: Iterable[RollRow]) -> None:
        """Show the roll; who stays in it keeps their place."""
        self._all = list(rows)
        shown = self._found()
        same = [row.learner for row in shown] == [row.learner for row in self.rows]
        if same:
            self.rows = shown
            self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self.rows = shown
        self.endResetModel()

    def search(self, words: str) -> None:
        """Show only who has these letters in name or team."""
        self._words = folded(words)
        self.show_rows(self._all)

    def show_here(self, here: Iterable[str]) -> None:
        """These learner ids are ticked now, and no others."""
        ticked = set(here)
        self._all = [replace(row, here=row.learner.learner_id in ticked) for row in self._all]
        self.show_rows(self._all)

    def set_waiting(self, learner_id: str, waiting: bool) -> None:
        """Whether a tick is on its way to the disk."""
        (self._waiting.add if waiting else self._waiting.discard)(learner_id)
        self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def is_waiting(self, learner_id: str) -> bool:
        return learner_id in self._waiting

    def place_of(self, learner_id: str) -> int:
        """The row of somebody; -1 for who is not shown."""
        ids = [row.learner.learner_id for row in self.rows]
        return ids.index(learner_id) if learner_id in ids else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.learner.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = _("here") if row.here else _("not here")
            return listing(part for part in (row.learner.name, about(row), state) if part)
        return None

    def _found(self) -> list[RollRow]:
        if not self._words:
            return list(self._all)
        return [
            row
            for row in self._all
            if self._words in folded(f"{row.learner.name} {row.learner.team}")
        ]


def about(row: RollRow) -> str:
    """Team, or work where there is no team."""
    role = ROLES.get(row.learner.role)
    return row.learner.team or (_(role) if role else "")


class RollDelegate(QStyledItemDelegate):
    """Paints a row: picture, name, team, and a tick whose shape says it without colour."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        tall = max(theme.px(56), theme.line_height("body") + theme.line_height("small") + 12)
        return QSize(theme.px(240), tall + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, RollModel)
        row = model.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRectF = QRectF(option.rect)  # type: ignore[attr-defined]
        area = rect.adjusted(4, 2, -4, 2 - _GAP)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]
        self._surface(painter, area, row, option)
        side = theme.px(40)
        pad = theme.px(12)
        avatar = QRectF(area.left() + pad, area.center().y() - side / 2, side, side)
        mark_side = theme.px(26)
        mark = QRectF(
            area.right() - pad - mark_side, area.center().y() - mark_side / 2, mark_side, mark_side
        )
        words = QRectF(
            avatar.right() + pad, area.top(), mark.left() - avatar.right() - 2 * pad, area.height()
        )
        if rtl:
            avatar, mark, words = (_mirrored(one, area) for one in (avatar, mark, words))
        _avatar(painter, avatar, row.learner.picture, rtl=rtl)
        self._words(painter, words, row, rtl=rtl)
        icon = "circle-check" if row.here else "circle"
        if model.is_waiting(row.learner.learner_id):
            icon = "circle-dashed"
        icons.paint(painter, icon, mark, "success" if row.here else "border_strong", rtl=rtl)
        painter.restore()

    def _surface(
        self, painter: QPainter, area: QRectF, row: RollRow, option: QStyleOptionViewItem
    ) -> None:
        from PySide6.QtWidgets import QStyle

        state = option.state  # type: ignore[attr-defined]
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        ground = "primary_soft" if row.here else "surface"
        edge, thick = ("primary", 2) if row.here else ("border", 1)
        if theme.is_high_contrast():
            thick = 2
        if focused:
            outer = area.adjusted(-2, -2, 2, 2)
            paint_surface(painter, outer, "", "focus", 3, theme.CONTROL_RADIUS + 2)
        paint_surface(painter, area, ground, edge, thick, theme.CONTROL_RADIUS)

    def _words(self, painter: QPainter, area: QRectF, row: RollRow, *, rtl: bool) -> None:
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        below = about(row)
        name_high = theme.line_height("body")
        both = name_high + (theme.line_height("small") if below else 0)
        top = area.center().y() - both / 2
        for text, font, colour, high in (
            (row.learner.name, "body", "text", name_high),
            (below, "small", "text_muted", theme.line_height("small")),
        ):
            if not text:
                continue
            painter.setFont(theme.font(font))  # type: ignore[arg-type]
            painter.setPen(theme.colour(colour))
            line = QRectF(area.left(), top, area.width(), high)
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
            painter.drawText(line, flags, isolate(shown))
            top += high


class RollList(Themed, QListView):
    """The rows in as many columns as have room. Up, Down and space; letters are handed on.

    Signals: ``toggled(RollRow)`` when somebody was ticked or unticked; ``letters_typed(str)``.
    """

    toggled = Signal(object)
    letters_typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roll = RollModel()
        self.setModel(self.roll)
        self.setItemDelegate(RollDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.viewport().setAutoFillBackground(False)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)
        self.settle()

    def show_rows(self, rows: Sequence[RollRow]) -> None:
        """Show these rows, and keep the focus on who had it."""
        before = self._current()
        self.roll.show_rows(rows)
        place = self.roll.place_of(before.learner.learner_id) if before else -1
        if place >= 0:
            self.setCurrentIndex(self.roll.index(place))
        elif self.roll.rows:
            self.setCurrentIndex(self.roll.index(0))

    def dress(self) -> None:
        super().dress()
        self.scheduleDelayedItemsLayout()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Who is here"))
        self.setAccessibleDescription(_("Space ticks a person. Type a name to find it."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.key() == Qt.Key.Key_Space and (row := self._current()):
                self.toggled.emit(row)
            elif event.key() != Qt.Key.Key_Space:
                event.ignore()
        elif text.strip() and text.isprintable() and not event.modifiers() & _COMMANDS:
            self.letters_typed.emit(text)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.roll.rows:
            self.setCurrentIndex(self.roll.index(0))

    def _current(self) -> RollRow | None:
        index = self.currentIndex()
        return self.roll.rows[index.row()] if index.isValid() else None

    def _on_clicked(self, index: QModelIndex) -> None:
        self.toggled.emit(self.roll.rows[index.row()])


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def _avatar(painter: QPainter, area: QRectF, picture: str, *, rtl: bool) -> None:
    tint = PICTURES[picture][1] if picture in PICTURES else "primary"
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"{tint}_soft"))
    painter.drawEllipse(area)
    inset = area.width() * 0.25
    inside = area.adjusted(inset, inset, -inset, -inset)
    icon = f"picture-{picture}" if picture in PICTURES else "user"
    icons.paint(painter, icon, inside, f"on_{tint}_soft", rtl=rtl)


def _mirrored(area: QRectF, whole: QRectF) -> QRectF:
    return QRectF(
        whole.left() + whole.right() - area.right(), area.top(), area.width(), area.height()
    )
