"""What is due again: the refreshers of today, each with its button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.refreshers import RefresherDue
from trainer_app.training.refresher import MINUTES
from trainer_app.ui.part_words import about_minutes, joined
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Chip
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Heading, Para

SHOWN = 3
"""So many are listed; the others come when these are done."""


class DueCard(Card):
    """Signals: ``refresher_asked(module_id)``."""

    refresher_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._due: tuple[RefresherDue, ...] = ()
        self._heading, self._about = Heading("h2"), Para("small", colour="text_muted")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 16, 24, 18)
        inside.setSpacing(6)
        inside.addWidget(self._heading)
        inside.addWidget(self._about)
        inside.addLayout(self._rows)
        self.setVisible(False)

    def show_due(self, due: Sequence[RefresherDue]) -> None:
        """List what is due; nothing hides the card."""
        self._due = tuple(due)
        self.setVisible(bool(due))
        self.say()

    def say(self) -> None:
        """All words again, in the language of the moment."""
        self._heading.setText(_("Due again"))
        hidden = len(self._due) - SHOWN
        words = _("A few questions keep what you know fresh. There is no pass mark.")
        if hidden > 0:
            more = ngettext("{count} more afterwards.", "{count} more afterwards.", hidden)
            words = f"{words} {more.format(count=isolate(i18n.number(hidden)))}"
        self._about.setText(words)
        clear_layout(self._rows)
        for one in self._due[:SHOWN]:
            self._rows.addLayout(self._row(one))

    def _row(self, one: RefresherDue) -> QHBoxLayout:
        title = Para("body_large")
        title.setText(joined(one.title, about_minutes(MINUTES)))
        late = one.due.state == "overdue"
        chip = Chip()
        since = isolate(i18n.day(one.due.on, "medium"))
        words = _("Overdue since {date}") if late else _("Due since {date}")
        chip.show_state("caution" if late else "plain", "clock", words.format(date=since))
        button = SecondaryButton("refresh")
        button.setText(_("Refresh"))
        button.setAccessibleName(_("Refresh {module}").format(module=isolate(one.title)))
        button.clicked.connect(lambda: self.refresher_asked.emit(one.module_id))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(title, 1)
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row
