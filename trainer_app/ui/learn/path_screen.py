"""The end of a path: what I do, whom I call. To look at any time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.paths import PathFinished, finish_path
from trainer_app.operations.site import SlotState
from trainer_app.ui import theme
from trainer_app.ui.helpline_sheet import ContactRow
from trainer_app.ui.learn.road_screen import RoadScreen
from trainer_app.ui.retry_line import sentence_of
from trainer_app.ui.sound import Passage
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.notice_card import NoticeCard
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage, marked
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.shelf import RolePath
    from trainer_app.operations.people import SignedIn
    from trainer_app.ui.background import Background
    from trainer_app.ui.sound import Speaker


class PathScreen(RoadScreen):
    """Notes that a path is done, too, when it is; the certificate is there then.

    Signals: ``certificate_asked(serial)`` with the serial just earned, or an empty one;
    ``print_asked``. Leaving is ``back_asked``.
    """

    certificate_asked = Signal(str)
    print_asked = Signal()

    listen: Listen
    leading = "back"

    def __init__(
        self,
        background: Background,
        catalog: Catalog,
        signed_in: SignedIn,
        path: RolePath,
        chain: Sequence[SlotState],
        speaker: Speaker,
    ) -> None:
        super().__init__()
        self._language = catalog.shelf(signed_in.learner.preferences.language).language
        self._path, self._finished = path, PathFinished(passed=False, serial=None)
        states = {state.slot_id: state for state in chain}
        empty = {s: SlotState(s, None, callable=False, outdated=False) for s in path.call}
        called = [(empty | states)[slot] for slot in path.call]
        self._rows = [ContactRow(state) for state in called]
        self._unfilled = sum(not state.callable for state in called)
        self.listen = Listen(speaker)
        self._well = NoticeCard("circle-check", "success")
        self._trouble = NoticeCard("info-circle", "caution")
        self._do, self._call = Heading("h2"), Heading("h2")
        self._lines = [Para("lesson") for _line in path.do]
        self._missing = Callout("careful")
        self._general = Para("small", colour="text_muted")
        self._certificate, self._print = PrimaryButton("certificate"), SecondaryButton("printer")
        self._certificate.clicked.connect(
            lambda: self.certificate_asked.emit(self._finished.serial or "")
        )
        self._print.clicked.connect(self.print_asked)
        self._certificate.setVisible(False)
        self.set_content(self._page())
        bar = ActionBar()
        bar.add_start(self._print)
        bar.add_end(self._certificate)
        self.set_bottom(bar)
        self.settle()
        background.run(
            self,
            lambda store: finish_path(store, catalog=catalog, signed_in=signed_in, path=path),
            self._show,
            lambda error: self._trouble.say(sentence_of(error)),
        )

    def title(self) -> str:
        return self._path.title

    def primary(self) -> QAbstractButton | None:
        return self._certificate if self._finished.passed else self._print

    def _page(self) -> ScrollPage:
        acts = Card(radius=theme.HERO_RADIUS)
        column = QVBoxLayout(acts)
        column.setContentsMargins(28, 20, 28, 24)
        column.setSpacing(10)
        column.addWidget(self._do)
        for line in self._lines:
            column.addLayout(marked(PictureMark("check", 24, beside="lesson"), line))
        calls = Card(radius=theme.HERO_RADIUS)
        column = QVBoxLayout(calls)
        column.setContentsMargins(28, 20, 28, 24)
        column.setSpacing(8)
        column.addWidget(self._call)
        for row in self._rows:
            row.settle()
            column.addWidget(row)
        column.addWidget(self._missing)
        page = ScrollPage(width=900)
        page.column.addWidget(self.listen)
        for widget in (self._well, self._trouble, acts, calls, self._general):
            page.column.addWidget(widget)
        page.column.addStretch(1)
        return page

    def _show(self, finished: PathFinished) -> None:
        self._finished = finished
        self._certificate.setVisible(finished.passed)
        self.retranslate()
        if finished.passed and self.isVisible():
            self._certificate.setFocus()

    def retranslate(self) -> None:
        done = self._finished.passed
        self._well.say(
            _("You have finished your path. Well done.") if done else "",
            _("Your certificate is saved on this computer.") if done else "",
        )
        self._do.setText(_("What I do"))
        self._call.setText(_("Whom I call"))
        for line, text in zip(self._lines, self._path.do, strict=True):
            line.setText(isolate(text))
        self._missing.setVisible(bool(self._unfilled))
        words = ngettext(
            "{count} number of your reporting chain is missing. Ask your facilitator today.",
            "{count} numbers of your reporting chain are missing. Ask your facilitator today.",
            self._unfilled,
        )
        self._missing.setText(words.format(count=isolate(i18n.number(self._unfilled))))
        self._general.setText(_("These steps are general: your employer and the law come first."))
        self._certificate.setText(_("My certificate"))
        self._print.setText(_("Print a card"))
        self._offer()

    def _offer(self) -> None:
        paras = [self._do, *self._lines, self._call]
        for row in self._rows:
            paras += row.paras()
        passages = [Passage(f"path-{n}", para.text()) for n, para in enumerate(paras)]
        self.listen.offer(passages, paras, self._language)
