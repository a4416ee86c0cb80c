"""The quiz and the questions before, played by keyboard on a real store."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.learn_play.conftest import DISK_FULL, PLAYED
from tests.ui.learn_play.keyboard import Press, answer, not_yet_response, right
from tests.ui.start.voices import Talker
from trainer_app.content.pack import Pack
from trainer_app.operations.attempts import AttemptFinished
from trainer_app.operations.people import SignedIn
from trainer_app.training.attempt import Kind
from trainer_app.training.confidence import LINES
from trainer_app.training.statement import registration
from trainer_app.ui import translator
from trainer_app.ui.background import Background
from trainer_app.ui.items import item_view
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.view import ItemView
from trainer_app.ui.learn.attempt_screen import AttemptScreen
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.sound import Speaker
from trainer_app.ui.widgets.para import Para

ENTER = Qt.Key.Key_Return
Open = Callable[[Kind], AttemptScreen]


@pytest.fixture
def open_attempt(
    window: MainWindow,
    background: Background,
    signed_in: SignedIn,
    pack: Pack,
    speaker: Speaker,
    qtbot: QtBot,
) -> Open:
    """Shows the attempt of a kind and waits for its question."""

    def opened(kind: Kind) -> AttemptScreen:
        screen = AttemptScreen(background, signed_in, PLAYED, pack, kind, {}, speaker)
        window.show_page(screen)
        qtbot.wait_until(lambda: screen.view is not None)
        return screen

    return opened


def asked(screen: AttemptScreen) -> ItemView:
    assert screen.view is not None
    return screen.view


def say_how_sure(screen: AttemptScreen, press: Press, qtbot: QtBot) -> None:
    """The page after the last question, by keyboard."""
    qtbot.wait_until(lambda: screen.asks_confidence)
    for _line in LINES:
        press("3")
    press(ENTER)


def said_sure(
    screen: AttemptScreen, background: Background, window: MainWindow
) -> dict[str, tuple[str, bool]]:
    """What is on disk of these lines, by path."""
    assert screen._sitting is not None
    attempt, actor = screen._sitting.attempt, screen._signed_in.learner.actor
    test = f"m/{PLAYED.id}/test/{'pre' if attempt.kind == 'pre' else 'post'}"
    given = background.run(
        window,
        lambda store: store.answers(registration(actor, PLAYED.id), test, attempt.number),
    ).result()
    return {path: one for path, one in given.items() if "/c/" in path}


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def test_a_quiz_is_passed_by_keyboard_alone(
    open_attempt: Open, press: Press, qtbot: QtBot, background: Background, window: MainWindow
) -> None:
    screen = open_attempt("quiz")
    kinds = set()
    finished: list[AttemptFinished] = []
    screen.finished.connect(finished.append)
    total = len(PLAYED.bank)
    for number in range(total):
        view = asked(screen)
        kinds.add(type(view).__name__)
        assert plain(screen.strip.text()) == f"Question {number + 1} of {total}"
        answer(view, press, right(view.item))
        assert view.response() == right(view.item)
        press(ENTER)
        qtbot.wait_until(screen.feedback.isVisible)
        assert screen.feedback.heading.text() == "Good choice"
        assert view.item.reason in screen.feedback.reason.text()
        assert screen.feedback.button.text() == "Next"
        press(ENTER)
    say_how_sure(screen, press, qtbot)
    qtbot.wait_until(lambda: bool(finished))
    assert finished[0].outcome.scaled == 1.0
    sure = said_sure(screen, background, window)
    assert {
        path.rpartition("/")[2]: level for path, (level, _right) in sure.items()
    } == dict.fromkeys(LINES, "3")
    assert len(kinds) == 6  # one choice and several share their view


def test_not_yet_shows_what_would_be_right(open_attempt: Open, press: Press, qtbot: QtBot) -> None:
    screen = open_attempt("quiz")
    finished: list[AttemptFinished] = []
    screen.finished.connect(finished.append)
    for _one in PLAYED.bank:
        view = asked(screen)
        answer(view, press, not_yet_response(view.item))
        press(ENTER)
        qtbot.wait_until(screen.feedback.isVisible)
        assert screen.feedback.heading.text() == "Not yet"
        assert view.shown is not None
        assert view.shown.reveal
        assert QApplication.focusWidget() is screen.feedback.button
        if view.item.ordinary is not None:
            assert view.item.ordinary in screen.feedback.reason.text()
        press(ENTER)
    qtbot.wait_until(lambda: screen.asks_confidence)
    screen.leave_out.click()
    qtbot.wait_until(lambda: bool(finished))
    assert finished[0].outcome.raw == 0
    assert not finished[0].outcome.passed


def test_the_questions_before_give_no_verdict(
    open_attempt: Open, press: Press, qtbot: QtBot
) -> None:
    screen = open_attempt("pre")
    assert screen.leave.isVisible()
    finished: list[AttemptFinished] = []
    screen.finished.connect(finished.append)
    items = []
    for _one in PLAYED.forms.a:
        view = asked(screen)
        items.append(view.item.id)
        answer(view, press, not_yet_response(view.item))
        press(ENTER)
        qtbot.wait_until(lambda: screen.view is not view)  # noqa: B023
        assert screen.feedback.isHidden()
    assert screen.go.text() == "Finish"
    say_how_sure(screen, press, qtbot)
    qtbot.wait_until(lambda: bool(finished))
    assert items == list(PLAYED.forms.a)


def test_one_may_go_on_without_the_questions(open_attempt: Open, qtbot: QtBot) -> None:
    screen = open_attempt("pre")
    with qtbot.wait_signal(screen.back_asked), qtbot.assert_not_emitted(screen.finished):
        screen.leave.click()


def test_a_new_screen_goes_on_at_the_same_question(
    open_attempt: Open, press: Press, qtbot: QtBot
) -> None:
    screen = open_attempt("quiz")
    first = asked(screen)
    answer(first, press, not_yet_response(first.item))
    press(ENTER)
    qtbot.wait_until(screen.feedback.isVisible)
    press(ENTER)
    second = asked(screen).item.id
    again = open_attempt("quiz")
    assert asked(again).item.id == second
    assert plain(again.strip.text()).startswith("Question 2")
    sitting = again._sitting
    assert sitting is not None
    assert sitting.answers == {first.item.id: (not_yet_response(first.item), False)}


def test_a_chosen_answer_is_not_an_answer_yet(open_attempt: Open, press: Press) -> None:
    screen = open_attempt("quiz")
    view = asked(screen)
    answer(view, press, right(view.item))
    again = open_attempt("quiz")
    assert again._sitting is not None
    assert again._sitting.answers == {}


def test_asked_too_early_it_says_what_is_missing(open_attempt: Open, press: Press) -> None:
    screen = open_attempt("quiz")
    press(ENTER)
    assert screen.note.isVisible()
    assert screen.note.para.text() == asked(screen).missing()
    assert screen.feedback.isHidden()


def test_what_could_not_be_saved_stays_chosen(
    open_attempt: Open,
    press: Press,
    qtbot: QtBot,
    full_disk: Callable[[], Callable[[], None]],
) -> None:
    screen = open_attempt("quiz")
    view = asked(screen)
    response = right(view.item)
    answer(view, press, response)
    free = full_disk()
    press(ENTER)
    qtbot.wait_until(screen.retry.isVisible)
    assert screen.retry.note.para.text() == DISK_FULL
    assert screen.feedback.isHidden()
    assert view.response() == response
    assert not view.frozen
    free()
    press(ENTER)  # the focus is on "Try again"
    qtbot.wait_until(screen.feedback.isVisible)
    assert screen.retry.isHidden()
    assert view.shown is not None
    assert view.shown.right


def test_a_verdict_that_could_not_be_saved_is_tried_again(
    open_attempt: Open,
    press: Press,
    qtbot: QtBot,
    full_disk: Callable[[], Callable[[], None]],
) -> None:
    screen = open_attempt("quiz")
    finished: list[AttemptFinished] = []
    screen.finished.connect(finished.append)
    for _one in PLAYED.bank:
        view = asked(screen)
        answer(view, press, right(view.item))
        press(ENTER)
        qtbot.wait_until(screen.feedback.isVisible)
        press(ENTER)
    qtbot.wait_until(lambda: screen.asks_confidence)
    free = full_disk()
    say_how_sure(screen, press, qtbot)
    qtbot.wait_until(screen.retry.isVisible)
    assert screen.confidence is not None
    assert set(screen.confidence.levels.values()) == {"3"}  # what was chosen stays
    assert not finished
    free()
    press(ENTER)
    qtbot.wait_until(lambda: bool(finished))


def test_everything_answered_leads_to_the_end(
    open_attempt: Open, press: Press, qtbot: QtBot, background: Background, signed_in: SignedIn,
    window: MainWindow, pack: Pack, speaker: Speaker,
) -> None:  # fmt: skip
    screen = open_attempt("quiz")
    for number in range(len(PLAYED.bank)):
        view = asked(screen)
        answer(view, press, right(view.item))
        press(ENTER)
        qtbot.wait_until(screen.feedback.isVisible)
        if number + 1 < len(PLAYED.bank):
            press(ENTER)
    again = AttemptScreen(background, signed_in, PLAYED, pack, "quiz", {}, speaker)
    window.show_page(again)
    with qtbot.wait_signal(again.finished) as finished:
        say_how_sure(again, press, qtbot)
    assert finished.args[0].outcome.scaled == 1.0


def test_each_line_wants_an_answer_or_all_are_left_out(
    open_attempt: Open, press: Press, qtbot: QtBot, background: Background, window: MainWindow
) -> None:
    screen = open_attempt("pre")
    for _one in PLAYED.forms.a:
        view = asked(screen)
        answer(view, press, right(view.item))
        press(ENTER)
        qtbot.wait_until(lambda: screen.view is not view)  # noqa: B023
    qtbot.wait_until(lambda: screen.asks_confidence)
    press("4")
    press(ENTER)
    assert "each line" in screen.note.para.text()
    assert screen.confidence is not None
    assert screen.confidence.levels == {"notice": "4"}
    with qtbot.wait_signal(screen.finished):
        screen.leave_out.click()
    assert not said_sure(screen, background, window)


def test_it_is_asked_once_only(open_attempt: Open, press: Press, qtbot: QtBot) -> None:
    for attempt, asks in ((1, True), (2, False)):
        screen = open_attempt("quiz")
        finished: list[AttemptFinished] = []
        screen.finished.connect(finished.append)
        for _one in PLAYED.bank:
            view = asked(screen)
            answer(view, press, not_yet_response(view.item))
            press(ENTER)
            qtbot.wait_until(screen.feedback.isVisible)
            press(ENTER)
        if asks:
            say_how_sure(screen, press, qtbot)
        qtbot.wait_until(lambda: bool(finished))  # noqa: B023
        assert screen._sitting is not None
        assert screen._sitting.attempt.number == attempt
        assert (screen.confidence is not None) == asks


def test_the_language_changes_at_once(
    open_attempt: Open, press: Press, qapp: QApplication, qtbot: QtBot
) -> None:
    screen = open_attempt("quiz")
    view = asked(screen)
    answer(view, press, not_yet_response(view.item))
    press(ENTER)
    qtbot.wait_until(screen.feedback.isVisible)
    translator.speak(qapp, "ar")
    assert screen.isRightToLeft()
    assert not view.isRightToLeft()  # the questions are still in English
    assert view.item.reason in screen.feedback.reason.text()
    assert asked(screen) is view


def test_no_question_tells_that_it_is_critical(open_attempt: Open) -> None:
    screen = open_attempt("quiz")
    paras: list[Para] = list(screen.findChildren(Para))
    assert "critical" not in " ".join(para.text() for para in paras).lower()


def test_tab_goes_from_the_question_to_the_buttons_below(
    open_attempt: Open, press: Press, window: MainWindow, pack: Pack
) -> None:
    screen = open_attempt("quiz")
    talker = Talker()
    for item in PLAYED.bank:
        view = item_view(item, Setting(1, pack, {}, talker, language="en"))
        screen.ask(view)
        first = view.first_focus()
        assert first is not None
        first.setFocus()
        for _step in range(40):
            press(Qt.Key.Key_Tab)
            if window.focusWidget() is screen.go:
                break
            assert screen.isAncestorOf(window.focusWidget())
        assert window.focusWidget() is screen.go


def test_the_verdict_can_be_heard(
    open_attempt: Open, press: Press, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = open_attempt("quiz")
    talker = Talker()
    monkeypatch.setattr(screen, "speaker", talker)
    view = asked(screen)
    answer(view, press, right(view.item))
    press(ENTER)
    qtbot.wait_until(screen.feedback.isVisible)
    assert screen.hear.isVisible()
    press(Qt.Key.Key_L)
    assert talker.said[0] == view.item.reason
