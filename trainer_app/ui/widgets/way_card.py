"""A card that leads somewhere: an icon, a name, one line about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark


class WayCard(CardButton):
    """``words`` gives the name and the line in the language of the moment."""

    def __init__(
        self,
        icon: str,
        words: Callable[[], tuple[str, str]],
        tint: str = "primary",
        parent: QWidget | None = None,
    ) -> None:
        """``tint`` is a family of colour roles such as ``success``."""
        super().__init__(parent)
        self._words = words
        mark = PictureMark(icon, 48, colour=f"on_{tint}_soft", ground=f"{tint}_soft")
        self._name, self._about = Para("label"), Para("small", colour="text_muted")
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addStretch(1)
        lines.addWidget(self._name)
        lines.addWidget(self._about)
        lines.addStretch(1)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(16)
        inside.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        inside.addLayout(lines, 1)
        self.see_through(mark, self._name, self._about)
        self.settle()

    def retranslate(self) -> None:
        name, about = self._words()
        self._name.setText(name)
        self._about.setText(about)
        self.setAccessibleName(f"{name}. {about}")
