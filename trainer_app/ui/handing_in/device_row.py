"""A computer that paired with this laptop, and the way to end that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate, ngettext
from trainer_app.ui.handing_in.words import counted, day_said
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.pages import marked
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.operations.desk import DeviceHere


class DeviceRow(Themed, QWidget):
    """What it is called, how much it brought, when it came last; ``end`` asks to let it go."""

    def __init__(self, device: DeviceHere) -> None:
        super().__init__()
        self.device = device
        self.facts, self.end = Para("body"), QuietButton("trash")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        mark = PictureMark("device-desktop", 22, beside="body")
        words.addLayout(marked(mark, self.facts, 12))
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.end, 0, Qt.AlignmentFlag.AlignVCenter)
        self.settle()

    def show_device(self, device: DeviceHere, *, ending: bool) -> None:
        """How it stands now; ``ending`` while the hub is told that it comes no more."""
        self.device = device
        self.end.setEnabled(not ending)
        self.retranslate()

    def retranslate(self) -> None:
        device = self.device
        words = ngettext("{count} result", "{count} results", device.count)
        parts = [isolate(device.name), counted(words, device.count)]
        if device.came_at is not None:
            parts.append(_("last here {day}").format(day=isolate(day_said(device.came_at))))
        self.facts.set_plain(" · ".join(parts))
        # For translators: a button that ends the pairing with another computer.
        self.end.setText(_("End"))
        self.end.setAccessibleName(f"{isolate(device.name)}: {self.end.text()}")
