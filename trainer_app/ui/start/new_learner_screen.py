"""S04: a new learner: the form, then the three pictures to remember."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QStackedWidget, QWidget

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.operations.people import (
    Enrolled,
    NameTaken,
    SignedIn,
    enrol_learner,
    list_learners,
    sign_in,
)
from trainer_app.operations.role_words import ROLES
from trainer_app.training.people import Learner
from trainer_app.ui.background import Background
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.flow_row import TeamChips
from trainer_app.ui.retry_line import RetryLine, sentence_of
from trainer_app.ui.screen import Leading, Screen
from trainer_app.ui.start.my_pictures import MyPictures
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.fields import Dropdown, ErrorSummary, FormField
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

_TEAMS_OFFERED = 6


class NewLearnerScreen(Screen):
    """Signals: ``signed_in(SignedIn)`` after "Start"; ``back_asked`` for the names."""

    signed_in = Signal(object)

    leading: Leading = "back"

    def __init__(self, background: Background, language: str) -> None:
        super().__init__()
        self._background = background
        self._teams: list[str] = []
        self._enrolled: Enrolled | None = None
        self._shown_errors: list[FormField] = []
        self.name, self.team = QLineEdit(), QLineEdit()
        self.role, self.language = Dropdown(), Dropdown()
        self._fill_lists(language)
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.summary, self.retry = ErrorSummary(), RetryLine()
        self._fields = {
            editor: FormField(editor) for editor in (self.name, self.role, self.team, self.language)
        }
        self.offered = TeamChips()
        self.offered.chosen.connect(self._on_team_chosen)
        self.team.textChanged.connect(self._offer_teams)
        self.save, self.cancel = PrimaryButton("arrow-right", forward=True), SecondaryButton()
        self.save.clicked.connect(self._enrol)
        self.cancel.clicked.connect(self.back_asked)
        self.pictures = MyPictures()
        self.start = PrimaryButton("arrow-right", forward=True)
        self.start.clicked.connect(self._sign_in)
        self._build()
        self.settle()
        background.run(self, list_learners, self._on_learners, lambda _error: None)

    # ------------------------------------------------------------ building

    def _fill_lists(self, language: str) -> None:
        for role in ROLES:
            self.role.addItem("", role)
        self.role.setCurrentIndex(-1)
        for code, name in i18n.LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(language)))

    def _build(self) -> None:
        form = ScrollPage(width=720)
        form.column.setSpacing(14)
        form.column.addWidget(self._heading)
        form.column.addWidget(self._about)
        form.column.addWidget(self.summary)
        for editor, field in self._fields.items():
            form.column.addWidget(field)
            if editor is self.team:
                form.column.addWidget(self.offered)
        form.column.addWidget(self.retry)
        form.column.addStretch(1)
        remember = ScrollPage(width=860)
        remember.column.addWidget(self.pictures)
        remember.column.addStretch(1)
        self._form, self._pages = form, QStackedWidget()
        self._pages.addWidget(form)
        self._pages.addWidget(remember)
        self.set_content(self._pages)
        self._form_bar, self._start_bar = ActionBar(), ActionBar()
        self._form_bar.add_start(self.cancel)
        self._form_bar.add_end(self.save)
        self._start_bar.add_end(self.start)
        self.set_bottom(self._form_bar, self._start_bar)
        self.show_bottom(self._form_bar)

    def title(self) -> str:
        return _("New learner")

    def primary(self) -> QAbstractButton:
        return self.start if self._enrolled else self.save

    def first_focus(self) -> QWidget:
        return self.start if self._enrolled else self.name

    def retranslate(self) -> None:
        self._heading.setText(_("Who are you?"))
        self._about.setText(_("You need no e-mail and no password."))
        self._fields[self.name].set_words(
            _("Your name"), _("As you want to see it on your certificate.")
        )
        self._fields[self.role].set_words(_("Your work"))
        self._fields[self.team].set_words(
            _("Your team"), _("You may leave this empty. It helps to tell people apart.")
        )
        self._fields[self.language].set_words(_("Your language"))
        self.offered.setAccessibleName(_("Teams of this computer"))
        self.role.setPlaceholderText(_("Choose"))
        for place, words in enumerate(ROLES.values()):
            self.role.setItemText(place, _(words))
        # For translators: a button that goes on to the next page.
        self.save.setText(_("Next"))
        self.cancel.setText(_("Back"))
        self.start.setText(_("Start"))
        self.title_changed.emit()

    # ------------------------------------------------------------ the form

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editors = list(self._fields)
        focus = self.window().focusWidget()
        if is_enter(event) and focus in editors[:-1]:
            following = editors[editors.index(focus) + 1]
            following.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _on_learners(self, learners: list[Learner]) -> None:
        counted: dict[str, int] = {}
        for learner in learners:
            if learner.team:
                counted[learner.team] = counted.get(learner.team, 0) + 1
        self._teams = sorted(counted, key=lambda team: (-counted[team], team.casefold()))
        self._offer_teams()

    def _offer_teams(self) -> None:
        """Teams that begin with what was typed; none once it is one of them."""
        typed = self.team.text().strip().casefold()
        found = [team for team in self._teams if team.casefold().startswith(typed)]
        if any(team.casefold() == typed for team in found):
            found = []
        self.offered.show_teams(found[:_TEAMS_OFFERED])
        self.offered.setVisible(bool(found))

    def _on_team_chosen(self, team: str) -> None:
        self.team.setText(team)
        self.language.setFocus(Qt.FocusReason.TabFocusReason)

    def _enrol(self) -> None:
        name, role = self.name.text(), self.role.currentData()
        self._show_errors(
            name="" if name.strip() else _("Write your name."),
            role="" if role else _("Choose your work."),
        )
        if not name.strip() or not role:
            return
        self._set_busy(True)
        self.retry.clear()
        team, language = self.team.text(), str(self.language.currentData())
        self._background.run(
            self,
            lambda store: enrol_learner(store, name=name, role=role, team=team, language=language),
            self._on_enrolled,
            self._on_not_enrolled,
        )

    def _show_errors(self, *, name: str = "", role: str = "") -> None:
        self._fields[self.name].show_error(name)
        self._fields[self.role].show_error(role)
        self.summary.show_errors(list(self._fields.values()))
        if name or role:
            self._form.to_top()

    def _on_enrolled(self, enrolled: Enrolled) -> None:
        self._set_busy(False)
        self._enrolled = enrolled
        self.leading = "mark"  # no way back from here: the pictures are shown only now
        self.title_changed.emit()
        self.pictures.show_pictures(enrolled.learner, enrolled.pictures)
        self._pages.setCurrentIndex(1)
        self.show_bottom(self._start_bar)
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_not_enrolled(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, NameTaken):
            self._show_errors(name=sentence_of(error))
        else:
            self.retry.show_error(error, self._enrol)

    def _set_busy(self, busy: bool) -> None:
        self.save.setEnabled(not busy)
        self.start.setEnabled(not busy)

    # ------------------------------------------------------------ the pictures

    def _sign_in(self) -> None:
        if self._enrolled is None:
            return
        self._set_busy(True)
        learner_id, pictures = self._enrolled.learner.learner_id, self._enrolled.pictures
        self._background.run(
            self,
            lambda store: sign_in(store, learner_id=learner_id, pictures=pictures),
            self._on_signed_in,
            self._on_not_signed_in,
        )

    def _on_signed_in(self, found: SignedIn | None) -> None:
        self._set_busy(False)
        if found is None:
            self.back_asked.emit()  # the name is there; its pictures open it
        else:
            self.signed_in.emit(found)

    def _on_not_signed_in(self, error: Exception) -> None:
        self._set_busy(False)
        self.pictures.retry.show_error(error, self._sign_in)
