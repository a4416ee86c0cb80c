"""Questions on screen: one view for each kind of item."""

from __future__ import annotations

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
from trainer_app.ui.items.choosing import ChoiceView, TrueFalseView
from trainer_app.ui.items.matching import MatchView
from trainer_app.ui.items.ordering import OrderView
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.sorting import SortView
from trainer_app.ui.items.spotting import SpotView
from trainer_app.ui.items.view import ItemView


def item_view(item: Item, setting: Setting) -> ItemView:
    """The view of an item."""
    match item:
        case ChoiceItem() | ChoicesItem():
            return ChoiceView(item, setting)
        case TrueFalseItem():
            return TrueFalseView(item, setting)
        case OrderItem():
            return OrderView(item, setting)
        case MatchItem():
            return MatchView(item, setting)
        case SortItem():
            return SortView(item, setting)
        case SpotItem():
            return SpotView(item, setting)
