"""Over every page of the gallery: names, keyboard, directions, and no word cut off."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import gallery, gallery_learn
from trainer_app.ui import theme, translator
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.sound import Speaker
from trainer_app.ui.widgets.buttons import Button
from trainer_app.ui.widgets.choices import ChoiceCard, ChoiceList
from trainer_app.ui.widgets.fields import StepSwitch
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.progress import ProgressSteps

Make = Callable[[Speaker], Screen]


@pytest.fixture(params=gallery.PAGES)
def page(request: pytest.FixtureRequest, window: MainWindow) -> Screen:
    made = gallery.PAGES[request.param](window.speaker)
    window.show_page(made)
    return made


class _Windows(QObject):
    """Remembers every widget that was shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("name", gallery.PAGES)
def test_nothing_flashes_up_as_a_window(
    name: str, window: MainWindow, qapp: QApplication, qtbot: QtBot
) -> None:
    watch = _Windows()
    qapp.installEventFilter(watch)
    window.show_page(gallery.PAGES[name](window.speaker))
    window.open_sheet(gallery.sample_sheet())
    gallery.settle_layout(qapp)
    qapp.removeEventFilter(watch)
    assert watch.shown == []


def focusable(root: QWidget) -> list[QWidget]:
    children = cast("list[QWidget]", root.findChildren(QWidget))
    return [
        widget
        for widget in children
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
    ]


def test_everything_one_can_reach_has_a_name_and_a_role(page: Screen, window: MainWindow) -> None:
    reached = focusable(window)
    assert reached
    for widget in reached:
        found = QAccessible.queryAccessibleInterface(widget)
        assert found.text(QAccessible.Text.Name), widget
        assert found.role() not in (QAccessible.Role.Client, QAccessible.Role.NoRole), widget


def test_tab_reaches_everything_once(page: Screen, window: MainWindow) -> None:
    wanted = focusable(window)
    first = QApplication.focusWidget() or window
    seen: list[QWidget] = []
    for _step in range(len(wanted) + 4):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now in seen:
            break
        seen.append(now)
    missed = [widget for widget in wanted if widget not in seen]
    # in a group of radio buttons Tab reaches one, the arrow keys the others
    assert [one for one in missed if not (isinstance(one, QAbstractButton) and one.autoExclusive())
            ] == []  # fmt: skip
    assert first is window or first in seen


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_word_is_cut(
    page: Screen, window: MainWindow, look: theme.Theme, qapp: QApplication, language: str
) -> None:
    translator.speak(qapp, language)
    window.setUpdatesEnabled(False)  # places are asked for, pictures are not
    for zoom, size in product((1.0, 1.3, 1.5), gallery.SIZES):
        look.choose(zoom=zoom)
        window.resize(*size)
        gallery.settle_layout(qapp)
        _is_whole(page, window, size)


def _is_whole(page: Screen, window: MainWindow, size: tuple[int, int]) -> None:
    paras = cast("list[Para]", page.findChildren(Para))
    assert [para.text() for para in paras if para.isVisible() and para.is_cut()] == []
    buttons = cast("list[Button]", window.findChildren(Button))
    least = {one: one.minimumSizeHint().width() for one in buttons if one.isVisible()}
    narrow = [one.text() for one in least if one.width() < least[one]]
    assert narrow == []
    bar = window.frame.bar
    assert bar.minimumSizeHint().width() <= size[0]
    assert window.minimumSizeHint().height() <= size[1]


def test_arrow_keys_move_between_steps(window: MainWindow, qtbot: QtBot) -> None:
    page = gallery.FormPage(window.speaker)
    window.show_page(page)
    switch = cast("list[StepSwitch]", page.findChildren(StepSwitch))[0]
    switch._segments["m"].setFocus()
    with qtbot.wait_signal(switch.chosen) as chosen:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Right)
    assert chosen.args == ["l"]
    assert switch.selected() == "l"


def test_steps_are_said_in_words(look: theme.Theme, qtbot: QtBot) -> None:
    steps = ProgressSteps()
    qtbot.addWidget(steps)
    steps.show_step(2, 6)
    assert steps.text().replace("\u2068", "").replace("\u2069", "") == "Step 3 of 6"


# ---------------------------------------------------------------- choices


def role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def test_one_or_several(look: theme.Theme, qtbot: QtBot) -> None:
    one, several = ChoiceCard("A"), ChoiceCard("A", several=True)
    qtbot.addWidget(one)
    qtbot.addWidget(several)
    assert role(one) == QAccessible.Role.RadioButton
    assert role(several) == QAccessible.Role.CheckBox


def test_answers_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    page = gallery_learn.SeveralPage(window.speaker)
    window.show_page(page)
    choices = page.choices
    choices.set_choices([("x", "One"), ("y", "Two"), ("z", "Three")])

    def key(letter: str) -> QKeyEvent:
        none = Qt.KeyboardModifier.NoModifier
        return QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), none, letter)

    with qtbot.wait_signal(choices.changed) as changed:
        assert choices.take_key(key("2"))
    assert changed.args == [["y"]]
    assert choices.take_key(key("c"))
    assert choices.chosen() == ["z"]
    assert not choices.take_key(key("9"))
    choices.lock()
    assert not choices.take_key(key("1"))
    assert choices.chosen() == ["z"]


def test_verdicts_are_words_too(look: theme.Theme, qtbot: QtBot) -> None:
    choices = ChoiceList()
    qtbot.addWidget(choices)
    choices.set_choices([("x", "One"), ("y", "Two")])
    choices.show_verdicts({"x": "not-yet"})
    assert choices.cards["x"].accessibleName() == "Not yet. One"
    assert choices.cards["y"].accessibleName() == "Two"
    choices.show_verdicts({})
    assert choices.cards["x"].accessibleName() == "One"


def test_the_speaker_of_an_answer_does_not_choose_it(look: theme.Theme, qtbot: QtBot) -> None:
    choices = ChoiceList()
    qtbot.addWidget(choices)
    choices.set_choices([("x", "One"), ("y", "Two")])
    choices.cards["y"].show_speaker()
    with qtbot.wait_signal(choices.listen_asked) as asked:
        choices.cards["y"].speaker.click()
    assert asked.args == ["y"]
    assert choices.chosen() == []


def test_a_locked_answer_can_be_heard_and_not_chosen(look: theme.Theme, qtbot: QtBot) -> None:
    choices = ChoiceList()
    qtbot.addWidget(choices)
    choices.set_choices([("x", "One"), ("y", "Two")])
    card = choices.cards["y"]
    card.show_speaker()
    choices.show()
    choices.lock()
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert choices.chosen() == []
    with qtbot.wait_signal(choices.listen_asked):
        QTest.mouseClick(card.speaker, Qt.MouseButton.LeftButton)
    choices.lock(False)
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert choices.chosen() == ["y"]


def test_a_verdict_comes_with_its_reason(look: theme.Theme, qtbot: QtBot) -> None:
    card = ChoiceCard("A")
    qtbot.addWidget(card)
    card.setText("One")
    card.show_verdict("not-yet", feedback="A child may be **shy**.")
    assert card.feedback.isVisibleTo(card)
    assert card.accessibleDescription() == "A child may be shy."
    card.show_verdict("")
    assert not card.feedback.isVisibleTo(card)
    assert card.accessibleDescription() == ""


def test_the_gallery_renders(tmp_path: Path, look: theme.Theme, qapp: QApplication) -> None:
    gallery.render(tmp_path, "1024_ar_dark")
    assert len(list(tmp_path.glob("*.png"))) == len(gallery.PAGES) + 2
