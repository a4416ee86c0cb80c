"""A number that is good for once: shown large, now and never again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate
from trainer_app.operations.staff import PinGiven
from trainer_app.ui import theme
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.staff.pin_slip import FILE_NAME, grouped, pin_slip
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Para

_SIZE = 52


class GivenPin(Themed, QWidget):
    """For whom, the digits, what happens next, and a way to paper."""

    def __init__(self, given: PinGiven) -> None:
        super().__init__()
        self._given = given
        self._whose, self._about = Para("label", centred=True), Para("body", centred=True)
        self.digits = _Digits(given.pin)
        self.buttons = PaperButtons()
        self.buttons.set_paper(pin_slip(given), FILE_NAME)
        card = Card()
        centre = QHBoxLayout()
        centre.addStretch(1)
        centre.addWidget(self.digits)
        centre.addStretch(1)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 18, 24, 18)
        inside.setSpacing(8)
        inside.addWidget(self._whose)
        inside.addLayout(centre)
        inside.addWidget(self._about)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card)
        column.addWidget(self.buttons)
        self.settle()

    def retranslate(self) -> None:
        name = isolate(self._given.staff.name)
        self._whose.set_plain(_("For {name}").format(name=name))
        self._about.set_plain(
            _("Write it down or print it. It is shown only now, and is good for once.")
        )
        self.buttons.set_words(
            print_it=_("Print the card"),
            saved=_("Saved. Print the file and delete it."),
            printed=_("The card was sent to the printer."),
            no_printer=_("The printer does not answer. Write the number down."),
        )


class _Digits(Themed, QLabel):
    def __init__(self, pin: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(grouped(pin))
        self.setAccessibleName(" ".join(pin))
        self.settle()

    def dress(self) -> None:
        font = theme.font("display")
        font.setPixelSize(theme.px(_SIZE))
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, theme.px(4))
        self.setFont(font)
        super().dress()
