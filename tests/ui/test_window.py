"""The window: screens come and go, sheets open inside, keys work, hiding is quick."""

import time
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import gallery
from tests.ui.gallery import FormPage, sample_sheet
from tests.ui.gallery_learn import HomePage, LessonPage
from tests.ui.keys import write
from trainer_app.ui import keyboard, theme, translator
from trainer_app.ui.keyboard import HideChord
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.sound import Speaker

SHIFT, ESCAPE = int(Qt.Key.Key_Shift), int(Qt.Key.Key_Escape)


def press(target: QWidget, key: Qt.Key, times: int = 1) -> None:
    """Press a key as the window system would: on the window, not on a widget."""
    window = target.window().windowHandle()
    for _time in range(times):
        QTest.keyClick(window, key)


# ---------------------------------------------------------------- the chord


@pytest.mark.parametrize(
    ("presses", "hides"),
    [
        ([(SHIFT, 0), (SHIFT, 1), (SHIFT, 2)], True),
        ([(SHIFT, 0), (SHIFT, 1), (SHIFT, 3.5)], False),
        ([(SHIFT, 0), (SHIFT, 2), (SHIFT, 3.5), (SHIFT, 4)], True),
        ([(ESCAPE, 0), (ESCAPE, 0.9)], True),
        ([(ESCAPE, 0), (ESCAPE, 1.1)], False),
        ([(SHIFT, 0), (65, 0.1), (SHIFT, 0.2), (66, 0.3), (SHIFT, 0.4)], False),
        ([(SHIFT, 0), (ESCAPE, 0.1), (SHIFT, 0.2), (SHIFT, 0.3)], False),
        ([(SHIFT, 0), (SHIFT, 0.1), (ESCAPE, 0.2), (ESCAPE, 0.3)], True),
    ],
)
def test_the_chord(presses: list[tuple[int, float]], hides: bool) -> None:
    chord = HideChord()
    assert (sum(chord.press(key, at) for key, at in presses) == 1) is hides


def in_line_edit(window: MainWindow) -> QWidget:
    page = FormPage(window.speaker)
    window.show_page(page)
    page.name.editor.setFocus()
    return page.name.editor


def in_combo_popup(window: MainWindow) -> QWidget:
    page = FormPage(window.speaker)
    window.show_page(page)
    combo = page.team.editor
    assert isinstance(combo, QComboBox)
    combo.showPopup()
    return combo.view().window()


def in_sheet(window: MainWindow) -> QWidget:
    window.show_page(HomePage(window.speaker))
    return window.open_sheet(sample_sheet())


@pytest.mark.qt_log_ignore("does not support grabbing", extend=True)  # popups, without a display
@pytest.mark.parametrize("place", [in_line_edit, in_combo_popup, in_sheet])
@pytest.mark.parametrize(("key", "times"), [(Qt.Key.Key_Shift, 3), (Qt.Key.Key_Escape, 2)])
def test_hide_works_from_everywhere(
    place: Callable[[MainWindow], QWidget],
    key: Qt.Key,
    times: int,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    target = place(window)
    qtbot.wait_until(lambda: target.window().windowHandle() is not None)
    for _time in range(times):
        popup = QApplication.activePopupWidget()
        press(popup or window, key)
    assert window.is_hidden_away
    assert QApplication.activePopupWidget() is None


def test_typing_does_not_hide(window: MainWindow) -> None:
    editor = in_line_edit(window)
    assert isinstance(editor, QLineEdit)
    for letter in "HeLlO WoRlD":
        if letter.isupper():
            press(window, Qt.Key.Key_Shift)
        write(window, letter)
    assert editor.text() == "HeLlO WoRlD"
    assert not window.is_hidden_away


def test_a_mouse_press_begins_the_chord_anew(window: MainWindow) -> None:
    window.show_page(HomePage(window.speaker))
    press(window, Qt.Key.Key_Shift, 2)
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(5, 400))
    press(window, Qt.Key.Key_Shift)
    assert not window.is_hidden_away


# ---------------------------------------------------------------- hiding


class _Silence(Speaker):
    stopped = False

    def stop(self) -> None:
        self.stopped = True
        super().stop()


def test_hide_order_and_speed(look: theme.Theme, qtbot: QtBot) -> None:
    speaker = _Silence(engine=None)
    window = MainWindow(look, speaker)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.wait_exposed(window):
        window.show()
    window.show_page(LessonPage(speaker))
    speaker.stopped = False
    with qtbot.wait_signal(window.hidden):
        began = time.perf_counter()
        window.hide_now()
        took = time.perf_counter() - began
    assert took < 0.1
    assert speaker.stopped
    assert window.is_hidden_away
    assert window.windowTitle() == "Departures"
    assert not window.frame.isVisible()


