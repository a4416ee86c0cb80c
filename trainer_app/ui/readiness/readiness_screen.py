"""V05: the self-check of one site. Go through the blocks, save once, print it for a walk around."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations import Changed
from trainer_app.operations.learning import today
from trainer_app.operations.site_checks import SAFE_TERMINAL, answer_fault
from trainer_app.ui import theme
from trainer_app.ui.readiness.block_list import BlockList
from trainer_app.ui.readiness.drafts import Drafts
from trainer_app.ui.readiness.paper_sheet import PaperSheet
from trainer_app.ui.readiness.reading import Counted, Found, keep_check, read_check
from trainer_app.ui.readiness.side_cards import ChainCard, PeopleCard, ScoreCard
from trainer_app.ui.readiness_words import open_words, score_words
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.ask_sheet import AskSheet, Question
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.chips import Callout, NoteLine
from trainer_app.ui.widgets.fields import Dropdown, FormField
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage, marked
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.readiness import ItemAnswer, Readiness
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background

Said = Literal["", "unsaved", "nothing", "saved", "passed"]
_TOUCHED = Changed.SITE | Changed.ATTEMPTS | Changed.PEOPLE | Changed.STAFF


class ReadinessScreen(Screen):
    """Ctrl+S saves, Ctrl+P shows the sheet to print; keys of the blocks: ``BlockRow``.

    What was answered stays when the language changes, and nothing is left behind unasked.
    Signals: ``sheet_asked(Sheet)``, ``back_asked``.
    """

    sheet_asked = Signal(object)

    leading = "back"

    def __init__(
        self, background: Background, catalog: Catalog, on_duty: OnDuty, site_id: str
    ) -> None:
        super().__init__()
        self._background, self._catalog = background, catalog
        self._on_duty, self._site_id = on_duty, site_id
        self._found: Found | None = None
        self._language, self._wanted = "", SAFE_TERMINAL
        self._said: Said = ""
        self.drafts = Drafts()
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self._proposal, self._summary = Para("small"), Para("body")
        self._whose = QWidget()
        self.lists = Dropdown()
        self._lists = FormField(self.lists)
        self._clock, self._none = Callout("careful"), Callout("note")
        self.retry, self.note = RetryLine(), NoteLine()
        self.blocks = BlockList()
        self.score, self.chain, self.people = ScoreCard(), ChainCard(), PeopleCard()
        self.save, self.print = PrimaryButton("check"), SecondaryButton("printer")
        self.back = PrimaryButton("arrow-left")
        self._build()
        self._connect()
        self.settle()

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        self._page = page = ScrollPage(width=1216)
        page.column.setSpacing(10)
        whose = marked(PictureMark("info-circle", 20, beside="small"), self._proposal, 8)
        whose.setContentsMargins(0, 0, 0, 0)
        self._whose.setLayout(whose)
        for part in (
            self._heading, self._about, self._whose, self._summary, self._lists, self._clock,
            self._none, self.retry,
        ):  # fmt: skip
            page.column.addWidget(part)
        side = QVBoxLayout()
        side.setSpacing(14)
        for card in (self.score, self.chain, self.people):
            side.addWidget(card)
        side.addStretch(1)
        self._both = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._both)
        self._columns.setContentsMargins(0, 6, 0, 0)
        self._columns.setSpacing(20)
        self._columns.addWidget(self.blocks, 2, Qt.AlignmentFlag.AlignTop)
        self._columns.addLayout(side, 1)
        page.column.addWidget(self._both)
        page.column.addStretch(1)
        self.set_content(page)
        status = QWidget()
        middle = QVBoxLayout(status)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(self.note)
        middle.addStretch(1)
        bar = ActionBar()
        bar.add_start(status)
        bar.add_end(self.print)
        bar.add_end(self.save)
        bar.add_end(self.back)
        self.set_bottom(bar)
        for part in (
            self._whose, self._summary, self._lists, self._clock, self._none, self._both,
        ):  # fmt: skip
            part.setVisible(False)

    def _connect(self) -> None:
        self.blocks.answered.connect(self._on_answered)
        self.people.changed.connect(self._say_state)
        self.lists.currentIndexChanged.connect(lambda _place: self._on_list_chosen())
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(self._print)
        self.back.clicked.connect(self.back_asked)
        self._background.changed.connect(self._on_changed)

    def dress(self) -> None:
        self._lists.setMaximumWidth(theme.px(560))
        super().dress()

    def arrange(self) -> None:
        way = QBoxLayout.Direction
        self._columns.setDirection(way.TopToBottom if self.compact else way.LeftToRight)
        self._say()

    # ------------------------------------------------------------ what there is

    @property
    def readiness(self) -> Readiness | None:
        """How the site stands on the disk, in the list that is shown."""
        return self._found.readiness if self._found else None

    def _read(self) -> None:
        self._language = language = i18n.language()
        self._background.run(
            self,
            lambda store: read_check(
                store, self._catalog, self._site_id, language, self._wanted, today()
            ),
            self._on_read,
            lambda error: self.retry.show_error(error, self._read),
        )

    def _on_read(self, found: Found) -> None:
        first = self._found is None
        people = self._counted() if not first else None
        self._found = found
        self.retry.clear()
        readiness = found.readiness
        self._none.setVisible(readiness is None)
        for part in (self._both, self._whose):
            part.setVisible(readiness is not None)
        self._clock.setVisible(found.doubtful and readiness is not None)
        if readiness is not None:
            self._wanted = readiness.listed.checklist.id
            if people is None:
                self.people.show_count(readiness.headcount.everybody)
            self._fill_lists(found)
            self._show_blocks()
            self.score.show_readiness(readiness)
            self.chain.show_readiness(readiness)
        self._say()
        if first and self.isVisible():
            (self.first_focus() or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_blocks(self) -> None:
        found = self._found
        if found is not None and found.readiness is not None:
            drafts = self.drafts.of(found.readiness.listed.checklist.id)
            self.blocks.show_readiness(found.readiness, drafts, found.today)

    def _fill_lists(self, found: Found) -> None:
        self._lists.setVisible(len(found.lists) > 1)
        before = self.lists.blockSignals(True)
        self.lists.clear()
        for checklist_id, title in found.lists.items():
            self.lists.addItem(isolate(inline.plain(title)), checklist_id)
        self.lists.setCurrentIndex(self.lists.findData(self._wanted))
        self.lists.blockSignals(before)

    def _on_list_chosen(self) -> None:
        self._wanted = str(self.lists.currentData())
        self._read()

    def _on_changed(self, changed: Changed) -> None:
        if changed & _TOUCHED:
            self._read()

    # ------------------------------------------------------------ answering and keeping

    def _on_answered(self, item_id: str, answer: ItemAnswer) -> None:
        readiness = self.readiness
        if readiness is None:
            return
        every = (*readiness.items, *readiness.beside)
        stands = next(one.answer for one in every if one.item.id == item_id)
        self.drafts.put(readiness.listed.checklist.id, item_id, answer, stands)
        self._show_blocks()
        self._say_state()

    def _counted(self) -> Counted | None:
        """How many people, where that is not on the disk yet."""
        readiness = self.readiness
        if readiness is None or self.people.value == readiness.headcount.everybody:
            return None
        return Counted(self.people.value)

    @property
    def unsaved(self) -> int:
        """How many answers are on the page and not on the disk."""
        return self.drafts.count + (self._counted() is not None)

    def _save(self) -> None:
        found = self._found
        if found is None or found.readiness is None:
            return
        if not self.unsaved:
            self._tell("nothing")
            return
        if self._shows_fault(found):
            return
        sent, counted, language = self.drafts.all(), self._counted(), i18n.language()
        self.save.setEnabled(False)
        self.retry.clear()

        def then(kept: Found) -> None:
            self.save.setEnabled(True)
            self.drafts.take_off(sent)
            self._on_read(kept)
            self._say_saved(sent)

        self._background.run(
            self,
            lambda store: keep_check(
                store, self._catalog, self._on_duty, self._site_id, language, sent, counted, found
            ),
            then,
            self._on_not_saved,
        )

    def _shows_fault(self, found: Found) -> bool:
        """Whether a day cannot be; it is said at that day."""
        on = None if found.doubtful else found.today
        for item_id, answer in self.drafts.of(self._wanted).items():
            if answer_fault(answer, on):
                self.blocks.show_fault(item_id, on)
                return True
        return False

    def _on_not_saved(self, error: Exception) -> None:
        self.save.setEnabled(True)
        self._say_state()
        self.retry.show_error(error, self._save)
        self._page.to_top()

    def _say_saved(self, sent: dict[str, dict[str, ItemAnswer]]) -> None:
        readiness = self.readiness
        every = (*readiness.items, *readiness.beside) if readiness else ()
        told = sent.get(self._wanted, {})
        passed = any(one.item.id in told and one.answer != told[one.item.id] for one in every)
        self._tell("unsaved" if self.unsaved else "passed" if passed else "saved")

    def _print(self) -> None:
        if self.readiness is not None:
            self.sheet_asked.emit(PaperSheet(self.readiness, unsaved=self.unsaved > 0))

    def go_back(self) -> None:
        """Ask first where something would be lost."""
        if not self.unsaved:
            self.back_asked.emit()
            return
        sheet = AskSheet(
            lambda: Question(
                _("Some answers are not saved yet"),
                _("Stay here and save them, or leave without them."),
                _("Leave without them"),
                _("Stay here"),
            )
        )
        sheet.agreed.connect(self.back_asked)
        self.sheet_asked.emit(sheet)

    # ------------------------------------------------------------ keys, words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() == Qt.Key.Key_S:
            self.save.click()
        elif control and event.key() == Qt.Key.Key_P:
            self.print.click()
        else:
            super().keyPressEvent(event)

    def primary(self) -> QAbstractButton | None:
        return self.save if self.readiness is not None else self.back

    def first_focus(self) -> QWidget | None:
        row = self.blocks.first()
        return row.head if row is not None else self.primary()

    def title(self) -> str:
        return _("Self-check")

    def retranslate(self) -> None:
        # For translators: a check that people of a place of work make themselves.
        self._heading.setText(_("Self-check"))
        self._lists.set_words(_("List"))
        self._clock.setText(_("The clock of this computer may be wrong. Write the days yourself."))
        self._none.setText(_("No self-check came with this computer. Ask who set it up."))
        self.print.setText(_("Sheet to print"))
        # For translators: a button that saves what was answered.
        self.save.setText(_("Save"))
        self.back.setText(_("Back"))
        self._say()
        self.title_changed.emit()
        if self._language != i18n.language():
            self._read()

    def _say(self) -> None:
        """What depends on what was read."""
        readiness = self.readiness
        for button in (self.save, self.print):
            button.setVisible(readiness is not None)
        self.back.setVisible(self._found is not None and readiness is None)
        if readiness is None:
            return
        checklist = readiness.listed.checklist
        if readiness.site_name:
            self._heading.set_plain(readiness.site_name)
        parts = [isolate(inline.plain(checklist.title))]
        if self.compact:  # the card that counts stands far below
            parts += [score_words(readiness), open_words(readiness)]
        self._about.set_plain(" · ".join(one for one in parts if one))
        said = [isolate(inline.plain(one)) for one in (checklist.proposal, checklist.note) if one]
        self._proposal.set_plain(" ".join(said))
        self._whose.setVisible(bool(said))
        self._summary.set_plain(isolate(inline.plain(checklist.summary)))
        self._summary.setVisible(readiness.score is None)
        self._say_state()

    def _say_state(self) -> None:
        """How much of the page is not on the disk; what was said last stays where nothing is."""
        if self.unsaved:
            self._tell("unsaved")
        else:
            self._tell("" if self._said == "unsaved" else self._said)

    def _tell(self, said: Said) -> None:
        self._said = said
        count = self.unsaved
        unsaved = ngettext(
            "{count} change is not saved yet.", "{count} changes are not saved yet.", count
        )
        match said:
            case "":
                self.note.clear()
            case "unsaved":
                self.note.say(unsaved.format(count=isolate(i18n.number(count))), "info")
            case "nothing":
                self.note.say(_("Nothing has changed."), "info")
            case "saved":
                self.note.say(_("Saved."))
            case "passed":
                self.note.say(_("Saved. Somebody else answered later, and their answer stands."))
