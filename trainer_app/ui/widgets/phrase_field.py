"""Where a passphrase is typed: hidden as it is typed, unless somebody wants to see it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from trainer_app.i18n import _
from trainer_app.training.passphrase import MOST
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.tick import Tick


class PhraseField(FormField):
    """A field for a passphrase. Signals: ``edited`` when somebody typed; the error goes then."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(2 * MOST)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        super().__init__(self.line, parent)
        self.line.textEdited.connect(self._on_edited)

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.line.text().strip()

    def refuse(self, words: str) -> None:
        """Say what to do; what was typed stays, and has the focus."""
        self.show_error(words)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def set_busy(self, busy: bool) -> None:
        """While it is looked at, nothing more is typed; the focus stays."""
        self.line.setReadOnly(busy)

    def _on_edited(self) -> None:
        if self.error:
            self.show_error("")
        self.edited.emit()


class ShowTyped(Tick):
    """Shows what is typed into these fields, or hides it again."""

    def __init__(self, *fields: PhraseField, parent: QWidget | None = None) -> None:
        self._fields = fields
        super().__init__(parent=parent)
        self.toggled.connect(self._on_toggled)

    def retranslate(self) -> None:
        self.setText(_("Show what I type"))
        self.updateGeometry()

    def _on_toggled(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for field in self._fields:
            field.line.setEchoMode(mode)
