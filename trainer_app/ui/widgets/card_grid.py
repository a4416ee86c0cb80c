"""Cards beside and below each other, as many in a row as have room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from trainer_app.ui import theme
from trainer_app.ui.widgets.pages import clear_layout

_GAP, _MOST = 16, 4


class CardGrid(QWidget):
    """Holds the cards it is given last. Call ``place`` when there is more or less room."""

    def __init__(self, card_width: int, parent: QWidget | None = None) -> None:
        """``card_width`` is the least a card takes, in pixels at normal text size."""
        super().__init__(parent)
        self._card_width, self._columns = card_width, 0
        self._cards: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)

    def set_cards(self, cards: Sequence[QWidget], room: int) -> None:
        """Show these cards instead of the ones before, which are deleted."""
        clear_layout(self._grid)
        self._cards, self._columns = list(cards), 0
        self.setVisible(bool(cards))
        self.place(room)

    def place(self, room: int) -> None:
        """Lay the cards out for so many pixels of width."""
        least = theme.px(self._card_width)
        columns = max(1, min(_MOST, (room + _GAP) // (least + _GAP)))
        if columns == self._columns:
            return
        self._columns = columns
        for number, card in enumerate(self._cards):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(_MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
