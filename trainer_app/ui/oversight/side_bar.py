"""The bar at the start edge: where the supervisor's pages are, and which of them this is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui import icons, theme
from trainer_app.ui.enter_key import Pressable
from trainer_app.ui.reading_side import reading_side
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import paint_surface

PLACES: dict[str, tuple[str, Callable[[], str]]] = {
    # For translators: the pages of a supervisor.
    "overview": ("home", lambda: _("Overview")),
    "completion": ("table", lambda: _("Who is trained")),
    "due": ("calendar", lambda: _("Refreshers")),
    "works": ("bulb", lambda: _("What works")),
    "sites": ("building", lambda: _("Sites")),
    "certificate": ("certificate", lambda: _("Check a certificate")),
    "desk": ("clipboard-list", lambda: _("Desk")),
}
"""Each place with its icon and its name, in order."""
WIDE, NARROW = 224, 84


class SideBar(Themed, QWidget):
    """Signals: ``chosen(str)``, one of ``PLACES``, never the one that is shown."""

    chosen = Signal(str)

    def __init__(self, here: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, PlaceButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 16, 10, 16)
        column.setSpacing(6)
        for name, (icon, words) in PLACES.items():
            button = PlaceButton(icon, words)
            button.setChecked(name == here)
            button.clicked.connect(lambda _on=False, name=name: self._on_clicked(name))
            column.addWidget(button)
            self.buttons[name] = button
        column.addStretch(1)
        self._here = here
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.settle()

    def set_compact(self, compact: bool) -> None:
        """Icons only on a small window; names stay for who hears them, and as tooltips."""
        self.setFixedWidth(max(theme.px(NARROW if compact else WIDE), 1))
        for button in self.buttons.values():
            button.is_rail = compact
            button.update()

    def retranslate(self) -> None:
        for button in self.buttons.values():
            button.retranslate()

    def _on_clicked(self, name: str) -> None:
        self.buttons[name].setChecked(name == self._here)
        if name != self._here:
            self.chosen.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        focus = self.focusWidget()
        order = list(self.buttons.values())
        if step is None or focus not in order:
            super().keyPressEvent(event)
            return
        place = order.index(focus) + step
        order[place % len(order)].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        edge = self.rect().left() if self.isRightToLeft() else self.rect().right()
        painter.fillRect(edge, 0, 1, self.height(), theme.colour("border"))


class PlaceButton(Pressable, QAbstractButton):
    """One place: icon and name, or the icon alone."""

    ring_radius: float = theme.CONTROL_RADIUS

    def __init__(self, icon: str, words: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._words = icon, words
        self.is_rail = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("label"))
        super().dress()

    def retranslate(self) -> None:
        self.setText(self._words())
        self.setAccessibleName(self._words())
        self.setToolTip(self._words())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.px(48))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            ground = "primary_soft" if self.isChecked() else "surface_alt"
            edge = "border" if theme.is_high_contrast() and self.isChecked() else ""
            paint_surface(painter, area, ground, edge, 2, self.ring_radius)
        ink = "on_primary_soft" if self.isChecked() else "text"
        side = theme.px(24)
        mark = QRectF(0, 0, side, side)
        if self.is_rail:
            mark.moveCenter(area.center())
            icons.paint(painter, self._icon, mark, ink)
            return
        mark.moveCenter(area.center())
        gap = theme.px(16)
        rtl = self.isRightToLeft()
        mark.moveLeft(area.right() - gap - side if rtl else area.left() + gap)
        words = QRectF(area)
        words.setLeft(area.left() + theme.px(8) if rtl else mark.right() + theme.px(12))
        words.setRight(mark.left() - theme.px(12) if rtl else area.right() - theme.px(8))
        icons.paint(painter, self._icon, mark, ink)
        painter.setPen(theme.colour(ink))
        elided = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, reading_side(rtl=rtl), elided)
