"""What another side did not take, with its own words, to read and to try again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from trainer_app.i18n import _, isolate_number, ngettext
from trainer_app.ui.handing_in.words import counted
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.store.outbox import RefusalRow

MOST = 50
"""More are not listed one by one; they come after these are dealt with."""


class RefusedSheet(Sheet):
    """Signals: ``again_asked(rows)`` with a list of record numbers."""

    again_asked = Signal(object)

    def __init__(self, refused: Sequence[RefusalRow]) -> None:
        super().__init__(width=760)
        self._refused = list(refused)
        self._about, self._more = Para("body"), Para("small", colour="text_muted")
        self.rows = [RefusedRow(one) for one in self._refused[:MOST]]
        self.body.addWidget(self._about)
        for row in self.rows:
            row.again.clicked.connect(lambda _on=False, row=row: self._on_again(row))
            self.body.addWidget(row)
        self.body.addWidget(self._more)
        self.all, self.done = SecondaryButton("repeat"), PrimaryButton()
        self.all.clicked.connect(self._on_all)
        self.done.clicked.connect(self.close_sheet)
        self.buttons.addWidget(self.all)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.done)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Results that were not taken"))
        self._about.setText(
            _(
                "These stay on this computer. Read why to whoever runs the other side. When it "
                "is mended there, try them again."
            )
        )
        left = len(self._refused) - len(self.rows)
        words = ngettext("{count} more is not listed.", "{count} more are not listed.", left)
        self._more.setText(counted(words, left))
        self._more.setVisible(left > 0)
        self.all.setText(_("Try all again"))
        self.done.setText(_("Close"))

    def _on_again(self, row: RefusedRow) -> None:
        row.again.setEnabled(False)
        self.again_asked.emit([row.record])

    def _on_all(self) -> None:
        self.again_asked.emit([one.row for one in self._refused])
        self.close_sheet()


class RefusedRow(Card):
    """One record: its number and day, and why it was not taken."""

    _built = False

    def __init__(self, refused: RefusalRow) -> None:
        super().__init__(ground="surface_alt", edge="")
        self._refused = refused
        self.record = refused.row
        self.name, self.reason = Para("label"), Para("small", colour="text_muted")
        self.again = SecondaryButton("repeat")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.reason)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.again, 0, Qt.AlignmentFlag.AlignVCenter)
        self._built = True
        self.settle()

    def retranslate(self) -> None:
        if not self._built:
            return
        number = isolate_number(self.record)
        self.name.setText(_("Record {number}").format(number=number))
        self.reason.set_plain(self._refused.reason)
        self.again.setText(_("Try again"))
        self.again.setAccessibleName(f"{self.name.text()}: {self.again.text()}")
