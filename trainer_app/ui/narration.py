"""Plays recordings from memory through QtMultimedia, which is optional and imported late.

What is decoded goes straight to the sound device: of QtMultimedia nothing is used but its sinks,
so none of its back ends for films is needed.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QElapsedTimer,
    QIODevice,
    QLoggingCategory,
    QObject,
    Qt,
    QTimer,
    Signal,
)

from trainer_app.ui import sentences
from trainer_app.ui.recording import Recording, Unplayable

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudio, QAudioSink

_SLOWER = 0.8
_TICK_MS = 50
_DELAY_SECONDS = 0.3
_TAIL_SECONDS = 0.3
"""Silence at the end: a device that stops when the last sample was handed to it cuts no word."""
_NEEDED = ("PySide6.QtMultimedia", "soundfile")
_usable: bool | None = None


def is_installed() -> bool:
    """Whether what plays a recording is there; it is not imported to find out."""
    global _usable
    if _usable is None:
        _usable = all(importlib.util.find_spec(name) is not None for name in _NEEDED)
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
    """Import what plays once; false if the system lacks what it needs."""
    global _usable
    if not is_installed():
        return False
    hush()
    try:
        import PySide6.QtMultimedia  # noqa: F401
        import soundfile  # noqa: F401
    except (ImportError, OSError):
        _usable = False
    return bool(_usable)


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
        self._recording: Recording | None = None
        self._samples: _Samples | None = None
        self._sink: QAudioSink | None = None
        self._since = QElapsedTimer()
        self._begun_at = 0
        self._turn = 0
        self._speed = 1.0
        self._shares: list[float] = []
        self._sentence = -1
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK_MS)
        self._ticking.timeout.connect(self._on_tick)
        # whoever hears that it is done may play the next at once
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def play(self, clip: bytes, text: str) -> None:
        """Play a recording of ``text``."""
        self.stop()
        try:
            self._recording = Recording(clip) if _load() else None
        except Unplayable:
            self._recording = None
        if self._recording is None:
            self._ended.emit(self._turn)
            return
        self._shares = _shares(text)
        self._begin(0)

    def stop(self) -> None:
        """Be quiet; no ``done`` follows."""
        self._turn += 1
        self._sentence = -1
        self._end_sink()
        self._recording = None

    def set_slower(self, slower: bool) -> None:
        """Play slower or at normal speed, at once."""
        speed = _SLOWER if slower else 1.0
        if self._recording is None or speed == self._speed:
            self._speed = speed
            return
        # a device plays what it took a moment ago: better to hear a syllable twice than not at all
        late = round(_DELAY_SECONDS * self._recording.rate)
        at = min(max(self._begun_at, self._frame() - late), self._recording.frames)
        self._end_sink()
        self._speed = speed
        self._begin(at)

    # ------------------------------------------------------------ the sound device, or a clock

    def _begin(self, frame: int) -> None:
        """Go on from this frame; where there is no device, as long as it would take with one."""
        assert self._recording is not None
        self._recording.seek(frame)
        self._begun_at = frame
        self._sink = self._made_sink()
        self._since.start()
        self._ticking.start()

    def _made_sink(self) -> QAudioSink | None:
        from PySide6.QtMultimedia import QAudio, QAudioFormat, QAudioSink, QMediaDevices

        assert self._recording is not None
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return None
        form = QAudioFormat()
        form.setSampleRate(round(self._recording.rate * self._speed))
        form.setChannelCount(self._recording.channels)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        sink = QAudioSink(device, form, self)
        self._samples = _Samples(self._recording, self._begun_at, sink)
        sink.start(self._samples)
        if sink.error() not in (QAudio.Error.NoError, QAudio.Error.UnderrunError):
            sink.deleteLater()
            return None
        sink.stateChanged.connect(self._on_state_changed)
        return sink

    def _end_sink(self) -> None:
        self._ticking.stop()
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.stop()
            sink.deleteLater()

    def _frame(self) -> int:
        """Which frame is heard now, about."""
        assert self._recording is not None
        seconds = self._since.nsecsElapsed() / 1e9
        return self._begun_at + round(seconds * self._recording.rate * self._speed)

    def _on_state_changed(self, state: QAudio.State) -> None:
        if self._sink is None or self._samples is None:
            return
        is_over = state == state.IdleState and self._samples.atEnd()
        if is_over or state == state.StoppedState:
            self._ended.emit(self._turn)

    def _on_tick(self) -> None:
        if self._recording is None:
            return
        frame = self._frame()
        share = frame / max(1, self._recording.frames)
        now = next((n for n, end in enumerate(self._shares) if share < end), len(self._shares) - 1)
        for begun in range(self._sentence + 1, now + 1):
            self._sentence = begun
            self.sentence_started.emit(begun)
        if self._sink is None and frame >= self._recording.frames:
            self._ticking.stop()
            self._ended.emit(self._turn)

    def _on_ended(self, turn: int) -> None:
        if turn == self._turn:
            self.stop()
            self.done.emit()


class _Samples(QIODevice):
    """What a sink asks for, decoded as it asks; with a little silence at the end. A sink goes back
    where a device took less than it had asked for."""

    def __init__(self, recording: Recording, begin: int, parent: QObject) -> None:
        super().__init__(parent)
        self._recording, self._begin = recording, begin
        self._next, self._end = begin, recording.frames
        self._tail = round(_TAIL_SECONDS * recording.rate)
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def size(self) -> int:
        return (self._end - self._begin + self._tail) * self._recording.frame_bytes

    def bytesAvailable(self) -> int:
        return self.size() - self.pos()

    def readData(self, most: int) -> bytes:
        width = self._recording.frame_bytes
        frame, count = self._begin + self.pos() // width, most // width
        if frame < self._end:
            if frame != self._next:
                self._recording.seek(frame)
            found = self._recording.read(min(count, self._end - frame))
            self._next = frame + len(found) // width
            if found:
                return found
            self._end = frame  # the rest cannot be read
        return bytes(min(count * width, self.size() - self.pos()))


def _shares(text: str) -> list[float]:
    """Where each sentence ends, as a share of the letters of the text."""
    lengths = [len(one) for one in sentences.split(text)]
    total = sum(lengths) or 1
    return [sum(lengths[: n + 1]) / total for n in range(len(lengths))]
