"""Scrolling to what just appeared."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

_ROOM = 8


def reveal(widget: QWidget) -> None:
    """Scroll a widget into view as soon as it has its place; again if that moves once more, as
    places inside of places are found one after the other."""
    QTimer.singleShot(0, widget, lambda: _scroll_twice(widget))


def _scroll_twice(widget: QWidget) -> None:
    _scroll_to(widget)
    QTimer.singleShot(0, widget, lambda: _scroll_to(widget))


def _scroll_to(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, _ROOM)
        above = above.parentWidget()
