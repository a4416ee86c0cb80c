"""To print: cards and sheets for the pocket, the counter and the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.content.shelf import Shelf
from trainer_app.errors import PackRejected
from trainer_app.i18n import _
from trainer_app.operations.helplines import site_chain
from trainer_app.operations.learning import today
from trainer_app.operations.site import site_name
from trainer_app.ui.items.slots import direction, ours
from trainer_app.ui.paper.aid_site import SiteFacts
from trainer_app.ui.paper.job_aid_pdf import job_aid_paper
from trainer_app.ui.paper.view import PaperThumb
from trainer_app.ui.retry_line import sentence_of
from trainer_app.ui.screen import Screen
from trainer_app.ui.shelf.site_note import SiteNote
from trainer_app.ui.widgets.card_grid import CardGrid
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.notice_card import NoticeCard
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Para

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.shelf import JobAid
    from trainer_app.store import Store
    from trainer_app.ui.background import Background

_WIDTH, _CARD = 1216, 350
_THUMB = (134, 184)


class JobAidsScreen(Screen):
    """A card for each sheet. Signals: ``aid_asked(aid_id)``; ``site_asked``."""

    aid_asked = Signal(str)
    site_asked = Signal()

    leading = "back"

    def __init__(
        self, background: Background, catalog: Catalog, language: str, chosen: str = ""
    ) -> None:
        """``chosen`` is the sheet one comes back from; it gets the focus."""
        super().__init__()
        self._background, self._chosen = background, chosen
        self._catalog = catalog
        self._shelf, self._error = shelf_of(catalog, language)
        self.cards: dict[str, AidCard] = {}
        self.about = Para("body", colour="text_muted")
        self.notice = NoticeCard("printer")
        self.notice.again.clicked.connect(self._read)
        self.site_note = SiteNote()
        self.site_note.site_asked.connect(self.site_asked)
        self._grid = CardGrid(_CARD)
        page = ScrollPage(width=_WIDTH)
        for widget in (self.about, self.notice, self.site_note, self._grid):
            page.column.addWidget(widget)
        page.column.addStretch(1)
        self.set_content(page)
        self.settle()
        if self._shelf.job_aids:
            self._read()

    # ------------------------------------------------------------ reading

    def _read(self) -> None:
        self._background.run(
            self, lambda store: read_site(store, self._catalog), self._show, self._show_trouble
        )

    def _show(self, site: SiteFacts) -> None:
        self._error = None
        language = self._shelf.language
        for aid in self._shelf.job_aids:
            card = AidCard(aid, language, PaperThumb(job_aid_paper(aid, site, language), *_THUMB))
            card.clicked.connect(lambda _on=False, aid=aid: self.aid_asked.emit(aid.id))
            self.cards[aid.id] = card
        self._grid.set_cards(list(self.cards.values()), self._room())
        self.site_note.show_chain(site.chain)
        self.retranslate()
        if self.isVisible() and (target := self.first_focus()) is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._draw_next)

    def _show_trouble(self, error: Exception) -> None:
        self._error = error
        self.retranslate()

    def _draw_next(self) -> None:
        """One small picture, then let the window breathe."""
        waiting = [card for card in self.cards.values() if not card.thumb.is_drawn]
        if waiting:
            waiting[0].thumb.draw()
            QTimer.singleShot(0, self, self._draw_next)

    # ------------------------------------------------------------ words and places

    def title(self) -> str:
        return _("To print")

    def first_focus(self) -> QWidget | None:
        first = next(iter(self.cards.values()), None)
        return self.cards.get(self._chosen, first)

    def retranslate(self) -> None:
        self.about.setText(
            _("Cards and sheets for your pocket, the counter and the wall. Choose one to see it.")
        )
        self.about.setVisible(bool(self._shelf.job_aids))
        if self._error is not None:
            again = bool(self._shelf.job_aids)
            what = "" if again else _("Please tell your facilitator.")
            self.notice.say(sentence_of(self._error), what, again=again)
        elif not self._shelf.job_aids:
            words = _("There are no sheets to print on this computer yet.")
            self.notice.say(words, _("Ask your facilitator to add them from USB."))
        else:
            self.notice.say("")
        self.title_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grid.place(self._room())

    def dress(self) -> None:
        super().dress()
        if hasattr(self, "_grid"):
            self._grid.place(self._room())

    def _room(self) -> int:
        return min(self.width() - 64, _WIDTH)


class AidCard(CardButton):
    """A sheet to choose: its picture, what it is, how large its paper is."""

    def __init__(self, aid: JobAid, language: str, thumb: PaperThumb) -> None:
        super().__init__()
        self._aid, self._rtl = aid, i18n.is_rtl(language)
        self.setLayoutDirection(direction(self._rtl))
        self.thumb = thumb
        self._title, self._summary = Para("label"), Para("small", colour="text_muted")
        self._paper = Para("small", colour="primary")
        words = QVBoxLayout()
        words.setSpacing(4)
        for para in (self._title, self._summary):
            words.addWidget(para)
        words.addStretch(1)
        words.addWidget(self._paper)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 18, 18, 18)
        row.setSpacing(18)
        row.addWidget(thumb, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.see_through(thumb, self._title, self._summary, self._paper)
        self.settle()

    def retranslate(self) -> None:
        self._title.setText(self._aid.title)
        self._summary.setText(self._aid.summary)
        paper = paper_word(self._aid)
        self._paper.setText(ours(paper, self._rtl))
        self.setAccessibleName(f"{self._aid.title}. {paper}")
        self.setAccessibleDescription(self._summary.text())


def paper_word(aid: JobAid) -> str:
    """What somebody has to have in the printer."""
    if aid.paper == "a3":
        return _("A3 paper, twice as large as A4")
    if aid.landscape:
        # For translators: the broad side of the paper is at the top
        return _("A4 paper, sideways")
    return _("A4 paper")


def read_site(store: Store, catalog: Catalog) -> SiteFacts:
    """What sheets take from the site, today."""
    return SiteFacts(site_name(store), site_chain(store, catalog, today()), today())


def shelf_of(catalog: Catalog, language: str) -> tuple[Shelf, Exception | None]:
    """The shelf in a language; an empty one, and why, where it cannot be read."""
    try:
        return catalog.shelf(language), None
    except PackRejected as rejection:
        return Shelf(language=language), rejection
