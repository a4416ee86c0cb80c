"""Illustrations: our own SVG scenes in the colours of the current look, and pictures from packs.

A scene is 640 × 400 and names its colours by key (``{sky1}``); ``assets/palettes.json`` holds the
three sets. A picture fills its place but is never cropped by more than its safe edge: a place that
is wider or higher than that shows the whole safe part and continues the edge of the picture.
"""

import json
from functools import cache
from typing import Literal

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from trainer_app import paths
from trainer_app.ui import theme
from trainer_app.ui.themed import Themed

Side = Literal["all", "top", "left", "right"]
_WIDEST, _NARROWEST = 2.0, 4 / 3
"""A scene is cropped to no wider and no narrower than this ratio."""


class SceneView(Themed, QLabel):
    """A picture with rounded corners. Give it a scene of ours or the bytes from a pack.

    Its height follows its width (``ratio`` = width : height) unless the layout says otherwise.
    """

    def __init__(
        self,
        *,
        ratio: float = 1.6,
        radius: int = theme.HERO_RADIUS,
        end_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``end_only`` rounds the two corners at the end edge, for the end of a card."""
        super().__init__(parent)
        self._end_only = end_only
        self._ratio = ratio
        self._radius = radius
        self._key = ""
        self._data = b""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.settle()

    def show_scene(self, name: str, alt: str = "") -> None:
        """Show ``assets/scenes/<name>.svg``; ``alt`` is said by screen readers."""
        self._show(f"scene/{name}", _asset(name), alt)

    def show_picture(self, key: str, data: bytes, alt: str = "") -> None:
        """Show a picture from a pack; ``key`` must be unique among packs and versions."""
        self._show(f"pack/{key}", data, alt)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width / self._ratio)

    def sizeHint(self) -> QSize:
        return QSize(round(240 * self._ratio), 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(round(60 * self._ratio), 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        side: Side = "all"
        if self._end_only:
            side = "left" if self.isRightToLeft() else "right"
        outline = rounded(self.rect(), self._radius, side)
        paint(painter, self._key, self._data, QRectF(self.rect()), outline)

    def _show(self, key: str, data: bytes, alt: str) -> None:
        self._key, self._data = key, data
        self.setAccessibleName(alt)
        self.update()


def rounded(where: QRect | QRectF, radius: float, side: Side = "all") -> QPainterPath:
    """The outline of a picture: all corners round, or only the two at one side."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    area = QRectF(where)
    path.addRoundedRect(area, radius, radius)
    if side == "top":
        path.addRect(area.adjusted(0, area.height() - radius, 0, 0))
    elif side == "right":
        path.addRect(area.adjusted(0, 0, radius - area.width(), 0))
    elif side == "left":
        path.addRect(area.adjusted(area.width() - radius, 0, 0, 0))
    return path.simplified()


def paint(painter: QPainter, key: str, data: bytes, where: QRectF, outline: QPainterPath) -> None:
    """Draw a picture into ``where``, cut to ``outline``; the high-contrast look frames it."""
    size = where.size().toSize()
    if not data or size.isEmpty():
        return
    device = painter.device()
    ratio = device.devicePixelRatioF() if device else 1.0
    picture = _fitted(key, data, size, ratio)
    painter.save()
    painter.setClipPath(outline)
    painter.drawPixmap(where.topLeft(), picture)
    painter.restore()
    if theme.is_high_contrast():
        painter.setPen(QPen(theme.colour("border"), 4))
        painter.save()
        painter.setClipPath(outline)
        painter.drawPath(outline)
        painter.restore()


def scene(name: str) -> tuple[str, bytes]:
    """The key and the bytes of a scene of ours, as ``paint`` wants them."""
    return f"scene/{name}", _asset(name)


def for_paper(data: bytes, width: int) -> QImage:
    """A whole picture in the light colours, so many pixels wide; null where it cannot be read."""
    if b"<svg" in data[:400]:
        natural = QSvgRenderer(QByteArray(_filled(data, "light"))).defaultSize()
    else:
        natural = QImage.fromData(QByteArray(data)).size()
    if natural.isEmpty():
        return QImage()
    return _covered(data, "light", QSize(width, round(width * natural.height() / natural.width())))


def _fitted(key: str, data: bytes, size: QSize, ratio: float) -> QPixmap:
    look = theme.palette_name()
    name = f"{key}/{look}/{size.width()}x{size.height()}/{ratio:g}"
    found = QPixmap()
    if QPixmapCache.find(name, found):
        return found
    real = QSize(round(size.width() * ratio), round(size.height() * ratio))
    shape = max(_NARROWEST, min(real.width() / max(1, real.height()), _WIDEST))
    middle = QSize(
        min(real.width(), round(real.height() * shape)),
        min(real.height(), round(real.width() / shape)),
    )
    made = QPixmap.fromImage(_extended(_covered(data, look, middle), real))
    made.setDevicePixelRatio(ratio)
    QPixmapCache.insert(name, made)
    return made


def _covered(data: bytes, look: str, size: QSize) -> QImage:
    """The picture scaled to cover ``size``, the rest cut off evenly."""
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    if image.isNull():
        return image  # no place to draw in, or no memory for it
    image.fill(theme.colour("surface_alt"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if b"<svg" in data[:400]:
        renderer = QSvgRenderer(QByteArray(_filled(data, look)))
        natural = renderer.defaultSize()
        renderer.render(painter, _cover(natural, size))
    else:
        raster = QImage.fromData(data)
        painter.drawImage(_cover(raster.size(), size), raster)
    painter.end()
    return image


def _cover(natural: QSize, size: QSize) -> QRectF:
    wide, high = max(1, natural.width()), max(1, natural.height())
    scale = max(size.width() / wide, size.height() / high)
    area = QRectF(0, 0, wide * scale, high * scale)
    area.moveCenter(QRectF(0, 0, size.width(), size.height()).center())
    return area


def _extended(image: QImage, size: QSize) -> QImage:
    """The image in the middle of ``size``; its outermost pixels run on to the edges."""
    if image.size() == size:
        return image
    made = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    if made.isNull() or image.isNull():
        return image
    painter = QPainter(made)
    wide, high = image.width(), image.height()
    x, y = (size.width() - wide) // 2, (size.height() - high) // 2
    if x > 0:
        end = x + wide
        painter.drawImage(QRect(0, 0, x, size.height()), image, QRect(0, 0, 1, high))
        rest = QRect(end, 0, size.width() - end, size.height())
        painter.drawImage(rest, image, QRect(wide - 1, 0, 1, high))
    if y > 0:
        end = y + high
        painter.drawImage(QRect(0, 0, size.width(), y), image, QRect(0, 0, wide, 1))
        rest = QRect(0, end, size.width(), size.height() - end)
        painter.drawImage(rest, image, QRect(0, high - 1, wide, 1))
    painter.drawImage(x, y, image)
    painter.end()
    return made


def _filled(data: bytes, look: str) -> bytes:
    text = data.decode("utf-8")
    for key, value in _palettes()[look].items():
        text = text.replace(f"{{{key}}}", value)
    return text.encode()


@cache
def _palettes() -> dict[str, dict[str, str]]:
    file = paths.resources() / "assets" / "palettes.json"
    loaded: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


@cache
def _asset(name: str) -> bytes:
    return (paths.resources() / "assets" / "scenes" / f"{name}.svg").read_bytes()
