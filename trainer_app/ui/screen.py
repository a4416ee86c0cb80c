"""What every screen is: words in ``retranslate``, a content, perhaps a bar at the bottom."""

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.pages import ActionBar

Leading = Literal["mark", "back", "close"]


class Screen(Themed, QWidget):
    """A page in the window. Build widgets once in ``__init__`` and end it with ``settle()``.

    ALL words are set in ``retranslate``; ``settle`` calls it, and so does every language change.
    Class attributes say what the top bar shows. Signals: ``back_asked`` when the button at the
    start of the top bar, or Esc, is pressed; ``title_changed`` tells the top bar to ask again.
    """

    back_asked = Signal()
    title_changed = Signal()

    leading: Leading = "mark"
    """At the start of the top bar: our mark, a way back, or a way out."""
    offers_language = True
    """Whether the top bar offers another language here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.compact = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._bottoms: list[QWidget] = []

    # ------------------------------------------------------------ building

    def set_content(self, content: QWidget) -> None:
        """Fill the screen with this widget, usually a ``ScrollPage``."""
        self._column.insertWidget(0, content, 1)

    def set_bottom(self, *bars: QWidget) -> None:
        """Put an ``ActionBar``, a ``FeedbackSheet`` or both at the bottom.

        While a later one is visible, those before it are not.
        """
        self._bottoms = list(bars)
        for bar in bars:
            self._column.addWidget(bar)

    def show_bottom(self, bar: QWidget) -> None:
        """Show this one of the bottom bars and hide the others."""
        for one in self._bottoms:
            one.setVisible(one is bar)

    # ------------------------------------------------------------ to be filled in

    def title(self) -> str:
        """What the top bar says here, in the current language; empty for the program's name."""
        return ""

    def primary(self) -> QAbstractButton | None:
        """The one thing to do next here, if there is one now: Enter presses it."""
        return None

    def first_focus(self) -> QWidget | None:
        """What should have the focus when the screen appears, usually its primary button."""
        return self.primary()

    def go_back(self) -> None:
        """Somebody pressed the button at the start of the top bar, or Esc. A screen that has
        something to finish first emits ``back_asked`` later, or stays."""
        self.back_asked.emit()

    def arrange(self) -> None:
        """Lay out for ``self.compact``; called when that changes and once at the start."""

    def left(self) -> None:
        """The screen is about to go; it will be deleted. Stop what it runs."""

    # ------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that no button in focus took presses the primary one."""
        primary = self.primary() if is_enter(event) else None
        if primary is not None and primary.isVisible():
            primary.click()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------ for the frame

    def set_compact(self, compact: bool) -> None:
        """Told by the frame: whether the window is small."""
        self.compact = compact
        for bar in self._bottoms:
            if isinstance(bar, ActionBar):
                bar.set_compact(compact)
        self.arrange()
