"""F02: the desk. The session under way or the next one, and everything beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.desk_home import DeskHome, open_desk
from trainer_app.operations.session_record import Kept
from trainer_app.ui import theme
from trainer_app.ui.desk.desk_ways import DeskWays
from trainer_app.ui.desk.first_steps import FirstSteps
from trainer_app.ui.desk.session_card import SessionCard, session_line
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.pages import ScrollPage, clear_layout
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background

_WIDTH = 1216


class DeskHomeScreen(Screen):
    """What staff see first. Enter goes on, N plans a session, 1 to 6 open what lies beside.

    Signals: ``new_session_asked``; ``session_asked(Kept)``; ``way_asked(name)``, a name of
    ``DeskWays.names``; ``signed_out``.
    """

    new_session_asked = Signal()
    session_asked = Signal(object)
    way_asked = Signal(str)
    signed_out = Signal()

    def __init__(self, background: Background, catalog: Catalog, on_duty: OnDuty) -> None:
        super().__init__()
        self._background, self._catalog, self._on_duty = background, catalog, on_duty
        self._home: DeskHome | None = None
        self._hello, self._about = Heading("display"), Para("body", colour="text_muted")
        self.out = QuietButton("arrow-left")
        self.out.clicked.connect(self.signed_out)
        self._mark = PictureMark("users-group", 56, colour="on_primary_soft", ground="primary_soft")
        self._title, self._line = Heading("h2"), Para("body", colour="text_muted")
        self.go, self.new = PrimaryButton("arrow-right", forward=True), SecondaryButton("plus")
        self.go.clicked.connect(self._on_go)
        self.new.clicked.connect(self.new_session_asked)
        self.steps = FirstSteps()
        self.steps.chosen.connect(self._on_step_chosen)
        self.retry = RetryLine()
        self._sessions_title, self._more = Heading("h2"), Heading("h2")
        self._sessions = QVBoxLayout()
        self._sessions.setSpacing(12)
        self.cards: list[SessionCard] = []
        self.ways = DeskWays(oversees=on_duty.staff.oversees)
        self.ways.chosen.connect(self.way_asked)
        self._build()
        background.changed.connect(self._on_changed)
        self.settle()
        self._read()

    def _build(self) -> None:
        self._page = page = ScrollPage(width=_WIDTH)
        top = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._hello)
        words.addWidget(self._about)
        top.addLayout(words, 1)
        top.addWidget(self.out, 0, Qt.AlignmentFlag.AlignTop)
        page.column.setSpacing(14)
        page.column.addLayout(top)
        page.column.addWidget(self.retry)
        page.column.addWidget(self._hero())
        page.column.addWidget(self.steps)
        page.column.addWidget(self._sessions_title)
        page.column.addLayout(self._sessions)
        page.column.addSpacing(4)
        page.column.addWidget(self._more)
        page.column.addWidget(self.ways)
        page.column.addStretch(1)
        self.set_content(page)

    def _hero(self) -> QWidget:
        self._card = card = Card(radius=theme.HERO_RADIUS)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addStretch(1)
        lines.addWidget(self._title)
        lines.addWidget(self._line)
        lines.addStretch(1)
        row = QHBoxLayout(card)
        row.setContentsMargins(28, 22, 28, 22)
        row.setSpacing(20)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(lines, 1)
        row.addWidget(self.new, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.go, 0, Qt.AlignmentFlag.AlignVCenter)
        return card

    # ------------------------------------------------------------ what there is

    def _read(self) -> None:
        self._background.run(
            self,
            lambda store: open_desk(store, catalog=self._catalog),
            self._on_read,
            lambda error: self.retry.show_error(error, self._read),
        )

    def _on_read(self, home: DeskHome) -> None:
        self._home = home
        self.retry.clear()
        clear_layout(self._sessions)
        first = self._first
        rest = [one for one in (*home.running, *home.planned, *home.closed) if one is not first]
        self.cards = [SessionCard(one) for one in rest]
        for card in self.cards:
            card.clicked.connect(lambda _on=False, card=card: self.session_asked.emit(card.kept))
            self._sessions.addWidget(card)
        self.ways.show_home(home, self._room())
        self.retranslate()
        focus = self.focusWidget()
        if not self.hasFocus() and (focus is None or not focus.isVisible()):
            self.primary().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, changed: Changed) -> None:
        if changed & (Changed.SESSION | Changed.PEOPLE | Changed.MODULES):
            self._read()

    @property
    def _first(self) -> Kept | None:
        """The session the big button goes on with."""
        if self._home is None:
            return None
        return next(iter((*self._home.running, *self._home.planned)), None)

    def _on_go(self) -> None:
        if (first := self._first) is not None:
            self.session_asked.emit(first)
        else:
            self.new_session_asked.emit()

    def _on_step_chosen(self, name: str) -> None:
        if name == "session":
            self.new_session_asked.emit()
        else:
            self.way_asked.emit(name)

    # ------------------------------------------------------------ keys, words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_N and not event.modifiers():
            self.new_session_asked.emit()
        elif 0 <= place < len(self.ways.names) and not event.modifiers():
            self.way_asked.emit(self.ways.names[place])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.ways.place(self._room())

    def _room(self) -> int:
        return min(self.width() - 64, _WIDTH)

    def primary(self) -> QAbstractButton:
        new = self._home is not None and self._home.is_new
        return self.steps.buttons["session"] if new else self.go

    def retranslate(self) -> None:
        name = isolate(self._on_duty.staff.name)
        self._hello.setText(_("Hello, {name}").format(name=name))
        self._about.setText(_("Your desk at this computer"))
        self.out.setText(_("Leave the desk"))
        home, first = self._home, self._first
        self._card.setVisible(home is not None and not home.is_new)
        self.new.setText(_("New session"))
        self.new.setVisible(first is not None)
        if first is not None:
            self._title.set_plain(first.session.title)
            self._line.set_plain(session_line(first))
            under_way = first.session.state == "running"
            self.go.setText(_("Continue session") if under_way else _("Open session"))
        else:
            self._title.setText(_("Lead a training session"))
            self._line.setText(_("Plan it now. You can change everything until it begins."))
            self.go.setText(_("New session"))
        self.steps.show_home(home)
        self._sessions_title.setText(_("Other sessions"))
        self._sessions_title.setVisible(bool(self.cards))
        self._more.setText(_("At this desk"))
        for card in self.cards:
            card.retranslate()
        self.ways.say()
        self.title_changed.emit()

    def title(self) -> str:
        return _("Desk")
