"""The states of a self-check as shapes: told apart without colour, and always beside a word.

A filled tick is in place, a half-filled ring partly, an empty ring not yet, a ring with a question
mark not known; a dashed ring is an item nobody answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from trainer_app.ui import icons, theme
from trainer_app.ui.themed import Themed

if TYPE_CHECKING:
    from trainer_app.training.checks import CheckState

_GAP = 6


def paint_state(painter: QPainter, area: QRectF, state: CheckState | None) -> None:
    """Draw the shape of a state into a square."""
    thick = max(2.0, area.width() / 12)
    ring = area.adjusted(thick / 2 + 1, thick / 2 + 1, -thick / 2 - 1, -thick / 2 - 1)
    role = {"in-place": "success", "partly": "info", "not-yet": "caution"}.get(
        state or "", "text_muted"
    )
    pen = QPen(theme.colour(role), thick)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state is None:
        pen.setDashPattern([1.6, 1.6])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    if state == "in-place":
        painter.setBrush(theme.colour("success"))
    painter.drawEllipse(ring)
    match state:
        case "in-place":
            inset = area.width() * 0.22
            icons.paint(painter, "check", area.adjusted(inset, inset, -inset, -inset), "on_success")
        case "partly":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(role))
            painter.drawChord(ring, 180 * 16, 180 * 16)  # the lower half: the same in every script
        case "not-known":
            font = theme.font("label")
            font.setPixelSize(max(9, round(area.width() * 0.55)))
            font.setWeight(QFont.Weight.Bold)
            painter.setFont(font)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "?")


class StateMark(Themed, QLabel):
    """One shape beside its word; screen readers pass it over."""

    def __init__(self, size: int = 30, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._state: CheckState | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_state(self, state: CheckState | None) -> None:
        """Draw another state."""
        self._state = state
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_state(painter, QRectF(self.rect()), self._state)


class StateStrip(Themed, QWidget):
    """The shapes of all items in a row, in their order; goes on in a second row where it must."""

    def __init__(self, size: int = 26, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._states: Sequence[CheckState | None] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.settle()

    def show_states(self, states: Sequence[CheckState | None], words: str) -> None:
        """Draw these; ``words`` are what screen readers say of them."""
        self._states = tuple(states)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self._states) // self._across(width)) if self._states else 0
        return max(0, rows * (theme.px(self._size) + _GAP) - _GAP)

    def sizeHint(self) -> QSize:
        side = theme.px(self._size) + _GAP
        width = max(side, min(len(self._states), 16) * side - _GAP)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(self._size) * 4 + _GAP * 3, theme.px(self._size))

    def _across(self, width: int) -> int:
        return max(1, (width + _GAP) // (theme.px(self._size) + _GAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, across = theme.px(self._size), self._across(self.width())
        for number, state in enumerate(self._states):
            row, column = divmod(number, across)
            x = column * (side + _GAP)
            if self.isRightToLeft():
                x = self.width() - x - side
            paint_state(painter, QRectF(x, row * (side + _GAP), side, side), state)
