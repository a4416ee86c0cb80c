"""What did not work and what to do, with details for whoever helps on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate_number
from trainer_app.ui.retry_line import sentence_of
from trainer_app.ui.reveal import reveal
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.para import Para

if TYPE_CHECKING:
    from trainer_app.sync.faults import Fault


class TroubleNote(Themed, QWidget):
    """Hidden until ``show_error``. The words follow the language; details stay as they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._error: Exception | Fault | None = None
        self.note = NoteLine()
        self.more = QuietButton("chevron-down")
        self.more.clicked.connect(self._on_more_clicked)
        self.details = Para("small", colour="text_muted")
        self.details.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.details.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.note)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.details)
        self.setVisible(False)
        self.settle()

    def show_error(self, error: Exception | Fault | None) -> None:
        """Say it; None takes the note away."""
        self._error = error
        self.details.setVisible(False)
        self.more.set_icon("chevron-down")
        self.setVisible(error is not None)
        if error is None:
            return
        self.note.say(words_of(error), "careful")
        detail = detail_of(error)
        self.details.set_plain(isolate_number(detail))
        self.more.setVisible(bool(detail))

    def retranslate(self) -> None:
        self.more.setText(_("Details"))
        if self._error is not None:
            self.note.say(words_of(self._error), "careful")

    def _on_more_clicked(self) -> None:
        shown = not self.details.isVisibleTo(self)
        self.details.setVisible(shown)
        self.more.set_icon("chevron-up" if shown else "chevron-down")
        if shown:
            reveal(self.details)


def words_of(error: Exception | Fault) -> str:
    """The sentence for a person, in the language of now where the error can say it again."""
    if isinstance(error, Exception):
        fault = getattr(error, "fault", None)
        return str(fault.sentence) if fault is not None else sentence_of(error)
    return error.sentence


def detail_of(error: Exception | Fault) -> str:
    """What helps whoever is called for help: a short reason, never a path or a secret."""
    fault: Fault | None = getattr(error, "fault", None)
    if not isinstance(error, Exception):
        fault = error
    if fault is not None:
        facts = (f"{name}={fact}" for name, fact in fault.facts.items())
        return " ".join((fault.kind, fault.reason, *facts))
    return str(getattr(error, "detail", ""))
