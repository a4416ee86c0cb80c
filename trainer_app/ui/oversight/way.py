"""The way between the supervisor's pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from trainer_app import i18n
from trainer_app.operations.reports.scope import EVERYBODY, Scope

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.reports.completion import Sorting
    from trainer_app.operations.reports.table import Report
    from trainer_app.operations.reports.terms import Terms
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background
    from trainer_app.ui.main_window import MainWindow
    from trainer_app.ui.oversight.page import OversightPage
    from trainer_app.ui.screen import Screen

Leave = Callable[[], None]
Show = Callable[["Screen", Leave], None]


class OversightWay(QObject):
    """One for a stay at the desk: it remembers whom somebody looked for.

    ``show`` shows a page, and builds it anew with what it is given. ``ways`` lead out of these
    pages: ``desk``, ``collect``, ``people`` and ``lock``; each is told how to come back.
    ``self_check`` leads to that of a site.
    """

    def __init__(
        self,
        show: Show,
        window: MainWindow,
        background: Background,
        catalog: Catalog,
        on_duty: Callable[[], OnDuty],
        ways: dict[str, Callable[[Leave], None]],
        self_check: Callable[[str, Leave], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._show_page, self._window, self._background = show, window, background
        self._catalog, self._on_duty, self._ways = catalog, on_duty, ways
        self._self_check = self_check
        self._scope: Scope = EVERYBODY

    def show(self) -> None:
        """The overview."""
        from trainer_app.ui.oversight.overview_screen import OverviewScreen

        page = OverviewScreen(self._background, self._catalog)
        page.people_asked.connect(self.show_people)
        page.site_asked.connect(lambda site: self.show_site(site, self.show))
        page.collect_asked.connect(lambda: self._ways["collect"](self.show))
        page.doubles_asked.connect(lambda: self._ways["people"](self.show))
        page.lock_asked.connect(lambda: self._ways["lock"](self.show))
        self._present(page, self.show)

    def show_people(self, scope: Scope | None = None) -> None:
        """Who is trained; without a scope, as it was left."""
        from trainer_app.ui.oversight.completion_screen import CompletionScreen

        if scope is not None:
            self._scope = scope
        page = CompletionScreen(self._background, self._catalog, self._scope)
        page.scope_changed.connect(self._remember)
        page.person_asked.connect(self.show_person)
        page.export_asked.connect(self._export_completion)
        self._present(page, self.show_people)

    def show_person(self, learner_id: str) -> None:
        """One person; the way back is the list."""
        from trainer_app.ui.oversight.person_screen import PersonReportScreen

        page = PersonReportScreen(self._background, self._catalog, learner_id)
        self._present(page, lambda: self.show_person(learner_id), self.show_people)

    def show_due(self) -> None:
        """Refreshers, by week."""
        from trainer_app.ui.oversight.due_screen import DueScreen

        page = DueScreen(self._background, self._catalog)
        page.sheet_wanted.connect(self._export_due)
        self._present(page, self.show_due)

    def show_works(self) -> None:
        """What works: before and after, and how questions go."""
        from trainer_app.ui.oversight.works_screen import WorksScreen

        page = WorksScreen(self._background, self._catalog)
        page.export_asked.connect(self._open_export)
        self._present(page, self.show_works)

    def show_sites(self) -> None:
        """Every site."""
        from trainer_app.ui.oversight.sites_screen import SitesScreen

        page = SitesScreen(self._background, self._catalog)
        page.site_asked.connect(lambda site: self.show_site(site, self.show_sites))
        self._present(page, self.show_sites)

    def show_site(self, site_id: str, leave: Leave) -> None:
        """One site; its way back is ``leave``."""
        from trainer_app.ui.oversight.site_screen import SiteScreen

        page = SiteScreen(self._background, self._catalog, site_id)
        page.people_asked.connect(self.show_people)

        def again() -> None:
            self.show_site(site_id, leave)

        page.check_asked.connect(lambda: self._self_check(site_id, again))
        self._present(page, again, leave)

    def show_check(self) -> None:
        """Whether a certificate is genuine."""
        from trainer_app.ui.oversight.check_screen import CheckScreen

        self._present(CheckScreen(self._background, self._on_duty), self.show_check)

    def _present(self, page: OversightPage, again: Leave, leave: Leave | None = None) -> None:
        page.place_asked.connect(self._on_place_asked)
        page.back_asked.connect(leave or (lambda: self._ways["desk"](again)))
        self._show_page(page, again)

    # ------------------------------------------------------------ files

    def _export_completion(self, scope: Scope, sorting: Sorting) -> None:
        from trainer_app.operations.reports.completion import completion_report

        self._export(
            lambda store, told: completion_report(store, told=told, scope=scope, sorting=sorting)
        )

    def _export_due(self, scope: Scope) -> None:
        from trainer_app.operations.reports.due import overdue_report

        self._export(lambda store, told: overdue_report(store, told=told, scope=scope))

    def _export(self, make: Callable[[Store, Terms], Report]) -> None:
        from trainer_app.operations.learning import today
        from trainer_app.operations.reports.terms import terms

        language = i18n.language()

        def made(store: Store) -> Report:
            told = terms(store, catalog=self._catalog, language=language, on=today())
            return make(store, told)

        self._open_export(made)

    def _open_export(self, make: Callable[[Store], Report]) -> None:
        from trainer_app.ui.oversight.export_sheet import ExportReportSheet

        sheet = ExportReportSheet(self._background, self._on_duty(), make)
        self._window.open_sheet(sheet)

    # ------------------------------------------------------------ inside

    def _on_place_asked(self, place: str) -> None:
        places: dict[str, Leave] = {
            "overview": self.show,
            "completion": self.show_people,
            "due": self.show_due,
            "works": self.show_works,
            "sites": self.show_sites,
            "certificate": self.show_check,
            "desk": lambda: self._ways["desk"](self.show),
        }
        places[place]()

    def _remember(self, scope: Scope) -> None:
        self._scope = scope
