"""Tab follows what is laid out, whatever was made first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QPushButton, QVBoxLayout, QWidget

from tests.ui.gallery import settle_layout
from tests.ui.keys import press, write
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.pages import ScrollPage


class ListPage(Screen):
    """A list that fills later, between two buttons that were there before."""

    def __init__(self) -> None:
        super().__init__()
        self.above, self.below = QPushButton("above"), QPushButton("below")
        self.rows = QVBoxLayout()
        self.page = ScrollPage()
        self.page.column.addWidget(self.above)
        self.page.column.addLayout(self.rows)
        self.page.column.addWidget(self.below)
        self.page.column.addStretch(1)
        self.set_content(self.page)
        self.settle()

    def first_focus(self) -> QWidget:
        return self.above


def gone_through(window: MainWindow, count: int) -> list[str]:
    """The words on the buttons that Tab comes by."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settle_layout(app)  # what was added is shown now
    said = []
    for _step in range(count):
        write(window, "\t")
        focus = QApplication.focusWidget()
        said.append(focus.text() if isinstance(focus, QPushButton) else "")
    return said


def test_what_comes_later_stands_in_its_place(window: MainWindow) -> None:
    page = ListPage()
    window.show_page(page)
    page.rows.addWidget(QPushButton("one"))
    page.rows.insertWidget(0, QPushButton("before"))
    assert gone_through(window, 3) == ["before", "one", "below"]


def test_a_grid_is_gone_through_line_by_line(window: MainWindow) -> None:
    page = ListPage()
    window.show_page(page)
    grid = QGridLayout()
    for words, row, column in (("d", 1, 1), ("a", 0, 0), ("c", 1, 0), ("b", 0, 1)):
        grid.addWidget(QPushButton(words), row, column)
    page.rows.addLayout(grid)
    assert gone_through(window, 5) == ["a", "b", "c", "d", "below"]


def test_shift_tab_goes_the_other_way_and_round(window: MainWindow) -> None:
    page = ListPage()
    window.show_page(page)
    page.rows.addWidget(QPushButton("one"))
    there = [*gone_through(window, 12)]
    round_at = there.index("above") + 1
    back = []
    for _step in range(round_at):
        focus = QApplication.focusWidget()
        back.append(focus.text() if isinstance(focus, QPushButton) else "")
        press(window, Qt.Key.Key_Backtab)
    assert "one" in back


def test_what_goes_leaves_the_focus_to_what_follows(window: MainWindow) -> None:
    page = ListPage()
    window.show_page(page)
    page.above.hide()
    assert QApplication.focusWidget() is page.below


def test_a_button_that_is_off_is_passed_over(window: MainWindow) -> None:
    page = ListPage()
    window.show_page(page)
    off = QPushButton("off")
    page.rows.addWidget(off)
    off.setEnabled(False)
    assert gone_through(window, 1) == ["below"]
