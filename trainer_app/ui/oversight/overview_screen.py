"""V02: how things stand at a glance, and which sites the numbers are of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.computer_lock import needs_passphrase
from trainer_app.operations.learning import today
from trainer_app.operations.reports.coverage import doubles_suggested
from trainer_app.operations.reports.overview import Overview, SiteLine, overview
from trainer_app.operations.reports.scope import EVERYBODY, Scope
from trainer_app.operations.reports.terms import terms
from trainer_app.ui.charts.bars import StackedBars
from trainer_app.ui.charts.data import Bar, Bars, Part
from trainer_app.ui.charts.frame import ChartFrame
from trainer_app.ui.oversight.news_card import NewsCard
from trainer_app.ui.oversight.page import OversightPage
from trainer_app.ui.oversight.site_words import counted_line, coverage_line, site_name
from trainer_app.ui.oversight.tiles import Tiles
from trainer_app.ui.oversight.two_columns import TwoColumns
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Callout, NoteLine
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.store import Store
    from trainer_app.ui.background import Background

_SHOWN = 12


class OverviewScreen(OversightPage):
    """Signals: ``people_asked(Scope)``, ``site_asked(str)``, ``collect_asked``,
    ``doubles_asked``, ``lock_asked``."""

    people_asked = Signal(object)
    site_asked = Signal(str)
    collect_asked = Signal()
    doubles_asked = Signal()
    lock_asked = Signal()

    place = "overview"

    def __init__(self, background: Background, catalog: Catalog) -> None:
        super().__init__(background)
        self._catalog = catalog
        self._whole: Overview | None = None
        self._doubles = 0
        self.overdue = PrimaryButton("arrow-right", forward=True)
        self.tiles, self._line = Tiles(), Para("body", colour="text_muted")
        self.bars = StackedBars(choosable=True)
        self.chart = ChartFrame(self.bars, "waypost-sites")
        self.news = NewsCard()
        self.nameless_note = NoteLine()
        self.doubles_note, self.doubles = NoteLine(), QuietButton("git-merge")
        self._open = Callout("careful")
        self.lock = SecondaryButton("lock")
        self._build()
        self.tiles.chosen.connect(self.people_asked)
        self.bars.chosen.connect(self.site_asked)
        self.overdue.clicked.connect(
            lambda: self.people_asked.emit(replace(EVERYBODY, overdue=True))
        )
        for button in (self.news.collect, self.collect):
            button.clicked.connect(self.collect_asked)
        self.doubles.clicked.connect(self.doubles_asked)
        self.lock.clicked.connect(self.lock_asked)
        self.settle()
        self.begin()

    def _build(self) -> None:
        self._page = page = ScrollPage()
        self._shown = QWidget()
        shown = QVBoxLayout(self._shown)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(16)
        shown.addWidget(self._open)
        shown.addWidget(self.lock, 0, Qt.AlignmentFlag.AlignLeading)
        shown.addWidget(self.tiles)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._line, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.overdue)
        shown.addLayout(row)
        shown.addWidget(TwoColumns(self.chart, self.news))
        shown.addWidget(self.nameless_note)
        shown.addWidget(self.doubles_note)
        shown.addWidget(self.doubles, 0, Qt.AlignmentFlag.AlignLeading)
        for line in (self.waiting, self.retry):
            page.column.addWidget(line)
        page.column.addWidget(self._shown)
        page.column.addWidget(self._empty_card())
        page.column.addStretch(1)
        self.set_page(page)
        self._shown.setVisible(False)
        for part in (self.doubles, self._open, self.lock):
            part.setVisible(False)

    def _empty_card(self) -> Card:
        self._empty = Card()
        self._empty_title = Heading("h2")
        self._empty_about = Para("body", colour="text_muted")
        self.collect = PrimaryButton("download")
        column = QVBoxLayout(self._empty)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(10)
        column.addWidget(self._empty_title)
        column.addWidget(self._empty_about)
        column.addWidget(self.collect, 0, Qt.AlignmentFlag.AlignLeading)
        self._empty.setVisible(False)
        return self._empty

    # ------------------------------------------------------------ asking

    def read(self) -> None:
        """Ask for the numbers; who may be registered twice takes longer, and comes after."""
        language = i18n.language()

        def ask(store: Store) -> Overview:
            told = terms(store, catalog=self._catalog, language=language, on=today())
            return overview(store, told=told)

        self.background.run(self, ask, self._on_read, self.show_error)
        self.background.run(self, doubles_suggested, self._on_doubles_found)
        self.background.run(self, needs_passphrase, self._on_lock_known)

    def _on_read(self, whole: Overview) -> None:
        first = self._whole is None
        self._whole = whole
        self.retranslate()
        if first and self.isVisible():
            focus = self.first_focus()
            if focus is not None:
                focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_lock_known(self, is_open: bool) -> None:
        self._open.setVisible(is_open)
        self.lock.setVisible(is_open)

    def _on_doubles_found(self, count: int) -> None:
        self._doubles = count
        self._say_doubles()

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return _("Overview")

    def primary(self) -> QAbstractButton | None:
        if self._whole is None:
            return None
        return self.overdue if self._is_filled else self.collect

    def first_focus(self) -> QWidget | None:
        return self.primary() or self.bar.buttons[self.place]

    @property
    def _is_filled(self) -> bool:
        whole = self._whole
        return whole is not None and bool(whole.people or whole.coverage.heard)

    def arrange(self) -> None:
        super().arrange()
        self.tiles.set_compact(self.compact)

    def retranslate(self) -> None:
        super().retranslate()
        self.overdue.setText(_("See who is overdue"))
        self._empty_title.setText(_("Nothing collected yet"))
        self._empty_about.setText(
            _("Register people at the desk, or collect results from sticks and other computers.")
        )
        self.collect.setText(_("Collect results"))
        self.doubles.setText(_("Look at them"))
        self._open.setText(
            _(
                "Data of many people lies on this computer, and it opens by itself. "
                "Set a passphrase, so that a stolen computer tells nothing."
            )
        )
        self.lock.setText(_("Set a passphrase"))
        whole = self._whole
        if whole is not None:
            self._shown.setVisible(self._is_filled)
            self._empty.setVisible(not self._is_filled)
            self.tiles.show_overview(whole, Scope())
            self._show_sites(whole)
            self.news.show_coverage(whole.coverage)
            self._say_nameless(whole.nameless)
        self._say_doubles()
        self.title_changed.emit()

    def _show_sites(self, whole: Overview) -> None:
        rows = [line for line in whole.sites if line.people or line.site.is_in]
        more = len(rows) - _SHOWN
        words = ngettext("and {count} more site", "and {count} more sites", max(more, 0))
        self.chart.set_words(_("Trained, by site"))
        self._line.setText(f"{coverage_line(whole.coverage)} {counted_line(whole.counted)}")
        self.bars.show_data(
            Bars(
                rows_name=_("Site"),
                parts=(
                    Part(_("Trained"), "solid"),
                    Part(_("Overdue"), "crossed"),
                    Part(_("Under way"), "hatched"),
                    Part(_("Nothing begun"), "faint"),
                ),
                rows=tuple(map(_bar, rows)),
                most=_SHOWN,
                more=words.format(count=isolate(i18n.number(more))) if more > 0 else "",
                empty=_("Nobody is registered yet."),
            )
        )

    def _say_nameless(self, count: int) -> None:
        if not count:
            self.nameless_note.clear()
            return
        words = ngettext(
            "Results of {count} person count nowhere: the name has not come yet, or was erased.",
            "Results of {count} people count nowhere: their names have not come yet, or were "
            "erased.",
            count,
        )
        self.nameless_note.say(words.format(count=isolate(i18n.number(count))), "info")

    def _say_doubles(self) -> None:
        self.doubles.setVisible(self._doubles > 0)
        if not self._doubles:
            self.doubles_note.clear()
            return
        words = ngettext(
            "{count} person may be registered twice. Until that is settled they count twice.",
            "{count} people may be registered twice. Until that is settled they count twice.",
            self._doubles,
        )
        self.doubles_note.say(words.format(count=isolate(i18n.number(self._doubles))), "careful")


def _bar(line: SiteLine) -> Bar:
    if not line.people:
        return Bar(line.site.site_id, site_name(line.site), None, _("Staff not known"))
    parts = (line.trained, line.overdue, line.under_way, line.untouched)
    return Bar(line.site.site_id, site_name(line.site), parts)
