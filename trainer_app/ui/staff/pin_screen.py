"""F01: staff sign in with six digits, or come back with the recovery code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from trainer_app.i18n import _, day, isolate
from trainer_app.operations.audit import ActDone
from trainer_app.operations.staff import (
    StaffCard,
    StaffKept,
    StaffSignIn,
    change_pin,
    list_staff,
    recover,
)
from trainer_app.operations.staff_pins import PinMissed, PinRefused
from trainer_app.training.staff import OnDuty
from trainer_app.ui.background import Background
from trainer_app.ui.staff.names_panel import NamesPanel
from trainer_app.ui.staff.new_pin_panel import NewPinPanel
from trainer_app.ui.staff.nobody_panel import NobodyPanel
from trainer_app.ui.staff.panels import PanelScreen
from trainer_app.ui.staff.pin_panel import PinPanel
from trainer_app.ui.staff.pin_words import missed_words
from trainer_app.ui.staff.recovery_panel import RecoveryPanel


class StaffPinScreen(PanelScreen):
    """Signals: ``signed_in(OnDuty)``, with a number of their own; ``first_asked`` where nobody can
    sign in any more, for ``NewStaffScreen``. ``back_asked`` leads away from the pages for staff.
    """

    signed_in = Signal(object)
    first_asked = Signal()

    def __init__(self, background: Background, cards: Sequence[StaffCard] | None = None) -> None:
        """``cards`` as ``list_staff`` gives them, where they are known already."""
        super().__init__()
        self._background = background
        self._cards: list[StaffCard] = []
        self.settle()
        if cards is None:
            self._load()
        else:
            self._on_listed(list(cards))

    def title(self) -> str:
        return _("For staff")

    def retranslate(self) -> None:
        self.title_changed.emit()

    # ------------------------------------------------------------ who is there

    def _load(self) -> None:
        self._background.run(self, list_staff, self._on_listed)

    def _on_listed(self, cards: list[StaffCard]) -> None:
        self._cards = [card for card in cards if card.signs_in_here]
        if not self._cards:
            nobody = NobodyPanel()
            nobody.first_asked.connect(self.first_asked)
            self.show_panel(nobody)
        else:
            self._begin()

    def _begin(self) -> None:
        if len(self._cards) == 1:
            self._ask(self._cards[0])
            return
        names = NamesPanel(self._cards)
        names.chosen.connect(self._ask)
        self.show_panel(names)

    def _ask(self, card: StaffCard) -> None:
        panel = PinPanel(self._background, card, alone=len(self._cards) == 1)
        panel.signed_in.connect(self._on_signed_in)
        panel.lost_asked.connect(lambda: self._recover(card))
        panel.other_asked.connect(self._begin)
        self.show_panel(panel)

    def _on_signed_in(self, found: StaffSignIn, pin: str) -> None:
        if not found.must_change:
            self.signed_in.emit(found.on_duty)
            return
        panel = NewPinPanel(lambda: _why(found.reset))
        panel.chosen.connect(lambda new: self._change(panel, found.on_duty, pin, new))
        self.show_panel(panel)

    # ------------------------------------------------------------ a number of one's own

    def _change(self, panel: NewPinPanel, by: OnDuty, old: str, new: str) -> None:
        def changed(kept: StaffKept | PinMissed) -> None:
            if isinstance(kept, PinMissed):
                panel.refuse(missed_words(kept))
            else:
                self.signed_in.emit(by)

        self._background.run(
            panel,
            lambda store: change_pin(store, by=by, old=old, new=new),
            changed,
            lambda error: refused(panel, error),
        )

    # ------------------------------------------------------------ by recovery code

    def _recover(self, card: StaffCard) -> None:
        panel = RecoveryPanel(self._background, others=len(self._cards) > 1)
        panel.gave_up.connect(lambda: self._ask(card))
        panel.code_right.connect(lambda code: self._choose(card, code))
        self.show_panel(panel)

    def _choose(self, card: StaffCard, code: str) -> None:
        panel = NewPinPanel()
        panel.chosen.connect(lambda new: self._come_back(panel, card, code, new))
        self.show_panel(panel)

    def _come_back(self, panel: NewPinPanel, card: StaffCard, code: str, new: str) -> None:
        staff_id = card.staff.staff_id
        self._background.run(
            panel,
            lambda store: recover(store, code=code, staff_id=staff_id, pin=new),
            self.signed_in.emit,
            lambda error: refused(panel, error),
        )


def refused(panel: NewPinPanel, error: Exception) -> None:
    """A number that will not do is chosen anew; what was not saved is tried again."""
    if isinstance(error, PinRefused):
        panel.refuse(str(error))
    else:
        panel.fail(error)


def _why(reset: ActDone | None) -> str:
    if reset is None:
        return _("Your number was good for once.")
    words = _("Your number was reset by {name} on {date}. It was good for once.")
    return words.format(name=isolate(reset.by), date=isolate(day(reset.at.astimezone(), "medium")))
