"""Buttons: a word with an icon. One filled button a view; everything else is quieter."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from trainer_app.ui import icons, theme
from trainer_app.ui.enter_key import Pressable


@dataclass(frozen=True, slots=True)
class Dress:
    """How a kind of button looks: colour roles, and its height in pixels at zoom 1."""

    ink: str
    fill: str = ""
    edge: str = ""
    hover: str = "surface_alt"
    pressed: str = "surface_alt"
    height: int = theme.TARGET
    padding: int = 20
    pill: bool = False


_PRIMARY = Dress(
    "on_primary", "primary", hover="primary_hover", pressed="primary_pressed",
    height=theme.PRIMARY_TARGET, padding=32,
)  # fmt: skip
_SECONDARY = Dress("text", "surface", "border_strong")
_QUIET = Dress("text", padding=14)
_SOFT = Dress("on_primary_soft", "primary_soft", hover="primary_soft", pressed="primary_soft")
_HELP = Dress("on_accent_soft", "accent_soft", hover="accent_soft", pressed="accent_soft")
LISTEN = Dress(
    "on_primary_soft", "primary_soft", hover="primary_soft", pressed="primary_soft",
    height=52, padding=24, pill=True,
)  # fmt: skip
PLAYING = Dress(
    "on_primary", "primary", hover="primary_hover", pressed="primary_pressed",
    height=52, padding=24, pill=True,
)  # fmt: skip


class Button(Pressable, QPushButton):
    """A word with an icon before it, or after it when ``forward``. Words by ``setText``."""

    dress_of: Dress = _SECONDARY

    def __init__(
        self, icon: str = "", *, forward: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._forward = forward
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.settle()

    @property
    def ring_radius(self) -> float:
        """The corner radius the focus ring follows."""
        return self.height() / 2 if self.dress_of.pill else theme.CONTROL_RADIUS

    def set_icon(self, name: str, *, forward: bool | None = None) -> None:
        """Show another icon beside the word, after it when ``forward``."""
        self._icon = name
        self._forward = self._forward if forward is None else forward
        self.updateGeometry()
        self.update()

    def dress(self) -> None:
        self.setFont(theme.font("label"))
        super().dress()

    def sizeHint(self) -> QSize:
        width = self._words_width() + 2 * theme.px(self.dress_of.padding)
        if self._icon:
            width += theme.px(20) + (theme.px(10) if self.text() else 0)
        return QSize(width, max(theme.px(self.dress_of.height), theme.line_height("label") + 12))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        spare = theme.px(self.dress_of.padding - 12) * 2 if self.dress_of.padding > 12 else 0
        return QSize(hint.width() - spare, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_words(painter)

    def _words_width(self) -> int:
        return QFontMetrics(self.font()).horizontalAdvance(self.text()) + 2

    def _paint_ground(self, painter: QPainter) -> None:
        look = self.dress_of
        fill, edge = look.fill, look.edge
        if not self.isEnabled():
            fill, edge = ("surface_alt" if fill else ""), "border"
        elif self.isDown():
            fill = look.pressed
        elif self.underMouse():
            fill = look.hover
        if theme.is_high_contrast() and not edge and look.fill:
            edge = "border_strong"
        if not fill and not edge:
            return
        thick = 2 if edge else 0
        area = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        radius = area.height() / 2 if look.pill else theme.CONTROL_RADIUS
        painter.setPen(QPen(theme.colour(edge), thick) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, radius, radius)

    def _paint_words(self, painter: QPainter) -> None:
        ink = theme.colour(self.dress_of.ink if self.isEnabled() else "text_muted")
        size = theme.px(20) if self._icon else 0
        gap = theme.px(10) if self._icon and self.text() else 0
        words = self._words_width() if self.text() else 0
        words = min(words, self.width() - size - gap - 8)
        start = (self.width() - size - gap - words) / 2
        rtl = self.isRightToLeft()
        icon_first = self._forward == rtl  # the icon stands at the visual left
        icon_x = start if icon_first else start + words + gap
        words_x = start + size + gap if icon_first else start
        if self._icon:
            place = QRectF(icon_x, (self.height() - size) / 2, size, size)
            icons.paint(painter, self._icon, place, ink, rtl=rtl)
        if self.text():
            painter.setPen(ink)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(QRectF(words_x, 0, words, self.height()), flags, self.text())


class PrimaryButton(Button):
    """The one thing to do next."""

    dress_of = _PRIMARY


class SecondaryButton(Button):
    """Something else one may well do: an outline."""

    dress_of = _SECONDARY


class QuietButton(Button):
    """A small offer: words without a ground."""

    dress_of = _QUIET


class SoftButton(Button):
    """A tinted button that asks for less attention than the primary one."""

    dress_of = _SOFT


class HelplineButton(Button):
    """The button that opens the helpline card."""

    dress_of = _HELP


class IconButton(Button):
    """An icon whose word is only heard and shown as a tooltip: close, speaker, more."""

    dress_of = Dress("text", height=theme.SMALL_TARGET, padding=12)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """The word that says what the icon does."""
        self.setAccessibleName(text)
        self.setToolTip(text)

    def sizeHint(self) -> QSize:
        side = theme.px(theme.SMALL_TARGET)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
