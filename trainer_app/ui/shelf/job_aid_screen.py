"""One sheet, large enough to read: to print or to save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QHBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.ui.items.slots import direction
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.job_aid_pdf import file_name, job_aid_paper, words_of
from trainer_app.ui.paper.view import PaperView
from trainer_app.ui.retry_line import sentence_of
from trainer_app.ui.screen import Screen
from trainer_app.ui.shelf.job_aids_screen import paper_word, read_site, shelf_of
from trainer_app.ui.shelf.site_note import SiteNote
from trainer_app.ui.widgets.notice_card import NoticeCard
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.ui.background import Background
    from trainer_app.ui.paper.aid_site import SiteFacts

_ACTION = QAbstractSlider.SliderAction
_SCROLL = {
    "Down": _ACTION.SliderSingleStepAdd,
    "Up": _ACTION.SliderSingleStepSub,
    "PgDown": _ACTION.SliderPageStepAdd,
    "PgUp": _ACTION.SliderPageStepSub,
}


class JobAidScreen(Screen):
    """Ctrl+S saves, Ctrl+P prints; arrows and PgUp/PgDn move the sheet. Signals: ``site_asked``."""

    site_asked = Signal()

    leading = "back"

    def __init__(
        self, background: Background, catalog: Catalog, language: str, aid_id: str
    ) -> None:
        super().__init__()
        self._background, self._catalog = background, catalog
        self._shelf, self._error = shelf_of(catalog, language)
        self._aid = next((aid for aid in self._shelf.job_aids if aid.id == aid_id), None)
        self._site: SiteFacts | None = None
        self.view = PaperView()
        self.heading, self._about = Heading("h1"), Para("body", colour="text_muted")
        self._paper = Para("label", colour="primary")
        self.buttons = PaperButtons(primary=True)
        self.site_note = SiteNote(below=True)
        self.site_note.site_asked.connect(self.site_asked)
        self.notice = NoticeCard("printer")
        self.notice.again.clicked.connect(self._read)
        self._build()
        self.settle()
        if self._aid is not None:
            self._read()

    def _build(self) -> None:
        self._sheet, self._side = ScrollPage(width=780), ScrollPage(width=440)
        self._sheet.column.addWidget(self.view)
        self._sheet.column.addStretch(1)
        column = self._side.column
        column.setSpacing(12)
        rtl = i18n.is_rtl(self._shelf.language)
        for para in (self.heading, self._about):
            para.setLayoutDirection(direction(rtl))
        for widget in (self.notice, self.heading, self._about, self._paper):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(self.buttons)
        column.addWidget(self.site_note)
        column.addStretch(1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sheet, 3)
        row.addWidget(self._side, 2)
        self.set_content(whole)
        for keys, action in _SCROLL.items():  # a key pressed at the side would scroll only that
            shortcut = QShortcut(QKeySequence(keys), self)
            bar = self._sheet.verticalScrollBar()
            shortcut.activated.connect(lambda bar=bar, action=action: bar.triggerAction(action))

    # ------------------------------------------------------------ reading

    def _read(self) -> None:
        self._background.run(
            self, lambda store: read_site(store, self._catalog), self._show, self._show_trouble
        )

    def _show(self, site: SiteFacts) -> None:
        self._error, self._site = None, site
        if self._aid is not None:
            called = {slot_id for part in self._aid.sections for slot_id in part.call}
            self.site_note.show_chain([one for one in site.chain if one.slot_id in called])
        self.retranslate()
        if self.isVisible() and (target := self.primary()) is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_trouble(self, error: Exception) -> None:
        self._error = error
        self.retranslate()

    # ------------------------------------------------------------ places

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def dress(self) -> None:
        super().dress()
        self._give_room()

    def _give_room(self) -> None:
        """The buttons stay whole in large type; the sheet gets the rest."""
        if hasattr(self, "_side"):
            self._side.setMinimumWidth(self._side.widget().minimumSizeHint().width())

    # ------------------------------------------------------------ words and keys

    def title(self) -> str:
        return _("To print")

    def primary(self) -> QAbstractButton | None:
        return self.buttons.save if self._site is not None and self._aid is not None else None

    def retranslate(self) -> None:
        aid, site = self._aid, self._site
        self._say_trouble()
        for widget in (self._sheet, self.buttons):
            widget.setVisible(aid is not None and site is not None)
        if aid is not None:
            self.heading.setText(aid.title)
            self._about.setText(aid.summary)
            self._paper.setText(paper_word(aid))
        if aid is not None and site is not None:
            paper = job_aid_paper(aid, site, self._shelf.language)
            self.view.show_paper(paper, aid.title)
            self.view.setAccessibleDescription(words_of(aid, site))
            self.buttons.set_paper(paper, file_name(aid, self._shelf.language))
        self._give_room()
        self.title_changed.emit()

    def _say_trouble(self) -> None:
        if self._error is not None:
            again = self._aid is not None
            what = "" if again else _("Please tell your facilitator.")
            self.notice.say(sentence_of(self._error), what, again=again)
        elif self._aid is None:
            words = _("This sheet is not on this computer.")
            self.notice.say(words, _("Please tell your facilitator."))
        else:
            self.notice.say("")
