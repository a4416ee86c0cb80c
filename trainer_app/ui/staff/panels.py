"""A page for staff that shows one panel after the other, in its middle."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.ui.screen import Screen
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.pages import ScrollPage


class Panel(Themed, QWidget):
    """One step: words and fields at the start, perhaps keys beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.side = QVBoxLayout()
        self.side.setSpacing(10)
        self.beside = QVBoxLayout()
        self.beside.setSpacing(10)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(48)
        self._row.addLayout(self.side, 1)
        self._row.addLayout(self.beside)

    def add_digits(self, field: QWidget) -> None:
        """A field under the words: it begins where they do, though digits are not mirrored."""
        row = QHBoxLayout()
        row.addWidget(field)
        row.addStretch(1)
        self.side.addLayout(row)

    def first_focus(self) -> QWidget | None:
        """What has the focus when the panel appears."""
        return self.primary()

    def primary(self) -> QAbstractButton | None:
        """What Enter presses, if anything."""
        return None

    def arrange(self, compact: bool) -> None:
        """Take less room on a small window."""
        self._row.setSpacing(24 if compact else 48)


class PanelScreen(Screen):
    """Shows a panel, and then the next; the one before is deleted."""

    leading = "back"

    def __init__(self, *, width: int = 860) -> None:
        super().__init__()
        self._panel: Panel | None = None
        self._page = ScrollPage(width=width)
        self._page.column.addStretch(1)
        self._page.column.addStretch(2)
        self.set_content(self._page)

    @property
    def panel(self) -> Panel | None:
        """What is shown."""
        return self._panel

    def show_panel(self, panel: Panel) -> None:
        """Go on to this one, and give it the focus."""
        before = self._panel
        self._panel = panel
        panel.arrange(self.compact)
        if before is not None:
            self._page.column.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._page.column.insertWidget(1, panel)
        panel.show()
        self._page.to_top()
        self.title_changed.emit()
        focus = panel.first_focus()
        if focus is not None and self.isVisible():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self) -> None:
        if self._panel is not None:
            self._panel.arrange(self.compact)

    def primary(self) -> QAbstractButton | None:
        return self._panel.primary() if self._panel is not None else None

    def first_focus(self) -> QWidget | None:
        return self._panel.first_focus() if self._panel is not None else None
