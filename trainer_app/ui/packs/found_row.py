"""A module on a stick: what it is, what it would change, or why it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate, isolate_number, ngettext
from trainer_app.ui.packs.choose_card import ChooseCard
from trainer_app.ui.packs.words import (
    changes_said,
    counted,
    facts_of,
    found_state,
    refusal_of,
    size_said,
    title_of,
)
from trainer_app.ui.reveal import reveal
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton, SecondaryButton
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import clear_layout, marked
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.operations.module_install import Outcome
    from trainer_app.operations.module_search import FoundModule

_MOST_LINES = 5


class FoundRow(Themed, QWidget):
    """Signals: ``ticked`` when it is chosen or not; ``publisher_asked`` and ``allow_asked``."""

    ticked = Signal()
    publisher_asked = Signal()
    allow_asked = Signal()

    def __init__(self, found: FoundModule, outcome: Outcome | None = None) -> None:
        """``outcome`` says how installing it went, where that was tried and refused."""
        super().__init__()
        self.found, self._outcome = found, outcome
        self.card = ChooseCard(enabled=found.can_install)
        self.card.setChecked(found.can_install)
        self.card.toggled.connect(self.ticked)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.note = NoteLine()
        self.publisher, self.allow = SecondaryButton("key"), QuietButton("lock-open")
        self.publisher.clicked.connect(self.publisher_asked)
        self.allow.clicked.connect(self.allow_asked)
        self.more = QuietButton("chevron-down")
        self.more.clicked.connect(self._on_more)
        self.details = Para("small", colour="text_muted")
        self.details.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._build()
        self.settle()

    def _build(self) -> None:
        below = QVBoxLayout()
        below.setContentsMargins(18, 0, 18, 0)
        below.setSpacing(2)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.publisher, self.allow, self.more):
            buttons.addWidget(button)
        buttons.addStretch(1)
        below.addLayout(self._lines)
        below.addWidget(self.note)
        below.addLayout(buttons)
        below.addWidget(self.details)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.card)
        whole.addLayout(below)
        found, wanted = self.found, self.found.is_wanted
        stranger = wanted and found.standing == "stranger"
        self.publisher.setVisible(stranger and found.publisher is not None)
        unsigned = wanted and found.standing == "unsigned"
        self.allow.setVisible(unsigned or (stranger and found.publisher is None))
        detail = self._outcome.detail if self._outcome else found.detail
        refused = self._outcome is not None or (wanted is False and found.kind != "same")
        self.more.setVisible(bool(detail) and (refused or found.standing == "broken"))
        self.details.set_plain(isolate_number(detail))
        self.details.setVisible(False)

    @property
    def is_chosen(self) -> bool:
        """Whether it is to be installed."""
        return self.found.can_install and self.card.isChecked()

    def retranslate(self) -> None:
        found = self.found
        if found.manifest is None:
            title, facts = isolate(found.path.name), size_said(found.size)
        else:
            title, facts = title_of(found.manifest), facts_of(found.manifest, found.size)
        if found.kind == "newer" and found.here:
            facts += " · " + _("here: {version}").format(version=isolate_number(found.here))
        self.card.set_words(title, facts, found_state(found))
        lines = list(changes_said(found.changed)) if found.changed else []
        if len(lines) > _MOST_LINES:
            rest = len(lines) - _MOST_LINES + 1
            words = ngettext("and {count} more change", "and {count} more changes", rest)
            lines = [*lines[: _MOST_LINES - 1], counted(words, rest)]
        clear_layout(self._lines)
        for line in lines:
            para = Para("small")
            para.set_plain(line)
            self._lines.addLayout(marked(PictureMark("circle-dot", 14, beside="small"), para, 10))
        refusal = self._outcome.reason if self._outcome else refusal_of(found)
        if refusal:
            self.note.say(refusal, "careful")
        else:
            self.note.clear()
        self.publisher.setText(_("Look at the publisher"))
        self.allow.setText(_("Allow this one"))
        self.more.setText(_("Details"))
        self.more.setAccessibleName(f"{self.more.text()}: {title}")

    def _on_more(self) -> None:
        shown = not self.details.isVisibleTo(self)
        self.details.setVisible(shown)
        self.more.set_icon("chevron-up" if shown else "chevron-down")
        if shown:
            reveal(self.details)
