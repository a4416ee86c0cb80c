"""A04: the data file is damaged, and a person decides what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.ask_sheet import AskSheet, Question
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark


class RescueScreen(Screen):
    """Signals: ``chosen(str)``, one of ``put-back`` and ``begin-anew``; ``closed`` when the person
    wants to leave the program; ``sheet_asked(Sheet)``."""

    chosen = Signal(str)
    closed = Signal()
    sheet_asked = Signal(object)

    def __init__(self, statements: int | None) -> None:
        """``statements``: so many results stand in the newest copy; None where none can be read."""
        super().__init__()
        self._statements = statements
        self._mark = PictureMark(
            "alert-triangle", 72, colour="on_caution_soft", ground="caution_soft"
        )
        self._heading, self._message = Heading("display"), Para("lesson")
        self._kept = Para("body", colour="text_muted")
        self.note = NoteLine()
        self.put_back, self.begin = PrimaryButton("history"), SecondaryButton()
        self.close_button = QuietButton("x")
        self.put_back.clicked.connect(lambda: self._choose("put-back"))
        self.begin.clicked.connect(self._ask_to_begin)
        self.close_button.clicked.connect(self.closed)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.setSpacing(12)
        inside.addWidget(self._message)
        inside.addWidget(self._kept)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for button in (self.put_back, self.begin, self.close_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        page = ScrollPage(width=860)
        page.column.addStretch(1)
        page.column.addWidget(self._mark)
        page.column.addWidget(self._heading)
        page.column.addWidget(card)
        page.column.addWidget(self.note)
        page.column.addLayout(buttons)
        page.column.addStretch(2)
        self.set_content(page)
        self.settle()

    def retranslate(self) -> None:
        self._heading.setText(_("The data of this computer is damaged"))
        if self._statements is None:
            self._message.setText(
                _(
                    "No safe copy can be read. Waypost can still look for results in the damaged "
                    "file."
                )
            )
        else:
            words = ngettext(
                "The newest safe copy holds {count} result. Waypost can put it back, with what "
                "else can still be read.",
                "The newest safe copy holds {count} results. Waypost can put them back, with what "
                "else can still be read.",
                self._statements,
            )
            self._message.setText(words.format(count=isolate(i18n.number(self._statements))))
        self._kept.setText(
            _(
                "Nothing is thrown away: the damaged file is kept. If you are not sure, close "
                "Waypost and ask the person who helps you with this computer."
            )
        )
        self.put_back.setText(_("Put back what can be read"))
        self.begin.setText(_("Begin with nothing"))
        self.close_button.setText(_("Close"))

    def primary(self) -> QAbstractButton:
        return self.put_back

    def first_focus(self) -> QAbstractButton:
        return self.put_back

    def _choose(self, choice: str) -> None:
        for button in (self.put_back, self.begin):
            button.setEnabled(False)
        self.note.say(_("Please wait. This may take some minutes."), "info")
        self.chosen.emit(choice)

    def _ask_to_begin(self) -> None:
        sheet = AskSheet(
            lambda: Question(
                _("Begin with nothing?"),
                _(
                    "Nobody and no result is here then. The damaged file is kept in the data "
                    "folder."
                ),
                _("Begin with nothing"),
                _("Not now"),
            )
        )
        sheet.agreed.connect(lambda: self._choose("begin-anew"))
        self.sheet_asked.emit(sheet)
