"""The data of this computer is locked: ask for the recovery code."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from trainer_app.i18n import _
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark


class UnlockScreen(Screen):
    """Signals: ``code_given(str)``; answer it by another page, or by ``unlock_failed``."""

    code_given = Signal(str)

    def __init__(self, message: str, *, instead: bool = False) -> None:
        """``instead`` of a passphrase that somebody forgot; then a way leads back to that."""
        super().__init__()
        self.leading = "back" if instead else "mark"
        self._instead = instead
        self._mark = PictureMark("lock", 72, colour="on_primary_soft", ground="primary_soft")
        self._heading, self._message = Heading("display"), Para("body_large")
        self._message.set_plain(message)
        self._advice = Para("body", colour="text_muted")
        self.code = QLineEdit()
        self.code.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.code.setMaxLength(60)
        self.field = FormField(self.code)
        self.code.textEdited.connect(self._on_code_edited)
        self.open = PrimaryButton("lock-open")
        self.open.clicked.connect(self._on_open_clicked)
        page = ScrollPage(width=680)
        page.column.addStretch(1)
        page.column.addWidget(self._mark)
        page.column.addWidget(self._heading)
        page.column.addWidget(self._message)
        page.column.addWidget(self.field)
        page.column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeading)
        page.column.addWidget(self._advice)
        page.column.addStretch(2)
        self.set_content(page)
        self.settle()

    def retranslate(self) -> None:
        self._heading.setText(_("This computer's data is locked"))
        self.field.set_words(
            _("Recovery code"), _("It is on the paper that was written when Waypost was set up.")
        )
        self.open.setText(_("Open"))
        if self._instead:
            self._advice.setText(
                _(
                    "The code opens the data this time. Then choose another passphrase at the "
                    "desk: under Staff, Lock of this computer."
                )
            )
        else:
            self._advice.setText(
                _("Nothing is lost. If you do not have the code, ask your facilitator.")
            )

    def first_focus(self) -> QWidget:
        return self.code

    def primary(self) -> QAbstractButton:
        return self.open

    def unlock_failed(self, words: str) -> None:
        """The code did not open the data; ``words`` say what to do. What was typed stays."""
        self.open.setEnabled(True)
        self.field.show_error(words)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.code.selectAll()

    def _on_code_edited(self) -> None:
        self.field.show_error("")

    def _on_open_clicked(self) -> None:
        typed = self.code.text().strip()
        if not typed:
            self.unlock_failed(_("Type the recovery code first."))
            return
        self.open.setEnabled(False)
        self.code_given.emit(typed)
