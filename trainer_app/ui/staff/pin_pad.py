"""Six digits nobody else reads: a field for the keyboard, and keys to tap beside it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.training.pins import DIGITS, digits_of
from trainer_app.ui import theme
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import Dress, IconButton, SecondaryButton

_ROWS = ("123", "456", "789", " 0")
_KEY = Dress("text", "surface", "border_strong", height=theme.PRIMARY_TARGET, padding=12)


class PinField(Themed, QLineEdit):
    """Takes digits of any script and shows dots, from left to right in every language.

    Signals: ``completed`` at the sixth; ``begun`` at every change before it.
    """

    completed = Signal()
    begun = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMaxLength(2 * DIGITS)
        self.setPlaceholderText("·" * DIGITS)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._on_changed)
        self.settle()

    @property
    def pin(self) -> str:
        """The digits there are, at most six."""
        return digits_of(self.text())

    def add(self, digit: str) -> None:
        """One more digit at the end."""
        self.setText(self.pin + digit)

    def take_back(self) -> None:
        """Without the last digit."""
        self.setText(self.pin[:-1])

    def dress(self) -> None:
        font = theme.font("display")
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, theme.px(10))
        self.setFont(font)
        width = QFontMetrics(font).horizontalAdvance("0" * DIGITS) + theme.px(48)
        self.setFixedSize(QSize(width, theme.px(64)))
        super().dress()

    def _on_changed(self, typed: str) -> None:
        found = digits_of(typed)
        if found != typed:
            self.setText(found)
        elif len(found) == DIGITS:
            self.completed.emit()
        elif found:
            self.begun.emit()


class PinPad(Themed, QWidget):
    """Ten keys as on a telephone, and one that takes the last digit back.

    They stand from left to right in every language, as on every telephone.
    """

    def __init__(self, field: PinField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._field = field
        self.keys: dict[str, _Key] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        for row, digits in enumerate(_ROWS):
            for column, digit in enumerate(digits):
                if digit != " ":
                    self.keys[digit] = key = _Key(digit)
                    key.tapped.connect(field.add)
                    grid.addWidget(key, row, column)
        self.back = IconButton("arrow-left")
        self.back.clicked.connect(field.take_back)
        grid.addWidget(self.back, len(_ROWS) - 1, 2, Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def retranslate(self) -> None:
        self.back.setText(_("Take the last digit back"))

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit typed while a key has the focus, or Backspace."""
        digit = digits_of(event.text())
        if not self.isEnabled() or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if digit and not event.isAutoRepeat():
            self._field.add(digit)
        elif event.key() == Qt.Key.Key_Backspace:
            self._field.take_back()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)


class _Key(SecondaryButton):
    dress_of = _KEY
    tapped = Signal(str)

    def __init__(self, digit: str) -> None:
        self._digit = digit
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.tapped.emit(digit))

    def retranslate(self) -> None:
        self.setText(i18n.number(int(self._digit)))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(84), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
