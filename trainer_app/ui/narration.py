"""Plays recordings from memory through QtMultimedia, which is optional and imported late."""

import importlib.util
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QLoggingCategory,
    QObject,
    Qt,
    QUrl,
    Signal,
)

from trainer_app.ui import sentences

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer

_SLOWER = 0.8
_usable: bool | None = None


def is_installed() -> bool:
    """Whether QtMultimedia is there; it is not imported to find out."""
    global _usable
    if _usable is None:
        _usable = importlib.util.find_spec("PySide6.QtMultimedia") is not None
    return _usable


def has_device() -> bool:
    """Whether this computer has something to hear sound with. Imports QtMultimedia."""
    if not _load():
        return False
    from PySide6.QtMultimedia import QMediaDevices

    return bool(QMediaDevices.audioOutputs())


def hush() -> None:
    """Keep the back ends from reporting video and sound servers this computer does not have."""
    QLoggingCategory.setFilterRules("qt.multimedia*=false\nqt.speech*=false")


def _load() -> bool:
    """Import QtMultimedia once; false if the system lacks what it needs."""
    global _usable
    if not is_installed():
        return False
    hush()
    try:
        import PySide6.QtMultimedia  # noqa: F401
    except ImportError:
        _usable = False
    return bool(_usable)


def _give_up() -> None:
    """QtMultimedia is there, but none of its back ends can run on this system."""
    global _usable
    _usable = False


class ClipPlayer(QObject):
    """Plays one recording after the other, to its end even where there is no sound device.

    Signals: ``sentence_started(int)``, its moment estimated from the share of letters;
    ``done`` at the end of a recording, also of one that cannot be played.
    """

    sentence_started = Signal(int)
    done = Signal()
    _ended = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: QMediaPlayer | None = None
        self._buffer: QBuffer | None = None
        self._turn = 0
        self._rate = 1.0
        self._shares: list[float] = []
        self._sentence = -1
        # the player must not be given a new source from within its own signal
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def play(self, clip: bytes, text: str) -> None:
        """Play a recording of ``text``."""
        self.stop()
        if not _load():
            self._ended.emit(self._turn)
            return
        self._shares = _shares(text)
        player = self._made()
        if not player.isAvailable():
            _give_up()
            self._ended.emit(self._turn)
            return
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(clip))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        player.setSourceDevice(self._buffer, QUrl("clip.opus"))
        player.setPlaybackRate(self._rate)
        player.play()

    def stop(self) -> None:
        """Be quiet; no ``done`` follows."""
        self._turn += 1
        self._shares = []  # the position going back to nothing begins no sentence
        self._sentence = -1
        if self._player is not None:
            self._player.stop()
        if self._buffer is not None:
            if self._player is not None:
                self._player.setSource(QUrl())
            self._buffer.deleteLater()
            self._buffer = None

    def set_slower(self, slower: bool) -> None:
        """Play slower or at normal speed, at once."""
        self._rate = _SLOWER if slower else 1.0
        if self._player is not None:
            self._player.setPlaybackRate(self._rate)

    def _made(self) -> "QMediaPlayer":
        if self._player is None:
            from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

            self._player = QMediaPlayer(self)
            self._player.setAudioOutput(QAudioOutput(self._player))
            self._player.mediaStatusChanged.connect(self._on_status_changed)
            self._player.errorOccurred.connect(self._on_error_occurred)
            self._player.positionChanged.connect(self._on_position_changed)
        return self._player

    def _on_status_changed(self, status: "QMediaPlayer.MediaStatus") -> None:
        if status in (status.EndOfMedia, status.InvalidMedia) and self._buffer is not None:
            self._ended.emit(self._turn)

    def _on_error_occurred(self) -> None:
        if self._buffer is not None:
            self._ended.emit(self._turn)

    def _on_position_changed(self, position: int) -> None:
        if self._player is None or self._buffer is None or not self._shares:
            return
        share = position / max(1, self._player.duration())
        now = next((n for n, end in enumerate(self._shares) if share < end), len(self._shares) - 1)
        if now > self._sentence:
            self._sentence = now
            self.sentence_started.emit(now)

    def _on_ended(self, turn: int) -> None:
        if turn == self._turn:
            self.stop()
            self.done.emit()


def _shares(text: str) -> list[float]:
    """Where each sentence ends, as a share of the letters of the text."""
    lengths = [len(one) for one in sentences.split(text)]
    total = sum(lengths) or 1
    return [sum(lengths[: n + 1]) / total for n in range(len(lengths))]
