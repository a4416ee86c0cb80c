"""What was put right while the data was opened: said once, on the first page."""

from __future__ import annotations

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.computer import PutRight
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet


class RescuedSheet(Sheet):
    """Everything is back, or what could be read."""

    def __init__(self, told: PutRight) -> None:
        super().__init__(width=600)
        self._told = told
        self._words, self._folder = Para("body"), Para("small", colour="text_muted")
        self.close_button = PrimaryButton("check")
        self.close_button.clicked.connect(self.close_sheet)
        self.body.addWidget(self._words)
        self.body.addWidget(self._folder)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.close_button)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        told = self._told
        count = isolate(i18n.number(told.results))
        self.set_title(_("The data was put right"))
        if told.is_all:
            words = ngettext(
                "The data file was damaged. Everything that was saved is back: {count} result.",
                "The data file was damaged. Everything that was saved is back: {count} results.",
                told.results,
            )
        else:
            words = ngettext(
                "The data file was damaged. What could be read is back: {count} result. Tell your "
                "facilitator.",
                "The data file was damaged. What could be read is back: {count} results. Tell your "
                "facilitator.",
                told.results,
            )
        self._words.setText(words.format(count=count))
        kept = _("The damaged file is kept in {folder}.")
        self._folder.setText(kept.format(folder=isolate(told.kept_in)))
        self.close_button.setText(_("Good"))
