"""Showing one's three pictures: used by the sign-in screen and by the way back from Hide."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate
from trainer_app.operations.people import SignedIn, sign_in
from trainer_app.training.people import PICTURES, PICTURES_SHOWN, Learner
from trainer_app.ui import theme
from trainer_app.ui.background import Background
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.reveal import reveal
from trainer_app.ui.sound import Passage, Speaker
from trainer_app.ui.start.arrow_grid import ArrowGrid
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.chips import Callout, NoteLine
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import Avatar, PictureButton, PictureSlots
from trainer_app.ui.widgets.sheet import Sheet

TRIES = 5
"""After so many the facilitator is named; nobody is ever locked out."""
KEYS = "1234567890-="
"""The key of each picture, in the order of the grid."""
_COLUMNS = 4
_ANY_HEIGHT = 16_777_215
"""What Qt calls no limit."""


class PicturePanel(Themed, QWidget):
    """The learner, three slots and twelve pictures; the third picture signs in.

    Signals: ``signed_in(SignedIn)``.
    """

    signed_in = Signal(object)

    def __init__(
        self,
        background: Background,
        learner: Learner,
        speaker: Speaker,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._background, self._learner, self._speaker = background, learner, speaker
        self._chosen: list[str] = []
        self._tries = 0
        self._busy = False
        self._compact = False
        self._heard = False
        self._avatar = Avatar(learner.picture, 112)
        self._hello = Heading("h1")
        self._hello.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._about = Para("body", colour="text_muted", centred=True)
        self.slots = PictureSlots(PICTURES_SHOWN)
        self.note = NoteLine()
        self.retry = RetryLine()
        self.listen = Listen(speaker)
        self.listen.button.clicked.connect(self._on_listen_clicked)
        self.forgot = QuietButton("help-circle")
        self.forgot.clicked.connect(self._on_forgot_clicked)
        self.advice = Callout("note")
        self.advice.setVisible(False)
        self.buttons = [PictureButton(picture) for picture in PICTURES]
        self._arrows = ArrowGrid(self, lambda: self.buttons, lambda: _COLUMNS)
        for button in self.buttons:
            button.clicked.connect(self._on_picture_clicked)
            self._arrows.watch(button)
        self._lay_out()
        self.arrange(compact=False)
        self.settle()

    def _lay_out(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        self._side = side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self._avatar, 0, middle)
        side.addWidget(self._hello)
        side.addWidget(self._about)
        side.addSpacing(4)
        side.addWidget(self.slots, 0, middle)
        side.addWidget(self.note)
        side.addWidget(self.retry)
        side.addSpacing(4)
        side.addWidget(self.listen, 0, middle)
        side.addStretch(1)
        self._grid = QGridLayout()
        self._grid.setSpacing(16)
        for number, button in enumerate(self.buttons):
            self._grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
        self._beside = pictures = QVBoxLayout()
        pictures.addLayout(self._grid)
        pictures.addStretch(1)
        self._row = row = QHBoxLayout()
        row.setSpacing(40)
        row.addLayout(side, 2)
        row.addLayout(pictures, 5)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        whole.addLayout(row)
        whole.addWidget(self.advice)

    # ------------------------------------------------------------ look and words

    def arrange(self, compact: bool) -> None:
        """Take less room on a small window."""
        self._avatar.setVisible(not compact)
        self._grid.setSpacing(10 if compact else 16)
        self._row.setSpacing(20 if compact else 40)
        self._compact = compact
        self.dress()
        here, there = (self._beside, self._side) if compact else (self._side, self._beside)
        there.removeWidget(self.forgot)
        here.insertWidget(here.count() - 1, self.forgot, 0, Qt.AlignmentFlag.AlignHCenter)

    def dress(self) -> None:
        high = theme.px(98) if self._compact else _ANY_HEIGHT
        for button in self.buttons:
            button.setMaximumHeight(high)
        super().dress()

    def retranslate(self) -> None:
        first_name = self._learner.name.split()[0]
        self._hello.set_plain(_("Hello, {name}").format(name=isolate(first_name)))
        self._about.setText(_("Tap your three pictures, in their order."))
        self.forgot.setText(_("I forgot my pictures"))
        self.advice.setText(
            _(
                "Your three pictures are on your small card, if you have one. Without it, ask "
                "your facilitator. Nobody can look the pictures up, so you may also begin again "
                "as a new learner. What you did before stays under your name."
            )
        )
        if self.note.isVisible():
            self._say_mismatch()
        paras: list[Para | None] = [self._hello, self._about]
        passages = [
            Passage("hello", self._hello.text()),
            Passage("three-pictures", self._about.text()),
        ]
        self.listen.offer(passages, paras)

    # ------------------------------------------------------------ choosing

    @property
    def chosen(self) -> tuple[str, ...]:
        """The pictures chosen so far."""
        return tuple(self._chosen)

    def first_focus(self) -> QWidget:
        """The first picture."""
        return self.buttons[0]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """1 to 9, 0, - and = choose a picture, Backspace takes the last one back."""
        if event.isAutoRepeat():
            return False
        letter = event.text()
        if letter and letter in KEYS:
            self._choose(PICTURES[KEYS.index(letter)])
        elif event.key() == Qt.Key.Key_Backspace:
            self._take_back()
        else:
            return False
        return True

    def _on_picture_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, PictureButton):
            self._choose(button.picture)

    def _choose(self, picture: str) -> None:
        # a second press on the same picture is a slip of the hand, not a choice
        if self._busy or picture in self._chosen or len(self._chosen) == PICTURES_SHOWN:
            return
        self.note.clear()
        self.retry.clear()
        self._chosen.append(picture)
        self.slots.show_chosen(self._chosen)
        if len(self._chosen) == PICTURES_SHOWN:
            self._submit()

    def _take_back(self) -> None:
        if self._chosen and not self._busy:
            self._chosen.pop()
            self.retry.clear()
            self.slots.show_chosen(self._chosen)

    def _submit(self) -> None:
        self._busy = True
        learner_id, pictures = self._learner.learner_id, tuple(self._chosen)
        self._background.run(
            self,
            lambda store: sign_in(store, learner_id=learner_id, pictures=pictures),
            self._on_answered,
            self._on_not_answered,
        )

    def _on_answered(self, found: SignedIn | None) -> None:
        self._busy = False
        if found is not None:
            self.signed_in.emit(found)
            return
        self._tries += 1
        self._chosen.clear()
        self.slots.show_chosen(self._chosen)
        self._say_mismatch()
        self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        if self._heard:
            self._speaker.say([Passage("mismatch", self.note.para.text())])

    def _on_not_answered(self, error: Exception) -> None:
        self._busy = False
        self.retry.show_error(error, self._submit)

    def _say_mismatch(self) -> None:
        if self._tries < TRIES:
            words = _("Those pictures do not match. Try again, or ask your facilitator.")
        else:
            words = _("Those pictures do not match. Ask your facilitator to help you.")
        self.note.say(words, "careful")

    def say_nothing(self) -> None:
        """Only the pictures: no name, no advice, no voice."""
        for widget in (self._hello, self._avatar, self.forgot, self.listen):
            widget.hide()

    # ------------------------------------------------------------ help

    def _on_listen_clicked(self) -> None:
        self._heard = True  # who listens here wants to hear the answer, too

    def _on_forgot_clicked(self) -> None:
        self.advice.setVisible(not self.advice.isVisible())
        if self.advice.isVisible():
            reveal(self.advice)


class ReturnSheet(Sheet):
    """Opened over the departures board; says nothing of what lies behind it.

    Signals: ``signed_in(SignedIn)`` when the pictures match; the caller then closes the sheet.
    """

    signed_in = Signal(object)

    def __init__(self, background: Background, learner: Learner, speaker: Speaker) -> None:
        super().__init__(width=940)
        self.panel = PicturePanel(background, learner, speaker)
        self.panel.signed_in.connect(self.signed_in)
        self.panel.arrange(compact=True)
        self.panel.say_nothing()
        self.body.addWidget(self.panel)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Your pictures"))

    def focus_first(self) -> None:
        self.panel.first_focus().setFocus()
