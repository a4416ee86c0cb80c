"""Listening: the button, what it reads, and the sentence it lights up."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui.sound import Passage, Speaker
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import LISTEN, PLAYING, Button, QuietButton
from trainer_app.ui.widgets.para import Para


class ListenButton(Button):
    """A pill that says "Listen", or "Stop" while something is read."""

    dress_of = LISTEN

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("volume", parent=parent)
        self._playing = False
        self.retranslate()

    def set_playing(self, playing: bool) -> None:
        """Whether something is being read."""
        self._playing = playing
        self.dress_of = PLAYING if playing else LISTEN
        self.set_icon("player-pause" if playing else "volume")
        self.retranslate()

    def retranslate(self) -> None:
        if hasattr(self, "_playing"):
            self.setText(_("Stop") if self._playing else _("Listen"))


class Listen(Themed, QWidget):
    """The listen button of a screen with its note, and "Slower" when wanted.

    ``offer`` what can be read together with the paragraphs it stands in; the sentence being read
    is lit up there. Where nothing can be read the button is hidden and a note says why.
    """

    def __init__(
        self, speaker: Speaker, *, slower: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._speaker = speaker
        self._passages: list[Passage] = []
        self._paras: list[Para | None] = []
        self._language = ""
        self._first = 0
        self._reading = False
        self.button = ListenButton()
        self.button.clicked.connect(self.toggle)
        self._slower = QuietButton("clock")
        self._slower.setCheckable(True)
        self._offers_slower = slower
        self._slower.clicked.connect(self._on_slower_clicked)
        self._note = Para("small", colour="text_muted")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.button)
        row.addWidget(self._slower)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(row)
        whole.addWidget(self._note)
        speaker.passage_started.connect(self._on_passage_started)
        speaker.sentence_started.connect(self._on_sentence_started)
        speaker.finished.connect(self._on_finished)
        self.settle()

    def offer(
        self, passages: Sequence[Passage], paras: Sequence[Para | None] = (), language: str = ""
    ) -> None:
        """What can be read here; ``paras[n]`` shows the text of ``passages[n]``."""
        if self._reading:
            self._speaker.stop()
        self._passages = list(passages)
        self._paras = list(paras) + [None] * (len(passages) - len(paras))
        self._language = language
        self.retranslate()

    @property
    def can_read(self) -> bool:
        """Whether something of this can be heard: then choices may show their speakers."""
        return self._speaker.kind_for(self._passages, self._language) != "none"

    def toggle(self) -> None:
        """Read everything, or stop. Space and L of a screen call this."""
        if self._reading:
            self._speaker.stop()
        else:
            self._read(0, self._passages)

    def read_one(self, key: str) -> None:
        """Read only the passage of that key, such as one answer."""
        for number, passage in enumerate(self._passages):
            if passage.key == key:
                self._read(number, [passage])
                return

    def retranslate(self) -> None:
        kind = self._speaker.kind_for(self._passages, self._language)
        self._slower.setText(_("Slower"))
        self._slower.setChecked(self._speaker.slower)
        self.button.setVisible(kind != "none")
        self._slower.setVisible(kind != "none" and self._offers_slower)
        note = ""
        if self._passages and kind == "none":
            note = _("Text only")
        elif kind == "computer voice":
            note = _("Computer voice")
        self._say_note(note)

    def _say_note(self, words: str) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def _read(self, first: int, passages: Sequence[Passage]) -> None:
        self._speaker.stop()
        self._first = first
        self._reading = True
        self.button.set_playing(True)
        if self._speaker.is_silent:
            self._say_note(_("No sound found. You can go on; the words stay on the screen."))
        self._speaker.say(passages, self._language)

    def _on_slower_clicked(self) -> None:
        self._speaker.set_slower(self._slower.isChecked())

    def _on_passage_started(self, passage: int) -> None:
        self._light(passage, 0)

    def _on_sentence_started(self, passage: int, sentence: int) -> None:
        self._light(passage, sentence)

    def _on_finished(self) -> None:
        if self._reading:
            self._reading = False
            self.button.set_playing(False)
            self._light(-1, 0)

    def _light(self, passage: int, sentence: int) -> None:
        if not self._reading and passage >= 0:
            return
        for number, para in enumerate(self._paras):
            if para is not None:
                here = passage >= 0 and number == self._first + passage
                para.highlight(sentence if here else None)
