"""Match pairs: choose at the start, then at the end; a line joins what belongs together."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.content.module import MatchItem
from trainer_app.i18n import _, ngettext
from trainer_app.training.attempt import shuffled
from trainer_app.training.scoring import join_pairs, split_pairs
from trainer_app.ui import theme
from trainer_app.ui.items.badge import Badge
from trainer_app.ui.items.line_card import LineCard
from trainer_app.ui.items.reasons import TINTS
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.view import ItemView, Shown
from trainer_app.ui.widgets.choices import LETTERS, Verdict


class PairCard(LineCard):
    """One side of a pair: its own mark, its words, and the mark of its partner."""

    def __init__(self, mark: str, words: str, *, leads: bool) -> None:
        super().__init__(words)
        self._partner = ""
        self.setCheckable(leads)
        self.setAutoExclusive(leads)
        self.own = Badge(mark, square=not leads)
        self.tag = Badge(size=30, square=leads)
        first, last = (self.own, self.tag) if leads else (self.tag, self.own)
        self.row.addWidget(first)
        self.row.addLayout(self.texts, 1)
        self.row.addWidget(self.speaker)
        self.row.addWidget(last)
        self.see_through(self.own, self.tag)
        self.show_partner("", "")
        self.settle()

    def show_partner(self, mark: str, words: str) -> None:
        """Show what this belongs to; empty for nothing yet."""
        self._partner = words
        self.tag.show_words(mark, dashed=not mark)
        self.tag.show_tint("primary" if mark else "")
        self.retranslate()

    def show_verdict(self, verdict: Verdict, reason: str = "") -> None:
        """How the pair was; empty takes it back."""
        self.say_verdict(verdict, reason)
        if self.tag.text():
            self.tag.show_tint(TINTS.get(verdict, "primary"))
        self.retranslate()

    def retranslate(self) -> None:
        own, partner = i18n.isolate(self.para.text()), i18n.isolate(self._partner)
        # For translators: {one} and {other} are whole sentences; a screen reader says this
        if self._partner:
            said = _("{one} Belongs with: {other}").format(one=own, other=partner)
        else:
            said = _("{one} Nothing chosen yet.").format(one=own)
        self.setAccessibleName(f"{said} {self.reason.para.text()}".strip())


class _Board(QWidget):
    """Both columns, and the lines between them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[PairCard, PairCard, Verdict]] = []
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(64)
        for column in (self.left, self.right):
            column.setSpacing(8)
            self._row.addLayout(column)

    def share(self, left: int, right: int) -> None:
        """Give the side with the longer words more room, within reason."""
        part = min(0.56, max(0.42, left / (left + right)))
        self._row.setStretch(0, round(100 * part))
        self._row.setStretch(1, round(100 * (1 - part)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.isRightToLeft()
        for left, right, verdict in self.lines:
            one, other = left.geometry(), right.geometry()
            start = QPointF(one.left() if rtl else one.right() + 1, one.center().y())
            end = QPointF(other.right() + 1 if rtl else other.left(), other.center().y())
            dashed = verdict == "not-yet"
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            pen = QPen(theme.colour(TINTS.get(verdict, "primary")), 3, style)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(start, end)


class MatchView(ItemView):
    """Three to five pairs. Digits choose at the start, letters at the end."""

    def __init__(self, item: MatchItem, setting: Setting) -> None:
        super().__init__(item, setting)
        self._feedback = {pair.id: pair.feedback for pair in item.pairs}
        self._pairs: dict[str, str] = {}
        self._board = _Board()
        self.lefts: dict[str, PairCard] = {}
        self.rights: dict[str, PairCard] = {}
        lefts = shuffled(item.pairs, setting.seed, f"{item.id}/left")
        for number, pair in enumerate(lefts):
            card = PairCard(i18n.number(number + 1), self.words(pair.left), leads=True)
            self.lefts[pair.id] = card
            self._board.left.addWidget(card)
            self._add_side(f"pairs.{pair.id}.left", pair.left, card)
        for number, pair in enumerate(shuffled(item.pairs, setting.seed, item.id, never=lefts)):
            card = PairCard(LETTERS[number], self.words(pair.right), leads=False)
            self.rights[pair.id] = card
            self._board.right.addWidget(card)
            self._add_side(f"pairs.{pair.id}.right", pair.right, card)
            card.clicked.connect(self._on_right_clicked)
        for column in (self._board.left, self._board.right):
            column.addStretch(1)
        next(iter(self.lefts.values())).setChecked(True)
        longest = [max(len(one.para.text()) for one in side.values()) for side in self.sides]
        self._board.share(*longest)
        self.offer_listening()
        for card in (*self.lefts.values(), *self.rights.values()):
            card.speaker.setVisible(self.listen.can_read)
        self.answers.addWidget(self._board)
        self.settle()

    @property
    def sides(self) -> tuple[dict[str, PairCard], dict[str, PairCard]]:
        """The cards at the start and those at the end, by the id of their pair."""
        return self.lefts, self.rights

    def _add_side(self, key: str, text: str, card: PairCard) -> None:
        self.add_passage(key, text, card.para)
        card.listen_asked.connect(lambda: self.read_one(key))
        card.installEventFilter(self)

    # ------------------------------------------------------------ answering

    def response(self) -> str | None:
        complete = len(self._pairs) == len(self.lefts)
        return join_pairs(self._pairs.items()) if complete else None

    def choose(self, response: str) -> None:
        self._pairs = split_pairs(response)
        self._show_pairs()

    def missing(self) -> str:
        left = len(self.lefts) - len(self._pairs)
        # For translators: a line is one of the short texts to be matched
        words = ngettext(
            "Find a match for {count} more line.", "Find a match for {count} more lines.", left
        )
        return words.format(count=i18n.isolate(i18n.number(left)))

    def first_focus(self) -> QWidget | None:
        return self.lefts[self._active()]

    def lock(self, locked: bool) -> None:
        policy = Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus
        for card in (*self.lefts.values(), *self.rights.values()):
            card.locked = locked
            card.setFocusPolicy(policy)

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit chooses at the start, a letter matches it."""
        letter = event.text().upper()
        if self.frozen or not letter or event.isAutoRepeat():
            return False
        digit, place = "123456789".find(letter), LETTERS.find(letter)
        if 0 <= digit < len(self.lefts):
            card = list(self.lefts.values())[digit]
            card.setChecked(True)
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        if 0 <= place < len(self.rights):
            self._match(list(self.rights)[place])
            self.lefts[self._active()].setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return False

    def _active(self) -> str:
        return next(one for one, card in self.lefts.items() if card.isChecked())

    def _on_right_clicked(self) -> None:
        for one, card in self.rights.items():
            if card is self.sender():
                self._match(one)

    def _match(self, right: str) -> None:
        """Join the chosen start with this end, and go on to the next start that has none."""
        left = self._active()
        self._pairs = {one: other for one, other in self._pairs.items() if other != right}
        self._pairs[left] = right
        self._show_pairs()
        said = self.lefts[left].accessibleName()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.lefts[left], said))
        waiting = next((one for one in self.lefts if one not in self._pairs), None)
        if waiting is not None:
            self.lefts[waiting].setChecked(True)
        self.response_changed.emit()

    def _show_pairs(self) -> None:
        backward = {right: left for left, right in self._pairs.items()}
        for one, card in self.lefts.items():
            other = self.rights.get(self._pairs.get(one, ""))
            mark, words = (other.own.text(), other.para.text()) if other else ("", "")
            card.show_partner(mark, words)
        for one, card in self.rights.items():
            other = self.lefts.get(backward.get(one, ""))
            mark, words = (other.own.text(), other.para.text()) if other else ("", "")
            card.show_partner(mark, words)
        self._draw_lines()

    def _draw_lines(self) -> None:
        shown = self.shown is not None
        self._board.lines = [
            (self.lefts[one], self.rights[other], _verdict(one == other) if shown else "")
            for one, other in self._pairs.items()
        ]
        self._board.update()

    # ------------------------------------------------------------ keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows: up and down within a side, across to the other."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._steer(watched, int(event.key()))
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._board.update()
        return super().eventFilter(watched, event)

    def _steer(self, watched: QObject, key: int) -> bool:
        lefts, rights = list(self.lefts.values()), list(self.rights.values())
        side, other = (lefts, rights) if watched in lefts else (rights, lefts)
        place = next(n for n, card in enumerate(side) if card is watched)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            place += 1 if key == Qt.Key.Key_Down else -1
            card = side[max(0, min(place, len(side) - 1))]
            if side is lefts:
                card.setChecked(True)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            card = self.lefts[self._active()] if other is lefts else other[0]
        else:
            return False
        card.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # ------------------------------------------------------------ the verdict

    def mark(self, shown: Shown | None) -> None:
        for one, card in self.lefts.items():
            if shown is None:
                card.show_verdict("")
                continue
            fits = self._pairs.get(one) == one
            reason = self.words(self._feedback[one]) if fits or shown.reveal else ""
            if shown.reveal and not fits:
                right = i18n.isolate(self.rights[one].own.text())
                where = self.ours(_("It belongs with {letter}.").format(letter=right))
                reason = f"{where} {reason}"
            card.show_verdict(_verdict(fits), reason)
        for one, card in self.rights.items():
            left = next((left for left, right in self._pairs.items() if right == one), "")
            card.show_verdict(_verdict(left == one) if shown else "")
            card.reason.setVisible(False)
        self._draw_lines()

    def invitation(self, shown: Shown) -> str:
        fits = sum(one == other for one, other in self._pairs.items())
        if not fits:
            return super().invitation(shown)
        # For translators: how many of the matched pairs belong together
        words = ngettext(
            "{count} pair is right. Look at the others again.",
            "{count} pairs are right. Look at the others again.",
            fits,
        )
        return self.ours(words.format(count=i18n.isolate(i18n.number(fits))))

    def retranslate(self) -> None:
        self.hint.setText(
            self.ours(_("Choose a line. Then choose what belongs to it on the other side."))
        )
        self._board.setAccessibleName(self.prompt.text())
        super().retranslate()


def _verdict(fits: bool) -> Verdict:
    return "right" if fits else "not-yet"
