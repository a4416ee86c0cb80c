"""The neutral pictures people are known by: avatars, the sign-in buttons and their slots."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from trainer_app.i18n import N_, _
from trainer_app.ui import icons, theme
from trainer_app.ui.enter_key import Pressable
from trainer_app.ui.themed import Themed

PICTURES = {
    "tree": (N_("Tree"), "primary"),
    "fish": (N_("Fish"), "accent"),
    "flower": (N_("Flower"), "info"),
    "mountain": (N_("Mountain"), "success"),
    "umbrella": (N_("Umbrella"), "caution"),
    "bucket": (N_("Bucket"), "primary"),
    "leaf": (N_("Leaf"), "accent"),
    "apple": (N_("Apple"), "info"),
    "star": (N_("Star"), "success"),
    "key": (N_("Key"), "caution"),
    "ladder": (N_("Ladder"), "primary"),
    "hammer": (N_("Hammer"), "accent"),
}
"""Every picture: its word, and the colour it is drawn in (shape alone tells them apart)."""
_SLOT_GAP = 14


def word(picture: str) -> str:
    """What a picture is called in the current language."""
    return _(PICTURES[picture][0])


def _tint(picture: str) -> str:
    return PICTURES[picture][1]


class PictureMark(Themed, QLabel):
    """An icon that stands beside its words; screen readers pass it over."""

    def __init__(
        self,
        icon: str,
        size: int = 24,
        *,
        colour: str = "primary",
        ground: str = "",
        beside: theme.Role | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``ground`` puts it in a circle; ``beside`` centres it on a first line of that role."""
        super().__init__(parent)
        self._icon, self._size, self._colour, self._ground = icon, size, colour, ground
        self._beside: theme.Role | None = beside
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_icon(self, icon: str, colour: str = "") -> None:
        """Draw another icon, in another colour role if one is given."""
        self._icon = icon
        self._colour = colour or self._colour
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.px(self._size)
        line = theme.line_height(self._beside) if self._beside else 0
        return QSize(side, max(side, line))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        area = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        if self._ground:
            painter.setPen(_edge())
            painter.setBrush(theme.colour(self._ground))
            painter.drawEllipse(area.adjusted(1, 1, -1, -1))
            inset = area.width() * 0.25
            area.adjust(inset, inset, -inset, -inset)
        if self._icon:
            icons.paint(painter, self._icon, area, self._colour, rtl=self.isRightToLeft())


class Avatar(PictureMark):
    """The picture of a person in a soft circle; ``size`` is its width in pixels at zoom 1."""

    def __init__(self, picture: str, size: int = 92, parent: QWidget | None = None) -> None:
        tint = _tint(picture)
        super().__init__(
            f"picture-{picture}", size, colour=f"on_{tint}_soft", ground=f"{tint}_soft",
            parent=parent,
        )  # fmt: skip


class PictureButton(Pressable, QAbstractButton):
    """One of the twelve sign-in pictures, with its word below. ``picture`` names it."""

    ring_radius: float = theme.CARD_RADIUS

    def __init__(self, picture: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = picture
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("small"))
        super().dress()

    def retranslate(self) -> None:
        self.setText(word(self.picture))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(116))

    def minimumSizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + 16
        return QSize(max(words, theme.px(84)), theme.px(56) + theme.line_height("small") + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = theme.is_high_contrast()
        edge = "border_strong" if self.underMouse() or strong else "border"
        thick = 2 if strong else 1
        painter.setPen(QPen(theme.colour(edge), thick))
        painter.setBrush(theme.colour("surface_alt" if self.isDown() else "surface"))
        half = thick / 2
        area = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(area, theme.CARD_RADIUS, theme.CARD_RADIUS)
        words = theme.line_height("small")
        size = min(theme.px(52), self.height() - words - 20)
        top = (self.height() - size - words - 4) / 2
        place = QRectF((self.width() - size) / 2, top, size, size)
        icons.paint(painter, f"picture-{self.picture}", place, f"on_{_tint(self.picture)}_soft")
        painter.setPen(theme.colour("text_muted"))
        below = QRectF(0, top + size + 4, self.width(), words)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.text())


class PictureSlots(Themed, QLabel):
    """The pictures chosen so far, in order; empty slots are dashed. Said as "2 of 3 chosen"."""

    def __init__(self, count: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = count
        self._chosen: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.settle()

    def show_chosen(self, pictures: Sequence[str]) -> None:
        """Show these pictures in the first slots."""
        self._chosen = tuple(pictures)
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        said = _("{count} of {total} pictures chosen")
        self.setAccessibleName(said.format(count=len(self._chosen), total=self._count))

    def sizeHint(self) -> QSize:
        side = theme.px(82)
        return QSize(side * self._count + _SLOT_GAP * (self._count - 1), side)

    def minimumSizeHint(self) -> QSize:
        side = theme.px(56)
        return QSize(side * self._count + _SLOT_GAP * (self._count - 1), side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.width() - _SLOT_GAP * (self._count - 1)
        side = min(self.height(), room / self._count)
        for number in range(self._count):
            place = self._count - 1 - number if self.isRightToLeft() else number
            area = QRectF(place * (side + _SLOT_GAP), (self.height() - side) / 2, side, side)
            area.adjust(1, 1, -1, -1)
            if number >= len(self._chosen):
                painter.setPen(QPen(theme.colour("border_strong"), 2, Qt.PenStyle.DashLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(area, 18, 18)
                continue
            picture = self._chosen[number]
            ink = f"on_{_tint(picture)}_soft"
            painter.setPen(QPen(theme.colour(ink), 2))
            painter.setBrush(theme.colour(f"{_tint(picture)}_soft"))
            painter.drawRoundedRect(area, 18, 18)
            size = side * 0.46
            inner = QRectF(0, 0, size, size)
            inner.moveCenter(area.center())
            icons.paint(painter, f"picture-{picture}", inner, ink)


def _edge() -> QPen:
    if theme.is_high_contrast():
        return QPen(theme.colour("border"), 2)
    return QPen(Qt.PenStyle.NoPen)
