"""Words we use: what they mean, and why these words and no others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cmp_to_key
from typing import TYPE_CHECKING

from PySide6.QtCore import QCollator, QLocale, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app.content.folding import words
from trainer_app.content.search import all_in, typed_words
from trainer_app.content.shelf import Shelf
from trainer_app.errors import PackRejected
from trainer_app.i18n import _
from trainer_app.ui.shelf.search_screen import SearchScreen
from trainer_app.ui.term_entry import TermEntry

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.shelf import Term
    from trainer_app.ui.sound import Speaker

_WIDTH = 860
_BEFORE = re.compile(r"^(?:ال|\W)+")
"""What does not count at the beginning of a word in a list from A to Z."""


class GlossaryScreen(SearchScreen):
    """The glossary from A to Z. Each word opens in place, one at a time; Enter in the search
    field opens the first.
    """

    def __init__(
        self, catalog: Catalog, language: str, speaker: Speaker, term_id: str = ""
    ) -> None:
        """``language`` is the learner's; the word ``term_id`` is open from the beginning."""
        self._trouble = ""
        shelf = Shelf()
        try:
            shelf = catalog.shelf(language)
        except PackRejected as rejection:
            self._trouble = str(rejection)
        super().__init__(_WIDTH, len(shelf.glossary))
        self._speaker = speaker
        self._wanted: TermEntry | None = None
        self.entries = [
            TermEntry(term, shelf.language, speaker)
            for term in in_order(shelf.glossary, shelf.language)
        ]
        self._names = {one.term.id: _names(one.term) for one in self.entries}
        self._texts = {one.term.id: words(one.term.meaning) for one in self.entries}
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        for entry in self.entries:
            entry.toggled.connect(lambda on, entry=entry: self._on_toggled(entry, on))
            self._list.addWidget(entry)
        self.search.returnPressed.connect(self._on_return_pressed)
        self.add_count()
        self.page.column.addLayout(self._list)
        self.page.column.addStretch(1)
        for entry in self.entries:
            if entry.term.id == term_id:
                entry.set_open(True)
                self._wanted = entry
        self.settle()

    # ------------------------------------------------------------ finding

    def shown(self) -> list[TermEntry]:
        """What is in the list now, in its order."""
        there = [one for one in self.entries if not one.isHidden()]
        return sorted(there, key=self._list.indexOf)

    def narrow(self) -> None:
        wanted = typed_words(self.search.text())
        first = [one for one in self.entries if self._named(one, wanted)]
        then = [one for one in self.entries if one not in first and self._told(one, wanted)]
        for place, entry in enumerate((*first, *then)):
            if self._list.indexOf(entry) != place:
                self._list.removeWidget(entry)
                self._list.insertWidget(place, entry)
        for entry in self.entries:
            entry.setVisible(entry in first or entry in then)
        self.show_count(len(first) + len(then))

    def _named(self, entry: TermEntry, wanted: list[str]) -> bool:
        return not wanted or all_in(wanted, self._names[entry.term.id])

    def _told(self, entry: TermEntry, wanted: list[str]) -> bool:
        return all_in(wanted, self._names[entry.term.id] + self._texts[entry.term.id])

    # ------------------------------------------------------------ opening

    def _on_toggled(self, entry: TermEntry, on: bool) -> None:
        if not on:
            return
        for other in self.entries:
            if other is not entry and other.is_open:
                other.set_open(False)
        self._reveal(entry)

    def _on_return_pressed(self) -> None:
        if self.search.text() and (found := self.shown()):
            found[0].header.setFocus(Qt.FocusReason.OtherFocusReason)
            if not found[0].is_open:
                found[0].header.click()

    def _reveal(self, entry: TermEntry) -> None:
        """Scroll to a word once it has found its place."""
        QTimer.singleShot(0, entry, lambda: self.page.ensureWidgetVisible(entry, 0, 24))

    def first_focus(self) -> QWidget | None:
        return self._wanted.header if self._wanted is not None else super().first_focus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._wanted is not None:
            self._reveal(self._wanted)

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return _("Words we use")

    def retranslate(self) -> None:
        self.about.setText(_("What we mean by these words, and why we choose them."))
        self.search_field.set_words(_("Search the words"))
        self.say_count()
        if self._trouble:
            self.notice.say(self._trouble, _("Please tell your facilitator."))
        elif not self.entries:
            said = _("The words are not on this computer yet.")
            self.notice.say(said, _("Ask your facilitator to add them from USB."))
        self.title_changed.emit()


def in_order(glossary: Iterable[Term], language: str) -> list[Term]:
    """The terms from A to Z as a language orders them; the Arabic article does not count."""
    collator = QCollator(QLocale(language))
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    collator.setIgnorePunctuation(True)

    def compare(one: Term, other: Term) -> int:
        return collator.compare(_BEFORE.sub("", one.term), _BEFORE.sub("", other.term))

    return sorted(glossary, key=cmp_to_key(compare))


def _names(term: Term) -> list[str]:
    """The folded words a term goes by."""
    return words(" ".join((term.term, *term.also, *term.forms)))
