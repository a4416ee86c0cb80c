"""Who is here, beside the slide: late comers are ticked without leaving the session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.session_record import Kept, RollRow
from trainer_app.operations.training_sessions import mark_here
from trainer_app.training.meeting import TrainingSession
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.session.roll_list import RollList
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.ui.background import Background


class LeadPeople(Card):
    """A tick shows once it is on the disk.

    Signals: ``roll_asked``; ``letters_typed(str)`` for keys that mean something to the page.
    """

    roll_asked = Signal()
    letters_typed = Signal(str)
    _built = False

    def __init__(self, background: Background, meeting: UUID) -> None:
        super().__init__()
        self._background, self._meeting = background, meeting
        self._told: TrainingSession | None = None
        self._title, self.count = Heading("h2"), Para("label", colour="primary")
        self._others, self.retry = Para("small", colour="text_muted"), RetryLine()
        self.list = RollList()
        self.list.toggled.connect(self._on_toggled)
        self.list.letters_typed.connect(self.letters_typed)
        self.roll = QuietButton("user-plus")
        self.roll.clicked.connect(self.roll_asked)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 10)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.retry)
        column.addWidget(self.list, 1)
        column.addWidget(self._others)
        column.addWidget(self.roll, 0, Qt.AlignmentFlag.AlignHCenter)
        self._built = True
        self.settle()

    def show_people(self, told: TrainingSession, rows: Sequence[RollRow]) -> None:
        """Show the roll of the session."""
        self._told = told
        self.list.show_rows(rows)
        self.retranslate()

    def _on_toggled(self, row: RollRow) -> None:
        learner_id, here = row.learner.learner_id, not row.here
        if self.list.roll.is_waiting(learner_id):
            return
        self.list.roll.set_waiting(learner_id, True)
        self.retry.clear()
        self._background.run(
            self,
            lambda store: mark_here(store, meeting=self._meeting, learner_id=learner_id, here=here),
            lambda kept: self._on_marked(learner_id, kept),
            lambda error: self._on_not_marked(row, error),
        )

    def _on_marked(self, learner_id: str, kept: Kept) -> None:
        self._told = kept.session
        self.list.roll.set_waiting(learner_id, False)
        self.list.roll.show_here(kept.session.here)
        self.retranslate()

    def _on_not_marked(self, row: RollRow, error: Exception) -> None:
        self.list.roll.set_waiting(row.learner.learner_id, False)
        self.retry.show_error(error, lambda: self._on_toggled(row))

    def retranslate(self) -> None:
        if not self._built:
            return
        told = self._told
        self._title.setText(_("Attendance"))
        here, listed = (len(told.here) if told else 0), len(self.list.roll.rows)
        # For translators: how many of those on the list are here
        self.count.setText(
            _("{here} of {listed}").format(
                here=isolate(i18n.number(here)), listed=isolate(i18n.number(listed))
            )
        )
        unnamed = told.unnamed if told else 0
        words = ngettext(
            "and {count} person without a name", "and {count} people without a name", unnamed
        )
        self._others.setText(words.format(count=isolate(i18n.number(unnamed))))
        self._others.setVisible(bool(unnamed))
        self.roll.setText(_("Add a person"))
