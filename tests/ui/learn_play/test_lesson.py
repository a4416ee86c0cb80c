"""The lesson player: steps, checks, the place it keeps, and what happens when nothing is saved."""

from collections.abc import Callable, Mapping

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.learn_play.conftest import DISK_FULL, PLAYED
from tests.ui.learn_play.keyboard import Press, answer, not_yet_response, right
from tests.ui.start.voices import Talker
from trainer_app.content.pack import Pack
from trainer_app.operations.learning import place_kept
from trainer_app.operations.people import SignedIn
from trainer_app.ui import translator
from trainer_app.ui.background import Background
from trainer_app.ui.learn.lesson_screen import LessonScreen
from trainer_app.ui.learn.sources_sheet import SourcesSheet
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.widgets.para import Para

KEY = Qt.Key
PLACE = "lesson/small/first"
Open = Callable[..., LessonScreen]


@pytest.fixture
def talker(look: object) -> Talker:
    """A voice that reads everything in no time."""
    return Talker()


@pytest.fixture
def open_lesson(
    window: MainWindow,
    background: Background,
    signed_in: SignedIn,
    pack: Pack,
    talker: Talker,
    qtbot: QtBot,
) -> Open:
    """Shows the lesson and waits until its place is known."""

    def opened(values: Mapping[str, str] | None = None) -> LessonScreen:
        screen = LessonScreen(background, signed_in, PLAYED, pack, "first", values or {}, talker)
        window.show_page(screen)
        qtbot.wait_until(lambda: screen._here is not None)
        return screen

    return opened


@pytest.fixture
def kept(background: Background, signed_in: SignedIn) -> Callable[[], dict[str, object] | None]:
    """What the store has kept as the place."""

    def asked() -> dict[str, object] | None:
        learner_id = signed_in.learner.learner_id
        future = background.run(
            background, lambda store: place_kept(store, learner_id=learner_id, place=PLACE)
        )
        state = future.result()
        return msgspec.json.decode(state, type=dict[str, object]) if state else None

    return asked


def words(screen: LessonScreen) -> list[str]:
    paras: list[Para] = list(screen.steps.findChildren(Para))
    return [para.text() for para in paras if para.isVisible()]


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def test_a_lesson_is_read_by_keyboard_alone(
    open_lesson: Open, press: Press, kept: Callable[[], object], qtbot: QtBot
) -> None:
    screen = open_lesson()
    assert plain(screen.strip.text()) == "Step 1 of 3"
    press(KEY.Key_Return)
    view = screen.view
    assert view is not None
    assert plain(screen.strip.text()) == "Step 2 of 3"
    answer(view, press, right(view.item))
    press(KEY.Key_Return)
    qtbot.wait_until(screen.feedback.isVisible)
    press(KEY.Key_Return)
    assert screen.steps.step is PLAYED.lessons[0].steps[1]
    with qtbot.wait_signal(screen.finished):
        press(KEY.Key_Return)
    assert kept() is None  # nothing to go back to: it is read


def test_a_check_may_be_tried_again_and_again(
    open_lesson: Open, press: Press, qtbot: QtBot
) -> None:
    screen = open_lesson()
    press(KEY.Key_PageDown)
    view = screen.view
    assert view is not None
    assert screen.go_on.isHidden()
    for _try in range(2):
        answer(view, press, not_yet_response(view.item))
        press(KEY.Key_Return)
        qtbot.wait_until(screen.feedback.isVisible)
        assert screen.feedback.heading.text() == "Not yet"
        assert view.shown is not None
        assert not view.shown.reveal
        press(KEY.Key_Return)
        assert screen.feedback.isHidden()
        assert screen.go_on.isVisible()
    screen.go_on.click()
    assert screen.view is None
    assert screen._here == 2


def test_the_sheet_offers_to_go_on(open_lesson: Open, press: Press, qtbot: QtBot) -> None:
    screen = open_lesson()
    press(KEY.Key_PageDown)
    assert screen.view is not None
    answer(screen.view, press, not_yet_response(screen.view.item))
    press(KEY.Key_Return)
    qtbot.wait_until(screen.skip.isVisible)
    screen.skip.click()
    assert screen._here == 2


def test_arrows_turn_the_steps(open_lesson: Open, press: Press, qtbot: QtBot) -> None:
    screen = open_lesson()
    screen._show(2)
    press(KEY.Key_Left)
    assert screen._here == 1
    press(KEY.Key_PageUp)  # a check keeps these keys to itself
    assert screen._here == 1
    screen.back.click()
    assert screen._here == 0
    press(KEY.Key_PageUp)
    assert screen._here == 0
    press(KEY.Key_Right)
    assert screen._here == 1


def test_arrows_are_mirrored(
    open_lesson: Open, press: Press, qapp: QApplication, qtbot: QtBot
) -> None:
    translator.speak(qapp, "ar")
    screen = open_lesson()
    press(KEY.Key_Right)
    assert screen._here == 0
    press(KEY.Key_Left)
    assert screen._here == 1


