"""Pass the keyboard: name, questions, thanks, the next name."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.room_test.stage import Stage, staged
from trainer_app.content.catalog import Catalog
from trainer_app.errors import NotSaved
from trainer_app.operations.room_tests import answer_in_room, close_test
from trainer_app.operations.session_results import people_in_test
from trainer_app.operations.training_sessions import mark_here
from trainer_app.training.confidence import LIKERT
from trainer_app.training.statement import Taken, Verb
from trainer_app.ui.background import Background
from trainer_app.ui.items.view import ItemView
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.room_test import pass_screen
from trainer_app.ui.room_test.pass_screen import PassScreen
from trainer_app.ui.screen import Screen

Key = Qt.Key


@pytest.fixture
def stage(window: MainWindow, background: Background) -> Stage:
    return staged(window, background, count=3)


@pytest.fixture
def page(stage: Stage, catalog: Catalog, qtbot: QtBot) -> PassScreen:
    return opened(stage, catalog, qtbot)


def opened(stage: Stage, catalog: Catalog, qtbot: QtBot) -> PassScreen:
    made = PassScreen(
        stage.background, stage.module, catalog.pack("small"), stage.room.by, stage.meeting,
        stage.test, {}, stage.window.speaker,
    )  # fmt: skip
    stage.window.show_page(made)
    qtbot.wait_until(lambda: made._now is not None)
    return made


def answer(page: PassScreen, qtbot: QtBot) -> None:
    """Choose something, or say "I do not know", and see the next thing."""
    view = page.view
    assert view is not None
    first = view.first_focus()
    if view.item.id in ("one", "truth") or view.item.id.startswith("more"):
        assert first is not None
        first.click()  # type: ignore[attr-defined]
        page.go.click()
    else:
        page.skip.click()
    gone(page, view, qtbot)


def gone(page: PassScreen, view: ItemView, qtbot: QtBot) -> None:
    """Wait until this question is answered."""
    qtbot.wait_until(lambda: page.view is not view and not page.saving)


def sit_through(page: PassScreen, qtbot: QtBot) -> None:
    page.go.click()
    qtbot.wait_until(lambda: page.view is not None)
    while page.view is not None:
        answer(page, qtbot)
    leave_out(page, qtbot)


def people_of(stage: Stage) -> list[Any]:
    return stage.ask(lambda store: people_in_test(store, **stage.facts()))


def leave_out(page: PassScreen, qtbot: QtBot) -> None:
    """Go on without saying how sure one is."""
    qtbot.wait_until(lambda: page.asks_confidence and not page.saving)
    assert not page.strip.isVisible()
    page.leave_out.click()
    qtbot.wait_until(lambda: not page.saving and page._room is None)


def told(stage: Stage) -> list[Any]:
    return stage.ask(lambda store: store.sittings.of(stage.meeting))


def test_one_after_the_other_straight_to_their_form(
    stage: Stage, page: PassScreen, qtbot: QtBot
) -> None:
    names = []
    for still in (2, 1, 0):
        qtbot.wait_until(lambda: page._next_person is not None and not page.saving)
        assert page._next_person is not None
        names.append(page._next_person.learner.name)
        assert page.turn.name.text() == names[-1]
        assert page.turn.other.isVisible() == bool(still)
        sit_through(page, qtbot)
        assert page.turn.note.accessibleName() == "Thank you. Your answers are kept."
    assert names == sorted(names)
    assert page._next_person is None
    assert "Nobody is waiting" in page.turn.words()
    people = stage.ask(lambda store: people_in_test(store, **stage.facts()))
    assert {(one.standing, one.way) for one in people} == {("done", Taken.SHARED)}
    verbs = [one.draft.verb for one in told(stage)]
    assert verbs.count(Verb.COMPLETED) == 3
    with qtbot.wait_signal(page.finished):
        page.go.click()


def test_by_keyboard_alone(stage: Stage, page: PassScreen, qtbot: QtBot) -> None:
    stage.press(Key.Key_Return)
    qtbot.wait_until(lambda: page.view is not None)
    answered = 0
    while page.view is not None:
        view = page.view
        if view.item.id in ("one", "truth") or view.item.id.startswith("more"):
            stage.press("2", Key.Key_Return)
        else:
            page.skip.setFocus()
            stage.press(Key.Key_Return)
        gone(page, view, qtbot)
        answered += 1
    assert answered == 5
    qtbot.wait_until(lambda: page.asks_confidence)
    stage.press("1", "2", "3", "4", Key.Key_Return)
    qtbot.wait_until(lambda: page._room is None and page._next_person is not None)
    assert page.go.hasFocus()
    sure = [one.draft for one in told(stage) if one.draft.interaction == LIKERT]
    assert [one.response for one in sure] == ["1", "2", "3", "4"]
    assert {(one.taken, one.success, one.scaled) for one in sure} == {(Taken.SHARED, None, None)}
    [done] = [one for one in people_of(stage) if one.standing == "done"]
    assert done.answered == 5  # these lines are no questions of the test


def test_no_verdict_is_shown_and_none_is_missing(
    stage: Stage, page: PassScreen, qtbot: QtBot
) -> None:
    page.go.click()
    qtbot.wait_until(lambda: page.view is not None)
    while page.view is not None:
        assert not page.feedback.isVisible()
        assert page.view.shown is None
        answer(page, qtbot)
    answers = [one.draft for one in told(stage) if one.draft.verb is Verb.ANSWERED]
    assert len(answers) == 5
    assert {one.taken for one in answers} == {Taken.SHARED}


def test_i_do_not_know_is_an_empty_answer(stage: Stage, page: PassScreen, qtbot: QtBot) -> None:
    page.go.click()
    qtbot.wait_until(lambda: page.view is not None)
    while page.view is not None:
        view = page.view
        page.skip.click()
        gone(page, view, qtbot)
    answers = [one.draft for one in told(stage) if one.draft.verb is Verb.ANSWERED]
    assert [(one.response or "", one.success) for one in answers] == [("", False)] * 5


def test_somebody_else_sits_down(stage: Stage, page: PassScreen, qtbot: QtBot) -> None:
    page.turn.other.click()
    assert len(page.names.cards) == 3
    assert page.names.cards[0].hasFocus()
    assert not page.go.isVisible()
    stage.press(Key.Key_Escape)
    assert page.pages.currentWidget() is page.turn
    page.turn.other.click()
    card = page.names.cards[2]
    name = card.name.text()
    card.click()
    qtbot.wait_until(lambda: page.view is not None)
    assert page._room is not None
    assert page._room.signed_in.learner.name == name


def test_stopping_half_way_and_going_on_later(
    stage: Stage, page: PassScreen, catalog: Catalog, qtbot: QtBot
) -> None:
    first = page._next_person
    assert first is not None
    page.go.click()
    qtbot.wait_until(lambda: page.view is not None)
    answer(page, qtbot)
    stage.press(Key.Key_Escape)
    qtbot.wait_until(lambda: page._next_person is not None)
    assert page.view is None
    assert page._next_person is not None
    assert page._next_person.learner != first.learner
    assert "so far are kept" in page.turn.note.accessibleName()
    again = opened(stage, catalog, qtbot)  # after a restart
    again.turn.other.click()
    card = next(one for one in again.names.cards if one.name.text() == first.learner.name)
    assert card is again.names.cards[-1]
    card.click()
    qtbot.wait_until(lambda: again.view is not None)
    assert "2" in again.strip.text()


def test_between_two_people_nothing_of_the_answers_is_in_sight(
    stage: Stage, page: PassScreen, qtbot: QtBot
) -> None:
    sit_through(page, qtbot)
    assert page.questions.view is None
    assert page.pages.currentWidget() is page.turn
    assert not page.strip.isVisible()


def test_the_test_is_closed_meanwhile(stage: Stage, page: PassScreen, qtbot: QtBot) -> None:
    page.go.click()
    qtbot.wait_until(lambda: page.view is not None)
    answer(page, qtbot)
    stage.ask(lambda store: close_test(store, by=stage.room.by, **stage.facts()))
    assert page.view is not None
    page.skip.click()
    qtbot.wait_until(lambda: page.view is None and not page.saving)
    assert page.turn.note.accessibleName() == "The test was closed. Your answers are kept."
    assert page._next_person is None
    (verdict,) = [one for one in told(stage) if one.draft.maximum]
    assert verdict.draft.maximum == 5


def test_an_answer_that_is_not_saved_stays(
    stage: Stage, page: PassScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.go.click()
    qtbot.wait_until(lambda: page.view is not None)

    def full(*_args: object, **_facts: object) -> None:
        raise NotSaved("The disk is full.")

    monkeypatch.setattr(pass_screen, "answer_in_room", full)
    view = page.view
    page.skip.click()
    qtbot.wait_until(page.retry.isVisible)
    assert page.view is view
    monkeypatch.setattr(pass_screen, "answer_in_room", answer_in_room)
    page.retry.button.click()
    qtbot.wait_until(lambda: page.view is not view)
    assert len(told(stage)) == 1


def test_who_is_on_paper_or_no_longer_here_is_not_asked(
    stage: Stage, page: PassScreen, catalog: Catalog, qtbot: QtBot
) -> None:
    first, second = (row.learner.learner_id for row in page._waiting()[:2])
    stage.paper(first, 1)
    again = opened(stage, catalog, qtbot)
    assert again._waiting()[0].learner.learner_id == second
    stage.ask(lambda store: mark_here(store, meeting=stage.meeting, learner_id=second, here=False))
    again.go.click()
    qtbot.wait_until(again.retry.isVisible)
    assert "not ticked" in again.retry.note.accessibleName()


def test_hide_and_helpline_work_in_the_middle(stage: Stage, page: PassScreen, qtbot: QtBot) -> None:
    page.go.click()
    qtbot.wait_until(lambda: page.view is not None)
    view = page.view
    with qtbot.wait_signal(stage.window.helpline_asked):
        stage.press(Key.Key_F1)
    stage.press(Key.Key_Shift, Key.Key_Shift, Key.Key_Shift)
    assert stage.window.is_hidden_away
    stage.window.return_now()
    assert page.view is view


def test_esc_between_two_people_leads_back_to_the_test(
    stage: Stage, page: PassScreen, qtbot: QtBot
) -> None:
    with qtbot.wait_signal(page.back_asked):
        stage.press(Key.Key_Escape)
    stage.window.show_page(Screen())
