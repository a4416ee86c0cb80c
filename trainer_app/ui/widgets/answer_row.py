"""A few large answers side by side, of which one holds: each a mark and a word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from trainer_app.i18n import _, isolate, number
from trainer_app.ui import theme
from trainer_app.ui.enter_key import Pressable
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import paint_surface

_GAP, _MARK, _PAD = 8, 24, 14
_UP_AND_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class AnswerChip(Pressable, QAbstractButton):
    """One answer, ``key``. Left and Right go to its neighbours; Up and Down are left to the page.

    The mark is a circle, filled where it holds; ``paint_mark`` may draw another.
    """

    takes_enter = False
    ring_radius: float = theme.CONTROL_RADIUS

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("label"))
        super().dress()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + 2
        width = words + theme.px(_MARK) + 10 + 2 * theme.px(_PAD)
        return QSize(width, max(theme.px(theme.PRIMARY_TARGET), theme.line_height("label") + 16))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _UP_AND_DOWN:
            event.ignore()
            return
        super().keyPressEvent(event)
        now = self.window().focusWidget()
        if event.key() in _SIDEWAYS and isinstance(now, AnswerChip) and not now.isChecked():
            now.click()

    def paint_mark(self, painter: QPainter, where: QRectF) -> None:
        """Draw the mark into a square."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("primary" if self.isChecked() else "border_strong"), 2))
        painter.drawEllipse(where.adjusted(2, 2, -2, -2))
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary"))
            inset = where.width() * 0.29
            painter.drawEllipse(where.adjusted(inset, inset, -inset, -inset))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        ground = "primary_soft" if on else ("surface_alt" if self.underMouse() else "surface")
        edge = "primary" if on else "border_strong"
        area = QRectF(self.rect())
        paint_surface(painter, area, ground, edge, 2, theme.CONTROL_RADIUS)
        rtl, side, pad = self.isRightToLeft(), theme.px(_MARK), theme.px(_PAD)
        x = self.width() - pad - side if rtl else pad
        self.paint_mark(painter, QRectF(x, (self.height() - side) / 2, side, side))
        room = side + 10 + pad
        words = area.adjusted(pad if rtl else room, 0, -room if rtl else -pad, 0)
        painter.setFont(self.font())
        painter.setPen(theme.colour("on_primary_soft" if on else "text"))
        edge_of = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = edge_of | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(words, flags, self.text())


class AnswerRow(Themed, QWidget):
    """As many of its chips in a row as have room. A subclass ends its ``__init__`` with
    ``settle()`` and says what each chip is called.

    Signals: ``chosen(str)`` with the key a person pressed, also where it held already.
    """

    chosen = Signal(str)

    def __init__(self, chips: Sequence[AnswerChip], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._across = "", 0
        self._chips = {chip.key: chip for chip in chips}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        for chip in chips:
            chip.setParent(self)
            chip.clicked.connect(self._on_clicked)
        self._place(len(chips))

    def word(self, key: str) -> str:
        """What a chip is called."""
        raise NotImplementedError

    def set_name(self, name: str) -> None:
        """What is asked, for screen readers."""
        self._name = name
        self.retranslate()

    def show_key(self, key: str | None) -> None:
        """Show which one holds, without a signal; None for none."""
        for one, chip in self._chips.items():
            chip.setAutoExclusive(False)
            chip.setChecked(one == key)
            chip.setAutoExclusive(True)

    def retranslate(self) -> None:
        for place, (key, chip) in enumerate(self._chips.items(), 1):
            chip.setText(self.word(key))
            chip.setAccessibleName(f"{self._name}: {chip.text()}" if self._name else chip.text())
            # For translators: a key of the keyboard, from 1 to 4.
            chip.setToolTip(_("Key {number}").format(number=isolate(number(place))))
            chip.updateGeometry()
        self._fit()

    def dress(self) -> None:
        super().dress()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest of them, where even two have no room."""
        widest = max(chip.sizeHint().width() for chip in self._chips.values())
        return QSize(widest, super().minimumSizeHint().height())

    def _fit(self) -> None:
        widest = max(chip.sizeHint().width() for chip in self._chips.values())
        for across in (4, 2, 1):
            if across == 1 or across * widest + (across - 1) * _GAP <= self.width():
                self._place(across)
                return

    def _place(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for place, chip in enumerate(self._chips.values()):
            self._grid.addWidget(chip, place // across, place % across)
        for column in range(len(self._chips)):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        self.updateGeometry()

    def _on_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, AnswerChip):
            self.chosen.emit(chip.key)
