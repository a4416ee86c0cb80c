"""Which sites are in, and from when; those nobody heard of are rows, too."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.reports.coverage import Coverage, SiteNews
from trainer_app.ui.oversight.site_words import news_line, site_name
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.pages import clear_layout, marked
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

_SHOWN = 8


class NewsCard(Card):
    """``collect`` leads to where results are collected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._title = Heading("h2")
        self._rows, self._more = QVBoxLayout(), Para("small", colour="text_muted")
        self.collect = SecondaryButton("download")
        super().__init__(parent=parent)
        self._rows.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addLayout(self._rows)
        column.addWidget(self._more)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.collect)
        row.addStretch(1)
        column.addLayout(row)

    def retranslate(self) -> None:
        self._title.setText(_("Which sites are in"))
        self.collect.setText(_("Collect results"))

    def show_coverage(self, covered: Coverage) -> None:
        """Those without data first, then those whose news are oldest."""
        clear_layout(self._rows)
        sites = sorted(
            (one for one in covered.sites if not one.closed or one.is_in),
            key=lambda one: (one.latest_on or date.min, one.name.casefold()),
        )
        for site in sites[:_SHOWN]:
            self._rows.addLayout(_row(site))
        left = len(sites) - _SHOWN
        words = ngettext("and {count} more site", "and {count} more sites", max(left, 0))
        self._more.setText(words.format(count=isolate(i18n.number(left))))
        self._more.setVisible(left > 0)


def _row(site: SiteNews) -> QHBoxLayout:
    icon, colour = ("circle-check", "success") if site.is_in else ("circle-dashed", "text_muted")
    if site.is_late:
        icon, colour = "hourglass", "caution"
    words = QWidget()
    lines = QVBoxLayout(words)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(0)
    name, said = Para("label"), Para("small", colour="text_muted")
    name.set_plain(site_name(site))
    said.set_plain(news_line(site))
    lines.addWidget(name)
    lines.addWidget(said)
    return marked(PictureMark(icon, 24, colour=colour, beside="label"), words, 12)
