"""A training session in a row: what, where, when, how many; pressed, it opens."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext, pgettext
from trainer_app.operations.session_record import Kept
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.chips import Chip
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark

_STATES = {
    "running": ("primary", "player-play"),
    "planned": ("plain", "calendar"),
    "closed": ("success", "circle-check"),
}


class SessionCard(CardButton):
    """One session. Its words are set anew by ``retranslate``."""

    def __init__(self, kept: Kept, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept = kept
        mark = PictureMark("users-group", 44, colour="on_primary_soft", ground="primary_soft")
        self._title, self._about = Para("label"), Para("small", colour="text_muted")
        self._chip = Chip(*_STATES[kept.session.state])
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self._title)
        lines.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(16)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(lines, 1)
        row.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self.see_through(mark, self._title, self._about, self._chip)
        self.settle()

    def retranslate(self) -> None:
        told = self.kept.session
        kind, icon = _STATES[told.state]
        self._title.set_plain(told.title)
        self._about.set_plain(session_line(self.kept))
        state = state_words(told.state)
        self._chip.show_state(kind, icon, state)
        self.setAccessibleName(f"{told.title}. {session_line(self.kept)}. {state}")


def state_words(state: str) -> str:
    """How a session stands."""
    return {
        "running": _("Under way"),
        "planned": _("Planned"),
        "closed": pgettext("of a training session", "Closed"),
    }[state]


def session_line(kept: Kept) -> str:
    """Place, day and how many were there, as far as they are known."""
    told = kept.session
    parts = [isolate(told.site_name)] if told.site_name else []
    parts.append(isolate(i18n.day(date.fromisoformat(told.day))))
    if told.state != "planned":
        words = ngettext("{count} person", "{count} people", told.present)
        parts.append(words.format(count=isolate(i18n.number(told.present))))
    return " · ".join(parts)
