"""F05: a session led by keyboard. What is shown is on the disk; what is pressed is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.operations.hall import Hall, hall
from tests.ui.gallery import settle_layout
from tests.ui.session.lead_room import (
    Ask,
    FakeScreen,
    Key,
    at,
    go,
    idle,
    number,
    opened,
    press,
)
from trainer_app.content.catalog import Catalog
from trainer_app.errors import NotSaved
from trainer_app.operations.room_tests import close_test, open_test
from trainer_app.operations.session_record import session
from trainer_app.operations.training_sessions import stay_at
from trainer_app.ui import theme
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.session import end_sheet, lead_people, lead_road
from trainer_app.ui.session.end_sheet import EndSheet
from trainer_app.ui.session.lead_projector import Projector
from trainer_app.ui.session.lead_screen import LeadScreen

CONTROL = Qt.KeyboardModifier.ControlModifier
STORY = "scene-opening"


@pytest.fixture
def ask(background: Background, window: MainWindow) -> Ask:
    return lambda question: background.run(window, question).result()


@pytest.fixture
def room(ask: Ask) -> Hall:
    made: Hall = ask(lambda store: hall(store, 4))
    return made


@pytest.fixture
def projector(window: MainWindow) -> Iterator[Projector]:
    made = Projector(window, find_screens=lambda: [FakeScreen(0), FakeScreen(800)])
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def page(
    window: MainWindow, background: Background, catalog: Catalog, room: Hall,
    projector: Projector, qtbot: QtBot,
) -> LeadScreen:  # fmt: skip
    return opened(window, background, catalog, room, projector, qtbot)


def full(*_args: object, **_facts: object) -> None:
    raise NotSaved("The disk is full.")


# ---------------------------------------------------------------- walking


def test_the_session_is_walked_to_its_end_by_one_key(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot
) -> None:
    assert page.road.told is not None
    order = [step.step_id for step in page.road.told.steps]
    seen = [at(page)]
    for _slide in range(80):
        if page.road.is_last:
            break
        press(window, Key.Key_Right)
        qtbot.wait_until(lambda: idle(page))
        if at(page) != seen[-1]:
            seen.append(at(page))
    assert seen == order
    assert ask(lambda store: session(store, meeting=room.meeting)).at_step == order[-1]
    assert page.go.text() == "End session"
    assert not page.side.end.isVisible()  # two of them would ask which is which
    press(window, Key.Key_PageUp)
    qtbot.wait_until(lambda: idle(page) and not page.road.is_last)
    assert page.side.end.isVisible()
    page.side.end.setFocus()
    press(window, Key.Key_PageDown)
    qtbot.wait_until(lambda: page.road.is_last and page.go.hasFocus())


def test_keys_pressed_faster_than_the_disk_are_done_in_their_turn(
    window: MainWindow, page: LeadScreen, qtbot: QtBot
) -> None:
    press(window, *[Key.Key_PageDown] * 4)  # a second slide, the rules, the test, the story
    qtbot.wait_until(lambda: idle(page))
    assert (at(page), number(page)) == (STORY, 0)
    press(window, *[Key.Key_PageUp] * 4)
    qtbot.wait_until(lambda: idle(page))
    assert (at(page), number(page)) == ("welcome", 0)


def test_a_restart_goes_on_where_it_was(
    window: MainWindow, background: Background, catalog: Catalog, page: LeadScreen, room: Hall,
    projector: Projector, qtbot: QtBot,
) -> None:  # fmt: skip
    go(page, "test-after", qtbot)
    anew = Projector(window, find_screens=lambda: [FakeScreen(0)])
    again = opened(window, background, catalog, room, anew, qtbot)
    assert at(again) == "test-after"
    with qtbot.wait_signal(again.test_asked) as asked:
        press(window, Key.Key_Return)
    assert asked.args == ["after"]
    anew.deleteLater()


def test_a_restart_finds_the_slide_and_the_way_of_the_story(
    window: MainWindow, background: Background, catalog: Catalog, page: LeadScreen, ask: Ask,
    room: Hall, projector: Projector, qtbot: QtBot,
) -> None:  # fmt: skip
    go(page, STORY, qtbot)
    press(window, Key.Key_Right, Key.Key_Right)
    next(iter(page.votes.ways.values())).click()
    before = page.slide
    assert number(page) == 2
    assert before is not None
    for _start in range(2):  # what was read is not forgotten by reading it
        anew = Projector(window, find_screens=lambda: [FakeScreen(0)])
        again = opened(window, background, catalog, room, anew, qtbot)
        assert (at(again), number(again)) == (STORY, 2)
        assert again.slide == before
        anew.deleteLater()
    press(window, Key.Key_Left)
    assert ask(lambda store: session(store, meeting=room.meeting)).at_slide == 1
    go(again, "rules", qtbot)
    assert ask(lambda store: session(store, meeting=room.meeting)).at_slide == 0


def test_a_step_that_has_fewer_slides_now_is_shown_at_its_last(
    window: MainWindow, background: Background, catalog: Catalog, ask: Ask, room: Hall,
    projector: Projector, qtbot: QtBot,
) -> None:  # fmt: skip
    ask(
        lambda store: stay_at(
            store, meeting=room.meeting, step_id="welcome", slide=40, ways={"gone": ("a",)}
        )
    )
    page = opened(window, background, catalog, room, projector, qtbot)
    assert number(page) == len(page.road.slides) - 1


def test_a_slide_that_is_not_remembered_stops_nobody(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(lead_road, "stay_at", full)
    press(window, Key.Key_Right)
    assert number(page) == 1
    assert ask(lambda store: session(store, meeting=room.meeting)).at_slide == 0
    assert not page.retry.isVisible()


def test_another_page_and_back_finds_the_same_slide_and_the_same_time(
    window: MainWindow, background: Background, catalog: Catalog, page: LeadScreen, room: Hall,
    projector: Projector, qtbot: QtBot,
) -> None:  # fmt: skip
    page.road.walk(1)
    before = page.road.place
    again = opened(window, background, catalog, room, projector, qtbot)
    assert again.road.place is before
    assert number(again) == 1


def test_a_step_that_is_not_saved_is_not_shown(
    window: MainWindow, page: LeadScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lead_road, "go_to_step", full)
    page.side.plan.rows[3].click()
    qtbot.wait_until(page.retry.isVisible)
    assert at(page) == "welcome"
    assert page.side.plan.rows[0].state == "here"
    monkeypatch.undo()
    page.retry.button.click()
    qtbot.wait_until(lambda: at(page) != "welcome")
    assert not page.retry.isVisible()


# ---------------------------------------------------------------- hands and stories


def test_the_room_votes_and_the_story_goes_its_way(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot
) -> None:
    go(page, STORY, qtbot)
    press(window, Key.Key_Right)
    slide = page.slide
    assert slide is not None
    assert [one.words for one in slide.options] == ["Help.", "Turn away."]
    press(window, Key.Key_1, Key.Key_3, Key.Key_Return, Key.Key_2)  # thirteen, and two
    press(window, Key.Key_PageDown)  # before the disk has them
    qtbot.wait_until(lambda: idle(page))
    hands = ask(lambda store: session(store, meeting=room.meeting)).hands
    assert hands == {slide.place: {"help": 13, "turn": 2}}
    assert page.slide is not None
    assert page.slide.verdict == "helps"
    assert page.slide.title == "Help."


def test_without_hands_the_way_is_asked_and_the_story_may_be_left(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot
) -> None:
    go(page, STORY, qtbot)
    press(window, Key.Key_Right, Key.Key_Right)
    assert page.votes.is_asking
    assert at(page) == STORY
    next(iter(page.votes.ways.values())).click()
    assert page.slide is not None
    assert page.slide.title == "Help."
    assert ask(lambda store: session(store, meeting=room.meeting)).hands == {}
    press(window, Key.Key_Left)
    assert not page.votes.is_asking


def test_a_vote_without_an_answer_is_left_by_a_second_key(
    window: MainWindow, page: LeadScreen, qtbot: QtBot
) -> None:
    go(page, STORY, qtbot)
    press(window, Key.Key_Right, Key.Key_Right)
    assert at(page) == STORY
    press(window, Key.Key_Right)
    qtbot.wait_until(lambda: idle(page) and at(page) != STORY)


def test_hands_that_are_not_saved_are_not_shown_as_counted(
    page: LeadScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(page, STORY, qtbot)
    page.road.walk(1)
    monkeypatch.setattr(lead_road, "count_hands", full)
    page.votes.fields["help"].more.click()
    qtbot.wait_until(page.retry.isVisible)
    assert page.view.shown is not None
    assert page.view.shown.hands == {}
    assert page.votes.fields["help"].value == 1  # what was typed stays
    monkeypatch.undo()
    page.retry.button.click()
    qtbot.wait_until(lambda: bool(page.view.shown and page.view.shown.hands == {"help": 1}))


# ---------------------------------------------------------------- the plan


def test_steps_to_come_are_moved_by_keys_and_the_past_stays(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot
) -> None:
    go(page, "rules", qtbot)
    plan = page.side.plan
    before = [row.step.step_id for row in plan.rows]
    plan.rows[3].setFocus()
    press(window, Key.Key_Down, held=CONTROL)
    qtbot.wait_until(lambda: plan.rows[4].step.step_id == before[3])
    assert plan.rows[4].hasFocus()
    press(window, Key.Key_Up, Key.Key_Up, Key.Key_Up, held=CONTROL)
    qtbot.wait_until(lambda: idle(page))
    now = [step.step_id for step in ask(lambda s: session(s, meeting=room.meeting)).steps]
    assert now[:2] == before[:2]  # done and here
    assert now[2] == before[3]  # it went down once, and then up as far as it may
    assert sorted(now) == sorted(before)


def test_a_break_is_put_in_and_says_when_it_goes_on(
    page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot
) -> None:
    page.side.plan.pause.click()
    qtbot.wait_until(lambda: idle(page))
    steps = ask(lambda store: session(store, meeting=room.meeting)).steps
    assert (steps[1].step_id, steps[1].kind) == ("break-1", "break")
    go(page, "break-1", qtbot)
    assert page.slide is not None
    assert page.slide.title == "Break"
    assert page.slide.lines[0].text.startswith("We go on at ")


# ---------------------------------------------------------------- tests, people, time, end


def test_a_test_step_says_how_it_stands_and_leads_to_it(
    page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot
) -> None:
    go(page, "test-before", qtbot)
    assert page.go.text() == "To the test"
    assert page.slide is not None
    assert page.slide.title == "The test begins soon"
    by, meeting = room.by, room.meeting
    ask(lambda store: open_test(store, by=by, meeting=meeting, test="before"))
    page.road.read()
    qtbot.wait_until(lambda: bool(page.slide and page.slide.title == "The test is open"))
    ask(lambda store: close_test(store, by=by, meeting=meeting, test="before", module=room.module))
    page.road.read()
    qtbot.wait_until(lambda: page.go.text() == "Next")


def test_late_comers_are_ticked_beside_the_slide(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert page.people.count.text() == "\u20684\u2069 of \u20684\u2069"
    page.people.list.setFocus()
    with monkeypatch.context() as patch:
        patch.setattr(lead_people, "mark_here", full)
        press(window, Key.Key_Space)
        qtbot.wait_until(page.people.retry.isVisible)
        assert page.people.list.roll.rows[0].here
    page.people.list.setFocus()
    press(window, Key.Key_Space)
    qtbot.wait_until(lambda: not page.people.list.roll.rows[0].here)
    assert len(ask(lambda store: session(store, meeting=room.meeting)).here) == 3
    press(window, Key.Key_T)  # letters mean the same there
    assert page.side.time.isVisible()
    with qtbot.wait_signal(page.roll_asked):
        page.people.roll.click()


def test_time_is_shown_only_when_asked_for(window: MainWindow, page: LeadScreen) -> None:
    assert not page.side.time.isVisible()
    press(window, Key.Key_T)
    assert page.side.time.text().startswith("This step: ")
    press(window, Key.Key_T)
    assert not page.side.time.isVisible()


def test_ending_says_what_happens_and_then_does_it(
    window: MainWindow, page: LeadScreen, ask: Ask, room: Hall, projector: Projector,
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    projector.open(page._module, page._pack)
    page.side.end.click()
    sheet = window.sheet
    assert isinstance(sheet, EndSheet)
    assert "4" in sheet._what.text()
    with monkeypatch.context() as patch:
        patch.setattr(end_sheet, "close_session", full)
        sheet.end.click()
        qtbot.wait_until(sheet.retry.isVisible)
    with qtbot.wait_signal(page.closed) as closed:
        sheet.end.click()
    assert closed.args == [room.meeting]
    assert not projector.is_open
    assert ask(lambda store: session(store, meeting=room.meeting)).state == "closed"


# ---------------------------------------------------------------- languages and sizes


def test_another_language_in_the_middle(page: LeadScreen, qapp: QApplication, qtbot: QtBot) -> None:
    from trainer_app.ui.translator import speak

    speak(qapp, "ar")
    assert page.isRightToLeft()
    before = at(page), number(page)
    QTest.keyClick(page.window().windowHandle(), Key.Key_Left)
    qtbot.wait_until(lambda: idle(page) and (at(page), number(page)) != before)
    assert page.slide is not None
    assert page.slide.title == "What we want to reach"  # the session's language, not ours


@pytest.mark.parametrize("zoom", [1.0, 1.3])
@pytest.mark.parametrize("language", ["en", "es", "fr", "ar", "en_XA"])
def test_it_fits_a_small_window(
    window: MainWindow, background: Background, catalog: Catalog, room: Hall,
    projector: Projector, qtbot: QtBot, qapp: QApplication, language: str, zoom: float,
) -> None:  # fmt: skip
    from trainer_app.ui.translator import speak

    speak(qapp, language)
    window._look.choose(zoom=zoom)
    window.resize(1024, 600)
    page = opened(window, background, catalog, room, projector, qtbot)
    go(page, STORY, qtbot)
    page.road.walk(1)
    page.votes.ask_way()
    for _state in range(2):
        assert page.minimumSizeHint().width() <= 1024
        assert page.minimumSizeHint().height() <= 536
        qapp.processEvents()
        assert page.votes.height() >= page.votes.heightForWidth(page.votes.width())
        projector.open(page._module, page._pack)


def test_a_window_made_smaller_changes_to_the_small_page(
    window: MainWindow, page: LeadScreen
) -> None:
    assert page.people.isVisible()
    window.resize(1024, 600)
    assert window.width() == 1024
    assert page.compact
    assert not page.people.isVisible()
    window.resize(1366, 768)
    assert page.people.isVisible()


def test_a_small_window_shows_where_we_are_and_three_lines_of_notes(
    window: MainWindow, page: LeadScreen, qtbot: QtBot, qapp: QApplication
) -> None:
    go(page, page.side.plan.rows[-3].step.step_id, qtbot)
    window.resize(1024, 600)
    settle_layout(qapp)
    (here,) = [row for row in page.side.plan.rows if row.state == "here"]
    seen = here.visibleRegion().boundingRect()
    assert seen == here.rect()
    assert page.stage.notes.height() >= 3 * theme.line_height("body")


def test_every_control_has_a_name(page: LeadScreen, qtbot: QtBot) -> None:
    go(page, STORY, qtbot)
    page.road.walk(1)
    for one in cast("list[QWidget]", page.findChildren(QWidget)):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible():
            text = getattr(one, "text", lambda: "")()
            assert one.accessibleName() or text, one
