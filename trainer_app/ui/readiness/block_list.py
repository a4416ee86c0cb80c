"""The blocks of a self-check, one of them open: what is due for review first, then the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui.readiness.block_row import BlockRow
from trainer_app.ui.reveal import reveal
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Heading

if TYPE_CHECKING:
    from trainer_app.operations.readiness import ItemAnswer, ItemReadiness, Readiness


class BlockList(Themed, QWidget):
    """Signals: ``answered(str, ItemAnswer)`` with the item when an answer was changed."""

    answered = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, BlockRow] = {}
        self._headings: list[tuple[Heading, str]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.settle()

    def show_readiness(
        self, readiness: Readiness, drafts: Mapping[str, ItemAnswer], today: date
    ) -> None:
        """Show how every item stands. The order stays as it was while the items are the same, so
        that nothing jumps away when it was saved."""
        every = {one.item.id: one for one in (*readiness.items, *readiness.beside)}
        if set(every) != set(self.rows):
            self._fill(readiness)
        for item_id, row in self.rows.items():
            row.show_block(every[item_id], drafts.get(item_id), today)

    def show_fault(self, item_id: str, on: date | None) -> None:
        """Open the block and say what is wrong with a day of it."""
        self.open(item_id)
        self.rows[item_id].show_fault(on)

    def open(self, item_id: str) -> None:
        """Open one block and close the others."""
        for name, row in self.rows.items():
            row.set_open(name == item_id)
        reveal(self.rows[item_id])
        reveal(self.rows[item_id].head)  # of a row higher than the window the beginning

    def first(self) -> BlockRow | None:
        """The block at the top."""
        return next(iter(self.rows.values()), None)

    # ------------------------------------------------------------ inside

    def _fill(self, readiness: Readiness) -> None:
        """Other blocks; the focus stays in the list if it was there."""
        focus = self.window().focusWidget()
        was_here = focus is not None and self.isAncestorOf(focus)
        clear_layout(self._column)
        self.rows, self._headings = {}, []
        numbers = {one.item.id: place for place, one in enumerate(readiness.items, 1)}
        due = [one for one in (*readiness.items, *readiness.beside) if one.overdue]
        others = [one for one in readiness.items if not one.overdue]
        beside = [one for one in readiness.beside if not one.overdue]
        for group, some in (("due", due), ("others" if due else "all", others), ("beside", beside)):
            if some:
                self._add(group, some, numbers)
        self.retranslate()
        if was_here and (row := self.first()) is not None:
            row.head.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, group: str, some: list[ItemReadiness], numbers: dict[str, int]) -> None:
        heading = Heading("h2")
        if self._headings:
            self._column.addSpacing(8)
        self._column.addWidget(heading)
        self._headings.append((heading, group))
        for one in some:
            row = BlockRow(numbers.get(one.item.id, 0), one)
            row.opened.connect(self._on_opened)
            row.stepped.connect(self._on_stepped)
            row.answered.connect(self.answered)
            self._column.addWidget(row)
            self.rows[one.item.id] = row

    def _on_opened(self, item_id: str) -> None:
        if self.rows[item_id].is_open:
            self.rows[item_id].set_open(False)
        else:
            self.open(item_id)

    def _on_stepped(self, item_id: str, step: int) -> None:
        names = list(self.rows)
        place = names.index(item_id) + step
        if 0 <= place < len(names):
            self.open(names[place])
            self.rows[names[place]].head.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        words = {
            "due": _("Due for review"),
            "others": _("The other blocks"),
            "all": _("The building blocks"),
            "beside": _("Chain and drill"),
        }
        for heading, group in self._headings:
            heading.setText(words[group])
