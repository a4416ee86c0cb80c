"""A passphrase opens the data of this computer: somebody types it, each time Waypost starts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from trainer_app.i18n import _
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.phrase_field import PhraseField, ShowTyped
from trainer_app.ui.widgets.pictures import PictureMark


class PassphraseScreen(Screen):
    """Signals: ``phrase_given(str)``, answered by another page or ``unlock_failed``;
    ``forgotten`` leads to the recovery code."""

    phrase_given = Signal(str)
    forgotten = Signal()

    def __init__(self) -> None:
        super().__init__()
        mark = PictureMark("lock", 72, colour="on_primary_soft", ground="primary_soft")
        self._heading, self._message = Heading("display"), Para("body_large")
        self.field = PhraseField()
        self.shown = ShowTyped(self.field)
        self.note = NoteLine()
        self.open, self.forgot = PrimaryButton("lock-open"), QuietButton("help-circle")
        self.open.clicked.connect(self._on_open_clicked)
        self.forgot.clicked.connect(self.forgotten)
        self._advice = Para("body", colour="text_muted")
        buttons = FlowRow()
        buttons.add(self.open)
        buttons.add(self.forgot)
        page = ScrollPage(width=680)
        page.column.setSpacing(12)
        page.column.addStretch(1)
        for widget in (mark, self._heading, self._message, self.field):
            page.column.addWidget(widget)
        page.column.addWidget(self.shown, 0, Qt.AlignmentFlag.AlignLeading)
        page.column.addWidget(self.note)
        page.column.addWidget(buttons)
        page.column.addWidget(self._advice)
        page.column.addStretch(2)
        self.set_content(page)
        self.settle()

    def retranslate(self) -> None:
        self._heading.setText(_("This computer's data is locked"))
        self._message.setText(_("Type the passphrase of this computer. The staff here know it."))
        self.field.set_words(
            _("Passphrase"), _("Capital letters, and marks over letters, do not count.")
        )
        self.open.setText(_("Open"))
        self.forgot.setText(_("I forgot it"))
        self._advice.setText(_("Nothing is lost, however often you try."))
        if self.note.isVisibleTo(self):
            self._say_busy()

    def first_focus(self) -> QWidget:
        return self.field.line

    def primary(self) -> QAbstractButton:
        return self.open

    def unlock_failed(self, words: str) -> None:
        """It did not open the data; ``words`` say what to do. What was typed stays."""
        self._set_busy(False)
        self.field.refuse(words)

    def _on_open_clicked(self) -> None:
        if not self.field.typed:
            self.field.refuse(_("Type the passphrase first."))
            return
        self._set_busy(True)
        self.phrase_given.emit(self.field.typed)

    def _set_busy(self, busy: bool) -> None:
        self.field.set_busy(busy)
        self.open.setEnabled(not busy)
        self.forgot.setEnabled(not busy)
        self.note.clear()
        if busy:
            self._say_busy()

    def _say_busy(self) -> None:
        self.note.say(_("Opening…"), "info")
