"""Answers to choose from: large cards with a letter, each with its own small speaker."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui import icons, theme
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import IconButton
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.para import Para

Verdict = Literal["", "right", "could-help", "not-yet", "neutral"]
LETTERS = "ABCDEFGHI"
_LOOKS: dict[str, tuple[str, str, str]] = {
    "right": ("success_soft", "success", "check"),
    "could-help": ("info_soft", "info", "circle-half"),
    "not-yet": ("caution_soft", "caution", "repeat"),
    "neutral": ("surface_alt", "border_strong", "circle-dot"),
}


def _verdict_word(verdict: Verdict) -> str:
    words = {
        "right": _("Good choice"),
        "could-help": _("Could help"),
        "not-yet": _("Not yet"),
        "neutral": _("This one helps too"),
    }
    return words.get(verdict, "")


class ChoiceCard(CardButton):
    """One answer. In an exclusive group it is a radio button, else a check box.

    Signals: ``listen_asked`` when its small speaker is pressed; ``clicked``/``toggled`` from Qt.
    """

    listen_asked = Signal()

    def __init__(
        self, letter: str = "", *, several: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._verdict: Verdict = ""
        self._verdict_word = ""
        self._locked = False
        self.setCheckable(True)
        self.setAutoExclusive(not several)
        self._mark = _Mark(letter, several)
        self.para = Para("body")
        self._word = Para("caption")
        self._word.setVisible(False)
        self.feedback = Para("small")
        self.feedback.setVisible(False)
        self.speaker = IconButton("volume")
        self.speaker.setVisible(False)
        self.speaker.clicked.connect(self.listen_asked)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(self._word)
        texts.addWidget(self.para)
        texts.addWidget(self.feedback)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 12, 12)
        row.setSpacing(14)
        row.addWidget(self._mark)
        row.addLayout(texts, 1)
        row.addWidget(self.speaker)
        self.see_through(self._mark, self.para, self._word, self.feedback)
        self.toggled.connect(self._on_toggled)
        self.settle()

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """The words of the answer; marks are drawn."""
        self.para.setText(text)
        self._name()

    @property
    def verdict(self) -> Verdict:
        """The verdict shown; empty while there is none."""
        return self._verdict

    def show_verdict(self, verdict: Verdict, word: str = "", feedback: str = "") -> None:
        """Say what this answer was: an icon, a word and a colour. Empty takes it back.

        ``feedback`` is the reason, on a line under the answer; it may hold marks.
        """
        self._verdict = verdict
        self._verdict_word = word
        self._mark.show_verdict(verdict)
        self.feedback.set_colour(self._ink("text"))
        self.feedback.setText(feedback)
        self.feedback.setVisible(bool(feedback))
        self.setAccessibleDescription(self.feedback.text())
        self.retranslate()
        self.update()

    def show_speaker(self, shown: bool = True) -> None:
        """Whether the small speaker is there: only when the text can be heard."""
        self.speaker.setVisible(shown)

    def lock(self, locked: bool) -> None:
        """Whether it can no longer be chosen; its speaker can still be pressed."""
        self._locked = locked
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus)

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802 - Qt's name
        """A locked card takes no click."""
        return not self._locked and super().hitButton(pos)

    def retranslate(self) -> None:
        self.speaker.setText(_("Listen to this answer"))
        word = self._verdict_word or _verdict_word(self._verdict)
        self._word.setVisible(bool(word))
        self._word.setText(word)
        self._word.set_colour(self._ink("text_muted"))
        self._name()

    def ground(self) -> str:
        return _LOOKS[self._verdict][0] if self._verdict else super().ground()

    def edge(self) -> tuple[str, int]:
        return (_LOOKS[self._verdict][1], 2) if self._verdict else super().edge()

    def dress(self) -> None:
        self.setMinimumHeight(theme.px(72))
        super().dress()

    def _on_toggled(self, checked: bool) -> None:
        self._mark.show_chosen(checked)

    def _ink(self, plain: str) -> str:
        """The colour role of words about the verdict; ``plain`` where it has no colour."""
        if self._verdict in ("", "neutral"):
            return plain
        return f"on_{_LOOKS[self._verdict][1]}_soft"

    def _name(self) -> None:
        word = self._word.text()
        self.setAccessibleName(f"{word}. {self.para.text()}" if word else self.para.text())


class ChoiceList(QWidget):
    """The answers of one question, one under the other or in two columns.

    Signals: ``changed(list)`` with the chosen ids, in order; ``listen_asked(str)`` with the id
    of the answer to read. Keys 1–9 and A–I choose: pass a screen's key press to ``take_key``.
    """

    changed = Signal(list)
    listen_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[str, ChoiceCard] = {}
        self._columns = 1
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(14)
        self._locked = False

    @property
    def cards(self) -> dict[str, ChoiceCard]:
        """The cards by the id of their answer."""
        return self._cards

    def set_choices(
        self, choices: Sequence[tuple[str, str]], *, several: bool = False, letters: bool = True
    ) -> None:
        """Show these (id, text) answers instead of the former ones."""
        for card in self._cards.values():
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = {}
        for number, (choice, text) in enumerate(choices):
            card = ChoiceCard(LETTERS[number % 9] if letters else "", several=several, parent=self)
            card.setText(text)
            card.clicked.connect(self._on_card_clicked)
            card.listen_asked.connect(self._on_listen_asked)
            self._cards[choice] = card
        self._place()

    def set_columns(self, columns: int) -> None:
        """One column, or two when a picture takes the height."""
        self._columns = columns
        self._place()

    def chosen(self) -> list[str]:
        """The ids chosen now, in the order shown."""
        return [choice for choice, card in self._cards.items() if card.isChecked()]

    def choose(self, ids: Sequence[str]) -> None:
        """Check exactly these, without a signal; for resuming."""
        for choice, card in self._cards.items():
            exclusive = card.autoExclusive()
            card.setAutoExclusive(False)
            card.setChecked(choice in ids)
            card.setAutoExclusive(exclusive)

    def show_verdicts(self, verdicts: dict[str, Verdict]) -> None:
        """Show a verdict on each of these answers and none on the others."""
        for choice, card in self._cards.items():
            card.show_verdict(verdicts.get(choice, ""))

    def lock(self, locked: bool = True) -> None:
        """Whether answers can no longer be changed; they stay readable and can be heard."""
        for card in self._cards.values():
            card.lock(locked)
        self._locked = locked

    def take_key(self, event: QKeyEvent) -> bool:
        """Choose by 1–9 or A–I; true if the key meant an answer."""
        letter = event.text().upper()
        if not letter or event.isAutoRepeat() or self._locked:
            return False
        place = "123456789".find(letter)
        place = LETTERS.find(letter) if place < 0 else place
        if not 0 <= place < len(self._cards):
            return False
        card = list(self._cards.values())[place]
        card.setFocus(Qt.FocusReason.ShortcutFocusReason)
        card.click()
        return True

    def _place(self) -> None:
        for number, card in enumerate(self._cards.values()):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, number // self._columns, number % self._columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)

    def _on_card_clicked(self) -> None:
        self.changed.emit(self.chosen())

    def _on_listen_asked(self) -> None:
        for choice, card in self._cards.items():
            if card is self.sender():
                self.listen_asked.emit(choice)


class _Mark(Themed, QWidget):
    """The letter in a ring, a box to tick, or the icon of the verdict."""

    def __init__(self, letter: str, several: bool) -> None:
        super().__init__()
        self._letter, self._several = letter, several
        self._chosen = False
        self._verdict: Verdict = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_chosen(self, chosen: bool) -> None:
        self._chosen = chosen
        self.update()

    def show_verdict(self, verdict: Verdict) -> None:
        self._verdict = verdict
        self.update()

    def dress(self) -> None:
        self.setFont(theme.font("label"))
        super().dress()

    def sizeHint(self) -> QSize:
        side = theme.px(34)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._verdict:
            self._paint_verdict(painter, area)
        elif self._chosen:
            self._paint_filled(painter, area, "primary", "check")
        else:
            painter.setPen(QPen(theme.colour("border_strong"), 2))
            painter.setBrush(theme.colour("surface"))
            self._shape(painter, area)
            painter.setPen(theme.colour("text"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._letter)

    def _paint_verdict(self, painter: QPainter, area: QRectF) -> None:
        role, icon = _LOOKS[self._verdict][1:]
        if self._verdict == "right":
            self._paint_filled(painter, area, "success", "check")
        elif self._verdict == "could-help":
            painter.setPen(QPen(theme.colour(role), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = area.adjusted(3, 3, -3, -3)
            painter.drawEllipse(ring)
            painter.setBrush(theme.colour(role))
            painter.drawChord(ring, -90 * 16, 180 * 16)
        else:
            ink = "text_muted" if role == "border_strong" else role
            icons.paint(painter, icon, area, ink)

    def _paint_filled(self, painter: QPainter, area: QRectF, role: str, icon: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(role))
        self._shape(painter, area)
        inset = area.width() * 0.22
        inner = area.adjusted(inset, inset, -inset, -inset)
        icons.paint(painter, icon, inner, f"on_{role}")

    def _shape(self, painter: QPainter, area: QRectF) -> None:
        if self._several:
            painter.drawRoundedRect(area, 8, 8)
        else:
            painter.drawEllipse(area)
