"""The pages about handing in, each in the states it can be in, for pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from tests.ui.handing_in.pages import PAGES, Stage, end, know
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tests.walk import Walk


def handing_in_pages(walk: Walk) -> Iterator[str]:
    """The quiet line where it stands, then every page and sheet; yields the name of each."""
    yield from _status(walk)
    handing_in = walk.program.handing_in
    stage = Stage(
        walk.background, handing_in.courier, handing_in.stick, handing_in.hub,
        walk.program._data_folder,
    )  # fmt: skip
    for name, make in PAGES.items():
        page = make(stage)
        if isinstance(page, Sheet):
            walk.window.open_sheet(page)
        else:
            assert isinstance(page, Screen)
            walk.window.show_page(page)
        walk.settle()
        yield name
        walk.window.close_sheets()
        for errand in (handing_in.courier.errand, handing_in.stick):
            if errand.is_running:
                end(errand)
    handing_in.hub.state, handing_in.hub.hub, handing_in.hub.devices = "closed", None, []


def _status(walk: Walk) -> Iterator[str]:
    courier = walk.program.handing_in.courier
    for state in ("kept", "trouble", "all", "hub"):
        walk.program.show_learners()
        walk.settle()
        know(courier, state)
        walk.settle()
        yield f"S02-learners-{state}"
    walk.enter(0)
    know(courier, "waiting")
    walk.settle()
    page = walk.window.page
    assert page is not None
    bar = cast(ScrollPage, page.findChild(ScrollPage)).verticalScrollBar()
    bar.setValue(bar.maximum())
    walk.settle()
    yield "S05-home-status"
    walk.program.show_site(walk.program.show_learners)
    walk.settle()
    know(courier, "waiting")
    walk.settle()
    yield "A02-site-status"
