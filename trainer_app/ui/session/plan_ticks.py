"""Boxes to tick, each with the name of what it stands for: who leads, which teams come."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout

from trainer_app.i18n import isolate
from trainer_app.ui.widgets.tick import Tick

_STANDS_FOR = "stands_for"


def tick_box(place: QVBoxLayout, words: str, name: str, *, on: bool) -> Tick:
    """A box more in ``place``. ``words`` were typed by people; ``name`` is what ``ticked`` says."""
    box = Tick(isolate(words))
    box.setProperty(_STANDS_FOR, name)
    box.setChecked(on)
    place.addWidget(box)
    return box


def ticked(boxes: Iterable[Tick]) -> list[str]:
    """The names of those that are ticked, in their order."""
    return [str(box.property(_STANDS_FOR)) for box in boxes if box.isChecked()]
