"""F08: how a session went. Who was there, before and after, votes, and its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QBoxLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.ui import theme
from trainer_app.ui.after.after_words import in_one_line, state_note, who_was_here
from trainer_app.ui.after.change_card import ChangeCard
from trainer_app.ui.after.number_card import NumberCard
from trainer_app.ui.after.paper_card import PaperCard
from trainer_app.ui.after.session_facts import SessionFacts, read_facts
from trainer_app.ui.after.votes import votes_of
from trainer_app.ui.after.votes_card import VotesCard
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.card_grid import CardGrid
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background

_WIDTH, _GAP, _NUMBER = 1302, 16, 200
_ACTION = QAbstractSlider.SliderAction
_SCROLL = {
    "Down": _ACTION.SliderSingleStepAdd,
    "Up": _ACTION.SliderSingleStepSub,
    "PgDown": _ACTION.SliderPageStepAdd,
    "PgUp": _ACTION.SliderPageStepSub,
}
_PAPER = 620
"""The widest a page of paper is shown, in pixels at normal text size."""


class SummaryScreen(Screen):
    """Ctrl+P prints and Ctrl+S saves the paper that is shown. Signals: ``certificates_asked``."""

    certificates_asked = Signal()

    leading = "back"

    def __init__(
        self, background: Background, module: Module, on_duty: OnDuty, meeting: UUID
    ) -> None:
        super().__init__()
        self._background, self._module = background, module
        self._on_duty, self._meeting = on_duty, meeting
        self._facts: SessionFacts | None = None
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.note, self.retry = NoteLine(), RetryLine()
        self.here = NumberCard("users")
        self.before = NumberCard("clipboard-text", "info")
        self.after = NumberCard("clipboard-check", "info")
        self.passed = NumberCard("award", "success")
        self._numbers = CardGrid(_NUMBER)
        self.changes, self.votes, self.papers = ChangeCard(), VotesCard(), PaperCard()
        self.go = PrimaryButton("certificate")
        self.go.clicked.connect(self.certificates_asked)
        self._build()
        background.changed.connect(self._on_changed)
        self.settle()
        self._read()

    def _build(self) -> None:
        self._page = page = ScrollPage(width=_WIDTH)
        main = QVBoxLayout()
        main.setSpacing(_GAP)
        main.addWidget(self.changes)
        main.addWidget(self.votes)
        main.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(_GAP)
        side.addWidget(self.papers)
        side.addStretch(1)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(_GAP)
        self._both.addLayout(main, 8)
        self._both.addLayout(side, 5)
        self._both.addStretch(0)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._heading)
        words.addWidget(self._about)
        top = QHBoxLayout()
        top.addLayout(words, 1)
        page.column.addLayout(top)
        page.column.addWidget(self.note)
        page.column.addWidget(self.retry)
        page.column.addWidget(self._numbers)
        page.column.addLayout(self._both)
        page.column.addStretch(1)
        self.set_content(page)
        for keys, action in _SCROLL.items():  # most of the page holds nothing to focus
            shortcut = QShortcut(QKeySequence(keys), self)
            bar = page.verticalScrollBar()
            shortcut.activated.connect(lambda bar=bar, action=action: bar.triggerAction(action))
        cards = [self.here, self.before, self.after, self.passed]
        self._numbers.set_cards(cards, _WIDTH)
        self._bar = ActionBar()
        self._bar.add_end(self.go)
        self.set_bottom(self._bar)

    # ------------------------------------------------------------ what there is

    def _read(self) -> None:
        self._background.run(
            self,
            lambda store: read_facts(store, self._meeting, self._module),
            self._on_read,
            lambda error: self.retry.show_error(error, self._read),
        )

    def _on_read(self, facts: SessionFacts) -> None:
        first = self._facts is None
        self._facts = facts
        self.retry.clear()
        self.changes.show_results(facts.results)
        self.papers.show_facts(facts)
        self.retranslate()
        self._fit()
        if first and self.isVisible():
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, changed: Changed) -> None:
        if changed & (Changed.SESSION | Changed.ATTEMPTS | Changed.PEOPLE | Changed.STAFF):
            self._read()

    # ------------------------------------------------------------ places

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def dress(self) -> None:
        super().dress()
        self._fit()

    def _fit(self) -> None:
        """Numbers in one row or two; papers beside or below."""
        if not hasattr(self, "_bar"):
            return
        room = min(_WIDTH, self.width() - 64)
        four = 4 * theme.px(_NUMBER) + 3 * _GAP
        self._numbers.place(room if room >= four else 2 * theme.px(_NUMBER) + _GAP)
        beside = room >= theme.px(860)
        way = QBoxLayout.Direction
        self._both.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self.papers.setMaximumWidth(theme.px(_PAPER))
        self.papers.fit((room * 5 // 13 if beside else min(room, theme.px(_PAPER))) - 64)

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return _("Session summary")

    def primary(self) -> QAbstractButton | None:
        return self.go if self._facts is not None and self._bar.isVisibleTo(self) else None

    def first_focus(self) -> QWidget:
        return self.primary() or self.papers.buttons.print

    def retranslate(self) -> None:
        self.go.setText(_("Certificates"))
        facts = self._facts
        self._bar.setVisible(facts is not None and facts.told.state == "closed")
        self.title_changed.emit()
        begun = facts is not None and facts.told.state != "planned"
        for widget in (self._numbers, self.changes, self.votes):
            widget.setVisible(begun)
        self.papers.setVisible(facts is not None)
        if facts is None:
            return
        self._heading.set_plain(facts.told.title)
        self._about.set_plain(in_one_line(facts))
        if note := state_note(facts.told):
            self.note.say(note, "info")
        else:
            self.note.clear()
        self._say_numbers(facts)
        self._both.setStretch(0, 8 if begun else 0)  # alone, the paper stands at the start
        self._both.setStretch(2, 0 if begun else 8)
        rtl = i18n.is_rtl(facts.told.language)
        self.votes.show_votes(votes_of(facts.told, facts.module), rtl=rtl)
        self.changes.say()
        self.papers.say()

    def _say_numbers(self, facts: SessionFacts) -> None:
        told, results = facts.told, facts.results
        self.here.show_number(_("In the room"), i18n.number(told.present), who_was_here(told))
        wrote = {test: i18n.number(count) for test, count in results.wrote.items()}
        # For translators: below a number of people, under the name of a test
        wrote_it = _("wrote it")
        self.before.show_number(_("Test before"), wrote["before"], wrote_it)
        self.after.show_number(_("Test after"), wrote["after"], wrote_it)
        passed = i18n.number(results.passed)
        # For translators: below the number of people who passed
        self.passed.show_number(_("Passed"), passed, _("can have a certificate"))
