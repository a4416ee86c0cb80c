"""What did not work, in words, and a button to try it again."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.chips import NoteLine


class RetryLine(Themed, QWidget):
    """Hidden until ``show_error``; what was typed or chosen on the screen stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._again: Callable[[], None] | None = None
        self.note = NoteLine()
        self.button = SecondaryButton("refresh")
        self.button.clicked.connect(self._on_button_clicked)
        row = QHBoxLayout()
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.note)
        column.addLayout(row)
        self.setVisible(False)
        self.settle()

    def retranslate(self) -> None:
        self.button.setText(_("Try again"))

    def show_error(self, error: Exception, again: Callable[[], None]) -> None:
        """Say what happened; the button hides the line and calls ``again``."""
        self._again = again
        self.note.say(sentence_of(error), "careful")
        self.setVisible(True)
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Take the line away."""
        self.setVisible(False)

    def _on_button_clicked(self) -> None:
        self.clear()
        if self._again is not None:
            self._again()


def sentence_of(error: Exception) -> str:
    """An error as it is said to a person: its own words, if it is one a person can act on."""
    if isinstance(error, TrainerError):
        return str(error)
    return _("This did not work. Try again, or ask your facilitator for help.")
