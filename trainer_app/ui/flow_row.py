"""Small buttons side by side that go on in the next line, and the chips of teams in them."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from trainer_app.ui import theme
from trainer_app.ui.enter_key import Pressable
from trainer_app.ui.widgets.cards import paint_surface

_GAP = 8


class FlowRow(QWidget):
    """Lays its children out like the words of a paragraph, mirrored from right to left.

    Hidden ones take no room.

    A widget, not a layout: a layout written in Python shares its items with Qt, which deletes them
    while Python still asks for their size.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        widget.setParent(self)
        widget.show()
        widget.installEventFilter(self)
        self._row.append(widget)
        self._arrange()

    def clear(self) -> None:
        """Take everything away, for good."""
        for widget in self._row:
            widget.hide()
            widget.deleteLater()
        self._row = []
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._arrange()
        return False

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._row if not widget.isHidden()]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """Everything in one line."""
        hints = [widget.sizeHint() for widget in self._shown()]
        width = sum(hint.width() + _GAP for hint in hints) - _GAP
        return QSize(max(0, width), max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:
        size = QSize(0, 0)
        for widget in self._shown():
            size = size.expandedTo(widget.minimumSizeHint())
        return size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.LayoutDirectionChange):
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        self.updateGeometry()
        self._place(self.width(), move=True)

    def _place(self, width: int, *, move: bool) -> int:
        """Put everything in the middle of its line, or only count; the height in pixels."""
        y = 0
        for line in self._lines(width):
            tall = max(size.height() for _widget, size in line)
            x = 0
            for widget, size in line:
                left = width - x - size.width() if self.isRightToLeft() else x
                if move:
                    top = y + (tall - size.height()) // 2
                    widget.setGeometry(QRect(QPoint(left, top), size))
                x += size.width() + _GAP
            y += tall + _GAP
        return max(0, y - _GAP)

    def _lines(self, width: int) -> list[list[tuple[QWidget, QSize]]]:
        lines: list[list[tuple[QWidget, QSize]]] = []
        x = 0
        for widget in self._shown():
            size = widget.sizeHint().boundedTo(QSize(width, 10_000))
            if not lines or (x and x + size.width() > width):
                lines.append([])
                x = 0
            lines[-1].append((widget, size))
            x += size.width() + _GAP
        return lines


class TeamChip(Pressable, QAbstractButton):
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


class TeamChips(FlowRow):
    """Teams to choose from. Signals: ``chosen(str)`` with the team's name."""

    chosen = Signal(str)

    def __init__(self, *, checkable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checkable = checkable
        self.chips: list[TeamChip] = []

    def show_teams(self, teams: list[str], chosen: str = "") -> None:
        """Offer these teams."""
        self.clear()
        self.chips = [TeamChip(team, checkable=self._checkable) for team in teams]
        for chip in self.chips:
            chip.clicked.connect(self._on_chip_clicked)
            chip.setChecked(self._checkable and chip.team == chosen)
            self.add(chip)

    def _on_chip_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, TeamChip):
            self.chosen.emit(chip.team)
