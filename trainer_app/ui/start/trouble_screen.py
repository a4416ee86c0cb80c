"""The data folder cannot be used: what happened, what to do, and a way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout

from trainer_app.i18n import _
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark


class TroubleScreen(Screen):
    """Signals: ``closed`` when the person wants to leave the program."""

    closed = Signal()

    def __init__(self, message: str) -> None:
        super().__init__()
        self._mark = PictureMark(
            "alert-triangle", 72, colour="on_caution_soft", ground="caution_soft"
        )
        self._heading, self._message = Heading("display"), Para("lesson")
        self._message.set_plain(message)
        self._advice = Para("body", colour="text_muted")
        self.close_button = PrimaryButton("x")
        self.close_button.clicked.connect(self.closed)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.addWidget(self._message)
        page = ScrollPage(width=760)
        page.column.addStretch(1)
        page.column.addWidget(self._mark)
        page.column.addWidget(self._heading)
        page.column.addWidget(card)
        page.column.addWidget(self._advice)
        page.column.addSpacing(4)
        page.column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeading)
        page.column.addStretch(2)
        self.set_content(page)
        self.settle()

    def retranslate(self) -> None:
        self._heading.setText(_("Waypost cannot begin"))
        self._advice.setText(
            _(
                "Show these words to your facilitator, or to the person who helps you "
                "with this computer."
            )
        )
        self.close_button.setText(_("Close"))

    def primary(self) -> QAbstractButton:
        return self.close_button
