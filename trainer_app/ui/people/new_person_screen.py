"""A new person, registered by staff: the form, then the pictures that are shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from trainer_app.i18n import _
from trainer_app.operations.people import NameTaken
from trainer_app.operations.people_desk import DeskPerson, PeopleKept, list_people, register_person
from trainer_app.ui.background import Background
from trainer_app.ui.people.finding import Index
from trainer_app.ui.people.person_form import PersonForm
from trainer_app.ui.retry_line import RetryLine, sentence_of
from trainer_app.ui.screen import Leading, Screen
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.training.staff import OnDuty


class NewPersonScreen(Screen):
    """Signals: ``registered(PeopleKept)`` with the pictures that are to be shown now."""

    registered = Signal(object)

    leading: Leading = "back"

    def __init__(self, background: Background, on_duty: OnDuty | None) -> None:
        super().__init__()
        self.on_duty = on_duty
        self._background = background
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.form, self.retry = PersonForm(with_language=True), RetryLine()
        self.save, self.cancel = PrimaryButton("arrow-right", forward=True), SecondaryButton()
        self.save.clicked.connect(self._register)
        self.cancel.clicked.connect(self.back_asked)
        self._page = ScrollPage(width=720)
        self._page.column.setSpacing(14)
        for part in (self._heading, self._about, self.form, self.retry):
            self._page.column.addWidget(part)
        self._page.column.addStretch(1)
        self.set_content(self._page)
        bar = ActionBar()
        bar.add_start(self.cancel)
        bar.add_end(self.save)
        self.set_bottom(bar)
        self.settle()
        background.run(self, list_people, self._on_people, lambda _error: None)

    def title(self) -> str:
        return _("New person")

    def primary(self) -> QAbstractButton:
        return self.save

    def first_focus(self) -> QWidget:
        return self.form.name

    def retranslate(self) -> None:
        self._heading.setText(_("New person"))
        self._about.setText(_("Name and work are enough. Three pictures are drawn for them."))
        # For translators: a button that saves and goes on to the next page.
        self.save.setText(_("Register"))
        self.cancel.setText(_("Back"))
        self.title_changed.emit()

    def _on_people(self, people: list[DeskPerson]) -> None:
        self.form.team.offer(Index(people).teams)

    def _register(self) -> None:
        told = self.form.told()
        if told is None:
            self._page.to_top()
            return
        name, role, team, language = told
        self.retry.clear()
        self.save.setEnabled(False)
        self._background.run(
            self,
            lambda store: register_person(
                store, by=self.on_duty, name=name, role=role, team=team, language=language
            ),
            self._on_registered,
            self._on_not_registered,
        )

    def _on_registered(self, kept: PeopleKept) -> None:
        self.save.setEnabled(True)
        self.registered.emit(kept)

    def _on_not_registered(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, NameTaken):
            self.form.show_errors(name=sentence_of(error))
            self._page.to_top()
        else:
            self.retry.show_error(error, self._register)
