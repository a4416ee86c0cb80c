"""A dialog inside the window: what lies under it is dimmed, and it can never hide the Hide key."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import IconButton
from trainer_app.ui.widgets.cards import paint_surface
from trainer_app.ui.widgets.para import Heading

_EDGE = 24
"""Pixels kept free around the panel."""


class Sheet(Themed, QWidget):
    """Fill ``body`` and ``buttons``; ``MainWindow.open_sheet`` opens it.

    Esc and its close button close it; Tab stays inside; focus returns to where it was. Words by
    ``set_title`` in the ``retranslate`` of a subclass, which ends its ``__init__`` with
    ``settle()``, or of the screen that keeps the sheet. Enter presses the button in focus.
    Signals: ``closed`` when it is gone (it deletes itself).
    """

    closed = Signal()

    def __init__(self, *, width: int = 720, closable: bool = True) -> None:
        super().__init__()
        self._wanted_width = width
        self._closable = closable
        self._before: QWidget | None = None
        self._bar: QWidget | None = None
        self.heading = Heading("h1")
        self._close = IconButton("x")
        self._close.clicked.connect(self.close_sheet)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(12)
        self._panel = _Panel(self)
        self._build()
        self._close.setVisible(closable)
        self.setVisible(False)

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 0, 32, 8)
        column.addLayout(self.body)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._scroll.setWidget(inside)
        self._inside = inside
        self._head = QHBoxLayout()
        self._head.setContentsMargins(32, 28, 28, 0)
        self._head.addWidget(self.heading, 1, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.buttons.setContentsMargins(32, 4, 32, 0)
        self._whole = QVBoxLayout(self._panel)
        self._whole.setContentsMargins(0, 0, 0, 26)
        self._whole.setSpacing(14)
        self._whole.addLayout(self._head)
        self._whole.addWidget(self._scroll, 1)
        self._whole.addLayout(self.buttons)

    # ------------------------------------------------------------ life

    def set_title(self, words: str) -> None:
        """The heading of the sheet, which is also its name for screen readers."""
        self.heading.setText(words)
        self.setAccessibleName(self.heading.text())

    def open_over(self, host: QWidget, below: QWidget | None = None) -> None:
        """Cover ``host``, but not the bar at its top, and take the focus."""
        self._bar = below
        if not self._settled:  # a sheet that was filled, not subclassed
            self.settle()
        self._before = QApplication.focusWidget()
        self.setParent(host)
        host.installEventFilter(self)
        self._panel.installEventFilter(self)
        self._inside.installEventFilter(self)
        self.setGeometry(self._room(host))
        self.show()
        self.raise_()
        self._place()
        self.focus_first()

    def close_sheet(self) -> None:
        """Go away and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        self.closed.emit()
        before = self._before  # its page may have gone on meanwhile
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def focus_first(self) -> None:
        """Focus the last button of the sheet, the usual way on, or the first thing there is."""
        chain = self._chain()
        wanted = [w for w in chain if self.buttons.indexOf(w) >= 0]
        target = wanted[-1] if wanted else (chain[0] if chain else self)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._close.setText(_("Close"))

    # ------------------------------------------------------------ keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._closable and not event.isAutoRepeat():
            self.close_sheet()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        chain = self._chain()
        if not chain:
            return True
        now = QApplication.focusWidget()
        place = chain.index(now) if now in chain else (-1 if forward else 0)
        target = chain[(place + (1 if forward else -1)) % len(chain)]
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        self._scroll.ensureWidgetVisible(target) if self._inside.isAncestorOf(target) else None
        return True

    def _chain(self) -> list[QWidget]:
        """Everything inside that Tab may reach, in the order of the window's focus chain."""
        found: list[QWidget] = []
        one = self.nextInFocusChain()
        while one is not None and one is not self:
            reachable = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled()
            stands_for = one.focusProxy() is not None  # Tab would stay at what it stands for
            if reachable and not stands_for and one.isVisible() and self.isAncestorOf(one):
                found.append(one)
            one = one.nextInFocusChain()
        found.sort(key=lambda widget: widget is self._close)
        return found

    # ------------------------------------------------------------ place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        host = self.parentWidget()
        if kind == QEvent.Type.Resize and watched is host and host is not None:
            self.setGeometry(self._room(host))
            self._place()
        elif kind == QEvent.Type.LayoutRequest and watched in (self._panel, self._inside):
            self._place()
        return False

    def _room(self, host: QWidget) -> QRect:
        return host.rect().adjusted(0, self._bar.height() if self._bar else 0, 0, 0)

    def _place(self) -> None:
        width = min(theme.px(self._wanted_width), self.width() - 2 * _EDGE)
        inside = self._inside.layout()
        wanted = inside.heightForWidth(width) if inside else 0
        if inside is not None and wanted < 0:
            wanted = inside.sizeHint().height()
        others = self._whole.spacing() * 2 + 26
        for part in (self._head, self.buttons):
            tall = part.heightForWidth(width) if part.hasHeightForWidth() else -1
            others += tall if tall >= 0 else part.sizeHint().height()
        room = self.height() - 2 * _EDGE
        high = min(wanted + others + 2, room)
        fits = wanted + others + 2 <= room
        # A bar that stays from before would narrow the words, and be needed because of that.
        bar = Qt.ScrollBarPolicy
        self._scroll.setVerticalScrollBarPolicy(
            bar.ScrollBarAlwaysOff if fits else bar.ScrollBarAsNeeded
        )
        size = QSize(width, high)
        corner = QPoint((self.width() - width) // 2, max(_EDGE, (self.height() - high) // 2))
        self._panel.setGeometry(QRect(corner, size))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("scrim"))


class _Panel(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = theme.is_high_contrast()
        thick = 2 if strong else 0
        area = QRectF(self.rect())
        paint_surface(painter, area, "surface", "border", thick, 24)
