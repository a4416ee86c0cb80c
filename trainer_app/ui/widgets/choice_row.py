"""One of several things found, to choose: an icon, a name, a line about it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from trainer_app.ui import theme
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark


class _AnyLine(Para):
    """Broken anywhere, as paths and addresses have to be."""

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), super().minimumSizeHint().height())

    def _option(self) -> QTextOption:
        option = super()._option()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        return option


class ChoiceRow(CardButton):
    """A radio button among its neighbours. Names are shown exactly as they are."""

    ring_radius: float = theme.CONTROL_RADIUS

    def __init__(self, icon: str, *, one_line: bool = False, parent: QWidget | None = None) -> None:
        """``one_line`` where what is said about it is short and room is scarce."""
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        mark = PictureMark(icon, 24, beside="label")
        self._name, self._about = Para("label"), _AnyLine("small", colour="text_muted")
        way = QBoxLayout.Direction
        words = QBoxLayout(way.LeftToRight if one_line else way.TopToBottom)
        words.setSpacing(12 if one_line else 0)
        words.addWidget(self._name)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(14)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.see_through(mark, self._name, self._about)
        self.settle()

    def set_words(self, name: str, about: str) -> None:
        """What it is called, and where it is."""
        self._name.set_plain(name)
        self._about.set_plain(about)
        self._about.setVisible(bool(about))
        self.setAccessibleName(f"{name}. {about}" if about else name)
