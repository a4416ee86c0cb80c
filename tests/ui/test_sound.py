"""Reading aloud, with and without the parts of Qt that make sound."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from trainer_app import paths
from trainer_app.ui import narration, voice
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
        "sys.exit('PySide6.QtMultimedia' in sys.modules or 'PySide6.QtTextToSpeech' in sys.modules)"
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


def test_a_system_without_a_player_does_not_leave_anybody_waiting(qtbot, monkeypatch):
    class Nothing:
        def isAvailable(self) -> bool:  # noqa: N802 - Qt's name
            return False

    monkeypatch.setattr(narration, "_usable", True)
    player = narration.ClipPlayer()
    monkeypatch.setattr(player, "_made", Nothing)
    with qtbot.wait_signal(player.done):
        player.play(CLIP, "Welcome to the terminal.")
    assert not narration.is_installed()
