"""The sheet at the bottom that says how an answer was: kind, with a reason, and one button."""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui import icons, theme
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

Kind = Literal["good", "could-help", "not-yet"]
_LOOKS: dict[str, tuple[str, str]] = {
    "good": ("success", "check"),
    "could-help": ("info", "bulb"),
    "not-yet": ("caution", "repeat"),
}


class FeedbackSheet(Themed, QWidget):
    """Put it at the bottom of a screen (``Screen.set_bottom``); hidden until ``show_verdict``.

    Signals: ``continued`` when its button is pressed. ``extra`` is a layout before the button.
    """

    continued = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: Kind = "good"
        self._title = ""
        self._mark = _Badge()
        self.heading = Heading("h2")
        self.reason = Para("body")
        self.button = PrimaryButton("arrow-right", forward=True)
        self.button.clicked.connect(self.continued)
        self.extra = QHBoxLayout()
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(self.heading)
        texts.addWidget(self.reason)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 20, 32, 20)
        row.setSpacing(20)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        row.addLayout(self.extra)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setVisible(False)
        self.settle()

    def show_verdict(self, kind: Kind, reason: str, *, title: str = "") -> None:
        """Show the sheet: green for good, amber for not yet. Focus goes to its button."""
        self._kind, self._title = kind, title
        tint = _LOOKS[kind][0]
        self._mark.show_badge(*_LOOKS[kind])
        self.heading.set_colour(f"on_{tint}_soft")
        self.reason.set_colour(f"on_{tint}_soft")
        self.reason.setText(reason)
        self.retranslate()
        self.setVisible(True)
        self.update()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setAccessibleName(f"{self.heading.text()}. {self.reason.text()}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def close_sheet(self) -> None:
        """Take the sheet away."""
        self.setVisible(False)

    def set_button(self, words: str, icon: str = "arrow-right", *, forward: bool = True) -> None:
        """What the button says; ``retranslate`` of the screen calls this."""
        self.button.setText(words)
        self.button.set_icon(icon, forward=forward)

    def retranslate(self) -> None:
        words = {
            "good": _("Good choice"),
            "could-help": _("This could help"),
            "not-yet": _("Not yet"),
        }
        self.heading.setText(self._title or words[self._kind])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(f"{self.heading.text()}. {self.reason.text()}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tint = _LOOKS[self._kind][0]
        painter.fillRect(self.rect(), theme.colour(f"{tint}_soft"))
        painter.fillRect(0, 0, self.width(), 3, theme.colour(tint))


class _Badge(PictureMark):
    """A filled tick for good; a plain icon for the others."""

    def __init__(self) -> None:
        super().__init__("check", 40)
        self._tint = "success"

    def show_badge(self, tint: str, icon: str) -> None:
        self._tint, self._icon = tint, icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        if self._tint != "success":
            icons.paint(painter, self._icon, area.adjusted(2, 2, -2, -2), self._tint)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._tint))
        painter.drawEllipse(area.adjusted(2, 2, -2, -2))
        inset = area.width() * 0.28
        area.adjust(inset, inset, -inset, -inset)
        icons.paint(painter, self._icon, area, f"on_{self._tint}")
