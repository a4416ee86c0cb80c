"""The pictures that were just drawn, of one person or several: shown now and never again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from trainer_app.i18n import _, isolate, listing
from trainer_app.operations.people_desk import PicturesGiven
from trainer_app.ui import icons, theme
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.picture_card import picture_card, picture_cards
from trainer_app.ui.people.words import how_many
from trainer_app.ui.screen import Leading, Screen
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.cards import Card, paint_surface
from trainer_app.ui.widgets.numbered_picture import NumberedPicture
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PICTURES, word

FILE_NAME = "waypost-cards.pdf"
"""Neutral: it names nobody."""


class PicturesScreen(Screen):
    """``back_asked`` when everybody has them. There is no way to see them a second time."""

    leading: Leading = "mark"

    def __init__(self, given: Sequence[PicturesGiven]) -> None:
        super().__init__()
        self._given = tuple(given)
        self._heading, self._about = Heading("display"), Para("body_large", colour="text_muted")
        self._card_words, self.buttons = Para("body"), PaperButtons()
        alone = len(self._given) == 1
        page = ScrollPage(width=860)
        page.column.setSpacing(12)
        page.column.addWidget(self._heading)
        page.column.addWidget(self._about)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 18, 24, 18)
        inside.setSpacing(10)
        inside.addWidget(self._card_words)
        inside.addWidget(self.buttons)
        if alone:
            page.column.addLayout(self._large())
            page.column.addWidget(card)
        else:
            page.column.addWidget(card)
            page.column.addWidget(self._list())
        page.column.addStretch(1)
        self.set_content(page)
        self.done = PrimaryButton("check")
        self.done.clicked.connect(self.back_asked)
        bar = ActionBar()
        bar.add_end(self.done)
        self.set_bottom(bar)
        cards = [(one.learner, one.pictures) for one in self._given]
        paper = picture_card(*cards[0]) if alone else picture_cards(cards)
        self.buttons.set_paper(paper, FILE_NAME)
        self.settle()

    def _large(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        for number, picture in enumerate(self._given[0].pictures, 1):
            row.addWidget(NumberedPicture(number, picture), 1)
        return row

    def _list(self) -> Card:
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(20, 8, 20, 8)
        column.setSpacing(0)
        for one in self._given:
            name = Para("label")
            name.set_plain(one.learner.name)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addStretch(1)
            words.addWidget(name)
            if one.learner.team:
                team = Para("small", colour="text_muted")
                team.set_plain(one.learner.team)
                words.addWidget(team)
            words.addStretch(1)
            row = QHBoxLayout()
            row.setContentsMargins(0, 6, 0, 6)
            row.setSpacing(12)
            row.addLayout(words, 1)
            row.addWidget(ThreePictures(one.pictures), 0, Qt.AlignmentFlag.AlignVCenter)
            column.addLayout(row)
        return card

    def title(self) -> str:
        return _("Pictures")

    def primary(self) -> QAbstractButton:
        return self.done

    def retranslate(self) -> None:
        if len(self._given) == 1:
            name = isolate(self._given[0].learner.name)
            self._heading.set_plain(_("The three pictures of {name}").format(name=name))
        else:
            words = _("The pictures of {people}")
            self._heading.setText(words.format(people=how_many(len(self._given))))
        self._about.setText(
            _("They are shown only now. Each person remembers three, in this order.")
        )
        self._card_words.setText(_("Print them on small cards. Give each card to its person only."))
        self.buttons.set_words(
            print_it=_("Print the cards"),
            saved=_("The cards are saved as a PDF. Delete it when they are printed."),
            printed=_("The cards were sent to the printer."),
            no_printer=_("The printer does not answer. Save as PDF instead."),
        )
        self.done.setText(_("Done"))
        self.title_changed.emit()


class ThreePictures(Themed, QLabel):
    """Three small pictures in their order; a screen reader says their words."""

    def __init__(self, pictures: Sequence[str]) -> None:
        super().__init__()
        self._pictures = tuple(pictures)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def retranslate(self) -> None:
        self.setAccessibleName(listing(word(one) for one in self._pictures))
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        side = theme.px(48)
        return QSize(3 * side + 2 * 8, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, edge = theme.px(48), "border" if theme.is_high_contrast() else ""
        for place, picture in enumerate(self._pictures):
            x = place * (side + 8)
            left = self.width() - x - side if self.isRightToLeft() else x
            box, tint = QRectF(left, 0, side, side), PICTURES[picture][1]
            paint_surface(painter, box, f"{tint}_soft", edge, 1, theme.CONTROL_RADIUS)
            inset = side * 0.2
            inner = box.adjusted(inset, inset, -inset, -inset)
            icons.paint(painter, f"picture-{picture}", inner, f"on_{tint}_soft")
