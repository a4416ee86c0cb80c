"""Refreshers that are due, by week and site; and certificates that end soon."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, listing, ngettext
from trainer_app.operations.learning import today
from trainer_app.operations.reports.completion import Cell
from trainer_app.operations.reports.due import Due, DueLine, ExpiryLine, refreshers
from trainer_app.operations.reports.scope import Scope
from trainer_app.operations.reports.terms import terms
from trainer_app.ui import theme
from trainer_app.ui.oversight.fact_rows import FactCard, StateMark, fact_row
from trainer_app.ui.oversight.page import OversightPage
from trainer_app.ui.oversight.scope_bar import Chosen
from trainer_app.ui.oversight.site_words import coverage_line, site_name
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton
from trainer_app.ui.widgets.pages import ScrollPage, clear_layout
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.store import Store
    from trainer_app.ui.background import Background

_SHOWN, _SITE = 25, 320
"""So many rows of a week are shown at once; a button shows the rest."""


class DueScreen(OversightPage):
    """Signals: ``sheet_wanted(Scope)``: the reminder sheet of these sites is to be saved."""

    sheet_wanted = Signal(object)

    place = "due"

    def __init__(self, background: Background, catalog: Catalog) -> None:
        super().__init__(background)
        self._catalog = catalog
        self._found: Due | None = None
        self._site: str | None = None
        self._question = 0
        self._unfolded: set[date | None] = set()
        self._heading, self._line = Heading("h1"), Para("body", colour="text_muted")
        self.site, self.sheet = Chosen(), PrimaryButton("printer")
        self.weeks = QVBoxLayout()
        self.expiring = FactCard()
        self._build()
        self.site.activated.connect(self._on_site_chosen)
        self.sheet.clicked.connect(
            lambda: self.sheet_wanted.emit(Scope(sites=() if self._site is None else (self._site,)))
        )
        self.settle()
        self.begin()

    def _build(self) -> None:
        page = ScrollPage()
        head = QHBoxLayout()
        head.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._heading)
        words.addWidget(self._line)
        head.addLayout(words, 1)
        head.addWidget(self.site, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignVCenter)
        page.column.addLayout(head)
        for line in (self.waiting, self.retry):
            page.column.addWidget(line)
        self.weeks.setSpacing(16)
        page.column.addLayout(self.weeks)
        page.column.addWidget(self.expiring)
        page.column.addStretch(1)
        self.set_page(page)
        self.expiring.setVisible(False)
        self.site.setVisible(False)
        self.sheet.setVisible(False)

    # ------------------------------------------------------------ asking

    def dress(self) -> None:
        self.site.setMaximumWidth(theme.px(_SITE))  # the list has a long name whole
        super().dress()

    def read(self) -> None:
        """Ask what is due at the chosen site, or at all."""
        language = i18n.language()
        scope = Scope(sites=() if self._site is None else (self._site,))
        self._question += 1
        mine = self._question

        def ask(store: Store) -> Due:
            told = terms(store, catalog=self._catalog, language=language, on=today())
            return refreshers(store, told=told, scope=scope)

        def answered(found: Due) -> None:
            if mine == self._question:
                self._found = found
                self.retranslate()

        self.background.run(self, ask, answered, self.show_error)

    def _on_site_chosen(self) -> None:
        self._site = self.site.currentData()
        self._unfolded = set()
        self.read()

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return _("Refreshers")

    def primary(self) -> QAbstractButton | None:
        return self.sheet if self._found is not None and self._found.lines else None

    def first_focus(self) -> QWidget | None:
        return self.primary() or self.bar.buttons[self.place]

    def retranslate(self) -> None:
        super().retranslate()
        self._heading.setText(_("Refreshers"))
        self.sheet.setText(_("Reminder sheet"))
        self.site.setAccessibleName(_("Site"))
        found = self._found
        if found is None:
            return
        self._fill_sites(found)
        self._line.setText(coverage_line(found.coverage))
        self.sheet.setVisible(bool(found.lines or found.expiring))
        self._show_weeks(found)
        self.expiring.setVisible(True)
        self.expiring.show_rows(
            _("Certificates that end soon"),
            [self._expiry_row(one) for one in found.expiring[:_SHOWN]],
            _("None in the next two months."),
        )
        self.title_changed.emit()

    def _fill_sites(self, found: Due) -> None:
        sites = [one for one in found.coverage.sites if not one.closed or one.is_in]
        self.site.clear()
        self.site.addItem(_("All sites"), None)
        for one in sites:
            self.site.addItem(site_name(one), one.site_id)
        places = [place for place in range(self.site.count())
                  if self.site.itemData(place) == self._site]  # fmt: skip
        self.site.setCurrentIndex(places[0] if places else 0)
        self.site.setVisible(len(sites) > 1)

    def _show_weeks(self, found: Due) -> None:
        clear_layout(self.weeks)
        weeks = found.weeks(today())
        if not weeks:
            card = FactCard()
            card.show_rows(_("Nothing is due"), [], _("No refresher in the next four weeks."))
            self.weeks.addWidget(card)
        for monday in sorted(weeks, key=lambda one: one or date.min):
            lines = weeks[monday]
            whole = monday in self._unfolded
            people = _by_person(lines)
            card = FactCard()
            rows = [self._row(one) for one in (people if whole else people[:_SHOWN])]
            card.show_rows(_week_words(monday, len(lines)), rows, "")
            if len(people) > len(rows):
                card.add_below(self._unfold(monday, len(people) - len(rows)))
            self.weeks.addWidget(card)

    def _unfold(self, monday: date | None, left: int) -> QuietButton:
        button = QuietButton("chevron-down")
        words = ngettext("Show {count} more", "Show {count} more", left)
        button.setText(words.format(count=isolate(i18n.number(left))))

        def unfold() -> None:
            self._unfolded.add(monday)
            self.retranslate()
            self.bar.buttons[self.place].setFocus(Qt.FocusReason.OtherFocusReason)

        button.clicked.connect(unfold)
        return button

    def _row(self, lines: list[DueLine]) -> QWidget:
        """One person's refreshers of a week: the first day of them, and of which modules."""
        first = lines[0]
        titles = listing(line.title.partition(":")[0] for line in lines)
        said = [i18n.day(first.on), titles, *self._whose(first)]
        words = " · ".join(isolate(one) for one in said)
        return fact_row(StateMark(Cell(first.state)), first.row.name, words)

    def _expiry_row(self, line: ExpiryLine) -> QWidget:
        past = line.until < today()
        words = _("ended on {day}") if past else _("valid until {day}")
        said = [line.title, words.format(day=isolate(i18n.day(line.until))), *self._whose(line)]
        colour = "danger" if past else "caution"
        mark = PictureMark("certificate", 24, colour=colour, beside="label")
        return fact_row(mark, line.row.name, " · ".join(isolate(one) for one in said))

    def _whose(self, line: DueLine | ExpiryLine) -> list[str]:
        found = self._found
        if found is None or len(found.coverage.sites) < 2 or self._site is not None:
            return [line.row.team] if line.row.team else []
        return [site_name(found.coverage.site(line.row.site))]


def _by_person(lines: list[DueLine]) -> list[list[DueLine]]:
    """The lines of each person together, in the order of each one's first."""
    found: dict[int, list[DueLine]] = {}
    for line in lines:
        found.setdefault(line.row.person, []).append(line)
    return list(found.values())


def _week_words(monday: date | None, count: int) -> str:
    many = isolate(i18n.number(count))
    if monday is None:
        words = ngettext("Late: {count} refresher", "Late: {count} refreshers", count)
        return words.format(count=many)
    day = isolate(i18n.day(monday))
    words = ngettext("Week of {day}: {count} refresher", "Week of {day}: {count} refreshers", count)
    return words.format(day=day, count=many)
