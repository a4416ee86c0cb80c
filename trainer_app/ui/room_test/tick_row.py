"""One of several things that can be taken together: a tick box, a name, a line about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.ui import theme
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark


class TickRow(CardButton):
    """A check box; ``toggled`` tells."""

    ring_radius: float = theme.CONTROL_RADIUS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self._mark = PictureMark("square", 24, colour="border_strong", beside="label")
        self._name, self._about = Para("label"), Para("small", colour="text_muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(12)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.see_through(self._mark, self._name, self._about)
        self.toggled.connect(self._on_toggled)
        self.settle()

    def set_words(self, name: str, about: str) -> None:
        """What it is, and a line about it."""
        self._name.setText(name)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self.setAccessibleName(f"{name}. {about}" if about else name)

    def _on_toggled(self, checked: bool) -> None:
        self._mark.show_icon(*(("square-check", "primary") if checked else _OFF))


_OFF = ("square", "border_strong")
