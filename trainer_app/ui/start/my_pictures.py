"""The three pictures of a new learner, large and in their order, and the small card of them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.training.people import Learner
from trainer_app.ui import icons, theme
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.start.small_card import picture_card
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import Card, paint_surface
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PICTURES, word

FILE_NAME = "waypost-card.pdf"


class NumberedPicture(Themed, QLabel):
    """One of the three pictures with its number and its word."""

    def __init__(self, number: int, picture: str) -> None:
        super().__init__()
        self._number, self._picture = number, picture
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("h2"))
        super().dress()

    def retranslate(self) -> None:
        number = i18n.isolate(i18n.number(self._number))
        self.setText(f"{number}. {word(self._picture)}")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + 32
        return QSize(max(theme.px(180), words), theme.px(148) + theme.line_height("h2"))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        words = self.fontMetrics().horizontalAdvance(self.text()) + 16
        return QSize(max(theme.px(120), words), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = PICTURES[self._picture][1]
        edge = "border" if theme.is_high_contrast() else ""
        paint_surface(painter, QRectF(self.rect()), f"{tint}_soft", edge, 2, theme.CARD_RADIUS)
        ink, size = theme.colour(f"on_{tint}_soft"), theme.px(88)
        place = QRectF((self.width() - size) / 2, theme.px(22), size, size)
        icons.paint(painter, f"picture-{self._picture}", place, ink)
        painter.setPen(ink)
        below = QRectF(0, theme.px(124), self.width(), theme.line_height("h2"))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.text())


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
