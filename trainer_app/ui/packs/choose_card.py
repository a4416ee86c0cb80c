"""A module that can be chosen among others, or that only says why it cannot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.ui import theme
from trainer_app.ui.packs.words import State
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.chips import Chip
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark


class ChooseCard(CardButton):
    """A check box as large as its words. Space ticks it; Enter is left to the page.

    Where it is not ``enabled``, it cannot be ticked and has no box.
    """

    takes_enter = False
    ring_radius: float = theme.CONTROL_RADIUS

    def __init__(self, *, enabled: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setEnabled(enabled)
        self._mark = PictureMark("square", 24, beside="label")
        self._mark.setVisible(False)
        self.title, self.facts = Para("label"), Para("small", colour="text_muted")
        self.chip = Chip()
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self.title)
        lines.addWidget(self.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(14)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        self.see_through(self._mark, self.title, self.facts, self.chip)
        self._mark.setVisible(enabled)
        self.toggled.connect(self._show_tick)
        self._show_tick()
        self.settle()

    def set_words(self, title: str, facts: str, state: State) -> None:
        """What it is called, what there is to know, and how it stands."""
        self.title.set_plain(title)
        self.facts.set_plain(facts)
        self.facts.setVisible(bool(facts))
        self.chip.show_state(*state)
        said = (title, state[2], facts)
        self.setAccessibleName(". ".join(one for one in said if one))

    def _show_tick(self) -> None:
        on = self.isChecked()
        self._mark.show_icon("square-check" if on else "square", "primary" if on else "text_muted")
