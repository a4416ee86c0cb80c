"""Enter presses the button in focus everywhere, and elsewhere the screen's primary one."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QVBoxLayout, QWidget

from trainer_app.ui.flow_row import TeamChip
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import IconButton, PrimaryButton, QuietButton
from trainer_app.ui.widgets.cards import ModuleCard, ProfileCard
from trainer_app.ui.widgets.choices import ChoiceCard
from trainer_app.ui.widgets.fields import StepSwitch
from trainer_app.ui.widgets.pictures import PictureButton
from trainer_app.ui.widgets.sheet import Sheet

BUTTONS: dict[str, Callable[[], QAbstractButton]] = {
    "quiet": QuietButton,
    "icon": lambda: IconButton("x"),
    "module": ModuleCard,
    "profile": lambda: ProfileCard("tree"),
    "answer": lambda: ChoiceCard("A"),
    "picture": lambda: PictureButton("tree"),
    "team": lambda: TeamChip("Drivers"),
}


class EnterPage(Screen):
    """A field, a button of some kind, and the primary one."""

    def __init__(self, button: QWidget) -> None:
        super().__init__()
        self.pressed: list[str] = []
        self.field, self.go = QLineEdit(), PrimaryButton()
        self.go.clicked.connect(lambda: self.pressed.append("go"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        for widget in (self.field, button, self.go):
            column.addWidget(widget)
        self.set_content(inside)
        self.settle()

    def primary(self) -> QAbstractButton:
        return self.go


def press(window: MainWindow, on: QWidget, key: Qt.Key = Qt.Key.Key_Return) -> None:
    on.setFocus()
    QTest.keyClick(window.windowHandle(), key)


@pytest.mark.parametrize("kind", BUTTONS)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_in_focus(window: MainWindow, kind: str, key: Qt.Key) -> None:
    button = BUTTONS[kind]()
    page = EnterPage(button)
    window.show_page(page)
    button.clicked.connect(lambda: page.pressed.append(kind))
    press(window, button, key)
    assert page.pressed == [kind]


def test_elsewhere_enter_presses_the_primary_button(window: MainWindow) -> None:
    page = EnterPage(QuietButton())
    window.show_page(page)
    press(window, page.field)
    page.go.hide()
    press(window, page.field)
    assert page.pressed == ["go"]


def test_on_an_answer_enter_may_go_on_to_the_screen(window: MainWindow) -> None:
    card = ChoiceCard("A")
    card.takes_enter = False
    page = EnterPage(card)
    window.show_page(page)
    press(window, card)
    assert page.pressed == ["go"]
    assert not card.isChecked()


@pytest.mark.parametrize("takes_enter", [True, False])
def test_a_step_is_chosen_by_enter_unless_it_answers(window: MainWindow, takes_enter: bool) -> None:
    switch = StepSwitch(["a", "b"], takes_enter=takes_enter)
    page = EnterPage(switch)
    window.show_page(page)
    press(window, switch._segments["b"])
    assert switch.selected() == ("b" if takes_enter else "")
    assert page.pressed == ([] if takes_enter else ["go"])


def test_in_a_sheet_enter_presses_its_button_and_nothing_below(window: MainWindow) -> None:
    page, sheet = EnterPage(QuietButton()), Sheet()
    pressed: list[str] = []
    for name in ("one", "two"):
        button = QuietButton()
        button.clicked.connect(lambda _checked=False, name=name: pressed.append(name))
        sheet.buttons.addWidget(button)
    window.show_page(page)
    window.open_sheet(sheet)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert pressed == ["two"]
    press(window, sheet)
    assert pressed == ["two"]
    assert page.pressed == []


def test_the_top_bar_is_pressed_by_enter(window: MainWindow) -> None:
    page = EnterPage(QuietButton())
    window.show_page(page)
    asked: list[bool] = []
    window.helpline_asked.connect(lambda: asked.append(True))
    press(window, window.frame.bar.helpline)
    assert asked == [True]
    assert page.pressed == []
