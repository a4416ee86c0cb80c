"""What goes through every page by keyboard finds what is wrong with one."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from tests.ui.keyboard_check import by_keyboard, way_back
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Leading, Screen
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.sheet import Sheet

WORDS = ("one", "two", "three", "four", "five", "six")


class Page(Screen):
    """Six buttons, the last two beside each other."""

    leading: Leading = "back"

    def __init__(self) -> None:
        super().__init__()
        self.page = ScrollPage()
        self.buttons = [QPushButton(words) for words in WORDS]
        for button in self.buttons[:4]:
            button.setMinimumHeight(300)
            self.page.column.addWidget(button)
        self.line = QHBoxLayout()
        for button in self.buttons[4:]:
            self.line.addWidget(button)
        self.page.column.addLayout(self.line)
        self.page.column.addStretch(1)
        self.set_content(self.page)
        self.settle()

    def first_focus(self) -> QWidget:
        return self.buttons[0]


def cannot_be_reached(page: Page, _window: MainWindow) -> None:
    page.buttons[2].setFocusPolicy(Qt.FocusPolicy.NoFocus)


def has_no_name(page: Page, _window: MainWindow) -> None:
    page.buttons[2].setText("")


def stands_elsewhere(page: Page, _window: MainWindow) -> None:
    page.line.setDirection(QHBoxLayout.Direction.RightToLeft)


def has_no_ring(_page: Page, window: MainWindow) -> None:
    window._ring.set_wanted = lambda wanted: None  # type: ignore[method-assign]


def lies_under_another(page: Page, _window: MainWindow) -> None:
    cover = QWidget(page)
    cover.setGeometry(page.rect())
    cover.show()


@pytest.fixture
def page(window: MainWindow) -> Page:
    made = Page()
    window.show_page(made)
    return made


def test_a_page_may_be_whole(page: Page, window: MainWindow) -> None:
    assert by_keyboard(window) == []


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (cannot_be_reached, "does not reach"),
        (has_no_name, "has no name"),
        (stands_elsewhere, "stands before it"),
        (has_no_ring, "without its ring"),
        (lies_under_another, "lies under"),
    ],
)
def test_a_fault_is_found(
    page: Page, window: MainWindow, spoil: Callable[[Page, MainWindow], None], words: str
) -> None:
    spoil(page, window)
    assert words in "\n".join(by_keyboard(window))


def test_what_the_keyboard_does_otherwise_need_not_be_reached(
    page: Page, window: MainWindow
) -> None:
    cannot_be_reached(page, window)
    assert by_keyboard(window, beside=lambda one: one is page.buttons[2]) == []


def test_a_way_back_is_seen(page: Page, window: MainWindow) -> None:
    assert way_back(window)
    page.leading = "mark"
    assert not way_back(window)
    window.open_sheet(Sheet(closable=False))
    assert not way_back(window)
    window.close_sheets()
    window.open_sheet(Sheet())
    assert way_back(window)
    assert window.sheet is not None
