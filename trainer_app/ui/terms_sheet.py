"""The words of one page of a lesson that the glossary explains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trainer_app.i18n import _
from trainer_app.ui.term_entry import TermEntry
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.content.shelf import Term
    from trainer_app.ui.sound import Speaker


class TermsSheet(Sheet):
    """Some terms, one of them open: ``term_id``, or else the first."""

    def __init__(
        self, terms: Sequence[Term], speaker: Speaker, language: str, term_id: str = ""
    ) -> None:
        super().__init__(width=720)
        self.entries = {term.id: TermEntry(term, language, speaker) for term in terms}
        self.body.setSpacing(8)
        for entry in self.entries.values():
            self.body.addWidget(entry)
        asked = self.entries.get(term_id) or next(iter(self.entries.values()), None)
        if asked is not None:
            asked.set_open(True)
        self._done = PrimaryButton()
        self._done.clicked.connect(self.close_sheet)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._done)
        self.closed.connect(speaker.stop)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Words we use"))
        self._done.setText(_("Close"))
