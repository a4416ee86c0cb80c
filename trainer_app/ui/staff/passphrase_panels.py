"""The steps to a passphrase: the one there is, and a new one, suggested or of one's own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.errors import TrainerError
from trainer_app.i18n import _, isolate, ngettext, number
from trainer_app.operations.computer_lock import Suggestion, require_good, suggest_passphrase
from trainer_app.training.passphrase import normalised, word_count
from trainer_app.ui import theme
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.staff.panels import Panel
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SoftButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Callout, NoteLine
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.phrase_field import PhraseField, ShowTyped


class ProofPanel(Panel):
    """Asks for the passphrase there is. Signals: ``given(str)``; the caller then goes on, or calls
    ``refuse`` or ``fail``."""

    given = Signal(str)

    def __init__(self, *, taking_off: bool) -> None:
        super().__init__()
        self._taking_off = taking_off
        self._heading, self._about = Heading("display"), Para("body")
        self._careful = Callout("careful")
        self.field = PhraseField()
        self.shown = ShowTyped(self.field)
        self.note, self.retry = NoteLine(), RetryLine()
        self.next = PrimaryButton("lock-open" if taking_off else "arrow-right")
        self.next.set_icon("lock-open" if taking_off else "arrow-right", forward=not taking_off)
        self.next.clicked.connect(self._on_next_clicked)
        self.field.edited.connect(self.retry.clear)
        leading = Qt.AlignmentFlag.AlignLeading
        for widget in (self._heading, self._careful, self._about, self.field):
            self.side.addWidget(widget)
        self.side.addWidget(self.shown, 0, leading)
        self.side.addWidget(self.note)
        self.side.addWidget(self.retry)
        self.side.addSpacing(8)
        self.side.addWidget(self.next, 0, leading)
        self.side.addStretch(1)
        self._careful.setVisible(taking_off)
        self.settle()

    def retranslate(self) -> None:
        if self._taking_off:
            self._heading.setText(_("Take the passphrase off"))
            # For translators: a button that takes the passphrase off.
            self.next.setText(_("Take it off"))
        else:
            self._heading.setText(_("Change the passphrase"))
            self.next.setText(_("Next"))
        self._careful.setText(
            _("Then Waypost opens for everybody who uses this account of the computer.")
        )
        self._about.setText(_("First, type the passphrase you have now."))
        self.field.set_words(
            _("Passphrase"), _("If you forgot it, type the recovery code from the paper here.")
        )
        if self.note.isVisibleTo(self):
            self._say_busy()

    def first_focus(self) -> QWidget:
        return self.field.line

    def primary(self) -> QAbstractButton:
        return self.next

    def refuse(self, words: str) -> None:
        """It was neither; say what to do. What was typed stays."""
        self._set_busy(False)
        self.field.refuse(words)

    def fail(self, error: Exception) -> None:
        """It could not be looked at, or not be saved; it can be tried again."""
        self._set_busy(False)
        self.retry.show_error(error, self._on_next_clicked)

    def _on_next_clicked(self) -> None:
        if not self.field.typed:
            self.field.refuse(_("Type the passphrase first."))
            return
        self._set_busy(True)
        self.given.emit(self.field.typed)

    def _set_busy(self, busy: bool) -> None:
        self.field.set_busy(busy)
        self.next.setEnabled(not busy)
        self.note.clear()
        if busy:
            self.retry.clear()
            self._say_busy()

    def _say_busy(self) -> None:
        self.note.say(_("Looking whether it opens the data…"), "info")


class NewPassphrasePanel(Panel):
    """Chosen with a suggestion in sight, then typed once more without it.

    Signals: ``chosen(str)``; the caller then goes on, or calls ``refuse`` or ``fail``.
    """

    chosen = Signal(str)

    def __init__(self, suggest: Callable[[str], Suggestion] = suggest_passphrase) -> None:
        """``suggest`` draws words of a language."""
        super().__init__()
        self._first, self._compact = "", False
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.suggestion = SuggestionCard(suggest)
        self.suggestion.taken.connect(self._on_taken)
        self._paper = Callout("remember")
        self.field = PhraseField()
        self.field.edited.connect(self._on_edited)
        self.shown = ShowTyped(self.field)
        self._count = Para("small", colour="text_muted")
        self.note, self.retry = NoteLine(), RetryLine()
        self.next, self.again = PrimaryButton(), QuietButton("arrow-left")
        self.next.clicked.connect(self._on_next_clicked)
        self.again.clicked.connect(self.begin)
        below = QHBoxLayout()
        below.setSpacing(20)
        below.addWidget(self.shown, 1)
        below.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        buttons = FlowRow()
        buttons.add(self.next)
        buttons.add(self.again)
        for widget in (self._heading, self._about, self.suggestion, self._paper, self.field):
            self.side.addWidget(widget)
        self.side.addLayout(below)
        self.side.addWidget(self.note)
        self.side.addWidget(self.retry)
        self.side.addWidget(buttons)
        self.side.addStretch(1)
        self._step("")
        self.settle()

    def retranslate(self) -> None:
        if self._first:
            self._heading.setText(_("Type it once more"))
            self._about.setText(_("The same words, so that no slip of the hand stays."))
            self.field.set_words(_("The same again"))
            self.next.setText(_("Set the passphrase"))
        else:
            self._heading.setText(_("Choose a passphrase"))
            self._about.setText(_("Five words that nobody says together, in any language."))
            self.field.set_words(
                _("Passphrase"), _("Capital letters, and marks over letters, do not count.")
            )
            self.next.setText(_("Next"))
        self._paper.setText(
            _(
                "Write it on paper until you know it by heart, and keep the paper away from the "
                "computer. Tell it only to staff who start Waypost here."
            )
        )
        self.again.setText(_("Choose another one"))
        self._show_count()
        if self.note.isVisibleTo(self):
            self._say_busy()

    def first_focus(self) -> QWidget:
        return self.field.line

    def primary(self) -> QAbstractButton:
        return self.next

    def arrange(self, compact: bool) -> None:
        """A small window has room for what is to be done, not for what it is about."""
        super().arrange(compact)
        self._compact = compact
        self._about.setVisible(bool(self._first) or not compact)

    def begin(self) -> None:
        """Choose from the beginning; what was chosen before stands there."""
        before = self._first
        self._step("")
        self.field.line.setText(before)
        self._show_count()

    def refuse(self, words: str) -> None:
        """This one will not do; say why, and choose from the beginning."""
        self._set_busy(False)
        self.begin()
        self.field.refuse(words)

    def fail(self, error: Exception) -> None:
        """It could not be saved. What was chosen stays, and can be tried again."""
        self._set_busy(False)
        self.retry.show_error(error, self._choose)

    def _step(self, first: str) -> None:
        """``first`` is what was chosen, and has to be typed once more."""
        self._first = first
        self.field.line.clear()
        self.field.show_error("")
        self.suggestion.setVisible(not first)
        self._count.setVisible(not first)
        self._paper.setVisible(bool(first))
        self.again.setVisible(bool(first))
        self.next.set_icon("lock" if first else "arrow-right", forward=not first)
        self.arrange(self._compact)
        self.retry.clear()
        self.retranslate()
        if self.isVisible():
            self.field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_taken(self, phrase: str) -> None:
        self.field.line.setText(phrase)
        self.field.show_error("")
        self._show_count()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self) -> None:
        self.retry.clear()
        self._show_count()

    def _show_count(self) -> None:
        count = word_count(self.field.typed)
        words = ngettext("{count} word so far", "{count} words so far", count)
        self._count.setText(words.format(count=isolate(number(count))) if count else "")

    def _on_next_clicked(self) -> None:
        if self._first:
            if normalised(self._first) == normalised(self.field.typed):
                self._choose()
            else:
                self.field.refuse(_("These are not the same words yet. Type them once more."))
            return
        try:
            require_good(self.field.typed)
        except TrainerError as error:
            self.field.refuse(str(error))
            return
        self._step(self.field.typed)

    def _choose(self) -> None:
        self._set_busy(True)
        self.chosen.emit(self._first)

    def _set_busy(self, busy: bool) -> None:
        self.field.set_busy(busy)
        for button in (self.next, self.again):
            button.setEnabled(not busy)
        self.note.clear()
        if busy:
            self.retry.clear()
            self._say_busy()

    def _say_busy(self) -> None:
        self.note.say(_("Locking the data…"), "info")


class SuggestionCard(Themed, QWidget):
    """Five words drawn by chance, and what that is worth. Signals: ``taken(str)``."""

    taken = Signal(str)

    def __init__(self, suggest: Callable[[str], Suggestion]) -> None:
        super().__init__()
        self._suggest = suggest
        self.now = suggest(i18n.language())
        self._title, self._worth = Para("label"), Para("small", colour="text_muted")
        self.words = WordRow()
        self.take, self.other = SoftButton("check"), QuietButton("refresh")
        self.take.clicked.connect(lambda: self.taken.emit(self.now.phrase))
        self.other.clicked.connect(self._on_other_clicked)
        buttons = FlowRow()
        buttons.add(self.take)
        buttons.add(self.other)
        card = Card()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 12, 20, 14)
        inside.setSpacing(6)
        for widget in (self._title, self.words, self._worth):
            inside.addWidget(widget)
        inside.addWidget(buttons)
        self.words.show_words(self.now.words)
        self.settle()

    def retranslate(self) -> None:
        self._title.setText(_("A suggestion"))
        self._worth.setText(
            _(
                "Each word is drawn by chance from {many}: {bits} bits in all. Words of your own "
                "are easier to guess."
            ).format(many=isolate(number(self.now.many)), bits=isolate(number(self.now.bits)))
        )
        self.take.setText(_("Take these words"))
        self.other.setText(_("Other words"))

    def _on_other_clicked(self) -> None:
        self.now = self._suggest(i18n.language())
        self.words.show_words(self.now.words)
        self.retranslate()


class WordRow(FlowRow):
    """Words in the order in which they are typed, each on a ground of its own."""

    def show_words(self, words: tuple[str, ...]) -> None:
        """Show these instead of those before."""
        self.clear()
        self.setAccessibleName(" ".join(words))
        for word in words:
            self.add(_Word(word))


class _Word(Card):
    def __init__(self, word: str) -> None:
        super().__init__(ground="surface_alt", edge="", radius=theme.CONTROL_RADIUS)
        said = Heading("h2")
        said.set_plain(word)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.addWidget(said)

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return inside.sizeHint() if inside else super().sizeHint()
