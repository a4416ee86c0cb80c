"""One building block: a line that says how it stands, and below it, once open, what to answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.content import inline
from trainer_app.i18n import _
from trainer_app.training.checks import STATES
from trainer_app.ui import theme
from trainer_app.ui.readiness.answering import with_state
from trainer_app.ui.readiness.block_body import BlockBody
from trainer_app.ui.readiness.state_mark import StateMark
from trainer_app.ui.readiness_words import (
    is_deed,
    numbered,
    said_words,
    seen_words,
    state_word,
)
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import Card, CardButton
from trainer_app.ui.widgets.chips import Chip
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.operations.readiness import ItemAnswer, ItemReadiness
    from trainer_app.training.checks import CheckState

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class _Head(CardButton):
    """The line of a block; pressing it opens or closes what is below."""

    def __init__(self) -> None:
        super().__init__()
        self.mark, self.title = StateMark(), Para("label")
        self.about = Para("small", colour="text_muted")
        self.overdue = Chip("caution", "clock-hour-4")
        self.unsaved = Chip("info", "pencil")
        self.arrow = PictureMark("chevron-down", 22, colour="text_muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 16, 9)
        row.setSpacing(14)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        for part in (self.unsaved, self.overdue, self.arrow):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.see_through(self.mark, self.title, self.about, self.overdue, self.unsaved, self.arrow)
        self.settle()

    def dress(self) -> None:
        self.setMinimumHeight(theme.px(theme.PRIMARY_TARGET))
        super().dress()

    def ground(self) -> str:
        return "surface_alt" if self.underMouse() or self.isDown() else ""

    def edge(self) -> tuple[str, int]:
        return "", 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            event.ignore()  # they go from block to block
        else:
            super().keyPressEvent(event)


class BlockRow(Themed, QWidget):
    """Up and Down step to the neighbours, 1 to 4 choose the state.

    Signals: ``opened(str)`` when a person opened or closed it; ``stepped(str, int)`` to the row so
    many places further; ``answered(str, ItemAnswer)`` when the answer was changed.
    """

    opened = Signal(str)
    stepped = Signal(str, int)
    answered = Signal(str, object)

    def __init__(self, number: int, one: ItemReadiness) -> None:
        """``number`` is its place in the list, 0 for what makes no score."""
        super().__init__()
        self.item_id = one.item.id
        self._number, self._one = number, one
        self._draft: ItemAnswer | None = None
        self._today = date.min
        self._deed = is_deed(self.item_id)
        self.head = _Head()
        self.head.clicked.connect(lambda: self.opened.emit(self.item_id))
        self.body: BlockBody | None = None
        card = Card()
        self._column = QVBoxLayout(card)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        self.settle()

    # ------------------------------------------------------------ what it shows

    @property
    def answer(self) -> ItemAnswer | None:
        """As it is on the page: what was changed, else what stands."""
        return self._draft or self._one.answer

    @property
    def is_open(self) -> bool:
        """Whether one can answer here now."""
        return self.body is not None and self.body.isVisibleTo(self)

    def show_block(self, one: ItemReadiness, draft: ItemAnswer | None, today: date) -> None:
        """Show what stands, and over it what was changed and is not saved."""
        self._one, self._draft, self._today = one, draft, today
        if self.body is not None:
            self.body.show_answer(one.answer, draft, today)
        self.retranslate()

    def set_open(self, is_open: bool) -> None:
        """Open what is below, or close it."""
        if is_open and self.body is None:
            self.body = BlockBody(deed=self._deed)
            self.body.pressed.connect(self.choose)
            self.body.changed.connect(lambda told: self.answered.emit(self.item_id, told))
            self._column.addWidget(self.body)
            self.body.show_answer(self._one.answer, self._draft, self._today)
            self._say_body()
        if self.body is not None:
            self.body.setVisible(is_open)
        self.head.arrow.show_icon("chevron-up" if is_open else "chevron-down")

    def show_fault(self, on: date | None) -> None:
        """Say what is wrong with a day, and go there; ``on`` as ``answer_fault`` has it."""
        self.set_open(True)
        assert self.body is not None
        self.body.show_fault(on)

    def choose(self, state: CheckState) -> None:
        """Answer with this state, as if it had been pressed."""
        told = with_state(self.answer, self._one.answer, state, self._today)
        self.answered.emit(self.item_id, told)

    # ------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        place = "1234".find(event.text()) if event.text() else -1
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if step is not None and not held:
            self.stepped.emit(self.item_id, step)
        elif place >= 0 and not held and not event.isAutoRepeat():
            if not self.is_open:
                self.opened.emit(self.item_id)
            self.choose(STATES[place])
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------ words

    def retranslate(self) -> None:
        one, answer = self._one, self.answer
        title = numbered(self._number, inline.plain(one.item.title))
        state = state_word(answer.state if answer else None, deed=self._deed)
        seen = seen_words(answer, deed=self._deed)
        head = self.head
        head.title.set_plain(title)
        head.about.set_plain(f"{state} · {seen}" if seen else state)
        head.mark.show_state(answer.state if answer else None)
        head.overdue.show_state("caution", "clock-hour-4", _("Review overdue"))
        head.unsaved.show_state("info", "pencil", _("Not saved yet"))
        head.overdue.setVisible(one.overdue and self._draft is None)
        head.unsaved.setVisible(self._draft is not None)
        said = [title, head.about.text()]
        said += [chip.text() for chip in (head.overdue, head.unsaved) if not chip.isHidden()]
        head.setAccessibleName(". ".join(said))
        self._say_body()

    def _say_body(self) -> None:
        if self.body is not None:
            item = self._one.item
            self.body.set_words(
                inline.plain(item.question), inline.plain(item.evidence), said_words(self._one)
            )
