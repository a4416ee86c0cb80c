"""Several things to choose from, a box for each; none ticked stands for all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet
from trainer_app.ui.widgets.tick import Tick

Words = Callable[[], str]


@dataclass(frozen=True, slots=True)
class PickWords:
    """What the sheet says, asked for anew in each language."""

    title: Words
    about: Words
    everything: Words
    show: Words


class PickSheet(Sheet):
    """Signals: ``picked(object)`` with the keys that are ticked, in order; none for all."""

    picked = Signal(object)

    def __init__(
        self,
        words: PickWords,
        offers: Sequence[tuple[str, Words]],
        ticked: Collection[str],
    ) -> None:
        super().__init__(width=560)
        self._words = words
        self._offers = tuple(offers)
        self._about = Para("body", colour="text_muted")
        self.everything, self.show_ticked = SecondaryButton(), PrimaryButton()
        self.body.addWidget(self._about)
        self.ticks: dict[str, Tick] = {}
        for key, _words in self._offers:
            tick = self.ticks[key] = Tick()
            tick.setChecked(key in ticked)
            self.body.addWidget(tick)
        self.buttons.addWidget(self.everything)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.show_ticked)
        self.everything.clicked.connect(lambda: self._pick(()))
        self.show_ticked.clicked.connect(self._on_show_clicked)
        self.settle()

    def focus_first(self) -> None:
        next(iter(self.ticks.values()), self.everything).setFocus()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(self._words.title())
        self._about.setText(self._words.about())
        self.everything.setText(self._words.everything())
        self.show_ticked.setText(self._words.show())
        for key, words in self._offers:
            self.ticks[key].setText(words())
            self.ticks[key].setAccessibleName(words())
            self.ticks[key].setToolTip(words())

    def _on_show_clicked(self) -> None:
        self._pick(tuple(key for key, tick in self.ticks.items() if tick.isChecked()))

    def _pick(self, keys: tuple[str, ...]) -> None:
        """All of them ticked is the same as none."""
        self.picked.emit(() if len(keys) == len(self.ticks) else keys)
        self.close_sheet()
