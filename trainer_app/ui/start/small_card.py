"""What is put on paper here: the small card with one's pictures, and the recovery code."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.training.people import Learner
from trainer_app.ui import icons, theme
from trainer_app.ui.widgets import pictures

CARD_MM = (85.6, 54.0)
"""As large as a bank card, so that it fits where such cards fit."""
SHEET_MM = (148.0, 105.0)
_FINE = 0.02
_INK, _MUTED, _LINE = QColor("#111111"), QColor("#444444"), QColor("#999999")  # on white paper


def draw_picture_card(
    painter: QPainter, area: QRectF, learner: Learner, shown: Sequence[str]
) -> None:
    """Name, team and the three pictures in their order. Neutral: it says nothing of the subject."""
    _outline(painter, area)
    inner = area.adjusted(6, 5, -6, -5)
    _text(painter, QRectF(inner.x(), inner.y(), inner.width(), 7), learner.name, 4.6, strong=True)
    _text(painter, QRectF(inner.x(), inner.y() + 7, inner.width(), 5), learner.team, 3.2)
    side, gap = 18.0, (inner.width() - 3 * 18.0) / 2
    for number, picture in enumerate(shown):
        place = len(shown) - 1 - number if i18n.is_rtl() else number
        box = QRectF(inner.x() + place * (side + gap), inner.y() + 14, side, side)
        painter.setPen(QPen(_LINE, 0.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        _picture(painter, picture, box.adjusted(4, 4, -4, -4))
        words = f"{i18n.number(number + 1)}. {pictures.word(picture)}"
        below = QRectF(box.x() - 4, box.bottom() + 0.8, side + 8, 5)
        _text(painter, below, words, 3.2, middle=True)
    foot = QRectF(inner.x(), inner.bottom() - 4, inner.width(), 4)
    _text(painter, foot, _("Waypost · Keep this card for yourself."), 2.6)


def draw_recovery_sheet(painter: QPainter, area: QRectF, code: str) -> None:
    """The recovery code with what it is for; kept in a safe place, away from the computer."""
    _outline(painter, area)
    inner = area.adjusted(10, 9, -10, -9)
    top = QRectF(inner.x(), inner.y(), inner.width(), 9)
    _text(painter, top, _("Waypost recovery code"), 6.2, strong=True)
    boxes = code.split("-")
    wide = inner.width() / 4
    for number, letters in enumerate(boxes):
        row, column = divmod(number, 4)
        box = QRectF(inner.x() + column * wide, inner.y() + 15 + row * 15, wide - 3, 12)
        painter.setPen(QPen(_LINE, 0.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 2, 2)
        _text(painter, box, i18n.isolate_number(letters), 6.0, strong=True, middle=True)
    words = _(
        "This code opens the data of one computer if its key is lost. Keep this paper in a safe "
        "place, away from the computer. Read the code from left to right."
    )
    below = inner.y() + 15 + 15 * -(-len(boxes) // 4) + 3
    rest = QRectF(inner.x(), below, inner.width(), inner.bottom() - below)
    _text(painter, rest, words, 4.0, wrapped=True)


def _outline(painter: QPainter, area: QRectF) -> None:
    painter.fillRect(area, QColor("#FFFFFF"))
    painter.setPen(QPen(_LINE, 0.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 3, 3)


def _picture(painter: QPainter, picture: str, where: QRectF) -> None:
    """A picture sharp enough for paper: pixels of a fiftieth of a millimetre."""
    painter.save()
    painter.translate(where.topLeft())
    painter.scale(_FINE, _FINE)
    area = QRectF(0, 0, where.width() / _FINE, where.height() / _FINE)
    icons.paint(painter, f"picture-{picture}", area, _INK)
    painter.restore()


def _text(
    painter: QPainter,
    where: QRectF,
    words: str,
    size_mm: float,
    *,
    strong: bool = False,
    middle: bool = False,
    wrapped: bool = False,
) -> None:
    """Words at a size in millimetres, made smaller until a line of them fits."""
    painter.save()
    scale = 0.1  # fonts have whole pixels: draw ten times as large in a tenth of the scale
    painter.translate(where.topLeft())
    painter.scale(scale, scale)
    room = QRectF(0, 0, where.width() / scale, where.height() / scale)
    font = QFont(theme.font("label"))
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    pixels = round(size_mm / scale)
    side = Qt.AlignmentFlag.AlignRight if i18n.is_rtl() else Qt.AlignmentFlag.AlignLeft
    flags = Qt.AlignmentFlag.AlignHCenter if middle else side | Qt.AlignmentFlag.AlignAbsolute
    lines = Qt.TextFlag.TextWordWrap if wrapped else Qt.TextFlag.TextSingleLine
    upright = Qt.AlignmentFlag.AlignTop if wrapped else Qt.AlignmentFlag.AlignVCenter
    while pixels > 14:
        font.setPixelSize(pixels)
        painter.setFont(font)
        needed = painter.boundingRect(room, int(flags) | int(upright) | int(lines), words)
        if needed.width() <= room.width() and (not wrapped or needed.height() <= room.height()):
            break
        pixels -= 1
    painter.setPen(_INK if strong else _MUTED)
    painter.drawText(room, int(flags) | int(upright) | int(lines), words)
    painter.restore()
