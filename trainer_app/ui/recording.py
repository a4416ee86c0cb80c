"""A recording of a pack as samples: Ogg/Opus, read by libsndfile, optional and imported late."""

from __future__ import annotations

from io import BytesIO

_SAMPLE_BYTES = 2


class Unplayable(Exception):
    """This is no recording that can be played."""


class Recording:
    """Read from memory, a piece at a time. ``rate`` is frames a second, ``frames`` how many there
    are; a frame has a sample of 16 bits for each of ``channels``.

    Raises ``Unplayable``; ``ImportError`` or ``OSError`` where libsndfile is not there.
    """

    def __init__(self, clip: bytes) -> None:
        import soundfile

        if not (clip.startswith(b"OggS") and b"OpusHead" in clip[:64]):
            raise Unplayable
        try:
            self._file = soundfile.SoundFile(BytesIO(clip))
        except soundfile.SoundFileError as error:
            raise Unplayable from error
        self._broken = soundfile.SoundFileError
        self.rate: int = self._file.samplerate
        self.channels: int = self._file.channels
        self.frames: int = self._file.frames

    @property
    def frame_bytes(self) -> int:
        return _SAMPLE_BYTES * self.channels

    def read(self, frames: int) -> bytes:
        """So many frames more, or as many as there are; none where the rest cannot be read."""
        try:
            return bytes(self._file.buffer_read(frames, dtype="int16"))
        except self._broken:
            return b""

    def seek(self, frame: int) -> None:
        """Go on reading there, between 0 and ``frames``; at the end where that cannot be done."""
        try:
            self._file.seek(frame)
        except self._broken:
            self._file.close()
