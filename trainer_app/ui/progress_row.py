"""How far a long work has come: a bar, the numbers in words, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui.errand import Errand
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.progress import ProgressBar


class ProgressRow(Themed, QWidget):
    """Shows one errand while ``show_errand`` says so. ``stop`` asks it to end."""

    def __init__(self, errand: Errand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._errand = errand
        self.bar, self.words = ProgressBar(), Para("small", colour="text_muted")
        self.stop = SecondaryButton("player-stop")
        self.stop.clicked.connect(errand.stop)
        lines = QVBoxLayout()
        lines.setSpacing(6)
        lines.addStretch(1)
        lines.addWidget(self.bar)
        lines.addWidget(self.words)
        lines.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(lines, 1)
        row.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setVisible(False)
        self.settle()

    def show_progress(self, words: str, share: float) -> None:
        """Say how far it is; ``share`` is 0..1."""
        self.bar.setValue(round(100 * share))
        stopping = self._errand.is_stopping
        said = _("Stopping where nothing is lost…") if stopping else words
        self.words.setText(said)
        self.bar.setAccessibleName(self.words.text())
        self.stop.setEnabled(not stopping)

    def retranslate(self) -> None:
        # For translators: a button that stops what is under way.
        self.stop.setText(_("Stop"))
