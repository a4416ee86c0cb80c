"""Nobody can sign in here any more: the recovery code makes another account."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton

from trainer_app.i18n import _
from trainer_app.ui.staff.panels import Panel
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark


class NobodyPanel(Panel):
    """Signals: ``first_asked``."""

    first_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        mark = PictureMark("users", 72, colour="on_primary_soft", ground="primary_soft")
        self._heading, self._about = Heading("display"), Para("body_large")
        self.make = PrimaryButton("user-plus")
        self.make.clicked.connect(self.first_asked)
        for widget in (mark, self._heading, self._about):
            self.side.addWidget(widget)
        self.side.addSpacing(8)
        self.side.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeading)
        self.side.addStretch(1)
        self.settle()

    def retranslate(self) -> None:
        self._heading.setText(_("Nobody can sign in here now"))
        self._about.setText(
            _("Everybody on the staff of this computer left. The recovery code lets you begin.")
        )
        self.make.setText(_("Make a staff account"))

    def primary(self) -> QAbstractButton:
        return self.make
