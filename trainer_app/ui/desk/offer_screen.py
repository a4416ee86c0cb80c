"""At the end of set-up: will somebody lead training on this computer? Both answers are fine."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton

from trainer_app.i18n import _
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.way_card import WayCard


class StaffOfferScreen(Screen):
    """Signals: ``staff_asked`` to make a staff account now; ``later_asked`` to go on without."""

    staff_asked = Signal()
    later_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading, self._about = Heading("display"), Para("body_large", colour="text_muted")
        self.later = WayCard("users", _later_words)
        self.staff = WayCard("id-badge-2", _staff_words)
        self.later.clicked.connect(self.later_asked)
        self.staff.clicked.connect(self.staff_asked)
        page = ScrollPage(width=720)
        page.column.setSpacing(16)
        page.column.addSpacing(24)
        for part in (self._heading, self._about, self.later, self.staff):
            page.column.addWidget(part)
        page.column.addStretch(1)
        self.set_content(page)
        self.settle()

    def primary(self) -> QAbstractButton:
        return self.later

    def retranslate(self) -> None:
        self._heading.setText(_("Who will use this computer?"))
        self._about.setText(_("You can change this later, with the recovery code."))
        self.later.retranslate()
        self.staff.retranslate()
        self.title_changed.emit()


def _later_words() -> tuple[str, str]:
    return _("People who learn"), _("Go on to their names")


def _staff_words() -> tuple[str, str]:
    return _("Staff who lead training, too"), _("Make the first staff account now")
