"""Name, work, team and language of one person: the fields, and what is still missing in them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.content.module import Role
from trainer_app.i18n import _
from trainer_app.operations.role_words import ROLES
from trainer_app.training.people import Learner
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.flow_row import TeamChips
from trainer_app.ui.people.words import role_words
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.fields import Dropdown, ErrorSummary, FormField

_TEAMS_OFFERED = 6


class TeamField(Themed, QWidget):
    """A team to be written, with those there are to choose from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._teams: list[str] = []
        self.editor = QLineEdit()
        self.field = FormField(self.editor)
        self.offered = TeamChips()
        self.offered.chosen.connect(self._on_chosen)
        self.editor.textChanged.connect(self._offer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.offered)
        self.offered.setVisible(False)
        self.settle()

    def offer(self, teams: Sequence[str]) -> None:
        """Those there are, the largest first."""
        self._teams = list(teams)
        self._offer()

    def retranslate(self) -> None:
        self.offered.setAccessibleName(_("Teams of this computer"))

    def _offer(self) -> None:
        """Teams that begin with what was typed; none once it is one of them."""
        typed = self.editor.text().strip().casefold()
        found = [team for team in self._teams if team.casefold().startswith(typed)]
        if any(team.casefold() == typed for team in found):
            found = []
        self.offered.show_teams(found[:_TEAMS_OFFERED])
        self.offered.setVisible(bool(found))

    def _on_chosen(self, team: str) -> None:
        self.editor.setText(team)
        self.editor.setFocus(Qt.FocusReason.TabFocusReason)


class PersonForm(Themed, QWidget):
    """Enter goes from field to field; in the last one it is the page's."""

    def __init__(self, *, with_language: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.role, self.language = QLineEdit(), Dropdown(), Dropdown()
        self.team = TeamField()
        self.summary = ErrorSummary()
        self._name_field, self._role_field = FormField(self.name), FormField(self.role)
        self._language_field = FormField(self.language)
        for role in ROLES:
            self.role.addItem("", role)
        self.role.setCurrentIndex(-1)
        for code, name in i18n.LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(i18n.language())))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        parts = (self.summary, self._name_field, self._role_field, self.team, self._language_field)
        for part in parts:
            column.addWidget(part)
        self.summary.setVisible(False)
        self._language_field.setVisible(with_language)
        self._editors: list[QWidget] = [self.name, self.role, self.team.editor]
        if with_language:
            self._editors.append(self.language)
        self.settle()

    def show_person(self, learner: Learner) -> None:
        """Fill in what is known."""
        self.name.setText(learner.name)
        self.role.setCurrentIndex(self.role.findData(learner.role))
        self.team.editor.setText(learner.team)

    def told(self) -> tuple[str, Role, str, str] | None:
        """Name, work, team and language; None, and errors at the fields, where one is missing."""
        name, role = self.name.text(), self.role.currentData()
        self.show_errors(
            name="" if name.strip() else _("Write the name."),
            role="" if role else _("Choose the work."),
        )
        if not name.strip() or not role:
            return None
        return name, role, self.team.editor.text(), str(self.language.currentData())

    def show_errors(self, *, name: str = "", role: str = "") -> None:
        """Say at the fields and above them what is to be mended."""
        self._name_field.show_error(name)
        self._role_field.show_error(role)
        self.summary.show_errors([self._name_field, self._role_field])

    def retranslate(self) -> None:
        self._name_field.set_words(_("Name"), _("As it is to stand on the certificate."))
        # For translators: what somebody does for a living.
        self._role_field.set_words(_("Work"))
        self.team.field.set_words(
            _("Team"), _("This may stay empty. It helps to tell people apart.")
        )
        self._language_field.set_words(_("Language"))
        self.role.setPlaceholderText(_("Choose"))
        for place, role in enumerate(ROLES):
            self.role.setItemText(place, role_words(role))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = self.window().focusWidget()
        if is_enter(event) and focus in self._editors[:-1]:
            following = self._editors[self._editors.index(focus) + 1]
            following.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
