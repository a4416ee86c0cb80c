"""One word of the glossary: its name, and below it, when asked, what it means and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.items.slots import direction, interface_direction, ours
from trainer_app.ui.part_words import joined
from trainer_app.ui.sound import Passage
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import Card, CardButton
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.shelf import Term
    from trainer_app.ui.sound import Speaker


class TermEntry(Card):
    """A word that opens in place. Signals: ``toggled(bool)`` after a person opened or closed it.

    ``language`` is that of the glossary, which may be another than the interface's.
    """

    toggled = Signal(bool)

    def __init__(self, term: Term, language: str, speaker: Speaker) -> None:
        super().__init__()
        self.term = term
        self._language, self._speaker = language, speaker
        self._about: _About | None = None
        self.setLayoutDirection(direction(i18n.is_rtl(language)))
        self.header = _Header(term.term)
        self.header.clicked.connect(self._on_header_clicked)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)

    @property
    def is_open(self) -> bool:
        """Whether its meaning is shown."""
        return self._about is not None and not self._about.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Show or hide what the word means, without a signal."""
        if self._about is None and is_open:
            self._about = _About(self.term, self._language, self._speaker)
            self._column.addWidget(self._about)
        if self._about is not None:
            self._about.setVisible(is_open)
            if not is_open:
                self._speaker.stop()
        self.header.show_open(is_open)

    def _on_header_clicked(self) -> None:
        self.set_open(not self.is_open)
        self.toggled.emit(self.is_open)


class _Header(CardButton):
    """The word itself, with a mark that says whether it is open."""

    def __init__(self, term: str) -> None:
        super().__init__()
        self._open = False
        self._words = Para("label")
        self._words.setText(term)
        self._mark = PictureMark("chevron-down", 20, colour="text_muted", beside="label")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 16, 10)
        row.setSpacing(12)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self.see_through(self._words, self._mark)
        self.settle()

    def show_open(self, is_open: bool) -> None:
        """Turn the mark, and tell screen readers."""
        self._open = is_open
        self._mark.show_icon("chevron-up" if is_open else "chevron-down")
        self.retranslate()

    def dress(self) -> None:
        self.setMinimumHeight(theme.px(theme.TARGET))
        super().dress()

    def retranslate(self) -> None:
        self.setAccessibleName(self._words.text())
        # For translators: said of a word whose explanation is open below it, or not
        self.setAccessibleDescription(_("Explained below") if self._open else _("Closed"))

    def ground(self) -> str:
        return "surface_alt" if self.isDown() or self.underMouse() else ""

    def edge(self) -> tuple[str, int]:
        return "", 0


class _About(Themed, QWidget):
    """Meaning, why this word, what else one may hear; and a voice for those who listen."""

    def __init__(self, term: Term, language: str, speaker: Speaker) -> None:
        super().__init__()
        self._rtl = i18n.is_rtl(language)
        self._meaning, self._why, self._also = Para("body_large"), Para("body"), Para("body")
        self._why_title = Heading("caption", colour="text_muted")
        self._also_title = Heading("caption", colour="text_muted")
        self._meaning.setText(term.meaning)
        self._why.setText(term.why)
        self._also.setText(joined(*term.also))
        self.listen = Listen(speaker)
        self.listen.offer(
            [
                Passage("term", term.term),
                Passage("meaning", self._meaning.text()),
                Passage("why", self._why.text()),
            ],
            [None, self._meaning, self._why],
            language,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 2, 18, 18)
        column.setSpacing(4)
        column.addWidget(self._meaning)
        for title, words in ((self._why_title, self._why), (self._also_title, self._also)):
            column.addSpacing(8)
            column.addWidget(title)
            column.addWidget(words)
        for part in (self._also_title, self._also):
            part.setVisible(bool(term.also))
        column.addSpacing(10)
        column.addWidget(self.listen)
        self.listen.setVisible(self.listen.can_read)
        self.settle()

    def retranslate(self) -> None:
        self.listen.setLayoutDirection(interface_direction())
        self._why_title.setText(ours(_("Why this word"), self._rtl))
        self._also_title.setText(ours(_("You may also hear"), self._rtl))
