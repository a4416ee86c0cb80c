"""In the real program: where the quiet line stands, and the way from it to every page and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.handing_in.pages import know
from tests.walk import Walk
from trainer_app.operations.syncing import set_server
from trainer_app.ui import translator
from trainer_app.ui.handing_in.hub_screen import HubScreen
from trainer_app.ui.handing_in.pairing_sheet import PairingSheet
from trainer_app.ui.handing_in.programme_sheet import ProgrammeSheet
from trainer_app.ui.handing_in.server_sheet import ServerSheet
from trainer_app.ui.handing_in.status_line import StatusLine
from trainer_app.ui.handing_in.stick_screen import StickScreen
from trainer_app.ui.handing_in.sync_screen import SyncScreen
from trainer_app.ui.learn.home_screen import HomeScreen
from trainer_app.ui.site_screen import SiteScreen
from trainer_app.ui.start.learners_screen import LearnersScreen
from trainer_app.ui.widgets.ask_sheet import AskSheet


@pytest.fixture
def walk(store_template: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Walk]:
    import shutil

    made = Walk(Path(shutil.copytree(store_template, tmp_path / "data")))
    made.enrol_people("en")
    yield made
    made.close()
    translator.speak(qapp, "en")


def line(walk: Walk) -> StatusLine:
    page = walk.window.page
    assert page is not None
    found = cast(StatusLine, page.findChild(StatusLine))
    assert found.isVisible()
    return found


def shown(walk: Walk) -> type:
    return type(walk.window.page)


def go_back(walk: Walk) -> None:
    assert walk.window.page is not None
    walk.window.page.back_asked.emit()
    walk.settle()


def test_the_line_stands_where_people_are_and_leads_to_the_page_and_back(walk: Walk) -> None:
    program = walk.program
    program.show_learners()
    walk.settle()
    know(program.handing_in.courier, "kept")
    assert line(walk).para.text().replace("⁨", "").replace("⁩", "") == (
        "14 results kept on this computer"
    )
    line(walk).click()
    walk.settle()
    assert shown(walk) is SyncScreen
    go_back(walk)
    assert shown(walk) is LearnersScreen
    walk.enter(0)
    know(program.handing_in.courier, "hub")
    assert "not yet at the server" in line(walk).accessibleName()
    line(walk).click()
    walk.settle()
    go_back(walk)
    assert shown(walk) is HomeScreen


def test_it_says_what_is_wrong_with_the_clock_in_the_same_voice(walk: Walk) -> None:
    walk.program.show_learners()
    walk.settle()
    know(walk.program.handing_in.courier, "trouble")
    assert line(walk).clock.text() in line(walk).accessibleName()
    assert "You can go on learning" in line(walk).clock.text()
    know(walk.program.handing_in.courier, "all")
    assert line(walk).clock.isHidden()


def test_every_offer_leads_somewhere_and_back(walk: Walk) -> None:
    walk.program.show_site(walk.program.show_learners)
    walk.settle()
    page = walk.window.page
    assert isinstance(page, SiteScreen)
    page.handing_in.click()
    walk.settle()
    sheets = {"server": ServerSheet, "pair": PairingSheet, "programme": ProgrammeSheet}
    for name, kind in sheets.items():
        cast(SyncScreen, walk.window.page).offers.cards[name].click()
        assert isinstance(walk.window.sheet, kind)
        if isinstance(walk.window.sheet, PairingSheet):
            walk.window.sheet._search.stop()
        walk.window.close_sheets()
    screens = {"collect": StickScreen, "hand-over": StickScreen, "open": HubScreen}
    for name, screen in screens.items():
        cast(SyncScreen, walk.window.page).offers.cards[name].click()
        walk.settle()
        assert shown(walk) is screen
        go_back(walk)
        assert shown(walk) is SyncScreen
    go_back(walk)
    assert shown(walk) is SiteScreen


def test_a_way_is_forgotten_after_one_question(walk: Walk) -> None:
    walk.ask(lambda store: set_server(store, "https://127.0.0.1:9/xapi", "key", "secret"))
    program, courier = walk.program, walk.program.handing_in.courier
    program.handing_in.show(program.show_learners)
    courier._begun = True  # nothing is there to hand in to
    courier._count()
    walk.settle()
    page = walk.window.page
    assert isinstance(page, SyncScreen)
    (card,) = page.roads
    card.forget.click()
    assert isinstance(walk.window.sheet, AskSheet)
    assert walk.window.focusWidget() is walk.window.sheet.keep
    walk.window.sheet.keep.click()
    assert len(walk.ask(lambda store: store.endpoints.all())) == 1
    card.forget.click()
    walk.window.sheet.do_it.click()
    walk.settle()
    courier.soon.timeout.emit()
    walk.settle()
    assert page.roads == []
    assert walk.ask(lambda store: store.endpoints.all()) == []


def test_words_follow_the_language_on_the_page_itself(walk: Walk) -> None:
    program = walk.program
    program.handing_in.show(program.show_learners)
    walk.settle()
    know(program.handing_in.courier, "trouble")
    page = walk.window.page
    program._speak("en_XA")
    walk.settle()
    assert walk.window.page is page
    program._speak("en")
