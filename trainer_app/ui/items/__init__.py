"""Questions on screen: one view for each kind of item."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
from trainer_app.content.pack import Pack
from trainer_app.ui.items.choosing import ChoiceView, TrueFalseView
from trainer_app.ui.items.matching import MatchView
from trainer_app.ui.items.ordering import OrderView
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.sorting import SortView
from trainer_app.ui.items.spotting import SpotView
from trainer_app.ui.items.view import ItemView
from trainer_app.ui.sound import Speaker

_NONE: Mapping[str, str] = MappingProxyType({})


def item_view(
    item: Item,
    *,
    seed: int,
    pack: Pack,
    values: Mapping[str, str],
    speaker: Speaker,
    narration: Mapping[str, str] = _NONE,
    language: str = "",
) -> ItemView:
    """The view of an item. ``seed`` is the attempt's: the same one gives the same order.

    ``narration`` and ``language`` are the module's; without a language it speaks the interface's.
    """
    setting = Setting(seed, pack, values, speaker, narration, language)
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
