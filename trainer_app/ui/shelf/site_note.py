"""One line on what a printed sheet cannot say yet, because nobody filled it in or checked it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.operations.site import SlotState


class SiteNote(Themed, QWidget):
    """Hidden while every place is filled and checked. Signals: ``site_asked``."""

    site_asked = Signal()

    def __init__(self, *, below: bool = False) -> None:
        """``below`` puts the button under the words, where there is little width."""
        super().__init__()
        self._empty = self._old = 0
        self._mark = PictureMark("info-circle", 22, colour="text_muted", beside="body")
        self.para = Para("body")
        self.site = QuietButton("building")
        self.site.clicked.connect(self.site_asked)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.para, 1, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()  # an alignment would forget how high wrapped words are
        words.addStretch(1)
        words.addLayout(row)
        words.addStretch(1)
        way = QBoxLayout.Direction
        whole = QBoxLayout(way.TopToBottom if below else way.LeftToRight, self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4 if below else 12)
        whole.addLayout(words, 1)
        whole.addWidget(self.site, 0, Qt.AlignmentFlag.AlignLeading)
        self.setVisible(False)
        self.settle()

    def show_chain(self, chain: Sequence[SlotState]) -> None:
        """Count what is missing in these places."""
        self._empty = sum(state.contact is None for state in chain)
        self._old = sum(_unchecked(state) for state in chain)
        self.retranslate()
        self.setVisible(bool(self._empty or self._old))

    def retranslate(self) -> None:
        self.site.setText(_("About this site"))
        count = self._empty + self._old
        if not self._old:
            words = ngettext(
                "{count} place of your reporting chain is still empty: it is printed as a line to "
                "fill in by hand.",
                "{count} places of your reporting chain are still empty: they are printed as "
                "lines to fill in by hand.",
                count,
            )
        elif not self._empty:
            words = ngettext(
                "{count} number of your reporting chain has to be checked again: it is printed as "
                "a line to fill in by hand.",
                "{count} numbers of your reporting chain have to be checked again: they are "
                "printed as lines to fill in by hand.",
                count,
            )
        else:
            words = _(
                "{count} places of your reporting chain are empty or have to be checked again: "
                "they are printed as lines to fill in by hand."
            )
        self.para.setText(words.format(count=isolate(i18n.number(count))))


def _unchecked(state: SlotState) -> bool:
    """Whether a number is known that may not be called."""
    return state.contact is not None and bool(state.contact.number) and not state.callable
