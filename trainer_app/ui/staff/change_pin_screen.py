"""Whoever is on duty takes another number."""

from __future__ import annotations

from PySide6.QtCore import Signal

from trainer_app.i18n import _
from trainer_app.operations.staff import StaffCard, StaffKept, StaffSignIn, change_pin
from trainer_app.operations.staff_pins import PinMissed
from trainer_app.training.staff import OnDuty
from trainer_app.ui.background import Background
from trainer_app.ui.staff.new_pin_panel import NewPinPanel
from trainer_app.ui.staff.panels import PanelScreen
from trainer_app.ui.staff.pin_panel import PinPanel
from trainer_app.ui.staff.pin_screen import refused
from trainer_app.ui.staff.pin_words import missed_words


class ChangePinScreen(PanelScreen):
    """First the number there is, so that nobody changes it at a desk left open.

    Signals: ``changed`` when the new one is on the disk; ``back_asked`` when given up.
    """

    changed = Signal()

    def __init__(self, background: Background, on_duty: OnDuty) -> None:
        super().__init__()
        self._background, self._by = background, on_duty
        card = StaffCard(on_duty.staff, signs_in_here=True)
        panel = PinPanel(
            background, card, alone=True,
            before=lambda: (
                _("Change my number"), _("First, type the number you have now."),
            ),
        )  # fmt: skip
        panel.signed_in.connect(self._on_known)
        self.settle()
        self.show_panel(panel)

    def title(self) -> str:
        return _("For staff")

    def retranslate(self) -> None:
        self.title_changed.emit()

    def _on_known(self, _found: StaffSignIn, old: str) -> None:
        panel = NewPinPanel()
        panel.chosen.connect(lambda new: self._change(panel, old, new))
        self.show_panel(panel)

    def _change(self, panel: NewPinPanel, old: str, new: str) -> None:
        def changed(kept: StaffKept | PinMissed) -> None:
            if isinstance(kept, PinMissed):
                panel.refuse(missed_words(kept))
            else:
                self.changed.emit()

        by = self._by
        self._background.run(
            panel,
            lambda store: change_pin(store, by=by, old=old, new=new),
            changed,
            lambda error: refused(panel, error),
        )
