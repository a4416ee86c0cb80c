"""Whose modules this computer trusts, and trusting one of them no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from trainer_app.i18n import _, isolate, isolate_number
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.operations.publishers import Publisher


class PublishersSheet(Sheet):
    """Signals: ``withdraw_asked(Publisher)``; the sheet closes itself before."""

    withdraw_asked = Signal(object)

    def __init__(self, publishers: Sequence[Publisher]) -> None:
        super().__init__(width=720)
        self._about, self._nobody = Para("body", colour="text_muted"), Para("body")
        self.rows = [PublisherRow(one) for one in publishers]
        self.done = PrimaryButton("check")
        self.done.clicked.connect(self.close_sheet)
        self.body.addWidget(self._about)
        self.body.addWidget(self._nobody)
        for row in self.rows:
            row.withdraw.clicked.connect(lambda _on=False, row=row: self._on_asked(row.publisher))
            self.body.addWidget(row)
        self._nobody.setVisible(not self.rows)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.done)
        self.settle()

    def focus_first(self) -> None:
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_asked(self, publisher: Publisher) -> None:
        self.close_sheet()
        self.withdraw_asked.emit(publisher)

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Publishers"))
        self._about.setText(
            _("Modules that one of them signed can be installed here without asking.")
        )
        self._nobody.setText(_("Nobody yet. You are asked when a stick brings a signed module."))
        self.done.setText(_("Close"))
        for row in self.rows:
            row.retranslate()


class PublisherRow(Card):
    """One publisher; who is named by the programme cannot be withdrawn here."""

    def __init__(self, publisher: Publisher) -> None:
        self.publisher = publisher
        self._number, self._about = Para("label"), Para("small", colour="text_muted")
        self.withdraw = SecondaryButton("x")
        super().__init__(ground="surface_alt", edge="")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 18, 12)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._number)
        words.addWidget(self._about)
        row.addLayout(words, 1)
        row.addWidget(self.withdraw)
        self.withdraw.setVisible(not publisher.name)

    def retranslate(self) -> None:
        number = self.publisher.fingerprint
        self._number.set_plain(isolate_number(number.replace("-", " ")))
        if self.publisher.name:
            name = isolate(self.publisher.name)
            self._about.setText(_("Named by the programme {name}").format(name=name))
        else:
            self._about.setText(_("Accepted on this computer"))
        # For translators: a button: this computer trusts a publisher no more.
        self.withdraw.setText(_("Trust no more"))
        short = isolate_number(number[:9])
        self.withdraw.setAccessibleName(f"{self.withdraw.text()} {short}")
