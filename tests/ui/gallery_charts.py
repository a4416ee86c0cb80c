"""The four charts, full and without data."""

from datetime import date

from PySide6.QtWidgets import QGridLayout, QWidget

from tests.ui.gallery_words import t
from trainer_app.ui.charts.bars import StackedBars
from trainer_app.ui.charts.before_after import BeforeAfter
from trainer_app.ui.charts.data import (
    Bar,
    Bars,
    Change,
    Changes,
    Fill,
    Part,
    Readiness,
    Series,
    Trend,
)
from trainer_app.ui.charts.frame import ChartFrame
from trainer_app.ui.charts.ring import ReadinessRing
from trainer_app.ui.charts.trend import TrendLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.sound import Speaker
from trainer_app.ui.widgets.pages import ScrollPage

SITES = (
    ("lpz", "La Paz Central", (34, 12, 6)),
    ("alto", "El Alto", (22, 16, 12)),
    ("cbb", "Cochabamba", (18, 9, 5)),
    ("dkr", "Dakar Pompiers", (26, 11, 4)),
    ("lome", "Lomé Agbalépédo", (9, 10, 14)),
    ("tarija", "Terminal de buses interdepartamental de Tarija, puerta norte", None),
)


def finished() -> Bars:
    """Modules finished, by terminal."""
    parts = (
        Part(t("Finished"), "solid"),
        Part(t("In progress"), "hatched"),
        Part(t("Not started"), "faint"),
    )
    rows = tuple(Bar(key, name, counts) for key, name, counts in SITES)
    return Bars(t("Terminal"), parts, rows, most=6, more=t("and 12 more"))


def states() -> Bars:
    """Every look a part can have."""
    words = ("In date", "Refresher due", "Overdue", "In progress", "Not started")
    fills: tuple[Fill, ...] = ("solid", "dotted", "crossed", "hatched", "faint")
    parts = tuple(Part(t(word), fill) for word, fill in zip(words, fills, strict=True))
    rows = (
        Bar("drivers", t("Drivers"), (20, 8, 5, 6, 11)),
        Bar("tickets", t("Ticket office"), (3, 0, 1, 0, 90)),
        Bar("guards", t("Guards"), (0, 0, 0, 0, 0)),
    )
    return Bars(t("Team"), parts, rows)


def changes() -> Changes:
    """Before and after by objective."""
    rows = (
        Change("signs", t("Notice the signs early"), 0.46, 0.78, t("31 people")),
        Change("ask", t("Ask with care"), 0.7, 0.72),
        Change("pass", t("Pass on what you saw"), 0.61, 0.55),
        Change("calm", t("Stay calm"), None, 0.83),
        Change("law", t("Know the law"), None, None),
    )
    return Changes(t("Objective"), rows, missing=t("too few to show"))


def months(count: int = 9) -> tuple[date, ...]:
    """The last months up to March 2027."""
    last = 2027 * 12 + 2
    return tuple(date(n // 12, n % 12 + 1, 1) for n in range(last - count + 1, last + 1))


def trend() -> Trend:
    """Two lines, one with a gap."""
    return Trend(
        months(),
        (
            Series(t("Trained"), (4, 9, 15, None, None, 31, 38, 40, 52)),
            Series(t("Overdue"), (0, 2, 3, 5, 4, 9, None, 8, 6)),
        ),
    )


def shares() -> Trend:
    """One line of shares over two years."""
    values = tuple(None if n in (7, 8, 9, 11) else min(0.94, 0.12 + n * 0.036) for n in range(24))
    return Trend(months(24), (Series(t("Share trained"), values),), "share")


READY = Readiness(5, 1, 1, 1)


class ChartsPage(Screen):
    """The four charts on their cards."""

    def __init__(self, speaker: Speaker) -> None:
        super().__init__()
        page = ScrollPage()
        self.bars, self.change = StackedBars(choosable=True), BeforeAfter()
        self.trend, self.ring = TrendLine(), ReadinessRing()
        self.frames = [
            ChartFrame(chart) for chart in (self.bars, self.change, self.trend, self.ring)
        ]
        grid = QGridLayout()
        grid.setSpacing(16)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for number, frame in enumerate(self.frames):
            grid.addWidget(frame, number // 2, number % 2)
        page.column.addLayout(grid)
        page.column.addStretch(1)
        self.set_content(page)
        self.settle()

    def retranslate(self) -> None:
        self.bars.show_data(finished())
        self.change.show_data(changes())
        self.trend.show_data(trend())
        self.ring.show_data(READY)
        titles = (
            "Modules finished, by terminal",
            "Before and after, by objective",
            "Trained and overdue, by month",
            "Safe Terminals, our self-check",
        )
        for frame, title in zip(self.frames, titles, strict=True):
            frame.set_words(t(title), t("5 of 5 terminals in"))

    def first_focus(self) -> QWidget:
        return self.frames[0].switch


class MoreChartsPage(ChartsPage):
    """Other data: five states, shares over two years, a table, and nothing at all."""

    def retranslate(self) -> None:
        super().retranslate()
        self.bars.show_data(states())
        self.frames[1].show_table(True)
        self.trend.show_data(shares())
        self.ring.show_data(Readiness(0, 0, 0, 0, t("Nobody has filled in the self-check yet.")))
