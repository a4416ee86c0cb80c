"""Every figure of a chart is said in a sentence and stands in its table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.ui.gallery_charts import READY, changes, finished, months, shares, states, trend
from trainer_app import i18n
from trainer_app.i18n import set_language
from trainer_app.ui.charts.data import (
    Bar,
    Bars,
    Change,
    Changes,
    ChartData,
    Part,
    Readiness,
    Series,
    Trend,
)
from trainer_app.ui.charts.words import cell_words, sentences, table_of, unknown_words

ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
ALL: dict[str, ChartData] = {
    "finished": finished(),
    "states": states(),
    "changes": changes(),
    "trend": trend(),
    "shares": shares(),
    "ready": READY,
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def said(data: ChartData) -> list[str]:
    return [one.translate(ISOLATES) for one in sentences(data)]


def test_a_bar_is_one_sentence_with_all_its_parts():
    assert said(finished())[0] == (
        "La Paz Central: Finished 34, In progress 12, Not started 6, 65% · 52."
    )


def test_a_bar_without_figures_says_so():
    assert said(finished())[-1].endswith("puerta norte: Not known.")
    rows = (Bar("a", "Oruro", None, "no data since 12 March"), Bar("b", "Potosí", (0, 0)))
    two = Bars("Site", (Part("Trained", "solid"), Part("Not yet", "faint")), rows)
    assert said(two) == [
        "Oruro: no data since 12 March.",
        "Potosí: Trained 0, Not yet 0, 0.",
    ]


def test_before_and_after_are_said_with_what_is_missing():
    told = said(changes())
    assert told[0] == "Notice the signs early: before 46, after 78, out of 100. 31 people"
    assert told[3] == "Stay calm: before too few to show, after 83, out of 100."
    assert told[4] == "Know the law: too few to show."


def test_an_unknown_month_is_said_and_is_not_nothing():
    told = said(trend())
    assert len(told) == 2
    assert told[0].startswith("Trained: July 2026 4, August 2026 9, September 2026 15")
    assert "October 2026 not known" in told[0]
    assert "July 2026 0" in told[1]


def test_readiness_is_said_by_kind():
    assert said(READY) == ["5 of 8.", "In place: 5.", "Partly: 1.", "Not yet: 1.", "Not known: 1."]


@pytest.mark.parametrize(
    "data",
    [
        Bars("Site", (), ()),
        Changes("Objective", ()),
        Trend(months(2), (Series("Trained", (None, None)),)),
        Trend((), ()),
        Readiness(0, 0, 0, 0),
    ],
)
def test_nothing_is_said_to_be_nothing(data: ChartData):
    assert data.is_empty
    assert said(data) == ["Nothing to show yet"]


def test_who_fills_a_chart_says_why_it_is_empty():
    assert said(Changes("Objective", (), empty="Nobody wrote both tests.")) == [
        "Nobody wrote both tests."
    ]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_every_figure_of_the_table_is_heard(name: str, language: str):
    set_language(language)
    data = ALL[name]
    table, heard = table_of(data), " ".join(said(data))
    for row in table.rows:
        assert len(row) == len(table.columns)
        for cell, column in zip(row, table.columns, strict=True):
            words = cell_words(cell, column.kind, unknown_words(data)).translate(ISOLATES)
            if isinstance(cell, int | float):
                assert words in heard, (words, column.key)


def test_the_table_keeps_figures_as_figures():
    table = table_of(trend(), "Trained")
    assert table.title == "Trained"
    assert [column.kind for column in table.columns] == ["text", "count", "count"]
    assert [row[1] for row in table.rows] == list(trend().series[0].values)
    shown = table_of(changes())
    assert [row[1:3] for row in shown.rows] == [(one.before, one.after) for one in changes().rows]
    assert [column.kind for column in shown.columns] == ["text", "score", "score", "text"]


def test_the_table_has_the_rows_the_picture_leaves_out():
    rows = tuple(Bar(str(n), f"Site {n}", (n, 1)) for n in range(20))
    bars = Bars("Site", (Part("a", "solid"), Part("b", "faint")), rows, most=5, more="and 15 more")
    assert len(bars.drawn) == 5
    assert len(table_of(bars).rows) == 20
    assert len(sentences(bars)) == 20


def test_figures_follow_the_language():
    set_language("fr")
    words = cell_words(0.65, "share", "")
    assert words == i18n.percent(0.65)
    assert words != "65%"


def test_data_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="has 1 parts"):
        Bars("Site", (Part("a", "solid"), Part("b", "faint")), (Bar("x", "X", (1,)),))
    with pytest.raises(ValueError, match="1 values, 2 months"):
        Trend((date(2027, 1, 1), date(2027, 2, 1)), (Series("a", (1,)),))
    with pytest.raises(ValueError, match="3 lines"):
        Trend((), (Series("a", ()), Series("b", ()), Series("c", ())))


def test_a_change_of_nothing_is_not_missing():
    data = Changes("Objective", (Change("a", "Listen", 0.0, 0.0),))
    assert said(data) == ["Listen: before 0, after 0, out of 100."]
