"""What lies behind the departures board stays there; what is open stays in its language."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.walk import Walk
from trainer_app.ui import translator
from trainer_app.ui.helpline_sheet import HelplineSheet
from trainer_app.ui.start.picture_panel import ReturnSheet


@pytest.fixture
def walk(tmp_path, qapp):
    made = Walk(tmp_path / "data")
    made.enrol_people("en")
    made.enter(0)
    yield made
    made.close()
    translator.speak(qapp, "en")


def names_on_screen(walk: Any) -> str:
    shown = [w for w in walk.window.findChildren(object) if hasattr(w, "text")]
    return " | ".join(w.text() for w in shown if w.isVisible())


def test_a_second_hide_takes_the_pictures_away_again(walk):
    walk.window.hide_now()
    walk.program._on_return_asked()
    walk.settle()
    assert isinstance(walk.window.sheet, ReturnSheet)
    walk.window.hide_now()
    walk.settle()
    assert walk.window.sheet is None
    assert walk.window.is_hidden_away


def test_the_way_back_says_nothing_of_who_is_behind(walk):
    walk.window.hide_now()
    walk.program._on_return_asked()
    walk.settle()
    assert "Rosa" not in names_on_screen(walk)


def test_ten_minutes_hidden_sign_out_and_leave_the_board_up(walk):
    walk.window.hide_now()
    walk.window.left.emit()
    walk.settle()
    assert walk.window.is_hidden_away
    assert "Rosa" not in names_on_screen(walk)
    walk.program._on_return_asked()
    walk.settle()
    assert not walk.window.is_hidden_away
    assert type(walk.window.page).__name__ == "LearnersScreen"


def test_ten_minutes_hidden_do_not_skip_the_first_cards(tmp_path, qapp):
    walk = Walk(tmp_path / "data")
    walk.program.show_tour()
    walk.window.hide_now()
    walk.window.left.emit()
    walk.settle()
    assert type(walk.window.page).__name__ == "TourScreen"
    walk.close()


def test_an_error_waits_until_the_board_is_gone(walk):
    walk.window.hide_now()
    walk.program._on_failed(RuntimeError("made up"))
    assert walk.window.sheet is None
    walk.window.return_now()
    assert walk.window.sheet is not None


def test_the_helpline_opens_again_after_its_page_has_gone_on(walk):
    walk.journey.show_module("grooming")
    walk.settle()
    walk.program._on_helpline_asked()
    walk.window.page.setFocus()
    walk.journey.show_home()
    walk.settle()
    walk.program._on_helpline_asked()
    assert isinstance(walk.window.sheet, HelplineSheet)
    walk.window.sheet.close_sheet()
    assert walk.window.sheet is None


def test_the_focus_stays_in_an_open_sheet(walk):
    walk.program._on_helpline_asked()
    walk.window.page.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(walk.window.windowHandle(), Qt.Key.Key_1)
    walk.settle()
    assert walk.window.sheet.isAncestorOf(walk.window.focusWidget())
    assert type(walk.window.page).__name__ == "HomeScreen"


def test_an_open_lesson_goes_on_in_the_new_language(walk):
    module = walk.module("safe-terminals", "en")
    walk.journey.show_lesson(module, module.lessons[0].id)
    walk.settle()
    walk.program.show_settings()
    walk.settle()
    walk.window.page.preferences_changed.emit(
        type(walk.program._signed_in.learner.preferences)(language="es")
    )
    walk.settle()
    walk.window.page.back_asked.emit()
    walk.settle()
    spanish = walk.module("safe-terminals", "es")
    assert walk.window.page.title() == spanish.lessons[0].title
    assert spanish.lessons[0].steps[0].title in names_on_screen(walk)


def test_signing_out_leaves_nothing_of_one_for_the_next(walk):
    walk.program.sign_out()
    walk.settle()
    assert walk.program.journey is None
    assert walk.program._signed_in is None
    walk.enter(1)
    assert "Rosa" not in names_on_screen(walk)


def test_the_pictures_shown_once_are_not_left_by_escape(walk):
    walk.program.sign_out()
    walk.program.show_new_learner()
    walk.settle()
    page = walk.window.page
    page.name.setText("Kossi Mensah")
    page.role.setCurrentIndex(1)
    page.save.click()
    walk.settle()
    QTest.keyClick(walk.window.windowHandle(), Qt.Key.Key_Escape)
    walk.settle()
    assert walk.window.page is page
    page.start.click()
    walk.settle()
    assert type(walk.window.page).__name__ == "HomeScreen"


def test_hide_and_helpline_stay_within_reach_of_the_mouse_beside_a_sheet(walk):
    walk.program._on_language_asked()
    bar = walk.window.frame.bar
    for button in (bar.hide_button, bar.helpline):
        middle = button.mapTo(walk.window, button.rect().center())
        reached = walk.window.childAt(middle)
        assert reached is button or button.isAncestorOf(reached)
