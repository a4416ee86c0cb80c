"""A passphrase is set, changed or taken off: one step after the other."""

from __future__ import annotations

from PySide6.QtCore import Signal

from trainer_app.i18n import _
from trainer_app.operations.computer_lock import (
    PassphraseMissed,
    PassphraseRefused,
    change_passphrase,
    check_proof,
    remove_passphrase,
    set_passphrase,
)
from trainer_app.operations.staff import StaffCard
from trainer_app.training.staff import OnDuty
from trainer_app.ui.background import Background
from trainer_app.ui.staff.panels import PanelScreen
from trainer_app.ui.staff.passphrase_panels import NewPassphrasePanel, ProofPanel
from trainer_app.ui.staff.pin_panel import PinPanel


class LockStep(PanelScreen):
    """Signals: ``done(LockKept)`` when it is on the disk; ``back_asked`` when given up."""

    done = Signal(object)

    def __init__(self, background: Background, on_duty: OnDuty) -> None:
        super().__init__()
        self._background, self._by = background, on_duty
        self.settle()

    def title(self) -> str:
        return _("Lock of this computer")

    def retranslate(self) -> None:
        self.title_changed.emit()


class SetPassphraseScreen(LockStep):
    """First the number of whoever is on duty, so that nobody locks a desk that was left open."""

    def __init__(self, background: Background, on_duty: OnDuty) -> None:
        super().__init__(background, on_duty)
        card = StaffCard(self._by.staff, signs_in_here=True)
        panel = PinPanel(
            self._background, card, alone=True,
            before=lambda: (_("Set a passphrase"), _("First, type your six digits.")),
        )  # fmt: skip
        panel.signed_in.connect(lambda _found, _pin: self.choose())
        self.show_panel(panel)

    def choose(self) -> None:
        """The number was right: which passphrase?"""
        panel = NewPassphrasePanel()
        panel.chosen.connect(lambda phrase: self._set(panel, phrase))
        self.show_panel(panel)

    def _set(self, panel: NewPassphrasePanel, phrase: str) -> None:
        by = self._by
        self._background.run(
            panel,
            lambda store: set_passphrase(store, by=by, phrase=phrase),
            self.done.emit,
            lambda error: _refused(panel, error),
        )


class ChangePassphraseScreen(LockStep):
    """First the passphrase there is, or the recovery code."""

    def __init__(self, background: Background, on_duty: OnDuty) -> None:
        super().__init__(background, on_duty)
        panel = ProofPanel(taking_off=False)
        panel.given.connect(lambda proof: self._check(panel, proof))
        self.show_panel(panel)

    def _check(self, panel: ProofPanel, proof: str) -> None:
        """Before another one is chosen, so that nobody chooses one in vain."""

        def checked(right: bool) -> None:
            if right:
                self.choose(proof)
            else:
                panel.refuse(_("This does not open it yet. Look at each word, then try again."))

        self._background.run(
            panel, lambda store: check_proof(store, proof=proof), checked, panel.fail
        )

    def choose(self, proof: str) -> None:
        """It was right: which one instead?"""
        panel = NewPassphrasePanel()
        panel.chosen.connect(lambda phrase: self._change(panel, proof, phrase))
        self.show_panel(panel)

    def _change(self, panel: NewPassphrasePanel, proof: str, phrase: str) -> None:
        by = self._by
        self._background.run(
            panel,
            lambda store: change_passphrase(store, by=by, proof=proof, phrase=phrase),
            self.done.emit,
            lambda error: _refused(panel, error),
        )


class RemovePassphraseScreen(LockStep):
    """The passphrase there is, or the recovery code; then it is gone."""

    def __init__(self, background: Background, on_duty: OnDuty) -> None:
        super().__init__(background, on_duty)
        panel = ProofPanel(taking_off=True)
        panel.given.connect(lambda proof: self._remove(panel, proof))
        self.show_panel(panel)

    def _remove(self, panel: ProofPanel, proof: str) -> None:
        by = self._by

        def failed(error: Exception) -> None:
            if isinstance(error, PassphraseMissed):
                panel.refuse(str(error))
            else:
                panel.fail(error)

        self._background.run(
            panel,
            lambda store: remove_passphrase(store, by=by, proof=proof),
            self.done.emit,
            failed,
        )


def _refused(panel: NewPassphrasePanel, error: Exception) -> None:
    """What will not do is chosen anew; what was not saved is tried again."""
    if isinstance(error, PassphraseRefused):
        panel.refuse(str(error))
    else:
        panel.fail(error)
