"""What became of it: each file that was collected, or what was handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, isolate_number, ngettext
from trainer_app.ui.handing_in.stick_rows import computer_said
from trainer_app.ui.handing_in.words import counted
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Chip, NoteLine
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Para

if TYPE_CHECKING:
    from trainer_app.operations.bundles import HandedOver
    from trainer_app.operations.collecting import Collected, CollectedBundle


class StickReport(Card):
    """Hidden until there is something to say. Signals: ``accepted(fingerprint)``."""

    accepted = Signal(str)

    _built = False

    def __init__(self) -> None:
        super().__init__()
        self._result: Any = None
        self.note, self._more = NoteLine(), Para("body", colour="text_muted")
        self.rows: list[CollectedRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(4)
        column.addWidget(self.note)
        column.addWidget(self._more)
        column.addLayout(self._rows)
        self.setVisible(False)
        self._built = True
        self.settle()

    def show_result(self, result: Collected | HandedOver) -> None:
        """Say what became of it."""
        if result is self._result:
            return
        self._result = result
        clear_layout(self._rows)
        self.rows = [CollectedRow(one) for one in getattr(result, "bundles", ())]
        for row in self.rows:
            row.accept.clicked.connect(
                lambda _on=False, row=row: self.accepted.emit(row.fingerprint)
            )
            self._rows.addWidget(row)
        self.retranslate()
        self.setVisible(True)

    def clear(self) -> None:
        """Nothing to say any more."""
        self._result = None
        self.setVisible(False)

    def retranslate(self) -> None:
        if not self._built or self._result is None:
            return
        if hasattr(self._result, "bundles"):
            self._say_collected(self._result)
        else:
            self._say_handed_over(self._result)
        self._more.setVisible(bool(self._more.text()))

    def _say_collected(self, collected: Collected) -> None:
        new = sum(one.new for one in collected.bundles)
        self._more.setText("")
        if collected.stopped:
            self.note.say(_("Stopped safely. Nothing is lost. Collect again to go on."), "info")
        elif not collected.bundles:
            self.note.say(_("There is no hand-over file on this stick."), "info")
        else:
            words = ngettext("{count} result was added.", "{count} results were added.", new)
            self.note.say(counted(words, new) if new else _("Nothing new was added."), "good")
        if collected.doubles:
            self._more.setText(
                _("Some people here share a name now. Look at the list of learners.")
            )

    def _say_handed_over(self, done: HandedOver) -> None:
        receipted = done.receipts.count
        if done.stopped:
            said = _("Stopped safely. Nothing is lost. Make the hand-over file again to go on.")
            self.note.say(said, "info")
        elif not done.count and not receipted:
            self.note.say(_("Nothing waits to be handed over."), "info")
        elif not done.count:
            self.note.say(_("Everything that was on the stick has been collected."), "good")
        else:
            words = ngettext(
                "{count} result is on the stick, locked and checked.",
                "{count} results are on the stick, locked and checked.",
                done.count,
            )
            self.note.say(counted(words, done.count), "good")
        number = isolate_number(done.fingerprint)
        said = _("They count as handed in when the stick comes back with a receipt.")
        compare = _("The number of this computer, to compare: {number}").format(number=number)
        self._more.setText(f"{said} {compare}" if done.count else "")


class CollectedRow(Themed, QWidget):
    """One hand-over file, and what became of it. A stranger can be accepted here."""

    def __init__(self, bundle: CollectedBundle) -> None:
        super().__init__()
        self._bundle = bundle
        self.fingerprint = bundle.fingerprint
        self.name, self.facts = Para("label"), Para("small", colour="text_muted")
        self.chip, self.accept = Chip(), SecondaryButton("check")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        words.addSpacing(6)
        words.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignLeading)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        self.accept.setVisible(bundle.state == "stranger")
        self.settle()

    def retranslate(self) -> None:
        one = self._bundle
        name = computer_said(one.short_name, one.site) if one.device else isolate_number(one.name)
        self.name.setText(name)
        self.facts.set_plain(one.reason or self._counts())
        self.accept.setText(_("The numbers are the same: accept"))
        self.chip.show_state(*self._state())

    def _counts(self) -> str:
        one = self._bundle
        words = ngettext("{new} of {count} result is new", "{new} of {count} results are new",
                         one.count)  # fmt: skip
        parts = [
            words.format(new=isolate(i18n.number(one.new)), count=isolate(i18n.number(one.count)))
        ]
        if one.aside:
            words = ngettext("{count} put aside", "{count} put aside", one.aside)
            parts.append(counted(words, one.aside))
        return " · ".join(parts)

    def _state(self) -> tuple[str, str, str]:
        states = {
            "collected": ("success", "circle-check", _("Collected")),
            "already": ("plain", "check", _("Collected before")),
            "refused": ("caution", "alert-circle", _("Not taken")),
            "stranger": ("caution", "eye", _("Please compare")),
        }
        return states[self._bundle.state]
