"""Reading aloud, with and without the parts of Qt that make sound."""

import sys
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QIODevice, QObject, Signal
from pytestqt.qtbot import QtBot

from trainer_app import paths
from trainer_app.ui import narration, voice
from trainer_app.ui.recording import Recording
from trainer_app.ui.sound import Passage, Speaker
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.para import Para

pytestmark = pytest.mark.qt_log_ignore(
    "PulseAudioService", "No audio device detected", extend=True
)  # there is none where the tests run, and that is the point
CLIP = (paths.resources() / "assets" / "sounds" / "self-test.opus").read_bytes()
WORDS = "Welcome. To the terminal."


def needs_multimedia() -> None:
    if not narration._load():
        pytest.skip("QtMultimedia is not installed here")


@pytest.fixture
def no_multimedia(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(narration, "_usable", False)


@pytest.fixture
def talker(qtbot: QtBot) -> Iterator[Speaker]:
    """A speaker with Qt's make-believe voice, which knows English and is never heard."""
    needs_multimedia()
    made = Speaker(engine="mock")
    yield made
    made.stop()
    made.deleteLater()


def test_a_clip_plays_to_its_end_without_a_sound_device(speaker: Speaker, qtbot: QtBot) -> None:
    needs_multimedia()
    passages = [Passage("a", WORDS, CLIP)]
    assert speaker.kind_for(passages) == "narration"
    heard: list[tuple[int, int]] = []
    speaker.sentence_started.connect(lambda passage, sentence: heard.append((passage, sentence)))
    with qtbot.wait_signal(speaker.finished, timeout=20_000):
        speaker.say(passages)
        assert speaker.kind == "narration"
    assert heard == [(0, 0), (0, 1)]
    assert not speaker.is_reading


def test_passages_follow_one_another(speaker: Speaker, qtbot: QtBot) -> None:
    needs_multimedia()
    started: list[int] = []
    speaker.passage_started.connect(started.append)
    with qtbot.wait_signal(speaker.finished, timeout=30_000):
        speaker.say([Passage("a", WORDS, CLIP), Passage("b", WORDS, CLIP)])
    assert started == [0, 1]


def test_a_broken_clip_is_passed_over(speaker: Speaker, qtbot: QtBot) -> None:
    needs_multimedia()
    with qtbot.wait_signal(speaker.finished, timeout=20_000):
        speaker.say([Passage("a", WORDS, b"OggS this is no sound")])
    assert not speaker.is_reading


def test_stop_is_at_once_and_said_once(speaker: Speaker, qtbot: QtBot) -> None:
    needs_multimedia()
    ended: list[bool] = []
    speaker.finished.connect(lambda: ended.append(True))
    speaker.say([Passage("a", WORDS, CLIP)])
    assert speaker.is_reading
    speaker.stop()
    speaker.stop()
    assert ended == [True]
    assert speaker.kind == "none"


@pytest.mark.usefixtures("no_multimedia")
def test_without_qtmultimedia_there_is_an_honest_none(speaker: Speaker, qtbot: QtBot) -> None:
    passages = [Passage("a", WORDS, CLIP)]
    assert speaker.kind_for(passages) == "none"
    assert speaker.is_silent
    with qtbot.wait_signal(speaker.finished):
        speaker.say(passages)
    assert not speaker.is_reading


def test_nothing_is_imported_before_it_is_used() -> None:
    import subprocess

    code = (
        "import sys; from trainer_app.ui.sound import Speaker, Passage; "
        "Speaker(engine=None).kind_for([Passage('a', 'b', b'c')]); "
        "late = {'PySide6.QtMultimedia', 'PySide6.QtTextToSpeech', 'soundfile'}; "
        "sys.exit(bool(late & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0


def test_the_computers_voice_says_sentence_by_sentence(talker: Speaker, qtbot: QtBot) -> None:
    passages = [Passage("a", WORDS), Passage("b", "Go on.")]
    assert talker.kind_for(passages, "en") == "computer voice"
    heard: list[tuple[int, int]] = []
    talker.sentence_started.connect(lambda passage, sentence: heard.append((passage, sentence)))
    with qtbot.wait_signal(talker.finished, timeout=20_000):
        talker.say(passages, "en")
        assert talker.kind == "computer voice"
    assert heard == [(0, 0), (0, 1), (1, 0)]


def test_a_language_without_voice_is_not_read_in_another(talker: Speaker) -> None:
    assert talker.kind_for([Passage("a", "مرحباً")], "ar") == "none"


def test_a_voice_that_does_not_start_is_no_voice(qtbot: QtBot) -> None:
    assert not voice.Voice("mock").speaks("xx")


def test_slower_is_remembered(talker: Speaker, qtbot: QtBot) -> None:
    talker.set_slower(True)
    assert talker.slower
    with qtbot.wait_signal(talker.finished, timeout=20_000):
        talker.say([Passage("a", "Go.")], "en")


# ---------------------------------------------------------------- the button


def test_the_button_follows_the_reading(talker: Speaker, qtbot: QtBot) -> None:
    listen, para, other = Listen(talker, slower=True), Para(), Para()
    qtbot.addWidget(listen)
    para.setText(WORDS)
    other.setText("Go on.")
    passages = [Passage("a", para.text()), Passage("b", other.text())]
    listen.offer(passages, [para, other], "en")
    listen.show()
    assert listen.button.isVisible()
    assert listen.button.text() == "Listen"
    lit: list[tuple[int | None, int | None]] = []
    talker.sentence_started.connect(lambda *_place: lit.append((para._lit, other._lit)))
    with qtbot.wait_signal(talker.finished, timeout=20_000):
        listen.button.click()
        assert listen.button.text() == "Stop"
    assert lit == [(0, None), (1, None), (None, 0)]
    assert listen.button.text() == "Listen"
    assert para._lit is None
    with qtbot.wait_signal(talker.finished, timeout=20_000):
        lit.clear()
        listen.read_one("b")
    assert lit == [(None, 0)]


@pytest.mark.parametrize(
    ("listed", "outputs", "engine"),
    [
        (("Speech_OneCore", "Speech"), 1, "winrt"),
        (("Speech",), 1, "sapi"),
        ((), 1, None),  # a Windows that came without voices
        (("Speech_OneCore", "Speech"), 0, None),
    ],
)
def test_on_windows_no_engine_is_started_that_has_no_voice_or_no_sound(
    listed: tuple[str, ...], outputs: int, engine: str | None
) -> None:
    def has_voices(place: str) -> bool:
        return place.split("\\")[2] in listed

    assert voice.engine_of_windows(has_voices, outputs) == engine


def test_two_buttons_share_one_voice(talker: Speaker, qtbot: QtBot) -> None:
    first, second = Listen(talker), Listen(talker)
    for listen in (first, second):
        qtbot.addWidget(listen)
        listen.offer([Passage("a", WORDS)], language="en")
    first.toggle()
    with qtbot.wait_signal(talker.finished, timeout=20_000):
        second.toggle()
    assert first.button.text() == "Listen"
    assert second.button.text() == "Stop"
    second.toggle()


@pytest.mark.usefixtures("no_multimedia")
def test_without_any_voice_a_note_stands_there(speaker: Speaker, qtbot: QtBot) -> None:
    listen = Listen(speaker)
    qtbot.addWidget(listen)
    listen.offer([Passage("a", WORDS, CLIP)])
    listen.show()
    assert not listen.button.isVisible()
    assert listen._note.isVisible()
    assert not listen.can_read


@pytest.mark.parametrize("trouble", [ImportError, OSError])
def test_a_system_without_a_library_does_not_leave_anybody_waiting(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    class Lacking(MetaPathFinder):
        def find_spec(self, name: str, *_told: object) -> None:
            if name == "soundfile":
                raise trouble

    monkeypatch.setattr(narration, "_usable", True)
    monkeypatch.delitem(sys.modules, "soundfile", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Lacking(), *sys.meta_path])
    player = narration.ClipPlayer()
    with qtbot.wait_signal(player.done):
        player.play(CLIP, "Welcome to the terminal.")
    assert not narration.is_installed()


# ---------------------------------------------------------------- a sound device


class Device(QObject):
    """Takes samples as a sound device does, as many as it is told to, and never in real time."""

    stateChanged = Signal(object)  # noqa: N815

    def __init__(self, _device: object, form: Any, parent: QObject) -> None:
        super().__init__(parent)
        self.form, self.heard = form, b""
        made.append(self)

    def start(self, samples: QIODevice) -> None:
        self.samples = samples

    def error(self) -> object:
        from PySide6.QtMultimedia import QAudio

        return QAudio.Error.NoError

    def stop(self) -> None:
        self.stateChanged.emit(_states().StoppedState)

    def take(self, count: int) -> None:
        while count and (found := self.samples.read(count).data()):
            self.heard += found
            count -= len(found)
        if count:
            self.stateChanged.emit(_states().IdleState)


made: list[Device] = []


def _states() -> Any:
    from PySide6.QtMultimedia import QAudio

    return QAudio.State


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> list[Device]:
    """Every sink that was begun, of a computer that has something to hear sound with."""
    needs_multimedia()
    from PySide6 import QtMultimedia

    class There:
        @staticmethod
        def defaultAudioOutput() -> Any:  # noqa: N802
            return There()

        def isNull(self) -> bool:  # noqa: N802
            return False

    monkeypatch.setattr(QtMultimedia, "QMediaDevices", There)
    monkeypatch.setattr(QtMultimedia, "QAudioSink", Device)
    made.clear()
    return made


def samples_of(clip: bytes) -> bytes:
    whole = Recording(clip)
    return whole.read(whole.frames)


def test_every_sample_is_heard_and_then_a_little_silence(
    device: list[Device], speaker: Speaker, qtbot: QtBot
) -> None:
    speaker.say([Passage("a", WORDS, CLIP)])
    [sink] = device
    with qtbot.wait_signal(speaker.finished):
        sink.take(1_000_000)
    whole = samples_of(CLIP)
    assert sink.heard.startswith(whole)
    rest = sink.heard[len(whole) :]
    assert rest.strip(b"\0") == b""
    assert len(rest) == round(0.3 * 24_000) * 2
    assert sink.form.sampleRate() == 24_000


def test_slower_goes_on_where_it_was(device: list[Device], speaker: Speaker, qtbot: QtBot) -> None:
    speaker.say([Passage("a", WORDS, CLIP)])
    device[0].take(20_000)
    speaker.set_slower(True)
    first, second = device
    assert second.form.sampleRate() == 19_200
    with qtbot.wait_signal(speaker.finished):
        second.take(1_000_000)
    whole = samples_of(CLIP)
    rest = second.heard[: -round(0.3 * 24_000) * 2]
    assert whole.endswith(rest)
    assert len(first.heard) + len(rest) >= len(whole)  # nothing is left out


def test_a_sound_device_that_is_unplugged_keeps_nobody_waiting(
    device: list[Device], speaker: Speaker, qtbot: QtBot
) -> None:
    speaker.say([Passage("a", WORDS, CLIP)])
    with qtbot.wait_signal(speaker.finished):
        device[0].stateChanged.emit(_states().StoppedState)


def test_a_device_that_takes_less_than_it_asked_for_misses_nothing(device: list[Device]) -> None:
    player = narration.ClipPlayer()
    player.play(CLIP, WORDS)
    samples = device[0].samples
    first = samples.read(4_000).data()
    samples.seek(1_000)
    assert samples.read(3_000).data() == first[1_000:]
    assert samples_of(CLIP).startswith(first)
    player.stop()


@pytest.mark.parametrize("harm", ["cut", "turned", "wav"])
def test_a_harmed_recording_keeps_nobody_waiting(
    device: list[Device], speaker: Speaker, qtbot: QtBot, harm: str
) -> None:
    clip = {
        "cut": CLIP[: len(CLIP) // 2],
        "turned": CLIP[:3000] + bytes(byte ^ 0x55 for byte in CLIP[3000:3400]) + CLIP[3400:],
        "wav": b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0" + bytes(20) + b"data\0\0\0\0",
    }[harm]
    with qtbot.wait_signal(speaker.finished):
        speaker.say([Passage("a", WORDS, clip)])
        for sink in device:
            sink.take(1_000_000)
    assert not speaker.is_reading
    assert not device or harm != "wav"
