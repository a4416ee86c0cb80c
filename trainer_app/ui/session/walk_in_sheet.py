"""Somebody nobody registered: a name and what they do, and they are on the roll."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from trainer_app.errors import TrainerError
from trainer_app.i18n import _, isolate
from trainer_app.operations.people import NAME_LENGTH
from trainer_app.operations.role_words import ROLES
from trainer_app.operations.training_sessions import Welcomed, welcome_walk_in
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.retry_line import RetryLine, sentence_of
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.fields import Dropdown, FormField
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background


class WalkInSheet(Sheet):
    """Stays open for the next one. Signals: ``welcomed(Welcomed)``."""

    welcomed = Signal(object)

    def __init__(
        self, background: Background, on_duty: OnDuty, meeting: UUID, name: str = ""
    ) -> None:
        super().__init__(width=560)
        self._background, self._on_duty, self._meeting = background, on_duty, meeting
        self._about = Para("body", colour="text_muted")
        self.name, self.role = QLineEdit(name), Dropdown()
        self.name.setMaxLength(NAME_LENGTH)
        for role in ROLES:
            self.role.addItem("", role)
        self.role.setCurrentIndex(-1)
        self._fields = {one: FormField(one) for one in (self.name, self.role)}
        self.note, self.retry = NoteLine(), RetryLine()
        self.add, self.done = PrimaryButton("user-plus"), SecondaryButton()
        self.add.clicked.connect(self._add)
        self.done.clicked.connect(self.close_sheet)
        self.body.addWidget(self._about)
        for field in self._fields.values():
            self.body.addWidget(field)
        self.body.addWidget(self.note)
        self.body.addWidget(self.retry)
        self.buttons.addWidget(self.done)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.add)
        self.settle()

    def focus_first(self) -> None:
        self.name.setFocus()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Add a person"))
        self._about.setText(_("Team and pictures can be added later, under People."))
        self._fields[self.name].set_words(_("Name"))
        self._fields[self.role].set_words(_("What they do"))
        self.role.setPlaceholderText(_("Choose"))
        for place, words in enumerate(ROLES.values()):
            self.role.setItemText(place, _(words))
        self.add.setText(_("Add"))
        self.done.setText(_("Done"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and self.name.hasFocus():
            self.role.setFocus()
        elif is_enter(event) and self.role.hasFocus():
            self.add.click()
        else:
            super().keyPressEvent(event)

    def _add(self) -> None:
        name, role = self.name.text(), self.role.currentData()
        self._fields[self.name].show_error("" if name.strip() else _("Write the name."))
        self._fields[self.role].show_error("" if role else _("Choose what they do."))
        if not name.strip() or not role:
            (self.name if not name.strip() else self.role).setFocus()
            return
        self.add.setEnabled(False)
        self.retry.clear()
        self._background.run(
            self,
            lambda store: welcome_walk_in(
                store, by=self._on_duty, meeting=self._meeting, name=name, role=role
            ),
            self._on_welcomed,
            self._on_not_welcomed,
        )

    def _on_welcomed(self, welcomed: Welcomed) -> None:
        self.add.setEnabled(True)
        name = isolate(welcomed.learner.name)
        self.note.say(_("{name} is on the roll.").format(name=name), "good")
        self.name.clear()
        self.role.setCurrentIndex(-1)
        self.name.setFocus()
        self.welcomed.emit(welcomed)

    def _on_not_welcomed(self, error: Exception) -> None:
        self.add.setEnabled(True)
        if isinstance(error, TrainerError):
            self._fields[self.name].show_error(sentence_of(error))
            self.name.setFocus()
        else:
            self.retry.show_error(error, self._add)
