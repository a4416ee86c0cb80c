"""F07: a test of the room is opened, watched by counts, and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations import Changed
from trainer_app.operations.room_now import RoomNow, room_now
from trainer_app.operations.room_tests import OtherVersion, RoomTestClosed, open_test
from trainer_app.training.meeting import Test
from trainer_app.ui.retry_line import RetryLine, sentence_of
from trainer_app.ui.room_test.close_sheet import CloseSheet
from trainer_app.ui.room_test.room_words import name_of_test
from trainer_app.ui.room_test.standing_list import STATES, StandingList
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.chips import Chip, NoteLine
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.way_card import WayCard

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background

_MATTERS = Changed.SESSION | Changed.ATTEMPTS | Changed.PEOPLE | Changed.SYNC


class TestScreen(Screen):
    """Counts and names, never scores. Who answers elsewhere shows up by themselves.

    Signals: ``pass_asked``, ``paper_asked``, ``print_asked``; ``closed`` when staff go back to the
    session after closing it; ``sheet_asked(Sheet)``; ``back_asked``.
    """

    pass_asked = Signal()
    paper_asked = Signal()
    print_asked = Signal()
    closed = Signal()
    sheet_asked = Signal(object)

    leading = "back"
    offers_language = False

    def __init__(
        self, background: Background, module: Module, on_duty: OnDuty, meeting: UUID, test: Test
    ) -> None:
        super().__init__()
        self._background, self._module, self._on_duty = background, module, on_duty
        self._meeting, self._test = meeting, test
        self._now: RoomNow | None = None
        self._error: Exception | None = None
        self._sheet: CloseSheet | None = None
        self._reading, self._again_later = False, False
        self._heading, self._about = Heading("h1"), Para("body", colour="text_muted")
        self.counts = {name: Chip(*STATES[name]) for name in ("done", "writing", "waiting")}
        self.trouble, self.retry = NoteLine(), RetryLine()
        self.keyboard = WayCard("keyboard", _keyboard_words)
        self.paper = WayCard("writing", _paper_words)
        self.print = WayCard("printer", _print_words)
        self._elsewhere = Para("small", colour="text_muted")
        self._unnamed = Para("small", colour="text_muted")
        self._people, self.list = Para("body"), StandingList()
        self.go = PrimaryButton("check")
        self.go.clicked.connect(self._on_go)
        self._build()
        background.changed.connect(self._on_changed)
        self.settle()
        self._read()

    def _build(self) -> None:
        page = ScrollPage()
        column = page.column
        column.setContentsMargins(0, 14, 0, 10)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._heading, 1)
        for chip in self.counts.values():
            top.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        ways = QHBoxLayout()
        ways.setSpacing(16)
        self.ways = (self.keyboard, self.paper, self.print)
        asked = (self.pass_asked, self.paper_asked, self.print_asked)
        for card, signal in zip(self.ways, asked, strict=True):
            card.clicked.connect(signal)
            ways.addWidget(card, 1)
        column.addLayout(top)
        for widget in (self._about, self.trouble, self.retry):
            column.addWidget(widget)
        column.addLayout(ways)
        for widget in (self._elsewhere, self._unnamed):
            column.addWidget(widget)
        column.addWidget(self._people)
        column.addWidget(self.list, 100)
        column.addStretch(1)
        self.set_content(page)
        bar = ActionBar()
        bar.add_end(self.go)
        self.set_bottom(bar)

    # ------------------------------------------------------------ what there is

    def _read(self) -> None:
        if self._reading:
            self._again_later = True
            return
        self._reading, self._again_later = True, False
        self._background.run(
            self,
            lambda store: room_now(
                store, meeting=self._meeting, test=self._test, module=self._module
            ),
            self._on_read,
            self._on_not_read,
        )

    def _on_read(self, now: RoomNow) -> None:
        first = self._now is None
        self._now, self._error, self._reading = now, None, False
        self.list.standings.show_people(now.people)
        if self._sheet is not None:
            self._sheet.show_now(now)
        self.retranslate()
        if first and self.isVisible():
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        if self._again_later:
            self._read()

    def _on_not_read(self, error: Exception) -> None:
        self._reading = False
        self._error = error
        if not isinstance(error, OtherVersion):
            self.retry.show_error(error, self._read)
        self.retranslate()

    def _on_changed(self, changed: Changed) -> None:
        if changed & _MATTERS:
            self._read()

    @property
    def _state(self) -> str:
        """Waiting, open or closed; empty while that is not known."""
        if self._now is None:
            return ""
        return self._now.session.test(self._test).state

    # ------------------------------------------------------------ opening and closing

    def _on_go(self) -> None:
        if self._state == "waiting":
            self._open()
        elif self._state == "open":
            self._ask_to_close()
        elif self._state == "closed":
            self.closed.emit()

    def _open(self) -> None:
        self.go.setEnabled(False)
        self.retry.clear()
        self._background.run(
            self,
            lambda store: open_test(
                store, by=self._on_duty, meeting=self._meeting, test=self._test
            ),
            lambda _kept: self._read(),
            self._on_not_opened,
        )

    def _on_not_opened(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.retry.show_error(error, self._open)

    def _ask_to_close(self) -> None:
        assert self._now is not None
        sheet = CloseSheet(
            self._background, self._module, self._on_duty, self._meeting, self._test, self._now
        )
        sheet.test_closed.connect(self._on_closed)
        sheet.closed.connect(self._on_sheet_gone)
        self._sheet = sheet
        self.sheet_asked.emit(sheet)

    def _on_sheet_gone(self) -> None:
        self._sheet = None

    def _on_closed(self, over: RoomTestClosed) -> None:
        words = _("The test is closed. All answers are kept.")
        if over.cut_short:
            more = ngettext(
                "{count} person left some questions open.",
                "{count} people left some questions open.",
                over.cut_short,
            )
            words += " " + more.format(count=isolate(i18n.number(over.cut_short)))
        self.trouble.say(words, "good")
        self._read()

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return self._now.session.title if self._now else ""

    def primary(self) -> QAbstractButton:
        return self.go

    def first_focus(self) -> QWidget:
        return self.keyboard if self._state == "open" else self.go

    def _say_counts(self) -> None:
        words = {"done": _("{count} done"), "writing": _("{count} answering"),
                 "waiting": _("{count} not begun")}  # fmt: skip
        for standing, chip in self.counts.items():
            count = self._now.standing(standing) if self._now else 0
            said = words[standing].format(count=isolate(i18n.number(count)))
            chip.show_state(*STATES[standing], said)
            chip.setVisible(self._now is not None and self._state != "waiting")

    def _say_about(self) -> None:
        now, state = self._now, self._state
        papers = now.session.papers if now else {}
        asked = max((len(papers.get(f"{self._test}-{one}", ())) for one in "ab"), default=0)
        about = ngettext(
            "{count} question. Everybody answers alone, as form A or form B.",
            "{count} questions. Everybody answers alone, as form A or form B.",
            asked,
        ).format(count=isolate(i18n.number(asked)))
        if state == "closed":
            about = _("This test is over. It cannot be opened again.")
        self._about.setText(about if now else "")
        self._elsewhere.setText(_("Other computers of this room show up here by themselves."))
        self._elsewhere.setVisible(state == "open" and not self.compact)
        unnamed = now.session.unnamed if now else 0
        words = ngettext(
            "{count} person is here without a name. Add the name to let them answer.",
            "{count} people are here without a name. Add the names to let them answer.",
            unnamed,
        )
        self._unnamed.setText(words.format(count=isolate(i18n.number(unnamed))))
        self._unnamed.setVisible(bool(unnamed) and state != "closed")

    def _say_people(self) -> None:
        now = self._now
        words = ""
        if now is not None and not now.session.here:
            words = _("Nobody is ticked as here yet.")
        elif self._state == "waiting":
            words = _("Everybody who is here gets a form when the test opens.")
        self._people.setText(words)
        self._people.setVisible(bool(words))
        self.list.setVisible(bool(now and now.people))

    def arrange(self) -> None:
        self._say_about()

    def retranslate(self) -> None:
        now, state = self._now, self._state
        self._heading.setText(name_of_test(self._test))
        self._say_counts()
        self._say_about()
        if isinstance(self._error, OtherVersion):
            self.trouble.say(sentence_of(self._error), "careful")
        for card in self.ways:
            card.setVisible(state != "closed")
        for card in (self.keyboard, self.paper):
            card.setEnabled(state == "open")
        self.print.setEnabled(now is not None)
        self._say_people()
        self.go.setEnabled(now is not None and self._error is None)
        words = {"waiting": _("Open the test"), "open": _("Close the test")}
        self.go.setText(words.get(state, _("Back to the session")))
        icon = {"waiting": "lock-open", "open": "lock"}.get(state, "arrow-right")
        self.go.set_icon(icon, forward=state == "closed")
        self.title_changed.emit()


def _keyboard_words() -> tuple[str, str]:
    return _("Pass the keyboard"), _("One after the other, at this computer")


def _paper_words() -> tuple[str, str]:
    return _("Enter paper sheets"), _("Type the letters from the answer sheets")


def _print_words() -> tuple[str, str]:
    return _("Print answer sheets"), _("Questions, a sheet for each person, the key")
