"""The small card with somebody's three pictures, alone or several on a page to be cut apart."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.training.people import Learner
from trainer_app.ui import theme
from trainer_app.ui.paper.page import A4, Paper
from trainer_app.ui.paper.text import Ink, PaperText
from trainer_app.ui.widgets import pictures

CARD = (85.6, 54.0)
"""As large as a bank card, so that it fits where such cards fit; in millimetres."""
ON_A_PAGE = 8
_TITLE = "Waypost"
"""In the properties of the PDF: neutral, it names nobody."""
_LINE = theme.LIGHT.border_strong
_MUTED = theme.LIGHT.text_muted
_SIDE, _TOP, _GAP = 15.0, 30.0, 8.0
"""Where the cards of a page begin, and what is between them: scissors need room."""


def picture_card(learner: Learner, shown: Sequence[str]) -> Paper:
    """Name, team and the three pictures in their order. Neutral: it says nothing of the subject."""
    return Paper(_TITLE, CARD, lambda painter: _paint_card(painter, learner, shown))


def picture_cards(given: Sequence[tuple[Learner, Sequence[str]]]) -> Paper:
    """The cards of several people, eight on a page; further pages follow."""
    pages = [given[at : at + ON_A_PAGE] for at in range(0, len(given), ON_A_PAGE)]
    papers = [_cards(page) for page in pages]
    first, *more = papers
    return Paper(first.title, first.size, first.paint, more=tuple(more))


def _cards(given: Sequence[tuple[Learner, Sequence[str]]]) -> Paper:
    def paint(painter: QPainter) -> None:
        text = PaperText(painter, A4[0])
        for place, (learner, shown) in enumerate(given):
            row, column = divmod(place, 2)
            x, y = _SIDE + column * (CARD[0] + _GAP), _TOP + row * (CARD[1] + _GAP)
            card = picture_card(learner, shown)
            card.paint_into(painter, text.place(QRectF(x, y, *CARD)))

    return Paper(_TITLE, (A4[0], A4[1]), paint)


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
