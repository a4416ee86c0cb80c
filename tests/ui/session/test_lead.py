"""F05 and F06: a session led by keyboard; the room sees what is saved, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.operations.hall import Hall, hall
from trainer_app.content.catalog import Catalog
from trainer_app.errors import NotSaved
from trainer_app.operations.session_record import session
from trainer_app.store import Store
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.session import lead_screen
from trainer_app.ui.session.end_sheet import EndSheet
from trainer_app.ui.session.lead_projector import Projector
from trainer_app.ui.session.lead_safety import SafetySheet
from trainer_app.ui.session.lead_screen import LeadScreen
from trainer_app.ui.session.lead_view import SlideView

Key = Qt.Key
Ask = Callable[[Callable[[Store], Any]], Any]


class FakeScreen:
    """A screen beside another."""

    def __init__(self, x: int) -> None:
        self._x = x

    def geometry(self) -> QRect:
        return QRect(self._x, 0, 800, 600)


@pytest.fixture
def ask(background: Background, window: MainWindow) -> Ask:
    return lambda question: background.run(window, question).result()


@pytest.fixture
def room(ask: Ask) -> Hall:
    made: Hall = ask(lambda store: hall(store, 4))
    return made


@pytest.fixture
def screens() -> list[FakeScreen]:
    return [FakeScreen(0), FakeScreen(800)]


@pytest.fixture
def projector(window: MainWindow, screens: list[FakeScreen]) -> Iterator[Projector]:
    made = Projector(window, find_screens=lambda: screens)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def page(
    window: MainWindow, background: Background, catalog: Catalog, room: Hall,
    projector: Projector, qtbot: QtBot,
) -> LeadScreen:  # fmt: skip
    return opened(window, background, catalog, room, projector, qtbot)


def opened(
    window: MainWindow, background: Background, catalog: Catalog, room: Hall,
    projector: Projector, qtbot: QtBot,
) -> LeadScreen:  # fmt: skip
    pack = catalog.pack("small")
    made = LeadScreen(background, pack.module("en"), pack, room.by, room.meeting, {}, projector)
    made.sheet_asked.connect(window.open_sheet)
    window.show_page(made)
    qtbot.wait_until(lambda: made.slide is not None)
    return made


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window.windowHandle(), key)


def is_blank(view: SlideView) -> bool:
    return view.is_blank


def is_open(projector: Projector) -> bool:
    return projector.is_open


def at(page: LeadScreen) -> str:
    assert page._told is not None
    return page._told.at_step


def go(page: LeadScreen, step_id: str, qtbot: QtBot) -> None:
    page._go_to(step_id)
    qtbot.wait_until(lambda: at(page) == step_id)


def test_the_session_is_walked_to_its_end_by_one_key(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot
) -> None:
    assert page._told is not None
    order = [step.step_id for step in page._told.steps]
    seen = [at(page)]
    for _slide in range(60):
        if page._is_last:
            break
        before = (at(page), page._at)
        press(window, Key.Key_Right)
        qtbot.wait_until(lambda before=before: (at(page), page._at) != before)  # type: ignore[misc]
        if at(page) != seen[-1]:
            seen.append(at(page))
    assert seen == order
    assert ask(lambda store: session(store, meeting=room.meeting)).at_step == order[-1]
    assert page.go.text() == "End session"
    press(window, Key.Key_Left)
    qtbot.wait_until(lambda: not page._is_last)


def test_a_restart_goes_on_where_it_was(
    window: MainWindow, background: Background, catalog: Catalog, page: LeadScreen, room: Hall,
    projector: Projector, qtbot: QtBot,
) -> None:  # fmt: skip
    go(page, "test-after", qtbot)
    again = opened(window, background, catalog, room, projector, qtbot)
    assert at(again) == "test-after"
    with qtbot.wait_signal(again.test_asked) as asked:
        press(window, Key.Key_Return)
    assert asked.args == ["after"]


def test_the_room_votes_and_the_story_goes_its_way(
    page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot
) -> None:
    go(page, "scene-opening", qtbot)
    page._walk(1)
    assert page.slide is not None
    assert [one.words for one in page.slide.options] == ["Help.", "Turn away."]
    slides = len(page._slides)
    page.votes.fields["help"].more.click()
    page.votes.fields["help"].more.click()
    qtbot.wait_until(lambda: bool(page._told and page._told.hands.get("scene-opening/start")))
    qtbot.wait_until(lambda: len(page._slides) > slides)
    qtbot.wait_until(
        lambda: (
            ask(lambda store: session(store, meeting=room.meeting)).hands
            == {"scene-opening/start": {"help": 2}}
        )
    )
    assert [slide.title for slide in page._slides][-2:] == ["Help.", "Tell your focal point."]


def test_hands_that_are_not_saved_are_not_shown_as_counted(
    page: LeadScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_facts: object) -> None:
        raise NotSaved("The disk is full.")

    go(page, "scene-opening", qtbot)
    page._walk(1)
    monkeypatch.setattr(lead_screen, "count_hands", full)
    page.votes.fields["help"].more.click()
    qtbot.wait_until(page.retry.isVisible)
    assert page.view.shown is not None
    assert page.view.shown.hands == {}
    assert page.votes.fields["help"].value == 1  # what was typed stays


def test_the_projector_shows_the_slide_and_goes_blank(
    window: MainWindow,
    page: LeadScreen,
    projector: Projector,
    screens: list[FakeScreen],
    qtbot: QtBot,
) -> None:
    press(window, Key.Key_P)
    assert projector.room is not None
    shown = projector.room.view
    assert shown.shown == page.view.shown
    assert projector._screen is screens[1]
    press(window, Key.Key_B)
    assert is_blank(shown)
    assert not page.view.is_blank
    assert page.blank.text() == "Show again"
    press(window, Key.Key_Period)
    assert not is_blank(shown)
    before = at(page)
    QTest.keyClick(projector.room, Key.Key_PageDown)
    qtbot.wait_until(lambda: at(page) != before)
    assert projector.room.view.shown == page.view.shown
    press(window, Key.Key_P)
    assert projector.room is None


def test_hiding_the_program_blanks_the_room_at_once(
    window: MainWindow, page: LeadScreen, projector: Projector
) -> None:
    projector.open(page._module, page._pack)
    window.hide_now()
    assert projector.is_blank
    window.return_now()
    assert projector.is_blank


def test_an_unplugged_projector_is_said_and_the_session_goes_on(
    page: LeadScreen, projector: Projector, screens: list[FakeScreen]
) -> None:
    projector.open(page._module, page._pack)
    projector._on_screen_removed(FakeScreen(1600))
    assert projector.room is not None
    projector._on_screen_removed(screens[1])
    assert not is_open(projector)
    assert page.note.isVisible()


def test_with_one_screen_the_slide_fills_it_until_esc(
    window: MainWindow, page: LeadScreen, screens: list[FakeScreen], qtbot: QtBot
) -> None:
    screens.pop()
    page.retranslate()
    assert page.room.text() == "Full screen"
    page.room.click()
    assert not page.side.isVisible()
    press(window, Key.Key_B)
    assert page.view.is_blank
    press(window, Key.Key_B, Key.Key_Escape)
    assert page.side.isVisible()
    assert not page.view.is_blank


def test_the_safety_script_is_one_key_away(window: MainWindow, page: LeadScreen) -> None:
    press(window, Key.Key_S)
    sheet = window.sheet
    assert isinstance(sheet, SafetySheet)
    words = " ".join(para.text() for _title, paras in sheet._parts for para in paras)
    assert "{" not in words
    assert "focal point" in words
    press(window, Key.Key_Escape)
    assert window.sheet is None


def test_time_is_shown_only_when_asked_for(window: MainWindow, page: LeadScreen) -> None:
    assert not page.side.time.isVisible()
    press(window, Key.Key_T)
    assert page.side.time.text().startswith("This step: ")
    press(window, Key.Key_T)
    assert not page.side.time.isVisible()


def test_ending_says_what_happens_and_then_does_it(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, projector: Projector, qtbot: QtBot
) -> None:
    projector.open(page._module, page._pack)
    page.side.end.click()
    sheet = window.sheet
    assert isinstance(sheet, EndSheet)
    assert "4" in sheet._what.text()
    with qtbot.wait_signal(page.closed) as closed:
        sheet.end.click()
    assert closed.args == [room.meeting]
    assert not projector.is_open
    assert ask(lambda store: session(store, meeting=room.meeting)).state == "closed"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_fits_a_small_window(
    window: MainWindow, background: Background, catalog: Catalog, room: Hall,
    projector: Projector, qtbot: QtBot, qapp: QApplication, language: str,
) -> None:  # fmt: skip
    from trainer_app.ui.translator import speak

    speak(qapp, language)
    window.resize(1024, 600)
    page = opened(window, background, catalog, room, projector, qtbot)
    go(page, "scene-opening", qtbot)
    assert page.minimumSizeHint().width() <= 1024
    assert page.minimumSizeHint().height() <= 536
    before = at(page)
    press(window, Key.Key_Left if language == "ar" else Key.Key_Right)
    qtbot.wait_until(lambda: (at(page), page._at) != (before, 0))
