"""F03: a training session is planned: on what, when, led by whom, for whom, in which steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from trainer_app import i18n
from trainer_app.errors import PackRejected
from trainer_app.i18n import _
from trainer_app.operations.learning import today
from trainer_app.operations.people import list_learners
from trainer_app.operations.session_record import Kept, session
from trainer_app.operations.training_sessions import (
    begin_session,
    day_is_doubtful,
    drop_session,
    needed_facilitators,
    plan_session,
    suggested_plan,
)
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.session.clock_sheet import ClockSheet
from trainer_app.ui.session.plan_facts import PlanFacts
from trainer_app.ui.session.plan_steps import PlanSteps
from trainer_app.ui.widgets.ask_sheet import AskSheet, Question
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.fields import Dropdown, FormField
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.module import Module
    from trainer_app.store import Store
    from trainer_app.training.meeting import TrainingSession
    from trainer_app.training.staff import OnDuty, Staff
    from trainer_app.ui.background import Background


class PlanScreen(Screen):
    """Signals: ``planned(UUID)`` when the session was begun; ``kept`` when the plan was saved for
    another day or taken away; ``modules_asked``; ``guide_asked(Module, UUID | None)`` once
    every change is saved, with the plan it is in; ``paper_asked(UUID)`` for the sign-in sheet of a
    plan that is saved; ``sheet_asked(Sheet)``; ``back_asked``.
    """

    planned = Signal(object)
    kept = Signal()
    modules_asked = Signal()
    guide_asked = Signal(object, object)
    paper_asked = Signal(object)
    sheet_asked = Signal(object)

    leading = "back"

    def __init__(
        self,
        background: Background,
        catalog: Catalog,
        on_duty: OnDuty,
        staff: Sequence[Staff],
        meeting: UUID | None,
    ) -> None:
        super().__init__()
        self._background, self._catalog, self._on_duty = background, catalog, on_duty
        self._staff, self._meeting = list(staff), meeting
        self._told: TrainingSession | None = None
        self._module: Module | None = None
        self._as_read: object = None
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.module, self.language = Dropdown(), Dropdown()
        self._fields = {one: FormField(one) for one in (self.module, self.language)}
        self.plan = PlanSteps()
        self._none, self.modules = Callout("note"), SecondaryButton("package")
        self.retry = RetryLine()
        self.go, self.save = PrimaryButton("arrow-right", forward=True), SecondaryButton("check")
        self.drop, self.guide = QuietButton("trash"), QuietButton("notebook")
        self.guide.clicked.connect(self._on_guide)
        self.paper = QuietButton("printer")
        self.paper.clicked.connect(lambda: self._keep(self.paper_asked.emit))
        self.facts = PlanFacts((self.paper, self.drop))
        self.day = self.facts.day
        self._build()
        self._connect()
        self.settle()
        self._read()

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        self._page = page = ScrollPage(width=1216)
        page.column.setSpacing(12)
        for part in (self._heading, self._about, self._none, self.modules, self.retry):
            page.column.addWidget(part)
        self._what = QWidget()  # a title may need the width of the page
        row = QHBoxLayout(self._what)
        row.setContentsMargins(0, 0, 0, 8)
        row.setSpacing(20)
        row.addWidget(self._fields[self.module], 3)
        row.addWidget(self._fields[self.language], 1)
        page.column.addWidget(self._what)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(20)
        self._columns.addWidget(self.facts, 2, Qt.AlignmentFlag.AlignTop)
        steps = Card()
        inside = QVBoxLayout(steps)
        inside.setContentsMargins(24, 18, 24, 14)
        inside.addWidget(self.plan)
        self._columns.addWidget(steps, 3, Qt.AlignmentFlag.AlignTop)
        self._both = QWidget()
        self._both.setLayout(self._columns)
        self._columns.setContentsMargins(0, 0, 0, 0)
        page.column.addWidget(self._both)
        page.column.addStretch(1)
        self.set_content(page)
        bar = ActionBar()
        bar.add_start(self.guide)
        bar.add_end(self.save)
        bar.add_end(self.go)
        self.set_bottom(bar)

    def _connect(self) -> None:
        self.module.currentIndexChanged.connect(lambda _place: self._on_module_chosen())
        self.language.currentIndexChanged.connect(lambda _place: self._on_language_chosen())
        self.go.clicked.connect(self._begin)
        self.save.clicked.connect(lambda: self._keep(lambda _meeting: self.kept.emit()))
        self.drop.clicked.connect(self._on_drop)
        self.modules.clicked.connect(self.modules_asked)
        self.facts.clock.time_asked.connect(self._on_time_asked)

    def arrange(self) -> None:
        way = QBoxLayout.Direction
        self._columns.setDirection(way.TopToBottom if self.compact else way.LeftToRight)
        self._say()

    # ------------------------------------------------------------ what there is

    def _read(self) -> None:
        def read(store: Store) -> tuple[TrainingSession | None, list[str], bool]:
            told = session(store, meeting=self._meeting) if self._meeting else None
            teams = {one.team for one in list_learners(store) if one.team}
            return told, sorted(teams, key=str.casefold), day_is_doubtful(store)

        self._background.run(
            self, read, self._on_read, lambda error: self.retry.show_error(error, self._read)
        )

    def _on_read(self, found: tuple[TrainingSession | None, list[str], bool]) -> None:
        self._told, teams, self.facts.is_doubtful = found
        told = self._told
        day = date.fromisoformat(told.day) if told else today()
        self.day.show_day(day)
        lead = told.facilitators if told else (self._on_duty.staff.staff_id,)
        self.facts.show_staff(self._staff, lead)
        self.facts.show_teams(teams, told.teams if told else ())
        self._fill_modules()
        self._as_read = self._choices()
        self.retranslate()
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_modules(self) -> None:
        spoken = i18n.language()
        self.module.blockSignals(True)
        for manifest in self._catalog.manifests():
            title = manifest.titles.get(spoken) or manifest.titles[manifest.languages[0]]
            self.module.addItem(title, manifest.id)
        if self._told is not None:
            self.module.setCurrentIndex(self.module.findData(self._told.module_id))
        self.module.blockSignals(False)
        self._on_module_chosen()

    def _on_module_chosen(self) -> None:
        module_id = self.module.currentData()
        languages: Sequence[str] = ()
        for manifest in self._catalog.manifests():
            if manifest.id == module_id:
                languages = manifest.languages
        wanted = self._told.language if self._told else i18n.language()
        self.language.blockSignals(True)
        self.language.clear()
        for code in languages:
            self.language.addItem(i18n.LANGUAGES.get(code, code), code)
        self.language.setCurrentIndex(max(0, self.language.findData(wanted)))
        self.language.blockSignals(False)
        self._on_language_chosen()

    def _on_language_chosen(self) -> None:
        self._module = None
        self.retry.clear()
        if module_id := self.module.currentData():
            try:
                pack = self._catalog.pack(module_id)
                self._module = pack.module(str(self.language.currentData()))
            except PackRejected as error:
                self.retry.show_error(error, self._on_language_chosen)
        if self._module is not None:
            usual = suggested_plan(self._module)
            told = self._told
            same = told is not None and told.module_id == self._module.id
            self.plan.show_plan(self._module, told.steps if told and same else usual, usual)
        self._say()

    def _on_time_asked(self) -> None:
        sheet = ClockSheet(self._background, self.day.day())
        sheet.told.connect(self._on_time_told)
        self.sheet_asked.emit(sheet)

    def _on_time_told(self, moment: datetime) -> None:
        """Who says which day it is need not write it again."""
        self.facts.clock.show_noted(moment)
        if self._meeting is None:
            self.day.show_day(moment.date())

    # ------------------------------------------------------------ keeping

    def _begin(self) -> None:
        self._keep(self.planned.emit, begin=True)

    def _keep(self, then: Callable[[UUID], None], *, begin: bool = False) -> None:
        """Save the plan, and go on with it."""
        module = self._module
        leaders = self.facts.who_leads
        if module is None:
            return
        mine = self._on_duty.staff.staff_id
        leaders = [mine, *(one for one in leaders if one != mine)] if mine in leaders else leaders
        actors = {one.staff_id: one.actor for one in self._staff}
        day, steps = self.day.day(), self.plan.steps
        teams, doubtful = self.facts.who_comes, self.facts.is_doubtful
        self._set_busy(True)
        self.retry.clear()

        def keep(store: Store) -> Kept:
            kept = plan_session(
                store,
                by=self._on_duty,
                module=module,
                day=day,
                day_from_clock=not doubtful,
                facilitators=tuple(leaders),
                instructor=actors[leaders[0]] if leaders else "",
                teams=teams,
                steps=steps,
                meeting=self._meeting,
            )
            if begin:
                return begin_session(store, by=self._on_duty, meeting=kept.meeting)
            return kept

        self._background.run(
            self,
            keep,
            lambda kept: then(kept.meeting),
            lambda error: self._on_not_kept(error, lambda: self._keep(then, begin=begin)),
        )

    def _on_not_kept(self, error: Exception, again: Callable[[], None]) -> None:
        self._set_busy(False)
        self.retry.show_error(error, again)
        self._page.to_top()

    def _choices(self) -> object:
        """Everything chosen here, to tell whether it was changed."""
        what = self.module.currentData(), self.language.currentData(), self.day.day()
        return *what, self.facts.who_leads, self.facts.who_comes, self.plan.steps

    def _on_guide(self) -> None:
        """What was changed is saved first, so that it is here when one comes back."""
        module = self._module
        if self._choices() == self._as_read:
            self.guide_asked.emit(module, self._meeting)
        else:
            self._keep(lambda meeting: self.guide_asked.emit(module, meeting))

    def go_back(self) -> None:
        """Ask first where something would be lost."""
        if self._as_read is None or self._choices() == self._as_read:
            self.back_asked.emit()
            return
        sheet = AskSheet(
            lambda: Question(
                _("This plan is not saved yet"),
                _("Stay here and save it, or leave without what you changed."),
                _("Leave without saving"),
                _("Stay here"),
            )
        )
        sheet.agreed.connect(self.back_asked)
        self.sheet_asked.emit(sheet)

    def _on_drop(self) -> None:
        meeting = self._meeting
        assert meeting is not None
        self._set_busy(True)
        self._background.run(
            self,
            lambda store: drop_session(store, by=self._on_duty, meeting=meeting),
            lambda _gone: self.kept.emit(),
            self._on_not_dropped,
        )

    def _on_not_dropped(self, error: Exception) -> None:
        self._set_busy(False)
        self.retry.show_error(error, self._on_drop)

    def _set_busy(self, busy: bool) -> None:
        for button in (self.go, self.save, self.drop, self.paper, self.guide):
            button.setEnabled(not busy)

    # ------------------------------------------------------------ keys, words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() == Qt.Key.Key_S and self.save.isEnabled():
            self.save.click()
        else:
            super().keyPressEvent(event)

    def primary(self) -> QAbstractButton:
        return self.go

    def first_focus(self) -> QWidget:
        return self.module

    def title(self) -> str:
        return _("New session") if self._meeting is None else _("Session")

    def _say(self) -> None:
        """What depends on what is chosen."""
        there = self.module.count() > 0
        self._none.setVisible(not there)
        self.modules.setVisible(not there)
        self._what.setVisible(there)
        self._both.setVisible(there)
        for button in (self.go, self.save, self.paper):
            button.setEnabled(self._module is not None)
        self.facts.needed = needed_facilitators(self._module.guide if self._module else None)
        self.facts.say()
        self.drop.setVisible(self._meeting is not None)
        self.paper.setVisible(self._meeting is not None)
        self.guide.setEnabled(self._module is not None)
        words = _("Read the session guide")
        self.guide.setText(_("Guide") if self.compact else words)
        self.guide.setAccessibleName(words)

    def retranslate(self) -> None:
        self._heading.setText(_("Plan a session"))
        self._about.setText(_("The plan comes with the module. Change what you like."))
        self._none.setText(_("No module is installed yet. Bring one by USB stick."))
        self.modules.setText(_("See modules"))
        self._fields[self.module].set_words(_("Module"))
        self._fields[self.language].set_words(_("Language of the session"))
        self.go.setText(_("Begin now"))
        self.save.setText(_("Save for later"))
        self.drop.setText(_("Take this plan away"))
        self.paper.setText(_("Sign-in sheet"))
        self._say()
        self.title_changed.emit()
