"""The question of a cell in words, so that who types can check the letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.content.module import Module, TrueFalseItem
from trainer_app.i18n import _, isolate
from trainer_app.ui.items.badge import Badge
from trainer_app.ui.items.slots import direction
from trainer_app.ui.room_test.paper_grid import SheetRow
from trainer_app.ui.room_test.questions import PaperQuestion, how_to_answer, paper_question
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para


class _Line(Themed, QWidget):
    """A letter or number, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self._badge = Badge(size=28)
        self._words = Para("small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        self.settle()

    def say(self, mark: str, words: str) -> None:
        """Show this one."""
        self._badge.show_words(mark)
        self._words.set_plain(words)
        self.setAccessibleName(f"{mark}. {words}")


class CellPanel(Themed, QWidget):
    """Filled by ``show_cell``. ``say`` tells why a key meant nothing."""

    def __init__(self, module: Module, values: Mapping[str, str]) -> None:
        super().__init__()
        self._module, self._values = module, inline.slot_values(module, dict(values))
        self._shown: tuple[SheetRow, int] | None = None
        self._columns = 1
        self._lines: list[_Line] = []
        self.number, self._whose = Heading("h2"), Para("small", colour="text_muted")
        self._prompt, self._how = Para("body"), Para("small", colour="primary")
        self._how_beside = Para("small", colour="primary")
        self.note = NoteLine()
        self._grid_host = QWidget()
        self._grid_host.setLayoutDirection(direction(i18n.is_rtl(module.language)))
        self._prompt.setLayoutDirection(direction(i18n.is_rtl(module.language)))
        self._grid = QGridLayout(self._grid_host)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(8)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 6, 0, 6)
        self._page = ScrollPage()
        self._page.column.setContentsMargins(0, 6, 0, 6)
        self._page.column.setSpacing(8)
        top = self._top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.number)
        top.addWidget(self._whose, 1, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self._how_beside, 1, Qt.AlignmentFlag.AlignVCenter)
        self._page.column.addLayout(top)
        for widget in (self._prompt, self._how, self._grid_host):
            self._page.column.addWidget(widget)
        self._page.column.addStretch(1)
        inside.addWidget(self._page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        self.set_columns(1)
        self.settle()

    def show_cell(self, row: SheetRow, column: int) -> None:
        """Show the question of this cell."""
        before, self._shown = self._shown, (row, column)
        if before is None or before[0].items[before[1]] != row.items[column]:
            self._say_question(row, column)
            self._page.to_top()
        self._say_head(row, column)

    def set_columns(self, columns: int) -> None:
        """Answers beside each other where there is more width than height."""
        self._columns = columns
        self._how.setVisible(columns == 1)
        if columns > 1:
            self._top.addWidget(self.note, 2)
        else:
            self._page.column.insertWidget(1, self.note)
        self._make_room()
        self._place()

    def say(self, words: str, kind: Literal["info", "careful"]) -> None:
        """A line on what was just typed."""
        self.note.say(words, kind)
        self._make_room()

    def clear(self) -> None:
        """Take the line away."""
        self.note.clear()
        self._make_room()

    def _make_room(self) -> None:
        """In one line with the number there is room for the note or for the rest."""
        beside = self._columns > 1
        self._whose.setVisible(not (beside and self.note.isVisibleTo(self)))
        self._how_beside.setVisible(beside and not self.note.isVisibleTo(self))

    def retranslate(self) -> None:
        if self._shown is not None:
            self._say_question(*self._shown)
            self._say_head(*self._shown)

    def _say_head(self, row: SheetRow, column: int) -> None:
        self.number.setText(_("Question {number}").format(number=isolate(i18n.number(column + 1))))
        # For translators: the test has two forms, A and B; each person answers one of them
        form = _("Form {letter}").format(letter=isolate(row.person.letter.upper()))
        self._whose.set_plain(f"{isolate(row.person.learner.name)} · {form}")

    def _say_question(self, row: SheetRow, column: int) -> None:
        sheet, item = row.printed[column], self._module.item(row.items[column])
        question = paper_question(item, sheet, self._values)
        self._prompt.set_plain(question.prompt)
        how = how_to_answer(sheet, is_true_false=isinstance(item, TrueFalseItem))
        for para in (self._how, self._how_beside):
            para.setText(how)
        for number, (mark, words) in enumerate(_marked(question)):
            if number == len(self._lines):
                self._lines.append(_Line())
                self._place()
            self._lines[number].say(mark, words)
            self._lines[number].setVisible(True)
        for line in self._lines[len(_marked(question)) :]:
            line.setVisible(False)

    def _place(self) -> None:
        for number, line in enumerate(self._lines):
            self._grid.removeWidget(line)
            self._grid.addWidget(line, number // self._columns, number % self._columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)


def _marked(question: PaperQuestion) -> list[tuple[str, str]]:
    """Letters and numbers with their words, as they stand on paper."""
    lines = [(i18n.number(number), words) for number, words in enumerate(question.lines, 1)]
    return lines + list(question.options)
