"""What is said of a site's news, and of what counts nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.oversight.pages import Stage
from tests.ui.oversight.test_every_page import settle
from tests.ui.page_check import present
from trainer_app.operations.reports.coverage import SiteNews
from trainer_app.operations.reports.overview import Counted
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.oversight.overview_screen import OverviewScreen
from trainer_app.ui.oversight.site_words import counted_line, news_line, working_words

NEWS = SiteNews("north", "North", date(2026, 9, 1), came_on=date(2026, 10, 1), road="stick")
MARKS = dict.fromkeys(map(ord, "\u2068\u2069"))


def plain(words: str) -> str:
    return words.translate(MARKS)


@pytest.mark.parametrize(
    ("came_on", "said"),
    [
        (date(2026, 10, 1), "came Oct 1, 2026 by stick"),
        (date(2026, 10, 2), "came late, Oct 2, 2026 by stick"),
    ],
)
def test_what_came_long_after_is_called_late(came_on: date, said: str) -> None:
    words = plain(news_line(replace(NEWS, came_on=came_on)))
    assert words == f"Last result Sep 1, 2026, {said}"


def test_what_nobody_counted_is_not_zero() -> None:
    assert "has not been counted yet" in counted_line(Counted(0, 0, 0, 3))
    assert plain(counted_line(Counted(2, 60, 40, 1))).endswith("40 of 60 people are registered.")
    assert working_words(5, None) == "Nobody counted who works here."
    assert plain(working_words(5, 0)) == "0 people work here"
    assert plain(working_words(5, 20)) == "20 people work here, 25% of them trained"
    assert plain(working_words(30, 20)) == "20 people work here, 100% of them trained"


def test_results_without_a_name_are_said(
    overseen: Stage, window: MainWindow, qapp: QApplication
) -> None:
    page = OverviewScreen(overseen.background, overseen.catalog)
    present(window, page)
    settle(overseen.background, qapp)
    assert not page.nameless_note.isVisible()
    assert page._whole is not None
    page._on_read(replace(page._whole, nameless=3))
    assert plain(page.nameless_note.para.text()).startswith("Results of 3 people count nowhere")
