"""The three pictures of a new learner, large and in their order, and the small card of them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate
from trainer_app.training.people import Learner
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.picture_card import picture_card
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.numbered_picture import NumberedPicture
from trainer_app.ui.widgets.para import Heading, Para

FILE_NAME = "waypost-card.pdf"


class MyPictures(Themed, QWidget):
    """Filled by ``show_pictures``. ``retry`` is for the screen around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._learner: Learner | None = None
        self._heading, self._about = Heading("display"), Para("body_large", colour="text_muted")
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        self.retry = RetryLine()
        self._card_words = Para("body")
        self.buttons = PaperButtons()
        card = Card(ground="surface")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 18, 24, 18)
        inside.setSpacing(10)
        inside.addWidget(self._card_words)
        inside.addWidget(self.buttons)
        inside.addWidget(self.retry)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._heading)
        column.addWidget(self._about)
        column.addLayout(self._row)
        column.addSpacing(4)
        column.addWidget(card)
        self.settle()

    def show_pictures(self, learner: Learner, pictures: Sequence[str]) -> None:
        """Show the pictures of somebody who was just registered."""
        self._learner = learner
        self.buttons.set_paper(picture_card(learner, tuple(pictures)), FILE_NAME)
        for number, picture in enumerate(pictures):
            self._row.addWidget(NumberedPicture(number + 1, picture), 1)
        self.retranslate()

    def retranslate(self) -> None:
        name = isolate(self._learner.name) if self._learner else ""
        self._heading.setText(_("These are your three pictures"))
        self._about.set_plain(
            _("Welcome, {name}. Remember them in this order. They open your page.").format(
                name=name
            )
        )
        self._card_words.setText(
            _("A small card with your pictures helps you remember. Keep it for yourself.")
        )
        self.buttons.set_words(
            print_it=_("Print a small card"),
            saved=_("Your card is saved as a PDF."),
            printed=_("Your card was sent to the printer."),
            no_printer=_("The printer does not answer. Save as PDF instead."),
        )