def test_the_way_back(window: MainWindow, qtbot: QtBot) -> None:
    page = HomePage(window.speaker)
    window.show_page(page)
    window.hide_now()
    with qtbot.wait_signal(window.return_asked):
        press(window, Qt.Key.Key_Space)  # the three dots have the focus
    assert window.is_hidden_away  # somebody else decides who may come back
    sheet = window.open_sheet(sample_sheet())
    assert sheet.parentWidget() is window.hidden_screen
    with qtbot.wait_signal(window.returned):
        window.return_now()
    assert window.page is page
    assert window.windowTitle() == "Waypost"
    assert window.sheet is None


def test_hidden_keys_are_dead(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page(HomePage(window.speaker))
    window.hide_now()
    with qtbot.assert_not_emitted(window.helpline_asked):
        press(window, Qt.Key.Key_F1)
    before = theme.zoom()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert theme.zoom() == before
    window.return_now()
    with qtbot.wait_signal(window.helpline_asked):
        press(window, Qt.Key.Key_F1)


def test_after_ten_minutes_the_person_has_left(window: MainWindow, qtbot: QtBot) -> None:
    window._away.setInterval(1)
    with qtbot.wait_signal(window.left):
        window.hide_now()


def test_the_board_fits_every_size(window: MainWindow, look: theme.Theme) -> None:
    for zoom in theme.ZOOM_STEPS:
        look.choose(zoom=zoom)
        window.resize(1024, 600)
        window.hide_now()
        inside = window.hidden_screen.layout()
        assert inside is not None
        assert inside.totalMinimumSize().height() <= 600
        window.return_now()


def test_a_large_board_does_not_keep_the_window_large(
    window: MainWindow, qapp: QApplication
) -> None:
    for width, height in ((1366, 768), (1024, 560), (1366, 768)):
        window.resize(width, height)
        window.hide_now()
        gallery.settle_layout(qapp)
        window.return_now()
        gallery.settle_layout(qapp)
        assert window.height() == height


# ---------------------------------------------------------------- screens


def test_the_former_screen_is_deleted(window: MainWindow, qtbot: QtBot) -> None:
    first = HomePage(window.speaker)
    window.show_page(first)
    second = LessonPage(window.speaker)
    window.show_page(second)
    assert window.page is second
    qtbot.wait_until(lambda: not shiboken6.isValid(first))


def test_the_top_bar_keeps_its_places(window: MainWindow, qapp: QApplication) -> None:
    bar = window.frame.bar
    places = set()
    for page, picture in ((HomePage, "tree"), (LessonPage, "tree"), (HomePage, "")):
        window.show_person(picture, "Rosa" if picture else "")
        window.show_page(page(window.speaker))
        gallery.settle_layout(qapp)
        places.add((bar.helpline.pos().toTuple(), bar.hide_button.pos().toTuple()))
        assert bar.hide_button.isVisible()
        assert bar.helpline.isVisible()
    assert len(places) == 1


def test_the_bar_is_mirrored(window: MainWindow, qapp: QApplication, qtbot: QtBot) -> None:
    window.show_person("tree", "Rosa")
    window.show_page(HomePage(window.speaker))
    bar = window.frame.bar

    def middles() -> list[int]:
        row = (bar._mark, bar._title, bar.language, bar.helpline, bar.hide_button, bar.profile)
        return [widget.geometry().center().x() for widget in row]

    assert middles() == sorted(middles())
    translator.speak(qapp, "ar")
    qtbot.wait_until(lambda: middles() == sorted(middles(), reverse=True))


def test_two_layouts(window: MainWindow, look: theme.Theme) -> None:
    page = HomePage(window.speaker)
    window.show_page(page)
    seen = [page.compact]
    for wide, high in ((1024, 600), (1366, 768), (1366, 640)):
        window.resize(wide, high)
        seen.append(page.compact)
    assert seen == [False, True, False, True]


def test_escape_goes_back_and_f1_asks_for_the_helpline(window: MainWindow, qtbot: QtBot) -> None:
    page = LessonPage(window.speaker)
    window.show_page(page)
    with qtbot.wait_signal(page.back_asked):
        press(window, Qt.Key.Key_Escape)
    with qtbot.wait_signal(window.helpline_asked):
        press(window, Qt.Key.Key_F1)


def test_text_size_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page(HomePage(window.speaker))
    control = Qt.KeyboardModifier.ControlModifier
    with qtbot.wait_signal(window.text_size_changed) as grown:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Plus, control)
    assert grown.args == [1.15]
    with qtbot.wait_signal(window.text_size_changed) as reset:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_0, control)
    assert reset.args == [1.0]


