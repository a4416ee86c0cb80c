"""All sites: how many are trained at each, and from when that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.learning import today
from trainer_app.operations.reports.overview import Overview, SiteLine, overview
from trainer_app.operations.reports.terms import terms
from trainer_app.ui.oversight.fact_rows import FactButton
from trainer_app.ui.oversight.page import OversightPage
from trainer_app.ui.oversight.site_words import coverage_line, news_line, site_name
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ScrollPage, clear_layout
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.store import Store
    from trainer_app.ui.background import Background


class SitesScreen(OversightPage):
    """Signals: ``site_asked(str)`` with a site id."""

    site_asked = Signal(str)

    place = "sites"

    def __init__(self, background: Background, catalog: Catalog) -> None:
        super().__init__(background)
        self._catalog = catalog
        self._whole: Overview | None = None
        self._heading, self._line = Heading("h1"), Para("body", colour="text_muted")
        self.nothing = NoteLine()
        self.rows: list[FactButton] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        page = ScrollPage(width=960)
        for part in (self._heading, self._line, self.waiting, self.retry, self.nothing):
            page.column.addWidget(part)
        page.column.addLayout(self._list)
        page.column.addStretch(1)
        self.set_page(page)
        self.settle()
        self.begin()

    def read(self) -> None:
        """Ask for every site's numbers."""
        language = i18n.language()

        def ask(store: Store) -> Overview:
            told = terms(store, catalog=self._catalog, language=language, on=today())
            return overview(store, told=told)

        self.background.run(self, ask, self._on_read, self.show_error)

    def _on_read(self, whole: Overview) -> None:
        self._whole = whole
        self.retranslate()

    def title(self) -> str:
        return _("Sites")

    def first_focus(self) -> QWidget | None:
        return self.rows[0] if self.rows else self.bar.buttons[self.place]

    def retranslate(self) -> None:
        super().retranslate()
        self._heading.setText(_("Sites"))
        whole = self._whole
        if whole is None:
            return
        self._line.setText(coverage_line(whole.coverage))
        clear_layout(self._list)
        self.rows = [self._row(line) for line in whole.sites]
        for row in self.rows:
            self._list.addWidget(row)
        if self.rows:
            self.nothing.clear()
        else:
            self.nothing.say(_("Nothing collected yet"), "info")
        self.title_changed.emit()

    def _row(self, line: SiteLine) -> FactButton:
        site_id = line.site.site_id
        parts = [_people_words(line), news_line(line.site)]
        if line.working is not None:
            words = ngettext("{count} person works here", "{count} people work here", line.working)
            parts.insert(1, words.format(count=isolate(i18n.number(line.working))))
        said = " · ".join(map(isolate, parts))
        return FactButton(
            "building", site_name(line.site), said, lambda: self.site_asked.emit(site_id)
        )


def _people_words(line: SiteLine) -> str:
    """“12 of 40 trained”; where nobody is registered, that it is not known."""
    if not line.people:
        return _("Staff not known")
    return _("{count} of {people} trained").format(
        count=isolate(i18n.number(line.trained)), people=isolate(i18n.number(line.people))
    )
