"""Answering every kind of question with nothing but keys."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from trainer_app.content.module import (
    ChoiceItem,
    ChoicesItem,
    Item,
    MatchItem,
    OrderItem,
    SortItem,
    SpotItem,
    TrueFalseItem,
)
from trainer_app.training.scoring import join, join_pairs, right_response, split, split_pairs
from trainer_app.ui.items.choosing import CardsView
from trainer_app.ui.items.matching import MatchView
from trainer_app.ui.items.ordering import OrderView
from trainer_app.ui.items.sorting import SortView
from trainer_app.ui.items.view import ItemView

Press = Callable[..., None]


def presser(window: QWidget) -> Press:
    """Presses keys as a keyboard does: the window gets them, and passes them to the focus."""

    def press(key: Qt.Key | str, *, ctrl: bool = False) -> None:
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        named = Qt.Key(ord(key)) if isinstance(key, str) else key
        QTest.keyClick(window.windowHandle(), named, held)

    return press


def not_yet_response(item: Item) -> str:
    """A complete response that is not right."""
    match item:
        case ChoiceItem() | ChoicesItem():
            return next(choice.id for choice in item.choices if not choice.right)
        case TrueFalseItem():
            return "false" if item.answer else "true"
        case OrderItem():
            first, second, *rest = (entry.id for entry in item.entries)
            return join([second, first, *rest])
        case MatchItem():
            first, second, *rest = (pair.id for pair in item.pairs)
            pairs = [(first, second), (second, first), *((one, one) for one in rest)]
            return join_pairs(pairs)
        case SortItem():
            groups = [group.id for group in item.groups]
            return join_pairs(
                (entry.id, next(group for group in groups if group != entry.group))
                for entry in item.entries
            )
        case SpotItem():
            return next(region.id for region in item.regions if not region.right)


def right(item: Item) -> str:
    """The right response."""
    return right_response(item)


def answer(view: ItemView, press: Press, response: str) -> None:
    """Give this response by keys, from wherever the focus is."""
    match view:
        case CardsView():
            cards = list(view.list.cards)
            chosen = set(view.list.chosen())
            for one in set(split(response)) ^ (chosen if view.several else set()):
                press(f"{cards.index(one) + 1}")
        case MatchView():
            for left, other in split_pairs(response).items():
                press(f"{list(view.lefts).index(left) + 1}")
                press("ABCDE"[list(view.rights).index(other)])
        case SortView():
            groups = [group.id for group in view.item.groups]  # type: ignore[union-attr]
            given = split_pairs(response)
            first = view._rows[next(iter(view._rows))]
            view._segment(first, groups[0]).setFocus()
            for one in view._rows:
                press(f"{groups.index(given[one]) + 1}")
        case OrderView():
            _order(view, press, list(split(response)))


def _order(view: OrderView, press: Press, wanted: list[str]) -> None:
    for place, one in enumerate(wanted):
        here = view._order.index(one)
        view._rows[one].setFocus()
        for _step in range(here - place):
            press(Qt.Key.Key_Up, ctrl=True)
    if view.response() is None:  # nothing had to move: down and up again counts as an answer
        press(Qt.Key.Key_Up, ctrl=True)
        press(Qt.Key.Key_Down, ctrl=True)
