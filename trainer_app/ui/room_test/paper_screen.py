"""Answer sheets typed in: a grid that takes a letter a key, and keeps every one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from trainer_app import i18n
from trainer_app.i18n import _, isolate, listing, ngettext
from trainer_app.operations import Changed
from trainer_app.operations.room_now import RoomNow, room_now
from trainer_app.training.meeting import Test, seed_of
from trainer_app.ui import theme
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.retry_line import RetryLine, sentence_of
from trainer_app.ui.room_test.cell_panel import CellPanel
from trainer_app.ui.room_test.grid_view import GridView
from trainer_app.ui.room_test.not_kept_sheet import NotKeptSheet
from trainer_app.ui.room_test.paper_grid import Place, SheetRow, row_of
from trainer_app.ui.room_test.sheet_keeper import SheetKeeper
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Chip, NoteLine
from trainer_app.ui.widgets.pages import ActionBar
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background

_PAUSE_MS = 400
"""After so long without a key it is said that all is kept, not between two keys."""
_ANY = 16_777_215
"""Qt's largest size."""
_MATTERS = Changed.SESSION | Changed.ATTEMPTS | Changed.PEOPLE | Changed.SYNC


class PaperScreen(Screen):
    """Every key goes into the grid at once and to the disk behind it.

    Signals: ``back_asked`` only once everything typed is on the disk, or somebody leaves without;
    ``sheet_asked(Sheet)``.
    """

    sheet_asked = Signal(object)

    leading = "back"
    offers_language = False

    def __init__(
        self,
        background: Background,
        module: Module,
        on_duty: OnDuty,
        meeting: UUID,
        test: Test,
        values: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._background, self._module = background, module
        self._meeting, self._test = meeting, test
        self._now: RoomNow | None = None
        self._came_from: Place | None = None
        self._ours, self._leaving = False, False
        self._reading, self._again_later = False, False
        self._heading, self.count = Heading("h1"), Para("label", colour="primary")
        self._about = Para("small", colour="text_muted")
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.grid, self.panel = GridView(), CellPanel(module, values or {})
        self._empty, self.retry = Para("body", colour="text_muted"), RetryLine()
        self.trouble, self.again = NoteLine(), SecondaryButton("refresh")
        self.state = Chip("plain", "circle")
        self.onward = SecondaryButton("player-track-next")
        self.done = PrimaryButton("check")
        self.keeper = SheetKeeper(background, module, meeting, test, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._build()
        self._connect()
        self.settle()
        self._read()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 14, 32, 10)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self._heading)
        top.addWidget(self.count, 1, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.search)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(16)
        self._card = Card()
        around = QVBoxLayout(self._card)
        around.setContentsMargins(10, 4, 10, 6)
        around.addWidget(self.grid)
        self._body.addWidget(self._card, 1)
        self._body.addWidget(self.panel)
        trouble = QHBoxLayout()
        trouble.setSpacing(12)
        trouble.addWidget(self.trouble, 1)
        trouble.addWidget(self.again)
        self.again.setVisible(False)
        column.addLayout(top)
        column.addWidget(self._about)
        column.addWidget(self.retry)
        column.addLayout(trouble)
        column.addWidget(self._empty)
        column.addLayout(self._body, 1)
        self.set_content(inside)
        bar = ActionBar()
        bar.add_start(self.state)
        bar.add_end(self.onward)
        bar.add_end(self.done)
        self.set_bottom(bar)

    def _connect(self) -> None:
        self.grid.filled.connect(self._on_filled)
        self.grid.moved.connect(self._on_moved)
        self.grid.refused.connect(self._on_refused)
        self.search.textEdited.connect(self._on_searched)
        self.onward.clicked.connect(self._on_onward)
        self.done.clicked.connect(self.go_back)
        self.again.clicked.connect(self._on_again)
        self.keeper.kept.connect(self._on_kept)
        self.keeper.not_kept.connect(self._on_not_kept)
        self._pause.timeout.connect(self._say_state)
        self._background.changed.connect(self._on_changed)

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

    def _on_not_read(self, error: Exception) -> None:
        self._reading = False
        self.retry.show_error(error, self._read)

    def _on_read(self, now: RoomNow) -> None:
        first, self._now, self._reading = self._now is None, now, False
        typed = {row.learner_id: row for row in self.grid.cells.grid.rows}
        rows = self._rows_of(now)
        for row in rows:
            if (before := typed.get(row.learner_id)) is not None and before.items == row.items:
                row.cells = before.cells  # what was typed here is newer than what was read
        self.grid.show_rows(rows)
        if first and self.isVisible():
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        self._say()
        if self._again_later:
            self._read()

    def _rows_of(self, now: RoomNow) -> list[SheetRow]:
        told, seed = now.session, seed_of(self._meeting)
        closed = told.test(self._test).state != "open" or told.state != "running"
        return [
            row_of(
                person,
                told.paper(self._test, person.learner.learner_id),
                self._module,
                seed,
                now.sheets.get(person.learner.learner_id, {}),
                closed=closed,
            )
            for person in now.people
        ]

    def _on_changed(self, changed: Changed) -> None:
        if self._ours:  # our own write was told
            self._ours = False
        elif changed & _MATTERS:
            self._read()

    # ------------------------------------------------------------ typing

    def _on_filled(self, row: SheetRow) -> None:
        self.keeper.put(row.learner_id, row.responses())
        self._pause.start()
        self._say_state()
        self._say_count()

    def _on_moved(self) -> None:
        row, place = self.grid.row, self.grid.place
        if row is None or place is None:
            return
        before, self._came_from = self._came_from, place
        self.panel.clear()
        if before is not None and before != place:
            self._say_partial(before)
        self.panel.show_cell(row, place[1])

    def _say_partial(self, place: Place) -> None:
        """A question that was left with fewer letters than it has places."""
        partial = self.grid.cells.grid.partial(place)
        if partial is None:
            return
        words = _("Question {number} has {count} of {all} letters. The others count as left empty.")
        number, count, whole = (i18n.number(one) for one in (place[1] + 1, *partial))
        self.panel.say(
            words.format(number=isolate(number), count=isolate(count), all=isolate(whole)), "info"
        )

    def _on_refused(self, key: str, why: str) -> None:
        place = self.grid.place
        if place is None:
            return
        if why == "twice":
            words = _("{letter} is written here already.").format(letter=isolate(key))
        else:
            letters = listing(self.grid.cells.grid.sheet(place).letters)
            words = _("{letter} is not printed here. There is: {letters}.").format(
                letter=isolate(key), letters=isolate(letters)
            )
        self.panel.say(words, "careful")

    # ------------------------------------------------------------ keeping

    def _on_kept(self, _kept: object) -> None:
        self._ours = True
        self.trouble.clear()
        self.again.setVisible(False)
        if self._leaving and self.keeper.is_idle:
            self.back_asked.emit()
        elif not self._pause.isActive():
            self._say_state()

    def _on_not_kept(self, error: Exception) -> None:
        self._leaving = False
        words = _("{reason} What you typed is still on the screen.")
        self.trouble.say(words.format(reason=sentence_of(error)), "careful")
        self.again.setVisible(True)
        self._say_state()

    def _on_again(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.keeper.write()
        self._say_state()

    def go_back(self) -> None:
        """Go once the last letter is on the disk."""
        if self.keeper.is_idle:
            self.back_asked.emit()
            return
        if self.keeper.is_stuck:
            sheet = NotKeptSheet()
            sheet.again_asked.connect(self._on_again)
            sheet.leave_asked.connect(self.back_asked)
            self.sheet_asked.emit(sheet)
            return
        self._leaving = True
        self._say_state()

    # ------------------------------------------------------------ finding

    def _on_onward(self) -> None:
        self.grid.go(self.grid.cells.grid.next_open(self.grid.place))
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_searched(self, words: str) -> None:
        """Stand at the first sheet of that name, while the name is typed."""
        place = self.grid.cells.grid.find(words)
        if place is not None:
            self.grid.go(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        in_search = self.search.hasFocus()
        if control and event.key() == Qt.Key.Key_F:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()
        elif event.key() == Qt.Key.Key_F8:
            self._on_onward()
        elif in_search and (is_enter(event) or event.key() in _INTO_GRID):
            self.search.clear()
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def primary(self) -> QAbstractButton:
        return self.done

    def first_focus(self) -> QWidget:
        return self.grid if self.grid.place is not None else self.done

    def arrange(self) -> None:
        way = QBoxLayout.Direction
        self._body.setDirection(way.TopToBottom if self.compact else way.LeftToRight)
        self.panel.set_columns(2 if self.compact else 1)
        self._about.setVisible(bool(self.grid.cells.grid.rows) and not self.compact)
        self._size_panel()

    def dress(self) -> None:
        super().dress()
        self._size_panel()

    def _size_panel(self) -> None:
        """Beside the grid, or below it where the window is small."""
        width, high = theme.px(400), 168
        self.panel.setMinimumWidth(0 if self.compact else width)
        self.panel.setMaximumWidth(_ANY if self.compact else width)
        self.panel.setMinimumHeight(high if self.compact else 0)
        self.panel.setMaximumHeight(high if self.compact else _ANY)

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return self._now.session.title if self._now else ""

    def _say_count(self) -> None:
        if self._now is None:
            self.count.setText("")
            return
        grid = self.grid.cells.grid
        whole = len(grid.on_paper)
        words = ngettext(
            "{done} of {count} sheet complete", "{done} of {count} sheets complete", whole
        ).format(done=isolate(i18n.number(grid.complete)), count=isolate(i18n.number(whole)))
        others = len(grid.rows) - whole
        if others:
            words += " · " + ngettext(
                "{count} at a computer", "{count} at a computer", others
            ).format(count=isolate(i18n.number(others)))
        self.count.setText(words)

    def _say_state(self) -> None:
        """Nothing is called kept before it is on the disk."""
        if self.keeper.is_stuck:
            self.state.show_state("caution", "alert-circle", _("Not kept yet"))
        elif not self.keeper.is_idle or self._pause.isActive():
            self.state.show_state("plain", "device-floppy", _("Keeping what you type"))
        else:
            self.state.show_state("success", "circle-check", _("Everything is kept"))

    def _say(self) -> None:
        self._say_count()
        self._say_state()
        rows = self.grid.cells.grid.rows
        empty = ""
        if self._now is not None and not rows:
            empty = _("Nobody is here yet. Tick the people first.")
        elif self._now is not None and self._now.session.test(self._test).state != "open":
            empty = _("The test is not open. Nothing can be typed now.")
        self._empty.setText(empty)
        self._empty.setVisible(bool(empty))
        for widget in (self._card, self.panel, self.onward, self.search):
            widget.setVisible(bool(rows))
        self._about.setVisible(bool(rows) and not self.compact)
        self.title_changed.emit()

    def retranslate(self) -> None:
        before = self._test == "before"
        words = _("Answer sheets, test before") if before else _("Answer sheets, test after")
        self._heading.setText(words)
        how = _(
            "Type the letters from each sheet. Minus or the space bar: left empty. "
            "A dot: this line left empty. F8: the next open question."
        )
        self._about.setText(how)
        self.grid.setAccessibleDescription(how)
        self.search.setPlaceholderText(_("Find a name"))
        self.search.setAccessibleName(_("Find a name"))
        self.again.setText(_("Try again"))
        self.onward.setText(_("Next open question"))
        self.done.setText(_("Done"))
        self._say()


_INTO_GRID = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab)
