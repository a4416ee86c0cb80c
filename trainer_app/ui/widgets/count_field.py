"""A number one can type, or change with two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import IconButton


class _Digits(QLineEdit):
    """Up and Down change the number by one. Signals: ``stepped(int)``."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # for whatever this stands in
        elif step is not None:
            self.stepped.emit(step)
        elif event.text().isprintable() and event.text() and not event.text().isdigit():
            event.ignore()  # a letter may mean something to the page
        else:
            super().keyPressEvent(event)


class CountField(Themed, QWidget):
    """From 0 to ``most``. Signals: ``changed(int)`` when a person changed the number."""

    changed = Signal(int)

    def __init__(self, most: int = 1000, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most, self._value, self._name = most, 0, ""
        self.digits = _Digits("0")
        self.digits.setValidator(QIntValidator(0, most, self))
        self.digits.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.less, self.more = IconButton("minus"), IconButton("plus")
        self.less.clicked.connect(lambda: self._step(-1))
        self.more.clicked.connect(lambda: self._step(1))
        self.digits.stepped.connect(self._step)
        self.digits.textEdited.connect(self._on_edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in (self.less, self.digits, self.more):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.setFocusProxy(self.digits)
        self.settle()

    @property
    def value(self) -> int:
        """The number as it stands."""
        return self._value

    def set_value(self, value: int) -> None:
        """Show a number, without a signal."""
        self._value = value
        if self.digits.text() != str(value):
            self.digits.setText(str(value))
        self._enable()

    def set_name(self, name: str) -> None:
        """What is counted, for screen readers."""
        self._name = name
        self.retranslate()

    def dress(self) -> None:
        self.digits.setFixedWidth(theme.px(72))
        super().dress()

    def retranslate(self) -> None:
        self.digits.setAccessibleName(self._name)
        self.less.setText(_("One less"))
        self.more.setText(_("One more"))
        for button in (self.less, self.more):
            button.setAccessibleDescription(self._name)

    def _step(self, step: int) -> None:
        self._take(max(0, min(self._most, self._value + step)))

    def _on_edited(self, text: str) -> None:
        self._take(min(self._most, int(text)) if text.isdigit() else 0, typed=text)

    def _take(self, value: int, typed: str | None = None) -> None:
        if typed is None or (typed and typed != str(value)):
            self.digits.setText(str(value))
        if value != self._value:
            self._value = value
            self._enable()
            self.changed.emit(value)

    def _enable(self) -> None:
        """The button in focus stays enabled, so that the focus does not jump away."""
        self.less.setEnabled(self._value > 0 or self.less.hasFocus())
        self.more.setEnabled(self._value < self._most or self.more.hasFocus())
