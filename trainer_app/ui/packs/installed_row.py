"""A module that is on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.packs.words import facts_of, installed_state, publisher_said, title_of
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.chips import Chip
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.operations.modules import InstalledModule


class InstalledRow(Themed, QWidget):
    """Signals: ``asked(name)``: ``remove``, ``withdraw`` or ``bring-back``."""

    asked = Signal(str)

    def __init__(self, module: InstalledModule) -> None:
        super().__init__()
        self.module = module
        self._title, self._facts = Para("label"), Para("small", colour="text_muted")
        self._publisher, self._trouble = (
            Para("small", colour="text_muted"),
            Para("small", colour="caution"),
        )
        self._chip = Chip()
        self.act = "remove" if not module.bundled else "bring-back" if module.hidden else "withdraw"
        icons = {"remove": "trash", "withdraw": "eye-off", "bring-back": "eye"}
        self.button = QuietButton(icons[self.act])
        self.button.clicked.connect(lambda: self.asked.emit(self.act))
        mark = PictureMark("package", 40, colour="on_primary_soft", ground="primary_soft")
        lines = QVBoxLayout()
        lines.setSpacing(0)
        for para in (self._title, self._facts, self._publisher, self._trouble):
            lines.addWidget(para)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(16)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        row.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.settle()

    def retranslate(self) -> None:
        one = self.module
        self._title.set_plain(title_of(one.manifest))
        self._facts.set_plain(facts_of(one.manifest, one.size))
        self._publisher.setText(publisher_said(one))
        self._trouble.setText(_("It does not open. Install it again from a USB stick."))
        self._trouble.setVisible(bool(one.reason))
        self._chip.show_state(*installed_state(one))
        words = _acts()
        self.button.setText(words[self.act])
        self.button.setAccessibleName(f"{words[self.act]}: {self._title.text()}")
        self._align()

    def dress(self) -> None:
        self._align()
        super().dress()

    def _align(self) -> None:
        """All buttons of a list are as wide as the widest could be."""
        ink = self.button.fontMetrics()
        widest = max(ink.horizontalAdvance(one) for one in _acts().values())
        self.button.setMinimumWidth(widest + theme.px(72))


def _acts() -> dict[str, str]:
    """What can be done with a module, on its button."""
    return {"remove": _("Remove"), "withdraw": _("Put away"), "bring-back": _("Bring back")}
