"""What is put on paper here: the small card with one's pictures, and the recovery code."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.training.people import Learner
from trainer_app.ui import theme
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.paper.text import Ink, PaperText
from trainer_app.ui.widgets import pictures

CARD = (85.6, 54.0)
"""As large as a bank card, so that it fits where such cards fit; in millimetres."""
SHEET = (148.0, 105.0)
_TITLE = "Waypost"
"""In the properties of the PDF: neutral, it names nobody."""
_LINE = theme.LIGHT.border_strong
_MUTED = theme.LIGHT.text_muted


def picture_card(learner: Learner, shown: Sequence[str]) -> Paper:
    """Name, team and the three pictures in their order. Neutral: it says nothing of the subject."""
    return Paper(_TITLE, CARD, lambda painter: _paint_card(painter, learner, shown))


def recovery_sheet(code: str) -> Paper:
    """The recovery code with what it is for; kept in a safe place, away from the computer."""
    return Paper(_TITLE, SHEET, lambda painter: _paint_sheet(painter, code))


def _paint_card(painter: QPainter, learner: Learner, shown: Sequence[str]) -> None:
    text, area = PaperText(painter, CARD[0]), QRectF(0, 0, *CARD)
    text.frame(area.adjusted(1, 1, -1, -1), 3, _LINE, 0.3)
    inner = area.adjusted(6, 5, -6, -5)
    name = QRectF(inner.x(), inner.y(), inner.width(), 7)
    text.fitted(name, learner.name, Ink(4.6, 600))
    text.fitted(name.translated(0, 6), learner.team, Ink(3.2, 400, _MUTED))
    side, gap = 18.0, (inner.width() - 3 * 18.0) / 2
    for number, picture in enumerate(shown):
        box = QRectF(inner.x() + number * (side + gap), inner.y() + 14, side, side)
        text.frame(box, 3, _LINE, 0.3)
        text.icon(box.adjusted(4, 4, -4, -4), f"picture-{picture}", theme.LIGHT.text)
        words = f"{i18n.number(number + 1)}. {pictures.word(picture)}"
        below = QRectF(box.x() - 4, box.bottom() + 0.8, side + 8, 5)
        text.fitted(below, words, Ink(3.2, 400, _MUTED, at="middle"))
    foot = QRectF(inner.x(), inner.bottom() - 4, inner.width(), 4)
    text.fitted(foot, _("Waypost · Keep this card for yourself."), Ink(2.6, 400, _MUTED))


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
