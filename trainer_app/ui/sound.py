"""Reading aloud: a recorded voice from a pack, else the computer's voice, else an honest silence.

Nothing starts by itself and nothing is written to disk. QtMultimedia and QtTextToSpeech are
imported when first needed; without them, or without a sound device, everything else works.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from trainer_app import i18n
from trainer_app.ui import narration, voice

Kind = Literal["narration", "computer voice", "none"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Something to read: plain text (no marks) and, if the pack has it, its Ogg/Opus recording.

    ``key`` tells passages apart, for instance the id of the text in its module.
    """

    key: str
    text: str
    clip: bytes | None = None


class Speaker(QObject):
    """Reads passages one after the other; one per program.

    Signals: ``passage_started(passage)``; ``sentence_started(passage, sentence)``, both numbers
    from 0 (within a recording the moment is estimated from the letters read so far);
    ``finished`` when the reading has ended or was stopped.
    """

    passage_started = Signal(int)
    sentence_started = Signal(int, int)
    finished = Signal()

    def __init__(self, parent: QObject | None = None, *, engine: str | None = "") -> None:
        """``engine`` names the computer's voice: "" for the system's, ``None`` for no voice."""
        super().__init__(parent)
        self._engine = engine
        self._clips: narration.ClipPlayer | None = None
        self._voice: voice.Voice | None = None
        self._passages: list[Passage] = []
        self._language = ""
        self._place = -1
        self._slower = False

    # ------------------------------------------------------------ what there is

    def kind_for(self, passages: Sequence[Passage], language: str = "") -> Kind:
        """How these would be read: all recorded, by the computer's voice, or not at all."""
        if passages and all(one.clip for one in passages) and narration.is_installed():
            return "narration"
        if passages and self._voice_for(language or i18n.language()):
            return "computer voice"
        return "none"

    @property
    def kind(self) -> Kind:
        """How what is being read now is read; ``none`` while nothing is."""
        if not self.is_reading:
            return "none"
        return "narration" if self._passages[self._place].clip else "computer voice"

    @property
    def is_reading(self) -> bool:
        """Whether something is being read."""
        return self._place >= 0

    @property
    def is_silent(self) -> bool:
        """Whether this computer has no sound device: words stay on screen, nothing is heard."""
        return not narration.has_device()

    @property
    def slower(self) -> bool:
        """Whether reading is slower than normal."""
        return self._slower

    def set_slower(self, slower: bool) -> None:
        """Read slower or at normal speed, from now on."""
        self._slower = slower
        if self._clips is not None:
            self._clips.set_slower(slower)
        if self._voice is not None:
            self._voice.set_slower(slower)

    # ------------------------------------------------------------ reading

    def say(self, passages: Sequence[Passage], language: str = "") -> None:
        """Stop what is read and read these; ``language`` is theirs (default: the interface's)."""
        self.stop()
        self._passages = list(passages)
        self._language = language or i18n.language()
        self._next()

    def stop(self) -> None:
        """Be quiet at once."""
        if not self.is_reading:
            return
        self._silence()
        self._place = -1
        self.finished.emit()

    def _next(self) -> None:
        while self._place + 1 < len(self._passages):
            self._place += 1
            passage = self._passages[self._place]
            if passage.clip and narration.is_installed():
                self.passage_started.emit(self._place)
                if self.is_reading:
                    self._clip_player().play(passage.clip, passage.text)
                return
            reader = self._voice_for(self._language)
            if reader is not None and passage.text.strip():
                self.passage_started.emit(self._place)
                if self.is_reading:
                    reader.say(passage.text, self._language)
                return
        self._place = -1
        self.finished.emit()

    def _silence(self) -> None:
        if self._clips is not None:
            self._clips.stop()
        if self._voice is not None:
            self._voice.stop()

    def _on_sentence(self, sentence: int) -> None:
        if self.is_reading:
            self.sentence_started.emit(self._place, sentence)

    def _on_done(self) -> None:
        if self.is_reading:
            self._next()

    # ------------------------------------------------------------ the two voices

    def _clip_player(self) -> narration.ClipPlayer:
        if self._clips is None:
            self._clips = narration.ClipPlayer(self)
            self._clips.set_slower(self._slower)
            self._clips.sentence_started.connect(self._on_sentence)
            self._clips.done.connect(self._on_done)
        return self._clips

    def _voice_for(self, language: str) -> voice.Voice | None:
        if self._engine is None or not voice.is_installed():
            return None
        if self._voice is None:
            self._voice = voice.Voice(self._engine, self)
            self._voice.set_slower(self._slower)
            self._voice.sentence_started.connect(self._on_sentence)
            self._voice.done.connect(self._on_done)
        return self._voice if self._voice.speaks(language) else None
