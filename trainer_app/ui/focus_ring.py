"""The ring around what has the focus, for those who steer by keyboard."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from trainer_app.ui import theme

_WIDTH, _GAP = 3, 2


class FocusRing(QWidget):
    """One overlay per window; it follows the focus and scrolls it into view.

    ``ring_radius`` of the focused widget, if it has one, gives the shape.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self._followed: list[QWidget] = []
        self._wanted = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def set_wanted(self, wanted: bool) -> None:
        """Show the ring from now on, or not."""
        self._wanted = wanted
        self._follow(QApplication.focusWidget())

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._follow(now)

    def _follow(self, target: QWidget | None) -> None:
        for former in self._followed:
            if isValid(former):  # a screen that was shown before may be gone by now
                former.removeEventFilter(self)
        self._followed = []
        if target is None or target.window() is not self.parentWidget():
            self._target = None
            self.hide()
            return
        self._target = target
        widget: QWidget | None = target
        while widget is not None and widget is not self.parentWidget():
            widget.installEventFilter(self)
            self._followed.append(widget)
            widget = widget.parentWidget()
        if self._wanted:
            self._reveal(target)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (
            QEvent.Type.Resize,
            QEvent.Type.Move,
            QEvent.Type.Show,
            QEvent.Type.Hide,
        ):
            self._place()
        return False

    @staticmethod
    def _reveal(target: QWidget) -> None:
        parent = target.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(target, 0, 24)
            parent = parent.parentWidget()

    def _place(self) -> None:
        target, window = self._target, self.parentWidget()
        if target is not None and not isValid(target):
            target = self._target = None
        if not self._wanted or target is None or window is None or not target.isVisible():
            self.hide()
            return
        out = _WIDTH + _GAP
        area = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        area = area.adjusted(-out, -out, out, out)
        shown = self._view(target, window).adjusted(-out, -out, out, out)
        if not area.intersects(shown):
            self.hide()
            return
        self.setGeometry(area)
        self.setMask(shown.translated(-area.topLeft()).intersected(self.rect()))
        self.show()
        self.raise_()
        self.update()

    @staticmethod
    def _view(target: QWidget, window: QWidget) -> QRect:
        """The part of the window in which the target can be seen."""
        view = window.rect()
        parent = target.parentWidget()
        while parent is not None and parent is not window:
            above = parent.parentWidget()
            if isinstance(above, QAbstractScrollArea) and above.viewport() is parent:
                view &= QRect(parent.mapTo(window, QPoint(0, 0)), parent.size())
            parent = above
        return view

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("focus"), _WIDTH))
        radius = float(getattr(self._target, "ring_radius", theme.CONTROL_RADIUS)) + _GAP
        half = _WIDTH / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius
        )
