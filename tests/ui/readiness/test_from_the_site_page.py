"""The page of a site shows how ready it is, and leads to its self-check and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.gallery import settle_layout
from tests.ui.page_check import present
from tests.ui.readiness.pages import DUTY, EAST, SITE, Stage
from trainer_app.content.catalog import Catalog
from trainer_app.ui.charts.ring import RingDrawing
from trainer_app.ui.desk.self_check import Leave, self_check_way
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.oversight.overview_screen import OverviewScreen
from trainer_app.ui.oversight.site_screen import SiteScreen
from trainer_app.ui.readiness.readiness_screen import ReadinessScreen
from trainer_app.ui.screen import Screen

Show = Callable[..., SiteScreen]


def settled(stage: Stage, qapp: QApplication) -> None:
    for _round in range(6):
        stage.ask(lambda _store: None)
        settle_layout(qapp)


def words(page: QWidget) -> str:
    """Everything that stands on a page, in one piece."""
    labels: Iterable[QLabel] = page.findChildren(QLabel)
    return "\n".join(one.text() for one in labels if one.isVisible())


@pytest.fixture
def show(stage: Stage, window: MainWindow, qapp: QApplication) -> Show:
    def shown(site_id: str = SITE, catalog: Catalog | None = None) -> SiteScreen:
        page = SiteScreen(stage.background, catalog or stage.catalog, site_id)
        present(window, page)
        settled(stage, qapp)
        return page

    return shown


def test_it_says_how_many_blocks_are_in_place_and_who_works_there(stage: Stage, show: Show) -> None:
    stage.answered()
    page = show()
    drawing = page.readiness.ring.drawing
    assert isinstance(drawing, RingDrawing)
    data = drawing.data
    assert (data.in_place, data.partly, data.not_yet, data.unknown) == (4, 1, 1, 2)
    said = words(page).replace("\u2068", "").replace("\u2069", "")
    assert "places are filled in" in said
    assert "148 people work here, 0% of them trained" in said
    assert page.readiness.check.text() == "Open the self-check"


def test_what_nobody_answered_or_counted_is_unknown_not_zero(stage: Stage, show: Show) -> None:
    stage.set_up()
    page = show(EAST)
    assert page.readiness.ring.drawing is None
    assert "Nobody has gone through" in page.readiness.ring.accessibleDescription()
    assert "Nobody counted who works here." in words(page)
    assert page.readiness.check.text() == "Begin the self-check"


def test_without_a_list_there_is_no_card(stage: Stage, show: Show) -> None:
    stage.set_up()
    assert show(catalog=Catalog([])).readiness.isHidden()


def test_the_button_leads_to_the_self_check_and_back(
    stage: Stage,
    show: Show,
    window: MainWindow,
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    stage.answered()
    shown: list[Screen] = []

    def present_it(page: Screen, _again: Leave) -> None:
        shown.append(page)
        present(window, page)

    lead = self_check_way(present_it, stage.background, stage.catalog, lambda: DUTY)
    back: list[str] = []
    page = show()
    page.check_asked.connect(lambda: lead(SITE, lambda: back.append(SITE)))
    page.readiness.check.click()
    settled(stage, qapp)
    (check,) = shown
    assert isinstance(check, ReadinessScreen)
    assert check.readiness is not None
    assert check.readiness.site_id == SITE
    check.go_back()
    assert back == [SITE]


def test_the_overview_says_against_how_many_people_it_counts(
    stage: Stage, window: MainWindow, qapp: QApplication
) -> None:
    stage.answered()
    page = OverviewScreen(stage.background, stage.catalog)
    present(window, page)
    settled(stage, qapp)
    assert page._whole is not None
    counted = page._whole.counted
    assert (counted.sites, counted.working, counted.registered, counted.uncounted) == (1, 148, 0, 1)
