"""How sure are you? Four lines on one page, without a right answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.operations.confidence import LEVEL_WORDS, LINE_WORDS
from trainer_app.training.confidence import LEVELS, LINES, Level, Line
from trainer_app.training.meeting import FEWEST
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.answer_row import AnswerChip, AnswerRow
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

_WIDTH = 1000


class LevelRow(AnswerRow):
    """From not sure to very sure; its keys are levels."""

    def __init__(self) -> None:
        self.chips: dict[Level, AnswerChip] = {level: AnswerChip(level) for level in LEVELS}
        super().__init__(tuple(self.chips.values()))
        self.settle()

    def word(self, key: str) -> str:
        return next(_(words) for level, words in LEVEL_WORDS.items() if level == key)

    def level(self) -> Level | None:
        """The level that holds; None while none does."""
        return next((level for level, chip in self.chips.items() if chip.isChecked()), None)


class ConfidencePage(Themed, ScrollPage):
    """Digits choose in the line in focus, and go on to the next.

    Signals: ``changed`` when somebody chose.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(width=_WIDTH)
        self.column.setContentsMargins(0, 10, 0, 20)
        self.heading = Heading("h2")
        self.about = Para("body", colour="text_muted")
        self.column.addWidget(self.heading)
        self.column.addWidget(self.about)
        self.rows: dict[Line, LevelRow] = {}
        self._lines: dict[Line, Para] = {}
        for line in LINES:
            self.rows[line], self._lines[line] = LevelRow(), Para("label")
            self.rows[line].chosen.connect(self.changed)
            asked = QVBoxLayout()
            asked.setSpacing(4)
            asked.addWidget(self._lines[line])
            asked.addWidget(self.rows[line])
            self.column.addLayout(asked)
        self.column.addStretch(1)
        self.settle()

    @property
    def levels(self) -> dict[Line, Level]:
        """What was chosen so far."""
        chosen = {line: row.level() for line, row in self.rows.items()}
        return {line: level for line, level in chosen.items() if level is not None}

    def clear(self) -> None:
        """Nothing is chosen."""
        for row in self.rows.values():
            row.show_key(None)
        self.to_top()

    def first_focus(self) -> QWidget:
        """The first line without an answer."""
        open_rows = [row for row in self.rows.values() if row.level() is None]
        row = (open_rows or list(self.rows.values()))[0]
        return row.chips[row.level() or LEVELS[0]]

    def arrange(self, compact: bool) -> None:
        """Lay out for a small window or a regular one."""
        self.column.setSpacing(7 if compact else 14)

    def take_key(self, event: QKeyEvent) -> bool:
        """Answer by a digit; true if the key meant something here."""
        focus = self.window().focusWidget()
        now = next((r for r in self.rows.values() if focus and r.isAncestorOf(focus)), None)
        level = next((level for level in LEVELS if event.text() == level), None)
        if now is None or level is None:
            return False
        now.chips[level].click()
        rows = list(self.rows.values())
        following = rows[rows.index(now) + 1 :]
        after = following[0].chips[following[0].level() or LEVELS[0]] if following else None
        (after or now.chips[level]).setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(after or now)
        return True

    def retranslate(self) -> None:
        self.heading.setText(_("How sure are you?"))
        words = _(
            "There is no right answer, and it does not count in your result. Others see only "
            "figures of {count} people or more."
        )
        self.about.setText(words.format(count=isolate(i18n.number(FEWEST))))
        for line in LINES:
            self._lines[line].setText(_(LINE_WORDS[line]))
            self.rows[line].set_name(_(LINE_WORDS[line]))
