"""A long list that is there at once: the first few, then the rest while nobody waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

_AT_ONCE = 4
_EACH_TURN = 1


class LazyList(QWidget):
    """Shows widgets by their ids, one below the other, and keeps those it made.

    Signals: ``completed`` when everything that was asked for is there.
    """

    completed = Signal()

    def __init__(self, make: Callable[[str], QWidget], parent: QWidget | None = None) -> None:
        """``make`` builds the widget of an id, the first time it is shown."""
        super().__init__(parent)
        self._make = make
        self._made: dict[str, QWidget] = {}
        self.ids: list[str] = []
        """What was asked for, whether it is there yet or not."""
        self._placed = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._more = QTimer(self)
        self._more.setInterval(0)
        self._more.timeout.connect(lambda: self._place(_EACH_TURN))

    @property
    def is_complete(self) -> bool:
        """Whether everything that was asked for is there."""
        return self._placed == len(self.ids)

    def shown(self) -> list[QWidget]:
        """What is in the list by now, in its order."""
        return [self._made[one] for one in self.ids[: self._placed]]

    def show_ids(self, ids: Sequence[str]) -> None:
        """Show these, in this order, instead of what is shown."""
        self._more.stop()
        is_seen = self.isVisible()
        if is_seen:
            self.hide()  # or each widget that is shown has all the others laid out anew
        for widget in self.shown():
            self._column.removeWidget(widget)
        self.ids, self._placed = list(ids), 0
        self._place(_AT_ONCE)
        here = set(self.ids[: self._placed])
        for one, widget in self._made.items():
            if one not in here:
                widget.hide()
        if is_seen:
            self.show()

    def _place(self, new: int) -> None:
        """Go on with the list until ``new`` widgets had to be made."""
        while not self.is_complete:
            one = self.ids[self._placed]
            if one not in self._made:
                if not new:
                    self._more.start()
                    return
                new -= 1
                self._made[one] = self._make(one)
            self._column.addWidget(self._made[one])
            self._made[one].show()
            self._placed += 1
        self._more.stop()
        self.completed.emit()
