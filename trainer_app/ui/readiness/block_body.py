"""What is asked about one building block: its state, the day it was seen, the next review."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate
from trainer_app.operations.site_checks import answer_fault
from trainer_app.training.checks import SEEN, review_after
from trainer_app.ui import theme
from trainer_app.ui.readiness.answering import is_due, still_so, with_evidence, with_review
from trainer_app.ui.readiness.state_choice import StateChoice
from trainer_app.ui.reveal import reveal
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.day_field import DayField
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.para import Para

if TYPE_CHECKING:
    from trainer_app.operations.readiness import ItemAnswer
    from trainer_app.operations.site_checks import DayOf

_DAY_WIDTH = 250


class BlockBody(Themed, QWidget):
    """Signals: ``pressed(str)`` with a state; ``changed(ItemAnswer)`` when a day was changed."""

    pressed = Signal(str)
    changed = Signal(object)

    def __init__(self, *, deed: bool) -> None:
        super().__init__()
        self._deed = deed
        self._stands: ItemAnswer | None = None
        self._now: ItemAnswer | None = None
        self._today = date.min
        self._on: date | None = None
        self.question, self.example = Para("body"), Para("small", colour="text_muted")
        self.choice = StateChoice(deed=deed)
        self.choice.chosen.connect(self.pressed)
        self.evidence, self.review = DayField(), DayField()
        self._fields: dict[DayOf, FormField] = {
            "evidence": FormField(self.evidence), "review": FormField(self.review),
        }  # fmt: skip
        self.evidence.dateChanged.connect(self._on_evidence_changed)
        self.review.dateChanged.connect(self._on_review_changed)
        self.still = SecondaryButton("refresh")
        self.still.clicked.connect(self._on_still)
        self.said = Para("small", colour="text_muted")
        self._build()
        self.settle()

    def _build(self) -> None:
        self._days = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._days.setSpacing(20)
        for field in self._fields.values():
            self._days.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        self._days.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 2, 20, 18)
        column.setSpacing(12)
        asked = QVBoxLayout()
        asked.setSpacing(4)
        asked.addWidget(self.question)
        asked.addWidget(self.example)
        column.addLayout(asked)
        column.addWidget(self.choice)
        column.addLayout(self._days)
        column.addWidget(self.still, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.said)

    # ------------------------------------------------------------ what it shows

    def show_answer(self, stands: ItemAnswer | None, draft: ItemAnswer | None, today: date) -> None:
        """What stands, and what was changed over it. What is wrong with a day stays said until it
        is changed."""
        now, before = draft or stands, self._now
        self._stands, self._now, self._today = stands, now, today
        self.choice.show_key(now.state if now else None)
        seen = now is not None and now.state in SEEN
        self._fields["evidence"].setVisible(seen)
        self._fields["review"].setVisible(now is not None)
        if now is not None:
            self._show_days(now, today)
        due = stands is not None and is_due(stands, today)
        self.still.setVisible(due and draft is None)
        if now != before:
            for field in self._fields.values():
                field.show_error("")

    def _show_days(self, now: ItemAnswer, today: date) -> None:
        """A field somebody is typing into is left alone while it says the same."""
        for field, day in (
            (self.evidence, now.evidence_on or today),
            (self.review, now.review_on or review_after(today)),
        ):
            if field.day() != day:
                field.show_day(day)

    def show_fault(self, on: date | None) -> None:
        """Say at which day what is wrong, and put the cursor there; ``on`` as ``answer_fault``."""
        self._on = on
        if fault := self._say_fault():
            field = self._fields[fault]
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            reveal(field)

    def _say_fault(self) -> DayOf | None:
        fault = answer_fault(self._now, self._on) if self._now is not None else None
        for which, field in self._fields.items():
            field.show_error(fault[1] if fault and fault[0] == which else "")
        return fault[0] if fault else None

    def set_words(self, question: str, example: str, said: str) -> None:
        """What is asked, what would show it, who answered last."""
        self.question.set_plain(isolate(question))
        self.example.set_plain(_("For example: {evidence}").format(evidence=isolate(example)))
        self.said.set_plain(said)
        self.choice.set_name(self.question.text())

    # ------------------------------------------------------------ what people do

    def _on_evidence_changed(self, told: QDate) -> None:
        if self._now is not None:
            day = date(told.year(), told.month(), told.day())
            self.changed.emit(with_evidence(self._now, day, self._today))

    def _on_review_changed(self, told: QDate) -> None:
        if self._now is not None:
            self.changed.emit(with_review(self._now, date(told.year(), told.month(), told.day())))

    def _on_still(self) -> None:
        assert self._stands is not None
        self.changed.emit(still_so(self._stands, self._today))

    # ------------------------------------------------------------ places, words

    def dress(self) -> None:
        super().dress()
        for field in self._fields.values():
            field.setFixedWidth(theme.px(_DAY_WIDTH))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Days side by side where there is room."""
        wanted = 2 * theme.px(_DAY_WIDTH) + 3 * 20
        way = QBoxLayout.Direction
        beside = self.width() >= wanted
        self._days.setDirection(way.LeftToRight if beside else way.TopToBottom)

    def retranslate(self) -> None:
        hint = _("Day, month, year")
        if self._deed:
            self._fields["evidence"].set_words(_("Done on"), hint)
            self._fields["review"].set_words(_("Next time by"), hint)
        else:
            self._fields["evidence"].set_words(_("You saw it on"), hint)
            self._fields["review"].set_words(_("Look again on"), hint)
        self.still.setText(_("Looked again today: still so"))
        if any(field.error for field in self._fields.values()):
            self._say_fault()
        self._fit()