def test_the_place_is_kept_at_every_stop(
    open_lesson: Open, press: Press, kept: Callable[[], dict[str, object] | None]
) -> None:
    screen = open_lesson()
    state = kept()
    assert state is not None
    assert state["step"] == "one"
    press(KEY.Key_PageDown)
    state = kept()
    assert state is not None
    assert (state["step"], state["check"]) == ("one", True)
    again = open_lesson()
    assert again._here == 1
    assert again.view is not None
    again._show(2)
    assert open_lesson()._here == 2
    assert screen is not again


@pytest.mark.parametrize("state", [b"not json", b'{"step": "gone"}', b'{"step": 3}'])
def test_a_place_that_is_gone_begins_anew(
    open_lesson: Open, background: Background, signed_in: SignedIn, state: bytes
) -> None:
    learner_id = signed_in.learner.learner_id
    background.run(background, lambda store: store.keep(learner_id, PLACE, state)).result()
    assert open_lesson()._here == 0


def test_an_answer_that_is_not_saved_stays(
    open_lesson: Open, press: Press, full_disk: Callable[[], Callable[[], None]], qtbot: QtBot
) -> None:
    screen = open_lesson()
    press(KEY.Key_PageDown)
    view = screen.view
    assert view is not None
    answer(view, press, right(view.item))
    free = full_disk()
    press(KEY.Key_Return)
    qtbot.wait_until(screen.retry.isVisible)
    assert screen.retry.note.para.text() == DISK_FULL
    assert view.response() == right(view.item)
    free()
    press(KEY.Key_Return)
    qtbot.wait_until(screen.feedback.isVisible)
    assert screen.feedback.heading.text() == "Good choice"


def test_finished_is_said_only_when_it_is_on_disk(
    open_lesson: Open, press: Press, full_disk: Callable[[], Callable[[], None]], qtbot: QtBot
) -> None:
    screen = open_lesson()
    screen._show(2)
    free = full_disk()
    with qtbot.assert_not_emitted(screen.finished):
        press(KEY.Key_Return)
        qtbot.wait_until(screen.retry.isVisible)
    free()
    with qtbot.wait_signal(screen.finished):
        press(KEY.Key_Return)


def test_a_place_that_is_not_kept_is_said(
    open_lesson: Open, press: Press, full_disk: Callable[[], Callable[[], None]],
    kept: Callable[[], dict[str, object] | None], qtbot: QtBot,
) -> None:  # fmt: skip
    screen = open_lesson()
    screen._show(1)
    free = full_disk()
    screen._show(2)
    qtbot.wait_until(screen.retry.isVisible)
    assert screen.steps.step is PLAYED.lessons[0].steps[1]  # reading goes on
    free()
    screen.retry.button.click()
    qtbot.wait_until(lambda: (kept() or {}).get("step") == "two")


def test_slots_hold_the_site_or_the_fallback(open_lesson: Open) -> None:
    assert "Be kind, and tell your focal point." in map(plain, words(open_lesson()))
    filled = open_lesson({"focal-point": "Elena *Choque*"})
    assert "Be kind, and tell Elena ∗Choque∗." in map(plain, words(filled))


def test_a_step_says_how_far_it_is_known_and_where_it_comes_from(
    open_lesson: Open, window: MainWindow
) -> None:
    screen = open_lesson()
    assert screen.steps._layer.text() == "What is known of the model"
    screen.steps._sources.click()
    assert isinstance(window.sheet, SourcesSheet)
    window.close_sheets()
    screen._show(2)
    assert screen.steps._layer.isHidden()
    assert screen.steps._sources.isHidden()


def test_space_and_r_read_the_step(open_lesson: Open, press: Press, talker: Talker) -> None:
    open_lesson({"focal-point": "Elena"})
    press(KEY.Key_Space)
    assert [plain(text) for text in talker.said] == [
        "Be near", "Be kind, and tell Elena.", "Look.", "Listen.", "Stay calm.",
    ]  # fmt: skip
    press(KEY.Key_R)
    assert len(talker.said) == 10
    press(KEY.Key_PageDown)
    talker.said.clear()
    press(KEY.Key_L)
    assert talker.said[0] == "What helps?"


def test_the_language_changes_at_once(open_lesson: Open, qapp: QApplication, qtbot: QtBot) -> None:
    screen = open_lesson()
    translator.speak(qapp, "en_XA")
    here = words(screen)
    assert "Be near" in here
    assert screen._here == 0
    translator.speak(qapp, "ar")
    assert screen.isRightToLeft()
    assert not screen.steps._content.isRightToLeft()


def test_time_counts_while_the_page_is_seen(
    open_lesson: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = open_lesson()
    now = [100.0]
    monkeypatch.setattr("trainer_app.ui.items.stopwatch.time.monotonic", lambda: now[0])
    screen.watch.stop()
    before = screen.watch.ms
    screen.watch.start()
    now[0] += 2
    assert screen.watch.ms - before == 2000
    screen.hide()
    now[0] += 60
    assert screen.watch.ms - before == 2000
