"""V03b: what works. Before and after, over time and by session, and every question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.errors import PackRejected
from trainer_app.i18n import _, isolate
from trainer_app.operations.confidence import LINE_WORDS
from trainer_app.operations.learning import today
from trainer_app.operations.reports.coverage import Coverage, coverage
from trainer_app.operations.reports.terms import ModuleTerm, terms
from trainer_app.operations.reports.works import (
    WhatWorks,
    WholeFigures,
    first_answered,
    what_works,
)
from trainer_app.operations.reports.works_report import (
    LATER_LEANS,
    SURE_IS,
    change_report,
    items_report,
    sessions_line,
    withheld_line,
)
from trainer_app.ui.charts.before_after import BeforeAfter
from trainer_app.ui.charts.data import Change, Changes, Series, Trend
from trainer_app.ui.charts.frame import ChartFrame
from trainer_app.ui.charts.trend import TrendLine
from trainer_app.ui.oversight.page import OversightPage
from trainer_app.ui.oversight.question_sheet import QuestionSheet
from trainer_app.ui.oversight.questions_card import QuestionsCard
from trainer_app.ui.oversight.site_words import coverage_line
from trainer_app.ui.oversight.two_columns import TwoColumns
from trainer_app.ui.oversight.works_bar import WorksBar
from trainer_app.ui.oversight.works_words import later_note, session_name, session_note
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.reports.table import Report
    from trainer_app.store import Store
    from trainer_app.ui.background import Background


@dataclass(frozen=True, slots=True)
class _Found:
    """What the page shows; ``works`` is None for a module that does not open, and why."""

    modules: tuple[ModuleTerm, ...]
    module_id: str
    covered: Coverage
    works: WhatWorks | None
    trouble: str = ""


class WorksScreen(OversightPage):
    """Signals: ``sheet_asked(Sheet)`` to be opened over the page; ``export_asked(object)`` with a
    callable that makes a ``Report`` of a ``Store``, on its thread."""

    sheet_asked = Signal(object)
    export_asked = Signal(object)

    place = "works"

    def __init__(self, background: Background, catalog: Catalog) -> None:
        super().__init__(background)
        self._catalog = catalog
        self._found: _Found | None = None
        self._question = 0
        self.filters, self.export = WorksBar(), PrimaryButton("file-spreadsheet")
        self.changes, self.trend, self.meetings = BeforeAfter(), TrendLine(), BeforeAfter()
        self.sureness = BeforeAfter()
        self.objectives = ChartFrame(self.changes, "waypost-before-after")
        self.confidence = ChartFrame(self.sureness, "waypost-confidence")
        self.halves = ChartFrame(self.trend, "waypost-half-years")
        self.sessions = ChartFrame(self.meetings, "waypost-sessions")
        self.questions = QuestionsCard()
        self.trouble = NoteLine()
        self._withheld = Para("small", colour="text_muted")
        self._news = Para("small", colour="text_muted")
        self._build()
        self._connect()
        self.settle()
        self.begin()

    def _build(self) -> None:
        self._page = page = ScrollPage()
        self.filters.add(self.export)
        self._shown = QWidget()
        shown = QVBoxLayout(self._shown)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(16)
        shown.addWidget(TwoColumns(self.objectives, self.halves))
        shown.addWidget(self.confidence)
        shown.addWidget(self.sessions)
        shown.addWidget(self.questions)
        shown.addWidget(self._news)
        page.column.addWidget(self.filters)
        for line in (self.waiting, self.retry, self.trouble):
            page.column.addWidget(line)
        page.column.addWidget(self._withheld)
        page.column.addWidget(self._shown)
        page.column.addWidget(self._empty_card())
        page.column.addStretch(1)
        self.set_page(page)
        for part in (self.filters, self._withheld, self._shown):
            part.setVisible(False)

    def _empty_card(self) -> Card:
        self._empty = Card()
        self._empty_title = Heading("h2")
        self._empty_about = Para("body", colour="text_muted")
        column = QVBoxLayout(self._empty)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(10)
        column.addWidget(self._empty_title)
        column.addWidget(self._empty_about)
        self._empty.setVisible(False)
        return self._empty

    def _connect(self) -> None:
        self.filters.module_changed.connect(self.read)
        self.filters.scope_changed.connect(self._on_scope_changed)
        self.filters.sheet_asked.connect(self.sheet_asked)
        self.questions.opened.connect(self._on_question_opened)
        self.questions.row_entered.connect(self._on_row_entered)
        self.questions.export.clicked.connect(lambda: self._ask_export(items_report))
        self.export.clicked.connect(lambda: self._ask_export(change_report))
        save = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        save.activated.connect(self.export.click)

    # ------------------------------------------------------------ asking

    def read(self) -> None:
        """Ask for everything."""
        self._ask(None)

    def _on_scope_changed(self) -> None:
        """What no scope changes is not asked again."""
        works = self._found.works if self._found else None
        self._ask(works.whole if works and works.module_id == self.filters.module_id else None)

    def _ask(self, whole: WholeFigures | None) -> None:
        language, wanted = i18n.language(), self.filters.module_id
        sites, halves = self.filters.sites, self.filters.halves
        self._question += 1
        mine = self._question

        def ask(store: Store) -> _Found:
            told = terms(store, catalog=self._catalog, language=language, on=today())
            modules = tuple(one for one in told.modules if one.installed)
            covered = coverage(store, told=told)
            module_id = wanted or first_answered(store, modules)
            if not module_id:
                return _Found(modules, "", covered, None)
            try:
                works = what_works(
                    store, told=told, catalog=self._catalog, module_id=module_id,
                    language=language, sites=sites, halves=halves, whole=whole,
                )  # fmt: skip
            except (PackRejected, KeyError) as error:
                trouble = str(error) if isinstance(error, PackRejected) else ""
                return _Found(modules, module_id, covered, None, trouble)
            return _Found(modules, module_id, covered, works)

        def answered(found: _Found) -> None:
            if mine == self._question:
                self._show(found)

        self.background.run(self, ask, answered, self.show_error)

    def _show(self, found: _Found) -> None:
        first = self._found is None
        self._found = found
        names = {
            one.site_id: one.name
            for one in found.covered.sites
            if not one.closed or one.is_in
        }  # fmt: skip
        halves = found.works.known_halves if found.works else ()
        self.filters.offer(found.modules, found.module_id, names, halves)
        self._say()
        if first and self.isVisible() and self.focusWidget() in (None, self):
            focus = self.first_focus()
            if focus is not None:
                focus.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ asked for

    def _ask_export(self, make: Callable[..., Report]) -> None:
        """The report is made when it is taken, of what is looked at now."""
        found = self._found
        if found is None or found.works is None:
            return
        module_id, catalog, language = found.module_id, self._catalog, i18n.language()
        sites, halves = self.filters.sites, self.filters.halves

        def made(store: Store) -> Report:
            told = terms(store, catalog=catalog, language=language, on=today())
            return make(
                store, told=told, catalog=catalog, module_id=module_id, language=language,
                sites=sites, halves=halves,
            )  # fmt: skip

        self.export_asked.emit(made)

    def _on_question_opened(self, figure: object) -> None:
        works = self._found.works if self._found else None
        if works is not None:
            self.sheet_asked.emit(QuestionSheet(figure, works.language))  # type: ignore[arg-type]

    def _on_row_entered(self, area: QRect) -> None:
        """Keep the row that is walked to in sight."""
        whole = self._page.widget()
        top = self.questions.table.mapTo(whole, QPoint(0, area.top())).y()
        bar, high = self._page.verticalScrollBar(), self._page.viewport().height()
        if top < bar.value():
            bar.setValue(top - area.height())
        elif top + area.height() > bar.value() + high:
            bar.setValue(top + 2 * area.height() - high)

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return _("What works")

    def first_focus(self) -> QWidget | None:
        filled = self._found is not None and bool(self._found.modules)
        return self.filters.module if filled else self.bar.buttons[self.place]

    def arrange(self) -> None:
        super().arrange()
        self._page.to_top()

    def retranslate(self) -> None:
        super().retranslate()
        # For translators: a button: save what is shown as a file.
        self.export.setText(_("Export"))
        self._say()
        self.title_changed.emit()

    def _say(self) -> None:
        found = self._found
        if found is None:
            return
        works = found.works
        filled = works is not None and not works.is_empty
        self.filters.setVisible(bool(found.modules))
        self.export.setVisible(filled)
        self._shown.setVisible(filled)
        self._withheld.setVisible(filled)
        self._empty.setVisible(not filled and not found.trouble)
        self._say_trouble(found)
        self._say_empty(found)
        if works is not None and filled:
            self._withheld.setText(withheld_line(works))
            self._news.setText(coverage_line(found.covered))
            self._say_objectives(works)
            self._say_confidence(works)
            self._say_halves(works)
            self._say_sessions(works)
            self.questions.show_figures(works.items)

    def _say_trouble(self, found: _Found) -> None:
        if found.trouble:
            self.trouble.say(found.trouble, "careful")
        else:
            self.trouble.clear()

    def _say_empty(self, found: _Found) -> None:
        works = found.works
        if not found.modules:
            self._empty_title.setText(_("No modules on this computer"))
            self._empty_about.setText(_("Add modules at the desk, from a stick or a folder."))
        elif self.filters.sites or self.filters.halves:
            self._empty_title.setText(_("Nothing to show here"))
            self._empty_about.setText(withheld_line(works) if works else "")
        else:
            self._empty_title.setText(_("Nobody has written both tests yet"))
            about = _("Figures come when people have written the tests before and after.")
            withheld = withheld_line(works) if works is not None and works.withheld else ""
            self._empty_about.setText(" ".join(filter(None, (about, withheld))))

    def _say_objectives(self, works: WhatWorks) -> None:
        later = any(one.later for one in works.objectives)
        about = f"{isolate(works.title)}. {_(LATER_LEANS)}" if later else works.title
        self.objectives.set_words(_("Before and after, by what people learn"), about)
        rows = tuple(
            Change(
                one.objective_id,
                one.text,
                one.before.share if one.before else None,
                one.after.share if one.after else None,
                later_note(one.later) if later else "",
            )
            for one in works.objectives
        )
        self.changes.show_data(Changes(_("What people learn"), rows))

    def _say_confidence(self, works: WhatWorks) -> None:
        self.confidence.setVisible(any(one.before or one.after for one in works.confidence))
        about = f"{isolate(works.title)}. {_(SURE_IS)}"
        self.confidence.set_words(_("How sure people are"), about)
        rows = tuple(
            Change(
                one.line,
                _(LINE_WORDS[one.line]),
                one.before.share if one.before else None,
                one.after.share if one.after else None,
            )
            for one in works.confidence
        )
        self.sureness.show_data(Changes(_("How sure people are"), rows))

    def _say_halves(self, works: WhatWorks) -> None:
        self.halves.set_words(_("Right, by half-year"), works.title)
        series = (
            Series(_("Before"), tuple(one.before for one in works.halves)),
            Series(_("After"), tuple(one.after for one in works.halves)),
        )
        self.trend.show_data(Trend(tuple(one.first for one in works.halves), series, "share"))

    def _say_sessions(self, works: WhatWorks) -> None:
        self.sessions.setVisible(bool(works.sessions or works.sessions_withheld))
        about = f"{isolate(works.title)}. {sessions_line(works)}"
        self.sessions.set_words(_("The latest sessions"), about)
        rows = tuple(
            Change(str(place), session_name(one), one.before, one.after, session_note(one))
            for place, one in enumerate(works.sessions)
        )
        self.meetings.show_data(Changes(_("Session"), rows))
