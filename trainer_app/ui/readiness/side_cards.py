"""Beside the blocks: what they come to, the reporting chain, and how many people work there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.operations.site_facts import MOST_PEOPLE
from trainer_app.ui.readiness.state_mark import StateStrip
from trainer_app.ui.readiness_words import (
    chain_words,
    done_words,
    empty_words,
    month_words,
    open_words,
    score_words,
    state_word,
)
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.count_field import CountField
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.tick import Tick

if TYPE_CHECKING:
    from trainer_app.operations.readiness import Readiness


class _SideCard(Themed, QWidget):
    """A card with a heading; screens fill ``column``."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = Heading("h2")
        card = Card()
        self.column = QVBoxLayout(card)
        self.column.setContentsMargins(22, 16, 22, 18)
        self.column.setSpacing(8)
        self.column.addWidget(self.heading)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)


class ScoreCard(_SideCard):
    """How many blocks are in place, now and at the end of the months before."""

    def __init__(self) -> None:
        super().__init__()
        self._readiness: Readiness | None = None
        self.strip = StateStrip()
        self.open = Para("body")
        self.months = [Para("small", colour="text_muted") for _month in range(3)]
        self._before = Para("small", colour="text_muted")
        for part in (self.strip, self.open, self._before, *self.months):
            self.column.addWidget(part)
        self.settle()

    def show_readiness(self, readiness: Readiness) -> None:
        """Count what stands on the disk."""
        self._readiness = readiness
        self.retranslate()

    def retranslate(self) -> None:
        told = self._readiness
        if told is None:
            return
        self.heading.setText(score_words(told))
        states = [one.answer.state if one.answer else None for one in told.items]
        self.strip.show_states(states, ", ".join(map(state_word, states)))
        self.open.setText(open_words(told))
        self.open.setVisible(bool(open_words(told)))
        months = month_words(told)
        self._before.setText(_("In place at the end of:"))
        self._before.setVisible(bool(months))
        for para, words in zip(self.months, [*months, "", "", ""], strict=False):
            para.setText(words)
            para.setVisible(bool(words))


class ChainCard(_SideCard):
    """How far the reporting chain is filled in, when it was tried out, when there was a drill."""

    def __init__(self) -> None:
        super().__init__()
        self._readiness: Readiness | None = None
        self.filled, self.empty = Para("body"), Para("small", colour="text_muted")
        self.rehearsed, self.drill = Para("body"), Para("body")
        for part in (self.filled, self.empty, self.rehearsed, self.drill):
            self.column.addWidget(part)
        self.settle()

    def show_readiness(self, readiness: Readiness) -> None:
        """Say how the chain of this site stands."""
        self._readiness = readiness
        self.retranslate()

    def retranslate(self) -> None:
        self.heading.setText(_("Reporting chain"))
        told = self._readiness
        if told is None:
            return
        self.filled.setText(chain_words(told.chain))
        self.empty.setText(empty_words(told.chain))
        self.empty.setVisible(bool(empty_words(told.chain)))
        rehearsed, drill = done_words(told.rehearsed_on), done_words(told.drill_on)
        self.rehearsed.setText(_("Tried out by phone: {day}").format(day=rehearsed))
        self.drill.setText(_("Drill at the site: {day}").format(day=drill))


class PeopleCard(_SideCard):
    """How many people work there. Signals: ``changed`` when a person changed it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.known, self.count = Tick(), CountField(MOST_PEOPLE)
        self._about = Para("small", colour="text_muted")
        row = QHBoxLayout()
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignLeading)
        row.addStretch(1)
        self.column.addWidget(self._about)
        self.column.addWidget(self.known)
        self.column.addLayout(row)
        self.known.toggled.connect(self._on_known)
        self.count.changed.connect(lambda _count: self.changed.emit())
        self.settle()
        self._on_known(self.known.isChecked())

    @property
    def value(self) -> int | None:
        """How many; None where nobody knows."""
        return self.count.value if self.known.isChecked() else None

    def show_count(self, count: int | None) -> None:
        """Show what is on the disk, without a signal."""
        before = self.known.blockSignals(True)
        self.known.setChecked(count is not None)
        self.known.blockSignals(before)
        self.count.set_value(count or 0)
        self.count.setVisible(count is not None)

    def _on_known(self, known: bool) -> None:
        self.count.setVisible(known)
        self.changed.emit()

    def retranslate(self) -> None:
        self.heading.setText(_("People who work here"))
        self._about.setText(
            _("Everybody, with and without a contract. Reports count who is trained against this.")
        )
        self.known.setText(_("We counted them"))
        self.count.set_name(self.heading.text())
