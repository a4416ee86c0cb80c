"""What the library and the glossary have in common: a list to search and to scroll by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QLineEdit, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.notice_card import NoticeCard
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Para

_ACTION = QAbstractSlider.SliderAction
_SCROLL: dict[int, QAbstractSlider.SliderAction] = {
    Qt.Key.Key_Down: _ACTION.SliderSingleStepAdd,
    Qt.Key.Key_Up: _ACTION.SliderSingleStepSub,
    Qt.Key.Key_PageDown: _ACTION.SliderPageStepAdd,
    Qt.Key.Key_PageUp: _ACTION.SliderPageStepSub,
}


class SearchScreen(Screen):
    """Ctrl+F goes to the search field; Esc there empties it first; arrows and PgUp/PgDn scroll.

    A subclass puts its list into ``page``, narrows it down in ``narrow``, and calls
    ``show_count``.
    """

    leading = "back"

    def __init__(self, width: int, total: int) -> None:
        """``total`` entries there are; with none, there is nothing to search."""
        super().__init__()
        self._shown = self.total = total
        self.about = Para("body", colour="text_muted")
        self.notice = NoticeCard("book-2")
        self.search = QLineEdit()
        self.search.textChanged.connect(self.narrow)
        self.search_field = FormField(self.search)
        self.fields = QHBoxLayout()
        self.fields.setSpacing(16)
        self.fields.addWidget(self.search_field, 1)
        self.count = Para("body", colour="text_muted")
        self.clear = QuietButton("x")
        self.clear.clicked.connect(self._on_clear_clicked)
        stays = self.clear.sizePolicy()
        stays.setRetainSizeWhenHidden(True)  # or the list would jump at the first letter
        self.clear.setSizePolicy(stays)
        self.counted = QWidget()
        row = QHBoxLayout(self.counted)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.count)
        row.addWidget(self.clear)
        row.addStretch(1)
        self.none = NoticeCard("search")
        self.page = ScrollPage(width=width)
        self.page.column.setSpacing(12)
        self.page.column.addWidget(self.about)
        self.page.column.addWidget(self.notice)
        self.page.column.addLayout(self.fields)
        self.set_content(self.page)
        self._find_key = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        self._find_key.activated.connect(self._on_find_pressed)

    # ------------------------------------------------------------ for the subclasses

    def narrow(self) -> None:
        """Show what fits."""
        raise NotImplementedError

    def clear_search(self) -> None:
        """Show everything again."""
        self.search.clear()

    def add_count(self) -> None:
        """Put the count and the line for nothing found below what is in the page so far."""
        self.page.column.addWidget(self.counted)
        self.page.column.addWidget(self.none)
        for part in (self.search_field, self.counted):
            part.setVisible(bool(self.total))

    def show_count(self, shown: int) -> None:
        """Say how many of all are shown, to screen readers too."""
        self._shown = shown
        self.say_count()
        if self.isVisible():
            said = QAccessibleAnnouncementEvent(self.count, self.count.text())
            QAccessible.updateAccessibility(said)

    def say_count(self) -> None:
        """Set the words about the count."""
        shown, total = i18n.number(self._shown), i18n.number(self.total)
        # For translators: how many entries of a list are shown
        words = _("{shown} of {total}")
        self.count.setText(words.format(shown=isolate(shown), total=isolate(total)))
        self.clear.setText(_("Clear the search"))
        self.clear.setVisible(self._shown < self.total)
        nothing = bool(self.total) and not self._shown
        self.none.say(_("Nothing fits. Clear the search.") if nothing else "")

    # ------------------------------------------------------------ keys

    def first_focus(self) -> QWidget | None:
        return self.search if self.total else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        leaves = event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat()
        action = _SCROLL.get(event.key())
        if leaves and self.search.hasFocus() and self.search.text():
            self.search.clear()
        elif action is not None:
            self.page.verticalScrollBar().triggerAction(action)
        else:
            super().keyPressEvent(event)

    def _on_find_pressed(self) -> None:
        self.page.to_top()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_clear_clicked(self) -> None:
        self.clear_search()
        self._on_find_pressed()
