"""The middle of the page: the slide as the room sees it, hands to count, and the notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.ui import theme
from trainer_app.ui.items.slots import direction
from trainer_app.ui.session.lead_paint import Shown
from trainer_app.ui.session.lead_view import USUAL, SlideView
from trainer_app.ui.session.lead_votes import Votes
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.pages import ScrollPage, clear_layout
from trainer_app.ui.widgets.para import Para

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack

_EDGE, _GAP = 8, 8
_NOTES = 92
"""Room for three lines of notes, in pixels at zoom 1; they scroll."""


class LeadStage(Card):
    """The slide takes what room there is, in the shape of the wall; the notes scroll."""

    _built = False

    def __init__(self, module: Module, pack: Pack) -> None:
        super().__init__()
        self._ratio = USUAL
        self._shown_notes: Sequence[str] | None = None
        self.view = SlideView(module, pack, ratio=USUAL)
        self.votes = Votes()
        self.notes = ScrollPage(width=900)
        self.notes.setLayoutDirection(direction(i18n.is_rtl(module.language)))
        self.notes.column.setContentsMargins(0, 2, 0, 6)
        self.notes.column.setSpacing(6)
        self.notes.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Up and Down scroll them
        self.notes.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(_GAP)
        column.addWidget(self.view, 100)
        column.addWidget(self.votes)
        column.addWidget(self.notes, 1)
        self._built = True
        self.settle()

    def show_slide(self, shown: Shown) -> None:
        """Show a slide with its hands and its notes."""
        self.view.show_slide(shown)
        self.votes.show_slide(shown.slide, shown.hands)
        notes = shown.slide.notes
        if notes != self._shown_notes:
            self._shown_notes = notes
            clear_layout(self.notes.column)
            for note in notes:
                para = Para("body")
                para.setText(isolate(note))  # it may still stand in another language
                self.notes.column.addWidget(para)
            self.notes.column.addStretch(1)
            self.notes.to_top()
        self.notes.setVisible(bool(notes))
        self._fit()

    def set_ratio(self, ratio: float) -> None:
        """The shape of the wall."""
        self._ratio = ratio
        self.view.set_ratio(ratio)
        self._fit()

    def dress(self) -> None:
        super().dress()
        if not self._built:
            return
        self.notes.setMinimumHeight(theme.px(_NOTES))
        self._fit()

    def retranslate(self) -> None:
        if self._built:
            self.notes.setAccessibleName(_("Only for you"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """No higher than its shape needs, so that the notes get the rest."""
        tall = round((self.width() - 2 * _EDGE) / self._ratio)
        self.view.setMaximumHeight(max(self.view.minimumSizeHint().height(), tall))
