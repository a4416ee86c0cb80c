"""The library: what our lessons build on, to find and to look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from trainer_app.content.search import LibrarySearch
from trainer_app.content.shelf import Shelf
from trainer_app.errors import PackRejected
from trainer_app.i18n import _
from trainer_app.ui.flow_row import FlowRow, TeamChip
from trainer_app.ui.shelf.lazy_list import LazyList
from trainer_app.ui.shelf.library_card import LibraryCardView, UsedIn
from trainer_app.ui.shelf.search_screen import SearchScreen
from trainer_app.ui.shelf.shelf_words import TOPICS, language_word, topic_word
from trainer_app.ui.widgets.fields import Dropdown, FormField

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.shelf import LibraryCard

_WIDTH = 1116


class LibraryScreen(SearchScreen):
    """Cards to search and to narrow down. Signals: ``module_asked(module_id)``."""

    module_asked = Signal(str)

    def __init__(self, catalog: Catalog, language: str) -> None:
        """``language`` is the learner's; the shelf answers in English where it has no other."""
        self._trouble = ""
        self._shelf = Shelf()
        try:
            self._shelf = catalog.shelf(language)
        except PackRejected as rejection:
            self._trouble = str(rejection)
        self._cards = {card.id: card for card in self._shelf.library}
        super().__init__(_WIDTH, len(self._cards))
        self._titles = {
            manifest.id: manifest.titles.get(language, manifest.titles[manifest.languages[0]])
            for manifest in catalog.manifests()
        }
        self._index = LibrarySearch(self._shelf.library)
        self._topic = ""
        self.language = Dropdown()
        self._language_field = FormField(self.language)
        self.topics = FlowRow()
        self.chips: dict[str, TeamChip] = {}
        self.list = LazyList(self._card)
        self._build()
        self.narrow()
        self.settle()

    def _build(self) -> None:
        self._fill_languages()
        self.language.currentIndexChanged.connect(self.narrow)
        self._fill_topics()
        self.fields.addWidget(self._language_field)
        self.page.column.addWidget(self.topics)
        self.add_count()
        self.page.column.addWidget(self.list)
        self.page.column.addStretch(1)
        self._language_field.setVisible(self.language.count() > 1)
        self.topics.setVisible(len(self.chips) > 1)

    def _fill_languages(self) -> None:
        codes = {code for card in self._shelf.library for code in card.languages}
        for code in ("", *sorted(codes)):
            self.language.addItem("", code)

    def _fill_topics(self) -> None:
        there = {topic for card in self._shelf.library for topic in card.topics}
        for topic in ("", *(one for one in TOPICS if one in there)):
            chip = TeamChip(topic, checkable=True)
            chip.setChecked(not topic)
            chip.toggled.connect(lambda on, topic=topic: self._on_topic_toggled(topic, on))
            self.chips[topic] = chip
            self.topics.add(chip)

    def _card(self, card_id: str) -> QWidget:
        card = self._cards[card_id]
        used = [UsedIn(one, self._titles[one]) for one in card.used_in if one in self._titles]
        view = LibraryCardView(card, used, self._shelf.language)
        view.module_asked.connect(self.module_asked)
        return view

    # ------------------------------------------------------------ finding

    def narrow(self) -> None:
        code = self.language.currentData()
        found = [self._cards[one] for one in self._index.find(self.search.text())]
        fitting = [card.id for card in found if self._fits(card, code)]
        self.list.show_ids(fitting)
        self.show_count(len(fitting))

    def _fits(self, card: LibraryCard, code: str) -> bool:
        of_topic = not self._topic or self._topic in card.topics
        return of_topic and (not code or code in card.languages)

    def _on_topic_toggled(self, topic: str, on: bool) -> None:
        if on:
            self._topic = topic
            self.narrow()

    def clear_search(self) -> None:
        self.chips[""].setChecked(True)
        self.language.setCurrentIndex(0)
        super().clear_search()

    def left(self) -> None:
        self._index.close()

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return _("Library")

    def retranslate(self) -> None:
        self.about.setText(
            _("What our lessons build on, in our own words. The texts themselves are read online.")
        )
        self.search_field.set_words(_("Search the library"))
        self._language_field.set_words(_("Language of the text"))
        self.language.setItemText(0, _("Any language"))
        for row in range(1, self.language.count()):
            word = language_word(self.language.itemData(row))
            self.language.setItemText(row, word[:1].upper() + word[1:])
        # For translators: every topic of the library
        self.chips[""].setText(_("All"))
        for topic in TOPICS:
            if topic in self.chips:
                self.chips[topic].setText(topic_word(topic))
        for chip in self.chips.values():
            chip.updateGeometry()
        self.say_count()
        if self._trouble:
            self.notice.say(self._trouble, _("Please tell your facilitator."))
        elif not self._cards:
            words = _("The library is not on this computer yet.")
            self.notice.say(words, _("Ask your facilitator to add it from USB."))
        self.title_changed.emit()
