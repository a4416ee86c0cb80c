"""Adding a server: its address, key and secret, and a test that explains itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from trainer_app.i18n import _, isolate_number, pgettext
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.errand import Errand
from trainer_app.ui.handing_in import works
from trainer_app.ui.reveal import reveal
from trainer_app.ui.trouble_note import TroubleNote
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.sync.faults import Fault
    from trainer_app.sync.lrs import Works
    from trainer_app.ui.background import Background

_TOLERATED_MS = 2 * 60 * 1000
"""Clocks that differ by less are the same, as far as people care."""


class ServerSheet(Sheet):
    """Signals: ``added`` when the server is kept; the sheet closes itself then."""

    added = Signal()

    def __init__(self, background: Background) -> None:
        super().__init__(width=680)
        self._background = background
        self._test = Errand(background, self)
        self._tested: tuple[str, str, str] | None = None
        self._test.moved.connect(self._show_test)
        self._about = Para("body", colour="text_muted")
        self.address, self.key, self.secret = QLineEdit(), QLineEdit(), QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        for editor in (self.address, self.key, self.secret):
            editor.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            editor.setMaxLength(400)
            editor.textEdited.connect(self._on_edited)
        self.fields = [FormField(editor) for editor in (self.address, self.key, self.secret)]
        self.note, self.trouble = NoteLine(), TroubleNote()
        self.test, self.save = SecondaryButton("eye-check"), PrimaryButton("check")
        self.test.clicked.connect(self._on_test)
        self.save.clicked.connect(self._on_save)
        self.body.addWidget(self._about)
        for field in self.fields:
            self.body.addWidget(field)
        self.body.addWidget(self.note)
        self.body.addWidget(self.trouble)
        self.buttons.addWidget(self.test)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.save)
        self.settle()

    def focus_first(self) -> None:
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Add a server"))
        self._about.setText(
            _("Your organisation gives you these three. Ask for a key that may only hand in.")
        )
        labels = (
            (_("Address"), _("It begins with {start}").format(start=isolate_number("https://"))),
            # For translators: the two parts of an access right to a server.
            (pgettext("of a server", "Key"), ""),
            (_("Secret"), ""),
        )
        for field, (label, hint) in zip(self.fields, labels, strict=True):
            field.set_words(label, hint)
        self.test.setText(_("Test this address"))
        self.save.setText(_("Save"))
        if any(field.error for field in self.fields):
            self._say_missing()
        self._show_test()

    # ------------------------------------------------------------ testing

    def _typed(self) -> tuple[str, str, str]:
        return self.address.text().strip(), self.key.text().strip(), self.secret.text().strip()

    def _say_missing(self) -> None:
        missing = (_("Write the address first."), _("Write the key."), _("Write the secret."))
        for field, typed, words in zip(self.fields, self._typed(), missing, strict=True):
            field.show_error("" if typed else words)

    def _is_filled(self) -> bool:
        """Whether everything is there; says what is missing, and leads to the first of it."""
        self._say_missing()
        empty = [field for field in self.fields if field.error]
        if empty:
            empty[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return not empty

    def _on_edited(self) -> None:
        for field in self.fields:
            if field.error:
                field.show_error("")
        self._test.stop()  # what it finds would be about something else
        self._show_test()

    def _on_test(self) -> None:
        if self._is_filled():
            self._tested = self._typed()
            self._test.start(works.test_address(*self._tested))

    def _show_test(self) -> None:
        running = self._test.is_running
        if not running and self._tested not in (None, self._typed()):
            self._test.forget()
        found = self._test.result
        self.test.setEnabled(not running)
        self.note.clear()
        self.trouble.show_error(self._test.error)
        if running:
            self.note.say(_("Asking the server…"), "info")
        elif found is not None:
            self._say_found(found)
        if found is not None or self._test.error is not None:
            reveal(self.note if self.trouble.isHidden() else self.trouble)

    def _say_found(self, found: Fault | Works) -> None:
        difference_ms = getattr(found, "clock_difference_ms", None)
        if hasattr(found, "sentence"):
            self.trouble.show_error(cast("Fault", found))
        elif difference_ms is not None and abs(difference_ms) > _TOLERATED_MS:
            self.note.say(
                _(
                    "This address works. Its clock says another time than this computer; results "
                    "are handed in all the same."
                )
            )
        else:
            self.note.say(_("This address works. Results can be handed in there."))

    # ------------------------------------------------------------ keeping

    def _on_save(self) -> None:
        if not self._is_filled():
            return
        self.save.setEnabled(False)
        address, key, secret = self._typed()
        self._background.run(
            self, works.set_server(address, key, secret), self._on_saved, self._on_not_saved
        )

    def _on_saved(self, _kept: object) -> None:
        self.added.emit()
        self.close_sheet()

    def _on_not_saved(self, error: Exception) -> None:
        self.save.setEnabled(True)
        self.trouble.show_error(error)
        reveal(self.trouble)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.save.click()
        super().keyPressEvent(event)
