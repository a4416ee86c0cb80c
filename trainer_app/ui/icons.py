"""Icons from ``assets/icons``, tinted for the current look.

Qt keeps the finished pixmaps (``QPixmapCache``) by name, colour, size, pixel ratio and side.
Only icons that show a direction are mirrored where text runs from right to left.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap, QPixmapCache, QTransform
from PySide6.QtSvg import QSvgRenderer

from trainer_app import paths
from trainer_app.ui import theme

DIRECTIONAL = frozenset(
    {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "bus", "list-check", "messages"}
)
MARK = "waypost"


def pixmap(
    name: str, colour: QColor, size: int, *, ratio: float = 1.0, rtl: bool = False
) -> QPixmap:
    """The icon as a square of ``size`` logical pixels, mirrored in ``rtl`` if directional."""
    mirrored = rtl and name in DIRECTIONAL
    key = f"icon/{name}/{colour.rgba():x}/{size}/{ratio:g}/{mirrored:d}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    made = QPixmap.fromImage(_rendered(name, colour, round(size * ratio), mirrored))
    made.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, made)
    return made


def paint(
    painter: QPainter, name: str, where: QRectF, colour: QColor | str, *, rtl: bool = False
) -> None:
    """Draw the icon centred in ``where``; a colour given as ``str`` is a role of the theme."""
    tint = theme.colour(colour) if isinstance(colour, str) else colour
    device = painter.device()
    size = round(min(where.width(), where.height()))
    if size < 1:  # a widget that gets its place just now
        return
    drawn = pixmap(name, tint, size, ratio=device.devicePixelRatioF() if device else 1.0, rtl=rtl)
    corner = where.center() - QRectF(0, 0, size, size).center()
    painter.drawPixmap(corner, drawn)


def window_icon(name: str = MARK) -> QIcon:
    """The icon for the title bar and the task bar."""
    icon = QIcon()
    for size in (16, 24, 32, 48, 64):
        icon.addPixmap(pixmap(name, theme.colour("primary"), size))
    return icon


def _rendered(name: str, colour: QColor, size: int, mirrored: bool) -> QImage:
    drawn = source(name).replace("currentColor", colour.name())
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawn.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image.transformed(QTransform().scale(-1, 1)) if mirrored else image


@cache
def source(name: str) -> str:
    """The SVG of an icon, drawn in ``currentColor``."""
    return (paths.resources() / "assets" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