def test_full_screen(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_F11)
    qtbot.wait_until(window.isFullScreen)
    press(window, Qt.Key.Key_F11)
    qtbot.wait_until(lambda: not window.isFullScreen())


def test_words_change_live(window: MainWindow, qapp: QApplication, qtbot: QtBot) -> None:
    page = HomePage(window.speaker)
    window.show_page(page)
    translator.speak(qapp, "ar")
    qtbot.wait_until(lambda: page._hello.text().startswith("مرحباً"))
    assert window.frame.bar.language.text() == "العربية"


class _Titled(Screen):
    words = "One"

    def __init__(self) -> None:
        super().__init__()
        self.settle()

    def title(self) -> str:
        return self.words


def test_the_title_follows_the_screen(window: MainWindow) -> None:
    page = _Titled()
    window.show_page(page)
    assert window.frame.bar._title.text() == "One"
    page.words = "Two"
    page.title_changed.emit()
    assert window.frame.bar._title.text() == "Two"
    assert window.windowTitle() == "Waypost"  # never what is being learnt


# ---------------------------------------------------------------- sheets


def test_tab_stays_in_the_sheet_and_focus_returns(window: MainWindow, qtbot: QtBot) -> None:
    page = HomePage(window.speaker)
    window.show_page(page)
    page._go.setFocus()
    sheet = window.open_sheet(sample_sheet())
    seen: list[QWidget] = []
    for _step in range(6):
        press(window, Qt.Key.Key_Tab)
        now: QWidget | None = QApplication.focusWidget()
        assert now is not None
        assert sheet.isAncestorOf(now)
        seen.append(now)
    assert len(set(seen)) == 3  # two buttons and the close button, over and over
    press(window, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is seen[-2]
    with qtbot.wait_signal(sheet.closed):
        press(window, Qt.Key.Key_Escape)
    assert window.sheet is None
    assert QApplication.focusWidget() is page._go
    qtbot.wait_until(lambda: not shiboken6.isValid(sheet))


def test_a_sheet_fits_a_small_window(window: MainWindow, look: theme.Theme, qtbot: QtBot) -> None:
    look.choose(zoom=1.5)
    window.resize(1024, 600)
    window.show_page(HomePage(window.speaker))
    sheet = window.open_sheet(sample_sheet())
    panel = sheet._panel
    qtbot.wait_until(lambda: window.rect().contains(panel.geometry()))
    assert sheet._scroll.verticalScrollBar().maximum() > 0


def test_a_new_page_closes_the_sheet(window: MainWindow) -> None:
    window.show_page(HomePage(window.speaker))
    window.open_sheet(sample_sheet())
    window.show_page(LessonPage(window.speaker))
    assert window.sheet is None


# ---------------------------------------------------------------- the ring


def test_the_ring_is_for_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    page = HomePage(window.speaker)
    window.show_page(page)
    ring = window._ring
    assert not ring.isVisible()
    press(window, Qt.Key.Key_Tab)
    assert ring.isVisible()
    target = QApplication.focusWidget()
    assert target is not None
    out = 5
    corner = target.mapTo(window, QPoint(0, 0))
    assert ring.geometry().topLeft() == corner - QPoint(out, out)
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(5, 400))
    assert not ring.isVisible()


def test_the_ring_comes_again_after_hiding(window: MainWindow) -> None:
    window.show_page(FormPage(window.speaker))
    press(window, Qt.Key.Key_Tab)
    press(window, Qt.Key.Key_Shift, 3)
    assert window.is_hidden_away
    assert not window._ring.isVisible()
    window.return_now()
    press(window, Qt.Key.Key_Tab)
    assert window._ring.isVisible()


def test_keys_come_to_the_board_from_another_window_of_ours(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_page(FormPage(window.speaker))
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.wait_until(other.isActiveWindow)
    press(other, Qt.Key.Key_Shift, 3)
    assert window.is_hidden_away
    qtbot.wait_until(window.isActiveWindow)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert window.hidden_screen.isAncestorOf(focus)
    window.return_now()
    press(window, Qt.Key.Key_Tab)
    assert window._ring.isVisible()


def test_the_ring_survives_the_screen_it_was_on(
    window: MainWindow, qapp: QApplication, qtbot: QtBot
) -> None:
    for _turn in range(3):
        page = HomePage(window.speaker)
        window.show_page(page)
        press(window, Qt.Key.Key_Tab)
        page._go.setFocus()
        gallery.settle_layout(qapp)
    assert window._ring.isVisible()
    window.show_page(_Titled())
    gallery.settle_layout(qapp)
    assert window._ring._target is QApplication.focusWidget()


def test_the_chord_window_is_what_the_design_says() -> None:
    assert 2 <= keyboard.SHIFT_WINDOW <= 5
    assert keyboard.ESCAPE_WINDOW == 1
