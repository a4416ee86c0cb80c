"""F04: who is here? Big rows to tick, people who walked in, and how many more without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.session_record import Kept, RollRow, roll, session
from trainer_app.operations.training_sessions import count_unnamed, mark_here
from trainer_app.training.meeting import TrainingSession
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.session.roll_list import RollList
from trainer_app.ui.session.walk_in_sheet import WalkInSheet
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.count_field import CountField
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.pages import ActionBar
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background


class RollScreen(Screen):
    """Ticks go to the disk one by one, in the order they were made.

    Signals: ``done(UUID)``; ``sheet_asked(Sheet)``; ``back_asked``.
    """

    done = Signal(object)
    sheet_asked = Signal(object)

    leading = "back"

    def __init__(self, background: Background, on_duty: OnDuty, meeting: UUID) -> None:
        super().__init__()
        self._background, self._on_duty, self._meeting = background, on_duty, meeting
        self._told: TrainingSession | None = None
        self._wanted: dict[str, bool] = {}
        self._under_way: dict[str, int] = {}
        self._asked_empty = False
        self._heading, self.count = Heading("display"), Heading("h2", colour="primary")
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_searched)
        self.list = RollList()
        self.list.toggled.connect(self._on_toggled)
        self.list.letters_typed.connect(self._on_letters_typed)
        self._empty, self.retry = Para("body", colour="text_muted"), RetryLine()
        self.unnamed = CountField()
        self.unnamed.changed.connect(self._on_unnamed_changed)
        self._unnamed = FormField(self.unnamed)
        self.add = SecondaryButton("user-plus")
        self.add.clicked.connect(self._on_add_clicked)
        self.go = PrimaryButton("arrow-right", forward=True)
        self.go.clicked.connect(self._on_go)
        self._build()
        background.changed.connect(self._on_changed)
        self.settle()
        self._read()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 16, 32, 8)
        column.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self._heading, 1)
        top.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        find = QHBoxLayout()
        find.setSpacing(12)
        find.addWidget(self.search, 1)
        find.addWidget(self.add)
        column.addLayout(top)
        column.addLayout(find)
        column.addWidget(self.retry)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        self.set_content(inside)
        bar = ActionBar()
        bar.add_start(self._unnamed)
        bar.add_end(self.go)
        self.set_bottom(bar)

    # ------------------------------------------------------------ what there is

    def _read(self) -> None:
        def read(store: Store) -> tuple[TrainingSession, list[RollRow]]:
            return session(store, meeting=self._meeting), roll(store, meeting=self._meeting)

        self._background.run(
            self, read, self._on_read, lambda error: self.retry.show_error(error, self._read)
        )

    def _on_read(self, found: tuple[TrainingSession, list[RollRow]]) -> None:
        first = self._told is None
        self._told, rows = found
        self.list.show_rows(rows)
        if first:
            self.unnamed.set_value(self._told.unnamed)
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        self._say()

    def _on_changed(self, changed: Changed) -> None:
        if changed & (Changed.SESSION | Changed.PEOPLE) and not self._under_way:
            self._read()

    # ------------------------------------------------------------ ticking

    def _on_toggled(self, row: RollRow) -> None:
        learner_id = row.learner.learner_id
        here = not self._wanted.get(learner_id, row.here)
        self._wanted[learner_id] = here
        self._under_way[learner_id] = self._under_way.get(learner_id, 0) + 1
        self.list.roll.set_waiting(learner_id, True)
        self.retry.clear()
        self._background.run(
            self,
            lambda store: mark_here(store, meeting=self._meeting, learner_id=learner_id, here=here),
            lambda kept: self._on_marked(learner_id, kept),
            lambda error: self._on_not_marked(learner_id, row, error),
        )

    def _on_marked(self, learner_id: str, kept: Kept) -> None:
        self._told = kept.session
        self._came_back(learner_id)
        self.list.roll.show_here(kept.session.here)
        self._say()

    def _on_not_marked(self, learner_id: str, row: RollRow, error: Exception) -> None:
        self._came_back(learner_id)
        self._wanted.pop(learner_id, None)
        self._read()
        self.retry.show_error(error, lambda: self._on_toggled(row))

    def _came_back(self, learner_id: str) -> None:
        """One tick is no longer under way."""
        left = self._under_way.pop(learner_id, 1) - 1
        if left:
            self._under_way[learner_id] = left
        else:
            self._wanted.pop(learner_id, None)
            self.list.roll.set_waiting(learner_id, False)

    def _on_unnamed_changed(self, count: int) -> None:
        self._background.run(
            self,
            lambda store: count_unnamed(store, meeting=self._meeting, count=count),
            self._on_counted,
            lambda error: self.retry.show_error(error, lambda: self._on_unnamed_changed(count)),
        )

    def _on_counted(self, kept: Kept) -> None:
        self._told = kept.session
        self._say()

    # ------------------------------------------------------------ finding, adding, going on

    def _on_letters_typed(self, letters: str) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.setText(self.search.text() + letters)

    def _on_searched(self, words: str) -> None:
        self.list.roll.search(words)
        if self.list.roll.rows:
            self.list.setCurrentIndex(self.list.roll.index(0))
        self._say()

    def _on_add_clicked(self) -> None:
        found = self.list.roll.rows
        name = "" if found else " ".join(self.search.text().split())
        sheet = WalkInSheet(self._background, self._on_duty, self._meeting, name)
        sheet.welcomed.connect(lambda _welcomed: self.search.clear())
        self.sheet_asked.emit(sheet)

    def _on_go(self) -> None:
        if self._told is not None and not self._told.present and not self._asked_empty:
            self._asked_empty = True
            self._say()
            return
        self.done.emit(self._meeting)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        in_search = self.search.hasFocus()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() == Qt.Key.Key_F:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif control and event.key() == Qt.Key.Key_N:
            self.add.click()
        elif in_search and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif in_search and event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif in_search and is_enter(event) and self.search.text():
            self._tick_found()
        else:
            super().keyPressEvent(event)

    def _tick_found(self) -> None:
        """Enter after a name: the one who is left is here; the next name can be typed."""
        rows = self.list.roll.rows
        if len(rows) == 1:
            if not rows[0].here:
                self._on_toggled(rows[0])
            self.search.clear()
        elif rows:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def primary(self) -> QAbstractButton:
        return self.go

    def first_focus(self) -> QWidget:
        return self.list if self.list.roll.rows else self.search

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return self._told.title if self._told else ""

    def _say(self) -> None:
        told = self._told
        here, present = (len(told.here), told.present) if told else (0, 0)
        words = _("{count} here").format(count=isolate(i18n.number(present)))
        if told and told.unnamed:
            words = _("{count} here, {named} with a name").format(
                count=isolate(i18n.number(present)), named=isolate(i18n.number(here))
            )
        self.count.setText(words if told else "")
        empty = ""
        if told is not None and not self.list.roll.rows:
            empty = _("Nobody is on the list yet. Add the people as they come.")
            if self.search.text():
                empty = _("Nobody has this name here. Add them, or look for another.")
        elif self._asked_empty and not present:
            empty = _("Nobody is ticked. Press the button again to go on all the same.")
        self._empty.setText(empty)
        self._empty.setVisible(bool(empty))
        self.title_changed.emit()

    def retranslate(self) -> None:
        self._heading.setText(_("Who is here?"))
        self.search.setPlaceholderText(_("Find a name"))
        self.search.setAccessibleName(_("Find a name"))
        self.add.setText(_("Add a person"))
        self._unnamed.set_words(_("Here without a name"))
        self.unnamed.set_name(_("Here without a name"))
        self.go.setText(_("Go on"))
        self._say()
