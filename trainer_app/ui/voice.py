"""The computer's own voice through QtTextToSpeech, which is optional and imported late."""

import importlib.util
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Qt, Signal

from trainer_app.ui import sentences
from trainer_app.ui.narration import hush

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech

_SLOWER = -0.35
_WINDOWS_VOICES = {
    "winrt": r"SOFTWARE\Microsoft\Speech_OneCore\Voices\Tokens",
    "sapi": r"SOFTWARE\Microsoft\Speech\Voices\Tokens",
}
"""Qt's engines on Windows, the better one first, and where Windows lists the voices of each."""


def is_installed() -> bool:
    """Whether QtTextToSpeech is there; it is not imported to find out."""
    return importlib.util.find_spec("PySide6.QtTextToSpeech") is not None


def engine_of_windows(has_voices: Callable[[str], bool], outputs: int) -> str | None:
    """The engine that may be started on a Windows; None for none.

    An engine without voices, as on a Windows that came without them, ends the whole program, and
    one without anything to be heard with may wait for ever: so both are looked at first.
    """
    if not outputs:
        return None
    return next((name for name, place in _WINDOWS_VOICES.items() if has_voices(place)), None)


if sys.platform == "win32":
    import ctypes
    import winreg

    def _usual_engine() -> str | None:
        return engine_of_windows(_has_voices, ctypes.windll.winmm.waveOutGetNumDevs())

    def _has_voices(place: str) -> bool:
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as opened:
                return winreg.QueryInfoKey(opened)[0] > 0
        except OSError:
            return False
else:

    def _usual_engine() -> str | None:
        return ""  # Qt knows best


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
        chosen = engine or _usual_engine()
        if chosen is None:
            return None
        hush()
        try:
            from PySide6.QtTextToSpeech import QTextToSpeech
        except ImportError:  # the wheel is there but a library of the system is not
            return None
        speech = QTextToSpeech(chosen, self) if chosen else QTextToSpeech(self)
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
