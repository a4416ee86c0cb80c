"""The quiet line that says where the results of this computer are. It never asks for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.handing_in.words import status_said
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.pages import marked
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.operations.syncing import HandInStatus
    from trainer_app.ui.handing_in.courier import Courier


class StatusLine(CardButton):
    """Follows the courier; hidden until that knows. Pressed, it leads to the page for staff."""

    ring_radius: float = theme.CONTROL_RADIUS

    def __init__(self, courier: Courier) -> None:
        super().__init__()
        self._courier = courier
        self._mark = PictureMark("circle", 20, colour="text_muted", beside="small")
        self.para = Para("small", colour="text_muted")
        self._clock_mark = PictureMark("clock", 20, colour="text_muted", beside="small")
        self.clock = Para("small", colour="text_muted")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 8, 12, 8)
        lines.setSpacing(2)
        lines.addStretch(1)
        lines.addLayout(marked(self._mark, self.para, 10))
        lines.addLayout(marked(self._clock_mark, self.clock, 10))
        lines.addStretch(1)
        self.see_through(self._mark, self.para, self._clock_mark, self.clock)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        courier.status_changed.connect(self._on_status_changed)
        if courier.status is None:
            self.setVisible(False)
        self.settle()

    def dress(self) -> None:
        self.setMinimumHeight(theme.px(theme.SMALL_TARGET))
        super().dress()

    def retranslate(self) -> None:
        status = self._courier.status
        if status is None:
            return
        said = status_said(status)
        self._mark.show_icon(said.icon)
        self.para.setText(said.line)
        note = status.clock_note
        self.clock.setText(note.sentence if note is not None else "")
        for widget in (self._clock_mark, self.clock):
            widget.setVisible(note is not None)
        said_too = (self.para.text(), self.clock.text())
        self.setAccessibleName(". ".join(words for words in said_too if words))
        self.setAccessibleDescription(_("Shows how results are handed in."))

    def _on_status_changed(self, _status: HandInStatus) -> None:
        self.retranslate()
        self.updateGeometry()
        if self.parentWidget() is not None:
            self.setVisible(True)

    def ground(self) -> str:
        return "surface_alt" if self.underMouse() or self.isDown() else ""

    def edge(self) -> tuple[str, int]:
        return "", 0
