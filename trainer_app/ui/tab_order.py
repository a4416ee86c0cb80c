"""Tab goes through a page as it is laid out: down the columns, along the lines.

Qt has Tab go in the order in which widgets were made: lists that fill later, and lines that come
and go, would stand at its end.
"""

from collections import defaultdict
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGridLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)
"""What Qt builds of parts that are its own."""
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
_Path = tuple[int, ...]
_Inside = defaultdict[QWidget | None, list[QWidget]]
"""What lies in each widget, in the order in which it was made."""


def go(stops: list[QWidget], *, forward: bool) -> QWidget | None:
    """Move the focus on or back by one, and round at the end; gives where it is then."""
    now = QApplication.focusWidget()
    if not stops or stops == [now]:
        return now
    place = stops.index(now) if now in stops else (-1 if forward else 0)
    target = stops[(place + (1 if forward else -1)) % len(stops)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    target.setFocus(reason)
    return target


def stops_in(root: QWidget) -> list[QWidget]:
    """Where Tab can stop inside of ``root`` now, as it is laid out, and where the focus is.

    Costs a few milliseconds on a long page: for a press of Tab, not for a change of the page.
    """
    inside: _Inside = defaultdict(list)
    for one in cast("list[QWidget]", root.findChildren(QWidget)):  # asked once: Qt is far away
        inside[one.parentWidget()].append(one)
    return _stops(root, QApplication.focusWidget(), inside)


def _stops(root: QWidget, now: QWidget | None, inside: _Inside) -> list[QWidget]:
    found: list[QWidget] = []
    for child in _children(root, inside):
        if child is now:  # perhaps it just went: Qt asks for the next one then
            found.append(child)
        if child.isWindow() or (child.isHidden() and not (now and child.isAncestorOf(now))):
            continue
        by_tab = child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible()
        if by_tab and child is not now and child.isEnabled() and child.focusProxy() is None:
            found.append(child)
        if child in inside:
            found += _stops(child, now, inside)
    return found


def _children(parent: QWidget, inside: _Inside) -> list[QWidget]:
    """What lies in a widget: as laid out, then what no layout has."""
    if isinstance(parent, _WHOLE):
        return []
    if isinstance(parent, QScrollArea):
        scrolled: QWidget | None = parent.widget()
        return [] if scrolled is None else [scrolled]
    found = inside[parent]
    layout = parent.layout()
    if layout is not None and len(found) > 1:
        paths = {one: path for one in found if (path := _path(layout, one)) is not None}
        found.sort(key=lambda one: (one not in paths, paths.get(one, ())))
    return found


def _path(layout: QLayout, widget: QWidget) -> _Path | None:
    """Where a widget stands in a layout or in one of those within it; None when in none.

    No items are asked for: Qt deletes them without telling Python, and what is made in their
    place next would be taken for them.
    """
    if (place := layout.indexOf(widget)) >= 0:
        return _place(layout, place)
    for inner in cast("list[QLayout]", layout.findChildren(QLayout, options=_DIRECT)):
        if (path := _path(inner, widget)) is not None:
            return _place(layout, layout.indexOf(inner)) + path
    return None


def _place(layout: QLayout, place: int) -> _Path:
    if isinstance(layout, QGridLayout):
        return cast("_Path", layout.getItemPosition(place))[:2]
    return (place,)
