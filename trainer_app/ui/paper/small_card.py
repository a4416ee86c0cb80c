"""What is put on paper here: the recovery code."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.paper.text import Ink, PaperText

SHEET = (148.0, 105.0)
_TITLE = "Waypost"
"""In the properties of the PDF: neutral, it names nobody."""
_LINE = theme.LIGHT.border_strong
_MUTED = theme.LIGHT.text_muted


def recovery_sheet(code: str) -> Paper:
    """The recovery code with what it is for; kept in a safe place, away from the computer."""
    return Paper(_TITLE, SHEET, lambda painter: _paint_sheet(painter, code))


def _paint_sheet(painter: QPainter, code: str) -> None:
    text, area = PaperText(painter, SHEET[0]), QRectF(0, 0, *SHEET)
    text.frame(area.adjusted(1, 1, -1, -1), 3, _LINE, 0.3)
    inner = area.adjusted(10, 9, -10, -9)
    title = QRectF(inner.x(), inner.y(), inner.width(), 9)
    text.fitted(title, _("Waypost recovery code"), Ink(6.2, 600))
    boxes = code.split("-")
    wide = inner.width() / 4
    for number, letters in enumerate(boxes):
        row, column = divmod(number, 4)
        box = QRectF(inner.x() + column * wide, inner.y() + 15 + row * 15, wide - 3, 12)
        box = text.place(box)  # mirrored twice is not at all: a code runs from left to right
        text.frame(box, 2, _LINE, 0.3)
        text.fitted(box, i18n.isolate_number(letters), Ink(6.0, 600, at="middle"))
    words = _(
        "This code opens the data of one computer if its key is lost. Keep this paper in a safe "
        "place, away from the computer. Read the code from left to right."
    )
    below = inner.y() + 15 + 15 * -(-len(boxes) // 4) + 3
    rest = QRectF(inner.x(), below, inner.width(), inner.bottom() - below)
    text.filled(rest, words, Ink(4.0, 400, _MUTED))
