"""Who is there? The names of those who sign in on this computer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from trainer_app.i18n import _
from trainer_app.operations.staff import StaffCard
from trainer_app.ui.staff.panels import Panel
from trainer_app.ui.staff.staff_words import roles_words
from trainer_app.ui.widgets.cards import ProfileCard
from trainer_app.ui.widgets.para import Heading, Para

_ACROSS, _ACROSS_COMPACT = 4, 3


class NamesPanel(Panel):
    """Signals: ``chosen(StaffCard)``."""

    chosen = Signal(object)

    def __init__(self, cards: Sequence[StaffCard]) -> None:
        super().__init__()
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self._people = list(cards)
        self.cards = [ProfileCard(icon="user") for _card in cards]
        self._area = QWidget()
        self._grid = QGridLayout(self._area)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        for button, card in zip(self.cards, self._people, strict=True):
            button.clicked.connect(lambda _on=False, who=card: self.chosen.emit(who))
        for widget in (self._heading, self._about, self._area):
            self.side.addWidget(widget)
        self.side.addStretch(1)
        self.settle()

    def retranslate(self) -> None:
        self._heading.setText(_("Who is there?"))
        self._about.setText(_("These pages are for staff."))
        for button, card in zip(self.cards, self._people, strict=True):
            button.set_words(card.staff.name, roles_words(card.staff.roles))

    def first_focus(self) -> QWidget | None:
        return self.cards[0] if self.cards else None

    def arrange(self, compact: bool) -> None:
        super().arrange(compact)
        across = _ACROSS_COMPACT if compact else _ACROSS
        for place, button in enumerate(self.cards):
            self._grid.removeWidget(button)
            self._grid.addWidget(button, place // across, place % across)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, int(column < across))
