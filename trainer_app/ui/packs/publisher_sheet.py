"""A publisher nobody here knows: the number to compare, large, and two ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate_number
from trainer_app.ui import theme
from trainer_app.ui.packs.words import title_of, version_said
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.operations.module_search import FoundModule

_SIZE = 34


class PublisherSheet(Sheet):
    """Signals: ``accepted`` when the numbers are the same; ``allow_asked`` for this file only."""

    accepted = Signal()
    allow_asked = Signal()

    def __init__(self, found: FoundModule) -> None:
        super().__init__(width=720)
        self._found = found
        self._name, self._about = Para("label"), Para("body")
        self._compare, self._then = Para("label"), Para("body")
        self.number = BigNumber()
        self.accept, self.only = SecondaryButton("check"), QuietButton("lock-open")
        self.leave = PrimaryButton()
        self.accept.clicked.connect(self._on_accept)
        self.only.clicked.connect(self._on_only)
        self.leave.clicked.connect(self.close_sheet)
        ground = Card(ground="surface_alt", edge="")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(20, 18, 20, 18)
        inside.addWidget(self.number, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self._name)
        self.body.addWidget(self._about)
        self.body.addWidget(ground)
        self.body.addWidget(self._compare)
        self.body.addWidget(self._then)
        self.body.addWidget(self.only, 0, Qt.AlignmentFlag.AlignLeading)
        self.buttons.addWidget(self.accept)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.leave)
        if found.publisher is not None:
            self.number.show_number(found.publisher.fingerprint)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Do you know this publisher?"))
        manifest = self._found.manifest
        if manifest is not None:
            version = version_said(manifest.version)
            self._name.set_plain(f"{title_of(manifest)} · {version}")
        self._about.setText(_("This module was signed with this number:"))
        self._compare.setText(_("Compare it with the one you were given."))
        self._then.setText(
            _(
                "Get the number by phone or on paper, never from the same stick. "
                "If all of it is the same, this computer trusts the publisher from now on."
            )
        )
        self.accept.setText(_("The numbers are the same"))
        self.only.setText(_("Allow only this module"))
        self.leave.setText(_("Not now"))

    def _on_accept(self) -> None:
        self.accepted.emit()
        self.close_sheet()

    def _on_only(self) -> None:
        self.close_sheet()
        self.allow_asked.emit()


class BigNumber(Themed, QLabel):
    """Letters and digits to compare across a table; screen readers hear them one by one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_number(self, number: str) -> None:
        """Show a fingerprint in its groups of four."""
        self.setText(isolate_number(number.replace("-", " ")))
        self.setAccessibleName(" ".join(number.replace("-", "")))

    def dress(self) -> None:
        font = theme.font("display")
        font.setPixelSize(theme.px(_SIZE))
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, theme.px(2))
        self.setFont(font)
        super().dress()
