"""For how long single answers are kept on this computer: a card, and the sheet that asks first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations import Changed
from trainer_app.operations.retention import LimitApplied, PastLimit, apply_limit, what_would_go
from trainer_app.operations.retention_words import (
    limit_sentence,
    more_sentences,
    state_sentence,
)
from trainer_app.training.staff import OnDuty
from trainer_app.ui.background import Background
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.sheet import Sheet


class KeptAnswersCard(Themed, QWidget):
    """Hidden until it is known how things stand. Signals: ``asked(PastLimit)`` to have what is past
    the limit gone."""

    asked = Signal(object)

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self.past: PastLimit | None = None
        self._title, self._limit = Heading("h2"), Para("body")
        self._state, self._more = Para("body"), Para("small", colour="text_muted")
        self.delete, self.retry = SecondaryButton("trash"), RetryLine()
        self.delete.clicked.connect(lambda: self.asked.emit(self.past))
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 20, 28, 20)
        inside.setSpacing(10)
        for widget in (self._title, self._limit, self._state, self._more, self.retry):
            inside.addWidget(widget)
        inside.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignLeading)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        background.changed.connect(self._on_changed)
        self.settle()
        self._read()

    def show_past(self, past: PastLimit) -> None:
        """How it stands now."""
        self.past = past
        self.retry.clear()
        self.retranslate()

    def _read(self) -> None:
        self._background.run(
            self,
            what_would_go,
            self.show_past,
            lambda error: self.retry.show_error(error, self._read),
        )

    def _on_changed(self, changed: Changed) -> None:
        if changed & (Changed.SITE | Changed.SYNC):
            self._read()

    def retranslate(self) -> None:
        past = self.past
        self._title.setText(_("How long answers are kept"))
        self.delete.setText(_("Delete them now"))
        for widget in (self._limit, self._state):
            widget.setVisible(past is not None)
        self.delete.setVisible(past is not None and past.count > 0)
        if past is None:
            self._more.setVisible(False)
            return
        self._limit.setText(limit_sentence(past.months))
        self._state.setText(state_sentence(past))
        more = more_sentences(past)
        self._more.setText(" ".join(more))
        self._more.setVisible(bool(more))


class LimitSheet(Sheet):
    """Two buttons: delete for good, or keep everything as it is, which has the focus. Signals:
    ``applied(LimitApplied)`` when it is on the disk."""

    applied = Signal(object)

    def __init__(self, background: Background, by: OnDuty, past: PastLimit) -> None:
        super().__init__(width=640)
        self._background, self._by, self._past = background, by, past
        self.about, self._stays, self.retry = Para("body"), Para("body"), RetryLine()
        self.do_it, self.keep = SecondaryButton("trash"), PrimaryButton()
        self.do_it.clicked.connect(self._on_agreed)
        self.keep.clicked.connect(self.close_sheet)
        for widget in (self.about, self._stays, self.retry):
            self.body.addWidget(widget)
        self.buttons.addWidget(self.do_it)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.keep)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Delete old answers?"))
        words = ngettext(
            "{count} single answer goes for good, here and from every safety copy. There is no "
            "way back. This is written down.",
            "{count} single answers go for good, here and from every safety copy. There is no "
            "way back. This is written down.",
            self._past.count,
        )
        self.about.setText(words.format(count=isolate(i18n.number(self._past.count))))
        self._stays.setText(
            _(
                "Scores, passes and certificates stay. Figures about questions no longer count "
                "these answers."
            )
        )
        self.do_it.setText(_("Delete for good"))
        self.keep.setText(_("Leave it as it is"))

    def _on_agreed(self) -> None:
        by = self._by
        self.do_it.setEnabled(False)
        self._background.run(
            self, lambda store: apply_limit(store, by=by), self._on_applied, self._on_failed
        )

    def _on_applied(self, done: LimitApplied) -> None:
        self.applied.emit(done)
        self.close_sheet()

    def _on_failed(self, error: Exception) -> None:
        self.do_it.setEnabled(True)
        self.retry.show_error(error, self._on_agreed)
