"""One stop on the road through a module, as a row one can press."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate
from trainer_app.operations.learning import Part
from trainer_app.ui import theme
from trainer_app.ui.part_words import about_minutes, joined, part_title
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark

State = Literal["done", "next", "open", "locked", "left-out"]
_LOOKS: dict[State, tuple[str, str]] = {
    "done": ("circle-check", "success"),
    "next": ("arrow-right", "primary"),
    "open": ("circle", "text_muted"),
    "locked": ("lock", "text_muted"),
    "left-out": ("minus", "text_muted"),
}


def part_state(part: Part, next_part: Part | None) -> State:
    """How a part stands: shown by icon, edge and word."""
    if part.done:
        return "done" if part.open else "left-out"
    if not part.open:
        return "locked"
    return "next" if part == next_part else "open"


class PartCard(CardButton):
    """Title, place and state of a part. A part that cannot be entered now says why."""

    ring_radius = theme.CONTROL_RADIUS

    def __init__(self, part: Part, place: str, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part, self.state = part, state
        self._place = place
        self._mark = PictureMark(_LOOKS[state][0], 28, colour=_LOOKS[state][1])
        self.title = Para("label")
        self._about = Para("small", colour="text_muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(14)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.see_through(self._mark, self.title, self._about)
        # a test "before" is taken once; what is locked opens by itself
        self.setEnabled(state in ("next", "open") or (state == "done" and part.kind != "pre"))
        self.settle()

    def edge(self) -> tuple[str, int]:
        return ("primary", 2) if self.state == "next" else super().edge()

    def ground(self) -> str:
        return "surface" if self.isEnabled() or self.state == "done" else "surface_alt"

    def set_place(self, place: str) -> None:
        """Which one it is among its like, in the current language."""
        if place != self._place:
            self._place = place
            self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(isolate(part_title(self.part)))
        said = {
            "done": _("Done"),
            "next": _("Next"),
            "open": "",
            "locked": _("Opens when all lessons and scenes are done"),
            "left-out": _("Left out. That is fine."),
        }[self.state]
        if self.state in ("done", "next", "open"):
            said = joined(said, self._place, about_minutes(self.part.minutes))
        self._about.setText(said)
        self.setAccessibleName(f"{self.title.text()}. {said}")
