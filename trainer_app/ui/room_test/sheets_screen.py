"""A test on paper: look at what is printed, save it as one file, or print it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QHBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.errors import PackRejected
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.room_now import RoomNow, room_now
from trainer_app.training.meeting import Test, seed_of
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.paper.pages_of_paper import bound
from trainer_app.ui.paper.pages_view import PagesView
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.room_test.answer_sheets import KINDS, Kind, RoomPaper, papers
from trainer_app.ui.room_test.room_words import name_of_test
from trainer_app.ui.room_test.tick_row import TickRow
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background

FILE_NAME = "waypost-answer-sheets.pdf"
_ACTION = QAbstractSlider.SliderAction
_SCROLL = {"PgDown": _ACTION.SliderPageStepAdd, "PgUp": _ACTION.SliderPageStepSub}
_WITH_NAMES = ("named", "list")


class SheetsScreen(Screen):
    """Ctrl+S saves, Ctrl+P prints; PgUp and PgDn move the pages. Signals: ``back_asked``."""

    leading = "back"
    offers_language = False

    def __init__(
        self,
        background: Background,
        module: Module,
        on_duty: OnDuty,
        meeting: UUID,
        test: Test,
        pack: Pack | None = None,
        values: Mapping[str, str] | None = None,
    ) -> None:
        """``pack`` lends the pictures of questions that have one."""
        super().__init__()
        self._background, self._module = background, module
        self._meeting, self._test = meeting, test
        self._pack, self._values = pack, values or {}
        self._now: RoomNow | None = None
        self._made: dict[Kind, tuple[Paper, ...]] = {}
        self.view = PagesView()
        self._heading, self._about = Heading("h1"), Para("body", colour="text_muted")
        self.rows = {kind: TickRow() for kind in KINDS}
        self._empty, self.retry = Para("body", colour="text_muted"), RetryLine()
        self.buttons = PaperButtons(primary=True)
        self._build()
        self.settle()
        self._read()

    def _build(self) -> None:
        self._sheet, self._side = ScrollPage(width=780), ScrollPage(width=440)
        self._sheet.column.addWidget(self.view)
        self._sheet.column.addStretch(1)
        column = self._side.column
        column.setSpacing(8)
        for widget in (self._heading, self._about, self.retry):
            column.addWidget(widget)
        for kind, row in self.rows.items():
            row.setChecked(kind in ("questions-a", "questions-b", "slips"))
            row.toggled.connect(lambda _on, kind=kind: self._on_toggled())
            column.addWidget(row)
        column.addWidget(self._empty)
        column.addSpacing(6)
        column.addWidget(self.buttons)
        column.addStretch(1)
        whole = QWidget()
        row_layout = QHBoxLayout(whole)
        row_layout.setContentsMargins(0, 0, 0, 0)
        row_layout.setSpacing(0)
        row_layout.addWidget(self._sheet, 3)
        row_layout.addWidget(self._side, 2)
        self.set_content(whole)
        self._side.widget().installEventFilter(self)
        for keys, action in _SCROLL.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            bar = self._sheet.verticalScrollBar()
            shortcut.activated.connect(lambda bar=bar, action=action: bar.triggerAction(action))

    # ------------------------------------------------------------ what there is

    def _read(self) -> None:
        self._background.run(
            self,
            lambda store: room_now(
                store, meeting=self._meeting, test=self._test, module=self._module
            ),
            self._on_read,
            lambda error: self.retry.show_error(error, self._read),
        )

    def _on_read(self, now: RoomNow) -> None:
        self._now, self._made = now, {}
        if now.people:  # with names where there are some
            self.rows["named"].setChecked(True)
            self.rows["slips"].setChecked(False)
        self.retranslate()
        if self.isVisible():
            self.buttons.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _room(self, now: RoomNow) -> RoomPaper:
        return RoomPaper(
            self._module, now.session, self._test, seed_of(self._meeting), self._values,
            self._picture,
        )  # fmt: skip

    def _picture(self, name: str) -> bytes:
        try:
            return self._pack.media(name) or b"" if self._pack else b""
        except (KeyError, PackRejected):
            return b""

    # ------------------------------------------------------------ pages

    def _on_toggled(self) -> None:
        if self._now is not None:
            self._show_pages()

    def pages(self) -> list[Paper]:
        """What is chosen, in the order of the rows."""
        now = self._now
        if now is None:
            return []
        found: list[Paper] = []
        for kind, row in self.rows.items():
            if row.isChecked():
                if kind not in self._made:
                    self._made[kind] = papers(self._room(now), kind, now.people)
                found += self._made[kind]
        return found

    def _show_pages(self) -> None:
        pages = self.pages()
        words = ngettext("{count} page", "{count} pages", len(pages))
        said = words.format(count=isolate(i18n.number(len(pages))))
        self._empty.setText(said if pages else _("Choose what to print."))
        self.view.show_pages(pages, said)
        self._sheet.to_top()
        self.buttons.setEnabled(bool(pages))
        if pages:
            self.buttons.set_paper(bound(pages), FILE_NAME)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._give_room()
        return super().eventFilter(watched, event)

    def _give_room(self) -> None:
        """The buttons stay whole in large type; the pages get the rest."""
        bar = self._side.verticalScrollBar().sizeHint().width()
        self._side.setMinimumWidth(self._side.widget().minimumSizeHint().width() + bar)

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return self._now.session.title if self._now else ""

    def primary(self) -> QAbstractButton:
        return self.buttons.save

    def _copies(self, letter: str) -> str:
        """How many copies of a form are needed."""
        people = self._now.people if self._now else ()
        count = sum(person.letter == letter for person in people)
        if not count:
            return ""
        words = ngettext("Print {count} copy", "Print {count} copies", count)
        return words.format(count=isolate(i18n.number(count)))

    def _words(self) -> dict[Kind, tuple[str, str]]:
        return {
            "questions-a": (_("Questions, form A"), self._copies("a")),
            "questions-b": (_("Questions, form B"), self._copies("b")),
            "named": (_("Answer sheets with names"), _("Two on a page, to cut apart")),
            "slips": (_("Answer slips without names"), _("Eight on a page")),
            "list": (_("Who gets which form"), ""),
            "key": (_("The key, for you only"), _("The letters of the right answers")),
        }

    def retranslate(self) -> None:
        self._heading.setText(_("Print answer sheets"))
        self._about.setText(name_of_test(self._test))
        self._made = {}
        named = bool(self._now and self._now.people)
        for kind, (name, about) in self._words().items():
            row = self.rows[kind]
            if kind in _WITH_NAMES:
                about = about if named else _("When the test is open, names have a form.")
                row.setEnabled(named)
            row.set_words(name, about)
        self.buttons.set_words(
            print_it="",
            saved="",
            printed="",
            no_printer=_("No printer found. Save as PDF, and print it elsewhere."),
        )
        if self._now is not None:
            self._show_pages()
        self.title_changed.emit()
