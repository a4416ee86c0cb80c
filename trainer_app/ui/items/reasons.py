"""The verdict on one part of a question: icon, word, and the reason in a sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui.items.slots import ours
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.choices import Verdict
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark

TINTS = {"right": "success", "not-yet": "caution"}
ICONS = {"right": "circle-check", "not-yet": "repeat"}


class ReasonLine(Themed, QWidget):
    """Icon and word of a verdict, then why. Hidden until ``say``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = PictureMark("repeat", 20, beside="small")
        self.para = Para("small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.para, 1)
        self.setVisible(False)
        self.settle()

    def say(self, verdict: Verdict, reason: str, word: str = "") -> None:
        """Show the verdict; an empty one takes it away. ``reason`` may hold marks."""
        self.setVisible(bool(verdict))
        if not verdict:
            self.para.setText("")
            return
        tint = TINTS[verdict]
        self._mark.show_icon(ICONS[verdict], f"on_{tint}_soft")
        self.para.set_colour(f"on_{tint}_soft")
        word = word or (_("Good choice") if verdict == "right" else _("Not yet"))
        shown = f"**{ours(word, self.isRightToLeft())}**"
        # For translators: a verdict, then its reason: "Not yet: a child may be shy."
        said = _("{verdict}: {reason}").format(verdict=shown, reason=reason)
        self.para.setText(said if reason else shown)
