"""Small marks: chips, callouts and one-line notes. Never colour alone, always icon and word."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui import icons, theme
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark

CalloutKind = Literal["note", "remember", "careful"]


class Chip(Themed, QLabel):
    """A short state: icon and word in a pill.

    Kinds: ``plain``, ``primary``, ``success``, ``caution``, ``danger``, ``info``, ``accent``.
    """

    KINDS = ("plain", "primary", "success", "caution", "danger", "info", "accent")

    def __init__(
        self, kind: str = "plain", icon: str = "circle", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind, self._icon = kind, icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_state(self, kind: str, icon: str, words: str) -> None:
        """Another kind, icon and words at once."""
        self._kind, self._icon = kind, icon
        self.setText(words)
        self.updateGeometry()
        self.update()

    def dress(self) -> None:
        self.setFont(theme.font("caption"))
        super().dress()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + 2
        side = theme.px(18)
        height = max(theme.px(28), theme.line_height("caption") + 6)
        return QSize(words + side + 6 + 2 * theme.px(11), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plain = self._kind == "plain"
        ink = "text_muted" if plain else f"on_{self._kind}_soft"
        painter.setBrush(theme.colour("surface_alt" if plain else f"{self._kind}_soft"))
        strong = theme.is_high_contrast()
        painter.setPen(QPen(theme.colour("border"), 1) if strong else Qt.PenStyle.NoPen)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        rtl = self.isRightToLeft()
        side, pad = theme.px(18), theme.px(11)
        x = self.width() - pad - side if rtl else pad
        place = QRectF(x, (self.height() - side) / 2, side, side)
        icons.paint(painter, self._icon, place, ink, rtl=rtl)
        painter.setPen(theme.colour(ink))
        words = QRectF(self.rect()).adjusted(pad, 0, -pad, 0)
        words.adjust(0 if rtl else side + 6, 0, -(side + 6) if rtl else 0, 0)
        edge = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = edge | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(words, flags, self.text())


_CALLOUTS: dict[str, tuple[str, str]] = {
    "note": ("info", "info-circle"),
    "remember": ("info", "bulb"),
    "careful": ("caution", "alert-triangle"),
}


def _callout_word(kind: CalloutKind) -> str:
    words = {
        "note": _("Good to know"),
        "remember": _("Remember"),
        "careful": _("Take care"),
    }
    return words[kind]


class Callout(Themed, QWidget):
    """Sentences set apart, under a word that says what they are."""

    def __init__(self, kind: CalloutKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: CalloutKind = kind
        self._tint, icon = _CALLOUTS[kind]
        ink = f"on_{self._tint}_soft"
        self._mark = PictureMark(icon, 24, colour=ink)
        self._word = Para("caption", colour=ink)
        self.para = Para("body", colour=ink)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._word, 0, Qt.AlignmentFlag.AlignVCenter)
        texts.addWidget(self.para)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.settle()

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """The sentences of a note; marks are drawn."""
        self.para.setText(text)

    def retranslate(self) -> None:
        self._word.setText(_callout_word(self._kind))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour(f"{self._tint}_soft"))
        strong = theme.is_high_contrast()
        painter.setPen(QPen(theme.colour("border"), 2) if strong else Qt.PenStyle.NoPen)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(area, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)


_NOTES = {
    "good": ("success", "circle-check"),
    "info": ("text_muted", "info-circle"),
    "careful": ("caution", "alert-circle"),
}


class NoteLine(Themed, QWidget):
    """One line in the page that says what just happened ("Saved"). Hidden until ``say``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = PictureMark("info-circle", 22, beside="body")
        self.para = Para("body")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(10)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.para, 1)
        self.setVisible(False)
        self.settle()

    def say(self, words: str, kind: Literal["good", "info", "careful"] = "good") -> None:
        """Show the line and have screen readers say it."""
        colour, icon = _NOTES[kind]
        self._mark.show_icon(icon, colour)
        self.para.setText(words)
        self.para.set_colour("text" if kind == "info" else colour)
        self.setAccessibleName(self.para.text())
        self.setVisible(True)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Take the line away."""
        self.setVisible(False)
