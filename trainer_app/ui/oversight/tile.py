"""One of the numbers at the top of a page; pressed, it shows only those it counts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark


class Tile(CardButton):
    """``tint`` is a family of colour roles such as ``danger``."""

    def __init__(self, icon: str, tint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self._mark = PictureMark(icon, 48, colour=f"on_{tint}_soft", ground=f"{tint}_soft")
        self._name = Para("small", colour="text_muted", lines=1)
        self._value = Heading("h1", colour="danger" if tint == "danger" else "text")
        self._note = Para("caption", colour="text_muted", lines=2)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        for part in (self._name, self._value, self._note):
            lines.addWidget(part)
        lines.addStretch(1)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(14)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(lines, 1)
        self.see_through(self._mark, self._name, self._value, self._note)
        self.settle()

    def say(self, name: str, value: str, note: str) -> None:
        """The number, what it counts, and a line about it."""
        self._name.set_plain(name)
        self._value.set_plain(value)
        self._note.set_plain(note)
        self.setToolTip(note)
        self.setAccessibleName(". ".join(one for one in (f"{name}: {value}", note) if one))

    def set_compact(self, compact: bool) -> None:
        """Only the number and what it counts on a small window; a tooltip says the rest."""
        self._mark.setVisible(not compact)
        self._note.setVisible(not compact)
        self._row.setContentsMargins(16, 4 if compact else 10, 12, 4 if compact else 10)
