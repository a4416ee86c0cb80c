"""The computer's own voice through QtTextToSpeech, which is optional and imported late."""

import importlib.util
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Qt, Signal

from trainer_app.ui import sentences
from trainer_app.ui.narration import hush

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech

_SLOWER = -0.35


def is_installed() -> bool:
    """Whether QtTextToSpeech is there; it is not imported to find out."""
    return importlib.util.find_spec("PySide6.QtTextToSpeech") is not None


class Voice(QObject):
    """Says texts sentence by sentence.

    Signals: ``sentence_started(int)``; ``done`` at the end of a text.
    """

    sentence_started = Signal(int)
    done = Signal()
    _ready = Signal()

    def __init__(self, engine: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sentences: list[str] = []
        self._place = -1
        self._languages: set[QLocale.Language] = set()
        self._speech = self._made(engine)
        self._ready.connect(self._next, Qt.ConnectionType.QueuedConnection)

    def speaks(self, language: str) -> bool:
        """Whether there is a voice for this language."""
        return QLocale(language).language() in self._languages

    def say(self, text: str, language: str) -> None:
        """Say a text in a language that ``speaks`` knows."""
        self.stop()
        if self._speech is None:
            return
        wanted = QLocale(language).language()
        if self._speech.locale().language() != wanted:
            for locale in self._speech.availableLocales():
                if locale.language() == wanted:
                    self._speech.setLocale(locale)
                    break
        self._sentences = sentences.split(text)
        self._ready.emit()

    def stop(self) -> None:
        """Be quiet; no ``done`` follows."""
        self._sentences = []
        self._place = -1
        if self._speech is not None:
            self._speech.stop()

    def set_slower(self, slower: bool) -> None:
        """Speak slower or at normal speed, from the next sentence on."""
        if self._speech is not None:
            self._speech.setRate(_SLOWER if slower else 0.0)

    def _made(self, engine: str) -> "QTextToSpeech | None":
        hush()
        try:
            from PySide6.QtTextToSpeech import QTextToSpeech
        except ImportError:  # the wheel is there but a library of the system is not
            return None
        speech = QTextToSpeech(engine, self) if engine else QTextToSpeech(self)
        if speech.state() == QTextToSpeech.State.Error:
            return None
        self._languages = {locale.language() for locale in speech.availableLocales()}
        speech.stateChanged.connect(self._on_state_changed)
        return speech

    def _on_state_changed(self, state: "QTextToSpeech.State") -> None:
        if self._place < 0:
            return
        if state == state.Ready:
            self._ready.emit()
        elif state == state.Error:
            self._sentences = []
            self._ready.emit()

    def _next(self) -> None:
        if self._speech is None or (self._place < 0 and not self._sentences):
            return
        self._place += 1
        if self._place < len(self._sentences):
            self.sentence_started.emit(self._place)
            self._speech.say(self._sentences[self._place])
            return
        self._sentences = []
        self._place = -1
        self.done.emit()
