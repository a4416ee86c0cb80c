"""V05: one site: its teams, how training grew, its sessions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.learning import today
from trainer_app.operations.readiness import Readiness, checklists_here, site_readiness
from trainer_app.operations.reports.scope import Scope
from trainer_app.operations.reports.site import GroupLine, SiteReport, site_report
from trainer_app.operations.reports.terms import terms
from trainer_app.operations.role_words import ROLES
from trainer_app.operations.session_record import Kept
from trainer_app.ui.charts.bars import StackedBars
from trainer_app.ui.charts.data import Bar, Bars, Part, Series, Trend
from trainer_app.ui.charts.frame import ChartFrame
from trainer_app.ui.charts.trend import TrendLine
from trainer_app.ui.oversight.fact_rows import FactCard, fact_row
from trainer_app.ui.oversight.page import OversightPage
from trainer_app.ui.oversight.readiness_card import ReadinessCard
from trainer_app.ui.oversight.site_words import news_line, site_name
from trainer_app.ui.oversight.tiles import change_value
from trainer_app.ui.oversight.two_columns import TwoColumns
from trainer_app.ui.screen import Leading
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.store import Store
    from trainer_app.ui.background import Background

_SESSIONS = 8


class SiteScreen(OversightPage):
    """Signals: ``people_asked(Scope)``: the people of this site, or of one of its teams;
    ``check_asked``: its self-check."""

    people_asked = Signal(object)
    check_asked = Signal()

    place = "sites"
    leading: Leading = "back"

    def __init__(self, background: Background, catalog: Catalog, site_id: str) -> None:
        super().__init__(background)
        self._catalog, self._site_id = catalog, site_id
        self._found: SiteReport | None = None
        self._readiness: Readiness | None = None
        self._name, self._about = Heading("display"), Para("body", colour="text_muted")
        self.people = PrimaryButton("users")
        self.teams, self.works = StackedBars(choosable=True), StackedBars()
        self.grown = TrendLine()
        self.charts = [
            ChartFrame(self.teams, "waypost-teams"),
            ChartFrame(self.works, "waypost-work"),
            ChartFrame(self.grown, "waypost-trend"),
        ]
        self.sessions, self.tests = FactCard(), Para("body")
        self.readiness = ReadinessCard()
        self._build()
        self.people.clicked.connect(lambda: self.people_asked.emit(Scope(sites=(site_id,))))
        self.readiness.check.clicked.connect(self.check_asked)
        self.teams.chosen.connect(
            lambda team: self.people_asked.emit(
                Scope(sites=(site_id,), teams=(team,) if team else ())
            )
        )
        self.settle()
        self.begin()

    def _build(self) -> None:
        page = ScrollPage()
        self._shown = QWidget()
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(2)
        for para in (self._name, self._about, self.tests):
            words.addWidget(para)
        head.addLayout(words, 1)
        head.addWidget(self.people, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        teams, works, grown = self.charts
        column.addWidget(self.readiness)
        column.addWidget(TwoColumns(teams, works))
        column.addWidget(TwoColumns(grown, self.sessions))
        for line in (self.waiting, self.retry):
            page.column.addWidget(line)
        page.column.addWidget(self._shown)
        page.column.addStretch(1)
        self.set_page(page)
        self._shown.setVisible(False)

    def read(self) -> None:
        """Ask what is known of this site."""
        language, site_id = i18n.language(), self._site_id

        def ask(store: Store) -> tuple[SiteReport, Readiness | None]:
            told = terms(store, catalog=self._catalog, language=language, on=today())
            report = site_report(store, told=told, site_id=site_id)
            listed = checklists_here(store, catalog=self._catalog, language=language)
            if not listed:
                return report, None
            readiness = site_readiness(
                store,
                catalog=self._catalog,
                site_id=site_id,
                language=language,
                on=today(),
                checklist_id=listed[0].checklist.id,
            )
            return report, readiness

        self.background.run(self, ask, self._on_read, self.show_error)

    def _on_read(self, found: tuple[SiteReport, Readiness | None]) -> None:
        first = self._found is None
        self._found, self._readiness = found
        self.retranslate()
        if first and self.isVisible():
            self.people.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return _("Site")

    def primary(self) -> QAbstractButton | None:
        return self.people if self._found is not None else None

    def first_focus(self) -> QWidget | None:
        return self.primary() or self.bar.buttons[self.place]

    def retranslate(self) -> None:
        super().retranslate()
        self.people.setText(_("See the people"))
        found = self._found
        self._shown.setVisible(found is not None)
        if found is None:
            return
        self._name.set_plain(site_name(found.site))
        self._about.setText(f"{_counted(found)} · {isolate(news_line(found.site))}")
        words = _("Tests before and after: {value}, out of 100.")
        withheld = _("Tests before and after: too few to compare.")
        value = change_value(found.change)
        self.tests.setText(words.format(value=isolate(value)) if value else withheld)
        self._show_groups(found)
        self.charts[2].set_words(_("Fully trained, by month"))
        self.grown.show_data(_trend(found))
        self.readiness.show_readiness(self._readiness, found.trained)
        self.sessions.show_rows(_("Training sessions"), _sessions(found), _("None yet."))
        self.title_changed.emit()

    def _show_groups(self, found: SiteReport) -> None:
        parts = (
            Part(_("Trained"), "solid"),
            Part(_("Overdue"), "crossed"),
            Part(_("Not trained yet"), "faint"),
        )
        nobody = _("Nobody is registered yet.")
        self.charts[0].set_words(_("Trained, by team"))
        rows = tuple(_bar(line.name, line.name or _("No team"), line) for line in found.teams)
        self.teams.show_data(Bars(_("Team"), parts, rows, empty=nobody))
        self.charts[1].set_words(_("Trained, by work"))
        rows = tuple(_bar(role, _(ROLES[role]), line) for role, line in found.roles)
        self.works.show_data(Bars(_("Work"), parts, rows, empty=nobody))


def _bar(key: str, name: str, line: GroupLine) -> Bar:
    rest = line.people - line.trained - line.overdue
    return Bar(key, name, (line.trained, line.overdue, rest))


def _trend(found: SiteReport) -> Trend:
    return Trend(
        tuple(line.month for line in found.trend),
        (Series(_("Fully trained"), tuple(line.trained for line in found.trend)),),
        empty=_("Nobody has passed all they need yet."),
    )


def _counted(found: SiteReport) -> str:
    words = ngettext("{count} person", "{count} people", found.people)
    people = words.format(count=isolate(i18n.number(found.people)))
    if not found.people:
        return _("Staff not known")
    trained = _("{count} trained").format(count=isolate(i18n.number(found.trained)))
    overdue = _("{count} overdue").format(count=isolate(i18n.number(found.overdue)))
    return f"{people} · {trained} · {overdue}"


def _sessions(found: SiteReport) -> list[QWidget]:
    rows = []
    if found.following is not None:
        rows.append(_session(found.following, "calendar", _("planned")))
    for one in found.sessions[:_SESSIONS]:
        words = ngettext("{count} was there", "{count} were there", one.session.present)
        rows.append(
            _session(
                one,
                "presentation",
                words.format(count=isolate(i18n.number(one.session.present))),
            )
        )
    return rows


def _session(kept: Kept, icon: str, said: str) -> QWidget:
    day = i18n.day(date.fromisoformat(kept.session.day))
    mark = PictureMark(icon, 24, colour="primary", beside="label")
    return fact_row(mark, kept.session.title, f"{isolate(day)} · {isolate(said)}")
