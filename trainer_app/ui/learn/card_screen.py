"""My card: the few lines to keep from a module, to read, hear, save or print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout

from trainer_app.content import inline
from trainer_app.i18n import _, isolate
from trainer_app.ui import theme
from trainer_app.ui.learn.road_screen import RoadScreen, direction_of, offer_texts
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.page import A4, Paper
from trainer_app.ui.paper.text import Ink, PaperText
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.pages import ScrollPage, marked
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack
    from trainer_app.ui.sound import Speaker


class CardScreen(RoadScreen):
    """The summary card of a module. Ctrl+S saves, Ctrl+P prints. Leaving is ``back_asked``."""

    listen: Listen
    leading = "back"

    def __init__(
        self,
        module: Module,
        values: Mapping[str, str],
        speaker: Speaker,
        pack: Pack | None = None,
    ) -> None:
        """``pack`` lends the recorded voice."""
        super().__init__()
        self._module, self._pack = module, pack
        self._values = inline.slot_values(module, values)
        self.listen = Listen(speaker)
        self._heading = Heading("h1")
        self._lines = [Para("lesson") for _line in module.summary_card.lines]
        self._buttons = PaperButtons(primary=True)
        inside = Card(radius=theme.HERO_RADIUS)
        inside.setLayoutDirection(direction_of(module))
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 26, 32, 28)
        column.setSpacing(12)
        column.addWidget(self._heading)
        for line in self._lines:
            column.addLayout(marked(PictureMark("check", 24, beside="lesson"), line))
        page = ScrollPage(width=860)
        page.column.addWidget(self.listen)
        page.column.addWidget(inside)
        page.column.addWidget(self._buttons)
        page.column.addStretch(1)
        self.set_content(page)
        self.settle()

    def title(self) -> str:
        return self._module.title

    def primary(self) -> QAbstractButton:
        return self._buttons.save

    def retranslate(self) -> None:
        card = self._module.summary_card
        self._heading.setText(card.title, self._values)
        read: list[tuple[str, str, Para]] = [("summary_card.title", card.title, self._heading)]
        for number, (text, para) in enumerate(zip(card.lines, self._lines, strict=True)):
            para.setText(text, self._values)
            read.append((f"summary_card.lines.{number}", text, para))
        offer_texts(self.listen, self._module, read, self._values, self._pack)
        name = _("Waypost card {module}.pdf").format(module=self._module.id)
        self._buttons.set_paper(card_paper(self._module, self._values), name)
        self.title_changed.emit()


def card_paper(module: Module, values: Mapping[str, str]) -> Paper:
    """The card on the upper half of an A4 page, to be cut off or folded."""
    return Paper(
        f"Waypost {module.id} {module.version}",
        A4,
        lambda painter: _paint(painter, module, values),
    )


def _paint(painter: QPainter, module: Module, values: Mapping[str, str]) -> None:
    card = module.summary_card
    text = PaperText(painter, A4[0])
    text.frame(QRectF(10, 10, 190, 128), 5, theme.LIGHT.primary, 0.8)
    painter.setPen(QPen(QColor(theme.LIGHT.border_strong), 0.3, Qt.PenStyle.DashLine))
    painter.drawLine(0, 148, 210, 148)
    title = inline.plain(card.title, values)
    text.fitted(QRectF(18, 15, 174, 13), title, Ink(7.4, 600, theme.LIGHT.primary))
    lines = [inline.plain(line, values) for line in card.lines]
    size = 5.2
    while size > 3.2 and _height(text, lines, size, draw=False) > 92:
        size -= 0.2
    _height(text, lines, size, draw=True)
    version = _("Version {version}").format(version=isolate(module.version))
    foot = f"Waypost · {isolate(module.title)} · {version}"
    text.line(QRectF(18, 128, 174, 6), foot, Ink(3.2, 400, theme.LIGHT.text_muted))


def _height(text: PaperText, lines: list[str], size: float, *, draw: bool) -> float:
    """Set the lines one under the other; the height they take, in millimetres."""
    top = 32.0
    for line in lines:
        if draw:
            text.dot(18 + size * 0.35, top + size * 0.72, size * 0.22, theme.LIGHT.primary)
        area = QRectF(18 + size * 1.2, top, 174 - size * 1.2, 90)
        top += text.wrapped(area, line, Ink(size), draw=draw) + size * 0.45
    return top - 32.0
