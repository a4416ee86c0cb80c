"""A slip of paper with a number that is good for once."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from trainer_app.i18n import _, isolate_number
from trainer_app.operations.staff import PinGiven
from trainer_app.ui import theme
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.paper.text import Ink, PaperText

FILE_NAME = "waypost-card.pdf"
"""Neutral: it says neither who nor what."""
_SIZE = (85.6, 54.0)
"""As large as a bank card; in millimetres."""
_TITLE = "Waypost"


def pin_slip(given: PinGiven) -> Paper:
    """Whose it is, the six digits, and what to do with them. It says nothing of the subject."""
    return Paper(_TITLE, _SIZE, lambda painter: _paint(painter, given))


def grouped(pin: str) -> str:
    """Six digits as one reads them aloud, from left to right in every language."""
    return isolate_number(f"{pin[:3]} {pin[3:]}")


def _paint(painter: QPainter, given: PinGiven) -> None:
    text, area = PaperText(painter, _SIZE[0]), QRectF(0, 0, *_SIZE)
    line, muted = theme.LIGHT.border_strong, theme.LIGHT.text_muted
    text.frame(area.adjusted(1, 1, -1, -1), 3, line, 0.3)
    inner = area.adjusted(6, 5, -6, -5)
    text.fitted(QRectF(inner.x(), inner.y(), inner.width(), 7), given.staff.name, Ink(4.6, 600))
    box = QRectF(inner.x(), inner.y() + 10, inner.width(), 16)
    text.frame(box, 3, line, 0.3)
    text.fitted(box, grouped(given.pin), Ink(9.0, 600, at="middle"))
    rest = QRectF(inner.x(), box.bottom() + 3, inner.width(), inner.bottom() - box.bottom() - 3)
    words = _("Good for once. Then you choose your own number. After that, tear this card up.")
    text.filled(rest, words, Ink(3.2, 400, muted))
