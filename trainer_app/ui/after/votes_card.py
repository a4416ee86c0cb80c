"""Shows of hands and votes: each question with its answers, a bar and a number for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.after.votes import Vote
from trainer_app.ui.items.slots import direction
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Heading, Para


class HandsBar(Themed, QLabel):
    """How many of the hands went up for one answer. Decoration: the number stands beside it."""

    def __init__(self, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = share
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.settle()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.line_height("body"))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, theme.line_height("body"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        high = theme.px(10)
        whole = QRectF(0, (self.height() - high) / 2, self.width(), high)
        painter.setBrush(theme.colour("surface_alt"))
        painter.drawRoundedRect(whole, high / 2, high / 2)
        if self._share <= 0:
            return
        part = QRectF(whole)
        part.setWidth(max(high, whole.width() * self._share))
        if self.isRightToLeft():
            part.moveRight(whole.right())
        painter.setBrush(theme.colour("chart2"))
        painter.drawRoundedRect(part, high / 2, high / 2)


class VoteBlock(Themed, QWidget):
    """One question and its answers, in the direction of the session's language."""

    def __init__(self, vote: Vote, *, rtl: bool) -> None:
        super().__init__()
        self._vote = vote
        self.setLayoutDirection(direction(rtl))
        self._title, self._question = Para("caption", colour="text_muted"), Para("label")
        answers = QGridLayout()
        answers.setHorizontalSpacing(16)
        answers.setVerticalSpacing(4)
        answers.setColumnStretch(0, 5)
        answers.setColumnStretch(1, 3)
        self._words: list[Para] = []
        self.numbers: list[Para] = []
        for row, (_text, count) in enumerate(vote.answers):
            words, number = Para("body"), Para("label")
            answers.addWidget(words, row, 0)
            answers.addWidget(HandsBar(count / max(1, vote.hands)), row, 1)
            answers.addWidget(number, row, 2)
            self._words.append(words)
            self.numbers.append(number)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._question)
        column.addLayout(answers)
        self._question.setVisible(bool(vote.question))
        self.show_vote(vote)
        self.settle()

    def shows(self, vote: Vote) -> bool:
        """Whether this is the same count, perhaps in another language."""
        return [count for _text, count in vote.answers] == [
            count for _text, count in self._vote.answers
        ]

    def show_vote(self, vote: Vote) -> None:
        """The words again, in the language of the moment."""
        self._vote = vote
        self._title.set_plain(vote.title)
        self._question.set_plain(vote.question)
        answers = zip(self._words, self.numbers, vote.answers, strict=True)
        for words, number, (text, count) in answers:
            words.set_plain(text)
            number.setText(i18n.number(count))
            number.setAccessibleName(f"{text}: {number.text()}")

    def dress(self) -> None:
        super().dress()
        for number in self.numbers:
            number.setFixedWidth(theme.px(44))


class VotesCard(Card):
    """Every question that was counted; hidden where none was."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title, self._about = Heading("h2"), Para("body", colour="text_muted")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(18)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 20)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addLayout(self._rows)
        self.blocks: list[VoteBlock] = []

    def show_votes(self, votes: Sequence[Vote], *, rtl: bool) -> None:
        """Show these instead of those before; the same ones only get their words again."""
        same = len(votes) == len(self.blocks)
        if same and all(map(VoteBlock.shows, self.blocks, votes)):
            for block, vote in zip(self.blocks, votes, strict=True):
                block.show_vote(vote)
        else:
            clear_layout(self._rows)
            self.blocks = [VoteBlock(vote, rtl=rtl) for vote in votes]
            for block in self.blocks:
                self._rows.addWidget(block)
        self.setVisible(bool(votes))  # a session that has not begun has none
        self.say()

    def say(self) -> None:
        """All words again, in the language of the moment."""
        self._title.setText(_("Hands and votes"))
        self._about.setText(_("Only counted. Nobody knows who voted how."))
