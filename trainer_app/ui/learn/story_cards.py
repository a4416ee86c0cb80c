"""What a scene is shown with: the way so far, what follows from a choice, and whom to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.i18n import _, isolate, listing
from trainer_app.operations.site import SLOTS
from trainer_app.ui import theme
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import paint_surface
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainer_app.content.module import ScenarioChoice, Verdict

_LOOKS: dict[str, tuple[str, str]] = {
    "helps": ("success", "circle-check"),
    "could-help": ("info", "bulb"),
    "not-yet": ("caution", "repeat"),
}


def verdict_word(verdict: Verdict) -> str:
    """What a choice does, in words: helps, could help, does not help yet."""
    return {
        "helps": _("This helps"),
        "could-help": _("This could help"),
        "not-yet": _("This does not help yet"),
    }[verdict]


class TrailDots(Themed, QLabel):
    """The way through a scene: a filled dot for each choice made, a ring for where one is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made, self._ended = 0, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_way(self, made: int, *, ended: bool) -> None:
        """So many choices led here; ``ended`` where the story is over."""
        self._made, self._ended = made, ended
        self.retranslate()

    def retranslate(self) -> None:
        words = _("Choice {number}").format(number=isolate(i18n.number(self._made + 1)))
        self.setText(_("The end of the scene") if self._ended else words)
        self.setAccessibleName(self.text())
        self.updateGeometry()

    def dress(self) -> None:
        self.setFont(theme.font("caption"))
        super().dress()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + 4
        step = theme.px(30)
        return QSize(step * (self._made + 1) + words, theme.line_height("caption") + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl, step, middle = self.isRightToLeft(), theme.px(30), self.height() / 2
        small, large = theme.px(5), theme.px(7)

        def at(number: int) -> QPointF:
            x = large + 1 + number * step
            return QPointF(self.width() - x if rtl else x, middle)

        painter.setPen(QPen(theme.colour("border_strong"), 1.5, Qt.PenStyle.DotLine))
        if self._made:
            painter.drawLine(at(0), at(self._made))
        painter.setPen(QPen(theme.colour("primary"), 2))
        for number in range(self._made + 1):
            here = number == self._made
            filled = not here or self._ended
            painter.setBrush(theme.colour("primary" if filled else "canvas"))
            radius = large if here else small
            painter.drawEllipse(at(number), radius, radius)
        words = QRectF(self.rect())
        room = step * (self._made + 1)
        words.adjust(0 if rtl else room, 0, -room if rtl else 0, 0)
        painter.setPen(theme.colour("text_muted"))
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(words, flags, self.text())


class _Tinted(Themed, QWidget):
    """A rounded surface in a soft tint, with an edge in the strong one."""

    def __init__(self) -> None:
        super().__init__()
        self.tint = "primary"
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(22, 18, 22, 20)
        self.column.setSpacing(10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        paint_surface(painter, area, f"{self.tint}_soft", self.tint, 2, theme.CARD_RADIUS)


class ConsequenceCard(_Tinted):
    """What follows from a choice: what it does, what changes, and why. Amber where not yet."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = PictureMark("circle-check", 32)
        self._word = Heading("h2")
        self.consequence, self.reason = Para("lesson"), Para("body")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._mark)
        head.addWidget(self._word, 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(head)
        self.column.addWidget(self.consequence)
        self.column.addWidget(self.reason)
        self.settle()

    def show_choice(self, choice: ScenarioChoice, values: Mapping[str, str]) -> None:
        """Say what follows from this choice."""
        self.tint, icon = _LOOKS[choice.verdict]
        ink = f"on_{self.tint}_soft"
        self._mark.show_icon(icon, ink)
        self._word.set_colour(ink)
        self._word.setText(verdict_word(choice.verdict))
        self.consequence.setText(choice.consequence, values)
        self.reason.setText(choice.reason, values)
        for para in (self.consequence, self.reason):
            para.set_colour(ink)
        said = (self._word.text(), self.consequence.text(), self.reason.text())
        self.setAccessibleName(" ".join(said))
        self.update()

    def announce(self) -> None:
        """Have screen readers say what the card says."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))


class TellCard(_Tinted):
    """Whom to tell, at the end of a scene. Says which places the site has not filled in yet."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = PictureMark("phone-call", 30, colour="on_primary_soft")
        self._word = Heading("h2", colour="on_primary_soft")
        self.tell = Para("lesson", colour="on_primary_soft")
        self._missing = Para("small", colour="on_primary_soft")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._mark)
        head.addWidget(self._word, 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(head)
        self.column.addWidget(self.tell)
        self.column.addWidget(self._missing)
        self.settle()

    def show_tell(self, tell: str, values: Mapping[str, str], filled: Mapping[str, str]) -> None:
        """``filled`` holds only what the site itself wrote; ``values`` the fallbacks, too."""
        self._word.setText(_("Who to tell"))
        self.tell.setText(tell, values)
        places = [slot for slot in dict.fromkeys(inline.slots_in(tell)) if not filled.get(slot)]
        names = listing(isolate(_(SLOTS[slot])) for slot in places if slot in SLOTS)
        words = _(
            "Not filled in on this computer yet: {places}. Ask your facilitator. "
            "If a child is in danger now, call the emergency number first."
        )
        self._missing.setText(isolate(words.format(places=names)))
        self._missing.setVisible(bool(names))
