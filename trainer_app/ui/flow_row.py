"""Small buttons side by side that go on in the next line, and the chips of teams in them."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QSizePolicy, QWidget

from trainer_app.ui import theme
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import paint_surface

_GAP = 8


class FlowRow(QLayout):
    """Lays widgets out like the words of a paragraph, mirrored from right to left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Everything in one line."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() + _GAP for hint in hints) - _GAP
        return QSize(max(0, width), max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        owner = self.parentWidget()
        rtl = owner is not None and owner.isRightToLeft()
        x, y, line = 0, 0, 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(rect.width(), 10_000))
            if x and x + size.width() > rect.width():
                x, y, line = 0, y + line + _GAP, 0
            if move:
                left = rect.width() - x - size.width() if rtl else x
                item.setGeometry(QRect(rect.topLeft() + QPoint(left, y), size))
            x += size.width() + _GAP
            line = max(line, size.height())
        return y + line


class TeamChip(Themed, QAbstractButton):
    """A team to choose, by its name as somebody typed it. Checkable when it filters."""

    def __init__(
        self, team: str, *, checkable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.team = team
        self.setText(team)
        self.setCheckable(checkable)
        self.setAutoExclusive(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.settle()

    @property
    def ring_radius(self) -> float:
        """The corner radius the focus ring follows."""
        return self.height() / 2

    def dress(self) -> None:
        self.setFont(theme.font("label"))
        super().dress()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        height = max(theme.px(theme.SMALL_TARGET), theme.line_height("label") + 8)
        return QSize(words + 2 * theme.px(18) + 2, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(64), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        ground = "primary" if on else ("surface_alt" if self.underMouse() else "surface")
        area = QRectF(self.rect())
        paint_surface(
            painter, area, ground, "primary" if on else "border_strong", 1, self.height() / 2
        )
        painter.setPen(theme.colour("on_primary" if on else "text"))
        room = self.width() - 2 * theme.px(12)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)


class TeamChips(QWidget):
    """Teams to choose from. Signals: ``chosen(str)`` with the team's name."""

    chosen = Signal(str)

    def __init__(self, *, checkable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checkable = checkable
        self.chips: list[TeamChip] = []
        self._row = FlowRow(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_teams(self, teams: list[str], chosen: str = "") -> None:
        """Offer these teams."""
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [TeamChip(team, checkable=self._checkable) for team in teams]
        for chip in self.chips:
            chip.clicked.connect(self._on_chip_clicked)
            chip.setChecked(self._checkable and chip.team == chosen)
            self._row.addWidget(chip)
        self.updateGeometry()

    def _on_chip_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, TeamChip):
            self.chosen.emit(chip.team)
