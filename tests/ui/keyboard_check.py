"""What holds for every page when it is gone through with Tab: reached, named, seen, in order.

Nothing is asked of a page but what it shows: a control is a button, a field, a list, whatever Tab
stops at, and whatever shows the mouse a pointing hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateTimeEdit,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from tests.ui.keys import press
from trainer_app.ui.focus_ring import FocusRing
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.room_test.grid_view import GridView

KINDS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit,
    QTextEdit,
)  # fmt: skip
DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
MOST = 400
"""More presses of Tab than any page needs."""
EDGE = 5
"""Pixels by which the ring is wider than what it goes around, on each side."""
INSIDE = (GridView, QDateTimeEdit)
"""Tab goes through the parts of these before it goes on."""
Beside = Callable[[QWidget], bool]


@dataclass
class Road:
    """Where Tab goes on one page, from the first focus until it comes round."""

    stops: list[QWidget]
    found: list[str]


def by_keyboard(
    window: MainWindow, *, beside: Beside = lambda _one: False, both_ways: bool = True
) -> list[str]:
    """What is amiss with the page shown, or with the sheet over it; empty when nothing is.

    ``beside`` names controls that Tab need not reach, as another way by keyboard does the same.
    ``both_ways`` goes back with Shift+Tab, too. The focus is back where it was afterwards, and the
    page stays.
    """
    place = _place(window)
    first = QApplication.focusWidget()
    if first is None or not place.isAncestorOf(first):
        return [f"the focus is on {told(first)}, not on the page"]
    if not first.isVisible():
        return [f"the focus is on {told(first)}, which cannot be seen"]
    road = _walked(window, Qt.Key.Key_Tab)
    found = road.found
    whole = window.frame if place is window.page else place
    found += _missed(whole, road, _by_arrows(window, road.stops), beside)
    for one in road.stops:
        found += _unnamed(one)
    found += _out_of_order(window, road.stops)
    back = _walked(window, Qt.Key.Key_Backtab, looking=False).stops if both_ways else []
    if both_ways and back != [road.stops[0], *reversed(road.stops[1:])]:
        found.append(f"Shift+Tab goes another way: {[told(one) for one in back]}")
    return list(dict.fromkeys(found))


def way_back(window: MainWindow) -> bool:
    """Whether Esc leads back from where the focus is; the page stays."""
    heard: list[bool] = []
    place: Any = window.sheet if window.sheet is not None else window.page
    name = "close_sheet" if window.sheet is not None else "go_back"
    setattr(place, name, lambda: heard.append(True))
    press(window, Qt.Key.Key_Escape, Qt.Key.Key_Control)  # two of Esc would hide the program
    delattr(place, name)
    return bool(heard)


def told(widget: QWidget | None) -> str:
    """A widget in words for who reads the failure."""
    if widget is None:
        return "nothing"
    name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    return f"{type(widget).__name__} “{name[:40]}”"


def _place(window: MainWindow) -> QWidget:
    """What the keys belong to now."""
    if window.sheet is not None:
        return window.sheet
    if window.is_hidden_away:
        return window.hidden_screen
    assert window.page is not None
    return window.page


# ------------------------------------------------------------ the road


def _walked(window: MainWindow, key: Qt.Key, *, looking: bool = True) -> Road:
    """Press the key until the focus is where it was; when ``looking``, how each stop looked."""
    first = cast(QWidget, QApplication.focusWidget())
    road = Road([first], [])
    for _step in range(MOST):
        before = QApplication.focusWidget()
        press(window, key)
        now = QApplication.focusWidget()
        if now is None:
            road.found.append(f"the focus is lost after {told(before)}")
            return road
        if looking:
            road.found += _seen(window, now)
        if now is before and isinstance(now, INSIDE):
            continue
        if now is first:
            return road
        if now in road.stops:
            road.found.append(f"{told(now)} comes twice, after {told(before)}")
            return road
        road.stops.append(now)
    road.found.append("Tab never comes round")
    return road


def _seen(window: MainWindow, now: QWidget) -> Iterator[str]:
    """Whether the focus can be seen: in the view, with nothing over it, and with its ring."""
    area = QRect(now.mapTo(window, QPoint()), now.size())
    view = _view(now, window)
    shown = area & view
    if not now.isVisible() or shown.isEmpty():
        yield f"{told(now)} has the focus and cannot be seen"
        return
    looked_at = area
    if isinstance(now, QAbstractItemView) and area.height() > view.height():
        row = now.visualRect(now.currentIndex())  # a long table is gone through by its rows
        looked_at = QRect(now.viewport().mapTo(window, row.topLeft()), row.size())
    wide = min(looked_at.width(), view.width())
    tall = min(looked_at.height(), view.height())
    shown = looked_at & view
    if shown.width() < wide - 2 * EDGE or shown.height() < tall - 2 * EDGE:
        yield f"{told(now)} has the focus and is seen in part: {shown} of {area}"
    over = window.childAt(shown.center())
    if over is not None and over is not now and not now.isAncestorOf(over):
        yield f"{told(now)} has the focus and lies under {told(over)}"
    (ring,) = cast("list[FocusRing]", window.findChildren(FocusRing))
    if not ring.isVisible() or ring.geometry() != area.adjusted(-EDGE, -EDGE, EDGE, EDGE):
        yield f"{told(now)} has the focus without its ring"


def _view(widget: QWidget, window: QWidget) -> QRect:
    """The part of the window in which a widget can be seen."""
    view = window.rect()
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        view &= QRect(parent.mapTo(window, QPoint()), parent.size())
        parent = parent.parentWidget()
    return view


# ------------------------------------------------------------ what there is


def controls(root: QWidget) -> list[QWidget]:
    """Everything in sight that can be used."""
    found = cast("list[QWidget]", root.findChildren(QWidget))
    return [one for one in found if one.isVisible() and one.isEnabled() and _is_control(one)]


def _is_control(one: QWidget) -> bool:
    if isinstance(one, QScrollBar | QHeaderView) or one.focusProxy() is not None:
        return False
    parent = one.parentWidget()
    if isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit | QAbstractItemView):
        return False  # a part of it
    hand = one.testAttribute(Qt.WidgetAttribute.WA_SetCursor)
    return (
        isinstance(one, KINDS)
        or bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        or (hand and one.cursor().shape() == Qt.CursorShape.PointingHandCursor)
    )


def _missed(root: QWidget, road: Road, arrowed: set[QWidget], beside: Beside) -> Iterator[str]:
    groups = {_group(one) for one in road.stops} - {None}
    for one in controls(root):
        if one in road.stops or _group(one) in groups or one in arrowed or beside(one):
            continue
        yield f"Tab does not reach {told(one)}"


def _by_arrows(window: MainWindow, stops: list[QWidget]) -> set[QWidget]:
    """What the arrow keys reach where only one of several like it takes Tab."""
    reached: set[QWidget] = set()
    first = stops[0]
    for one in stops:
        like = cast(
            "list[QWidget]",
            cast(QWidget, one.parentWidget()).findChildren(type(one), options=DIRECT),
        )
        others = [each for each in like if each.focusPolicy() == Qt.FocusPolicy.ClickFocus]
        if others:
            one.setFocus()
            for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                for _other in others:
                    press(window, key)
                    reached.add(cast(QWidget, QApplication.focusWidget()))
    first.setFocus()
    return reached


def _group(one: QWidget) -> object:
    """Where one of several can be chosen, Tab reaches one and the arrow keys the others."""
    if not isinstance(one, QAbstractButton):
        return None
    group = one.group()
    if group is not None and group.exclusive():
        return group
    return one.parentWidget() if one.autoExclusive() else None


def _unnamed(one: QWidget) -> Iterator[str]:
    found = QAccessible.queryAccessibleInterface(one)
    if not found.text(QAccessible.Text.Name).strip():
        yield f"{told(one)} in {type(one.parentWidget()).__name__} has no name"
    scrolls = isinstance(one, QScrollArea)  # Qt has no role for these
    if not scrolls and found.role() in (QAccessible.Role.Client, QAccessible.Role.NoRole):
        yield f"{told(one)} has no role"


# ------------------------------------------------------------ the order


def _out_of_order(window: MainWindow, stops: list[QWidget]) -> Iterator[str]:
    """Down the page, and along the lines; up again only into a column further along."""
    in_turn = _from_top(window, stops)
    for one, following in pairwise(in_turn):
        if not _goes_on(window, one, following):
            yield f"after {told(one)} comes {told(following)}, which stands before it"


def _from_top(window: MainWindow, stops: list[QWidget]) -> list[QWidget]:
    """The road as it begins at the top; what closes a sheet comes last, and is left out."""
    sheet = window.sheet
    stops = [one for one in stops if sheet is None or one is not sheet._close]
    top = min(stops, key=lambda one: _unscrolled(one, window).top(), default=None)
    if top is None:
        return []
    row = [
        one for one in stops if _unscrolled(one, window).top() < _unscrolled(top, window).bottom()
    ]
    bar = window.frame.bar
    begins = [
        place
        for place, one in enumerate(stops)
        if (bar.isAncestorOf(one) and not bar.isAncestorOf(stops[place - 1]))
    ]
    begin = begins[0] if begins else stops.index(min(row, key=lambda one: _along(one, window)))
    return stops[begin:] + stops[:begin]


def _goes_on(window: MainWindow, one: QWidget, following: QWidget) -> bool:
    here, there = _frame(one, following, window), _frame(following, one, window)
    if here.contains(there) or there.top() >= here.bottom():
        return True
    if _both(one, following).isRightToLeft():
        return there.right() <= here.left() + 1
    return there.left() >= here.right() - 1


def _both(one: QWidget, other: QWidget) -> QWidget:
    """What the two stand in: digits and passphrases run the other way on some pages."""
    parent = cast(QWidget, one.parentWidget())
    while not parent.isAncestorOf(other):
        parent = cast(QWidget, parent.parentWidget())
    return parent


def _along(one: QWidget, window: QWidget) -> int:
    """How far along a line it begins, in reading direction."""
    area = _unscrolled(one, window)
    return window.width() - area.right() if window.isRightToLeft() else area.left()


def _frame(one: QWidget, other: QWidget, window: QWidget) -> QRect:
    """Where it stands; where what scrolls it stands, if that does not scroll the other."""
    outer = one
    above = one.parentWidget()
    while above is not None and not above.isAncestorOf(other):
        if isinstance(above, QAbstractScrollArea):
            outer = above
        above = above.parentWidget()
    return _unscrolled(outer, window)


def _unscrolled(widget: QWidget, window: QWidget) -> QRect:
    """Where it stands when nothing is scrolled."""
    corner = QPoint()
    one: QWidget | None = widget
    while one is not None and one is not window:
        parent = one.parentWidget()
        above = parent.parentWidget() if parent is not None else None
        scrolled = isinstance(above, QScrollArea) and above.viewport() is parent
        corner += QPoint() if scrolled else one.pos()
        one = parent
    return QRect(corner, widget.size())
